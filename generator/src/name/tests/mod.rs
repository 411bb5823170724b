//! Which schemas become one, what they are called, and that a name stays.

mod descriptions;

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::Named;
use super::lock::Lock;

fn object(properties: Value) -> Value {
    json!({ "type": "object", "properties": properties })
}

fn document(responses: &[(&str, Value)]) -> Value {
    let paths: serde_json::Map<String, Value> = responses
        .iter()
        .map(|(id, schema)| {
            let content = json!({ "application/json": { "schema": schema } });
            let operation =
                json!({ "operationId": id, "responses": { "200": { "content": content } } });
            (format!("/{id}"), json!({ "get": operation }))
        })
        .collect();
    json!({ "paths": paths })
}

fn names(named: &Named) -> Vec<&str> {
    named.lock.types().collect()
}

fn name(document: &Value, lock: &Lock) -> Named {
    super::name(document, lock, &BTreeMap::new())
}

fn first(document: &Value) -> Named {
    name(document, &Lock::default())
}

#[test]
fn equal_schemas_are_one_component_whatever_is_said_about_them() {
    let meta = |text: &str| {
        object(json!({ "used": { "type": "integer", "description": text, "example": text } }))
    };
    let named = first(&document(&[
        ("one", object(json!({ "_meta": meta("a") }))),
        ("two", object(json!({ "_meta": meta("b"), "x": {} }))),
    ]));
    assert_eq!(names(&named), ["Meta", "OneResponse", "TwoResponse"]);
    let schemas = &named.document["components"]["schemas"];
    assert_eq!(
        schemas["OneResponse"]["properties"]["_meta"],
        json!({ "$ref": "#/components/schemas/Meta" })
    );
}

#[test]
fn a_given_name_is_one_component_that_covers_its_places() {
    let chat = |properties: Value, required: Value| json!({ "type": "object", "x-schema-name": "Chat", "properties": properties, "required": required });
    let named = first(&document(&[
        (
            "create",
            chat(
                json!({ "id": {}, "user": object(json!({ "a": { "type": "integer" } })) }),
                json!(["id", "user"]),
            ),
        ),
        (
            "show",
            chat(
                json!({ "id": {}, "user": object(json!({ "b": { "type": "string" } })), "n": {} }),
                json!(["id"]),
            ),
        ),
    ]));
    assert_eq!(names(&named), ["Chat", "User"]);
    let schemas = &named.document["components"]["schemas"];
    assert_eq!(schemas["Chat"]["required"], json!(["id"]));
    assert_eq!(
        schemas["User"]["properties"],
        json!({ "a": { "type": "integer" }, "b": { "type": "string" } })
    );
}

#[test]
fn that_a_place_may_be_null_is_said_at_the_place() {
    let mut chat = object(json!({ "id": {} }));
    chat["nullable"] = json!(true);
    let named = first(&document(&[("show", object(json!({ "chat": chat })))]));
    let schemas = &named.document["components"]["schemas"];
    assert_eq!(
        schemas["ShowResponse"]["properties"]["chat"],
        json!({ "allOf": [{ "$ref": "#/components/schemas/Chat" }], "nullable": true, "type": "object" })
    );
    assert_eq!(schemas["Chat"].get("nullable"), None);
}

#[test]
fn names_come_from_properties_in_the_singular_and_clashes_from_parents() {
    let named = first(&document(&[
        (
            "listChats",
            object(json!({
                "data": object(json!({
                    "accounts": { "type": "array", "items": object(json!({ "avatar": object(json!({ "a": {} })) })) },
                    "entries": { "type": "array", "items": object(json!({ "q": {} })) },
                })),
            })),
        ),
        (
            "showUser",
            object(json!({ "user": object(json!({ "avatar": object(json!({ "b": {} })) })) })),
        ),
    ]));
    assert_eq!(
        names(&named),
        [
            "Account",
            "AccountAvatar",
            "ListChatsData",
            "ListChatsDataEntry",
            "ListChatsResponse",
            "ShowUserResponse",
            "User",
            "UserAvatar"
        ]
    );
}

