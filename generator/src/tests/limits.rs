//! Documents that are as deep, as wide or as entangled as they may be.

use serde_json::{Value, json};

use super::{document, made, operation, reasons, response, run};

/// A schema around itself, as often as the limit of nesting allows.
fn nested(times: usize, around: &dyn Fn(Value) -> Value) -> Value {
    (0..times).fold(json!({ "type": "string" }), |inner, _| around(inner))
}

fn responding(id: &str, schema: &Value) -> Value {
    let mut changed = operation(id);
    changed["responses"]["200"] = response(schema);
    json!({ "get": changed })
}

#[test]
fn a_document_may_be_as_deep_as_the_limit_on_a_small_stack() {
    let object = |inner| json!({ "type": "object", "properties": { "p": inner } });
    let list = |inner| json!({ "type": "array", "items": inner });
    let map = |inner| json!({ "type": "object", "additionalProperties": inner });
    let either = |inner| json!({ "oneOf": [inner, { "type": "integer" }] });
    let both = |inner| json!({ "allOf": [inner, { "description": "x" }] });
    let paths = json!({
        "/object": responding("object", &nested(45, &object)),
        "/list": responding("list", &nested(90, &list)),
        "/map": responding("map", &nested(90, &map)),
        "/either": responding("either", &nested(45, &either)),
        "/both": responding("both", &nested(45, &both)),
    });
    // Two mebibytes, which threads have.
    let small = std::thread::Builder::new().stack_size(2 * 1024 * 1024);
    let output = small.spawn(move || made(&paths)).unwrap().join().unwrap();
    assert_eq!(reasons(&output), [""; 0]);
}

/// The components of a document in which `last` leads to all others.
fn with_components(last: &str, schemas: Value) -> Value {
    let reference = json!({ "$ref": format!("#/components/schemas/{last}") });
    let mut document = document(&json!({ "/a": responding("a", &reference) }));
    document["components"]["schemas"] = schemas;
    document
}

fn reference(number: usize) -> Value {
    json!({ "$ref": format!("#/components/schemas/C{number}") })
}

/// Components `C0`, `C1`, …, each made from the number of the one before.
fn chain(length: usize, next: &dyn Fn(usize) -> Value) -> Value {
    let first = json!({ "type": "object", "properties": { "p0": { "type": "string" } } });
    let others = (1..length).map(|number| (format!("C{number}"), next(number - 1)));
    std::iter::once(("C0".to_string(), first))
        .chain(others)
        .collect()
}

#[test]
fn what_would_grow_without_end_comes_to_an_end() {
    let property = |number: usize| format!("p{number}");
    let twice = |before: usize| json!({ "allOf": [reference(before), reference(before), { "properties": { property(before + 1): { "type": "string" } } }] });
    let inner = |before: usize| {
        let part = |name: &str| json!({ "allOf": [reference(before), { "properties": { name: { "type": "string" } } }] });
        json!({ "type": "object", "properties": { "a": part("x"), "b": part("y"), "c": part("z") } })
    };
    let choice = |before: usize| {
        let part = |name: &str| json!({ "type": "object", "properties": { name: reference(before), "same": reference(before / 2) } });
        json!({ "oneOf": [part("a"), part("b"), reference(before)] })
    };
    let nested = |before: usize| json!({ "oneOf": [{ "anyOf": [reference(before), reference(before)] }, { "allOf": [reference(before)] }] });
    for (what, schemas) in [
        ("allOf of the same", chain(60, &twice)),
        ("allOf inside of each other", chain(12, &inner)),
        ("oneOf of the same properties", chain(30, &choice)),
        ("alternatives of alternatives", chain(60, &nested)),
    ] {
        let last = format!("C{}", schemas.as_object().unwrap().len() - 1);
        let output = run(&with_components(&last, schemas)).unwrap();
        assert_eq!(reasons(&output), [""; 0], "{what}");
        let bytes: usize = output.files.iter().map(|file| file.text.len()).sum();
        assert!(bytes < 16 * 1024 * 1024, "{what}: {bytes} bytes");
    }
}

#[test]
fn a_document_that_outgrows_its_budget_is_refused_with_the_place() {
    let inner = |before: usize| {
        let part = |name: &str| json!({ "allOf": [reference(before), { "properties": { name: { "type": "string" } } }] });
        let properties: Value = "abcdefgh"
            .chars()
            .map(|name| (name.to_string(), part(&format!("{name}x"))))
            .collect();
        json!({ "type": "object", "properties": properties })
    };
    let error = run(&with_components("C59", chain(60, &inner))).unwrap_err();
    let place = error.place();
    assert!(
        place.starts_with("spec/shop/openapi.yaml#/components/schemas/C"),
        "{error}"
    );
    assert!(
        error.rule().starts_with("the document grows beyond 3"),
        "{error}"
    );
    assert!(error.cure().contains("`allOf`"), "{error}");
}

