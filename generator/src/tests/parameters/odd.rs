//! Whatever the schema of a parameter says, its operation is there, and so is its setter.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::super::{made, operation, reasons};
use super::{code, notes, show, with};

/// Keywords of JSON Schema and OpenAPI, known and odd types among them.
const KEYWORDS: [&str; 26] = [
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "contentMediaType",
    "contentSchema",
    "default",
    "discriminator",
    "enum",
    "example",
    "examples",
    "format",
    "items",
    "maximum",
    "minItems",
    "maxItems",
    "not",
    "nullable",
    "oneOf",
    "pattern",
    "prefixItems",
    "properties",
    "required",
    "title",
    "type",
];

/// Values that some keyword takes, and others do not.
fn value() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(2),
        json!(-1.5),
        json!(18_446_744_073_709_551_615_u64),
        json!(""),
        json!("a"),
        json!("#/"),
        json!("#/components/schemas/Odd"),
        json!("#/components/schemas/Gone"),
        json!("int32"),
        json!("date-time"),
        json!("binary"),
        json!("application/json"),
        json!("object"),
        json!("array"),
        json!("string"),
        json!("integer"),
        json!("number"),
        json!("boolean"),
        json!("null"),
        json!("Date"),
        json!("no such type"),
        json!([]),
        json!(["a"]),
        json!(["a", "A", "a-b"]),
        json!(["#/"]),
        json!([1, 2]),
        json!(["a", 1, null, true, {}, []]),
        json!(["string", "null"]),
        json!(["integer", "object"]),
        json!({}),
        json!({ "a": "b" }),
    ])
}

fn schema() -> impl Strategy<Value = Value> {
    let keyword = || prop::sample::select(&KEYWORDS[..]);
    let keywords = move |of: BoxedStrategy<Value>| {
        prop::collection::vec((keyword(), of), 0..5).prop_map(|all| {
            let all = all.into_iter();
            Value::Object(all.map(|(key, value)| (key.to_string(), value)).collect())
        })
    };
    keywords(value().boxed()).prop_recursive(3, 24, 4, move |inner| {
        let list = prop::collection::vec(inner.clone(), 0..3).prop_map(Value::Array);
        let named = prop::collection::vec(inner.clone(), 0..3).prop_map(|all| {
            let names = ["a", "A", "a b", "type"].map(str::to_string);
            Value::Object(names.into_iter().zip(all).collect::<Map<_, _>>())
        });
        keywords(prop_oneof![2 => value(), 1 => inner, 1 => list, 1 => named].boxed())
    })
}

fn parameter() -> impl Strategy<Value = Value> {
    let place = prop::sample::select(vec!["path", "query", "header", "cookie"]);
    let media_type = prop::sample::select(vec!["application/json", "text/plain", "*/*", "odd"]);
    let described = prop_oneof![
        3 => schema().prop_map(|schema| json!({ "schema": schema })),
        1 => (media_type, schema())
            .prop_map(|(name, schema)| json!({ "content": { name: { "schema": schema } } })),
        1 => value().prop_map(|junk| json!({ "schema": junk })),
        1 => value().prop_map(|junk| json!({ "content": junk })),
    ];
    let style = prop::option::of(prop::sample::select(vec![
        "form",
        "deepObject",
        "simple",
        "odd",
    ]));
    (place, described, style, any::<bool>(), any::<bool>()).prop_map(
        |(place, mut parameter, style, explode, required)| {
            parameter["in"] = place.into();
            parameter["required"] = required.into();
            parameter["explode"] = explode.into();
            if let Some(style) = style {
                parameter["style"] = style.into();
            }
            parameter
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_schema_of_a_parameter_costs_an_operation(
        mut parameters in prop::collection::vec(parameter(), 1..9),
        odd in schema(),
        method in prop::sample::select(vec!["get", "GET", "Post"]),
    ) {
        let mut path = "/a".to_string();
        for (index, parameter) in parameters.iter_mut().enumerate() {
            let name = format!("parameter{index}");
            if parameter["in"] == "path" {
                path.push_str(&format!("/{{{name}}}"));
            }
            parameter["name"] = name.into();
        }
        let mut shown = operation("show");
        shown["parameters"] = json!(parameters);
        let mut document = super::super::document(&json!({ path: { method: shown } }));
        document["components"]["schemas"] = json!({ "Odd": odd });
        let output = super::super::run(&document).unwrap_or_else(|error| panic!("{error}\n{document}"));
        prop_assert_eq!(reasons(&output), [""; 0], "{}", document);
        prop_assert_eq!(output.generated, 1, "{}", document);
        let show = show(&output);
        for (index, parameter) in parameters.iter().enumerate() {
            let start = format!("parameter{index}: ");
            let count = |of: &[String]| of.iter().filter(|taken| taken.starts_with(&start)).count();
            let taken = (count(&show.arguments), count(&show.setters));
            let may_be_argument = parameter["in"] == "path";
            prop_assert!(taken == (0, 1) || may_be_argument && taken == (1, 0), "{} {}", start, document);
        }
    }
}

#[test]
fn allowed_words_beside_properties_are_words_unless_the_type_says_object() {
    for (schema, ty) in [
        (
            json!({ "properties": {}, "enum": ["#/"] }),
            "types::ShowCow",
        ),
        (
            json!({ "allOf": [{ "properties": {}, "enum": ["#/"] }] }),
            "types::ShowCow",
        ),
        (
            json!({ "type": "object", "enum": ["a"] }),
            "serde_json::Map<String,serde_json::Value>",
        ),
    ] {
        let output = with(
            "/a",
            &json!([{ "in": "query", "name": "cow", "schema": schema }]),
        );
        let show = show(&output);
        let setter = show.setter("cow");
        let start = format!("impl OptionalArgument<{ty}> => ");
        assert!(setter.starts_with(&start), "{schema} {setter}");
    }
}

#[test]
fn an_operation_in_capitals_is_as_any_other() {
    let mut shown = operation("show");
    shown["parameters"] = json!([{ "in": "query", "name": "build", "schema": { "allOf": [] } }]);
    let output = made(
        &json!({ "/a:b": { "GET": shown, "POST": operation("add"), "post": operation("made") } }),
    );
    assert!(code(&output).contains("pub fn build("));
    assert!(notes(&output).is_empty());
    assert!(code(&output).contains("pub fn made("));
    assert_eq!(
        reasons(&output),
        ["its path has another operation of this method, written in another case"]
    );
    assert_eq!(output.skipped[0].pointer, "/paths/~1a:b/POST");
}
