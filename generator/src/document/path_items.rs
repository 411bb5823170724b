//! Path items that are written once and referred to: `{"$ref": "#/components/pathItems/Item"}`.
//!
//! A document in; the same with each such reference replaced by what it refers to out, since an operation is something at
//! a path, and is addressed there. What a reference has beside itself stays. A reference that leads nowhere stays one.

use serde_json::{Map, Value};

use super::MAX_NODES;

/// How many references may lead to one another.
const MAX_STEPS: usize = 16;

/// Replaces the references, as long as the document does not outgrow its limit by that.
pub(super) fn inline(mut document: Value) -> Value {
    let mut room = MAX_NODES;
    let mut found: Vec<(String, Map<String, Value>)> = Vec::new();
    let paths = document.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        if let Some(item) = resolved(&document, item) {
            room = room.saturating_sub(item.values().map(nodes).sum());
            if room == 0 {
                break;
            }
            found.push((path.clone(), item));
        }
    }
    for (path, item) in found {
        document["paths"][path] = Value::Object(item);
    }
    document
}

/// What a reference refers to, with what stands beside it; nothing for what is no reference or leads nowhere.
fn resolved(document: &Value, item: &Value) -> Option<Map<String, Value>> {
    let mut beside = item.as_object()?.clone();
    let mut reference = beside.remove("$ref")?;
    for _ in 0..MAX_STEPS {
        let pointer = reference.as_str()?.strip_prefix('#')?;
        let next = document.pointer(pointer)?.as_object()?;
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
        let document = inline(json!({
            "paths": {
                "/a": { "$ref": "#/components/pathItems/A", "summary": "Mine" },
                "/b": { "$ref": "#/paths/~1a" },
                "/c": { "$ref": "#/paths/~1c" },
                "/d": { "$ref": "other.yaml#/a" },
                "/e": { "get": {} },
            },
            "components": { "pathItems": { "A": { "get": { "operationId": "a" }, "summary": "Theirs" } } },
        }));
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
        let document = inline(json!({
            "paths": paths, "components": { "pathItems": { "A": { "x-large": large } } }
        }));
        let inlined = document["paths"].as_object().unwrap().values();
        assert_eq!(inlined.filter(|item| item.get("$ref").is_none()).count(), 1);
    }
}
