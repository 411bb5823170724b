//! Small documents in the ways people write them, and the one way in which they come out.

use serde_json::{Value, json};

use super::normalise;

/// A component in, the same component and its notes out.
fn component(schema: &Value) -> (Value, Vec<String>) {
    with_others(schema, &json!({}))
}

fn with_others(schema: &Value, others: &Value) -> (Value, Vec<String>) {
    let mut schemas = others.clone();
    schemas["It"] = schema.clone();
    let normalised = normalise(
        &json!({ "openapi": "3.1.0", "paths": {}, "components": { "schemas": schemas } }),
    );
    let notes = normalised.notes.into_iter().map(|note| note.note).collect();
    (
        normalised.document["components"]["schemas"]["It"].clone(),
        notes,
    )
}

/// What comes out without a note.
fn respelled(schema: &Value) -> Value {
    let (schema, notes) = component(schema);
    assert_eq!(notes, [""; 0]);
    schema
}

#[test]
fn what_is_written_well_stays() {
    let schema = json!({
        "type": "object",
        "description": "An item.",
        "properties": {
            "id": { "type": "integer", "format": "int64" },
            "required": { "type": "boolean", "example": "type: date" },
            "tags": { "type": "array", "items": { "type": "string", "nullable": true } },
        },
        "required": ["id"],
        "additionalProperties": false,
    });
    assert_eq!(respelled(&schema), schema);
}

#[test]
fn examples_and_extensions_are_data() {
    let data = json!({ "type": "date", "$ref": "#/nowhere", "properties": [] });
    let schema = json!({ "example": data, "default": data, "x-other": data });
    assert_eq!(respelled(&schema), schema);
}

#[test]
fn types_of_openapi_3_1_are_those_of_3_0() {
    for (written, expected) in [
        (
            json!({ "type": ["string", "null"], "const": "a", "examples": ["a", "b"] }),
            json!({ "type": "string", "nullable": true, "enum": ["a"], "example": "a" }),
        ),
        (
            json!({ "type": ["null", "integer", "string"], "enum": [1, "a", null] }),
            json!({ "oneOf": [{ "type": "string", "enum": ["a"] }, { "type": "integer", "enum": [1] }], "nullable": true }),
        ),
        (
            json!({ "anyOf": [{ "type": "string" }, { "type": "integer" }, { "type": "null" }] }),
            json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }], "nullable": true }),
        ),
        (
            json!({ "oneOf": [{ "type": "string" }, { "type": "null" }] }),
            json!({ "type": "string", "nullable": true }),
        ),
        (json!({ "type": "null" }), json!({})),
        (
            json!({ "type": "number", "exclusiveMinimum": 5 }),
            json!({ "type": "number", "minimum": 5, "exclusiveMinimum": true }),
        ),
        (
            json!({ "type": "string", "contentMediaType": "text/html", "description": "The page." }),
            json!({ "type": "string", "description": "The page.\n\nIts content is `text/html`." }),
        ),
        (
            json!({ "type": "string", "contentMediaType": "image/png" }),
            json!({ "type": "string", "description": "Its content is `image/png`." }),
        ),
        (
            json!({ "type": "string", "contentEncoding": "base64" }),
            json!({ "type": "string", "format": "byte" }),
        ),
        (
            json!({ "additionalProperties": false, "patternProperties": { "^x": { "type": "integer" } } }),
            json!({ "type": "object", "additionalProperties": { "type": "integer" } }),
        ),
        (
            json!({ "items": true, "additionalProperties": true }),
            json!({ "type": "object", "items": {}, "additionalProperties": true }),
        ),
    ] {
        assert_eq!(respelled(&written), expected, "{written}");
    }
}

