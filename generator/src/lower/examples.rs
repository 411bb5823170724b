//! The JSON answers that the document shows, as data for the generated crate's tests.

use serde_json::Value;

use crate::document::{Found, MediaType, examples};

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
    let mut found_examples = Vec::new();
    for response in found.successes() {
        for body in response.bodies(document) {
            let schema = body.content.get("schema");
            if MediaType::of(body.media_type, schema) == MediaType::Json {
                let shown = examples::examples(document, body.content, &body.pointer);
                found_examples.extend(shown.into_iter().map(|shown| Example {
                    status: response.status.to_string(),
                    pointer: shown.pointer.to_string(),
                    body: shown.body.clone(),
                }));
            }
        }
    }
    found_examples
}
