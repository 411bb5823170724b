//! Whether two schemas are the same, as far as a purpose goes.
//!
//! Schemas in, the same without the keywords that the table leaves aside out, here and deeper.

use serde_json::{Map, Value};

use super::keywords::Purpose;

/// Whether two schemas take the same values: whether they differ in no more than what a reader needs.
pub(crate) fn is_same(one: &Value, other: &Value) -> bool {
    one == other || bare(one, Purpose::Responses) == bare(other, Purpose::Responses)
}

/// A schema without what does not count for a purpose, here and deeper.
pub(crate) fn bare(schema: &Value, purpose: Purpose) -> Value {
    let Value::Object(schema) = schema else {
        return schema.clone();
    };
    let bare = |schema: &Value| bare(schema, purpose);
    let inner = |(key, value): (&String, &Value)| {
        let value = match (key.as_str(), value) {
            ("properties", Value::Object(properties)) => properties
                .iter()
                .map(|(name, property)| (name.clone(), bare(property)))
                .collect(),
            ("allOf" | "anyOf" | "oneOf", Value::Array(parts)) => parts.iter().map(bare).collect(),
            ("items" | "additionalProperties", inner) => bare(inner),
            // Responses that differ in the description of a text's content are taken for different.
            ("contentSchema", inner) if purpose == Purpose::Places => bare(inner),
            _ => value.clone(),
        };
        (key.clone(), value)
    };
    let counted = schema.iter().filter(|(key, _)| !purpose.ignores(key));
    Value::Object(counted.map(inner).collect::<Map<_, _>>())
}
