//! What a schema says of itself: its description, and in words what does not become part of the type.

use serde_json::{Map, Value};

use super::native;

/// Keywords that the description repeats, with the words it uses.
const REPEATED: [(&str, &str); 11] = [
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
const MAX_LENGTH: usize = 80;

/// How many values of an `enum` are listed.
const MAX_VALUES: usize = 30;

/// The description of a lowered schema. `with_values` lists the values of an `enum` that is dropped.
pub(super) fn of(schema: &Map<String, Value>, with_values: bool) -> String {
    let said = schema
        .get("description")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let limits: Vec<String> = REPEATED
        .iter()
        .filter(|(key, _)| *key != "format" || !native::is_number(schema))
        .filter_map(|(key, word)| Some(format!("{word}: {}", inline_code(schema.get(*key)?)?)))
        .collect();
    let mut parts = vec![said.trim().to_string()];
    parts.extend(native::description(schema).map(str::to_string));
    parts.extend(values(schema).filter(|_| with_values));
    if !limits.is_empty() {
        parts.push(format!("{}.", limits.join(". ")));
    }
    joined(&parts)
}

/// Paragraphs, the empty ones left out.
pub(super) fn joined(parts: &[String]) -> String {
    let filled: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    filled.join("\n\n")
}

/// `One of: …`, for an `enum` of scalars.
fn values(schema: &Map<String, Value>) -> Option<String> {
    let values = schema.get("enum")?.as_array()?;
    let values: Vec<String> = values.iter().filter_map(inline_code).collect();
    let more = match values.len() {
        0 => return None,
        count if count > MAX_VALUES => " and others",
        _ => "",
    };
    let first = values[..values.len().min(MAX_VALUES)].join(", ");
    Some(format!("One of: {first}{more}."))
}

/// A scalar as inline code; nothing for values that say nothing or would fill the page.
fn inline_code(value: &Value) -> Option<String> {
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
    (text.chars().count() <= MAX_LENGTH).then(|| format!("`{text}`"))
}
