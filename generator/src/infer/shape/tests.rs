//! The laws of merging, over arbitrary JSON, and what single values look like.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde_json::json;

use super::*;

/// Arbitrary JSON, with keys and texts that are likely to meet and to be odd.
pub(crate) fn any_json() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        Just(String::new()),
        Just("{}".to_string()),
        Just(r#"{"1":"{\"price\":2000}"}"#.to_string()),
        Just("[1]".to_string()),
        ".{0,4}",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        Just(json!(18_446_744_073_709_551_615_u64)),
        any::<f64>()
            .prop_filter("JSON has no such number", |float| float.is_finite())
            .prop_map(Value::from),
        text.prop_map(Value::from),
    ];
    let key = prop_oneof![
        Just(""),
        Just("type"),
        Just("id"),
        Just("data"),
        Just("__proto__"),
        Just("a.b"),
        Just("$ref"),
        Just("a"),
        Just("1"),
        Just("2026-01-01"),
        Just("ä/~"),
    ];
    leaf.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            btree_map(key.clone().prop_map(str::to_string), inner, 0..4)
                .prop_map(|map| map.into_iter().collect()),
        ]
    })
}

fn any_shape() -> impl Strategy<Value = Shape> {
    vec((any_json(), 0..4_usize), 1..4).prop_map(|values| {
        let mut shape = Shape::default();
        let mut values = values.into_iter();
        // A shape of real values: merging into the empty one would make every property optional.
        if let Some((value, source)) = values.next() {
            shape = Shape::of(&value, &Evidence::root(&source.to_string()));
        }
        for (value, source) in values {
            shape.merge(&Shape::of(&value, &Evidence::root(&source.to_string())));
        }
        shape
    })
}

fn merged(a: &Shape, b: &Shape) -> Shape {
    let mut merged = a.clone();
    merged.merge(b);
    merged
}

proptest! {
    #[test]
    fn merging_is_commutative(a in any_shape(), b in any_shape()) {
        prop_assert_eq!(merged(&a, &b), merged(&b, &a));
    }

    #[test]
    fn merging_is_associative(a in any_shape(), b in any_shape(), c in any_shape()) {
        prop_assert_eq!(merged(&merged(&a, &b), &c), merged(&a, &merged(&b, &c)));
    }

    #[test]
    fn merging_is_idempotent(a in any_shape(), b in any_shape()) {
        prop_assert_eq!(&merged(&a, &a), &a);
        let both = merged(&a, &b);
        prop_assert_eq!(&merged(&both, &b), &both);
    }

    #[test]
    fn the_empty_shape_changes_nothing(a in any_shape()) {
        prop_assert_eq!(&merged(&a, &Shape::default()), &a);
        prop_assert_eq!(&merged(&Shape::default(), &a), &a);
    }
}

fn shape(value: &Value) -> Shape {
    Shape::of(value, &Evidence::root("example"))
}

#[test]
fn all_elements_of_a_list_count() {
    let shape = shape(&json!([{ "a": 1 }, { "a": null, "b": "x" }]));
    let items = shape.array.unwrap().items.object.unwrap();
    let a = &items.properties["a"];
    assert!(a.is_always && a.shape.null.is_some() && a.shape.integer.is_some());
    assert!(!items.properties["b"].is_always);
    let place = a.shape.null.places().next().unwrap();
    assert_eq!(place.pointer, "/1/a");
}

#[test]
fn json_in_a_text_is_followed_and_an_empty_text_says_nothing() {
    let shape = shape(&json!(["", "{}", r#"{"1":"{\"price\":2000}"}"#]));
    let texts = shape.array.unwrap().items.string.unwrap();
    let Embedded::Json(outer) = texts.embedded else {
        panic!("{texts:?}")
    };
    let inner = outer.object.unwrap().properties["1"]
        .shape
        .string
        .clone()
        .unwrap();
    assert!(matches!(inner.embedded, Embedded::Json(_)));
}

#[test]
fn one_plain_text_makes_all_of_them_text() {
    let shape = shape(&json!(["{}", "hello {}"]));
    assert_eq!(
        shape.array.unwrap().items.string.unwrap().embedded,
        Embedded::Text
    );
}