#[test]
fn what_3_0_has_no_word_for_is_noted() {
    for (written, expected, note) in [
        (
            json!({ "if": {}, "then": {}, "type": "string" }),
            json!({ "type": "string" }),
            "`if`, `then` is left out, which OpenAPI 3.0 has no word for",
        ),
        (
            json!({ "prefixItems": [{ "type": "string" }, { "type": "integer" }] }),
            json!({ "type": "array", "items": { "oneOf": [{ "type": "string" }, { "type": "integer" }] } }),
            "The items have a schema by position; the crate has a list of items that are any of them",
        ),
        (
            json!(false),
            json!({}),
            "The schema `false`, which no value fits, is any JSON",
        ),
        (
            json!({ "type": "confirmed" }),
            json!({}),
            "`confirmed` is no type of OpenAPI, so this is any JSON",
        ),
        (
            json!({ "type": "hash" }),
            json!({ "type": "string" }),
            "`hash` is no type of OpenAPI; it is taken for `string`",
        ),
        (
            json!({ "type": "image" }),
            json!({ "type": "string" }),
            "`image` is no type of OpenAPI; it is taken for `string`",
        ),
        (
            json!({ "type": "?decimal", "example": "1.50" }),
            json!({ "type": "string", "nullable": true, "example": "1.50" }),
            "`?decimal` is no type of OpenAPI; it is taken for `string` or null",
        ),
        (
            json!({ "type": "decimal", "example": 1.5 }),
            json!({ "type": "number", "example": 1.5 }),
            "`decimal` is no type of OpenAPI; it is taken for `number`",
        ),
        (
            json!({ "type": "decimal" }),
            json!({}),
            "`decimal` is no type of OpenAPI; it is taken for any JSON",
        ),
        (
            json!({ "type": "string", "enum": "a, b" }),
            json!({ "type": "string", "enum": ["a", "b"] }),
            "The `enum` is the text `a, b`, which is taken for a list of values between `,`",
        ),
        (
            json!({ "type": "string", "enum": "one of the names that are listed below" }),
            json!({ "type": "string" }),
            "The `enum` is a text and no list, and is left out",
        ),
        (
            json!({ "$dynamicRef": "#node" }),
            json!({}),
            "`$dynamicRef` is left out, which OpenAPI 3.0 has no word for",
        ),
        (
            json!({ "type": "array", "items": { "$ref": "#/components/schemas/It" }, "required": ["id"] }),
            json!({ "type": "array", "items": { "$ref": "#/components/schemas/It" } }),
            "`required` stands beside a list whose items list no property `id`; that is left out",
        ),
        (
            json!({ "type": "integer", "enum": ["1", "2"] }),
            json!({ "type": "integer", "enum": [1, 2] }),
            "The values of `enum` are texts and the `type` is a number; they are taken for numbers",
        ),
    ] {
        assert_eq!(component(&written), (expected, vec![note.to_string()]));
    }
}

#[test]
fn php_writes_maps_as_lists() {
    assert_eq!(
        respelled(&json!({
            "type": "object",
            "properties": {
                "empty": { "type": "object", "properties": [] },
                "numbered": { "type": "object", "properties": [{ "type": "integer" }] },
                "list": { "type": "array", "items": [] },
                "map": { "type": "object", "additionalProperties": [] },
                "of_one": { "type": "string", "enum": { "1": "a", "2": "b" } },
                "nothing": [],
                "short": "string",
            },
            "required": "short",
        })),
        json!({
            "type": "object",
            "properties": {
                "empty": { "type": "object", "properties": {} },
                "numbered": { "type": "object", "properties": { "0": { "type": "integer" } } },
                "list": { "type": "array", "items": {} },
                "map": { "type": "object", "additionalProperties": {} },
                "of_one": { "type": "string", "enum": ["a", "b"] },
                "nothing": {},
                "short": { "type": "string" },
            },
            "required": ["short"],
        })
    );
}

#[test]
fn required_moves_to_the_schema_that_has_the_properties() {
    let (schema, notes) = component(&json!({
        "type": "object",
        "properties": {
            "id": { "type": "integer", "required": true },
            "name": { "type": "string", "required": false },
            "of": { "type": "object", "required": "true" },
            "if": { "type": "object", "required": 0 },
            "users": {
                "type": "array",
                "required": ["id", "gone"],
                "items": { "type": "object", "properties": { "id": { "type": "integer" } } }
            },
        },
        "required": ["name", 5, "name"],
    }));
    assert_eq!(schema["required"], json!(["name", "5", "id", "of"]));
    assert_eq!(
        schema["properties"],
        json!({
            "id": { "type": "integer" },
            "name": { "type": "string" },
            "of": { "type": "object" },
            "if": { "type": "object" },
            "users": {
                "type": "array",
                "items": { "type": "object", "properties": { "id": { "type": "integer" } }, "required": ["id"] }
            },
        })
    );
    assert_eq!(
        notes,
        [
            "`required` stands beside a list whose items list no property `gone`; that is left out",
            "`required` stands beside a list; it is taken for that of its items",
        ]
    );
}

