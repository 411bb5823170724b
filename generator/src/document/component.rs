//! The schemas of `components`: all of them, and the place of each.
//!
//! How a document refers to one is said by [`Reference`](super::Reference).

use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::Pointer;

/// Where the schemas of components stand.
const SCHEMAS: &str = "/components/schemas";

/// The schemas by name; empty where a document has none.
pub(crate) fn all(document: &Value) -> &Map<String, Value> {
    static NONE: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);
    let schemas = document.pointer(SCHEMAS).and_then(Value::as_object);
    schemas.unwrap_or(&NONE)
}

/// The schemas by name, to be changed.
pub(crate) fn all_mut(document: &mut Value) -> Option<&mut Map<String, Value>> {
    document.pointer_mut(SCHEMAS)?.as_object_mut()
}

/// The place of a schema.
pub(crate) fn place(name: &str) -> Pointer {
    Pointer::root()
        .child("components")
        .child("schemas")
        .child(name)
}

/// Adds schemas to a document. What stands where they belong and cannot hold them gives way.
pub(crate) fn add(document: &mut Value, schemas: impl IntoIterator<Item = (String, Value)>) {
    if !document.is_object() {
        return;
    }
    let mut below = document;
    for key in ["components", "schemas"] {
        if !below.get(key).is_some_and(Value::is_object) {
            below[key] = Value::Object(Map::new());
        }
        below = &mut below[key];
    }
    if let Value::Object(all) = below {
        all.extend(schemas);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_was_added_stands_at_its_place() {
        for document in [
            json!({}),
            json!({ "components": [] }),
            json!({ "components": { "schemas": 1, "responses": {} } }),
            json!({ "components": { "schemas": { "a": {} } } }),
        ] {
            let mut with_it = document.clone();
            add(&mut with_it, [("b/~c".to_string(), json!({ "x": 1 }))]);
            let place = place("b/~c");
            assert_eq!(place.as_str(), "/components/schemas/b~1~0c");
            assert_eq!(with_it.pointer(place.as_str()), Some(&json!({ "x": 1 })));
            assert_eq!(all(&with_it).len(), all(&document).len() + 1, "{document}");
        }
    }
}
