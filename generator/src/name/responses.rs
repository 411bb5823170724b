//! The successful responses of one operation get one schema that covers them all, because the crate has one type for them.
//!
//! The named document in, the same with that schema at every one of these responses; their examples are kept.

use serde_json::Value;

use super::examples;
use crate::document::OperationEntry;
use crate::document::budget::{self, Budget};
use crate::union::{cover_responses, is_same};

/// Joins the schemas of an operation's successful JSON responses, as far as the budget goes.
pub(super) fn join(document: &mut Value, found: &OperationEntry<'_>, budget: &Budget) {
    let places: Vec<_> = found
        .json_responses()
        .filter(|response| {
            response.status.starts_with('2') && response.content.get("schema").is_some()
        })
        .map(|response| response.pointer)
        .collect();
    if places.len() < 2 {
        return;
    }
    for place in &places {
        if let Some(Value::Object(media_type)) = document.pointer_mut(place.as_str()) {
            examples::keep(media_type);
        }
    }
    let schemas: Vec<&Value> = places
        .iter()
        .filter_map(|place| document.pointer(place.as_str())?.get("schema"))
        .collect();
    if schemas.windows(2).all(|pair| is_same(pair[0], pair[1])) {
        return;
    }
    budget.renew(&found.pointer);
    let covering = cover_responses(document, &schemas);
    let written = places.len() * budget::size(&covering);
    if covering == serde_json::json!({}) || !budget.spend(written) {
        // Lowering tells of it.
        return;
    }
    for place in &places {
        if let Some(Value::Object(media_type)) = document.pointer_mut(place.as_str()) {
            media_type.insert("schema".to_string(), covering.clone());
        }
    }
}
