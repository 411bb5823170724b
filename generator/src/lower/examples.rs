//! The JSON responses that the document shows, as data for the generated crate's tests.

use serde_json::Value;

use crate::api::Example;
use crate::document::{MediaType, OperationEntry, examples};

/// Every whole-body example of a successful JSON response: of each JSON media type, of its schema, where Scribe puts it, and
/// of the schema's alternatives.
pub(super) fn find(document: &Value, operation: &OperationEntry<'_>) -> Vec<Example> {
    let mut all = Vec::new();
    for response in operation.successes() {
        for body in response.bodies(document) {
            let schema = body.content.get("schema");
            if MediaType::of(body.media_type, schema) == MediaType::Json {
                let shown = examples::examples(document, body.content, &body.pointer);
                all.extend(shown.into_iter().map(|shown| Example {
                    status: response.status.to_string(),
                    pointer: shown.pointer.to_string(),
                    body: shown.body.clone(),
                }));
            }
        }
    }
    all
}
