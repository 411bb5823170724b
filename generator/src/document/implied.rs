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
    // An `enum` binds every value, and the other keywords only values of their kind.
    let values = schema.get("enum").and_then(Value::as_array);
    if let Some(values) = values.filter(|values| values.iter().any(|value| !value.is_null())) {
        return type_of_all(values);
    }
    if has("properties") || has("additionalProperties") {
        return Some("object");
    }
    // People write `required` beside a list and mean its items, and as a boolean on a property.
    if has("items") {
        return Some("array");
    }
    let required = schema.get("required").and_then(Value::as_array);
    let is_required = required.is_some_and(|names| !names.is_empty());
    is_required.then_some("object")
}

/// The type of all values but null, where they are of one type.
fn type_of_all(values: &[Value]) -> Option<&'static str> {
    let all = |is: fn(&Value) -> bool| values.iter().all(|value| value.is_null() || is(value));
    if all(Value::is_string) {
        Some("string")
    } else if all(|value| value.is_i64() || value.is_u64()) {
        Some("integer")
    } else if all(Value::is_number) {
        Some("number")
    } else if all(Value::is_boolean) {
        Some("boolean")
    } else if all(Value::is_object) {
        Some("object")
    } else if all(Value::is_array) {
        Some("array")
    } else {
        None
    }
}

/// Which of JSON's kinds of value a schema takes, said or implied: `object`, `array`, `string`, `number` or `boolean`;
/// nothing where it is not just one.
pub(crate) fn kind_of(schema: &Map<String, Value>) -> Option<&'static str> {
    let name = match schema.get("type") {
        Some(name) => name.as_str()?,
        None => implied_type(schema)?,
    };
    match name {
        "object" => Some("object"),
        "array" => Some("array"),
        "string" => Some("string"),
        "integer" | "number" => Some("number"),
        "boolean" => Some("boolean"),
        _ => None,
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
            (json!({ "enum": [0.5, 1] }), Some("number")),
            (json!({ "enum": [u64::MAX] }), Some("integer")),
            (json!({ "enum": [true] }), Some("boolean")),
            (json!({ "enum": ["a", 1] }), None),
            (json!({ "enum": [] }), None),
            (json!({ "enum": [null] }), None),
            (json!({ "properties": {}, "enum": ["a"] }), Some("string")),
            (json!({ "required": ["a"], "enum": ["a", 1] }), None),
            (json!({ "properties": {}, "enum": [null] }), Some("object")),
            (json!({ "enum": [{}] }), Some("object")),
            (json!({ "items": {}, "enum": [[1]] }), Some("array")),
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
