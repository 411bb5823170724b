//! The keywords of one schema and of all below it, each with a value of its kind.
//!
//! Junk goes by its evident meaning (PHP's `[]` for an empty map, a `required` that stands one level off, a `type` that is
//! a sentence), JSON Schema of OpenAPI 3.1 becomes what 3.0 says for it. Where neither holds, the place is any JSON.

use serde_json::{Map, Value, json};

use super::annotations::{annotations, content};
use super::of_type::of_type;
use super::place::Place;
use super::{Notes, objects, types};
use crate::document::{Pointer, inside_mut};
use crate::text;

/// Normalises a schema and all below it.
pub(super) fn normalise(schema: &mut Value, pointer: &Pointer, place: Place, notes: &mut Notes) {
    as_object(schema, pointer, notes);
    let Value::Object(declared) = schema else {
        return;
    };
    reference(declared, pointer, notes);
    lists(declared, pointer, notes);
    constant(declared);
    of_type(declared, pointer, place, notes);
    allowed_values(declared, pointer, notes);
    null_alternatives(declared);
    objects::properties(declared, pointer, notes);
    objects::required(declared, pointer, notes);
    items(declared, pointer, notes);
    objects::others(declared, pointer, notes);
    content(declared, place);
    annotations(declared, pointer, notes);
    inside_mut(declared, pointer, &mut |below, pointer| {
        normalise(below, pointer, place.below(), notes);
    });
    objects::lift_required(declared);
}

/// A schema that is no mapping: `true`, PHP's `[]`, a bare type.
fn as_object(schema: &mut Value, pointer: &Pointer, notes: &mut Notes) {
    let note = match schema {
        Value::Object(_) => return,
        Value::Bool(true) | Value::Null => None,
        Value::Array(list) if list.is_empty() => None,
        Value::String(name) if types::meaning(name).is_some() => {
            *schema = json!({ "type": name });
            return;
        }
        Value::Bool(false) => Some("The schema `false`, which no value fits, is any JSON"),
        _ => Some("The schema is no mapping, so it is any JSON"),
    };
    if let Some(note) = note {
        notes.at(pointer, note);
    }
    *schema = Value::Object(Map::new());
}

/// What stands beside a `$ref` is kept, as OpenAPI 3.1 has it and as everybody means it.
fn reference(declared: &mut Map<String, Value>, pointer: &Pointer, notes: &mut Notes) {
    match declared.get("$ref") {
        None => return,
        Some(Value::String(_)) => {}
        Some(_) => {
            declared.remove("$ref");
            notes.at(pointer, "The `$ref` is no text and is left out");
            return;
        }
    }
    if declared.len() == 1 {
        return;
    }
    let reference = declared.remove("$ref").unwrap_or_default();
    let reference = json!({ "$ref": reference });
    match declared.get_mut("allOf") {
        Some(Value::Array(parts)) => parts.push(reference),
        _ => {
            declared.insert("allOf".to_string(), json!([reference]));
        }
    }
}

/// Lists that PHP has written as maps, single values, and empty ones.
fn lists(declared: &mut Map<String, Value>, pointer: &Pointer, notes: &mut Notes) {
    allowed_text(declared, pointer, notes);
    objects::required_flag(declared);
    for key in ["allOf", "anyOf", "oneOf", "enum", "required"] {
        let list = match declared.get_mut(key) {
            Some(Value::Object(map)) => map.values().cloned().collect(),
            Some(Value::String(one)) if key != "allOf" => vec![Value::from(one.as_str())],
            Some(Value::Array(list)) if list.is_empty() && key.ends_with("Of") => {
                declared.remove(key);
                continue;
            }
            Some(Value::Null) => {
                declared.remove(key);
                continue;
            }
            _ => continue,
        };
        declared.insert(key.to_string(), Value::Array(list));
    }
}

/// `enum` as one text: `open,closed` or `open|closed`. What is a sentence allows nothing that we know.
fn allowed_text(declared: &mut Map<String, Value>, pointer: &Pointer, notes: &mut Notes) {
    let Some(Value::String(written)) = declared.get("enum") else {
        return;
    };
    let separator = if written.contains('|') { '|' } else { ',' };
    let words: Vec<&str> = written.split(separator).map(str::trim).collect();
    let is_word =
        |word: &&str| !word.is_empty() && word.split_whitespace().count() <= MAX_WORDS_OF_VALUE;
    if !words.iter().all(is_word) {
        notes.at(pointer, "The `enum` is a text and no list, and is left out");
        declared.remove("enum");
        return;
    }
    if words.len() > 1 {
        notes.at(
            pointer,
            format!(
                "The `enum` is the text `{}`, which is taken for a list of values between `{separator}`",
                text::code(written)
            ),
        );
    }
    declared.insert("enum".to_string(), json!(words));
}

