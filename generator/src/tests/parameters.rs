//! What a call of an operation takes, and where its parts go.

use serde_json::{Value, json};

use super::{document, file, made, operation, reasons, run};
use crate::{Note, Output};

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

/// The request as the emitted code builds it, without white space.
fn request(output: &Output) -> String {
    let text: String = code(output).split_whitespace().collect();
    let (_, text) = text.split_once(".core.request(").unwrap();
    let (text, _) = text.split_once(".send::<").unwrap();
    format!("request({text}")
}

fn notes(output: &Output) -> Vec<&str> {
    let notes = output.gaps.notes.iter();
    notes.map(|note| note.note.as_str()).collect()
}

#[test]
fn a_path_parameter_without_a_place_is_left_out_with_a_note() {
    let text = json!({ "type": "string" });
    let output = with(
        "/items/{id}",
        &json!([
            { "in": "path", "name": "id", "required": true, "schema": text },
            { "in": "path", "name": "user`s", "required": true, "schema": text },
        ]),
    );
    let note = "The path parameter `users` is left out, since the path has no such place";
    assert_eq!(
        output.gaps.notes,
        [Note {
            operation: Some("show".to_string()),
            pointer: "/paths/~1items~1{id}/get/parameters/1".to_string(),
            note: note.to_string(),
        }]
    );
    let report = output.gaps.to_markdown();
    assert!(
        report.contains("## Done differently from the document"),
        "{report}"
    );
    assert!(
        code(&output).contains(&format!("/// {note}.\n")),
        "the method's documentation has it"
    );
}

#[test]
fn a_place_that_nobody_declares_is_required_text() {
    let output = with("/items/{id}/{}", &json!([]));
    assert_eq!(
        request(&output),
        r#"request("show",Method::GET,"/items/{id}/{parameter}").path_parameter("id",&id).path_parameter("parameter",&parameter)"#
    );
    assert!(code(&output).contains("pub fn id(mut self, value: impl Into<String>)"));
    assert_eq!(
        notes(&output),
        [
            "The path has the places `{id}`, `{}`, which no parameters are declared for: they are taken as text"
        ]
    );
}

#[test]
fn a_place_finds_its_parameter_in_another_spelling() {
    let number = json!({ "type": "integer" });
    let output = with(
        "/a/{userId}/{Item-Id}/{tab:[a-z]+}/{{page}}",
        &json!([
            { "in": "path", "name": "user_id", "required": true, "schema": number },
            { "in": "path", "name": "item_id", "required": true, "schema": number },
            { "in": "path", "name": "tab", "required": true, "schema": number },
            { "in": "path", "name": "page", "required": true, "schema": number },
        ]),
    );
    assert_eq!(notes(&output), [""; 0]);
    let text = code(&output);
    assert_eq!(text.matches("value: impl Into<i64>").count(), 4, "{text}");
    assert!(
        text.contains("\"/a/{userId}/{Item-Id}/{tab}/{page}\""),
        "{text}"
    );
}

