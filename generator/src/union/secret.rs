//! What nobody should print, where schemas become one: what one of them hides is hidden.
//!
//! Schemas in, whether they are secret out, or one with the mark. What a schema refers to is not followed.

use serde_json::{Map, Value, json};

/// The mark of what nobody should print.
pub(crate) const SECRET: &str = "x-secret";

/// Whether a schema itself says that its values are secret: by the mark, or as a password.
pub(crate) fn is_marked(schema: &Map<String, Value>) -> bool {
    schema.get(SECRET) == Some(&Value::Bool(true))
        || schema
            .get("format")
            .is_some_and(|format| format == "password")
}

/// Whether one of several says so, also by a part of its `allOf`, which is how something is said of a reference.
pub(super) fn any_marked(schemas: &[Value]) -> bool {
    schemas.iter().any(|schema| {
        let parts = schema.get("allOf").and_then(Value::as_array);
        schema.as_object().is_some_and(is_marked) || parts.is_some_and(|parts| any_marked(parts))
    })
}

/// Gives a schema the mark, where it is secret and does not say so.
pub(super) fn mark(schema: &mut Map<String, Value>, is_secret: bool) {
    if is_secret && !is_marked(schema) {
        schema.insert(SECRET.to_string(), Value::Bool(true));
    }
}

/// As [`mark`], for a schema that may be a reference.
pub(super) fn marked(schema: Value, is_secret: bool) -> Value {
    match schema {
        Value::Object(declared) if is_secret && declared.contains_key("$ref") => {
            json!({ "allOf": [declared], SECRET: true })
        }
        Value::Object(mut declared) => {
            mark(&mut declared, is_secret);
            Value::Object(declared)
        }
        schema => schema,
    }
}
