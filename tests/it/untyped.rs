//! Schemas without `type`: keywords of every kind held against examples of every kind.
//!
//! A table in, documents out, which `cases` makes crates of: their own tests decode each example through the generated types
//! and encode it back, with every value in place.

use generator::Input;
use serde_json::{Map, Value, json};

use crate::workspace::generate;

/// Keywords without a `type`, by name; `#/components/schemas/Words` and `Texts` have none either.
fn keywords() -> Vec<(&'static str, Value)> {
    let text = json!({ "type": "string" });
    vec![
        ("nothing", json!({})),
        ("nullable", json!({ "nullable": true })),
        ("properties", json!({ "properties": { "a": text } })),
        ("no_properties", json!({ "properties": {} })),
        ("required", json!({ "required": ["a"] })),
        (
            "required_property",
            json!({ "properties": { "a": text }, "required": ["a"] }),
        ),
        ("map", json!({ "additionalProperties": text })),
        (
            "map_or_null",
            json!({ "additionalProperties": text, "nullable": true }),
        ),
        ("map_of_anything", json!({ "additionalProperties": true })),
        (
            "closed",
            json!({ "properties": { "a": text }, "additionalProperties": false }),
        ),
        ("only_closed", json!({ "additionalProperties": false })),
        ("list", json!({ "items": text })),
        (
            "list_of_objects",
            json!({ "items": { "properties": { "a": text } } }),
        ),
        ("words", json!({ "enum": ["a", "b"] })),
        ("numbers", json!({ "enum": [1, 2] })),
        ("fractions", json!({ "enum": [1.5] })),
        ("booleans", json!({ "enum": [true] })),
        ("mixed", json!({ "enum": ["a", 1, null] })),
        ("objects", json!({ "enum": [{ "a": 1 }] })),
        ("only_null", json!({ "enum": [null] })),
        ("no_values", json!({ "enum": [] })),
        ("minimum", json!({ "minimum": 1 })),
        ("pattern", json!({ "pattern": "^a" })),
        ("format", json!({ "format": "date-time" })),
        (
            "limits",
            json!({ "minLength": 2, "maxItems": 1, "minProperties": 1 }),
        ),
        ("constant", json!({ "const": "a" })),
        ("tuple", json!({ "prefixItems": [text] })),
        (
            "pattern_properties",
            json!({ "patternProperties": { "^a": text } }),
        ),
        ("base64", json!({ "contentEncoding": "base64" })),
        (
            "words_or_numbers",
            json!({ "oneOf": [{ "enum": ["a"] }, { "enum": [1] }] }),
        ),
        (
            "object_or_list",
            json!({ "oneOf": [{ "properties": { "a": text } }, { "items": text }] }),
        ),
        (
            "map_or_text",
            json!({ "oneOf": [{ "additionalProperties": text }, text] }),
        ),
        (
            "any_required",
            json!({ "anyOf": [{ "required": ["a"] }, { "required": ["b"] }] }),
        ),
        (
            "parts",
            json!({ "allOf": [{ "properties": { "a": text } }, { "required": ["a"] }] }),
        ),
        (
            "object_of_words",
            json!({ "properties": { "a": text }, "enum": ["a"] }),
        ),
        (
            "object_and_list",
            json!({ "properties": { "a": text }, "items": text }),
        ),
        (
            "object_with_minimum",
            json!({ "properties": { "a": text }, "minimum": 1 }),
        ),
        (
            "reference_to_words",
            json!({ "$ref": "#/components/schemas/Words" }),
        ),
        (
            "reference_to_texts",
            json!({ "$ref": "#/components/schemas/Texts" }),
        ),
    ]
}

/// A value of each kind of JSON.
fn examples() -> Vec<(&'static str, Value)> {
    vec![
        ("object", json!({ "a": "x", "b": 1 })),
        ("object_of_numbers", json!({ "a": 1 })),
        ("no_object", json!({})),
        ("list", json!(["x"])),
        ("list_of_objects", json!([{ "a": "x" }])),
        ("no_list", json!([])),
        ("text", json!("x")),
        ("integer", json!(3)),
        ("fraction", json!(1.5)),
        ("boolean", json!(true)),
        ("null", json!(null)),
    ]
}

/// Keyword sets that are whole bodies, too: each is an operation, of which there should not be too many.
const WHOLE_BODIES: [&str; 5] = [
    "required",
    "required_property",
    "map",
    "words",
    "list_of_objects",
];

fn operation(content: Value) -> Value {
    json!({ "get": { "responses": { "200": {
        "description": "", "content": { "application/json": content }
    } } } })
}

