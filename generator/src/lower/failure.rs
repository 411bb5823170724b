//! What the responses of an operation that are no success have in common, where the document names it.
//!
//! An operation in; out the component that all its JSON responses other than 2xx refer to. Failures that are written out
//! at each operation are left to the caller, who reads them by a type of their own: they are rarely two times the same.

use serde_json::Value;

use super::components::{Components, failures};
use super::kind::{Kind, Schema};
use crate::document::{Found, Reference};

/// The type name of the component; nothing where there is none, or more than one.
pub(super) fn component(
    document: &Value,
    found: &Found<'_>,
    components: &Components,
) -> Option<String> {
    let mut known: Option<String> = None;
    for schema in failures(document, found) {
        let name = components.type_name(&Reference::component_of(schema)?)?;
        if known.as_ref().is_some_and(|known| known != name) {
            return None;
        }
        known = Some(name.to_string());
    }
    let known = known?;
    let reference = Schema::of(Kind::Component(known.clone()));
    components.check(std::iter::once(&reference)).ok()?;
    Some(known)
}
