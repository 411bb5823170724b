//! A name stays, whatever comes, goes or is called alike; and no two schemas get one type by accident.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{document, response, run_with};
use crate::{File, Output};

/// What is made of `document` where `before` was made of the last one.
fn after(before: Option<&Output>, document: &Value) -> Output {
    let lock = before.map(lock_of);
    run_with(document, lock).unwrap_or_else(|error| panic!("{error}"))
}

fn lock_of(output: &Output) -> &str {
    let mut files = output.files.iter();
    let lock = files.find(|file| file.path.ends_with("names.lock.toml"));
    &lock.unwrap().text
}

/// The methods of the client, by their places in the lock.
fn methods(output: &Output) -> BTreeMap<String, String> {
    let lock: toml::Table = lock_of(output).parse().unwrap();
    let methods = lock["methods"].as_table().unwrap().iter();
    methods
        .map(|(name, place)| (place.as_str().unwrap().to_string(), name.clone()))
        .collect()
}

#[test]
fn components_of_any_name_are_referred_to_through_the_whole_pipeline() {
    for name in ["a/b", "a~b", "a~1b"] {
        let escaped = name.replace('~', "~0").replace('/', "~1");
        let reference = json!({ "$ref": format!("#/components/schemas/{escaped}") });
        let forms = json!({ "oneOf": [reference, { "type": "integer" }] });
        let shown = object(json!({ "it": reference, "either": forms }));
        let mut document = document(&json!({ "/a": { "get": {
            "operationId": "show", "responses": { "200": response(&shown) },
        } } }));
        document["components"]["schemas"] =
            json!({ name: object(json!({ "marker": { "type": "string" } })) });
        let output = after(None, &document);
        assert_eq!(output.generated, 1, "{name}");
        assert_eq!(types_with(&output, "marker").len(), 1, "{name}");
        let types = types_with(&output, "it");
        let text: String = output.files.iter().map(|file| file.text.as_str()).collect();
        let [component] = &types_with(&output, "marker")[..] else {
            panic!("{name}");
        };
        assert_eq!(types, ["ShowResponse"]);
        assert!(
            text.contains(&format!("pub it: Option<{component}>,")),
            "{name}"
        );
        assert!(text.contains(&format!("({component})")), "{name}");
    }
}

#[test]
fn a_method_in_capitals_changes_no_file() {
    let shown = |method: &str| {
        let mut responses =
            json!({ "200": response(&object(json!({ "count": { "type": "string" } }))) });
        // An example, of which inference learns.
        responses["200"]["content"]["application/json"]["example"] = json!({ "count": 1 });
        after(
            None,
            &document(&json!({ "/a": { method: { "responses": responses } } })),
        )
        .files
    };
    let files = |method: &str| -> Vec<(String, String)> {
        let files = shown(method).into_iter();
        files.map(|file| (file.path, file.text)).collect()
    };
    assert!(
        files("get")
            .iter()
            .any(|(_, text)| text.contains("pub count: Option<i64>"))
    );
    assert_eq!(files("GET"), files("get"));
}

fn object(properties: Value) -> Value {
    json!({ "type": "object", "properties": properties })
}

/// An operation whose response has an object of its own, which tells whose it is; without an id where `id` is empty.
fn operation(id: &str, marker: &str) -> Value {
    let inner = object(json!({ "avatar": object(json!({ marker: {} })) }));
    let mut operation = json!({ "responses": { "200": response(&inner) } });
    if !id.is_empty() {
        operation["operationId"] = json!(id);
    }
    operation
}

/// A document of `GET` operations: path, id and the marker of its response.
fn paths(operations: &[(&str, &str, &str)]) -> Value {
    let paths: Map<String, Value> = operations
        .iter()
        .map(|(path, id, marker)| (path.to_string(), json!({ "get": operation(id, marker) })))
        .collect();
    document(&Value::Object(paths))
}

