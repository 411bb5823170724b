//! The JSON answers that the document shows, as data for the generated crate's tests.

use crate::document::Found;
use serde_json::Value;

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
pub(super) fn find(found: &Found<'_>) -> Vec<Example> {
    let responses = found.operation.get("responses").and_then(Value::as_object);
    let mut examples = Vec::new();
    for (status, response) in responses.into_iter().flatten() {
        let Some(media_type) = response.pointer("/content/application~1json") else {
            continue;
        };
        if !status.starts_with('2') {
            continue;
        }
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
            if let Some(body) = example.get("value") {
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
