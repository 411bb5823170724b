//! What a schema says beside its type: what a text holds, examples, limits, and keywords that OpenAPI 3.0 does not have.
//!
//! The keywords of a schema in, the same as 3.0 says it out. What 3.0 cannot say is said in words, kept as an extension, or
//! left out with a note.

use serde_json::{Map, Value};

use super::Notes;
use super::place::{Files, Place};
use crate::document::examples::MORE_EXAMPLES;
use crate::document::{MediaType, Pointer};
use crate::text;

/// Keywords of JSON Schema that only constrain, or that OpenAPI 3.0 has no word for; what they would add to a type is
/// noted.
const NOT_IN_30: [&str; 18] = [
    "$anchor",
    "$dynamicAnchor",
    "$dynamicRef",
    "$id",
    "$vocabulary",
    "contains",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "if",
    "maxContains",
    "minContains",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
    "$schema",
    "$comment",
];

/// Of those, the ones that nobody misses.
const SILENT: [&str; 6] = [
    "$anchor",
    "$comment",
    "$dynamicAnchor",
    "$id",
    "$schema",
    "$vocabulary",
];

/// What a text holds, as 3.0 says it: bytes of a file and base64 by a `format`, all else in words.
pub(super) fn content(declared: &mut Map<String, Value>, place: Place) {
    if declared.contains_key("contentSchema") {
        return;
    }
    let is_json = declared
        .get("contentMediaType")
        .and_then(Value::as_str)
        .is_some_and(|of| of.contains("json"));
    let encoding = declared.remove("contentEncoding");
    let media_type = if is_json {
        None
    } else {
        declared.remove("contentMediaType")
    };
    let media_type = media_type.as_ref().and_then(Value::as_str);
    let encoding = encoding.as_ref().and_then(Value::as_str);
    let is_file = encoding.is_none()
        && place.files != Files::Nowhere
        && media_type.is_some_and(|name| MediaType::of(name, None) == MediaType::Binary);
    let is_text = declared.get("type").is_none_or(|of| of == "string");
    if !is_text || encoding.is_none() && media_type.is_none() {
        return;
    }
    declared.insert("type".to_string(), "string".into());
    let format = match encoding {
        Some("base64") => Some("byte"),
        _ => is_file.then_some("binary"),
    };
    if let Some(format) = format {
        declared
            .entry("format")
            .or_insert_with(|| Value::from(format));
    }
    if is_file {
        return;
    }
    let words = match (media_type, encoding) {
        (Some(of), Some(encoding)) => {
            format!(
                "Its content is `{}` in `{}`.",
                text::code(of),
                text::code(encoding)
            )
        }
        (Some(of), None) => format!("Its content is `{}`.", text::code(of)),
        (None, Some("base64") | None) => return,
        (None, Some(encoding)) => format!("Its content is encoded as `{}`.", text::code(encoding)),
    };
    let description = match declared.get("description").and_then(Value::as_str) {
        Some(description) => format!("{description}\n\n{words}"),
        None => words,
    };
    declared.insert("description".to_string(), description.into());
}

/// Examples, exclusive limits, and what 3.0 has no word for.
pub(super) fn annotations(declared: &mut Map<String, Value>, pointer: &Pointer, notes: &mut Notes) {
    if matches!(declared.get("examples"), Some(Value::Array(_)))
        && let Some(Value::Array(list)) = declared.remove("examples")
    {
        examples(declared, list);
    }
    for (exclusive, limit) in [
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ] {
        if let Some(value @ Value::Number(_)) = declared.get(exclusive).cloned() {
            declared.insert(limit.to_string(), value);
            declared.insert(exclusive.to_string(), Value::Bool(true));
        }
    }
    for key in ["description", "format", "title"] {
        if declared.get(key).is_some_and(|value| !value.is_string()) {
            declared.remove(key);
        }
    }
    let left_out: Vec<&str> = NOT_IN_30
        .into_iter()
        .filter(|key| declared.remove(*key).is_some())
        .filter(|key| !SILENT.contains(key))
        .collect();
    if !left_out.is_empty() {
        notes.at(
            pointer,
            format!(
                "`{}` is left out, which OpenAPI 3.0 has no word for",
                left_out.join("`, `")
            ),
        );
    }
}

/// The list of examples of 3.1: 3.0 has room for one. All of them are kept beside it where the others may show more, since
/// they are evidence of what fits.
fn examples(declared: &mut Map<String, Value>, list: Vec<Value>) {
    let Some(first) = list.first() else { return };
    let first = declared.entry("example").or_insert_with(|| first.clone());
    if !list.iter().all(|other| shows_the_same(first, other)) {
        declared.insert(MORE_EXAMPLES.to_string(), Value::Array(list));
    }
}

/// Whether two examples are single values of one type, or the same.
fn shows_the_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::String(_), Value::String(_)) | (Value::Bool(_), Value::Bool(_)) => true,
        (Value::Number(one), Value::Number(other)) => one.is_f64() == other.is_f64(),
        _ => one == other,
    }
}
