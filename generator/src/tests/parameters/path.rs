//! Path parameters and templates.

use serde_json::{Value, json};

use super::{code, made, notes, operation, reasons, show, with};
use crate::{Note, NoteKind};

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
    let note = "The path parameter `user's` is left out, since the path has no such place";
    assert_eq!(
        output.gaps.notes,
        [Note {
            operation: Some("show".to_string()),
            pointer: "/paths/~1items~1{id}/get/parameters/1".to_string(),
            note: note.to_string(),
            kind: NoteKind::Other,
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
    let show = show(&output);
    assert_eq!(
        show.arguments,
        [
            "id: impl Argument<String>",
            "parameter: impl Argument<String>"
        ]
    );
    assert_eq!(
        show.started,
        r#"Show(Request::get(&self.core,"show","/items/{id}/{parameter}").path_argument("id",id).path_argument("parameter",parameter))"#
    );
    assert_eq!(show.setters, [""; 0]);
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
    let show = show(&output);
    assert_eq!(
        show.arguments,
        [
            "user_id: impl Argument<i64>",
            "item_id: impl Argument<i64>",
            "tab: impl Argument<i64>",
            "page: impl Argument<i64>",
        ]
    );
    assert_eq!(
        show.started,
        r#"Show(Request::get(&self.core,"show","/a/{userId}/{Item-Id}/{tab}/{page}").path_argument("userId",user_id).path_argument("Item-Id",item_id).path_argument("tab",tab).path_argument("page",page))"#
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
    let optional = show(&output);
    assert_eq!(optional.arguments, [""; 0]);
    assert_eq!(
        optional.started,
        r#"Show(Request::get(&self.core,"show","/tabs/{tab?}/{page?}"))"#
    );
    assert_eq!(
        optional.setters,
        [
            r#"tab: impl OptionalArgument<String> => Self(self.0.optional_path_argument("tab",value))"#,
            r#"page: impl OptionalArgument<i64> => Self(self.0.optional_path_argument("page",value))"#,
        ]
    );
    let text = code(&output);
    assert!(
        text.contains("/// The tab.\n    ///\n    /// Without it, its segment is left out of the path. Example: `news`.\n    pub fn tab("),
        "{text}"
    );
    // In the middle it cannot be left out.
    let output = with(
        "/tabs/{tab}/posts",
        &json!([{ "in": "path", "name": "tab", "required": false, "schema": { "type": "string" } }]),
    );
    let required = show(&output);
    assert_eq!(required.arguments, ["tab: impl Argument<String>"]);
    assert_eq!(
        required.started,
        r#"Show(Request::get(&self.core,"show","/tabs/{tab}/posts").path_argument("tab",tab))"#
    );
    assert_eq!(required.setters, [""; 0]);
}

#[test]
fn odd_path_templates_are_sent_as_they_are_meant() {
    let number =
        json!({ "in": "path", "name": "id", "required": true, "schema": { "type": "integer" } });
    let output = with("/a b/{id}/{id}/{x?}-{y}.{format}/{z", &json!([number]));
    let odd = show(&output);
    assert_eq!(
        odd.arguments,
        [
            "id: impl Argument<i64>",
            "id_2: impl Argument<i64>",
            "x: impl Argument<String>",
            "y: impl Argument<String>",
            "format: impl Argument<String>",
        ]
    );
    assert_eq!(
        odd.started,
        r#"Show(Request::get(&self.core,"show","/a%20b/{id}/{id_2}/{x}-{y}.{format}/%7Bz").path_argument("id",id).path_argument("id_2",id_2).path_argument("x",x).path_argument("y",y).path_argument("format",format))"#
    );

    let output = with("/a?type=x%20y&by={id}", &json!([number]));
    let fixed = show(&output);
    assert_eq!(
        fixed.started,
        r#"Show(Request::get(&self.core,"show","/a").query("type","x y").requires(ArgumentPlace::Query,"by","by"))"#
    );
    assert_eq!(
        fixed.setters,
        [r#"by: impl Argument<i64> => Self(self.0.query_argument("by",value))"#]
    );
    assert_eq!(notes(&output), [""; 0]);

    let output = with("items{?page}", &json!([]));
    let template = show(&output);
    assert_eq!(
        template.started,
        r#"Show(Request::get(&self.core,"show","/items"))"#
    );
    assert_eq!(
        template.setters,
        [r#"page: impl OptionalArgument<String> => Self(self.0.query_argument("page",value))"#]
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
            "`int` is no type of OpenAPI; it is taken for `integer`",
        ),
        (
            json!({ "type": "money" }),
            "String",
            "`money` is no type of OpenAPI; it is taken for a text",
        ),
        (
            json!({ "type": "array" }),
            "String",
            "The parameter `id` is taken as text, since a list or an object has no one form in a path",
        ),
        (
            json!({ "properties": {} }),
            "String",
            "The parameter `id` is taken as text, since a list or an object has no one form in a path",
        ),
        (
            json!({}),
            "String",
            "The parameter `id` is taken as text, since its type is open",
        ),
        (
            json!({ "oneOf": [{ "type": "string" }, { "enum": ["x"] }] }),
            "String",
            "",
        ),
        (
            json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }] }),
            "String",
            "The parameter `id` is taken as text, since its type is open",
        ),
        (
            json!({ "$ref": "#/components/schemas/Gone" }),
            "String",
            "`#/components/schemas/Gone` leads to no schema of the document, so this is any JSON; The parameter `id` is taken as text, since its type is open",
        ),
        (Value::Null, "String", ""),
    ] {
        let mut parameter =
            json!({ "in": "path", "name": "id", "required": true, "schema": schema });
        if schema.is_null() {
            parameter.as_object_mut().unwrap().remove("schema");
        }
        let output = with("/a/{id}", &json!([parameter]));
        let show = show(&output);
        assert_eq!(
            show.arguments,
            [format!("id: impl Argument<{ty}>")],
            "{schema}"
        );
        assert_eq!(
            show.started,
            r#"Show(Request::get(&self.core,"show","/a/{id}").path_argument("id",id))"#,
            "{schema}"
        );
        let notes = notes(&output);
        assert_eq!(notes.join("; "), note, "{schema}");
    }
}
