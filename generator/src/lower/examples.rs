//! The JSON answers that the document shows, as data for the generated crate's tests.

use serde_json::Value;

use super::{answer, reference};
use crate::document::{Found, MediaType, Pointer};

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

/// Every whole-body example of a successful JSON answer: of each JSON media type, of its schema, where Scribe puts it, and
/// of the schema's alternatives.
pub(super) fn find(document: &Value, found: &Found<'_>) -> Vec<Example> {
    let mut examples = Vec::new();
    for (status, response) in answer::successes(found.operation) {
        let content = reference::resolve(document, response)
            .ok()
            .and_then(|response| response.get("content")?.as_object());
        let below = found
            .pointer
            .child("responses")
            .child(status)
            .child("content");
        for (name, content) in content.into_iter().flatten() {
            if MediaType::of(name, content.get("schema")) == MediaType::Json {
                let bodies = bodies(document, content, &below.child(name));
                examples.extend(bodies.into_iter().map(|(pointer, body)| Example {
                    status: status.clone(),
                    pointer: pointer.to_string(),
                    body: body.clone(),
                }));
            }
        }
    }
    examples
}

/// The examples of one media type, with their places.
fn bodies<'a>(
    document: &'a Value,
    media_type: &'a Value,
    pointer: &Pointer,
) -> Vec<(Pointer, &'a Value)> {
    let mut bodies = Vec::new();
    if let Some(body) = media_type.get("example") {
        bodies.push((pointer.child("example"), body));
    }
    let named = media_type.get("examples").and_then(Value::as_object);
    for (name, example) in named.into_iter().flatten() {
        let example = reference::resolve(document, example).ok();
        if let Some(body) = example.and_then(|example| example.get("value")) {
            let pointer = pointer.child("examples").child(name).child("value");
            bodies.push((pointer, body));
        }
    }
    let Some(schema) = media_type.get("schema") else {
        return bodies;
    };
    let pointer = pointer.child("schema");
    if let Some(body) = schema.get("example") {
        bodies.push((pointer.child("example"), body));
    }
    for keyword in ["oneOf", "anyOf"] {
        let alternatives = schema.get(keyword).and_then(Value::as_array);
        for (index, alternative) in alternatives.into_iter().flatten().enumerate() {
            if let Some(body) = alternative.get("example") {
                let pointer = pointer.child(keyword).child(&index.to_string());
                bodies.push((pointer.child("example"), body));
            }
        }
    }
    bodies
}
