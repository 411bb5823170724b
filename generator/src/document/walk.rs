//! The places of a document's schemas, by the grammar of OpenAPI: one walk to read them and one to change them.
//!
//! A document in; every schema that no other contains out, with its place. Schemas in it are found one level at a time,
//! so that whoever walks decides what to do first. What only looks like a schema, in an example or an extension, is data.

use serde_json::{Map, Value};

use super::Pointer;
use super::grammar::{self, Kind};

/// Keywords whose value is one schema.
const ONE_SCHEMA: [&str; 5] = [
    "additionalProperties",
    "contentSchema",
    "items",
    "not",
    "x-contentSchema",
];

/// Keywords whose value is a list of schemas.
pub(crate) const LIST_OF_SCHEMAS: [&str; 3] = ["allOf", "anyOf", "oneOf"];

/// Keywords whose value has a schema by each name.
const NAMED_SCHEMAS: [&str; 3] = ["$defs", "definitions", "properties"];

/// Calls `visit` for every schema that no other schema contains, with its place and whether it is sent as text: that of a
/// parameter or a header.
pub(crate) fn schemas<'a>(document: &'a Value, visit: &mut dyn FnMut(&'a Value, &Pointer, bool)) {
    walk(document, Kind::Root, &Pointer::root(), false, visit);
}

/// As [`schemas`], where they are changed.
pub(crate) fn schemas_mut(document: &mut Value, visit: &mut dyn FnMut(&mut Value, &Pointer, bool)) {
    let mut places = Vec::new();
    schemas(document, &mut |_, pointer, is_text| {
        places.push((pointer.clone(), is_text));
    });
    for (pointer, is_text) in places {
        if let Some(schema) = document.pointer_mut(pointer.as_str()) {
            visit(schema, &pointer, is_text);
        }
    }
}

fn walk<'a>(
    value: &'a Value,
    kind: Kind,
    pointer: &Pointer,
    is_text: bool,
    visit: &mut dyn FnMut(&'a Value, &Pointer, bool),
) {
    match (kind, value) {
        (Kind::Data, _) => {}
        (Kind::Schema, schema) => visit(schema, pointer, is_text),
        (_, Value::Object(map)) => {
            for (key, value) in map {
                let is_text = match kind {
                    Kind::Parameter => key == "schema",
                    Kind::MediaType => false,
                    _ => is_text,
                };
                let below = grammar::child(kind, key);
                if !matches!(below, Kind::Data) {
                    walk(value, below, &pointer.child(key), is_text, visit);
                }
            }
        }
        (_, Value::Array(items)) => {
            for (index, value) in items.iter().enumerate() {
                let pointer = pointer.child(&index.to_string());
                walk(value, grammar::item(kind), &pointer, is_text, visit);
            }
        }
        _ => {}
    }
}

/// Calls `visit` for every schema right inside of another one.
pub(crate) fn inside<'a>(
    schema: &'a Map<String, Value>,
    pointer: &Pointer,
    visit: &mut dyn FnMut(&'a Value, &Pointer),
) {
    for (key, value) in schema {
        match value {
            _ if is_one(key, value) => visit(value, &pointer.child(key)),
            Value::Array(list) if LIST_OF_SCHEMAS.contains(&key.as_str()) => {
                for (index, one) in list.iter().enumerate() {
                    visit(one, &pointer.child(key).child(&index.to_string()));
                }
            }
            Value::Object(named) if NAMED_SCHEMAS.contains(&key.as_str()) => {
                for (name, one) in named {
                    visit(one, &pointer.child(key).child(name));
                }
            }
            _ => {}
        }
    }
}

/// As [`inside`], where they are changed.
pub(crate) fn inside_mut(
    schema: &mut Map<String, Value>,
    pointer: &Pointer,
    visit: &mut dyn FnMut(&mut Value, &Pointer),
) {
    for (key, value) in schema {
        match value {
            _ if is_one(key, value) => visit(value, &pointer.child(key)),
            Value::Array(list) if LIST_OF_SCHEMAS.contains(&key.as_str()) => {
                for (index, one) in list.iter_mut().enumerate() {
                    visit(one, &pointer.child(key).child(&index.to_string()));
                }
            }
            Value::Object(named) if NAMED_SCHEMAS.contains(&key.as_str()) => {
                for (name, one) in named {
                    visit(one, &pointer.child(key).child(name));
                }
            }
            _ => {}
        }
    }
}

/// Whether the value of a keyword is one schema; `additionalProperties` may be a boolean.
fn is_one(key: &str, value: &Value) -> bool {
    ONE_SCHEMA.contains(&key) && !value.is_boolean()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document() -> Value {
        let looks_like_one = json!({ "schema": { "type": "object" }, "items": {} });
        json!({
            "paths": { "/a": {
                "parameters": [{ "schema": {} }, { "content": { "text/plain": { "schema": {} } } }],
                "get": { "responses": { "200": {
                    "headers": { "X": { "schema": {} } },
                    "content": { "application/json": { "schema": {}, "example": looks_like_one } },
                } }, "x-mine": looks_like_one },
            } },
            "components": { "schemas": { "A": {
                "allOf": [{}],
                "items": {},
                "additionalProperties": false,
                "not": {},
                "properties": { "example": {}, "x-mine": {} },
                "default": looks_like_one,
                "example": looks_like_one,
            } } },
        })
    }

    #[test]
    fn both_walks_find_the_same_schemas_and_no_data() {
        let expected = [
            "/components/schemas/A false",
            "/paths/~1a/get/responses/200/content/application~1json/schema false",
            "/paths/~1a/get/responses/200/headers/X/schema true",
            "/paths/~1a/parameters/0/schema true",
            "/paths/~1a/parameters/1/content/text~1plain/schema false",
        ];
        let (mut document, mut found, mut changed) = (document(), Vec::new(), Vec::new());
        schemas(&document, &mut |_, pointer, is_text| {
            found.push(format!("{pointer} {is_text}"));
        });
        schemas_mut(&mut document, &mut |_, pointer, is_text| {
            changed.push(format!("{pointer} {is_text}"));
        });
        assert_eq!(found, expected);
        assert_eq!(changed, expected);
    }

    #[test]
    fn both_walks_find_the_same_inside_of_a_schema() {
        let mut document = document();
        let schema = document["components"]["schemas"]["A"]
            .as_object_mut()
            .unwrap();
        let (mut found, mut changed) = (Vec::new(), Vec::new());
        inside(schema, &Pointer::root(), &mut |_, pointer| {
            found.push(pointer.to_string())
        });
        inside_mut(schema, &Pointer::root(), &mut |_, pointer| {
            changed.push(pointer.to_string())
        });
        let expected = [
            "/allOf/0",
            "/items",
            "/not",
            "/properties/example",
            "/properties/x-mine",
        ];
        assert_eq!(found, expected);
        assert_eq!(changed, expected);
    }
}