#[test]
fn evidence_that_doubles_from_component_to_component_is_refused_with_the_place() {
    let name = |number: usize| format!("N{number:02}");
    let paths: Value = (0..20)
        .map(|number| {
            let (inner, shown) = match number {
                0 => (json!({ "type": "string" }), json!("s")),
                _ => (
                    json!({ "type": "object", "x-schema-name": name(number - 1) }),
                    json!({ "p": {}, "q": {} }),
                ),
            };
            let schema = json!({
                "type": "object",
                "x-schema-name": name(number),
                "properties": { "p": inner, "q": inner },
            });
            let mut path = responding(&format!("get{number}"), &schema);
            path["get"]["responses"]["200"]["content"]["application/json"]["example"] =
                json!({ "p": shown, "q": shown });
            (format!("/p{number:02}"), path)
        })
        .collect();
    let error = run(&document(&paths)).unwrap_err();
    assert!(
        error
            .place()
            .starts_with("spec/shop/openapi.yaml#/paths/~1p"),
        "{error}"
    );
    assert!(error.cure().contains("`x-schema-name`"), "{error}");
}

#[test]
fn a_path_item_with_much_text_is_not_written_out_at_a_thousand_paths() {
    let mut item = responding("get", &json!({}));
    item["get"]["description"] = "x".repeat(1_000_000).into();
    let mut paths = serde_json::Map::from_iter([("/a".to_string(), item)]);
    for number in 0..1000 {
        paths.insert(format!("/b{number:04}"), json!({ "$ref": "#/paths/~1a" }));
    }
    let error = run(&document(&Value::Object(paths))).unwrap_err();
    assert!(
        error
            .place()
            .starts_with("spec/shop/openapi.yaml#/paths/~1b"),
        "{error}"
    );
    assert!(error.rule().contains("path items"), "{error}");
}

#[test]
fn two_responses_that_hold_many_others_have_a_type_that_ends() {
    let of = |kind: &str, number: usize| {
        let mut properties: serde_json::Map<String, Value> = (0..6)
            .map(|offset| {
                let to = format!("#/components/schemas/{kind}{}", (number * 7 + offset) % 20);
                (format!("p{offset}"), json!({ "$ref": to }))
            })
            .collect();
        properties.insert(format!("{kind}{number}"), json!({ "type": "string" }));
        json!({ "type": "object", "properties": properties })
    };
    let schemas: Value = ["A", "B"]
        .into_iter()
        .flat_map(|kind| (0..20).map(move |number| (format!("{kind}{number}"), of(kind, number))))
        .collect();
    let mut document = with_components("A0", schemas);
    document["paths"]["/a"]["get"]["responses"]["201"] =
        response(&json!({ "$ref": "#/components/schemas/B0" }));
    let output = run(&document).unwrap();
    assert_eq!(reasons(&output), [""; 0]);
}

#[test]
fn a_long_chain_of_references_is_followed_or_any_json() {
    for link in [
        &|before: usize| reference(before) as Value,
        &|before: usize| json!({ "allOf": [reference(before)], "description": "x" }),
        &|before: usize| json!({ "oneOf": [reference(before)] }),
    ] as [&dyn Fn(usize) -> Value; 3]
    {
        let output = run(&with_components("C999", chain(1000, link))).unwrap();
        assert_eq!(reasons(&output), [""; 0]);
    }
}

#[test]
fn a_schema_may_be_wide() {
    let properties: Value = (0..3000)
        .map(|number| (format!("p{number}"), json!({ "type": "string" })))
        .collect();
    let values: Vec<String> = (0..20_000).map(|number| format!("v{number}")).collect();
    let long = "word ".repeat(200_000);
    let output = made(&json!({
        "/properties": responding("properties", &json!({ "type": "object", "properties": properties })),
        "/values": responding("values", &json!({ "type": "string", "enum": values })),
        "/text": responding("text", &json!({ "type": "string", "description": long, "example": long })),
        "/alternatives": responding("alternatives", &json!({ "oneOf": vec![json!({ "type": "object", "properties": { "a": {} } }); 500] })),
    }));
    assert_eq!(reasons(&output), [""; 0]);
}

#[test]
fn what_a_wide_response_has_no_field_for_is_reported() {
    let properties: Value = (0..1000)
        .map(|number| (format!("p{number}"), json!({ "type": "string" })))
        .collect();
    let output = made(&json!({
        "/a": responding("a", &json!({ "type": "object", "properties": { "of": { "type": "object", "properties": properties } } })),
    }));
    let notes: Vec<&str> = output
        .gaps
        .notes
        .iter()
        .map(|note| note.note.as_str())
        .collect();
    let [note] = notes.as_slice() else {
        panic!("{notes:?}")
    };
    assert!(
        note.contains("has 319 of its properties in its map of all others, `extra`"),
        "{note}"
    );
}