#[test]
fn a_name_that_is_locked_stays_and_one_without_places_goes() {
    let one = document(&[(
        "one",
        object(json!({ "avatar": object(json!({ "a": {} })) })),
    )]);
    let lock = first(&one).lock;
    let both = document(&[
        (
            "first",
            object(json!({ "avatar": object(json!({ "b": {} })) })),
        ),
        (
            "one",
            object(json!({ "avatar": object(json!({ "a": {} })) })),
        ),
    ]);
    let named = name(&both, &lock);
    let schemas = &named.document["components"]["schemas"];
    assert_eq!(schemas["Avatar"]["properties"], json!({ "a": {} }));
    assert_eq!(
        names(&named),
        ["Avatar", "FirstAvatar", "FirstResponse", "OneResponse"]
    );
    assert_eq!(names(&name(&one, &named.lock)), ["Avatar", "OneResponse"]);
}

#[test]
fn the_lock_reads_what_it_writes() {
    let lock = first(&document(&[(
        "it's \"odd\"",
        object(json!({ "a\nb": object(json!({ "c": {} })) })),
    )]))
    .lock;
    assert_eq!(
        Lock::parse("names.lock.toml", &lock.to_text()).unwrap(),
        lock
    );
    let error = Lock::parse("spec/x/names.lock.toml", "[types]\nA = 1\n").unwrap_err();
    assert_eq!(error.place(), "spec/x/names.lock.toml:2");
}

/// Responses made of a few properties that often clash.
fn any_response() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!({ "type": "integer" })),
        Just(json!({ "type": "string" })),
        Just(json!({}))
    ];
    let key = prop_oneof![
        Just("data"),
        Just("user"),
        Just("users"),
        Just("avatar"),
        Just("id"),
        Just("_meta")
    ];
    leaf.prop_recursive(3, 12, 3, move |inner| {
        let properties =
            proptest::collection::btree_map(key.clone().prop_map(str::to_string), inner, 1..4);
        properties.prop_map(|properties| object(properties.into_iter().collect()))
    })
}

proptest! {
    #[test]
    fn adding_operations_renames_nothing(
        responses in proptest::collection::vec(any_response(), 1..5),
        added in proptest::collection::vec(any_response(), 1..4),
        offset in 0..9_usize,
    ) {
        let ids = ["e", "g", "i", "k", "m"];
        let known: Vec<(&str, Value)> = ids.into_iter().zip(responses).collect();
        let before = first(&document(&known));
        // New operations before, between and behind the known ones.
        let new_ids = ["a", "f", "h", "j", "l", "n", "b", "c", "d", "o", "p", "q"];
        let mut all = known.clone();
        all.extend(new_ids.into_iter().cycle().skip(offset).zip(added));
        let after = name(&document(&all), &before.lock);
        for (place, name) in before.lock.places() {
            let now: Vec<&str> = after.lock.types_at(place).collect();
            prop_assert_eq!(now, [name], "{}", place);
        }
        // And with its own lock a document stays as it is.
        let again = name(&document(&known), &before.lock);
        prop_assert_eq!(&again.lock, &before.lock);
        prop_assert_eq!(&again.document, &before.document);
    }
}

/// The names of types by the property that only their schema has.
fn by_marker(named: &Named) -> BTreeMap<String, String> {
    let schemas = named.document["components"]["schemas"].as_object();
    let marked = schemas.into_iter().flatten().filter_map(|(name, schema)| {
        let properties = schema["properties"].as_object()?;
        let marker = properties.keys().find(|key| key.starts_with("marker"))?;
        Some((marker.clone(), name.clone()))
    });
    marked.collect()
}

#[test]
fn a_property_whose_name_reads_like_a_way_keeps_its_type_and_takes_none() {
    let dotted = json!({ "a.b": object(json!({ "marker 1": {} })) });
    let nested = json!({ "a": object(json!({ "b": object(json!({ "marker 2": {} })) })) });
    let both = json!({ "a.b": dotted["a.b"], "a": nested["a"] });
    let [dotted, nested, both] = [dotted, nested, both].map(|of| document(&[("one", object(of))]));
    let label = "GET /one 200 #/properties/a.b";
    assert!(first(&dotted).lock.to_text().contains(label));
    // What earlier versions wrote: both are `a.b` while they are alone.
    let earlier = |of: &Named| {
        let text = of.lock.to_text().replace(label, "GET /one 200 a.b");
        Lock::parse("names.lock.toml", &text).unwrap()
    };
    for before in [first(&dotted), first(&nested)] {
        for lock in [&before.lock, &earlier(&before)] {
            let after = name(&both, lock);
            for (marker, name) in by_marker(&before) {
                assert_eq!(by_marker(&after).get(&marker), Some(&name), "{marker}");
            }
            assert_eq!(name(&both, &after.lock).lock, after.lock);
        }
    }
}