#[test]
fn a_reference_keeps_what_stands_beside_it() {
    let other =
        json!({ "Other": { "type": "object", "properties": { "a": { "type": "string" } } } });
    let reference = "#/components/schemas/Other";
    assert_eq!(
        with_others(
            &json!({ "$ref": reference, "description": "Which." }),
            &other
        )
        .0,
        json!({ "allOf": [{ "$ref": reference }], "description": "Which." })
    );
    let or_null = json!({ "type": "object", "nullable": true, "allOf": [{ "$ref": reference }] });
    assert_eq!(with_others(&or_null, &other).0, or_null);
    assert_eq!(
        with_others(
            &json!({ "$ref": reference, "properties": { "b": {} } }),
            &other
        )
        .0,
        json!({ "type": "object", "properties": { "a": { "type": "string" }, "b": {} } })
    );
}

#[test]
fn a_reference_to_any_schema_leads_to_a_component() {
    let schema = |name: &str| json!({ "content": { "application/json": { "schema": name } } });
    let mut first = schema("");
    first["content"]["application/json"]["schema"] = json!({ "type": "object", "properties": { "user": { "type": "object", "properties": { "id": {} } } } });
    let mut second = schema("");
    second["content"]["application/json"]["schema"] = json!({});
    let found =
        "#/paths/~1a~1%7Bid%7D/get/responses/200/content/application~1json/schema/properties/user";
    second["content"]["application/json"]["schema"]["$ref"] = found.into();
    let normalised = normalise(&json!({
        "openapi": "3.0.3",
        "paths": {
            "/a/{id}": { "get": { "responses": { "200": first } } },
            "/b": { "get": { "responses": { "200": second } } },
        },
    }));
    assert_eq!(normalised.notes, []);
    let document = normalised.document;
    let reference = json!({ "$ref": "#/components/schemas/AIdUser" });
    let schema_of = |path: &str| {
        document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
            .clone()
    };
    assert_eq!(schema_of("/a/{id}")["properties"]["user"], reference);
    assert_eq!(schema_of("/b"), reference);
    assert_eq!(
        document["components"]["schemas"]["AIdUser"],
        json!({ "type": "object", "properties": { "id": {} } })
    );
}

#[test]
fn definitions_become_components() {
    let (schema, notes) = component(&json!({
        "type": "object",
        "properties": { "a": { "$ref": "#/$defs/Inner" }, "b": { "$ref": "#/components/schemas/It/$defs/Inner" } },
        "$defs": { "Inner": { "type": ["string", "null"] } },
    }));
    assert_eq!(notes, [""; 0]);
    let reference = json!({ "$ref": "#/components/schemas/ItInner" });
    assert_eq!(
        schema,
        json!({ "type": "object", "properties": { "a": reference, "b": reference } })
    );
}

#[test]
fn a_reference_to_nothing_is_any_json_there_and_nowhere_else() {
    let (schema, notes) = component(&json!({
        "type": "object",
        "properties": { "a": { "$ref": "other.yaml#/A" }, "b": { "$ref": "#/info" }, "c": { "type": "string" } },
    }));
    assert_eq!(
        schema["properties"],
        json!({ "a": {}, "b": {}, "c": { "type": "string" } })
    );
    assert_eq!(
        notes,
        [
            "`other.yaml#/A` leads to no schema of the document, so this is any JSON",
            "`#/info` leads to no schema of the document, so this is any JSON",
        ]
    );
}

#[test]
fn what_consists_of_itself_does_so_no_longer() {
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let others = json!({ "Next": { "allOf": [reference("It")] } });
    let (schema, notes) = with_others(
        &json!({ "oneOf": [reference("Next"), { "type": "string" }] }),
        &others,
    );
    // `Next` says nothing any more, and so its values are any.
    assert_eq!(schema.get("oneOf"), None);
    assert_eq!(
        notes,
        [
            "The forms of `oneOf` look alike in JSON, so this is any JSON",
            "`It` is part of itself, and this part is left out"
        ]
    );
    let tree = json!({ "type": "object", "properties": { "next": reference("It") } });
    assert_eq!(with_others(&tree, &json!({})), (tree, Vec::new()));
}

