//! Several responses become one schema that covers them.

use serde_json::{Value, json};

use crate::union::responses::cover;

fn covering(schemas: &[Value]) -> Value {
    let schemas: Vec<&Value> = schemas.iter().collect();
    cover(&Value::Null, &schemas)
}

#[test]
fn equal_schemas_are_one() {
    let schema = json!({ "type": "object", "properties": { "id": { "type": "string" } } });
    assert_eq!(covering(&[schema.clone(), schema.clone()]), schema);
    assert_eq!(covering(&[]), json!({}));
}

#[test]
fn objects_become_one_with_all_properties_and_what_both_require() {
    let media = json!({ "type": "object", "required": ["id", "url"],
        "properties": { "id": { "type": "string" }, "url": { "type": "string" }, "size": { "type": "integer" } } });
    let pending = json!({ "type": "object", "required": ["id"],
        "properties": { "id": { "type": "string" }, "size": { "type": "number", "nullable": true } } });
    assert_eq!(
        covering(&[media, pending]),
        json!({ "type": "object", "required": ["id"], "properties": {
            "id": { "type": "string" },
            "size": { "type": "number", "nullable": true },
            "url": { "type": "string" },
        } })
    );
}

#[test]
fn values_of_different_kinds_become_alternatives() {
    let (text, object) = (
        json!({ "type": "string" }),
        json!({ "type": "object", "properties": { "id": {} } }),
    );
    let list = json!({ "type": "array", "items": { "type": "integer" } });
    assert_eq!(
        covering(&[text.clone(), object.clone()]),
        json!({ "oneOf": [object, text] })
    );
    assert_eq!(
        covering(&[
            json!({ "oneOf": [list, text] }),
            text.clone(),
            object.clone()
        ]),
        json!({ "oneOf": [object, list, text] })
    );
}

#[test]
fn a_list_covers_the_items_of_all() {
    let list = |items: Value| json!({ "type": "array", "items": items });
    assert_eq!(
        covering(&[
            list(json!({ "type": "integer" })),
            list(json!({ "type": "number" }))
        ]),
        list(json!({ "type": "number" }))
    );
}

#[test]
fn a_word_of_either_list_is_a_word_of_the_covering_one() {
    assert_eq!(
        covering(&[
            json!({ "type": "string", "enum": ["a", "b"] }),
            json!({ "type": "string", "enum": ["b", "c"] })
        ]),
        json!({ "type": "string", "enum": ["a", "b", "c"] })
    );
    assert_eq!(
        covering(&[
            json!({ "type": "string", "enum": ["a"] }),
            json!({ "type": "string" , "format": "uuid"})
        ]),
        json!({ "type": "string" })
    );
}

#[test]
fn what_is_not_understood_is_any_json() {
    let object = json!({ "type": "object", "properties": { "id": {} } });
    for odd in [
        json!({ "type": "date" }),
        json!({}),
        json!({ "$ref": "#/gone" }),
        json!(true),
    ] {
        assert_eq!(covering(&[odd.clone(), object.clone()]), json!({}), "{odd}");
    }
}

#[test]
fn what_else_a_schema_is_made_of_is_combined_first() {
    let object = json!({ "type": "object", "properties": { "id": {} } });
    let more = json!({ "allOf": [object, { "properties": { "x": {} } }] });
    assert_eq!(
        covering(&[more, object]),
        json!({ "type": "object", "properties": { "id": {}, "x": {} } })
    );
}

#[test]
fn components_are_looked_up_and_end_where_they_refer_to_themselves() {
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let node = |extra: &str, next: Value| json!({ "type": "object", "properties": { extra: { "type": "string" }, "next": next } });
    let document = json!({ "components": { "schemas": {
        "A": node("a", reference("A")), "B": node("b", reference("B")),
    } } });
    let covering = cover(&document, &[&reference("A"), &reference("B")]);
    assert_eq!(covering["properties"]["a"], json!({ "type": "string" }));
    assert_eq!(covering["properties"]["b"], json!({ "type": "string" }));
    // Lowering makes a component of it, which holds itself.
    let both = json!({ "anyOf": [reference("A"), reference("B")] });
    assert_eq!(covering["properties"]["next"], both);
}

#[test]
fn a_map_may_have_an_entry_with_the_name_of_a_property() {
    let map = json!({ "type": "object", "additionalProperties": { "type": "integer" } });
    let object = json!({ "type": "object", "properties": { "id": { "type": "string" } } });
    let id = json!({ "oneOf": [{ "type": "integer" }, { "type": "string" }] });
    for schemas in [[map.clone(), object.clone()], [object, map]] {
        let covering = covering(&schemas);
        let of_id = covering
            .pointer("/properties/id/oneOf")
            .and_then(Value::as_array);
        assert_eq!(
            of_id.map(Vec::len),
            id["oneOf"].as_array().map(Vec::len),
            "{covering}"
        );
    }
}

#[test]
fn what_other_tools_say_of_a_schema_makes_no_difference() {
    let with = |extension: &str| json!({ "type": "object", "x-stoplight": { "id": extension }, "properties": { "id": { "type": "string" } } });
    assert_eq!(
        covering(&[with("a"), with("b")])["properties"]["id"]["type"],
        "string"
    );
    let nullable = json!({ "nullable": true, "oneOf": [{ "type": "string" }, { "type": "array", "items": {} }] });
    let covering = covering(&[nullable, json!({ "type": "string" })]);
    assert_eq!(
        covering["oneOf"].as_array().map(Vec::len),
        Some(2),
        "{covering}"
    );
    assert_eq!(covering["nullable"], true);
}