/// The type that has a field, or the enumeration that has a variant: `field: ` or `Variant,`.
fn types_with(output: &Output, member: &str) -> Vec<String> {
    let is_types = |file: &&File| {
        file.path.starts_with("generated/shop/src/types/") && !file.path.contains("/builder/")
    };
    let mut found = Vec::new();
    for file in output.files.iter().filter(is_types) {
        for item in syn::parse_file(&file.text).unwrap().items {
            let (name, members): (String, Vec<String>) = match item {
                syn::Item::Struct(item) => {
                    let fields = item.fields.into_iter().filter_map(|field| field.ident);
                    (
                        item.ident.to_string(),
                        fields.map(|ident| ident.to_string()).collect(),
                    )
                }
                syn::Item::Enum(item) => {
                    let variants = item.variants.into_iter();
                    (
                        item.ident.to_string(),
                        variants.map(|of| of.ident.to_string()).collect(),
                    )
                }
                // Received enumerations are made by a macro of the runtime.
                syn::Item::Macro(item) => {
                    let tokens = item.mac.tokens.to_string();
                    let mut words = tokens
                        .split(|c: char| !c.is_alphanumeric())
                        .map(str::to_string);
                    let name = words.by_ref().skip_while(|word| word != "enum").nth(1);
                    (name.unwrap_or_default(), words.collect())
                }
                _ => continue,
            };
            found.extend(
                members
                    .iter()
                    .filter(|of| *of == member)
                    .map(|_| name.clone()),
            );
        }
    }
    found
}

/// Operations, by their paths, and the type of their response's inner object.
fn named(output: &Output, operations: &[(&str, &str, &str)]) -> BTreeMap<String, (String, String)> {
    let methods = methods(output);
    let of = |path: &str| {
        let exact = format!("GET {path}");
        let alone = alone(path);
        methods
            .get(&exact)
            .or_else(|| methods.get(&alone))
            .unwrap()
            .clone()
    };
    operations
        .iter()
        .map(|(path, _, marker)| {
            let [name] = &types_with(output, marker)[..] else {
                panic!("{marker}: {:?}", types_with(output, marker));
            };
            (path.to_string(), (of(path), name.clone()))
        })
        .collect()
}

/// `GET` and a path without the names of its parameters.
fn alone(path: &str) -> String {
    let mut text = String::from("GET ");
    let mut is_inside = false;
    for c in path.chars() {
        is_inside = match c {
            '{' => true,
            '}' => false,
            _ => is_inside,
        };
        if !is_inside || c == '{' {
            text.push(c);
        }
    }
    text
}

const PAIRS: [[(&str, &str, &str); 2]; 7] = [
    [("/odd/{a}", "", "one"), ("/odd/{b}", "", "two")],
    [
        ("/odd/{a}", "deleteFoo", "one"),
        ("/odd/{b}", "readBar", "two"),
    ],
    [
        ("/odd/{b}", "deleteFoo", "one"),
        ("/odd/{a}", "readBar", "two"),
    ],
    [("/odd/{id}", "", "one"), ("/odd/{id:[0-9]+}", "", "two")],
    [("/odd/{id}", "", "one"), ("/odd/{id?}", "", "two")],
    [("/odd/{id:[0-9]+}", "x", "one"), ("/odd/{id}", "a", "two")],
    [("/odd/{}", "", "one"), ("/odd/{a}", "", "two")],
];

#[test]
fn two_paths_that_differ_in_a_parameter_keep_their_names() {
    for pair in PAIRS {
        let first = after(None, &paths(&pair));
        let second = after(Some(&first), &paths(&pair));
        assert_eq!(second.files, first.files, "{pair:?}");
        assert_eq!(methods(&first).len(), 2, "{pair:?}");
    }
}