#[test]
fn a_renamed_path_parameter_renames_nothing_below_an_odd_property() {
    let response = object(json!({ "first name": object(json!({ "id": {} })) }));
    let mut document = document(&[("one", response)]);
    let operation = document["paths"]["/one"].take();
    document["paths"] = json!({ "/one/{a}": operation });
    let lock = first(&document).lock;
    let operation = document["paths"]["/one/{a}"].take();
    document["paths"] = json!({ "/one/{b}": operation });
    assert_eq!(name(&document, &lock).lock, lock);
}

/// An object that may come later, and its properties.
#[derive(Debug, Clone)]
struct Growing {
    is_new: bool,
    below: BTreeMap<String, Growing>,
}

impl Growing {
    /// The schema before or after it has grown; each object has a property of its own.
    fn schema(&self, is_grown: bool, marker: &str) -> Value {
        let below = self.below.iter().filter(|(_, of)| is_grown || !of.is_new);
        let below = below.map(|(key, of)| {
            let marker = format!("{marker}/{key}");
            let schema = of.schema(is_grown, &marker);
            match key.ends_with('s') {
                true => (key.clone(), json!({ "type": "array", "items": schema })),
                false => (key.clone(), schema),
            }
        });
        object(below.chain([(marker.to_string(), json!({}))]).collect())
    }
}

fn growing() -> impl Strategy<Value = Growing> {
    let key = proptest::sample::select(vec![
        "a",
        "b",
        "s",
        "",
        ".",
        "a.b",
        "b.a",
        "s[]",
        "s[].a",
        "[]",
        "a b",
        " ",
        "#",
        "#/properties/a",
        "a!",
        "|1",
        "a/b",
        "~1",
    ]);
    let leaf = any::<bool>().prop_map(|is_new| Growing {
        is_new,
        below: BTreeMap::new(),
    });
    leaf.prop_recursive(3, 16, 4, move |inner| {
        let below =
            proptest::collection::btree_map(key.clone().prop_map(str::to_string), inner, 0..5);
        (any::<bool>(), below).prop_map(|(is_new, below)| Growing { is_new, below })
    })
}

proptest! {
    #[test]
    fn a_response_that_grows_by_properties_of_any_name_renames_nothing(growing in growing()) {
        let document = |is_grown| document(&[("one", growing.schema(is_grown, "marker"))]);
        let before = first(&document(false));
        let after = name(&document(true), &before.lock);
        let now = by_marker(&after);
        for (marker, name) in by_marker(&before) {
            prop_assert_eq!(now.get(&marker), Some(&name), "{}", marker);
        }
        prop_assert_eq!(name(&document(true), &after.lock).lock, after.lock);
    }
}

#[test]
fn equal_responses_of_two_operations_stay_two() {
    let response = object(json!({ "id": {} }));
    let named = first(&document(&[("one", response.clone()), ("two", response)]));
    assert_eq!(names(&named), ["OneResponse", "TwoResponse"]);
}

#[test]
fn a_renamed_operation_keeps_its_types() {
    let response = object(json!({ "data": object(json!({ "id": { "type": "integer" } })) }));
    let before = document(&[("one", response)]);
    let mut after = before.clone();
    after["paths"]["/one"]["get"]["operationId"] = json!("renamed");
    let lock = first(&before).lock;
    let named = name(&after, &lock);
    assert_eq!(names(&named), ["OneData", "OneResponse"]);
    assert_eq!(named.lock, lock);
}

#[test]
fn a_named_parameter_is_the_component_that_responses_show() {
    let id = || json!({ "type": "string", "x-schema-name": "ChatId" });
    let mut document = document(&[("one", object(json!({ "id": id() })))]);
    let parameter = json!({ "name": "chatId", "in": "path", "required": true, "schema": id() });
    document["paths"]["/one"]["parameters"] = json!([parameter]);
    let named = first(&document);
    assert_eq!(names(&named), ["ChatId", "OneResponse"]);
    assert_eq!(
        named
            .document
            .pointer("/paths/~1one/parameters/0/schema/$ref"),
        Some(&json!("#/components/schemas/ChatId"))
    );
}

