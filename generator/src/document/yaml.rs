//! The text of `effective.yaml`: the same value always gives the same bytes, in the order that readers are used to.
//!
//! What is written here is read back by [`super::parse`] as the same value. Comments and headers are not its business.

use serde_json::Value;
use serde_yaml::{Mapping, Number, Value as Yaml};

use super::order::{self, Kind};
use super::parse;
use crate::disruptive::{self, is_disruptive};

/// Writes an OpenAPI document as YAML, well-known keys first, in their usual order; all others in that of the alphabet.
pub fn to_yaml(document: &Value) -> String {
    written(ordered(document, Kind::Root), &sorted(document))
}

/// Writes a machine-made YAML value that holds no more than JSON does, and that reads back as the same.
pub(crate) fn yaml_or_json(yaml: &Yaml) -> Option<String> {
    let value: Value = serde_json::to_value(yaml).ok()?;
    Some(written(yaml.clone(), &value))
}

/// The text of `yaml`, which is `value` in the order of its keys; without any disruptive character.
fn written(mut yaml: Yaml, value: &Value) -> String {
    mark(&mut yaml);
    let text = serde_yaml::to_string(&yaml).map(|text| disruptive::in_yaml(&text));
    match text {
        Ok(text) if parse("", text.as_bytes()).as_ref() == Ok(&sorted(value)) => text,
        // The writer leaves a few odd texts unquoted that then mean something else, such as the key `<<`. JSON quotes
        // all texts, and is YAML.
        _ => disruptive::in_json(&format!("{value:#}\n")),
    }
}

/// Prepares every string for [`disruptive::in_yaml`].
fn mark(yaml: &mut Yaml) {
    match yaml {
        Yaml::String(text) if text.contains(is_disruptive) => {
            *text = disruptive::before_yaml(text);
        }
        Yaml::Sequence(items) => items.iter_mut().for_each(mark),
        Yaml::Mapping(entries) => {
            *entries = std::mem::take(entries)
                .into_iter()
                .map(|(mut key, mut value)| {
                    mark(&mut key);
                    mark(&mut value);
                    (key, value)
                })
                .collect();
        }
        _ => {}
    }
}

fn sorted(value: &Value) -> Value {
    let mut sorted = value.clone();
    sorted.sort_all_objects();
    sorted
}

fn ordered(value: &Value, kind: Kind) -> Yaml {
    match value {
        Value::Null => Yaml::Null,
        Value::Bool(value) => Yaml::Bool(*value),
        Value::Number(number) => Yaml::Number(number_of(number)),
        Value::String(text) => Yaml::String(text.clone()),
        Value::Array(items) => {
            let kind = order::item(kind);
            Yaml::Sequence(items.iter().map(|item| ordered(item, kind)).collect())
        }
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by_key(|(key, _)| (order::rank(kind, key), *key));
            let mut mapping = Mapping::with_capacity(entries.len());
            for (key, value) in entries {
                let value = ordered(value, order::child(kind, key));
                mapping.insert(Yaml::String(key.clone()), value);
            }
            Yaml::Mapping(mapping)
        }
    }
}

fn number_of(number: &serde_json::Number) -> Number {
    if let Some(number) = number.as_u64() {
        number.into()
    } else if let Some(number) = number.as_i64() {
        number.into()
    } else {
        // Without `arbitrary_precision` a number is one of the three.
        number.as_f64().unwrap_or_default().into()
    }
}
