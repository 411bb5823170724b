//! A schema without what only annotates it: what is compared and combined.
//!
//! `allOf` with one reference, beside annotations, is how OpenAPI 3.0 says something of a reference: its core is the
//! reference.

use serde_json::{Map, Value, json};

/// Keywords that say nothing about which values fit.
pub(super) const ANNOTATIONS: [&str; 11] = [
    "default",
    "deprecated",
    "description",
    "discriminator",
    "example",
    "externalDocs",
    "not",
    "nullable",
    "readOnly",
    "title",
    "writeOnly",
];

/// A schema without what only annotates it, and whether null fits it.
pub(super) struct Core {
    pub schema: Value,
    pub is_nullable: bool,
}

impl Core {
    pub fn of(schema: &Value) -> Self {
        let mut schema = schema.clone();
        let mut is_nullable = false;
        // `allOf` with one reference is how OpenAPI 3.0 says something beside it.
        while let Value::Object(declared) = &mut schema {
            is_nullable |= declared.remove("nullable") == Some(Value::Bool(true));
            let is_wrap = declared.keys().all(|key| {
                ["allOf", "type"].contains(&key.as_str()) || ANNOTATIONS.contains(&key.as_str())
            });
            match declared.get_mut("allOf") {
                Some(Value::Array(parts)) if is_wrap && parts.len() == 1 => {
                    schema = parts.remove(0);
                }
                _ => break,
            }
        }
        Self {
            schema,
            is_nullable,
        }
    }

    /// Whether it says nothing about which values fit.
    pub fn is_open(&self) -> bool {
        self.schema
            .as_object()
            .is_none_or(|schema| schema.keys().all(|key| ANNOTATIONS.contains(&key.as_str())))
    }

    pub fn schema_or_null(&self, is_nullable: bool) -> Value {
        with_null(self.schema.clone(), is_nullable)
    }
}

/// The kinds of JSON values, in the order in which alternatives are listed.
pub(super) const KINDS: [&str; 5] = ["object", "array", "string", "number", "boolean"];

pub(super) fn properties(schema: &Map<String, Value>) -> &Map<String, Value> {
    static NONE: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
    schema
        .get("properties")
        .and_then(Value::as_object)
        .unwrap_or(&NONE)
}

pub(super) fn required(schema: &Map<String, Value>) -> &[Value] {
    schema
        .get("required")
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// What properties that an object does not list may be; nothing where it is not said that there are any.
pub(super) fn others(schema: &Map<String, Value>) -> Option<Value> {
    match schema.get("additionalProperties") {
        Some(values @ Value::Object(_)) => Some(values.clone()),
        Some(Value::Bool(true)) => Some(json!({})),
        Some(Value::Bool(false)) => None,
        _ => properties(schema).is_empty().then(|| json!({})),
    }
}

/// A schema that null fits, too.
pub(super) fn with_null(schema: Value, is_nullable: bool) -> Value {
    let mut schema = schema;
    let Value::Object(declared) = &mut schema else {
        return schema;
    };
    if !is_nullable || declared.is_empty() {
        return schema;
    }
    if declared.contains_key("$ref") {
        return json!({ "allOf": [schema], "nullable": true });
    }
    declared.insert("nullable".to_string(), Value::Bool(true));
    schema
}
