//! Path parameters and templates.

use serde_json::{Value, json};

use super::{code, made, notes, operation, reasons, request, with};
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
        let setter = format!("pub fn id(mut self, value: impl Into<{ty}>)");
        assert!(
            code(&output).contains(&setter),
            "{schema} {}",
            code(&output)
        );
        let notes = notes(&output);
        assert_eq!(notes.join("; "), note, "{schema}");
    }
}
