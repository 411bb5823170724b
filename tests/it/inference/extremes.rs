//! Documents and bodies at the edge: deep, wide, with names that mean something elsewhere. Nothing panics.
//!
//! A repaired document may exceed the limits of a document, which is an error; whatever is repaired accepts its bodies.

use std::time::{Duration, Instant};

use generator::document;
use generator::infer::infer;
use generator::normalise::normalise;
use generator::overlay::Overlay;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::any_json::{ODD_KEYS, bodies};
use super::{accepts_all, by_overlay, config, known, published, repaired, samples, schema};
use crate::scribe::{VERSIONS, publish};

/// Deeper than any document that can be read.
const DEPTH: usize = 200;

fn nested(depth: usize, wrap: impl Fn(Value) -> Value) -> Value {
    (0..depth).fold(json!(1), |inner, _| wrap(inner))
}

/// The value inside as many lists.
fn nested_in(depth: usize, value: Value) -> Value {
    (0..depth).fold(value, |inner, _| json!([inner]))
}

#[test]
fn deep_bodies() {
    for wrap in [
        |of| json!([of]),
        |of| json!({ "a": of }),
        |of| json!({ "a": [of] }),
    ] {
        let levels = if wrap(json!(1))["a"].is_array() { 2 } else { 1 };
        for depth in [20, 30, 40, DEPTH] {
            let body = nested(depth / levels, wrap);
            for version in VERSIONS {
                let document = publish(version, std::slice::from_ref(&body));
                let inferred = infer(&document, &samples(&[&body]));
                inferred.overlay();
                let document = inferred.apply(&document);
                accepts_all(&document, [&body], &format!("{version:?}, depth {depth}")).unwrap();
                assert!(infer(&document, &samples(&[&body])).repairs.is_empty());
            }
        }
    }
}

#[test]
fn a_body_of_a_document_that_can_be_read_can_be_repaired() {
    // Fits the limits together with the path of the schema, and only just.
    for wrap in [
        |of| json!([of]),
        |of| json!({ "a": of }),
        |of| json!({ "a": [of] }),
    ] {
        for depth in 1..90 {
            let body = nested(depth, wrap);
            for version in VERSIONS {
                let text = document::to_yaml(&publish(version, std::slice::from_ref(&body)));
                if let Ok(document) = document::read("openapi.yaml", text.as_bytes()) {
                    let inferred = infer(&document, &[]);
                    let repaired = inferred.apply(&document);
                    assert_eq!(by_overlay(&inferred, &document).as_ref(), Ok(&repaired));
                    accepts_all(&repaired, [&body], &format!("{version:?}, depth {depth}"))
                        .unwrap();
                    let text = document::to_yaml(&repaired);
                    document::read("effective.yaml", text.as_bytes())
                        .unwrap_or_else(|error| panic!("{version:?}, depth {depth}: {error}"));
                }
            }
        }
    }
}

#[test]
fn texts_that_are_json_in_json() {
    let text = (0..12).fold("[1]".to_string(), |inner, _| json!([inner]).to_string());
    let deep = format!("{}{}", "[".repeat(DEPTH), "]".repeat(DEPTH));
    // As deep as texts are read, four times one in the other.
    let deepest = (0..5).fold(json!(1), |inner, _| {
        json!(nested_in(100, json!(inner.to_string())).to_string())
    });
    for body in [
        json!({ "a": text }),
        json!({ "a": deep }),
        json!({ "a": deepest }),
    ] {
        for version in VERSIONS {
            let repaired = published(version, std::slice::from_ref(&body));
            accepts_all(&repaired.document, [&body], &format!("{version:?}")).unwrap();
        }
    }
}

#[test]
fn ten_thousand_keys() {
    for prefix in ["key", "k[", "", "{\"", "a.b ä "] {
        let object: Map<String, Value> = (0..10_000)
            .map(|index| (format!("{prefix}{index}"), json!(index)))
            .collect();
        let body = json!({ "data": object, "list": [{}, object] });
        for version in VERSIONS {
            let start = Instant::now();
            let repaired = published(version, std::slice::from_ref(&body));
            accepts_all(
                &repaired.document,
                [&body],
                &format!("{version:?} {prefix:?}"),
            )
            .unwrap();
            // Quadratic work would take minutes.
            let time = start.elapsed();
            println!("{version:?} {prefix:?}: {time:?}");
            assert!(
                time < Duration::from_secs(60),
                "{version:?} {prefix:?}: {time:?}"
            );
        }
    }
}

