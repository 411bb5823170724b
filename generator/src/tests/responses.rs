//! Responses: one type for whatever success brings, and no operation without one.

use serde_json::{Value, json};

use super::emitted::Emitted;
use super::{document, file, made, operation, reasons, response, run};
use crate::Output;
use crate::report::UnknownKind;

/// A crate with one operation, `show`, and these responses.
fn responding(responses: &Value) -> Output {
    let mut show = operation("show");
    show["responses"] = responses.clone();
    let output = made(&json!({ "/a": { "get": show } }));
    assert_eq!(reasons(&output), [""; 0]);
    output
}

/// What the request has beyond its path, how it is sent, and what comes back.
fn sent(output: &Output) -> String {
    let Emitted {
        started,
        declaration,
        ..
    } = Emitted::new(output, "Show");
    let more = started
        .strip_prefix(r#"Show(Request::get(&self.core,"show","/a")"#)
        .and_then(|started| started.strip_suffix(')'))
        .unwrap_or_else(|| panic!("{started}"));
    format!("{more} {declaration}").trim_start().to_string()
}

fn notes(output: &Output) -> Vec<&str> {
    let notes = output.gaps.notes.iter();
    notes.map(|note| note.note.as_str()).collect()
}

fn content(media_type: &str, content: &Value) -> Value {
    json!({ "description": "", "content": { media_type: content } })
}

#[test]
fn what_nobody_describes_is_any_body() {
    let error =
        response(&json!({ "type": "object", "properties": { "message": { "type": "string" } } }));
    for responses in [
        json!({}),
        json!({ "401": error, "500": error }),
        json!({ "default": { "description": "" } }),
        json!({ "200 OK": response(&json!({ "type": "string" })) }),
        json!([]),
    ] {
        let output = responding(&responses);
        assert_eq!(sent(&output), "-> send_any AnyBody", "{responses}");
        assert_eq!(notes(&output), [""; 0]);
        let method = file(&output, "src/operations/untagged.rs");
        assert!(
            method.contains("/// The response is an [`AnyBody`]"),
            "{method}"
        );
        let [unknown] = output.gaps.unknowns.as_slice() else {
            panic!("{:?}", output.gaps.unknowns)
        };
        assert_eq!(unknown.kind, UnknownKind::Response);
        assert_eq!(
            (unknown.place.as_str(), unknown.target.as_str()),
            ("show", "$.paths.*[?@.operationId=='show'].responses")
        );
    }
}

#[test]
fn the_default_response_is_the_success_where_no_other_is() {
    let text = response(&json!({ "type": "string" }));
    let output = responding(&json!({ "default": text, "404": text }));
    assert_eq!(
        sent(&output),
        "-> send_any AnyBody",
        "beside another one it is the failure that none of them is"
    );
    let output = responding(&json!({ "default": text }));
    assert_eq!(sent(&output), "-> send_json String");
    assert_eq!(
        notes(&output),
        ["No success is documented: the response `default` is taken for one"]
    );
    let output = responding(&json!({ "default": text, "204": { "description": "" } }));
    assert_eq!(sent(&output), "-> send_empty ()");
}

#[test]
fn several_responses_have_one_type_that_covers_them() {
    let object = |name: &str| {
        response(
            &json!({ "type": "object", "required": ["id", name], "properties": {
            "id": { "type": "string" }, name: { "type": "integer" },
        } }),
        )
    };
    let output = responding(&json!({ "200": object("size"), "202": object("progress") }));
    assert_eq!(sent(&output), "-> send_json types::ShowResponse");
    let types = file(&output, "src/types/untagged.rs");
    for field in [
        "pub id: String,",
        "pub size: Option<i64>,",
        "pub progress: Option<i64>,",
    ] {
        assert!(types.contains(field), "{field}\n{types}");
    }
    assert_eq!(notes(&output), [""; 0]);
}

#[test]
fn responses_of_different_json_kinds_are_alternatives() {
    let output = responding(&json!({
        "200": response(&json!({ "type": "array", "items": { "type": "string" } })),
        "202": response(&json!({ "type": "string" })),
    }));
    assert_eq!(sent(&output), "-> send_json types::ShowResponse");
    let types = file(&output, "src/types/untagged.rs");
    assert!(types.contains("pub enum ShowResponse"), "{types}");
}

#[test]
fn a_response_that_may_have_no_content_is_optional() {
    let text = response(&json!({ "type": "string" }));
    let list =
        response(&json!({ "type": "array", "nullable": true, "items": { "type": "integer" } }));
    for (full, ty) in [(text, "String"), (list, "Vec<i64>")] {
        let output = responding(&json!({ "200": full, "204": { "description": "" } }));
        assert_eq!(sent(&output), format!("-> send_optional_json Option<{ty}>"));
    }
}

#[test]
fn a_status_without_content_has_none_even_where_scribe_writes_one() {
    let empty = content(
        "text/plain",
        &json!({ "schema": { "type": "string", "example": "" } }),
    );
    for status in ["204", "205"] {
        let output = responding(&json!({ status: empty }));
        assert_eq!(sent(&output), "-> send_empty ()");
    }
    let shown = content(
        "application/json",
        &json!({ "schema": { "type": "string", "example": "gone" } }),
    );
    assert_eq!(
        sent(&responding(&json!({ "204": shown }))),
        "-> send_optional_json Option<String>"
    );
}

#[test]
fn the_media_type_says_what_comes() {
    let file = json!({ "schema": { "type": "string", "format": "binary" } });
    let list = json!({ "schema": { "type": "array", "items": { "type": "integer" } } });
    for (media_type, schema, expected) in [
        (
            "application/json; charset=utf-8",
            json!({}),
            "-> send_json serde_json::Value",
        ),
        (
            "Application/JSON",
            json!({}),
            "-> send_json serde_json::Value",
        ),
        (
            "application/vnd.api+json",
            json!({}),
            r#".accept("application/vnd.api+json") -> send_json serde_json::Value"#,
        ),
        ("*/*", list, "-> send_json Vec<i64>"),
        (
            "text/csv",
            json!({}),
            r#".accept("text/csv") -> send_text String"#,
        ),
        (
            "text/html; charset=UTF-8",
            json!({}),
            r#".accept("text/html") -> send_text String"#,
        ),
        (
            "application/xml",
            json!({}),
            r#".accept("application/xml") -> send_text String"#,
        ),
        (
            "application/pdf",
            json!({}),
            r#".accept("application/pdf") -> send_bytes Bytes"#,
        ),
        (
            "text/csv",
            file.clone(),
            r#".accept("text/csv") -> send_bytes Bytes"#,
        ),
        ("image/*", json!({}), "-> send_bytes Bytes"),
        ("application/json", file, "-> send_any AnyBody"),
        ("*/*", json!({}), "-> send_any AnyBody"),
    ] {
        let output = responding(&json!({ "200": content(media_type, &schema) }));
        assert_eq!(sent(&output), expected, "{media_type}");
    }
}

#[test]
fn of_several_media_types_json_is_asked_for() {
    let output = responding(&json!({ "200": { "description": "", "content": {
        "text/csv": {}, "application/pdf": {}, "application/json": { "schema": { "type": "string" } },
    } } }));
    assert_eq!(sent(&output), "-> send_json String");
    assert_eq!(
        notes(&output),
        [
            "The response 200 can also be `text/csv` or `application/pdf`: `application/json` is asked for"
        ]
    );
}

#[test]
fn text_that_looks_like_json_is_not_believed_to_be_text() {
    for example in ["{ \"data\": [...] }", " [1, 2,]", "{"] {
        let text = content(
            "text/plain",
            &json!({ "schema": { "type": "string", "example": example } }),
        );
        assert_eq!(
            sent(&responding(&json!({ "200": text }))),
            "-> send_any AnyBody",
            "{example}"
        );
    }
    let page = content(
        "text/plain",
        &json!({ "schema": { "type": "string", "example": "<html>" } }),
    );
    assert_eq!(
        sent(&responding(&json!({ "200": page }))),
        r#".accept("text/plain") -> send_text String"#
    );
}

#[test]
fn responses_of_different_kinds_come_as_they_are() {
    let output = responding(&json!({
        "200": response(&json!({ "type": "string" })),
        "201": content("text/csv", &json!({})),
    }));
    assert_eq!(sent(&output), "-> send_any AnyBody");
}

#[test]
fn a_response_elsewhere_is_followed_and_a_lost_one_is_any_body() {
    let mut with_responses = document(&json!({}));
    with_responses["components"]["responses"] =
        json!({ "Text": response(&json!({ "type": "string" })) });
    for (name, declared) in [
        ("Text", "-> send_json String"),
        ("Gone", "-> send_any AnyBody"),
    ] {
        let mut show = operation("show");
        show["responses"] = json!({ "200": { "$ref": format!("#/components/responses/{name}") } });
        with_responses["paths"] = json!({ "/a": { "get": show } });
        assert_eq!(sent(&run(&with_responses).unwrap()), declared);
    }
}

#[test]
fn every_json_example_is_a_test() {
    let object = |id: &str| json!({ "type": "object", "properties": { "id": { "type": "string", "example": id } }, "example": { "id": id } });
    let output = responding(&json!({
        "200": { "description": "", "content": {
            "application/vnd.api+json; charset=utf-8": { "schema": object("a") },
            "application/json": { "schema": { "oneOf": [object("b"), { "type": "string", "example": "c" }] } },
        } },
        "201": content("application/json", &json!({ "schema": object("d"), "examples": { "e": { "value": { "id": "e" } } } })),
    }));
    let mut bodies: Vec<String> = output
        .files
        .iter()
        .filter(|file| file.path.starts_with("generated/shop/tests/examples/"))
        .map(|file| file.text.split_whitespace().collect())
        .collect();
    bodies.sort();
    bodies.dedup();
    assert_eq!(
        bodies,
        [
            "\"c\"",
            "{\"id\":\"a\"}",
            "{\"id\":\"b\"}",
            "{\"id\":\"d\"}",
            "{\"id\":\"e\"}"
        ]
    );
}

#[test]
fn a_media_type_of_the_document_is_no_header() {
    let hostile = "text/plain\r\nx-evil: 1";
    let output = responding(&json!({ "200": content(hostile, &json!({})) }));
    assert_eq!(sent(&output), "-> send_text String");
}

#[test]
fn two_responses_that_are_trees_are_one_tree() {
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let node = |own: &str, next: Value| json!({ "type": "object", "properties": { own: { "type": "string" }, "next": next } });
    let mut show = operation("show");
    show["responses"] =
        json!({ "200": response(&reference("A")), "201": response(&reference("B")) });
    let mut document = document(&json!({ "/a": { "get": show } }));
    document["components"] = json!({ "schemas": {
        "A": node("a", reference("A")), "B": node("b", reference("B")),
    } });
    let output = run(&document).unwrap();
    assert_eq!(reasons(&output), [""; 0]);
    let types = file(&output, "src/types/untagged.rs");
    assert!(types.contains("pub next: Option<"), "{types}");
    assert!(
        !types.contains("pub next: Option<serde_json::Value>"),
        "{types}"
    );
}