/// A property of an object, an item of a list, a property with an example of its own: one operation for all kinds.
fn inside(schema: &Value) -> Value {
    let (mut properties, mut shown) = (Map::new(), Map::new());
    let mut add = |name: String, schema: Value, example: Value| {
        properties.insert(name.clone(), schema);
        shown.insert(name, example);
    };
    for (kind, example) in examples() {
        add(kind.to_string(), schema.clone(), example.clone());
        let list = json!({ "type": "array", "items": schema });
        add(format!("{kind}_items"), list, json!([example]));
        if schema.get("$ref").is_none() {
            let mut own = schema.clone();
            own["example"] = example.clone();
            add(format!("{kind}_shown"), own, example);
        }
    }
    operation(json!({ "schema": { "type": "object", "properties": properties }, "example": shown }))
}

/// The table as a document of a version of OpenAPI.
fn document(version: &str) -> Value {
    let mut paths = Map::new();
    for (name, schema) in keywords() {
        paths.insert(format!("/{name}"), inside(&schema));
        for (kind, example) in examples() {
            if WHOLE_BODIES.contains(&name) {
                let of_body = json!({ "schema": schema, "example": example });
                paths.insert(format!("/{name}/body/{kind}"), operation(of_body));
                let mut shown = schema.clone();
                match version {
                    "3.0.3" => shown["example"] = example,
                    _ => shown["examples"] = json!([example]),
                }
                let of_schema = json!({ "schema": shown });
                paths.insert(format!("/{name}/schema/{kind}"), operation(of_schema));
            }
        }
    }
    json!({
        "openapi": version,
        "info": { "title": "Untyped", "version": "1" },
        "servers": [{ "url": "https://untyped.example" }],
        "paths": paths,
        "components": { "schemas": {
            "Words": { "enum": ["a", "b"] },
            "Texts": { "additionalProperties": { "type": "string" } },
        } },
    })
}

/// The documents of the table, by the name of their case.
pub fn cases() -> Vec<(String, Vec<u8>)> {
    [("untyped_3_0", "3.0.3"), ("untyped_3_1", "3.1.0")]
        .map(|(name, version)| (name.to_string(), document(version).to_string().into_bytes()))
        .into()
}

/// Without this, the crates' tests could pass because there are none.
#[test]
fn every_example_of_the_table_is_tested() {
    for (name, document) in cases() {
        let files = generate(&crate::cases::input_of(&name, document));
        let path = format!("generated/{name}/tests/examples.rs");
        let tests = files
            .iter()
            .find(|file| file.path == path)
            .expect("tests of examples");
        let wanted = keywords().len() + 2 * WHOLE_BODIES.len() * examples().len();
        assert_eq!(tests.text.matches("#[test]").count(), wanted, "{name}");
    }
}

/// What each keyword set says is kept where an example is of another kind.
#[test]
fn an_example_of_another_kind_is_an_alternative() {
    for (schema, example, expected) in [
        (
            json!({ "required": ["a"] }),
            json!(["x"]),
            json!([{ "type": "object", "required": ["a"] }, { "type": "array", "items": { "type": "string" } }]),
        ),
        (
            json!({ "enum": ["a", "b"] }),
            json!(1),
            json!([{ "type": "string", "enum": ["a", "b"] }, { "type": "integer" }]),
        ),
        (
            json!({ "additionalProperties": { "type": "string" } }),
            json!(true),
            json!([{ "type": "object", "additionalProperties": { "type": "string" } }, { "type": "boolean" }]),
        ),
    ] {
        let content = json!({ "schema": schema, "example": example });
        let document = json!({
            "openapi": "3.0.3",
            "info": { "title": "Untyped", "version": "1" },
            "paths": { "/a": operation(content) },
        });
        let input: Input = crate::cases::input_of("untyped", document.to_string().into_bytes());
        let files = generate(&input);
        let effective = files
            .iter()
            .find(|file| file.path == "spec/untyped/effective.yaml");
        let effective = effective.expect("it is written").text.as_bytes();
        let effective = generator::document::read("effective.yaml", effective).expect("YAML");
        let content = &effective["paths"]["/a"]["get"]["responses"]["200"]["content"];
        let alternatives = content["application/json"]["schema"]["oneOf"].clone();
        let Value::Array(mut alternatives) = alternatives else {
            panic!("{schema} {example}: {content}");
        };
        for one in &mut alternatives {
            if let Some(reference) = one["$ref"].as_str() {
                let pointer = reference.trim_start_matches('#').to_string();
                *one = effective.pointer(&pointer).cloned().expect("a component");
            }
        }
        assert_eq!(json!(alternatives), expected, "{schema} {example}");
    }
}
