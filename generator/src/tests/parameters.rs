//! What a call of an operation takes, and where its parts go.

mod odd;
mod path;
mod query;

use serde_json::{Value, json};

use super::emitted::Emitted;
use super::{document, file, made, operation, reasons, run};
use crate::Output;

/// A document of one operation, `GET path`, with these parameters.
fn with(path: &str, parameters: &Value) -> Output {
    let mut shown = operation("show");
    shown["parameters"] = parameters.clone();
    let output = made(&json!({ path: { "get": shown } }));
    assert_eq!(reasons(&output), [""; 0]);
    output
}

fn code(output: &Output) -> &str {
    file(output, "src/operations/untagged.rs")
}

fn show(output: &Output) -> Emitted {
    Emitted::new(output, "Show")
}

fn notes(output: &Output) -> Vec<&str> {
    let notes = output.gaps.notes.iter();
    notes.map(|note| note.note.as_str()).collect()
}

#[test]
fn headers_and_cookies_have_setters() {
    let text = json!({ "type": "string" });
    let output = with(
        "/a",
        &json!([
            { "in": "header", "name": "X-Tenant", "required": true, "schema": text },
            { "in": "header", "name": "x-tags", "schema": { "type": "array", "items": text } },
            { "in": "cookie", "name": "session_token", "schema": text },
        ]),
    );
    let show = show(&output);
    assert_eq!(
        show.started,
        r#"Show(Request::get(&self.core,"show","/a").requires(ArgumentPlace::Header,"X-Tenant","x_tenant"))"#
    );
    assert_eq!(
        show.setters,
        [
            r#"x_tenant: impl Argument<String> => Self(self.0.header_argument("X-Tenant",value))"#,
            r#"x_tags: impl OptionalArgument<Vec<String>> => Self(self.0.header_argument("x-tags",value))"#,
            r#"session_token: impl OptionalArgument<String> => Self(self.0.cookie_argument("session_token",value))"#,
        ]
    );
    let text = code(&output);
    assert!(
        text.contains("    /// Sent as the header `X-Tenant`. Required.\n    pub fn x_tenant("),
        "{text}"
    );
}

#[test]
fn headers_that_are_no_parameters_are_no_setters() {
    let header =
        |name: &str| json!({ "in": "header", "name": name, "schema": { "type": "string" } });
    let output = with(
        "/a",
        &json!([
            header("Accept"),
            header("Content-Type"),
            header("Authorization"),
            header("Host"),
            header("content-length"),
            header("X Y"),
        ]),
    );
    assert_eq!(
        show(&output).started,
        r#"Show(Request::get(&self.core,"show","/a"))"#
    );
    assert_eq!(show(&output).setters, [""; 0]);
    assert_eq!(
        notes(&output),
        [
            "The header `Host` is left out, since the client and its connection decide it",
            "The header `content-length` is left out, since the client and its connection decide it",
            "The header `X Y` is left out, since no header can have this name",
        ]
    );
}

#[test]
fn what_carries_the_key_is_no_setter() {
    for (place, name) in [
        ("header", "X-Api-Key"),
        ("query", "api_key"),
        ("cookie", "sid"),
    ] {
        let mut shown = operation("show");
        shown["parameters"] =
            json!([{ "in": place, "name": name, "schema": { "type": "string" } }]);
        let mut document = document(&json!({ "/a": { "get": shown } }));
        document["components"]["securitySchemes"]["default"] =
            json!({ "type": "apiKey", "in": place, "name": name });
        let output = run(&document).unwrap();
        assert_eq!(
            show(&output).started,
            r#"Show(Request::get(&self.core,"show","/a"))"#
        );
        assert_eq!(show(&output).setters, [""; 0], "{place}");
        assert_eq!(notes(&output), [""; 0]);
    }
}

#[test]
fn parameters_of_the_path_item_and_by_reference_are_parameters() {
    let mut shown = operation("show");
    shown["parameters"] = json!([
        { "in": "query", "name": "page", "schema": { "type": "integer" } },
        { "$ref": "#/components/parameters/Limit" },
        { "$ref": "#/components/parameters/Gone" },
    ]);
    let text = json!({ "type": "string" });
    let item = json!({
        "summary": "Odd keys are no operations",
        "x-extra": { "responses": {} },
        "purge": { "responses": {} },
        "head": operation("looked"),
        "parameters": [
            { "in": "query", "name": "page", "schema": text },
            { "in": "query", "name": "sort", "schema": text },
            { "in": "query", "name": "sort", "schema": { "type": "boolean" } },
            { "in": "form", "name": "old", "schema": text },
            { "in": "query", "schema": text },
        ],
        "GET": shown,
        "trace": operation("traced"),
    });
    let mut document = document(&json!({ "/a": item }));
    document["components"]["parameters"] =
        json!({ "Limit": { "in": "query", "name": "limit", "schema": { "type": "integer" } } });
    document["paths"]["/b"] = json!({ "$ref": "#/paths/~1c" });
    let output = run(&document).unwrap();
    let skipped: Vec<(&str, &str)> = output
        .skipped
        .iter()
        .map(|skip| (skip.operation.as_str(), skip.reason.as_str()))
        .collect();
    assert_eq!(
        skipped,
        [
            ("PURGE /a", "OpenAPI knows no such method"),
            (
                "/b",
                "its path item refers to something that is not in the document"
            ),
        ]
    );
    let show = show(&output);
    assert_eq!(
        show.started,
        r#"Show(Request::get(&self.core,"show","/a"))"#
    );
    assert_eq!(
        show.setters,
        [
            r#"limit: impl OptionalArgument<i64> => Self(self.0.query_argument("limit",value))"#,
            r#"page: impl OptionalArgument<i64> => Self(self.0.query_argument("page",value))"#,
            r#"sort: impl OptionalArgument<bool> => Self(self.0.query_argument("sort",value))"#,
        ]
    );
    let traced = Emitted::new(&output, "Traced");
    assert_eq!(
        traced.started,
        r#"Traced(Request::operation(&self.core,"traced",Method::TRACE,"/a"))"#
    );
    let looked = Emitted::new(&output, "Looked");
    assert_eq!(
        looked.started,
        r#"Looked(Request::operation(&self.core,"looked",Method::HEAD,"/a"))"#
    );
    assert_eq!(looked.declaration, "-> send_empty ()");
    let of_show: Vec<&str> = output
        .gaps
        .notes
        .iter()
        .filter(|note| note.operation.as_deref() == Some("show"))
        .map(|note| note.note.as_str())
        .collect();
    assert_eq!(
        of_show,
        [
            "The parameter `sort` is declared twice; the later one counts",
            "The parameter `old` is left out, since it goes into `form`, which is no place of a parameter",
            "One of the parameters is left out, since it has no name",
            "One of the parameters is left out, since it refers to '#/components/parameters/Gone', which is not in the document",
        ]
    );
}