#[test]
fn ten_thousand_nulls() {
    // A repair each, where the keys stand in the targets.
    for prefix in ["key", "k["] {
        let object: Map<String, Value> = (0..10_000)
            .map(|index| (format!("{prefix}{index}"), Value::Null))
            .collect();
        let body = json!({ "data": object });
        let document = publish(VERSIONS[2], std::slice::from_ref(&body));
        let inferred = infer(&document, &[]);
        assert!(inferred.repairs.len() >= 10_000);
        let text = inferred.overlay().unwrap();
        Overlay::parse("inferred.overlay.yaml", &text).unwrap();
    }
}

#[test]
fn names_that_mean_something_elsewhere() {
    let object: Map<String, Value> = ODD_KEYS
        .iter()
        .map(|key| ((*key).to_string(), json!(null)))
        .collect();
    let filled: Map<String, Value> = ODD_KEYS
        .iter()
        .map(|key| ((*key).to_string(), json!([1, "x"])))
        .collect();
    for bodies in [
        vec![json!(object)],
        vec![json!([object, filled])],
        vec![json!({ "list": [object, filled] })],
        vec![json!(object), json!(filled)],
        vec![json!(filled), json!(object)],
    ] {
        for version in VERSIONS {
            let repaired = published(version, &bodies);
            accepts_all(&repaired.document, &bodies, &format!("{version:?}")).unwrap();
            assert!(
                infer(&repaired.document, &repaired.samples)
                    .repairs
                    .is_empty()
            );
        }
    }
}

#[test]
fn numbers_at_the_edge() {
    let numbers = [
        json!(u64::MAX),
        json!(i64::MIN),
        json!(1e308),
        json!(5e-324),
        json!(-0.0),
        json!(1.0),
    ];
    for first in &numbers {
        for second in &numbers {
            for version in VERSIONS {
                let body = json!({ "a": first });
                let sample = json!({ "a": second, "list": [first, second] });
                let bodies = [body];
                let repaired = repaired(&publish(version, &bodies), &[&sample]);
                let known = known(version, &bodies);
                accepts_all(
                    &repaired.document,
                    known.iter().chain([&sample]),
                    &format!("{version:?}"),
                )
                .unwrap();
            }
        }
    }
}

/// The document with its one operation under another path and another id.
fn renamed(document: &Value, path: &str, id: &Value) -> Value {
    let mut item = document["paths"]["/thing"].clone();
    item["get"]["operationId"] = id.clone();
    let mut renamed = document.clone();
    renamed["paths"] = json!({ path: item.clone(), "/other": item });
    renamed
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn paths_and_operation_ids_that_mean_something_elsewhere(
        bodies in bodies(),
        odd in prop_oneof![proptest::sample::select(ODD_KEYS.to_vec()).prop_map(str::to_string), any::<String>()],
        is_twice in any::<bool>(),
    ) {
        for version in VERSIONS {
            let path = format!("/{odd}");
            let mut document = renamed(&publish(version, &bodies), &path, &json!(odd));
            if !is_twice {
                document["paths"].as_object_mut().unwrap().remove("/other");
            }
            let document = normalise(&document).document;
            let samples = [];
            let inferred = infer(&document, &samples);
            let repaired = inferred.apply(&document);
            prop_assert_eq!(by_overlay(&inferred, &document), Ok(repaired.clone()));
            prop_assert!(infer(&repaired, &samples).repairs.is_empty(), "{:?} {:?}", version, odd);
            let back = json!({ "paths": { "/thing": repaired["paths"][&path] } });
            let plain = super::repaired(&publish(version, &bodies), &[]);
            prop_assert_eq!(schema(&back), schema(&plain.document), "{:?} {:?}", version, odd);
        }
    }
}

#[test]
fn documents_that_are_none() {
    for document in [
        json!(null),
        json!([]),
        json!({ "paths": [] }),
        json!({ "paths": { "/a": null, "/b": { "get": null, "put": { "responses": [] } } } }),
        json!({ "paths": { "/a": { "get": { "operationId": 1, "responses": { "200": { "content": { "application/json": null } } } } } } }),
        json!({ "paths": { "/a": { "get": { "responses": { "200": { "content": { "application/json": { "schema": [], "example": {} } } } } } } } }),
        json!({ "paths": { "/a": { "get": { "responses": { "200": { "content": { "application/json": { "schema": {
            "type": 1, "properties": { "a": null }, "items": [], "required": {}, "enum": 1, "oneOf": {},
        }, "example": { "a": 1 } } } } } } } } }),
        json!({ "components": { "schemas": { "A": null, "B": { "$ref": "#/components/schemas/B" } } } }),
    ] {
        let inferred = infer(&document, &samples(&[&json!({ "a": 1 })]));
        let repaired = inferred.apply(&document);
        assert_eq!(by_overlay(&inferred, &document).as_ref(), Ok(&repaired));
        assert!(infer(&repaired, &[]).repairs.is_empty(), "{document}");
    }
}
