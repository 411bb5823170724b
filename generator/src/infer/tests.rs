//! The committed overlay and the repaired document are the same thing. Documents are normalised first, as in the pipeline.

use serde_json::{Value, json};

use super::infer;
use crate::normalise::normalise;
use crate::overlay::Overlay;

fn responding(schema: &Value) -> Value {
    json!({ "paths": { "/it's": { "get": {
        "operationId": "get",
        "responses": { "200": { "content": { "application/json": { "schema": schema } } } }
    } } } })
}

#[test]
fn applying_the_overlay_gives_the_repaired_document() {
    let document = responding(&json!({
        "type": "object",
        "required": ["gone", "kept"],
        "example": { "kept": [{ "id": 1 }, { "id": 2, "b": "{\"1\":null}" }], "null": null, "x": 1.5, "y": { "1": [] }, "z": [] },
        "properties": {
            "kept": { "type": "array", "items": { "type": "object", "properties": { "id": { "type": "integer" } } } },
            "null": { "type": "string", "example": null },
            "x": { "type": "integer" },
            "y": { "type": "object", "properties": { "1": { "type": "array" } } },
            "z": { "oneOf": [{ "type": "object", "example": { "a": 1 } }, { "type": "object", "properties": { "b": {} } }] },
        },
    }));
    let document = normalise(&document).document;
    let inferred = infer(&document, &[]);
    assert!(inferred.repairs.len() > 6, "{:#?}", inferred.repairs);
    let mut by_overlay = document.clone();
    let overlay = Overlay::parse("inferred", &inferred.overlay().unwrap()).unwrap();
    overlay.apply(&mut by_overlay).unwrap();
    assert_eq!(by_overlay, inferred.apply(&document));
}

#[test]
fn a_response_with_an_example_and_no_schema_gets_one() {
    let mut document = responding(&Value::Null);
    let media_type =
        &mut document["paths"]["/it's"]["get"]["responses"]["200"]["content"]["application/json"];
    *media_type = json!({ "example": { "a": 1 } });
    let document = normalise(&document).document;
    let inferred = infer(&document, &[]);
    let repaired = inferred.apply(&document);
    assert_eq!(
        repaired.pointer("/paths/~1it's/get/responses/200/content/application~1json/schema"),
        Some(&json!({ "type": "object", "properties": { "a": { "type": "integer" } } }))
    );
    let mut by_overlay = document.clone();
    let overlay = Overlay::parse("inferred", &inferred.overlay().unwrap()).unwrap();
    overlay.apply(&mut by_overlay).unwrap();
    assert_eq!(by_overlay, repaired);
}

#[test]
fn named_examples_behind_a_reference_are_evidence() {
    let mut document = responding(&Value::Null);
    let media_type =
        &mut document["paths"]["/it's"]["get"]["responses"]["200"]["content"]["application/json"];
    *media_type = json!({
        "examples": { "e": { "$ref": "#/components/examples/E" } },
        "schema": { "type": "object", "properties": { "a": { "type": "integer" } } },
    });
    document["components"] = json!({ "examples": { "E": { "value": { "a": "text" } } } });
    let document = normalise(&document).document;
    let repaired = infer(&document, &[]).apply(&document);
    assert_eq!(
        repaired.pointer(
            "/paths/~1it's/get/responses/200/content/application~1json/schema/properties/a"
        ),
        Some(&json!({ "type": "string" }))
    );
}

#[test]
fn each_of_several_examples_in_a_schema_is_evidence_where_no_body_shows_more() {
    let id = json!({ "type": "integer", "example": 1, "x-examples": [1, "u-1", null] });
    let document = responding_each(&[(
        "get",
        json!({ "type": "object", "properties": { "id": id } }),
    )]);
    let id = &repaired(&document, "get")["properties"]["id"];
    assert_eq!(
        (&id["oneOf"], &id["nullable"]),
        (
            &json!([{ "type": "string" }, { "type": "integer" }]),
            &json!(true)
        )
    );
}

