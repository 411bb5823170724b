//! Small documents in; for each example out: its type, and which of its values have one.

use serde_json::{Value, json};

use super::{Example, published};
use crate::{Input, generate};

/// The one example of a document whose one operation responds with `schema`.
fn example(schema: &Value, body: &Value) -> Example {
    let mut document = with_responses(&json!({
        "200": { "content": { "application/json": { "schema": schema, "example": body } } }
    }));
    document["components"] = json!({ "schemas": {
        "Id": { "type": "string" },
        "Node": { "type": "object", "properties": { "name": { "type": "string" }, "next": { "$ref": "#/components/schemas/Node" } } },
    } });
    let mut examples = run(&document);
    assert_eq!(examples.len(), 1);
    examples.remove(0)
}

fn with_responses(responses: &Value) -> Value {
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Shop", "version": "1" },
        "servers": [{ "url": "https://shop.example" }],
        "paths": { "/items": { "get": { "operationId": "listItems", "responses": responses } } },
    })
}

fn run(document: &Value) -> Vec<Example> {
    let settings = format!(
        "[document]\nsha256 = \"{}\"\nprovenance = \"test\"\n[crate]\nname = \"shop\"\nversion = \"0.1.0\"\n\
         description = \"A shop\"\nkey-variable = \"KEY\"\n",
        "0".repeat(64)
    );
    let input = Input {
        api: "shop".to_string(),
        settings,
        document: document.to_string().into_bytes(),
        fixups: Vec::new(),
        samples: Vec::new(),
        names_lock: None,
    };
    generate(&input, &mut |_| {}).unwrap().examples
}

/// Leaves, typed ones, and the places of the others.
fn counts(schema: &Value, body: &Value) -> (usize, usize, Vec<(String, usize)>) {
    let Example {
        leaves,
        typed,
        untyped,
        ..
    } = example(schema, body);
    let places = untyped.into_iter().map(|of| (of.pointer, of.leaves));
    (leaves, typed, places.collect())
}

#[test]
fn values_in_fields_lists_and_maps_of_a_type_have_one() {
    let item = json!({ "type": "object", "properties": {
        "id": { "$ref": "#/components/schemas/Id" },
        "a-b": { "type": "integer" }, "a_b": { "type": "number" },
        "flags": { "type": "array", "items": { "type": "boolean" } },
        "sums": { "type": "object", "additionalProperties": { "type": "integer" } },
        "next": { "$ref": "#/components/schemas/Node" },
    } });
    let schema = json!({ "type": "array", "items": item });
    let body = json!([{
        "id": "1", "a-b": 1, "a_b": 1.5, "flags": [true, false], "sums": { "x": 1, "y": 2 },
        "next": { "name": "a", "next": { "name": "b", "next": null } },
    }]);
    assert_eq!(counts(&schema, &body), (9, 9, vec![]));
    assert_eq!(
        example(&schema, &body).rust_type.as_deref(),
        Some("Vec<types::ListItemsResponseItem>")
    );
}

#[test]
fn any_json_is_no_type() {
    let schema = json!({ "type": "object", "properties": {
        "any": {}, "object": { "type": "object" }, "list": { "type": "array" }, "known": { "type": "string" },
    } });
    let body = json!({ "known": "a", "any": null, "object": {}, "list": [] });
    assert_eq!(
        counts(&schema, &body),
        (1, 1, vec![]),
        "nulls and empty ones hold no values"
    );
    let mixed = json!({ "type": "array", "items": {} });
    let body = json!([{ "kind": 1 }, { "kind": "a", "of": [1, true] }, [2], "x"]);
    let places = [("/0", 1), ("/1", 3), ("/2", 1), ("/3", 1)].map(|(at, of)| (at.to_string(), of));
    assert_eq!(counts(&mixed, &body), (6, 0, places.to_vec()));
}

#[test]
fn an_example_without_a_generated_response_has_no_types() {
    let document = with_responses(&json!({
        "200": { "content": { "application/json": { "example": { "a": 1, "b": [true, null] } } } }
    }));
    let mut document = document;
    document["paths"]["/items/../x"] = document["paths"]["/items"].take();
    document["paths"]["/items"] =
        json!({ "get": { "operationId": "ping", "responses": { "204": { "description": "" } } } });
    let examples = run(&document);
    assert_eq!(examples.len(), 1);
    let example = &examples[0];
    assert_eq!((example.leaves, example.typed), (2, 0));
    assert_eq!(
        (
            example.untyped[0].pointer.as_str(),
            example.untyped[0].leaves
        ),
        ("", 2)
    );
    assert_eq!(example.rust_type, None);
}

#[test]
fn an_example_among_responses_of_other_kinds_is_any_json() {
    let document = with_responses(&json!({
        "200": { "content": { "application/json": { "example": { "a": 1 } } } },
        "201": { "content": { "text/csv": {} } },
    }));
    let examples = run(&document);
    assert_eq!((examples[0].leaves, examples[0].typed), (1, 0));
    assert_eq!(examples[0].rust_type.as_deref(), Some("serde_json::Value"));
}

#[test]
fn every_place_of_an_example_is_known() {
    let mut document = with_responses(&json!({
        "200": { "content": {
            "application/json; charset=utf-8": {
                "example": 1,
                "examples": { "a": { "value": 2 }, "b": { "$ref": "#/components/examples/B" } },
                "schema": { "example": 4, "oneOf": [{ "example": 5 }, {}], "anyOf": [{ "example": 6 }] },
            },
            "application/problem+json": { "example": 7 },
            "text/plain": { "example": 0 },
        } },
        "2XX": { "$ref": "#/components/responses/Ok" },
        "404": { "content": { "application/json": { "example": 0 } } },
        "200 OK": { "content": { "application/json": { "example": 0 } } },
    }));
    document["components"] = json!({
        "examples": { "B": { "value": 3 } },
        "responses": { "Ok": { "content": { "application/json": { "example": 8 } } } },
    });
    let examples = published(&document);
    let bodies: Vec<i64> = examples.iter().filter_map(|of| of.body.as_i64()).collect();
    assert_eq!(bodies, [1, 2, 3, 4, 5, 6, 7, 8]);
    assert_eq!(examples[0].operation, "listItems");
    assert_eq!(examples[0].operation_pointer.as_str(), "/paths/~1items/get");
    assert_eq!(
        examples[4].pointer.as_str(),
        "/paths/~1items/get/responses/200/content/application~1json; charset=utf-8/schema/oneOf/0/example"
    );
    assert_eq!(
        examples[7].pointer.as_str(),
        "/paths/~1items/get/responses/2XX/content/application~1json/example"
    );
}
