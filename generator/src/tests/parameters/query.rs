//! Query parameters: styles, objects, and names.

use serde_json::json;

use super::{code, notes, request, with};

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
