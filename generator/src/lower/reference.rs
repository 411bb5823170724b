//! Local references: `{"$ref": "#/…"}` in, what stands there out.
//!
//! Request bodies, responses, parameters and examples are looked up; schemas keep their references, which become
//! names of types. Nothing outside the document is ever read.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::document::Reference;
pub(super) use crate::document::resolve;

/// The name of the component that a schema refers to.
pub(super) fn component(schema: &Value) -> Option<String> {
    Reference::of(schema)?.component()
}

/// A schema without a reference, and without an `allOf` that is there for the sake of a description. What a reference leads
/// to in vain is any value.
pub(super) fn alone<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    let found = |schema| resolve(document, schema).unwrap_or(&Value::Null);
    let schema = found(schema);
    match schema.get("allOf").and_then(Value::as_array) {
        Some(parts) if parts.len() == 1 => found(&parts[0]),
        _ => schema,
    }
}

/// Every reference below `value`, as it is written. A property that is called `$ref` is no reference.
pub(super) fn all(value: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(value, &mut found);
    found
}

fn collect(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            if let Some(reference) = object.get("$ref").and_then(Value::as_str) {
                found.insert(reference.to_string());
            }
            for value in object.values() {
                collect(value, found);
            }
        }
        Value::Array(items) => {
            for item in items {
                collect(item, found);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_chain_is_followed_and_a_circle_is_an_error() {
        let document = json!({ "a": { "$ref": "#/b" }, "b": { "x": 1 }, "c": { "$ref": "#/c" } });
        assert_eq!(resolve(&document, &document["a"]), Ok(&document["b"]));
        assert_eq!(
            resolve(&document, &document["c"]),
            Err("refers to itself".to_string())
        );
        assert_eq!(
            resolve(&document, &json!({ "$ref": "other.yaml#/x" })).unwrap_err(),
            "refers to `other.yaml#/x`, which is not in the document"
        );
    }
}
