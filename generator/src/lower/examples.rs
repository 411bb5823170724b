//! The JSON answers that the document shows, as data for the generated crate's tests.

use serde_json::Value;

use super::{reference, response};
use crate::api::Example;
use crate::document::{Found, MediaType, examples};

/// Every whole-body example of a successful JSON answer: of each JSON media type, of its schema, where Scribe puts it, and
/// of the schema's alternatives.
pub(super) fn find(document: &Value, found: &Found<'_>) -> Vec<Example> {
    let mut found_examples = Vec::new();
    for (status, response) in response::successes(found.operation) {
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
                let shown = examples::examples(document, content, &below.child(name));
                found_examples.extend(shown.into_iter().map(|shown| Example {
                    status: status.clone(),
                    pointer: shown.pointer.to_string(),
                    body: shown.body.clone(),
                }));
            }
        }
    }
    found_examples
}