/// How many words an allowed value has at most; more are a sentence.
const MAX_WORDS_OF_VALUE: usize = 3;

fn constant(declared: &mut Map<String, Value>) {
    if let Some(value) = declared.remove("const") {
        declared
            .entry("enum")
            .or_insert_with(|| Value::Array(vec![value]));
    }
}

/// Allowed values of a number that are written as texts, and null among the values.
fn allowed_values(declared: &mut Map<String, Value>, pointer: &Pointer, notes: &mut Notes) {
    let is_number = matches!(
        declared.get("type").and_then(Value::as_str),
        Some("integer" | "number")
    );
    let Some(Value::Array(values)) = declared.get_mut("enum") else {
        if declared.remove("enum").is_some() {
            notes.at(pointer, "The `enum` is no list and is left out");
        }
        return;
    };
    let has_null = values.contains(&Value::Null);
    if is_number && values.iter().all(Value::is_string) && !values.is_empty() {
        let numbers: Option<Vec<Value>> = values
            .iter()
            .map(|value| {
                let number = serde_json::from_str(value.as_str()?).ok()?;
                matches!(number, Value::Number(_)).then_some(number)
            })
            .collect();
        if let Some(numbers) = numbers {
            *values = numbers;
            notes.at(
                pointer,
                "The values of `enum` are texts and the `type` is a number; they are taken for numbers",
            );
        }
    }
    if has_null {
        declared.insert("nullable".to_string(), Value::Bool(true));
    }
}

/// An alternative that is null makes the schema nullable; one that is alone is no alternative.
fn null_alternatives(declared: &mut Map<String, Value>) {
    for key in ["oneOf", "anyOf"] {
        let Some(Value::Array(list)) = declared.get_mut(key) else {
            continue;
        };
        let count = list.len();
        list.retain(|one| !is_null(one));
        let has_null = list.len() < count;
        let rest = list.len();
        if has_null {
            declared.insert("nullable".to_string(), Value::Bool(true));
        }
        if rest == 0 {
            declared.remove(key);
        } else if rest == 1 && has_null {
            // The one that is left; as a part it is the same.
            if let Some(Value::Array(list)) = declared.remove(key) {
                match declared.get_mut("allOf") {
                    Some(Value::Array(parts)) => parts.extend(list),
                    _ => {
                        declared.insert("allOf".to_string(), Value::Array(list));
                    }
                }
            }
        }
    }
}

fn is_null(schema: &Value) -> bool {
    let is =
        |key: &str, values: &[Value]| schema.get(key).is_some_and(|value| values.contains(value));
    is("type", &[json!("null"), json!(["null"])])
        || is("const", &[Value::Null]) && schema.get("const").is_some()
        || is("enum", &[json!([null])])
}

/// `items` as one schema: PHP writes an empty one as `[]`, and JSON Schema has a list of one for each position.
fn items(declared: &mut Map<String, Value>, pointer: &Pointer, notes: &mut Notes) {
    let mut tuple: Vec<Value> = Vec::new();
    if let Some(Value::Array(list)) = declared.get_mut("items") {
        tuple = std::mem::take(list);
        declared.insert("items".to_string(), Value::Object(Map::new()));
    }
    if let Some(Value::Array(list)) = declared.remove("prefixItems") {
        tuple = list;
        let rest = declared.remove("items");
        tuple.extend(rest.filter(Value::is_object));
    }
    match declared.get("items") {
        Some(Value::Bool(_) | Value::Null) => {
            declared.insert("items".to_string(), Value::Object(Map::new()));
        }
        Some(Value::Object(_)) | None => {}
        Some(_) => as_object(
            declared.entry("items").or_insert(Value::Null),
            pointer,
            notes,
        ),
    }
    if tuple.is_empty() {
        return;
    }
    notes.at(
        pointer,
        "The items have a schema by position; the crate has a list of items that are any of them",
    );
    let items = match tuple.as_slice() {
        [one] => one.clone(),
        _ => json!({ "anyOf": tuple }),
    };
    declared.insert("items".to_string(), items);
    declared
        .entry("type")
        .or_insert_with(|| Value::from("array"));
}
