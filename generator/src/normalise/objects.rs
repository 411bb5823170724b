//! Objects: `properties`, `required` and the rest, each a value of its kind and on the schema that it is about.
//!
//! PHP writes an empty map as `[]`; Scribe puts `required` beside a list; people write it on the property itself.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{Notes, types};
use crate::document::Pointer;
use crate::text;

/// `properties` as a mapping: PHP writes an empty one as `[]`, and one with the keys 0, 1, 2 as a list.
pub(super) fn properties(declared: &mut Map<String, Value>, pointer: &Pointer, notes: &mut Notes) {
    let properties = match declared.get_mut("properties") {
        None | Some(Value::Object(_)) => return,
        Some(Value::Array(list)) => std::mem::take(list)
            .into_iter()
            .enumerate()
            .map(|(index, property)| (index.to_string(), property))
            .collect(),
        Some(Value::Null) => Map::new(),
        Some(_) => {
            notes.at(pointer, "The `properties` are no mapping and are left out");
            Map::new()
        }
    };
    declared.insert("properties".to_string(), Value::Object(properties));
}

/// `required` of a property, as a boolean: `"true"`, `1`. A text is the name of a property where there is one of this name.
pub(super) fn required_flag(declared: &mut Map<String, Value>) {
    let is_required = match declared.get("required") {
        Some(Value::String(word)) if names_property(declared, word) => return,
        Some(Value::String(word)) => match word.trim().to_ascii_lowercase().as_str() {
            "true" | "1" => true,
            "false" | "0" | "" => false,
            _ => return,
        },
        Some(Value::Number(number)) => number.as_u64() == Some(1),
        _ => return,
    };
    declared.insert("required".to_string(), Value::Bool(is_required));
}

fn names_property(declared: &Map<String, Value>, name: &str) -> bool {
    let properties = declared.get("properties").and_then(Value::as_object);
    properties.is_some_and(|of| of.contains_key(name))
}

/// `required` as a list of names, on the schema that has the properties.
pub(super) fn required(declared: &mut Map<String, Value>, pointer: &Pointer, notes: &mut Notes) {
    let Some(Value::Array(names)) = declared.get("required") else {
        return;
    };
    let mut named: Vec<String> = Vec::new();
    for name in names {
        match name {
            Value::String(name) => named.push(name.clone()),
            Value::Number(number) => named.push(number.to_string()),
            _ => notes.at(pointer, "A name in `required` is no text and is left out"),
        }
    }
    let mut known = BTreeSet::new();
    named.retain(|name| known.insert(name.clone()));
    if declared.get("type") == Some(&json!("array")) {
        declared.remove("required");
        return required_of_items(declared, named, pointer, notes);
    }
    if named.is_empty() {
        declared.remove("required");
    } else {
        declared.insert("required".to_string(), json!(named));
    }
}

/// Gives the names in `required` of a list to its items, as far as they have such properties.
fn required_of_items(
    declared: &mut Map<String, Value>,
    named: Vec<String>,
    pointer: &Pointer,
    notes: &mut Notes,
) {
    let mut none = Map::new();
    let items = match declared.get_mut("items") {
        Some(Value::Object(items)) => items,
        _ => &mut none,
    };
    let (known, unknown): (Vec<String>, Vec<String>) = named
        .into_iter()
        .partition(|name| names_property(items, name));
    if !unknown.is_empty() {
        notes.at(
            pointer,
            format!(
                "`required` stands beside a list whose items list no property `{}`; that is left out",
                text::code(&unknown.join(", "))
            ),
        );
    }
    if !known.is_empty() && !items.contains_key("required") {
        notes.at(
            pointer,
            "`required` stands beside a list; it is taken for that of its items",
        );
        items.insert("required".to_string(), json!(known));
    }
}

/// `required: true` on a property belongs into the list of the object around it.
pub(super) fn lift_required(declared: &mut Map<String, Value>) {
    let Some(Value::Object(properties)) = declared.get_mut("properties") else {
        declared.retain(|key, value| key != "required" || value.is_array() || value.is_boolean());
        return;
    };
    let mut lifted = Vec::new();
    for (name, property) in properties {
        let Value::Object(property) = property else {
            continue;
        };
        if let Some(Value::Bool(is_required)) = property.get("required") {
            if *is_required {
                lifted.push(Value::from(name.as_str()));
            }
            property.remove("required");
        }
    }
    if lifted.is_empty() {
        return;
    }
    match declared.get_mut("required") {
        Some(Value::Array(names)) => {
            for name in lifted {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        _ => {
            declared.insert("required".to_string(), Value::Array(lifted));
        }
    }
}

/// `additionalProperties` as true, false or a schema; keys that follow a pattern are additional ones.
pub(super) fn others(declared: &mut Map<String, Value>, pointer: &Pointer, notes: &mut Notes) {
    match declared.get("additionalProperties") {
        Some(Value::Array(_) | Value::Null) => {
            declared.insert("additionalProperties".to_string(), Map::new().into());
        }
        Some(Value::Number(_)) => {
            declared.remove("additionalProperties");
        }
        Some(Value::String(name)) if types::meaning(name).is_none() => {
            declared.remove("additionalProperties");
        }
        _ => {}
    }
    let Some(Value::Object(patterns)) = declared.remove("patternProperties") else {
        return;
    };
    let is_closed = declared.get("additionalProperties") == Some(&Value::Bool(false));
    let values = match patterns.values().collect::<Vec<_>>().as_slice() {
        [one] if is_closed => (*one).clone(),
        [] => return,
        _ => {
            notes.at(
                pointer,
                "`patternProperties` are any JSON, since other properties may stand beside them",
            );
            Value::Object(Map::new())
        }
    };
    declared.insert("additionalProperties".to_string(), values);
    declared
        .entry("type")
        .or_insert_with(|| Value::from("object"));
}
