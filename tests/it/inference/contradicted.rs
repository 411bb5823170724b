//! What a document declares and a sample contradicts: the schema of `a` and a body in, the repair and the new schema out.

use serde_json::{Value, json};

use super::reasons::assert_reasons;
use super::{conforms, repaired, schema};
use crate::scribe::{Version, publish};

/// Asserts the repairs of the property `a`, and its schema after them.
fn check(a: &Value, sample: Value, expected: &[(&str, &str)], repaired_a: Value) {
    let mut document = publish(Version::V5, &[json!({})]);
    let schema_place = "/paths/~1thing/get/responses/200/content/application~1json/schema";
    *document.pointer_mut(schema_place).unwrap() =
        json!({ "type": "object", "properties": { "a": a } });
    let repaired = repaired(&document, &[&sample]);
    assert_reasons(&repaired.inferred, expected);
    assert_eq!(
        schema(&repaired.document).unwrap()["properties"]["a"],
        repaired_a
    );
}

#[test]
fn wide_number() {
    const WIDE: &str = "an example has a number beyond the declared type";
    let integer = json!({ "type": "integer" });
    check(
        &integer,
        json!({ "a": u64::MAX }),
        &[("schema.properties.a", WIDE)],
        json!({ "type": "integer", "format": "uint64" }),
    );
    check(
        &json!({ "type": "number" }),
        json!({ "a": (1_i64 << 53) + 1 }),
        &[("schema.properties.a", WIDE)],
        json!({}),
    );
}

#[test]
fn contradiction() {
    check(
        &json!({ "type": "boolean", "description": "whether" }),
        json!({ "a": "yes" }),
        &[(
            "schema.properties.a",
            "contradicted by its examples: string in every example, not boolean",
        )],
        json!({ "type": "string", "description": "whether" }),
    );
}

#[test]
fn not_required() {
    check(
        &json!({ "type": "object", "properties": { "b": {}, "c": {} }, "required": ["b", "c"] }),
        json!({ "a": { "c": 1 } }),
        &[(
            "schema.properties.a",
            "required by the schema, but an example lacks it: b",
        )],
        json!({ "type": "object", "properties": { "b": {}, "c": {} }, "required": ["c"] }),
    );
}

#[test]
fn empty_enum() {
    check(
        &json!({ "type": "string", "enum": [] }),
        json!({ "a": "x" }),
        &[(
            "schema.properties.a",
            "an empty list of allowed values allows nothing",
        )],
        json!({ "type": "string" }),
    );
}

#[test]
fn a_value_that_is_not_allowed_becomes_so() {
    let mut document = publish(Version::V5, &[json!({ "a": "x" })]);
    document["paths"]["/thing"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        ["properties"]["a"]["enum"] = json!(["y"]);
    let repaired = repaired(&document, &[]);
    let schema = schema(&repaired.document).unwrap();
    conforms::check(schema, &json!({ "a": "x" })).unwrap();
}
