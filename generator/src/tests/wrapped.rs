//! Responses in envelopes, and bodies whose builders fill in what is always the same.

use serde_json::{Value, json};

use super::emitted::Emitted;
use super::{document, file, response, run};

/// A document whose one operation creates a chat between two people, in an envelope.
fn chat(extensions: &Value, items: &Value) -> Value {
    let envelope = json!({ "type": "object", "required": ["data"], "properties": {
        "data": { "type": "object", "properties": {
            "log": { "type": "array", "items": { "type": "object", "properties": { "at": {} } } },
            "status": { "type": "integer" }, "chat": { "type": "object", "properties": { "id": { "type": "string" } } } } },
        "ok": { "type": "boolean" },
    } });
    let user = json!({ "type": "object", "required": ["id", "flags"], "properties": {
        "id": { "type": "string" }, "flags": { "type": "integer", "default": 0 },
    } });
    let body = json!({ "type": "object", "required": ["users"], "properties": {
        "users": { "type": "array", "items": user, "minItems": 2, "maxItems": 2, "x-items": items },
    } });
    let mut create = json!({
        "operationId": "create",
        "requestBody": { "required": true, "content": { "application/json": { "schema": body } } },
        "responses": { "200": response(&envelope) },
    });
    for (key, value) in extensions.as_object().unwrap() {
        create[key] = value.clone();
    }
    document(&json!({ "/chats": { "post": create } }))
}

#[test]
fn a_payload_is_reached_in_one_step_and_a_failure_inside_a_success_is_told() {
    let extensions =
        json!({ "x-payload": "/data/chat", "x-success": { "/ok": true, "/data/status": "2XX" } });
    let output = run(&chat(
        &extensions,
        &json!([{ "name": "from", "property": "id" }, { "name": "to", "property": "id" }]),
    ))
    .unwrap();
    let types = file(&output, "src/types/untagged.rs");
    assert!(
        types.contains(
            "pub fn payload(&self) -> Option<&Chat> {\n        self.data.chat.as_ref()\n    }"
        ),
        "{types}"
    );
    assert!(
        types
            .contains("pub fn into_payload(self) -> Option<Chat> {\n        self.data.chat\n    }"),
        "{types}"
    );
    assert!(types.contains("pub users: [User; 2],"), "{types}");
    assert_eq!(
        Emitted::new(&output, "Create").started,
        r#"Create(Request::post(&self.core,"create","/chats").succeeds_if("/ok",Expected::Bool(true)).succeeds_if("/data/status",Expected::Status2xx),Draft::required())"#
    );
    let builders = file(&output, "src/types/builder/untagged.rs");
    assert!(builders.contains("users: [\n                types::User::builder().id(from).build()?,\n                types::User::builder().id(to).build()?,\n            ],"), "{builders}");
    assert!(
        builders.contains("flags: self.flags.optional(\"flags\")?.unwrap_or(0),"),
        "{builders}"
    );
}

#[test]
fn a_fixup_that_leads_nowhere_is_an_error_with_its_place() {
    let named = json!([{ "name": "from", "property": "id" }, { "name": "to", "property": "id" }]);
    for (extensions, items, place) in [
        (
            json!({ "x-payload": "/data/chats" }),
            named.clone(),
            "/paths/~1chats/post/x-payload",
        ),
        (
            json!({ "x-payload": "/ok/x" }),
            named.clone(),
            "/paths/~1chats/post/x-payload",
        ),
        (
            json!({ "x-payload": "/data/log/at" }),
            named.clone(),
            "/paths/~1chats/post/x-payload",
        ),
        (
            json!({ "x-success": [] }),
            named.clone(),
            "/paths/~1chats/post/x-success",
        ),
        (
            json!({ "x-success": { "/data/statsu": "2XX" } }),
            named,
            "/paths/~1chats/post/x-success",
        ),
        (
            json!({}),
            json!([{ "name": "from", "property": "id" }]),
            "/components/schemas/CreateBody/properties/users/x-items",
        ),
        (
            json!({}),
            json!([{ "name": "from", "property": "id" }, { "name": "to", "property": "no" }]),
            "/components/schemas/CreateBody/properties/users/x-items",
        ),
        (
            json!({}),
            json!([{ "name": "from", "property": "id" }, { "name": "from", "property": "id" }]),
            "/components/schemas/CreateBody/properties/users/x-items",
        ),
    ] {
        let error = run(&chat(&extensions, &items)).unwrap_err();
        assert_eq!(error.place(), format!("effective.yaml: {place}"), "{error}");
        assert!(!error.cure().is_empty());
    }
}

#[test]
fn items_that_their_builder_cannot_make_are_an_error() {
    let named = json!([{ "name": "from", "property": "id" }, { "name": "to", "property": "id" }]);
    let body = "/components/schemas/CreateBody";
    let schema = "/paths/~1chats/post/requestBody/content/application~1json/schema";
    for (change, rule) in [
        (
            json!({ "required": [] }),
            "the list is not required, but all of its items would be",
        ),
        (
            json!({ "properties": { "from": { "type": "string" }, "users": null } }),
            "another setter is called `from`",
        ),
        (
            json!({ "properties": { "users": { "items": { "required": ["id", "name"], "properties": { "name": { "type": "string" } } } } } }),
            "its items require `name`, too, which has no default",
        ),
    ] {
        let mut document = chat(&json!({}), &named);
        merge(document.pointer_mut(schema).unwrap(), &change);
        let error = run(&document).unwrap_err();
        assert_eq!(
            error.place(),
            format!("effective.yaml: {body}/properties/users/x-items")
        );
        assert_eq!(error.rule(), rule);
    }
}

/// Writes `change` over `value`; null leaves what is there.
fn merge(value: &mut Value, change: &Value) {
    match (value, change) {
        (_, Value::Null) => {}
        (Value::Object(value), Value::Object(change)) => {
            for (key, change) in change {
                merge(value.entry(key).or_insert(Value::Null), change);
            }
        }
        (value, change) => *value = change.clone(),
    }
}

#[test]
fn a_failure_that_operations_share_has_a_type_and_others_have_none() {
    let failing = |id: &str, schema: Value| {
        let mut failing = super::operation(id);
        failing["responses"]["422"] = response(&schema);
        json!({ "get": failing })
    };
    let shared = || json!({ "$ref": "#/components/schemas/Failure" });
    let mut document = document(&json!({
        "/a": failing("a", shared()),
        "/b": failing("b", shared()),
        "/c": failing("c", json!({ "type": "object", "properties": { "errors": { "type": "object" } } })),
    }));
    document["components"]["schemas"] = json!({
        "Failure": { "type": "object", "properties": { "message": { "type": "string" } } },
    });
    let output = run(&document).unwrap();
    let types = file(&output, "src/types/untagged.rs");
    assert_eq!(types.matches("pub struct").count(), 4, "{types}");
    assert!(types.contains("pub struct Failure {"), "{types}");
    let operations = file(&output, "src/operations/untagged.rs");
    let sentence = "is a [`Failure`](crate::types::Failure): `error.json::<types::Failure>()`.";
    assert_eq!(operations.matches(sentence).count(), 2, "{operations}");
}