#[test]
fn a_second_path_renames_nothing_when_it_comes_or_when_it_goes() {
    for pair in PAIRS {
        let (one, other) = (&pair[..1], &pair[1..]);
        let alone = after(None, &paths(one));
        let both = after(Some(&alone), &paths(&pair));
        assert_eq!(named(&both, one), named(&alone, one), "{pair:?}");
        for kept in [one, other] {
            let left = after(Some(&both), &paths(kept));
            assert_eq!(named(&left, kept), named(&both, kept), "{pair:?}");
            let renamed = lock_of(&left).contains("{id") || lock_of(&left).contains("{a}");
            assert!(
                !renamed,
                "what is alone needs no parameter: {}",
                lock_of(&left)
            );
        }
    }
}

#[test]
fn swapped_ids_swap_no_names() {
    let before = [("/odd/{a}", "foo", "one"), ("/odd/{b}", "bar", "two")];
    let swapped = [("/odd/{a}", "bar", "one"), ("/odd/{b}", "foo", "two")];
    let first = after(None, &paths(&before));
    let second = after(Some(&first), &paths(&swapped));
    assert_eq!(named(&second, &swapped), named(&first, &before));
}

#[test]
fn a_renamed_parameter_renames_nothing() {
    for (before, respelled) in [
        (
            vec![("/odd/{a}", "", "one")],
            vec![("/odd/{x?}", "", "one")],
        ),
        (
            vec![("/odd/{a}", "", "one"), ("/odd/{b}", "", "two")],
            vec![("/odd/{x}", "", "one"), ("/odd/{b}", "", "two")],
        ),
    ] {
        let first = after(None, &paths(&before));
        let second = after(Some(&first), &paths(&respelled));
        let names = |output: &Output, of: &[(&str, &str, &str)]| -> Vec<_> {
            let named = named(output, of);
            of.iter().map(|(path, _, _)| named[*path].clone()).collect()
        };
        assert_eq!(names(&second, &respelled), names(&first, &before));
    }
}

#[test]
fn places_that_read_alike_keep_their_names() {
    let leaf = |marker: &str| object(json!({ marker: {} }));
    // `a.b` is a property, and the property `b` of `a`; and two media types have one body.
    let schema = object(json!({
        "a": object(json!({ "b": leaf("one"), "b.c": leaf("two"), "x": {} })),
        "a.b": object(json!({ "c": leaf("three"), "y": {} })),
        "a.b.c": leaf("four"),
    }));
    let mut operation = json!({ "responses": { "200": response(&schema) } });
    operation["requestBody"] = json!({ "content": {
        "application/json": { "schema": object(json!({ "user": leaf("five") })) },
        "multipart/form-data": { "schema": object(json!({ "user": leaf("six") })) },
    } });
    let document = document(&json!({ "/a": { "post": operation } }));
    let first = after(None, &document);
    let second = after(Some(&first), &document);
    assert_eq!(second.files, first.files);
    assert_eq!(after(Some(&second), &document).files, first.files);
}

/// A document whose components are called `names`: each is an object of its own, with objects and enumerations in it.
fn components(names: &[String]) -> Value {
    components_as(names, false, false)
}

/// As [`components`]; whether properties are required, and may be null.
fn components_as(names: &[String], is_required: bool, is_nullable: bool) -> Value {
    let mut schemas = Map::new();
    let mut all = Map::new();
    for (index, name) in names.iter().enumerate() {
        let words = |kind: &str| {
            let mut words =
                json!({ "type": "string", "enum": [format!("{kind}{index}"), "other"] });
            words["nullable"] = json!(is_nullable);
            words
        };
        let inner = object(json!({ format!("inner{index}"): {} }));
        // Properties that are called as another component, and as types below them.
        let next = &names[(index + 1) % names.len()];
        let properties = json!({
            format!("marker{index}"): {},
            next: inner,
            format!("{next} {next}"): { "type": "array", "items": words("word") },
            format!("{next} {next} item"): words("item"),
            format!("{next} {next} value"): words("value"),
            format!("{next}_{next}"): { "type": "object", "additionalProperties": words("map") },
        });
        let mut schema = object(properties.clone());
        if is_required {
            schema["required"] = properties.as_object().unwrap().keys().cloned().collect();
        }
        schemas.insert(name.clone(), schema);
        let escaped = name
            .replace('~', "~0")
            .replace('/', "~1")
            .replace('%', "%25");
        let reference = json!({ "$ref": format!("#/components/schemas/{escaped}") });
        all.insert(format!("of{index}"), reference);
    }
    let operation = json!({ "operationId": "all", "responses": { "200": response(&object(Value::Object(all))) } });
    let mut document = document(&json!({ "/all": { "get": operation } }));
    document["components"]["schemas"] = Value::Object(schemas);
    document
}

