//! What no evidence settles: responses that nobody describes, and places that stay any JSON.

use std::collections::BTreeSet;

use serde_json::Value;

use super::walk::Place;
use super::{Unknown, UnknownKind};
use crate::document::{self, OperationIds};

/// Every open place of the effective document.
pub(super) fn find(places: &[Place<'_>]) -> Vec<Unknown> {
    let unknown = |place: &Place<'_>| {
        Some(Unknown {
            place: place.label(),
            target: place.target.to_string(),
            kind: open(place)?,
        })
    };
    places.iter().filter_map(unknown).collect()
}

/// The operations at `pointers`, of whose successful responses nothing is known.
pub(super) fn responses(effective: &Value, pointers: &[String]) -> Vec<Unknown> {
    let pointers: BTreeSet<&str> = pointers.iter().map(String::as_str).collect();
    let ids = OperationIds::of(effective);
    document::operations(effective)
        .filter(|found| pointers.contains(found.pointer.as_str()))
        .map(|found| Unknown {
            place: ids.label(&found),
            target: ids.target(&found).key("responses").to_string(),
            kind: UnknownKind::Response,
        })
        .collect()
}

fn open(place: &Place<'_>) -> Option<UnknownKind> {
    let declared = place.schema.as_object()?;
    let has = |keyword: &str| declared.contains_key(keyword);
    if ["$ref", "oneOf", "anyOf", "allOf"].into_iter().any(has) {
        return None;
    }
    match declared.get("type").and_then(Value::as_str) {
        Some("object") if !has("properties") && !has("additionalProperties") => {
            Some(UnknownKind::Object)
        }
        Some("object") => {
            let is_empty = declared
                .get("properties")
                .and_then(Value::as_object)
                .is_some_and(|of| of.is_empty());
            (is_empty && !has("additionalProperties")).then_some(UnknownKind::Object)
        }
        Some(_) => None,
        None if has("properties") || has("items") => None,
        None if place.is_item => Some(UnknownKind::Items),
        None => Some(UnknownKind::Value),
    }
}
