//! A small imitation of Scribe: JSON bodies in, the document that Scribe would publish for them out, with all its losses.
//!
//! One operation, `getThing`, which responded 200 with each body. The rules are those of `scribe-dialect.md`, sections 8
//! and 9; its numbers ("GAP 22") stand where something is lost. No annotations, no status 204, no headers.
//!
//! `operationId` is written for 3.x too, where a person would have added it: samples are named after it.

use serde_json::{Map, Value, json};

/// A Scribe that writes schemas in its own way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// 3.23: one level of properties; of several bodies the last one.
    V3,
    /// 4.39: properties at all depths; several bodies are alternatives.
    V4,
    /// Late 5.x: null is "nullable"; a root list has the properties of its first element.
    V5,
}

pub const VERSIONS: [Version; 3] = [Version::V3, Version::V4, Version::V5];

/// The document that is published for these bodies.
pub fn publish(version: Version, bodies: &[Value]) -> Value {
    let kept: Vec<(&str, Value)> = kept(version, bodies)
        .into_iter()
        .map(|body| content(version, &decoded(body)))
        .collect();
    let response = match kept.as_slice() {
        [] => json!({ "description": "" }),
        [(media_type, schema)] => response(media_type, schema),
        [(media_type, _), ..] => {
            let branches = kept.iter().enumerate().map(|(index, (_, schema))| {
                let mut branch = schema.clone();
                branch["description"] = json!(format!("scenario {}", index + 1));
                branch
            });
            response(media_type, &json!({ "oneOf": branches.collect::<Value>() }))
        }
    };
    let mut document = json!({
        "openapi": "3.0.3",
        "info": { "title": "Things", "version": "1.0.0" },
        "paths": { "/thing": { "get": { "operationId": "getThing", "responses": { "200": response } } } },
    });
    // As a document that was read.
    document.sort_all_objects();
    document
}

/// The bodies of which the document shows nothing: GAP 20.
pub fn lost(version: Version, bodies: &[Value]) -> Vec<&Value> {
    let kept = kept(version, bodies);
    let is_lost = |body: &&Value| !kept.iter().any(|kept| std::ptr::eq(*kept, *body));
    bodies.iter().filter(is_lost).collect()
}

/// What PHP makes of JSON: integers beyond its range become floating-point numbers.
pub fn decoded(value: &Value) -> Value {
    match value {
        Value::Number(number) if number.as_i64().is_none() => json!(number.as_f64()),
        Value::Array(items) => items.iter().map(decoded).collect(),
        Value::Object(object) => object
            .iter()
            .map(|(key, value)| (key.clone(), decoded(value)))
            .collect(),
        other => other.clone(),
    }
}

/// The last one before 4.37; since then, all that have the first one's content type. GAP 20
fn kept(version: Version, bodies: &[Value]) -> Vec<&Value> {
    if version == Version::V3 {
        return bodies.last().into_iter().collect();
    }
    let is_plain = bodies.first().is_some_and(Value::is_null);
    let is_kept = |body: &&Value| body.is_null() == is_plain;
    bodies.iter().filter(is_kept).collect()
}

fn response(media_type: &str, schema: &Value) -> Value {
    json!({ "description": "", "content": { media_type: { "schema": schema } } })
}

/// The content type and schema of a whole body.
fn content(version: Version, body: &Value) -> (&'static str, Value) {
    let schema = match body {
        // GAP 16: the JSON text `null` is not taken for JSON.
        Value::Null => return ("text/plain", json!({ "type": "string", "example": "null" })),
        Value::Array(items) => {
            let of = match items.first() {
                // GAP 18: the elements are only in the example.
                Some(first) if version == Version::V5 => items_of(version, first),
                Some(first) => json!({ "type": gettype(first) }),
                // GAP 17: "object" is a guess.
                None => json!({ "type": "object" }),
            };
            json!({ "type": "array", "items": of, "example": body })
        }
        Value::Object(object) => {
            json!({ "type": "object", "example": body, "properties": properties(version, object) })
        }
        scalar => json!({ "type": gettype(scalar), "example": scalar }),
    };
    ("application/json", schema)
}

