//! Request bodies: every kind is sent, as typed as the document allows.

use serde_json::{Value, json};

use super::{file, made, operation, reasons};
use crate::Output;

/// A crate with one operation, `create`, that sends this body.
fn sending(body: &Value) -> Output {
    with_method("post", body)
}

fn with_method(method: &str, body: &Value) -> Output {
    let mut create = operation("create");
    create["requestBody"] = body.clone();
    create["parameters"] = json!([{ "in": "query", "name": "id", "schema": { "type": "string" } }]);
    let output = made(&json!({ "/a": { method: create } }));
    assert_eq!(reasons(&output), [""; 0]);
    output
}

fn of(media_type: &str, schema: &Value) -> Value {
    json!({ "content": { media_type: { "schema": schema } }, "required": true })
}

/// The emitted requests without line breaks and indentation.
fn requests(output: &Output) -> String {
    file(output, "src/operations/untagged.rs")
        .split_whitespace()
        .collect()
}

#[track_caller]
fn assert_has(output: &Output, wanted: &[&str]) {
    let text = requests(output);
    for wanted in wanted {
        let wanted: String = wanted.split_whitespace().collect();
        assert!(text.contains(&wanted), "{wanted}\n{text}");
    }
}

fn notes(output: &Output) -> Vec<&str> {
    let notes = output.gaps.notes.iter();
    notes.map(|note| note.note.as_str()).collect()
}

#[test]
fn the_media_type_says_how_a_body_is_written() {
    let text = json!({ "type": "string" });
    let object = json!({ "type": "object", "properties": { "a": { "type": "string" } } });
    let file = json!({ "type": "string", "format": "binary" });
    for (media_type, schema, ty, call) in [
        (
            "application/json",
            &object,
            "types::CreateBody",
            ".json(&body).send",
        ),
        (
            "Application/JSON; charset=utf-8",
            &object,
            "types::CreateBody",
            ".json(&body).send",
        ),
        (
            "application/vnd.api+json",
            &object,
            "types::CreateBody",
            ".json(&body).content_type(\"application/vnd.api+json\")",
        ),
        (
            "application/x-www-form-urlencoded",
            &object,
            "types::CreateBody",
            ".form(&body).send",
        ),
        ("text/plain", &text, "String", ".text(body).send"),
        (
            "text/csv",
            &text,
            "String",
            ".text(body).content_type(\"text/csv\")",
        ),
        (
            "application/octet-stream",
            &file,
            "Bytes",
            ".bytes(body).send",
        ),
        (
            "image/png",
            &file,
            "Bytes",
            ".bytes(body).content_type(\"image/png\")",
        ),
        ("image/*", &file, "Bytes", ".bytes(body).send"),
        ("application/json", &file, "Bytes", ".bytes(body).send"),
        ("*/*", &file, "Bytes", ".bytes(body).send"),
        ("*/*", &object, "types::CreateBody", ".json(&body).send"),
        (
            "text/plain\r\nx-evil: 1",
            &text,
            "String",
            ".text(body).send",
        ),
    ] {
        let output = sending(&of(media_type, schema));
        assert_has(&output, &[call]);
        let field = match ty {
            "types::CreateBody" => format!("body: Option<Result<{ty}, String>>,"),
            _ => format!("body: Option<{ty}>,"),
        };
        assert_has(&output, &[&field]);
    }
}

#[test]
fn a_body_without_a_description_is_any_json() {
    for body in [
        json!({}),
        json!({ "content": {} }),
        json!({ "content": { "application/json": {} } }),
        json!({ "$ref": "#/components/requestBodies/Gone" }),
    ] {
        let output = sending(&body);
        assert_has(
            &output,
            &[
                "pub fn body(mut self, value: impl Into<serde_json::Value>) -> Self",
                "if let Some(body) = self.body { request = request.json(&body); }",
            ],
        );
    }
}

#[test]
fn a_list_and_a_scalar_are_set_like_parameters() {
    let list = json!({ "type": "array", "items": { "type": "integer" } });
    assert_has(
        &sending(&of("application/json", &list)),
        &["pub fn body(mut self, values: impl IntoIterator<Item = impl Into<i64>>) -> Self"],
    );
    assert_has(
        &sending(&of("application/json", &json!({ "type": "boolean" }))),
        &["pub fn body(mut self, value: impl Into<bool>) -> Self"],
    );
}

#[test]
fn a_body_is_sent_with_any_method() {
    let object = json!({ "type": "object", "properties": { "a": { "type": "string" } } });
    for method in ["get", "delete", "head"] {
        let output = with_method(method, &of("application/json", &object));
        let name = format!("Method::{}", method.to_uppercase());
        assert_has(&output, &[&name, ".json(&body)"]);
    }
}

#[test]
fn of_several_media_types_json_is_sent() {
    let body = json!({ "content": {
        "application/x-www-form-urlencoded": { "schema": { "type": "object" } },
        "application/json": { "schema": { "type": "object" } },
        "multipart/form-data": { "schema": { "type": "object" } },
    } });
    let output = sending(&body);
    assert_has(&output, &["request.json(&body)"]);
    assert_eq!(
        notes(&output),
        [
            "The request body is sent as `application/json`, and could also be `multipart/form-data` or \
          `application/x-www-form-urlencoded`"
        ]
    );
}

