//! Schemas that cover their evidence already: nothing is repaired.

use generator::infer::infer;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::any_json::bodies;
use super::{config, known, published, repairs, samples, schema};
use crate::scribe::{VERSIONS, Version, publish};

/// A document whose one response has this schema.
fn declaring(schema: &Value) -> Value {
    let mut document = publish(Version::V5, &[json!({})]);
    *document
        .pointer_mut("/paths/~1thing/get/responses/200/content/application~1json/schema")
        .unwrap() = schema.clone();
    document
}

/// The schema without examples at any depth.
fn without_examples(schema: &Value) -> Value {
    let Value::Object(schema) = schema else {
        return schema.clone();
    };
    let below = |value: &Value| match value {
        Value::Array(schemas) => schemas.iter().map(without_examples).collect(),
        schema => without_examples(schema),
    };
    let keywords = schema.iter().filter(|(keyword, _)| *keyword != "example");
    let keywords: Map<String, Value> = keywords
        .map(|(keyword, value)| {
            let value = match (keyword.as_str(), value) {
                ("properties", Value::Object(properties)) => properties
                    .iter()
                    .map(|(name, property)| (name.clone(), without_examples(property)))
                    .collect(),
                ("items" | "additionalProperties" | "contentSchema" | "oneOf" | "anyOf", value) => {
                    below(value)
                }
                _ => value.clone(),
            };
            (keyword.clone(), value)
        })
        .collect();
    Value::Object(keywords)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_schema_that_describes_all_bodies_is_left_alone(bodies in bodies()) {
        for version in VERSIONS {
            let repaired = published(version, &bodies);
            if let Some(schema) = schema(&repaired.document) {
                let known = known(version, &bodies);
                let samples = samples(&known.iter().collect::<Vec<_>>());
                let again = infer(&declaring(&without_examples(schema)), &samples);
                prop_assert_eq!(repairs(&again), Vec::<String>::new(), "{:?}: {}", version, schema);
            }
        }
    }
}

#[test]
fn declared_by_hand() {
    let property = |of: Value| json!({ "type": "object", "properties": { "a": of } });
    let texts = json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }], "nullable": true });
    let embedded = json!({
        "type": "string",
        "contentMediaType": "application/json",
        "contentSchema": { "type": "array", "items": { "type": "integer" } },
    });
    for (schema, body) in [
        (json!({}), json!({ "a": [1, "x", null] })),
        (json!({ "type": "object" }), json!({})),
        (property(json!({})), json!({ "a": { "b": 1 } })),
        (property(json!({ "nullable": true })), json!({ "a": null })),
        (property(json!({ "type": "string" })), json!({})),
        (property(json!({ "type": "string" })), json!({ "a": "" })),
        (
            property(json!({ "type": "string", "nullable": true })),
            json!({ "a": null }),
        ),
        (
            property(
                json!({ "type": "string", "format": "date-time", "nullable": true, "example": null }),
            ),
            json!({ "a": null }),
        ),
        (
            property(json!({ "type": "string", "enum": ["x", "y"] })),
            json!({ "a": "y" }),
        ),
        (property(json!({ "type": "number" })), json!({ "a": 1 })),
        (property(json!({ "type": "number" })), json!({ "a": 1.5 })),
        (
            property(json!({ "type": "integer", "format": "int64" })),
            json!({ "a": i64::MIN }),
        ),
        (
            property(json!({ "type": "integer", "format": "uint64" })),
            json!({ "a": u64::MAX }),
        ),
        (property(json!({ "type": "boolean" })), json!({ "a": true })),
        (
            property(json!({ "type": "array", "items": {} })),
            json!({ "a": [1, "x"] }),
        ),
        (
            property(json!({ "type": "array", "items": { "type": "integer" } })),
            json!({ "a": [] }),
        ),
        (
            property(json!({ "type": "object", "additionalProperties": { "type": "integer" } })),
            json!({ "a": { "7": 1 } }),
        ),
        (property(texts.clone()), json!({ "a": 1 })),
        (property(texts.clone()), json!({ "a": null })),
        (property(texts), json!({ "a": "x" })),
        (property(embedded.clone()), json!({ "a": "[1]" })),
        (property(embedded), json!({ "a": "" })),
        (
            json!({ "type": "object", "properties": { "id": { "type": "integer" } }, "required": ["id"] }),
            json!({ "id": 1 }),
        ),
        (
            json!({ "type": "array", "items": { "type": "string" } }),
            json!(["x"]),
        ),
        (
            json!({ "properties": { "a": { "type": "string" } } }),
            json!({ "a": "x" }),
        ),
    ] {
        let samples = samples(&[&body]);
        let found = infer(&declaring(&schema), &samples);
        assert_eq!(
            repairs(&found),
            Vec::<String>::new(),
            "{schema} covers {body}"
        );
    }
}
