//! Answers: one type for whatever success brings, and no operation without one.

use serde_json::{Value, json};

use super::{answer, document, file, made, operation, reasons, run};
use crate::Output;
use crate::report::UnknownKind;

/// A crate with one operation, `show`, and these responses.
fn answering(responses: &Value) -> Output {
    let mut show = operation("show");
    show["responses"] = responses.clone();
    let output = made(&json!({ "/a": { "get": show } }));
    assert_eq!(reasons(&output), [""; 0]);
    output
}

/// The line of `send` and the call that sends.
fn send(output: &Output) -> (String, String) {
    let text = file(output, "src/operations/untagged.rs");
    let after = |start: &str| {
        let (_, rest) = text.split_once(start).unwrap_or_else(|| panic!("{text}"));
        rest.to_string()
    };
    let answer = after("pub async fn send(self) -> Result<Response<");
    let answer = answer.split(">, Error>").next().unwrap().to_string();
    let call = after(".request(\"show\", Method::GET, \"/a\")");
    let call: String = call
        .split(".await")
        .next()
        .unwrap()
        .split_whitespace()
        .collect();
    (answer, call)
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
        answer(&json!({ "type": "object", "properties": { "message": { "type": "string" } } }));
    for responses in [
        json!({}),
        json!({ "401": error, "500": error }),
        json!({ "default": { "description": "" } }),
        json!({ "200 OK": answer(&json!({ "type": "string" })) }),
        json!([]),
    ] {
        let output = answering(&responses);
        let (answer, call) = send(&output);
        assert_eq!(
            (answer.as_str(), call.as_str()),
            ("AnyBody", ".send_any()"),
            "{responses}"
        );
        assert_eq!(notes(&output), [""; 0]);
        let method = file(&output, "src/operations/untagged.rs");
        assert!(
            method.contains("/// The answer is an [`AnyBody`]"),
            "{method}"
        );
        let [unknown] = output.gaps.unknowns.as_slice() else {
            panic!("{:?}", output.gaps.unknowns)
        };
        assert_eq!(unknown.kind, UnknownKind::Answer);
        assert_eq!(
            (unknown.place.as_str(), unknown.target.as_str()),
            ("show", "$.paths.*[?@.operationId=='show'].responses")
        );
    }
}

#[test]
fn the_answer_to_everything_is_the_answer_of_success_where_no_other_is() {
    let text = answer(&json!({ "type": "string" }));
    let output = answering(&json!({ "default": text, "404": text }));
    assert_eq!(
        send(&output),
        ("AnyBody".to_string(), ".send_any()".to_string()),
        "beside another one it is the failure that none of them is"
    );
    let output = answering(&json!({ "default": text }));
    assert_eq!(
        send(&output),
        ("String".to_string(), ".send::<String>()".to_string())
    );
    assert_eq!(
        notes(&output),
        ["No success is documented: the answer `default` is taken for one"]
    );
    let output = answering(&json!({ "default": text, "204": { "description": "" } }));
    assert_eq!(
        send(&output),
        ("()".to_string(), ".send_empty()".to_string())
    );
}

