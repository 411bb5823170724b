//! The `type` of a schema: one that OpenAPI 3.0 knows, or alternatives with one each.
//!
//! The keywords of a schema in, the same out. Words that OpenAPI does not know go by what they evidently mean, in a few
//! cases by where they stand or by their example, and always with a note.

use serde_json::{Map, Value, json};

use super::Notes;
use super::place::{Files, Place};
use super::types::{self, KNOWN};
use crate::document::Pointer;
use crate::text;

/// `type` as one that OpenAPI 3.0 knows, with `nullable`.
pub(super) fn of_type(
    declared: &mut Map<String, Value>,
    pointer: &Pointer,
    place: Place,
    notes: &mut Notes,
) {
    match declared.remove("type") {
        None => {}
        Some(Value::String(name)) if KNOWN.contains(&name.as_str()) => {
            declared.insert("type".to_string(), Value::String(name));
        }
        Some(Value::String(name)) => word(declared, &name, pointer, place, notes),
        Some(Value::Array(names)) => {
            let names: Vec<&str> = names.iter().filter_map(Value::as_str).collect();
            word(declared, &names.join("|"), pointer, place, notes);
        }
        Some(_) => notes.at(pointer, "The `type` is no text and is left out"),
    }
    match declared.get("nullable") {
        Some(Value::Bool(_)) | None => {}
        Some(other) => {
            let is_true = *other == json!("true") || *other == json!(1);
            declared.insert("nullable".to_string(), Value::Bool(is_true));
        }
    }
}

fn word(
    declared: &mut Map<String, Value>,
    name: &str,
    pointer: &Pointer,
    place: Place,
    notes: &mut Notes,
) {
    let code = text::code(name);
    let Some(meaning) = types::meaning(&in_place(name, declared, place)) else {
        let has = |key: &str| declared.contains_key(key);
        let (implied, words) = if has("properties") {
            ("object", "an object")
        } else if has("items") {
            ("array", "a list")
        } else if place.is_text {
            ("string", "a text")
        } else {
            notes.at(
                pointer,
                format!("`{code}` is no type of OpenAPI, so this is any JSON"),
            );
            return;
        };
        notes.at(
            pointer,
            format!("`{code}` is no type of OpenAPI; it is taken for {words}"),
        );
        declared.insert("type".to_string(), implied.into());
        return;
    };
    let is_respelled = name
        .split('|')
        .all(|part| KNOWN.contains(&part) || part == "null");
    if !is_respelled {
        let taken: Vec<String> = meaning
            .alternatives
            .iter()
            .filter_map(|one| Some(format!("`{}`", one.get("type")?.as_str()?)))
            .chain(meaning.is_nullable.then(|| "null".to_string()))
            .collect();
        let taken = match taken.as_slice() {
            [] => "any JSON".to_string(),
            taken => taken.join(" or "),
        };
        notes.at(
            pointer,
            format!("`{code}` is no type of OpenAPI; it is taken for {taken}"),
        );
    }
    if meaning.is_nullable && !meaning.alternatives.is_empty() {
        declared.insert("nullable".to_string(), Value::Bool(true));
    }
    match meaning.alternatives.as_slice() {
        [] => {}
        [one] => {
            for (key, value) in one {
                declared.entry(key).or_insert_with(|| value.clone());
            }
        }
        several => {
            let combined = ["oneOf", "anyOf", "allOf"];
            if !combined.iter().any(|key| declared.contains_key(*key)) {
                let alternatives = several.iter().map(|one| part(declared, one)).collect();
                for key in OF_ONE_TYPE {
                    declared.remove(key);
                }
                declared.insert("oneOf".to_string(), Value::Array(alternatives));
            }
        }
    }
}

/// The words of a `type` whose meaning depends on where they stand.
fn in_place(name: &str, declared: &Map<String, Value>, place: Place) -> String {
    let word = name.to_ascii_lowercase();
    let parts = word.split('|').map(|part| {
        let bare = part.trim().trim_start_matches('?').trim_end_matches("[]");
        match bare {
            // Laravel sends a decimal as a text, others as a number.
            "decimal" if !place.is_text => part.replace("decimal", kind_of_example(declared)),
            // An upload; in JSON it is the address of one.
            "image" if place.files != Files::Everywhere => part.replace("image", "string"),
            _ => part.to_string(),
        }
    });
    parts.collect::<Vec<_>>().join("|")
}

/// Whether the example is a text or a number; any JSON where there is none.
fn kind_of_example(declared: &Map<String, Value>) -> &'static str {
    let example = declared
        .get("example")
        .or_else(|| declared.get("examples")?.get(0))
        .or_else(|| declared.get("default"));
    let item = match example {
        Some(Value::Array(items)) => items.first(),
        one => one,
    };
    match item {
        Some(Value::String(_)) => "string",
        Some(Value::Number(_)) => "number",
        _ => "mixed",
    }
}

/// Keywords that say something of values of one type only.
const OF_ONE_TYPE: [&str; 7] = [
    "additionalProperties",
    "enum",
    "format",
    "items",
    "patternProperties",
    "properties",
    "required",
];

/// What a schema of several types says of one of them.
fn part(declared: &Map<String, Value>, of_type: &Map<String, Value>) -> Value {
    let mut part = of_type.clone();
    let name = of_type.get("type").and_then(Value::as_str);
    let wanted: &[&str] = match name {
        Some("object") => &[
            "additionalProperties",
            "patternProperties",
            "properties",
            "required",
        ],
        Some("array") => &["items"],
        _ => &["format"],
    };
    for key in wanted {
        if let Some(value) = declared.get(*key) {
            part.entry(*key).or_insert_with(|| value.clone());
        }
    }
    if let Some(Value::Array(values)) = declared.get("enum") {
        let fits = |value: &&Value| match name {
            Some("string") => value.is_string(),
            Some("integer" | "number") => value.is_number(),
            _ => false,
        };
        let values: Vec<Value> = values.iter().filter(fits).cloned().collect();
        if !values.is_empty() {
            part.insert("enum".to_string(), Value::Array(values));
        }
    }
    Value::Object(part)
}
