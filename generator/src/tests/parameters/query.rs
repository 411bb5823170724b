//! Query parameters: styles, objects, and names.

use serde_json::json;

use super::{code, notes, show, with};

#[test]
fn lists_and_objects_in_a_query_have_the_declared_style() {
    let list = json!({ "type": "array", "items": { "type": "integer" } });
    let object = json!({ "type": "object", "properties": { "state": { "type": "string" } } });
    let objects = json!({ "type": "array", "items": object });
    let both = json!({ "allOf": [object, object] });
    for (schema, more, call) in [
        (&list, json!({}), ".query_argument("),
        (
            &list,
            json!({ "explode": true, "style": "spaceDelimited" }),
            ".query_argument(",
        ),
        (
            &list,
            json!({ "explode": false }),
            ".styled_query_argument(QueryStyle::Comma,",
        ),
        (
            &list,
            json!({ "style": "spaceDelimited" }),
            ".styled_query_argument(QueryStyle::Space,",
        ),
        (
            &list,
            json!({ "style": "pipeDelimited", "explode": false }),
            ".styled_query_argument(QueryStyle::Pipe,",
        ),
        (
            &list,
            json!({ "style": "deepObject" }),
            ".styled_query_argument(QueryStyle::Brackets,",
        ),
        (
            &object,
            json!({}),
            ".styled_query_argument(QueryStyle::Brackets,",
        ),
        (
            &object,
            json!({ "style": "deepObject" }),
            ".styled_query_argument(QueryStyle::Brackets,",
        ),
        (
            &object,
            json!({ "style": "form" }),
            ".styled_query_argument(QueryStyle::Properties,",
        ),
        (
            &object,
            json!({ "style": "form", "explode": false }),
            ".styled_query_argument(QueryStyle::Comma,",
        ),
        (
            &both,
            json!({}),
            ".styled_query_argument(QueryStyle::Brackets,",
        ),
        (&json!({}), json!({}), ".query_argument("),
        (
            &objects,
            json!({}),
            ".styled_query_argument(QueryStyle::Brackets,",
        ),
    ] {
        let mut parameter = json!({ "in": "query", "name": "q", "schema": schema });
        for (key, value) in more.as_object().unwrap() {
            parameter[key] = value.clone();
        }
        let output = with("/a", &json!([parameter]));
        let show = show(&output);
        let set = format!("Self(self.0{call}\"q\",value))");
        assert!(
            show.setter("q").ends_with(&format!(" => {set}")),
            "{parameter} {:?}",
            show.setters
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
    assert_eq!(
        show(&output).setters,
        [
            r#"filter: impl OptionalArgument<types::ShowFilter> => Self(self.0.styled_query_argument(QueryStyle::Json,"filter",value))"#,
            r#"x_filter: impl OptionalArgument<String> => Self(self.0.header_argument("x-filter",value))"#,
        ]
    );
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
    assert_eq!(
        show(&output).setters,
        [
            r#"filter_type: impl OptionalArgument<String> => Self(self.0.query_argument("filter['type']",value))"#,
            r#"filter_name: impl OptionalArgument<String> => Self(self.0.query_argument("filter[name]",value))"#,
            r#"no_schema: impl OptionalArgument<String> => Self(self.0.query_argument("no_schema",value))"#,
        ]
    );
    assert_eq!(notes(&output).len(), 1, "{:?}", notes(&output));
}