#[test]
fn what_scribe_calls_optional_may_be_left_out_at_the_end_of_the_path() {
    let output = with(
        "/tabs/{tab}/{page?}",
        &json!([
            { "in": "path", "name": "tab", "required": true, "description": "Optional parameter. The tab.",
              "examples": { "omitted": { "value": "" }, "present": { "value": "news" } }, "schema": { "type": "string" } },
            { "in": "path", "name": "page", "required": true, "schema": { "type": "integer" } },
        ]),
    );
    assert_eq!(
        request(&output),
        r#"request("show",Method::GET,"/tabs/{tab?}/{page?}").optional_path_parameter("tab",self.tab.as_ref()).optional_path_parameter("page",self.page.as_ref())"#
    );
    let text = code(&output);
    assert!(
        text.contains("/// The tab.\n    ///\n    /// Without it, its segment is left out of the path.\n    ///\n    /// Optional. Example: `news`.\n"),
        "{text}"
    );
    // In the middle it cannot be left out.
    let output = with(
        "/tabs/{tab}/posts",
        &json!([{ "in": "path", "name": "tab", "required": false, "schema": { "type": "string" } }]),
    );
    assert!(request(&output).contains(r#".path_parameter("tab",&tab)"#));
}

#[test]
fn odd_path_templates_are_sent_as_they_are_meant() {
    let number =
        json!({ "in": "path", "name": "id", "required": true, "schema": { "type": "integer" } });
    let output = with("/a b/{id}/{id}/{x?}-{y}.{format}/{z", &json!([number]));
    let text = code(&output);
    assert!(
        text.contains(r#""/a%20b/{id}/{id_2}/{x}-{y}.{format}/%7Bz""#),
        "{text}"
    );
    assert!(
        text.contains("pub fn id_2(mut self, value: impl Into<i64>)"),
        "{text}"
    );

    let output = with("/a?type=x%20y&by={id}", &json!([number]));
    assert_eq!(
        request(&output),
        r#"request("show",Method::GET,"/a").query("type","xy").query("by",&by)"#
    );
    assert!(code(&output).contains(r#".query("type", "x y")"#));
    assert_eq!(notes(&output), [""; 0]);

    let output = with("items{?page}", &json!([]));
    assert_eq!(
        request(&output),
        r#"request("show",Method::GET,"/items").query("page",&self.page)"#
    );
    assert_eq!(notes(&output), ["The path is sent with a slash before it"]);
}

#[test]
fn a_path_that_cannot_be_sent_is_left_out_with_its_reason() {
    let output = made(&json!({
        "/a/../b": { "get": operation("a") },
        "/b?x={y}z": { "get": operation("b") },
        "https://a.example/c": { "get": operation("c") },
    }));
    assert_eq!(
        reasons(&output),
        [
            "its path has the segment `.` or `..`, which leads to another path",
            "its path has a query that cannot be taken apart: declare query parameters instead",
            "its path is a whole address: write the host into `servers`",
        ]
    );
}

#[test]
fn a_path_parameter_of_an_odd_type_is_text() {
    for (schema, ty, note) in [
        (json!({ "type": "string", "nullable": true }), "String", ""),
        (json!({ "type": "integer", "nullable": true }), "i64", ""),
        (json!({ "type": ["integer", "null"] }), "i64", ""),
        (
            json!({ "type": "int" }),
            "i64",
            "is taken as `integer`, since `int` is no type",
        ),
        (
            json!({ "type": "money" }),
            "String",
            "is taken as text, since its type does not exist",
        ),
        (
            json!({ "type": "array" }),
            "String",
            "is taken as text, since a list or an object has no one form in a path",
        ),
        (
            json!({ "properties": {} }),
            "String",
            "is taken as text, since a list or an object has no one form in a path",
        ),
        (
            json!({}),
            "String",
            "is taken as text, since its type is open",
        ),
        (
            json!({ "oneOf": [{ "type": "string" }, { "enum": ["x"] }] }),
            "String",
            "",
        ),
        (
            json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }] }),
            "String",
            "is taken as text, since its type is open",
        ),
        (
            json!({ "$ref": "#/components/schemas/Gone" }),
            "String",
            "is taken as text, since its schema is not in the document",
        ),
        (Value::Null, "String", ""),
    ] {
        let mut parameter =
            json!({ "in": "path", "name": "id", "required": true, "schema": schema });
        if schema.is_null() {
            parameter.as_object_mut().unwrap().remove("schema");
        }
        let output = with("/a/{id}", &json!([parameter]));
        let setter = format!("pub fn id(mut self, value: impl Into<{ty}>)");
        assert!(
            code(&output).contains(&setter),
            "{schema} {}",
            code(&output)
        );
        // What an odd type or a reference to nothing is taken for, `normalise` has noted before.
        let of_parameter = format!("The parameter `id` {note}");
        let notes = notes(&output);
        let is_normalised =
            |noted: &str| noted.contains("no type of") || noted.contains("leads to no");
        assert!(
            note.is_empty()
                || notes
                    .iter()
                    .any(|noted| *noted == of_parameter || is_normalised(noted)),
            "{schema} {notes:?}"
        );
    }
}

#[test]
fn lists_and_objects_in_a_query_have_the_declared_style() {
    let list = json!({ "type": "array", "items": { "type": "integer" } });
    let object = json!({ "type": "object", "properties": { "state": { "type": "string" } } });
    let objects = json!({ "type": "array", "items": object });
    let both = json!({ "allOf": [object, object] });
    for (schema, more, call) in [
        (&list, json!({}), ".query("),
        (
            &list,
            json!({ "explode": true, "style": "spaceDelimited" }),
            ".query(",
        ),
        (
            &list,
            json!({ "explode": false }),
            ".query_as(QueryStyle::Comma,",
        ),
        (
            &list,
            json!({ "style": "spaceDelimited" }),
            ".query_as(QueryStyle::Space,",
        ),
        (
            &list,
            json!({ "style": "pipeDelimited", "explode": false }),
            ".query_as(QueryStyle::Pipe,",
        ),
        (
            &list,
            json!({ "style": "deepObject" }),
            ".query_as(QueryStyle::Brackets,",
        ),
        (&object, json!({}), ".query_as(QueryStyle::Brackets,"),
        (
            &object,
            json!({ "style": "deepObject" }),
            ".query_as(QueryStyle::Brackets,",
        ),
        (
            &object,
            json!({ "style": "form" }),
            ".query_as(QueryStyle::Properties,",
        ),
        (
            &object,
            json!({ "style": "form", "explode": false }),
            ".query_as(QueryStyle::Comma,",
        ),
        (&both, json!({}), ".query_as(QueryStyle::Brackets,"),
        (&json!({}), json!({}), ".query("),
        (&objects, json!({}), ".query_as(QueryStyle::Brackets,"),
    ] {
        let mut parameter = json!({ "in": "query", "name": "q", "schema": schema });
        for (key, value) in more.as_object().unwrap() {
            parameter[key] = value.clone();
        }
        let output = with("/a", &json!([parameter]));
        let request = request(&output);
        assert!(
            request.contains(&format!("{call}\"q\",")),
            "{parameter} {request}"
        );
    }
    let output = with(
        "/a",
        &json!([{ "in": "query", "name": "q", "schema": object }]),
    );
    assert!(code(&output).contains("/// Sent as `name[property]=value`, as PHP reads it"));
}

#[test]
fn a_parameter_declared_by_a_media_type_is_json() {
    let filter = json!({ "type": "object", "properties": { "state": { "type": "string" } } });
    let output = with(
        "/a",
        &json!([
            { "in": "query", "name": "filter", "content": { "application/json": { "schema": filter } } },
            { "in": "header", "name": "x-filter", "content": { "application/json": { "schema": filter } } },
        ]),
    );
    assert!(request(&output).contains(r#".query_as(QueryStyle::Json,"filter","#));
    assert!(request(&output).contains(r#".header("x-filter",&self.x_filter)"#));
    assert_eq!(
        notes(&output),
        ["The parameter `x-filter` is taken as text, since it is declared by a media type"]
    );
}

#[test]
fn names_in_a_query_are_sent_as_they_are_written() {
    let text = json!({ "type": "string" });
    let output = with(
        "/a",
        &json!([
            { "in": "query", "name": "filter[name]", "schema": text },
            { "in": "query", "name": "filter['type']", "schema": text, "allowReserved": true },
            { "in": "query", "name": "no_schema" },
        ]),
    );
    let request = request(&output);
    for call in [
        r#".query("filter[name]",&self.filter_name)"#,
        r#".query("filter['type']",&self.filter_type)"#,
        r#".query("no_schema",&self.no_schema)"#,
    ] {
        assert!(request.contains(call), "{request}");
    }
    assert_eq!(notes(&output).len(), 1, "{:?}", notes(&output));
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
    assert_eq!(
        request(&output),
        r#"request("show",Method::GET,"/a").header("X-Tenant",&x_tenant).header("x-tags",&self.x_tags).cookie("session_token",&self.session_token)"#
    );
    let text = code(&output);
    assert!(
        text.contains("/// Sent as the header `X-Tenant`.\n"),
        "{text}"
    );
    assert!(
        text.contains(r#".field("session_token", &format_args!("***"))"#),
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
    assert_eq!(request(&output), r#"request("show",Method::GET,"/a")"#);
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
        assert_eq!(request(&output), r#"request("show",Method::GET,"/a")"#);
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
    let text = code(&output);
    for setter in [
        "pub fn page(mut self, value: impl Into<i64>)",
        "pub fn limit(mut self, value: impl Into<i64>)",
        "pub fn sort(mut self, value: impl Into<bool>)",
        "pub fn traced(&self) -> Traced",
    ] {
        assert!(text.contains(setter), "{setter}\n{text}");
    }
    assert!(text.contains("Method::TRACE"), "{text}");
    let looked = text.split_once("Method::HEAD").unwrap().1;
    assert!(
        looked
            .split_whitespace()
            .collect::<String>()
            .starts_with(",\"/a\")")
    );
    assert!(
        looked.find(".send_empty()") < looked.find(".send::<"),
        "{looked}"
    );
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
            "One of the parameters is left out, since it refers to #/components/parameters/Gone, which is not in the document",
        ]
    );
}