#[test]
fn all_of_is_one_schema() {
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let others = json!({
        "Base": { "type": "object", "properties": { "id": { "type": "number" }, "of": reference("Base") }, "required": ["id"] },
    });
    let (schema, notes) = with_others(
        &json!({
            "description": "More.",
            "allOf": [
                reference("Base"),
                { "properties": { "id": { "type": "integer" }, "name": { "type": "string" } }, "required": ["name"] },
                { "nullable": true },
            ],
        }),
        &others,
    );
    assert_eq!(
        schema,
        json!({
            "description": "More.",
            "type": "object",
            "properties": { "id": { "type": "integer" }, "name": { "type": "string" }, "of": reference("Base") },
            "required": ["id", "name"],
        })
    );
    assert_eq!(notes, [""; 0]);
    let (schema, notes) =
        component(&json!({ "allOf": [{ "type": "string" }, { "type": "integer" }] }));
    assert_eq!(schema, json!({}));
    assert_eq!(
        notes,
        ["The parts of `allOf` contradict each other or go on without end, so this is any JSON"]
    );
}

#[test]
fn all_of_that_holds_itself_becomes_components_that_refer_to_themselves() {
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let part = |name: &str| json!({ "allOf": [reference("It"), { "properties": { name: { "type": "string" } } }] });
    let document = json!({ "openapi": "3.0.3", "paths": {}, "components": { "schemas": { "It": {
        "type": "object",
        "properties": { "a": part("a1"), "b": part("b1") },
    } } } });
    let normalised = normalise(&document);
    assert_eq!(normalised.notes, []);
    let schemas = &normalised.document["components"]["schemas"];
    let with = |name: &str| {
        json!({
            "type": "object",
            "properties": { "a": reference("It2"), "b": reference("It3"), name: { "type": "string" } },
        })
    };
    assert_eq!(schemas["It2"], with("a1"), "{schemas:#}");
    assert_eq!(schemas["It3"], with("b1"), "{schemas:#}");
    assert_eq!(
        schemas["It"]["properties"]["a"]["properties"]["a"],
        reference("It2")
    );
}

#[test]
fn a_file_is_a_whole_body_or_a_part_of_one() {
    let file = json!({ "type": "string", "contentMediaType": "image/png" });
    let object = json!({ "type": "object", "properties": { "a": file, "b": { "type": "image" } } });
    let body = |media_type: &str, schema: &Value| {
        let content = json!({ media_type: { "schema": schema } });
        let document = json!({
            "openapi": "3.1.0",
            "paths": { "/a": { "post": { "requestBody": { "content": content } } } },
            "components": { "schemas": { "Part": object } },
        });
        let normalised = normalise(&document).document;
        normalised.pointer("/components/schemas/Part/properties/a/format") == Some(&json!("binary"))
            || normalised["paths"]["/a"]["post"]["requestBody"]["content"][media_type]["schema"]
                .to_string()
                .contains("binary")
    };
    let reference = json!({ "type": "object", "properties": { "of": { "$ref": "#/components/schemas/Part" } } });
    assert!(body("image/png", &file));
    assert!(body("multipart/form-data", &object));
    assert!(body("multipart/form-data", &reference));
    assert!(!body("application/json", &object));
    assert!(!body("application/json", &reference));
}

#[test]
fn examples_of_openapi_3_1_stay_evidence() {
    let schema = json!({ "type": "integer", "examples": [1, "u-1"] });
    assert_eq!(
        respelled(&schema),
        json!({ "type": "integer", "example": 1, "x-examples": [1, "u-1"] })
    );
    let body =
        json!({ "schema": { "type": "object", "examples": [{ "id": 1 }, { "id": "u-1" }] } });
    let normalised = normalise(&json!({
        "openapi": "3.1.0",
        "paths": { "/a": { "get": { "responses": { "200": { "content": { "application/json": body } } } } } },
    }));
    assert_eq!(
        normalised.document["paths"]["/a"]["get"]["responses"]["200"]["content"]["application/json"],
        json!({
            "schema": { "type": "object" },
            "examples": { "1": { "value": { "id": 1 } }, "2": { "value": { "id": "u-1" } } },
        })
    );
}

#[test]
fn normalising_again_changes_nothing() {
    let document = json!({
        "openapi": "3.1.0",
        "paths": {},
        "components": { "schemas": {
            "A": { "type": ["string", "integer", "null"], "enum": ["a", 1] },
            "B": { "allOf": [{ "$ref": "#/components/schemas/A" }, { "description": "x" }] },
            "C": { "$ref": "#/components/schemas/A", "nullable": true },
            "D": { "prefixItems": [{ "oneOf": [{ "type": "null" }, { "type": "string" }] }] },
            "E": { "properties": { "a": { "required": true, "$ref": "#/nowhere" } } },
        } },
    });
    let once = normalise(&document).document;
    let again = normalise(&once);
    assert_eq!(again.document, once);
    assert_eq!(again.notes, []);
}
