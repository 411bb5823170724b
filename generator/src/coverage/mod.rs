//! What the generated types know of the examples that a document shows.
//!
//! The document and the graph of the API go in; out comes every JSON example of a successful response, with the type that it
//! decodes into and how many of its values land in a field with a real type. A value that lands in any JSON, in `extra`
//! or in no type at all does not count, so that typing everything as any JSON cannot look like success. Decoding itself
//! is for who can run the crate.

mod published;
mod walk;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::api::{Api, Type};

pub use published::{Published, published};

/// An example of a successful response, and what the generated types know of it.
///
/// Strings, numbers and booleans are counted. Nulls are not: they look the same in every type, and null and absent are
/// one.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// The `operationId` of its operation, or method and path where it has none.
    pub operation: String,
    /// JSON pointer of the example in the document.
    pub pointer: String,
    /// The body.
    pub body: Value,
    /// The Rust type of the operation's response, with `types` for that module of the crate: `Vec<types::Chat>`. Nothing where
    /// the operation is left out or has no JSON response.
    pub rust_type: Option<String>,
    /// How many values the body has.
    pub leaves: usize,
    /// How many of them land in a field with a real type.
    pub typed: usize,
    /// Where the others are.
    pub untyped: Vec<Untyped>,
}

/// A part of an example that no type describes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untyped {
    /// JSON pointer of the part, inside the body.
    pub pointer: String,
    /// How many values it has.
    pub leaves: usize,
}

/// Every example of `document`, with what the types of its responses know of it; `rust_type` writes a type in Rust.
pub(crate) fn examples(
    document: &Value,
    api: &Api,
    rust_type: &dyn Fn(&Type) -> String,
) -> Vec<Example> {
    let operations = api.operations.iter();
    let responses = operations.filter_map(|operation| {
        let ty = operation.response.decoded()?;
        Some((operation.pointer.as_str(), ty))
    });
    let responses: BTreeMap<&str, Type> = responses.collect();
    published(document)
        .into_iter()
        .map(|example| {
            let ty = responses.get(example.operation_pointer.as_str());
            let tally = walk::tally(&api.types, ty.unwrap_or(&Type::Any), example.body);
            Example {
                operation: example.operation,
                pointer: example.pointer.to_string(),
                body: example.body.clone(),
                rust_type: ty.map(rust_type),
                leaves: tally.leaves,
                typed: tally.typed,
                untyped: tally.untyped,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests;
