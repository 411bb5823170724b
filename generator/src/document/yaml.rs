//! The text of machine-written YAML: the same value always gives the same bytes, in the order that readers are used to.
//!
//! What is written here is read back by [`super::parse()`] as the same value. Comments and headers are not its business.

use serde_json::Value;

use super::grammar::{self, Kind};
use super::order;
use super::ordered::Ordered;
use super::parse;
use super::yaml_format::{self, is_readable};
use crate::disruptive::{self, is_disruptive};

/// Writes an OpenAPI document as YAML, well-known keys first, in their usual order; all others in that of the alphabet.
pub fn to_yaml(document: &Value) -> String {
    write(&ordered(document, Kind::Root))
}

/// Writes a tree in its own order, without any disruptive character.
pub(crate) fn write(tree: &Ordered) -> String {
    let text = if tree.has_string(&|text| text.contains(is_disruptive)) {
        let marked = tree.with_strings(&|text| {
            let is_odd = text.contains(is_disruptive);
            is_odd.then(|| disruptive::before_yaml(text))
        });
        yaml_format::write(&marked).map(|text| disruptive::in_yaml(&text))
    } else {
        yaml_format::write(tree)
    };
    let is_trusted = |text: &str| is_readable(text) && !tree.has_string(&may_be_misread);
    let is_read_back = |text: &str| {
        let value = serde_json::to_value(tree).ok();
        value.is_some() && parse("", text.as_bytes()).ok() == value
    };
    match text {
        Some(text) if is_trusted(&text) || is_read_back(&text) => text,
        // The writer leaves a few odd strings unquoted that then mean something else, such as the key `<<`. JSON quotes
        // all strings, and is YAML.
        _ => {
            let json = serde_json::to_string_pretty(tree);
            let json = json.expect("keys are strings, and writing to memory cannot fail");
            disruptive::in_json(&json) + "\n"
        }
    }
}

/// Whether the writer may write a string that is read as something else. All others are words and sentences, which it
/// writes well; to read them all back would take as long as reading the document.
fn may_be_misread(text: &str) -> bool {
    let is_usual = |c: char| matches!(c, ' '..='~' | '\n') || (c > '\u{A0}' && !is_disruptive(c));
    text == "<<" || !text.chars().all(is_usual)
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
