//! The JSON answers that the document shows, as data for the generated crate's tests.

use serde_json::Value;

use super::{answer, reference};
use crate::document::Found;

/// A documented answer of status 2xx.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// The status it stands under, as the document writes it.
    pub status: String,
    /// Where it stands in the document.
    pub pointer: String,
    /// The body.
    pub body: Value,
}

/// Every whole-body example of a successful JSON answer: of the media type, and of its schema, where Scribe puts it.
pub(super) fn find(document: &Value, found: &Found<'_>) -> Vec<Example> {
    let mut examples = Vec::new();
    for (status, response) in answer::successes(found.operation) {
        let media_type = reference::resolve(document, response)
            .ok()
            .and_then(|response| response.pointer("/content/application~1json"));
        let Some(media_type) = media_type else {
            continue;
        };
        let media_pointer = found
            .pointer
            .child("responses")
            .child(status)
            .child("content")
            .child("application/json");
        let mut add = |pointer: String, body: &Value| {
            examples.push(Example {
                status: status.clone(),
                pointer,
                body: body.clone(),
            });
        };
        if let Some(body) = media_type.get("example") {
            add(media_pointer.child("example").to_string(), body);
        }
        let named = media_type.get("examples").and_then(Value::as_object);
        for (name, example) in named.into_iter().flatten() {
            let example = reference::resolve(document, example).ok();
            if let Some(body) = example.and_then(|example| example.get("value")) {
                add(
                    media_pointer
                        .child("examples")
                        .child(name)
                        .child("value")
                        .to_string(),
                    body,
                );
            }
        }
        if let Some(body) = media_type.pointer("/schema/example") {
            add(
                media_pointer.child("schema").child("example").to_string(),
                body,
            );
        }
    }
    examples
}
