//! `oneOf` and `anyOf` of a document: what stays, and what becomes one schema.

use serde_json::{Map, Value, json};

use crate::union::alternatives::{ANY, combine};

fn combined(schema: &Value, components: &Value) -> Value {
    let mut schemas = components.clone();
    schemas["It"] = schema.clone();
    combine(&json!({ "components": { "schemas": schemas } })).unwrap()["components"]["schemas"]
        ["It"]
        .clone()
}

#[test]
fn two_objects_become_one_with_the_fields_of_both() {
    let components = json!({
        "Cat": { "type": "object", "properties": { "name": { "type": "string" }, "lives": { "type": "integer" } }, "required": ["name"] },
        "Dog": { "type": "object", "properties": { "name": { "type": "string" }, "lives": { "type": "string" } }, "required": ["name", "lives"] },
    });
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    assert_eq!(
        combined(
            &json!({ "description": "A pet.", "oneOf": [reference("Cat"), reference("Dog"), { "type": "string" }], "nullable": true }),
            &components
        ),
        json!({
            "description": "A pet.",
            "nullable": true,
            "oneOf": [
                {
                    "type": "object",
                    "properties": {
                        "name": { "type": "string" },
                        "lives": { "oneOf": [{ "type": "string" }, { "type": "integer" }] }
                    },
                    "required": ["name"]
                },
                { "type": "string" }
            ]
        })
    );
}

#[test]
fn alternatives_of_different_kinds_keep_their_references() {
    let components = json!({ "Cat": { "type": "object", "properties": { "id": {} } } });
    let one_of = json!([{ "$ref": "#/components/schemas/Cat" }, { "type": "integer" }]);
    assert_eq!(
        combined(&json!({ "anyOf": one_of }), &components),
        json!({ "oneOf": one_of })
    );
}

#[test]
fn an_alternative_that_only_says_that_null_fits_is_null() {
    let text = json!({ "type": "string" });
    let nullable = json!({ "type": "string", "nullable": true });
    for key in ["oneOf", "anyOf"] {
        let schema = json!({ key: [text, { "nullable": true }] });
        assert_eq!(combined(&schema, &json!({})), nullable, "{key}");
    }
}

#[test]
fn lists_of_different_items_are_one_list() {
    assert_eq!(
        combined(
            &json!({ "oneOf": [
                { "type": "array", "items": { "type": "integer" } },
                { "type": "array", "items": { "type": "string" } },
            ] }),
            &json!({})
        ),
        json!({ "type": "array", "items": { "oneOf": [{ "type": "string" }, { "type": "integer" }] } })
    );
}

#[test]
fn properties_beside_alternatives_are_in_all_of_them() {
    assert_eq!(
        combined(
            &json!({
                "type": "object",
                "properties": { "id": { "type": "integer" } },
                "required": ["id"],
                "oneOf": [{ "properties": { "a": { "type": "boolean" } }, "required": ["a"] }, { "properties": { "b": { "type": "string" } } }]
            }),
            &json!({})
        )["properties"],
        json!({ "a": { "type": "boolean" }, "b": { "type": "string" }, "id": { "type": "integer" } })
    );
}

#[test]
fn what_contradicts_itself_or_is_open_is_any_json() {
    let open = json!({ "description": "Who.", "oneOf": [{ "type": "string" }, {}] });
    assert_eq!(
        combined(&open, &json!({})),
        json!({ "description": format!("Who.\n\n{ANY}") })
    );
}

#[test]
fn an_alternative_that_is_the_whole_adds_nothing() {
    let circle = json!({ "oneOf": [{ "$ref": "#/components/schemas/It" }, { "type": "object" }] });
    assert_eq!(combined(&circle, &json!({})), json!({ "type": "object" }));
}

#[test]
fn objects_that_hold_themselves_come_to_an_end() {
    let components = json!({
        "A": { "type": "object", "properties": { "next": { "$ref": "#/components/schemas/A" }, "x": {} } },
        "B": { "type": "object", "properties": { "next": { "$ref": "#/components/schemas/B" }, "y": {} } },
    });
    let both = json!({ "oneOf": [{ "$ref": "#/components/schemas/A" }, { "$ref": "#/components/schemas/B" }] });
    let combined = combined(&both, &components);
    assert!(combined["properties"]["next"]["properties"]["next"].is_object());
    assert!(combined.to_string().len() < 10_000);
}

#[test]
fn alternatives_that_hold_themselves_become_a_component() {
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let document = json!({ "components": { "schemas": {
        "Filter": { "type": "object", "properties": {
            "name": { "type": "string" },
            "and": { "type": "array", "items": { "oneOf": [reference("Filter"), reference("Condition")] } },
        } },
        "Condition": { "type": "object", "properties": { "field": { "type": "string" } } },
    } } });
    let combined = combine(&document).unwrap();
    let schemas = &combined["components"]["schemas"];
    let both = reference("FilterOrCondition");
    assert_eq!(
        schemas["FilterOrCondition"]["properties"]["and"]["items"], both,
        "{combined:#}"
    );
    assert_eq!(
        schemas["FilterOrCondition"]["properties"]["field"]["type"],
        "string"
    );
    assert!(combined.to_string().len() < 2_000, "{combined:#}");
}

#[test]
fn what_is_said_of_the_whole_hides_no_alternative() {
    for beside in [
        json!({ "default": null, "title": "P" }),
        json!({ "readOnly": true, "x-order": 1 }),
        json!({ "deprecated": true, "nullable": true }),
    ] {
        let mut schema = json!({ "anyOf": [{ "type": "string" }, { "type": "integer" }] });
        schema
            .as_object_mut()
            .unwrap()
            .extend(beside.as_object().unwrap().clone());
        let combined = combined(&schema, &json!({}));
        assert_eq!(
            combined["oneOf"],
            json!([{ "type": "string" }, { "type": "integer" }]),
            "{combined}"
        );
        assert_eq!(combined.get("anyOf"), None);
    }
    let object =
        |name: &str| json!({ "type": "object", "properties": { name: { "type": "string" } } });
    let typed = combined(
        &json!({ "type": "object", "oneOf": [object("a"), object("b")] }),
        &json!({}),
    );
    assert_eq!(
        typed["properties"].as_object().map(Map::len),
        Some(2),
        "{typed}"
    );
}