/// The schema of a property from its one value.
fn property(version: Version, value: &Value) -> Value {
    match value {
        Value::Object(object) if version != Version::V3 => {
            json!({ "type": "object", "properties": properties(version, object) })
        }
        // GAP 23: a list that is empty has no `items`.
        Value::Array(items) if !items.is_empty() => {
            let example = match version {
                Version::V3 => value.clone(),
                _ => associative(value),
            };
            json!({ "type": "array", "example": example, "items": items_of(version, &items[0]) })
        }
        // GAP 22: the type of null is string.
        Value::Null if version == Version::V5 => {
            json!({ "type": "string", "example": null, "nullable": true })
        }
        leaf => json!({ "type": gettype(leaf), "example": leaf }),
    }
}

/// GAP 24: element 0 speaks for all. GAP 25: of a list of lists, nothing more is said.
fn items_of(version: Version, first: &Value) -> Value {
    match first {
        Value::Object(object) if version != Version::V3 => {
            json!({ "type": "object", "properties": properties(version, object) })
        }
        _ => json!({ "type": gettype(first) }),
    }
}

/// GAP 29: keys that are data are properties too, and those that count from 0 make PHP write a list.
fn properties(version: Version, object: &Map<String, Value>) -> Value {
    let schemas = object
        .iter()
        .map(|(key, value)| (key.clone(), property(version, value)));
    if counts(object) && (version == Version::V3 || !object.is_empty()) {
        return schemas.map(|(_, schema)| schema).collect();
    }
    schemas.collect()
}

/// GAP 26: after `json_decode($json, true)` an object that is empty, or whose keys count from 0, is a list.
fn associative(value: &Value) -> Value {
    match value {
        Value::Object(object) if counts(object) => object.values().map(associative).collect(),
        Value::Object(object) => object
            .iter()
            .map(|(key, value)| (key.clone(), associative(value)))
            .collect(),
        Value::Array(items) => items.iter().map(associative).collect(),
        leaf => leaf.clone(),
    }
}

/// Whether the keys are 0, 1, 2 …
fn counts(object: &Map<String, Value>) -> bool {
    (0..object.len()).all(|index| object.contains_key(&index.to_string()))
}

fn gettype(value: &Value) -> &'static str {
    match value {
        Value::Null | Value::String(_) => "string",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn schema(version: Version, bodies: &[Value]) -> Value {
    let document = publish(version, bodies);
    document["paths"]["/thing"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        .clone()
}

#[test]
fn a_property_has_the_type_of_its_example() {
    let body = json!({ "a": null, "b": [], "c": [{ "d": 1.5 }, { "e": 2 }], "f": [[1]] });
    assert_eq!(
        schema(Version::V5, std::slice::from_ref(&body))["properties"],
        json!({
            "a": { "type": "string", "example": null, "nullable": true },
            "b": { "type": "array", "example": [] },
            "c": {
                "type": "array",
                "example": [{ "d": 1.5 }, { "e": 2 }],
                "items": { "type": "object", "properties": { "d": { "type": "number", "example": 1.5 } } },
            },
            "f": { "type": "array", "example": [[1]], "items": { "type": "array" } },
        })
    );
    assert_eq!(
        schema(Version::V3, &[body])["properties"]["c"]["items"],
        json!({ "type": "object" })
    );
}

#[test]
fn only_the_newest_says_more_of_a_root_list_than_its_first_type() {
    let body = json!([{ "a": null }]);
    assert_eq!(
        schema(Version::V4, std::slice::from_ref(&body)),
        json!({ "type": "array", "items": { "type": "object" }, "example": body })
    );
    assert_eq!(
        schema(Version::V5, &[body])["items"]["properties"]["a"]["type"],
        "string"
    );
}

#[test]
fn several_bodies_are_alternatives_and_before_those_the_last_one_wins() {
    let bodies = [json!({ "id": 1 }), json!("x"), json!(null)];
    let branches = schema(Version::V4, &bodies)["oneOf"].clone();
    assert_eq!(
        branches[1],
        json!({ "type": "string", "example": "x", "description": "scenario 2" })
    );
    assert_eq!(lost(Version::V4, &bodies), [&json!(null)]);
    assert_eq!(schema(Version::V3, &bodies[..2])["type"], "string");
    assert_eq!(lost(Version::V3, &bodies[..2]), [&json!({ "id": 1 })]);
}

#[test]
fn php_takes_some_objects_for_lists_and_large_integers_for_floats() {
    let body = json!({ "list": [{}, { "0": 1, "1": 2 }], "map": { "0": u64::MAX } });
    let properties = schema(Version::V5, &[body])["properties"].clone();
    assert_eq!(properties["list"]["example"], json!([[], [1, 2]]));
    assert_eq!(properties["map"]["properties"][0]["type"], "number");
}