/// Every object and every enumeration of [`components`] is a type of its own.
fn assert_each_has_a_type(output: &Output, count: usize) -> Result<(), TestCaseError> {
    for index in 0..count {
        let kinds = ["marker", "inner", "Word", "Item", "Value", "Map"];
        for member in kinds.map(|kind| format!("{kind}{index}")) {
            let types = types_with(output, &member);
            prop_assert_eq!(types.len(), 1, "{}: {:?}", member, types);
        }
    }
    Ok(())
}

#[test]
fn names_that_become_one_type_are_told_apart() {
    for names in [
        vec!["a b", "ab"],
        vec!["a/b c", "ab c", "abc"],
        vec!["a_b", "aB", "AB", "Ab", "a-b"],
        vec!["type", "type_", "Type"],
        vec!["", "чат", "пост", "🦀"],
        vec!["x2", "x_2", "X 2", "2"],
        vec!["Hash", "HashObject", "HashSchema", "hash"],
        vec!["App.Users", "Result[User]", "Page«User»", "x\n[evil]"],
    ] {
        let names: Vec<String> = names.into_iter().map(str::to_string).collect();
        let document = components(&names);
        let first = after(None, &document);
        assert_each_has_a_type(&first, names.len())
            .unwrap_or_else(|error| panic!("{names:?}: {error}"));
        assert_eq!(
            after(Some(&first), &document).files,
            first.files,
            "{names:?}"
        );
    }
}

#[test]
fn words_of_one_letter_make_no_two_enumerations_one() {
    let words = |word: &str| json!({ "type": "string", "enum": [word, "other"] });
    let list = |of: Value| json!({ "type": "array", "items": of });
    let nullable = |mut of: Value| {
        of["nullable"] = json!(true);
        of
    };
    for required in [
        json!([]),
        json!(["a_b", "a_b_item", "aB", "a_b_item_item", "x_y"]),
    ] {
        let mut document = components(&["Abc".to_string()]);
        document["components"]["schemas"]["Abc"] = object(json!({
            "a_b": list(words("first")),
            "a_b_item": words("second"),
            "aB": list(list(words("third"))),
            "a_b_item_item": words("fourth"),
            "ab_item": nullable(words("fifth")),
            "x_y": nullable(words("sixth")),
            "xy": words("seventh"),
            "xY": { "type": "object", "additionalProperties": words("eighth") },
            "xy_value": words("ninth"),
        }));
        document["components"]["schemas"]["Abc"]["required"] = required;
        let output = after(None, &document);
        let words = [
            "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth",
        ];
        let types = words.map(|word| types_with(&output, word));
        assert!(types.iter().all(|types| types.len() == 1), "{types:?}");
        let distinct: std::collections::BTreeSet<_> = types.iter().flatten().collect();
        assert_eq!(distinct.len(), words.len(), "{types:?}");
    }
}

#[test]
fn a_list_of_a_component_with_any_name_is_read_back() {
    for name in [
        "App.Users",
        "Result[User]",
        "Page«User»",
        "x\n[evil]",
        "'a' = \"b\" # c",
        "",
    ] {
        let mut document = components(&["Other".to_string()]);
        let item = object(json!({ "id": {} }));
        document["components"]["schemas"][name] = json!({ "type": "array", "items": item });
        document["paths"]["/list"] = json!({ "get": { "operationId": "list", "responses": {
            "200": response(&json!({ "$ref": format!("#/components/schemas/{name}") }))
        } } });
        let first = after(None, &document);
        assert_eq!(after(Some(&first), &document).files, first.files, "{name}");
        assert!(!lock_of(&first).contains("\n[evil]"), "{name}");
    }
}

