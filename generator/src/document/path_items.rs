//! Path items that are written once and referred to: `{"$ref": "#/components/pathItems/Item"}`.
//!
//! A document in; the same with each such reference replaced by what it refers to out, since an operation is something at
//! a path, and is addressed there. What a reference has beside itself stays. One that leads nowhere stays a reference.

use serde_json::{Map, Value};

use super::{MAX_NODES, MAX_TEXT, Pointer, Reference};
use crate::document::budget::{self, Budget, Growth};
use crate::error::Error;

/// How many references may lead to one another.
const MAX_STEPS: usize = 16;

/// Replaces the references; `file` is the name of the file in messages.
///
/// # Errors
///
/// A document that holds more than [`MAX_NODES`] values afterwards.
pub(super) fn inline(file: &str, mut document: Value) -> Result<Value, Error> {
    let mut room = MAX_NODES.saturating_sub(nodes(&document));
    let written = Budget::undivided(MAX_TEXT, Growth::PathItems);
    let mut found: Vec<(String, Map<String, Value>)> = Vec::new();
    let paths = document.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        if let Some(item) = resolved(&document, item) {
            let size: usize = item.values().map(nodes).sum();
            let place = Pointer::root().child("paths").child(path);
            written.at(&place);
            if !written.spend(budget::of_entries(&item))
                && let Some(outgrown) = written.outgrown()
            {
                return Err(outgrown.error(file));
            }
            room = room.checked_sub(size).ok_or_else(|| {
                Error::new(
                    format!("{file}#{place}"),
                    format!(
                        "the document holds more than {MAX_NODES} values once references to path items are expanded"
                    ),
                    "refer to smaller path items, or split the document",
                )
            })?;
            found.push((path.clone(), item));
        }
    }
    for (path, item) in found {
        document["paths"][path] = Value::Object(item);
    }
    Ok(document)
}

/// What a reference refers to, with what stands beside it; nothing for what is no reference or leads nowhere.
fn resolved(document: &Value, item: &Value) -> Option<Map<String, Value>> {
    let mut beside = item.as_object()?.clone();
    let mut reference = beside.remove("$ref")?;
    for _ in 0..MAX_STEPS {
        let pointer = Reference(reference.as_str()?).pointer()?;
        let next = document.pointer(&pointer)?.as_object()?;
        let mut merged = next.clone();
        merged.extend(beside);
        match merged.remove("$ref") {
            Some(further) => (reference, beside) = (further, merged),
            None => return Some(merged),
        }
    }
    None
}

/// How many values there are in a value, itself included.
fn nodes(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(nodes).sum::<usize>(),
        Value::Object(object) => 1 + object.values().map(nodes).sum::<usize>(),
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_reference_becomes_what_it_refers_to() {
        let document = inline("shop.yaml", json!({
            "paths": {
                "/a": { "$ref": "#/components/pathItems/A", "summary": "Mine" },
                "/b": { "$ref": "#/paths/%7E1a" },
                "/c": { "$ref": "#/paths/~1c" },
                "/d": { "$ref": "other.yaml#/a" },
                "/e": { "get": {} },
            },
            "components": { "pathItems": { "A": { "get": { "operationId": "a" }, "summary": "Theirs" } } },
        })).unwrap();
        let item = json!({ "get": { "operationId": "a" }, "summary": "Mine" });
        assert_eq!(
            document["paths"],
            json!({
                "/a": item, "/b": item, "/c": { "$ref": "#/paths/~1c" }, "/d": { "$ref": "other.yaml#/a" },
                "/e": { "get": {} },
            })
        );
    }

    #[test]
    fn references_do_not_multiply_a_document_without_end() {
        let large = vec![0; MAX_NODES / 2];
        let paths: Map<String, Value> = (0..9)
            .map(|index| {
                (
                    format!("/{index}"),
                    json!({ "$ref": "#/components/pathItems/A" }),
                )
            })
            .collect();
        let document = json!({
            "paths": paths, "components": { "pathItems": { "A": { "x-large": large } } }
        });
        assert_eq!(
            inline("shop.yaml", document).unwrap_err().to_string(),
            "shop.yaml#/paths/~10: the document holds more than 2000000 values once references to path items are expanded\n  \
             cure: refer to smaller path items, or split the document"
        );
    }
}
