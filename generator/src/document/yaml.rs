//! The text of machine-written YAML: the same value always gives the same bytes, in the order that readers are used to.
//!
//! What is written here is read back by [`super::parse()`] as the same value. Comments and headers are not its business.

use serde_json::Value;

use super::grammar::{self, Kind};
use super::order;
use super::ordered::Ordered;
use super::{parse, yaml_format};
use crate::disruptive::{self, is_disruptive};

/// Writes an OpenAPI document as YAML, well-known keys first, in their usual order; all others in that of the alphabet.
pub fn to_yaml(document: &Value) -> String {
    write(&ordered(document, Kind::Root))
}

/// Writes a tree in its own order, without any disruptive character.
pub(crate) fn write(tree: &Ordered) -> String {
    let value = serde_json::to_value(tree).ok();
    let marked = tree.with_strings(&|text| {
        let is_odd = text.contains(is_disruptive);
        is_odd.then(|| disruptive::before_yaml(text))
    });
    let text = yaml_format::write(&marked).map(|text| disruptive::in_yaml(&text));
    match text {
        Some(text) if value.is_some() && parse("", text.as_bytes()).ok() == value => text,
        // The writer leaves a few odd strings unquoted that then mean something else, such as the key `<<`. JSON quotes
        // all strings, and is YAML.
        _ => {
            let json = serde_json::to_string_pretty(tree);
            let json = json.expect("keys are strings, and writing to memory cannot fail");
            disruptive::in_json(&json) + "\n"
        }
    }
}

fn ordered(value: &Value, kind: Kind) -> Ordered {
    match value {
        Value::Array(items) => {
            let kind = grammar::item(kind);
            Ordered::Array(items.iter().map(|item| ordered(item, kind)).collect())
        }
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by_key(|(key, _)| (order::rank(kind, key), *key));
            let entries = entries.into_iter();
            Ordered::object(entries.map(|(key, value)| {
                let value = ordered(value, grammar::child(kind, key));
                (key.as_str(), value)
            }))
        }
        scalar => Ordered::scalar(scalar.clone()),
    }
}