/// A lock is input, too: whatever is in it, what comes of it stays.
#[test]
fn a_hostile_lock_is_stable_after_one_run() {
    let names = ["a b", "Vec", "ab"].map(str::to_string);
    let document = components(&names);
    for lock in [
        "[types]\n\"x\\n[evil]\" = [\"GET /all 200\"]\n",
        "[types]\nSelf = [\"GET /all 200\"]\nVec = [\"GET /all 200\"]\n",
        "[types]\nab = [\"GET /all 200\"]\nA-B = [\"components a b Vec\"]\nA_B = [\"GET /all 200\"]\n",
        "[types]\nOne = [\"GET /all 200\"]\nTwo = [\"GET /all 200\", \"components ab a b\"]\n",
        "[methods]\nnew = \"GET /all\"\n\"fn\" = \"GET /all\"\na_b = \"GET /all\"\nab = \"GET /all\"\n",
    ] {
        let first = run_with(&document, Some(lock)).unwrap();
        assert_each_has_a_type(&first, names.len())
            .unwrap_or_else(|error| panic!("{lock}: {error}"));
        assert_eq!(after(Some(&first), &document).files, first.files, "{lock}");
    }
}

/// Names rich in what conversions drop, join or split at, and in what TOML and JSON give a meaning.
fn any_name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ab]([ _.-]?[abAB12]){0,3}",
        "[ab_.\\[\\]«» '\"\n#=/~%é1чA-C]{0,6}",
        Just("type".to_string()),
        Just("Vec".to_string()),
        Just("String".to_string()),
        Just("Self".to_string()),
        any::<String>(),
    ]
}

fn any_path() -> impl Strategy<Value = String> {
    proptest::collection::vec(
        prop_oneof![
            Just("{a}"),
            Just("{b}"),
            Just("{a?}"),
            Just("{a:[0-9]+}"),
            Just("{}"),
            Just("{*a}"),
            Just("x"),
            Just("x.y"),
        ],
        1..3,
    )
    .prop_map(|parts| format!("/{}", parts.join("/")))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn components_of_any_names_are_types_of_their_own_and_keep_their_names(
        names in proptest::collection::btree_set(any_name(), 1..5),
        is_required: bool,
        is_nullable: bool,
    ) {
        let names: Vec<String> = names.into_iter().collect();
        let document = components_as(&names, is_required, is_nullable);
        let first = after(None, &document);
        assert_each_has_a_type(&first, names.len())?;
        prop_assert_eq!(after(Some(&first), &document).files, first.files);
    }

    #[test]
    fn paths_that_are_alike_keep_their_names_and_what_is_added_renames_none(
        known in proptest::collection::btree_map(any_path(), prop_oneof![Just(""), Just("a"), Just("b")], 1..4),
        added in proptest::collection::btree_map(any_path(), prop_oneof![Just(""), Just("c")], 1..3),
    ) {
        let made = |of: &BTreeMap<String, &str>| {
            let all = of.iter().map(|(path, id)| (path.as_str(), *id, "id")).collect::<Vec<_>>();
            paths(&all)
        };
        let first = after(None, &made(&known));
        prop_assert_eq!(&after(Some(&first), &made(&known)).files, &first.files);
        let mut all = added;
        all.extend(known.clone());
        let grown = after(Some(&first), &made(&all));
        prop_assert_eq!(&after(Some(&grown), &made(&all)).files, &grown.files);
        // And back again.
        let left = after(Some(&grown), &made(&known));
        prop_assert_eq!(&after(Some(&left), &made(&known)).files, &left.files);
        let count = |output: &Output| methods(output).len();
        prop_assert_eq!((count(&first), count(&grown)), (known.len(), all.len()));
    }
}