#[test]
fn null_at_a_reference_is_said_there_and_not_by_the_component() {
    let reference = json!({ "$ref": "#/components/schemas/A" });
    let place = |example: Value| json!({ "type": "object", "example": example, "properties": { "p": reference } });
    let mut document = responding_each(&[
        ("x", place(json!({ "p": null }))),
        ("y", place(json!({ "p": { "b": 1 } }))),
    ]);
    document["components"] = json!({ "schemas": { "A": { "type": "object", "properties": { "a": { "type": "integer" } } } } });
    let properties = |id: &str| repaired(&document, id)["properties"].clone();
    assert_eq!(
        properties("x"),
        json!({ "p": { "allOf": [reference], "nullable": true } })
    );
    assert_eq!(properties("y"), json!({ "p": reference }));
    let document = normalise(&document).document;
    let inferred = infer(&document, &[]);
    assert_eq!(
        inferred.apply(&document)["components"]["schemas"]["A"],
        json!({ "type": "object", "properties": { "a": { "type": "integer" }, "b": { "type": "integer" } } })
    );
    let mut by_overlay = document.clone();
    let overlay = Overlay::parse("inferred", &inferred.overlay().unwrap()).unwrap();
    overlay.apply(&mut by_overlay).unwrap();
    assert_eq!(by_overlay, inferred.apply(&document));
}

/// A document whose operations respond with these schemas.
fn responding_each(schemas: &[(&str, Value)]) -> Value {
    let paths: serde_json::Map<String, Value> = schemas
        .iter()
        .map(|(id, schema)| {
            let content = json!({ "application/json": { "schema": schema } });
            let operation =
                json!({ "operationId": id, "responses": { "200": { "content": content } } });
            (format!("/{id}"), json!({ "get": operation }))
        })
        .collect();
    json!({ "paths": paths })
}

fn repaired(document: &Value, id: &str) -> Value {
    let document = normalise(document).document;
    let repaired = infer(&document, &[]).apply(&document);
    assert_eq!(infer(&repaired, &[]).repairs, [], "a second repair");
    repaired["paths"][format!("/{id}")]["get"]["responses"]["200"]["content"]["application/json"]["schema"].clone()
}

#[test]
fn what_one_place_of_a_component_shows_holds_for_the_others() {
    let document = responding_each(&[
        (
            "create",
            json!({
                "type": "object", "x-schema-name": "Chat", "example": { "last": null },
                "properties": { "last": { "type": "string", "example": null } }
            }),
        ),
        (
            "show",
            json!({
                "type": "object", "x-schema-name": "Chat", "example": { "last": { "text": "x" }, "users": [{ "name": "u" }] },
                "properties": {
                    "last": { "type": "object", "properties": { "text": { "type": "string" } } },
                    "users": { "type": "array", "items": {
                        "type": "object", "x-schema-name": "User", "properties": { "name": { "type": "string" } }
                    } }
                }
            }),
        ),
        (
            "user",
            json!({
                "type": "object", "x-schema-name": "User", "example": { "name": "u", "age": 5 },
                "properties": { "name": { "type": "string" }, "age": { "type": "integer" } }
            }),
        ),
    ]);
    let create = repaired(&document, "create");
    assert_eq!(
        create["properties"],
        json!({
            "last": { "type": "object", "nullable": true, "example": null, "properties": { "text": { "type": "string" } } },
            "users": { "type": "array", "items": {
                "type": "object", "x-schema-name": "User",
                "properties": { "name": { "type": "string" }, "age": { "type": "integer" } }
            } }
        })
    );
    assert_eq!(
        repaired(&document, "show")["properties"]["users"]["items"]["properties"]["age"],
        json!({ "type": "integer" })
    );
}

#[test]
fn that_one_place_may_be_null_says_nothing_about_the_others() {
    let message = |example: Value| json!({ "type": "object", "x-schema-name": "M", "example": example, "properties": { "a": { "type": "integer" } } });
    let document = responding_each(&[
        ("one", message(Value::Null)),
        ("two", message(json!({ "a": 1 }))),
    ]);
    assert_eq!(repaired(&document, "one")["nullable"], json!(true));
    assert_eq!(repaired(&document, "two").get("nullable"), None);
}
