//! What the responses of an operation that are no success have in common, where the document names it.
//!
//! An operation in; out the component that all its JSON responses other than 2xx refer to. Failures that are written out
//! at each operation are left to the caller, who reads them by a type of their own: they are rarely two times the same.

use std::collections::BTreeSet;

use serde_json::Value;

use super::components::{Components, failures};
use super::kind::{Kind, Schema};
use crate::document::{OperationEntry, Reference};

/// The type name of the component; nothing where there is none, or more than one.
pub(super) fn component(
    document: &Value,
    found: &OperationEntry<'_>,
    components: &Components,
) -> Option<String> {
    let names = failures(document, found)
        .map(|schema| components.type_name(&Reference::component_of(schema)?));
    let names: BTreeSet<&str> = names.collect::<Option<_>>()?;
    let name = names.first().filter(|_| names.len() == 1)?.to_string();
    let reference = Schema::of(Kind::Component(name.clone()));
    components.check(std::iter::once(&reference)).ok()?;
    Some(name)
}
