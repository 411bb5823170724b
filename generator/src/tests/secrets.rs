//! What is marked as a secret is not printed, whatever becomes of the schema that has the mark.

use serde_json::{Value, json};

use super::{document, response, run};

/// The files of types that are made of an operation whose response is an object with these properties.
fn types_of(properties: Value) -> String {
    types_with(properties, json!({}))
}

/// As [`types_of`], beside the components of the document.
fn types_with(properties: Value, components: Value) -> String {
    let shown = json!({ "type": "object", "properties": properties });
    let mut document = document(&json!({ "/a": { "get": {
        "operationId": "show", "responses": { "200": response(&shown) },
    } } }));
    document["components"]["schemas"] = components;
    let output = run(&document).unwrap_or_else(|error| panic!("{error}"));
    let types = output.files.into_iter();
    let types = types.filter(|file| file.path.starts_with("generated/shop/src/types/"));
    types.map(|file| file.text).collect()
}

/// How often a field is hidden.
fn hidden(types: &str, field: &str) -> usize {
    let words = types.split_whitespace().collect::<Vec<_>>().concat();
    let call = format!(".field(\"{field}\",&format_args!(\"***\"))");
    words.matches(&call).count()
}

fn object(property: Value) -> Value {
    json!({ "type": "object", "properties": { "inner": property } })
}

#[test]
fn a_property_that_becomes_a_component_keeps_its_mark() {
    for secret in [
        json!({ "type": "object", "properties": { "a": { "type": "string" } }, "x-secret": true }),
        json!({ "type": "object", "properties": { "a": { "type": "string" } }, "x-secret": true, "x-schema-name": "Part" }),
        json!({ "type": "string", "x-schema-name": "Part", "x-secret": true }),
        json!({ "type": "string", "x-schema-name": "Part", "format": "password" }),
        json!({ "type": "array", "items": { "type": "string", "x-secret": true } }),
        json!({ "type": "array", "items": { "type": "string", "x-schema-name": "Part", "format": "password" } }),
    ] {
        let types = types_of(json!({ "thing": secret, "other": { "type": "string" } }));
        assert_eq!(hidden(&types, "thing"), 1, "{secret}: {types}");
        assert_eq!(hidden(&types, "other"), 0, "{secret}");
    }
}

#[test]
fn a_component_of_the_document_keeps_its_mark() {
    let types = types_with(
        json!({ "thing": { "$ref": "#/components/schemas/Part" } }),
        json!({ "Part": { "type": "string", "format": "password" } }),
    );
    assert_eq!(hidden(&types, "thing"), 1, "{types}");
}

#[test]
fn equal_objects_are_one_type_that_hides_what_one_of_them_hides() {
    let secret = json!({ "type": "string", "x-secret": true });
    let open = json!({ "type": "string" });
    for (a, b) in [(&secret, &open), (&open, &secret)] {
        let types = types_of(json!({ "first": object(a.clone()), "second": object(b.clone()) }));
        assert_eq!(types.matches("pub inner:").count(), 1, "{types}");
        assert_eq!(hidden(&types, "inner"), 1, "{types}");
    }
    // One of two places of an object.
    let marked = |mark: bool| {
        let mut of = object(open.clone());
        of["x-secret"] = json!(mark);
        of
    };
    let types = types_of(json!({ "first": marked(true), "second": marked(false) }));
    assert_eq!(types.matches("pub inner:").count(), 1, "{types}");
    assert_eq!((hidden(&types, "first"), hidden(&types, "second")), (1, 0));
}

#[test]
fn alternatives_and_places_of_one_name_hide_what_one_of_them_hides() {
    let (secret, open) = (
        json!({ "type": "string", "format": "password" }),
        json!({ "type": "string", "format": "email" }),
    );
    for (a, b) in [(&secret, &open), (&open, &secret)] {
        for keyword in ["anyOf", "oneOf"] {
            let types = types_of(json!({ "thing": { keyword: [a, b] } }));
            assert_eq!(hidden(&types, "thing"), 1, "{types}");
        }
        let named = |of: &Value| {
            let mut object = object(of.clone());
            object["x-schema-name"] = json!("Part");
            object
        };
        let types = types_of(json!({ "first": named(a), "second": named(b) }));
        assert_eq!(hidden(&types, "inner"), 1, "{types}");
    }
}

#[test]
fn a_mark_that_is_no_boolean_is_an_error() {
    let shown = object(json!({ "type": "string", "x-secret": "yes" }));
    let error = run(&document(
        &json!({ "/a": { "get": { "responses": { "200": response(&shown) } } } }),
    ))
    .map(|_| ())
    .unwrap_err();
    assert!(
        error.place().ends_with("/properties/inner/x-secret"),
        "{error}"
    );
    assert_eq!(
        error.rule(),
        "\"yes\" is no boolean, and would hide nothing"
    );
}

/// `src/scopes.rs` of an API whose only operation has a path parameter in the scope `account`.
fn scopes_of(name: &str, mut parameter: Value) -> String {
    let defaults = json!({ "name": name, "in": "path", "required": true, "x-scope": "account" });
    for (key, value) in defaults.as_object().unwrap() {
        parameter[key] = value.clone();
    }
    let output = run(&document(&json!({ format!("/a/{{{name}}}"): { "get": {
        "operationId": "show", "parameters": [parameter],
        "responses": { "200": response(&json!({ "type": "string" })) },
    } } })));
    let output = output.unwrap_or_else(|error| panic!("{error}"));
    let mut files = output.files.into_iter();
    files
        .find(|file| file.path.ends_with("src/scopes.rs"))
        .unwrap()
        .text
}

#[test]
fn a_scope_hides_a_secret_that_it_holds() {
    let string = json!({ "type": "string" });
    for (name, parameter) in [
        ("id", json!({ "schema": string, "x-secret": true })),
        (
            "id",
            json!({ "schema": { "type": "string", "x-secret": true } }),
        ),
        (
            "id",
            json!({ "schema": { "type": "string", "format": "password" } }),
        ),
        (
            "id",
            json!({ "schema": { "type": "string", "x-schema-name": "Key", "x-secret": true } }),
        ),
        ("accessToken", json!({ "schema": string })),
    ] {
        let scopes = scopes_of(name, parameter.clone());
        assert_eq!(hidden(&scopes, "held"), 1, "{parameter}: {scopes}");
        assert!(!scopes.contains("derive(Debug"), "{scopes}");
    }
    let scopes = scopes_of("id", json!({ "schema": string }));
    assert_eq!(hidden(&scopes, "held"), 0);
    assert!(scopes.contains("derive(Debug, Clone)"), "{scopes}");
}
