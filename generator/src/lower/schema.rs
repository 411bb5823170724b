//! A schema, reduced to what becomes a Rust type.
//!
//! Constraints go: a client that checks `pattern` or `maximum` in an answer loses the whole answer to one odd value, and a
//! `default` that is filled in sends or shows a value that nobody gave. What they say is kept in the description, and so
//! is the example, because that is what a reader of the generated code wants to see.

use serde_json::{Map, Value};

/// Keywords that decide the type. All others are dropped or moved into the description; `title` among them, because it
/// would rename the type.
const KEPT: [&str; 12] = [
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "enum",
    "items",
    "not",
    "nullable",
    "oneOf",
    "properties",
    "required",
    "type",
];

/// Keywords that the description repeats, with the words it uses.
const TOLD: [(&str, &str); 11] = [
    ("default", "Default"),
    ("format", "Format"),
    ("minimum", "Minimum"),
    ("maximum", "Maximum"),
    ("minLength", "Minimum length"),
    ("maxLength", "Maximum length"),
    ("minItems", "Minimum number of items"),
    ("maxItems", "Maximum number of items"),
    ("multipleOf", "Multiple of"),
    ("pattern", "Pattern"),
    ("example", "Example"),
];

/// Longest value that the description repeats, in characters.
const MAX_TOLD: usize = 80;

/// The schema that progenitor gets.
pub(super) fn lower(schema: &Value) -> Value {
    let Value::Object(schema) = schema else {
        return schema.clone();
    };
    if let Some(reference) = schema.get("$ref") {
        // OpenAPI 3.0 ignores whatever stands beside a reference.
        return Value::Object(Map::from_iter([("$ref".to_string(), reference.clone())]));
    }
    let required: Vec<&str> = schema
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let mut lowered = Map::new();
    for key in KEPT {
        if let Some(value) = schema.get(key) {
            lowered.insert(key.to_string(), lower_keyword(key, value, &required));
        }
    }
    if let Some(format) = schema.get("format").filter(|_| is_number(schema)) {
        lowered.insert("format".to_string(), format.clone());
    }
    let description = description(schema);
    if !description.is_empty() {
        lowered.insert("description".to_string(), Value::String(description));
    }
    Value::Object(lowered)
}

fn lower_keyword(key: &str, value: &Value, required: &[&str]) -> Value {
    match (key, value) {
        ("properties", Value::Object(properties)) => properties
            .iter()
            .map(|(name, property)| {
                (
                    name.clone(),
                    lower_property(property, !required.contains(&name.as_str())),
                )
            })
            .collect(),
        ("allOf" | "anyOf" | "oneOf", Value::Array(schemas)) => schemas.iter().map(lower).collect(),
        ("items" | "not" | "additionalProperties", schema) => lower(schema),
        _ => value.clone(),
    }
}

/// An optional list or map is `Option<Vec<…>>`, as any other optional property is an `Option`: typify would make it an
/// empty list where it is absent, fail where it is null, and drop an empty one on the way back.
fn lower_property(property: &Value, is_optional: bool) -> Value {
    let mut lowered = lower(property);
    let is_collection = matches!(
        lowered.get("type").and_then(Value::as_str),
        Some("array" | "object")
    );
    if let Value::Object(lowered) = &mut lowered
        && is_optional
        && is_collection
    {
        lowered.insert("nullable".to_string(), Value::Bool(true));
    }
    lowered
}

/// Formats of numbers choose the width of an integer; those of strings would choose types that refuse odd values.
fn is_number(schema: &Map<String, Value>) -> bool {
    matches!(
        schema.get("type").and_then(Value::as_str),
        Some("integer" | "number")
    )
}

fn description(schema: &Map<String, Value>) -> String {
    let said = schema
        .get("description")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let mut parts: Vec<String> = Vec::new();
    if !said.trim().is_empty() {
        parts.push(said.trim().to_string());
    }
    let told: Vec<String> = TOLD
        .iter()
        .filter(|(key, _)| *key != "format" || !is_number(schema))
        .filter_map(|(key, word)| Some(format!("{word}: {}", tell(schema.get(*key)?)?)))
        .collect();
    if !told.is_empty() {
        parts.push(format!("{}.", told.join(". ")));
    }
    parts.join("\n\n")
}

/// A scalar as inline code; nothing for values that say nothing or would fill the page.
fn tell(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text)
            if text.is_empty() || text.contains('`') || text.contains(char::is_control) =>
        {
            return None;
        }
        Value::String(text) => text.clone(),
        Value::Number(_) | Value::Bool(_) => value.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => return None,
    };
    (text.chars().count() <= MAX_TOLD).then(|| format!("`{text}`"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn constraints_move_into_the_description() {
        let lowered = lower(&json!({
            "type": "integer", "description": "How many.", "minimum": 1, "maximum": 100, "default": 20, "example": 5
        }));
        assert_eq!(
            lowered,
            json!({
                "type": "integer",
                "description": "How many.\n\nDefault: `20`. Minimum: `1`. Maximum: `100`. Example: `5`."
            })
        );
    }

    #[test]
    fn a_property_called_like_a_keyword_is_kept() {
        let schema = json!({ "type": "object", "properties": { "default": { "type": "string" }, "x-y": {} } });
        assert_eq!(lower(&schema), schema);
    }

    #[test]
    fn an_optional_list_may_be_absent_or_null() {
        let list = json!({ "type": "array", "items": {} });
        let schema = json!({ "properties": { "a": list, "b": list }, "required": ["a"] });
        let lowered = lower(&schema);
        assert_eq!(lowered["properties"]["a"], list);
        assert_eq!(lowered["properties"]["b"]["nullable"], json!(true));
    }

    #[test]
    fn string_formats_choose_no_type_and_number_formats_do() {
        assert_eq!(
            lower(&json!({ "type": "string", "format": "uuid" })),
            json!({ "type": "string", "description": "Format: `uuid`." })
        );
        let number = json!({ "type": "integer", "format": "int64" });
        assert_eq!(lower(&number), number);
    }

    #[test]
    fn long_and_empty_examples_are_not_told() {
        assert_eq!(lower(&json!({ "example": "x".repeat(81) })), json!({}));
        assert_eq!(lower(&json!({ "example": "" })), json!({}));
    }
}
