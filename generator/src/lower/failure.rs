//! What the answers of an operation that are no success have in common, where the document names it.
//!
//! An operation in; out the component that all its JSON answers other than 2xx refer to. Failures that are written out
//! at each operation are left to the caller, who reads them by a type of their own: they are rarely two times the same.

use serde_json::Value;

use super::components::Components;
use super::reference;
use crate::document::{self, Found, Reference};

/// The type name of the component; nothing where there is none, or more than one.
pub(super) fn component(
    document: &Value,
    found: &Found<'_>,
    components: &Components,
) -> Option<String> {
    let mut known: Option<String> = None;
    for schema in schemas(document, found) {
        let name = components.type_name(&reference::component(schema)?)?;
        if known.as_ref().is_some_and(|known| known != name) {
            return None;
        }
        known = Some(name.to_string());
    }
    let known = known?;
    let reference = serde_json::json!({ "$ref": Reference::to_component(&known) });
    components.reach(std::iter::once(&reference)).ok()?;
    Some(known)
}

/// The schemas of its JSON answers that are no success.
pub(super) fn schemas<'a>(
    document: &'a Value,
    found: &Found<'a>,
) -> impl Iterator<Item = &'a Value> {
    let bodies = found
        .failures()
        .flat_map(|response| response.bodies(document));
    bodies
        .filter(|body| document::is_json(body.media_type))
        .filter_map(|body| body.content.get("schema"))
}
