//! One schema for the responses of one operation, which differ in status or media type.
//!
//! Their schemas in, one out that accepts whatever one of them accepts. Responses that differ in what only a reader needs
//! are one.

use serde_json::{Value, json};

use super::Combiner;
use super::same::is_same;
use crate::document::budget::{self, Budget, Growth};

/// What combining the responses of one operation may cost beside what is written at them, in bytes; what is beyond is any
/// JSON.
const MAX_REFERRED: usize = 256 * 1024;

/// How often what is written at them may be copied: once for each level.
const MAX_COPIES: usize = 16;

/// A schema for all values of all `schemas`.
pub(crate) fn cover(document: &Value, schemas: &[&Value]) -> Value {
    let mut different: Vec<Value> = Vec::new();
    for schema in schemas {
        if !different.iter().any(|known| is_same(known, schema)) {
            different.push((*schema).clone());
        }
    }
    match different.as_slice() {
        [] => json!({}),
        [only] => only.clone(),
        _ => {
            // A budget by the size of the document would measure all of it for each operation.
            let written: usize = different.iter().map(budget::size).sum();
            let limit = MAX_REFERRED + MAX_COPIES * written;
            let budget = Budget::undivided(limit, Growth::Schemas);
            Combiner::within(document, budget).any_of(&different)
        }
    }
}
