//! One schema as it is combined: without annotations, and what its keywords say of properties, null and kinds.
//!
//! A schema in, a part of it or a copy out; nothing is followed or combined here. `allOf` with one reference, beside
//! annotations, is how OpenAPI 3.0 says something of a reference: what counts is the reference.

use serde_json::{Map, Value, json};

use super::keywords::Purpose;

/// A schema without what only annotates it, and whether null fits it.
pub(super) struct Unannotated {
    pub schema: Value,
    pub is_nullable: bool,
}

impl Unannotated {
    pub fn new(schema: &Value) -> Self {
        let mut schema = schema.clone();
        let mut is_nullable = false;
        // `allOf` with one reference is how OpenAPI 3.0 says something beside it.
        while let Value::Object(declared) = &mut schema {
            is_nullable |= declared.remove("nullable") == Some(Value::Bool(true));
            let is_wrap = is_annotated_only(declared, &["allOf", "type"]);
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
            .is_none_or(|schema| is_annotated_only(schema, &[]))
    }
}

/// Whether a schema has nothing but annotations beside some keywords.
pub(super) fn is_annotated_only(schema: &Map<String, Value>, beside: &[&str]) -> bool {
    schema
        .keys()
        .all(|key| beside.contains(&key.as_str()) || Purpose::Combine.ignores(key))
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

/// What every schema requires, in the order of the first.
pub(super) fn required_by_all(schemas: &[&Map<String, Value>]) -> Vec<Value> {
    let required = |schema: &Map<String, Value>| {
        let names = schema.get("required").and_then(Value::as_array);
        names.cloned().unwrap_or_default()
    };
    let Some((first, others)) = schemas.split_first() else {
        return Vec::new();
    };
    let others: Vec<Vec<Value>> = others.iter().map(|schema| required(schema)).collect();
    let mut names = required(first);
    names.retain(|name| others.iter().all(|other| other.contains(name)));
    names
}

/// Whether null fits a schema by its own keyword.
pub(super) fn is_nullable(schema: &Map<String, Value>) -> bool {
    schema.get("nullable") == Some(&Value::Bool(true))
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
