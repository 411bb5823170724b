//! `oneOf` and `anyOf`: alternatives that JSON itself tells apart stay; others become any JSON.
//!
//! Two objects would be tried one after the other, and the first that fits would swallow what only the second knows.
//! A value that is kept as it came loses nothing.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::reference;

/// How deep references and combinations are followed for their kind.
const MAX_DEPTH: usize = 16;

/// What the description says where alternatives were given up.
pub(super) const SENTENCE: &str =
    "Any JSON: the document describes several forms of this that look alike.";

/// The alternatives of a schema: nothing where it has none, an error where they cannot be told apart.
pub(super) fn of<'a>(
    document: &Value,
    schema: &'a Map<String, Value>,
) -> Result<Option<&'a Vec<Value>>, ()> {
    let lists: Vec<&Vec<Value>> = ["oneOf", "anyOf"]
        .iter()
        .filter_map(|key| schema.get(*key)?.as_array())
        .filter(|list| !list.is_empty())
        .collect();
    match lists.as_slice() {
        [] => Ok(None),
        [list] => {
            let mut kinds = BTreeSet::new();
            let differ = list
                .iter()
                .all(|one| kind(document, one, 0).is_some_and(|kind| kinds.insert(kind)));
            if differ || list.len() == 1 {
                Ok(Some(list))
            } else {
                Err(())
            }
        }
        _ => Err(()),
    }
}

/// Which of JSON's kinds of value a schema takes, where it is just one.
fn kind(document: &Value, schema: &Value, depth: usize) -> Option<&'static str> {
    if depth > MAX_DEPTH {
        return None;
    }
    let schema = reference::resolve(document, schema).ok()?;
    if schema.get("oneOf").is_some() || schema.get("anyOf").is_some() {
        return None;
    }
    match schema.get("type").and_then(Value::as_str) {
        Some("string") => Some("string"),
        Some("integer" | "number") => Some("number"),
        Some("boolean") => Some("boolean"),
        Some("array") => Some("array"),
        Some("object") => Some("object"),
        Some(_) => None,
        None if schema.get("properties").is_some() => Some("object"),
        None if schema.get("additionalProperties").is_some() => Some("object"),
        None if schema.get("items").is_some() => Some("array"),
        None => schema
            .get("allOf")?
            .as_array()?
            .iter()
            .find_map(|part| kind(document, part, depth + 1)),
    }
}
