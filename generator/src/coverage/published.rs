//! The JSON examples of successful responses, as a document shows them.
//!
//! A document in, examples with their places out. What a schema says of single properties is no example of a response.

use serde_json::Value;

use super::walk::leaves;
use crate::document::{self, OperationEntry, Pointer, examples, is_json};

/// An example as it stands in the document.
#[derive(Debug, Clone, PartialEq)]
pub struct Published<'a> {
    /// The `operationId` of its operation, or method and path where it has none.
    pub operation: String,
    /// Where the operation stands.
    pub operation_pointer: Pointer,
    /// Where the example stands; below the operation even if it is written behind a `$ref`.
    pub pointer: Pointer,
    /// The body.
    pub body: &'a Value,
}

/// Every whole-body JSON example of a 2xx response: of its media type, and where Scribe puts them, of the schema and of the
/// schema's alternatives.
pub fn published(document: &Value) -> Vec<Published<'_>> {
    document::operations(document)
        .flat_map(|found| of_operation(document, &found))
        .collect()
}

fn of_operation<'a>(document: &'a Value, found: &OperationEntry<'a>) -> Vec<Published<'a>> {
    let bodies = found
        .successes()
        .flat_map(|response| response.bodies(document));
    bodies
        .filter(|body| is_json(body.media_type))
        .flat_map(|body| examples::examples(document, body.content, &body.pointer))
        .map(|shown| Published {
            operation: found.label(),
            operation_pointer: found.pointer.clone(),
            pointer: shown.pointer,
            body: shown.body,
        })
        .collect()
}

impl Published<'_> {
    /// How many strings, numbers and booleans its body has.
    pub fn leaves(&self) -> usize {
        leaves(self.body)
    }
}
