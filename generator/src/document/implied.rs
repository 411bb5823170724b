//! The one type that the keywords of a schema imply where it has no `type`.
//!
//! The keywords of a schema in, a type out. By JSON Schema a keyword binds values of its kind only, so this is what the author
//! evidently means and no more: whoever has examples holds them against it. Limits (`minimum`, `pattern`) and a `format` imply
//! nothing. Every stage asks here, so that all take a schema for the same.

use serde_json::{Map, Value};

/// Keywords that leave the type to other schemas.
const OF_OTHERS: [&str; 4] = ["$ref", "allOf", "anyOf", "oneOf"];

/// The type that a schema implies; nothing where it has a `type` or refers to schemas that decide.
pub(crate) fn implied_type(schema: &Map<String, Value>) -> Option<&'static str> {
    let has = |key: &str| schema.contains_key(key);
    if has("type") || OF_OTHERS.iter().any(|key| has(key)) {
        return None;
    }
    if has("properties") || has("additionalProperties") {
        return Some("object");
    }
    // People write `required` beside a list and mean its items, and as a boolean on a property.
    if has("items") {
        return Some("array");
    }
    let required = schema.get("required").and_then(Value::as_array);
    if required.is_some_and(|names| !names.is_empty()) {
        return Some("object");
    }
    let values = schema.get("enum")?.as_array()?;
    let values: Vec<&Value> = values.iter().filter(|value| !value.is_null()).collect();
    let all = |is: fn(&Value) -> bool| !values.is_empty() && values.iter().all(|value| is(value));
    if all(Value::is_string) {
        Some("string")
    } else if all(Value::is_i64) {
        Some("integer")
    } else if all(Value::is_f64) {
        Some("number")
    } else if all(Value::is_boolean) {
        Some("boolean")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keywords_of_one_kind_imply_its_type() {
        for (schema, expected) in [
            (json!({ "properties": {} }), Some("object")),
            (json!({ "additionalProperties": {} }), Some("object")),
            (json!({ "additionalProperties": false }), Some("object")),
            (json!({ "required": ["a"] }), Some("object")),
            (json!({ "required": [] }), None),
            (json!({ "required": true }), None),
            (json!({ "items": {} }), Some("array")),
            (json!({ "items": {}, "required": ["a"] }), Some("array")),
            (json!({ "enum": ["a", null] }), Some("string")),
            (json!({ "enum": [1, 2] }), Some("integer")),
            (json!({ "enum": [0.5] }), Some("number")),
            (json!({ "enum": [true] }), Some("boolean")),
            (json!({ "enum": ["a", 1] }), None),
            (json!({ "enum": [] }), None),
            (json!({ "enum": [null] }), None),
            (json!({ "properties": {}, "enum": ["a"] }), Some("object")),
            (
                json!({ "minimum": 1, "pattern": "a", "format": "date" }),
                None,
            ),
            (json!({ "type": "string", "properties": {} }), None),
            (json!({ "allOf": [{}], "properties": {} }), None),
            (
                json!({ "$ref": "#/components/schemas/A", "properties": {} }),
                None,
            ),
        ] {
            assert_eq!(
                implied_type(schema.as_object().unwrap()),
                expected,
                "{schema}"
            );
        }
    }
}
