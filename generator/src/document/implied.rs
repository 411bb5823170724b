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
    } else if all(|value| value.is_i64() || value.is_u64()) {
        Some("integer")
    } else if all(Value::is_number) {
        Some("number")
    } else if all(Value::is_boolean) {
        Some("boolean")
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
