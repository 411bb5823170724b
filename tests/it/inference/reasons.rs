//! Every kind of repair: bodies in, the exact list of places and reasons out.
//!
//! Places are written from the schema of the one response, as in an overlay's target.

use generator::infer::Inferred;
use serde_json::{Value, json};

use super::{published, repaired, schema};
use crate::scribe::{Version, publish};

const ROOT: &str =
    "$.paths.*[?@.operationId=='getThing'].responses['200'].content['application/json']";

fn reasons(inferred: &Inferred) -> Vec<(String, String)> {
    let repairs = inferred.repairs.iter();
    repairs
        .map(|repair| {
            let target = repair.target.as_str();
            let below = target
                .strip_prefix(ROOT)
                .unwrap_or_else(|| panic!("{target}"));
            (below.trim_start_matches('.').to_string(), repair.reason())
        })
        .collect()
}

/// Asserts the repairs of one published body, and the repaired schema of its property `a` or list `a`.
fn check(body: Value, expected: &[(&str, &str)], a: Value) {
    let repaired = published(Version::V5, &[body]);
    assert_reasons(&repaired.inferred, expected);
    let schema = schema(&repaired.document).unwrap();
    assert_eq!(without_example(&schema["properties"]["a"]), a);
}

pub fn assert_reasons(inferred: &Inferred, expected: &[(&str, &str)]) {
    let expected: Vec<(String, String)> = expected
        .iter()
        .map(|(place, reason)| ((*place).to_string(), (*reason).to_string()))
        .collect();
    assert_eq!(reasons(inferred), expected);
}

fn without_example(schema: &Value) -> Value {
    let mut schema = schema.clone();
    schema.as_object_mut().unwrap().remove("example");
    schema
}

const NULL_ONLY: &str =
    "declared a string only because its example is null; what it holds is not known";
const COVERED: &str = "2 examples with a schema each; one schema covers them all";
const NULL_ELSEWHERE: &str =
    "declared a string only because its example is null; elsewhere it has a value";

#[test]
fn null_only() {
    check(
        json!({ "a": null }),
        &[("schema.properties.a", NULL_ONLY)],
        json!({}),
    );
}

#[test]
fn null_only_before_late_5() {
    let repaired = published(Version::V4, &[json!({ "a": null })]);
    assert_reasons(&repaired.inferred, &[("schema.properties.a", NULL_ONLY)]);
    assert_eq!(
        schema(&repaired.document).unwrap()["properties"]["a"].get("type"),
        None
    );
}

#[test]
fn null_elsewhere() {
    check(
        json!({ "a": [null, 1] }),
        &[("schema.properties.a.items", NULL_ELSEWHERE)],
        json!({ "type": "array", "items": { "type": "integer", "nullable": true } }),
    );
    let repaired = published(
        Version::V5,
        &[json!({ "x": [{ "b": null }, { "b": { "c": 1 } }] })],
    );
    assert_reasons(
        &repaired.inferred,
        &[("schema.properties.x.items.properties.b", NULL_ELSEWHERE)],
    );
    let b = &schema(&repaired.document).unwrap()["properties"]["x"]["items"]["properties"]["b"];
    assert_eq!(
        without_example(b),
        json!({ "type": "object", "nullable": true, "properties": { "c": { "type": "integer" } } })
    );
}

#[test]
fn nullable() {
    check(
        json!({ "a": [1, null] }),
        &[("schema.properties.a.items", "null in an example")],
        json!({ "type": "array", "items": { "type": "integer", "nullable": true } }),
    );
}

#[test]
fn properties() {
    check(
        json!({ "a": [{}, { "c": "x", "b": null }] }),
        &[(
            "schema.properties.a.items",
            "in an example, but not in the schema: b, c",
        )],
        json!({ "type": "array", "items": {
            "type": "object",
            "properties": { "b": {}, "c": { "type": "string" } },
        } }),
    );
}

#[test]
fn items() {
    check(
        json!({ "a": [[1], [1.5]] }),
        &[(
            "schema.properties.a.items",
            "the schema does not say what the list holds; an example does",
        )],
        json!({ "type": "array", "items": { "type": "array", "items": { "type": "number" } } }),
    );
}

#[test]
fn empty_only() {
    check(
        json!({ "a": [] }),
        &[(
            "schema.properties.a",
            "only empty lists were seen; what the list holds is not known",
        )],
        json!({ "type": "array", "items": {} }),
    );
}

#[test]
fn a_root_list_that_was_only_empty() {
    let repaired = published(Version::V5, &[json!([])]);
    assert_eq!(schema(&repaired.document).unwrap()["items"], json!({}));
}

#[test]
fn fraction() {
    check(
        json!({ "a": [1, 1.5] }),
        &[(
            "schema.properties.a.items",
            "declared an integer, but an example has a fraction",
        )],
        json!({ "type": "array", "items": { "type": "number" } }),
    );
}

#[test]
fn union() {
    check(
        json!({ "a": [1, "x", null] }),
        &[(
            "schema.properties.a.items",
            "several types at one place: string or number",
        )],
        json!({ "type": "array", "items": {
            "oneOf": [{ "type": "string" }, { "type": "integer" }],
            "nullable": true,
        } }),
    );
}

#[test]
fn map() {
    check(
        json!({ "a": { "2026-01-01": 1, "2026-01-02": 2 } }),
        &[(
            "schema.properties.a",
            "the keys are data (numbers, dates or ids), not names",
        )],
        json!({ "type": "object", "additionalProperties": { "type": "integer" } }),
    );
}

#[test]
fn embedded_json() {
    check(
        json!({ "a": r#"{"b":1}"# }),
        &[("schema.properties.a", "the text is JSON in every example")],
        json!({
            "type": "string",
            "contentMediaType": "application/json",
            "contentSchema": { "type": "object", "properties": { "b": { "type": "integer" } } },
        }),
    );
}

#[test]
fn alternatives() {
    let repaired = published(
        Version::V5,
        &[json!({ "a": 1 }), json!({ "a": null, "b": "x" })],
    );
    assert_reasons(
        &repaired.inferred,
        // The schemas become one, and their examples move out of them.
        &[("schema", COVERED), ("", COVERED)],
    );
    let schema = without_example(schema(&repaired.document).unwrap());
    assert_eq!(schema["type"], "object");
    assert_eq!(
        without_example(&schema["properties"]["a"]),
        json!({ "type": "integer", "nullable": true })
    );
    assert_eq!(
        without_example(&schema["properties"]["b"]),
        json!({ "type": "string" })
    );
}

#[test]
fn required() {
    let repaired = published(
        Version::V5,
        &[json!({ "data": [{ "id": 1 }, { "id": 2, "a": 1 }] })],
    );
    assert_reasons(
        &repaired.inferred,
        &[
            (
                "schema.properties.data.items",
                "in an example, but not in the schema: a",
            ),
            ("schema.properties.data.items", "in every example: id"),
            ("schema", "in every example: data"),
        ],
    );
}

#[test]
fn no_schema() {
    let mut document = publish(Version::V5, &[json!({})]);
    document["paths"]["/thing"]["get"]["responses"]["200"]["content"]["application/json"] =
        json!({});
    let repaired = repaired(&document, &[&json!({ "a": 1 })]);
    assert_reasons(
        &repaired.inferred,
        &[("", "there is an example, but no schema")],
    );
    assert_eq!(
        schema(&repaired.document),
        Some(&json!({ "type": "object", "properties": { "a": { "type": "integer" } } }))
    );
}
