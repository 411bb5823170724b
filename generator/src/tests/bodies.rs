//! Request bodies: every kind is sent, as typed as the document allows.

use serde_json::{Value, json};

use super::emitted::Emitted;
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

fn create(output: &Output) -> Emitted {
    Emitted::new(output, "Create")
}

/// How the method starts, with what stands between the path and the end.
fn started(more: &str) -> String {
    format!(r#"Create(Request::post(&self.core,"create","/a"){more})"#)
}

/// Behind the name of the request, with the body that it drafts, if it does.
fn declared(draft: &str) -> String {
    format!("{draft}-> send_json types::CreateResponse")
}

/// The setter of the query parameter, where there is no draft of a body.
const ID: &str = r#"id: impl OptionalArgument<String> => Self(self.0.query_argument("id",value))"#;

fn notes(output: &Output) -> Vec<&str> {
    let notes = output.gaps.notes.iter();
    notes.map(|note| note.note.as_str()).collect()
}

#[test]
fn the_media_type_says_how_a_body_is_written() {
    let text = json!({ "type": "string" });
    let object = json!({ "type": "object", "properties": { "a": { "type": "string" } } });
    let file = json!({ "type": "string", "format": "binary" });
    for (media_type, schema, add, ty, more) in [
        (
            "application/json",
            &object,
            "json_argument",
            "types::CreateBody",
            "",
        ),
        (
            "Application/JSON; charset=utf-8",
            &object,
            "json_argument",
            "types::CreateBody",
            "",
        ),
        (
            "application/vnd.api+json",
            &object,
            "json_argument",
            "types::CreateBody",
            r#".content_type("application/vnd.api+json")"#,
        ),
        (
            "application/x-www-form-urlencoded",
            &object,
            "form_argument",
            "types::CreateBody",
            "",
        ),
        ("text/plain", &text, "text_argument", "String", ""),
        (
            "text/csv",
            &text,
            "text_argument",
            "String",
            r#".content_type("text/csv")"#,
        ),
        (
            "application/octet-stream",
            &file,
            "bytes_argument",
            "Bytes",
            "",
        ),
        (
            "image/png",
            &file,
            "bytes_argument",
            "Bytes",
            r#".content_type("image/png")"#,
        ),
        ("image/*", &file, "bytes_argument", "Bytes", ""),
        ("application/json", &file, "bytes_argument", "Bytes", ""),
        ("*/*", &file, "bytes_argument", "Bytes", ""),
        ("*/*", &object, "json_argument", "types::CreateBody", ""),
        (
            "text/plain\r\nx-evil: 1",
            &text,
            "text_argument",
            "String",
            "",
        ),
    ] {
        let create = create(&sending(&of(media_type, schema)));
        let body = create.setter("body");
        if ty == "types::CreateBody" {
            let draft = format!("({add}: {ty}) ");
            assert_eq!(create.declaration, declared(&draft), "{media_type}");
            assert_eq!(
                create.started,
                format!(
                    r#"Create(Request::post(&self.core,"create","/a"){more},Draft::required())"#
                ),
                "{media_type}"
            );
            assert_eq!(
                body,
                format!("impl Argument<{ty}> => Self(self.0,self.1.whole(value))"),
                "{media_type}"
            );
        } else {
            assert_eq!(create.declaration, declared(""), "{media_type}");
            assert_eq!(
                create.started,
                started(&format!(
                    r#"{more}.requires(ArgumentPlace::Body,"body","body")"#
                )),
                "{media_type}"
            );
            assert_eq!(
                body,
                format!("impl Argument<{ty}> => Self(self.0.{add}(value))"),
                "{media_type}"
            );
        }
    }
}

#[test]
fn an_object_is_set_field_by_field_or_as_a_whole() {
    let object = json!({ "type": "object", "required": ["a"], "properties": {
        "a": { "type": "string" }, "b": { "type": "integer" },
    } });
    let create = create(&sending(&of("application/json", &object)));
    assert_eq!(
        create.setters,
        [
            r#"id: impl OptionalArgument<String> => Self(self.0.query_argument("id",value),self.1)"#,
            "a: impl Argument<String> => Self(self.0,self.1.with(|body|body.a(value)))",
            "b: impl OptionalArgument<i64> => Self(self.0,self.1.with(|body|body.b(value)))",
            "body: impl Argument<types::CreateBody> => Self(self.0,self.1.whole(value))",
        ]
    );
}

#[test]
fn an_object_whose_field_is_called_like_a_parameter_is_set_as_a_whole() {
    let object = json!({ "type": "object", "properties": { "id": { "type": "string" } } });
    let create = create(&sending(&of("application/json", &object)));
    assert_eq!(
        create.started,
        started(r#".requires(ArgumentPlace::Body,"body","body")"#)
    );
    assert_eq!(create.declaration, declared(""));
    assert_eq!(
        create.setters,
        [
            ID,
            "body: impl Argument<types::CreateBody> => Self(self.0.json_argument(value))",
        ]
    );
}

#[test]
fn a_body_without_a_description_is_any_json() {
    for body in [
        json!({}),
        json!({ "content": {} }),
        json!({ "content": { "application/json": {} } }),
        json!({ "$ref": "#/components/requestBodies/Gone" }),
    ] {
        let create = create(&sending(&body));
        assert_eq!(create.started, started(""), "{body}");
        assert_eq!(
            create.setters,
            [
                ID,
                "body: impl Argument<serde_json::Value> => Self(self.0.json_argument(value))"
            ],
            "{body}"
        );
    }
}

#[test]
fn a_list_and_a_scalar_are_set_like_parameters() {
    let list = json!({ "type": "array", "items": { "type": "integer" } });
    for (schema, ty) in [(list, "Vec<i64>"), (json!({ "type": "boolean" }), "bool")] {
        assert_eq!(
            create(&sending(&of("application/json", &schema))).setter("body"),
            format!("impl Argument<{ty}> => Self(self.0.json_argument(value))")
        );
    }
}

#[test]
fn a_body_is_sent_with_any_method() {
    let object = json!({ "type": "object", "properties": { "a": { "type": "string" } } });
    for (method, request) in [
        ("get", r#"get(&self.core,"create","/a")"#),
        ("delete", r#"delete(&self.core,"create","/a")"#),
        (
            "head",
            r#"operation(&self.core,"create",Method::HEAD,"/a")"#,
        ),
    ] {
        let create = create(&with_method(method, &of("application/json", &object)));
        assert_eq!(
            create.started,
            format!("Create(Request::{request},Draft::required())")
        );
        let draft = "(json_argument: types::CreateBody) -> ";
        assert!(
            create.declaration.starts_with(draft),
            "{}",
            create.declaration
        );
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
    assert_eq!(create(&output).started, started(""));
    assert_eq!(
        create(&output).setters,
        [
            ID,
            "body: impl Argument<serde_json::Map<String,serde_json::Value>> => Self(self.0.json_argument(value))",
        ]
    );
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
    let create = create(&output);
    assert_eq!(
        create.started,
        started(
            r#".requires(ArgumentPlace::Part,"size","size").requires(ArgumentPlace::Part,"file","file")"#
        )
    );
    assert_eq!(
        create.setters,
        [
            ID,
            r#"async_: impl OptionalArgument<bool> => Self(self.0.field_argument("async",value))"#,
            r#"part_id: impl OptionalArgument<i64> => Self(self.0.field_argument("id",value))"#,
            r#"size: impl Argument<types::CreateSize> => Self(self.0.field_argument("size",value))"#,
            r#"tags: impl OptionalArgument<Vec<String>> => Self(self.0.field_argument("tags",value))"#,
            r#"file: impl Argument<FilePart> => Self(self.0.file_argument("file",value))"#,
            r#"gallery: impl OptionalArgument<Vec<FilePart>> => Self(self.0.files_argument("gallery",value))"#,
        ]
    );
    assert_eq!(
        create.declaration, "-> send_json types::CreateResponse, once",
        "a file is sent once, so the request is no `Clone`"
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
    let create = create(&sending(&body));
    assert_eq!(
        create.started,
        started(r#".requires(ArgumentPlace::Part,"media[cover]","media_cover")"#)
    );
    assert_eq!(
        create.setters,
        [
            ID,
            r#"media_alt: impl OptionalArgument<String> => Self(self.0.field_argument("media[alt]",value))"#,
            r#"meta: impl OptionalArgument<types::Meta> => Self(self.0.field_argument("meta",value))"#,
            r#"media_cover: impl Argument<FilePart> => Self(self.0.file_argument("media[cover]",value))"#,
            r#"media_more: impl OptionalArgument<Vec<FilePart>> => Self(self.0.files_argument("media[more]",value))"#,
        ]
    );
}

#[test]
fn files_in_json_make_the_body_multipart() {
    let object = json!({ "type": "object", "properties": {
        "name": { "type": "string" }, "photos": { "type": "array", "items": { "type": "string", "format": "binary" } },
    } });
    for media_type in ["application/json", "application/x-www-form-urlencoded"] {
        let output = sending(&of(media_type, &object));
        assert_eq!(
            create(&output).setters,
            [
                ID,
                r#"name: impl OptionalArgument<String> => Self(self.0.field_argument("name",value))"#,
                r#"photos: impl OptionalArgument<Vec<FilePart>> => Self(self.0.files_argument("photos",value))"#,
            ],
            "{media_type}"
        );
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
        let create = create(&output);
        assert_eq!(
            create.started,
            started(r#".requires(ArgumentPlace::Body,"body","body")"#)
        );
        assert_eq!(
            create.setters,
            [
                ID,
                "body: impl Argument<Multipart> => Self(self.0.multipart_argument(value))"
            ]
        );
        assert_eq!(
            create.declaration,
            "-> send_json types::CreateResponse, once"
        );
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
    let create = create(&output);
    assert_eq!(create.started, started(".requires_part()"));
    assert_eq!(
        create.setters,
        [
            ID,
            r#"part_body: impl OptionalArgument<String> => Self(self.0.field_argument("body",value))"#,
            r#"part_send: impl OptionalArgument<String> => Self(self.0.field_argument("send",value))"#,
            r#"a_evil: impl OptionalArgument<FilePart> => Self(self.0.file_argument("a\"); evil(\"",value))"#,
        ]
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
    let create = create(&output);
    assert_eq!(create.started, started(""));
    assert_eq!(
        create.setters,
        [
            ID,
            r#"file: impl OptionalArgument<FilePart> => Self(self.0.file_argument("file",value))"#
        ]
    );
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