#[test]
fn several_answers_have_one_type_that_covers_them() {
    let object = |name: &str| {
        answer(
            &json!({ "type": "object", "required": ["id", name], "properties": {
            "id": { "type": "string" }, name: { "type": "integer" },
        } }),
        )
    };
    let output = answering(&json!({ "200": object("size"), "202": object("progress") }));
    assert_eq!(
        send(&output),
        (
            "types::ShowResponse".to_string(),
            ".send::<types::ShowResponse>()".to_string()
        )
    );
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
fn answers_of_different_json_kinds_are_alternatives() {
    let output = answering(&json!({
        "200": answer(&json!({ "type": "array", "items": { "type": "string" } })),
        "202": answer(&json!({ "type": "string" })),
    }));
    assert_eq!(send(&output).0, "types::ShowResponse");
    let types = file(&output, "src/types/untagged.rs");
    assert!(types.contains("pub enum ShowResponse"), "{types}");
}

#[test]
fn an_answer_that_may_have_no_content_is_optional() {
    let text = answer(&json!({ "type": "string" }));
    let list =
        answer(&json!({ "type": "array", "nullable": true, "items": { "type": "integer" } }));
    for (full, ty) in [(text, "String"), (list, "Vec<i64>")] {
        let output = answering(&json!({ "200": full, "204": { "description": "" } }));
        assert_eq!(
            send(&output),
            (format!("Option<{ty}>"), format!(".send_optional::<{ty}>()"))
        );
    }
}

#[test]
fn a_status_without_content_has_none_even_where_scribe_writes_one() {
    let empty = content(
        "text/plain",
        &json!({ "schema": { "type": "string", "example": "" } }),
    );
    for status in ["204", "205"] {
        let output = answering(&json!({ status: empty }));
        assert_eq!(
            send(&output),
            ("()".to_string(), ".send_empty()".to_string())
        );
    }
    let shown = content(
        "application/json",
        &json!({ "schema": { "type": "string", "example": "gone" } }),
    );
    assert_eq!(
        send(&answering(&json!({ "204": shown }))).1,
        ".send_optional::<String>()"
    );
}

#[test]
fn the_media_type_says_what_comes() {
    let file = json!({ "schema": { "type": "string", "format": "binary" } });
    let list = json!({ "schema": { "type": "array", "items": { "type": "integer" } } });
    for (media_type, schema, ty, call) in [
        (
            "application/json; charset=utf-8",
            json!({}),
            "serde_json::Value",
            ".send::<serde_json::Value>()",
        ),
        (
            "Application/JSON",
            json!({}),
            "serde_json::Value",
            ".send::<serde_json::Value>()",
        ),
        (
            "application/vnd.api+json",
            json!({}),
            "serde_json::Value",
            ".accept(\"application/vnd.api+json\").send::<serde_json::Value>()",
        ),
        ("*/*", list, "Vec<i64>", ".send::<Vec<i64>>()"),
        (
            "text/csv",
            json!({}),
            "String",
            ".accept(\"text/csv\").send_text()",
        ),
        (
            "text/html; charset=UTF-8",
            json!({}),
            "String",
            ".accept(\"text/html\").send_text()",
        ),
        (
            "application/xml",
            json!({}),
            "String",
            ".accept(\"application/xml\").send_text()",
        ),
        (
            "application/pdf",
            json!({}),
            "Bytes",
            ".accept(\"application/pdf\").send_bytes()",
        ),
        (
            "text/csv",
            file.clone(),
            "Bytes",
            ".accept(\"text/csv\").send_bytes()",
        ),
        ("image/*", json!({}), "Bytes", ".send_bytes()"),
        ("application/json", file, "AnyBody", ".send_any()"),
        ("*/*", json!({}), "AnyBody", ".send_any()"),
    ] {
        let output = answering(&json!({ "200": content(media_type, &schema) }));
        let (answer, sent) = send(&output);
        assert_eq!((answer.as_str(), sent.as_str()), (ty, call), "{media_type}");
    }
}

#[test]
fn of_several_media_types_json_is_asked_for() {
    let output = answering(&json!({ "200": { "description": "", "content": {
        "text/csv": {}, "application/pdf": {}, "application/json": { "schema": { "type": "string" } },
    } } }));
    assert_eq!(send(&output).1, ".send::<String>()");
    assert_eq!(
        notes(&output),
        [
            "The answer 200 can also be `text/csv` or `application/pdf`: `application/json` is asked for"
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
            send(&answering(&json!({ "200": text }))).1,
            ".send_any()",
            "{example}"
        );
    }
    let page = content(
        "text/plain",
        &json!({ "schema": { "type": "string", "example": "<html>" } }),
    );
    assert_eq!(
        send(&answering(&json!({ "200": page }))).1,
        ".accept(\"text/plain\").send_text()"
    );
}

#[test]
fn answers_of_different_kinds_come_as_they_are() {
    let output = answering(&json!({
        "200": answer(&json!({ "type": "string" })),
        "201": content("text/csv", &json!({})),
    }));
    assert_eq!(
        send(&output),
        ("AnyBody".to_string(), ".send_any()".to_string())
    );
}

#[test]
fn an_answer_elsewhere_is_followed_and_a_lost_one_is_any_body() {
    let mut with_answers = document(&json!({}));
    with_answers["components"]["responses"] =
        json!({ "Text": answer(&json!({ "type": "string" })) });
    for (name, call) in [("Text", ".send::<String>()"), ("Gone", ".send_any()")] {
        let mut show = operation("show");
        show["responses"] = json!({ "200": { "$ref": format!("#/components/responses/{name}") } });
        with_answers["paths"] = json!({ "/a": { "get": show } });
        assert_eq!(send(&run(&with_answers).unwrap()).1, call);
    }
}

#[test]
fn every_json_example_is_a_test() {
    let object = |id: &str| json!({ "type": "object", "properties": { "id": { "type": "string", "example": id } }, "example": { "id": id } });
    let output = answering(&json!({
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
    let output = answering(&json!({ "200": content(hostile, &json!({})) }));
    assert_eq!(send(&output).1, ".send_text()");
}

#[test]
fn two_responses_that_are_trees_are_one_tree() {
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let node = |own: &str, next: Value| json!({ "type": "object", "properties": { own: { "type": "string" }, "next": next } });
    let mut show = operation("show");
    show["responses"] = json!({ "200": answer(&reference("A")), "201": answer(&reference("B")) });
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