#[test]
fn a_form_of_parts_has_a_setter_for_each() {
    let body = of(
        "multipart/form-data",
        &json!({ "type": "object", "required": ["file", "size"], "properties": {
            "async": { "type": "boolean" },
            "file": { "type": "string", "format": "binary", "nullable": true, "description": "The file." },
            "gallery": { "type": "array", "items": { "type": "string", "format": "binary" } },
            "id": { "type": "integer" },
            "size": { "type": "string", "enum": ["small", "large"] },
            "tags": { "type": "array", "nullable": true, "items": { "type": "string" } },
        } }),
    );
    let output = sending(&body);
    assert_has(
        &output,
        &[
            "#[derive(Debug)] #[must_use",
            "id: Option<String>, async_: Option<bool>, part_id: Option<i64>, \
             size: Option<Result<types::CreateSize, String>>, tags: Option<Vec<String>>, \
             file: Option<FilePart>, gallery: Option<Vec<FilePart>>,",
            "pub fn file(mut self, value: impl Into<FilePart>) -> Self",
            "pub fn gallery(mut self, values: impl IntoIterator<Item = impl Into<FilePart>>",
            "let file = self.file.ok_or_else(|| Error::missing(\"create\", \"file\"))?;",
            ".query(\"id\", &self.id) .multipart( Multipart::new() .field(\"async\", &self.async_) \
             .field(\"id\", &self.part_id) .field(\"size\", &size) .field(\"tags\", &self.tags) \
             .file(\"file\", file) .files(\"gallery\", self.gallery), )",
        ],
    );
    let root = file(&output, "src/lib.rs");
    assert!(root.contains("A file to send is a [`FilePart`]"), "{root}");
}

#[test]
fn files_in_an_object_have_names_in_brackets() {
    let body = of(
        "multipart/form-data",
        &json!({ "type": "object", "required": ["media"], "properties": {
            "media": { "type": "object", "required": ["cover"], "properties": {
                "alt": { "type": "string" },
                "cover": { "type": "string", "format": "binary" },
                "more": { "type": "array", "items": { "type": "string", "format": "binary" } },
            } },
            "meta": { "type": "object", "properties": { "a": { "type": "integer" } } },
        } }),
    );
    assert_has(
        &sending(&body),
        &[
            "meta: Option<Result<types::",
            "let media_cover = self.media_cover.ok_or_else(",
            ".field(\"media[alt]\", &self.media_alt)",
            ".file(\"media[cover]\", media_cover)",
            ".files(\"media[more]\", self.media_more)",
            ".field(\"meta\", &meta)",
        ],
    );
}

#[test]
fn files_in_json_make_the_body_multipart() {
    let object = json!({ "type": "object", "properties": {
        "name": { "type": "string" }, "photos": { "type": "array", "items": { "type": "string", "format": "binary" } },
    } });
    for media_type in ["application/json", "application/x-www-form-urlencoded"] {
        let output = sending(&of(media_type, &object));
        assert_has(&output, &[".files(\"photos\", self.photos)"]);
        assert_eq!(
            notes(&output),
            [format!(
                "The request body has files, so it is sent as `multipart/form-data` instead of `{media_type}`"
            )]
        );
    }
}

#[test]
fn parts_that_no_setter_can_name_are_put_together_by_hand() {
    let rows = json!({ "type": "object", "properties": { "rows": { "type": "array", "items": {
        "type": "object", "properties": { "photo": { "type": "string", "format": "binary" } },
    } } } });
    for (schema, note) in [
        (
            rows,
            "The files in the list `rows` cannot have setters: the parts are put together by hand",
        ),
        (
            json!({ "type": "object" }),
            "The document does not name the parts of the request body: they are put together by hand",
        ),
    ] {
        let output = sending(&of("multipart/form-data", &schema));
        assert_has(&output, &["body: Option<Multipart>,", ".multipart(body)"]);
        assert_eq!(notes(&output), [note]);
    }
}

#[test]
fn a_part_of_the_document_is_no_code() {
    let body = of(
        "multipart/form-data",
        &json!({ "type": "object", "properties": {
            "a\"); evil(\"": { "type": "string", "format": "binary", "description": "```rust\npanic!()\n```" },
            "body": { "type": "string" },
            "send": { "type": "string" },
        } }),
    );
    let output = sending(&body);
    assert_has(
        &output,
        &[
            r#".file("a\"); evil(\"", self.a_evil)"#,
            ".field(\"send\", &self.part_send)",
        ],
    );
    assert!(!file(&output, "src/operations/untagged.rs").contains("```rust"));
}

#[test]
fn a_file_is_sent_whatever_stands_beside_it() {
    let binary = json!({ "type": "string", "format": "binary" });
    let output = sending(&json!({ "content": {
        "application/json": { "schema": { "type": "object", "properties": { "file_url": { "type": "string" } } } },
        "multipart/form-data": { "schema": { "type": "object", "properties": {
            "file": { "oneOf": [binary, { "type": "integer" }] },
        } } },
    } }));
    assert_has(&output, &["file: Option<FilePart>", ".multipart("]);
    assert_eq!(
        notes(&output),
        ["The request body is sent as `multipart/form-data`, and could also be `application/json`"]
    );
}

#[test]
fn what_the_parts_of_a_body_cannot_be_is_told() {
    let schema = json!({ "type": "object", "additionalProperties": true, "properties": { "meta": { "type": "object" } } });
    let encoding = json!({ "meta": { "contentType": "application/json" } });
    let content = json!({ "multipart/form-data": { "schema": schema, "encoding": encoding } });
    let output = sending(&json!({ "content": content }));
    assert_eq!(
        notes(&output),
        [
            "The part `meta` is sent as PHP reads it, without the content type that the document gives it",
            "Parts that the document does not name cannot be sent",
        ]
    );
}