#[test]
fn a_union_and_a_plain_schema_of_one_name_are_any_json() {
    let one =
        json!({ "x-schema-name": "Fee", "oneOf": [{ "type": "integer" }, { "type": "string" }] });
    let other = json!({ "x-schema-name": "Fee", "type": "boolean" });
    for (one, other) in [(&one, &other), (&other, &one)] {
        let named = first(&document(&[
            ("one", object(json!({ "value": one }))),
            ("two", object(json!({ "value": other }))),
        ]));
        assert_eq!(
            named.document["components"]["schemas"]["Fee"],
            json!({ "x-schema-name": "Fee" })
        );
    }
}

#[test]
fn a_published_component_keeps_its_name_and_what_is_inside_of_it_becomes_components() {
    let mut document = document(&[("show", json!({ "$ref": "#/components/schemas/error" }))]);
    let inner = object(json!({ "id": {} }));
    document["components"] = json!({ "schemas": {
        "error": object(json!({ "chat": inner, "data": inner })),
        "alias": { "$ref": "#/components/schemas/error" },
    } });
    let named = first(&document);
    assert_eq!(
        names(&named),
        ["Chat"],
        "the document's own names need no lock"
    );
    let schemas = &named.document["components"]["schemas"];
    let chat = json!({ "$ref": "#/components/schemas/Chat" });
    assert_eq!(
        schemas["error"],
        object(json!({ "chat": chat, "data": chat }))
    );
    assert_eq!(schemas["Chat"], inner);
    assert_eq!(schemas["alias"]["$ref"], "#/components/schemas/error");
}

#[test]
fn a_place_with_the_given_name_of_a_published_component_is_that_component() {
    let place = json!({ "type": "object", "x-schema-name": "Settings", "nullable": true, "properties": { "b": {} } });
    let mut document = document(&[("show", object(json!({ "settings": place })))]);
    document["components"] = json!({ "schemas": { "Settings": object(json!({ "a": {} })) } });
    let named = first(&document);
    let schemas = &named.document["components"]["schemas"];
    assert_eq!(
        schemas["Settings"]["properties"],
        json!({ "a": {}, "b": {} })
    );
    assert_eq!(
        schemas["ShowResponse"]["properties"]["settings"],
        json!({ "type": "object", "nullable": true, "allOf": [{ "$ref": "#/components/schemas/Settings" }] })
    );
}

#[test]
fn an_alias_of_the_document_is_never_overwritten() {
    let inner = object(json!({ "id": {} }));
    let mut document = document(&[("show", object(json!({ "chat": inner })))]);
    let alias = json!({ "$ref": "#/components/schemas/Conversation" });
    document["components"] = json!({ "schemas": {
        "Chat": alias, "Conversation": object(json!({ "topic": {} })),
    } });
    let named = first(&document);
    let schemas = &named.document["components"]["schemas"];
    assert_eq!(schemas["Chat"], alias);
    let reference = json!({ "$ref": "#/components/schemas/ShowChat" });
    assert_eq!(schemas["ShowResponse"]["properties"]["chat"], reference);
    assert_eq!(schemas["ShowChat"], inner);
}

#[test]
fn a_reference_to_a_component_leads_to_it_whatever_it_is_called() {
    for component in ["a/b", "a~b", "a~1b"] {
        let place = |properties: Value| json!({ "type": "object", "x-schema-name": component, "properties": properties });
        let mut document = document(&[("list", place(json!({ "id": { "type": "integer" } })))]);
        let schemas = json!({ component: object(json!({ "name": { "type": "string" } })) });
        document["components"] = json!({ "schemas": schemas });
        let named = first(&document).document;
        let content = &named["paths"]["/list"]["get"]["responses"]["200"]["content"];
        let schema = &content["application/json"]["schema"];
        let component = crate::document::resolve(&named, schema).unwrap();
        assert!(
            component["properties"]["id"].is_object()
                && component["properties"]["name"].is_object(),
            "{schema} {named}"
        );
    }
}
