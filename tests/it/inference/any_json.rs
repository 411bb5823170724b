//! Arbitrary JSON bodies, made of keys and texts that are likely to meet and to be odd.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

/// Keys that have a meaning somewhere: to JSON Schema, to OpenAPI, to YAML, to JSONPath, to PHP, to `infer`.
pub const ODD_KEYS: [&str; 40] = [
    "",
    "type",
    "properties",
    "items",
    "required",
    "example",
    "nullable",
    "enum",
    "oneOf",
    "$ref",
    "x-schema-name",
    "id",
    "data",
    "__proto__",
    "a",
    "a.b",
    "a/b",
    "~",
    "0",
    "1",
    "00",
    "2026-01-01",
    "<<",
    "null",
    "true",
    "1e3",
    "=",
    "- a",
    "it's",
    "\"",
    "\\",
    "[",
    "!!str",
    "new\nline",
    "\u{0}",
    "\u{7f}",
    "\u{85}",
    "\u{feff}",
    "ä/~",
    "🦀",
];

/// Texts that are JSON, look like it, or are dates.
const TEXTS: [&str; 14] = [
    "",
    "x",
    "2026-01-01T00:00:00Z",
    "{}",
    "[]",
    "[1]",
    r#"{"a":1}"#,
    r#"{"a":null,"b":[1.5]}"#,
    r#"{"1":"{\"price\":2000}"}"#,
    "{a",
    "[1e400]",
    "[18446744073709551615]",
    "null",
    "\"[1]\"",
];

fn leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        3 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        2 => (-3..3_i64).prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => select(vec![json!(u64::MAX), json!(i64::MIN), json!(i64::MAX), json!((1_i64 << 53) + 1)]),
        1 => select(vec![json!(0.5), json!(1.0), json!(-0.0), json!(1e308), json!(5e-324), json!(1.8e19)]),
        3 => select(TEXTS.to_vec()).prop_map(Value::from),
        1 => ".{0,4}".prop_map(Value::from),
    ]
}

/// A value of any kind.
pub fn any_json() -> impl Strategy<Value = Value> {
    let key = prop_oneof![
        2 => select(vec!["a", "id", "data"]).prop_map(str::to_string),
        2 => select(ODD_KEYS.to_vec()).prop_map(str::to_string),
        1 => any::<String>(),
    ];
    leaf().prop_recursive(4, 20, 4, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            btree_map(key.clone(), inner, 0..4).prop_map(|map| map.into_iter().collect()),
        ]
    })
}

/// One to four bodies of one response: mostly objects, as responses are.
pub fn bodies() -> impl Strategy<Value = Vec<Value>> {
    let object =
        btree_map(select(vec!["data", "id", "a", "1"]), any_json(), 0..4).prop_map(|map| {
            map.into_iter()
                .map(|(key, value)| (key.to_string(), value))
                .collect::<Value>()
        });
    vec(prop_oneof![3 => object, 1 => any_json()], 1..4)
}
