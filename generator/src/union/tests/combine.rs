//! `allOf` becomes what fits all parts, `oneOf` and `anyOf` what fits any alternative.

use serde_json::{Value, json};

use crate::document::Pointer;
use crate::union::Combiner;

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn combined(components: &Value, combine: impl Fn(&Combiner<'_>) -> Value) -> Value {
    let document = json!({ "components": { "schemas": components } });
    let combiner = Combiner::new(&document);
    combiner.renew(&Pointer::root());
    combine(&combiner)
}

fn all_of(parts: &Value) -> Value {
    combined(&json!({}), |combiner| {
        combiner.all_of(parts.as_array().unwrap())
    })
}

fn any_of(alternatives: &Value) -> Value {
    combined(&json!({}), |combiner| {
        combiner.any_of(alternatives.as_array().unwrap())
    })
}

fn object(name: &str) -> Value {
    json!({ "type": "object", "properties": { name: { "type": "string" } }, "required": [name] })
}

#[test]
fn all_parts_add_properties_and_requirements() {
    assert_eq!(
        all_of(&json!([object("a"), object("b")])),
        json!({ "type": "object", "required": ["a", "b"],
            "properties": { "a": { "type": "string" }, "b": { "type": "string" } } })
    );
}

#[test]
fn all_parts_narrow_types_and_enums() {
    let number = |name: &str| json!({ "type": name });
    assert_eq!(
        all_of(&json!([number("number"), number("integer")])),
        number("integer")
    );
    let words = |words: Value| json!({ "type": "string", "enum": words });
    assert_eq!(
        all_of(&json!([words(json!(["a", "b"])), words(json!(["b", "c"]))])),
        words(json!(["b"]))
    );
}

#[test]
fn parts_that_contradict_are_any_json() {
    assert_eq!(
        all_of(&json!([{ "type": "string" }, { "type": "array", "items": {} }])),
        json!({})
    );
}

#[test]
fn null_fits_all_parts_only_where_each_takes_it() {
    let with_null = |schema: Value| {
        let mut schema = schema;
        schema["nullable"] = true.into();
        schema
    };
    let both = json!([with_null(object("a")), with_null(object("b"))]);
    assert_eq!(all_of(&both)["nullable"], true);
    let one = json!([with_null(object("a")), object("b")]);
    assert_eq!(all_of(&one).get("nullable"), None);
    assert_eq!(any_of(&one)["nullable"], true);
}

#[test]
fn alternatives_of_one_kind_are_one_and_of_several_stay() {
    assert_eq!(
        any_of(&json!([object("a"), object("b")])),
        json!({ "type": "object",
            "properties": { "a": { "type": "string" }, "b": { "type": "string" } } })
    );
    assert_eq!(
        any_of(
            &json!([{ "type": "string" }, object("a"), { "type": "integer" }, { "type": "number" }])
        ),
        json!({ "oneOf": [object("a"), { "type": "string" }, { "type": "number" }] })
    );
}

#[test]
fn only_what_every_alternative_requires_is_required() {
    // The third differs from the first, since equal alternatives count once.
    let requires = |names: &[&str]| json!({ "type": "object", "required": names, "properties": { "a": {}, "b": {} } });
    let three = json!([
        requires(&["a", "b"]),
        requires(&["b"]),
        requires(&["b", "a"])
    ]);
    assert_eq!(any_of(&three)["required"], json!(["b"]));
}

#[test]
fn one_open_alternative_opens_all() {
    assert_eq!(
        any_of(&json!([{ "description": "?" }, object("a")])),
        json!({})
    );
}

#[test]
fn annotations_make_no_alternative() {
    let with_text = |text: &str| json!({ "allOf": [reference("A")], "description": text });
    let components = json!({ "A": object("a") });
    assert_eq!(
        combined(&components, |combiner| combiner
            .any_of(&[with_text("x"), with_text("y")])),
        reference("A")
    );
}

#[test]
fn a_reference_beside_its_own_type_is_the_reference() {
    let components = json!({ "a/b": object("a") });
    let parts = [
        json!({ "$ref": "#/components/schemas/a~1b" }),
        json!({ "type": "object" }),
    ];
    assert_eq!(
        combined(&components, |combiner| combiner.all_of(&parts)),
        parts[0]
    );
}

#[test]
fn a_circle_of_references_ends() {
    let components =
        json!({ "A": { "allOf": [reference("B"), object("a")] }, "B": reference("A") });
    let parts = [reference("A"), object("b")];
    let one = combined(&components, |combiner| combiner.all_of(&parts));
    assert_eq!(one["properties"]["b"], json!({ "type": "string" }));
}
