//! The schema that a shape calls for: what is written where the document says nothing.
//!
//! A shape in, an OpenAPI 3.0 schema out that accepts every value of it and promises no more than it shows. What was only
//! seen as null or as an empty list stays open: `{}`, any JSON.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::kind::Kind;
use super::shape::{Arrays, Embedded, Integers, Objects, Shape, Strings};

/// How deep a schema is written out; what lies deeper stays open.
const MAX_DEPTH: usize = 24;

/// Integers up to here are exact as floating-point numbers.
pub(super) const MAX_EXACT: i128 = 1 << 53;

/// The schema of everything that was seen.
pub(super) fn of(shape: &Shape) -> Value {
    Value::Object(at_depth(shape, 0))
}

/// The keywords that describe a shape, without `nullable`.
pub(super) fn keywords(shape: &Shape) -> Map<String, Value> {
    without_null(shape, 0)
}

fn at_depth(shape: &Shape, depth: usize) -> Map<String, Value> {
    let mut schema = without_null(shape, depth);
    if shape.null.is_some() && !schema.is_empty() {
        schema.insert("nullable".to_string(), Value::Bool(true));
    }
    schema
}

fn without_null(shape: &Shape, depth: usize) -> Map<String, Value> {
    if depth > MAX_DEPTH {
        return Map::new();
    }
    match Kind::all_in(shape).as_slice() {
        [] => Map::new(),
        [kind] => of_kind(*kind, shape, depth),
        kinds => {
            let alternatives: Vec<Map<String, Value>> = kinds
                .iter()
                .map(|kind| of_kind(*kind, shape, depth))
                .collect();
            // An alternative that is open swallows all others.
            if alternatives.iter().any(Map::is_empty) {
                return Map::new();
            }
            let alternatives = alternatives.into_iter().map(Value::Object).collect();
            Map::from_iter([("oneOf".to_string(), Value::Array(alternatives))])
        }
    }
}

fn of_kind(kind: Kind, shape: &Shape, depth: usize) -> Map<String, Value> {
    match kind {
        Kind::Boolean => object(json!({ "type": "boolean" })),
        Kind::Number => number(shape),
        Kind::String => shape
            .string
            .as_ref()
            .map(|strings| string(strings, depth))
            .unwrap_or_default(),
        Kind::Array => shape
            .array
            .as_ref()
            .map(|arrays| array(arrays, depth))
            .unwrap_or_default(),
        Kind::Object => shape
            .object
            .as_ref()
            .map(|objects| object_of(objects, depth))
            .unwrap_or_default(),
    }
}

/// The type of numbers; open where no Rust type holds them all without loss.
pub(super) fn number(shape: &Shape) -> Map<String, Value> {
    match (&shape.integer, shape.fraction.is_some()) {
        (Some(integers), false) => integer(integers),
        (Some(integers), true) if integers.min < -MAX_EXACT || integers.max > MAX_EXACT => {
            Map::new()
        }
        _ => object(json!({ "type": "number" })),
    }
}

fn integer(integers: &Integers) -> Map<String, Value> {
    let fits_signed = i64::try_from(integers.max).is_ok() && i64::try_from(integers.min).is_ok();
    let fits_unsigned = u64::try_from(integers.max).is_ok() && integers.min >= 0;
    match (fits_signed, fits_unsigned) {
        (true, _) => object(json!({ "type": "integer" })),
        (false, true) => object(json!({ "type": "integer", "format": "uint64" })),
        (false, false) => Map::new(),
    }
}

fn string(strings: &Strings, depth: usize) -> Map<String, Value> {
    let mut schema = object(json!({ "type": "string" }));
    if let Embedded::Json(shape) = &strings.embedded {
        schema.extend(embedded(shape, depth));
    }
    schema
}

/// The keywords that say what the JSON in a text looks like.
pub(super) fn embedded(shape: &Shape, depth: usize) -> Map<String, Value> {
    object(json!({
        "contentMediaType": "application/json",
        "contentSchema": at_depth(shape, depth + 1),
    }))
}

fn array(arrays: &Arrays, depth: usize) -> Map<String, Value> {
    object(json!({ "type": "array", "items": at_depth(&arrays.items, depth + 1) }))
}

fn object_of(objects: &Objects, depth: usize) -> Map<String, Value> {
    if let Some(values) = map_values(objects, &[]) {
        return object(
            json!({ "type": "object", "additionalProperties": at_depth(&values, depth + 1) }),
        );
    }
    let mut schema = object(json!({ "type": "object" }));
    schema.extend(properties(&objects.properties, depth, |_| true));
    schema
}

/// `properties` and `required` for the properties that `is_wanted` tells by name.
fn properties(
    all: &BTreeMap<String, super::shape::Property>,
    depth: usize,
    is_wanted: impl Fn(&str) -> bool,
) -> Map<String, Value> {
    let wanted = || all.iter().filter(|(name, _)| is_wanted(name));
    let schemas: Map<String, Value> = wanted()
        .map(|(name, property)| {
            (
                name.clone(),
                Value::Object(at_depth(&property.shape, depth + 1)),
            )
        })
        .collect();
    let required: Vec<&str> = wanted()
        .filter(|(name, property)| is_own_id(name, property))
        .map(|(name, _)| name.as_str())
        .collect();
    let mut keywords = Map::new();
    if !schemas.is_empty() {
        keywords.insert("properties".to_string(), Value::Object(schemas));
    }
    if !required.is_empty() {
        keywords.insert("required".to_string(), json!(required));
    }
    keywords
}

/// The schemas of properties that a document leaves out.
pub(super) fn added(objects: &Objects, declared: &Map<String, Value>) -> Map<String, Value> {
    let missing = objects
        .properties
        .iter()
        .filter(|(name, _)| !declared.contains_key(*name));
    missing
        .map(|(name, property)| (name.clone(), of(&property.shape)))
        .collect()
}

/// Whether a property is an object's own id and was there in every example, never null: the one property of an object that
/// becomes required.
pub(super) fn is_own_id(name: &str, property: &super::shape::Property) -> bool {
    name == "id"
        && property.is_always
        && property.shape.has_value()
        && !property.shape.null.is_some()
}

/// What the values look like where the keys of objects are data: ids, dates, numbers.
///
/// Nothing where the keys are names. `declared` are keys that the document lists as properties.
pub(super) fn map_values(objects: &Objects, declared: &[&str]) -> Option<Shape> {
    let mut keys = objects
        .properties
        .keys()
        .map(String::as_str)
        .chain(declared.iter().copied())
        .peekable();
    keys.peek()?;
    if !keys.all(is_data) {
        return None;
    }
    let mut values = Shape::default();
    for property in objects.properties.values() {
        values.merge(&property.shape);
    }
    Some(values)
}

/// Whether a key is data: a number, a date, or a UUID.
fn is_data(key: &str) -> bool {
    let is_number = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit());
    let has_form = |form: &str| {
        key.len() >= form.len()
            && form
                .bytes()
                .zip(key.bytes())
                .all(|(form, byte)| match form {
                    b'0' => byte.is_ascii_digit(),
                    b'x' => byte.is_ascii_hexdigit(),
                    other => byte == other,
                })
    };
    let is_date = has_form("0000-00-00")
        && (key.len() == 10 || matches!(key.as_bytes().get(10), Some(b'T' | b' ')));
    let is_uuid = key.len() == 36 && has_form("xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx");
    is_number || is_date || is_uuid
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::infer::shape::Evidence;

    fn schema(values: &Value) -> Value {
        let mut merged = Shape::default();
        for value in values.as_array().unwrap() {
            merged.merge(&Shape::of(value, &Evidence::root("example")));
        }
        of(&merged)
    }

    #[test]
    fn what_was_only_null_or_empty_stays_open() {
        assert_eq!(schema(&json!([null])), json!({}));
        assert_eq!(
            schema(&json!([[]])),
            json!({ "type": "array", "items": {} })
        );
    }

    #[test]
    fn a_null_beside_a_value_makes_it_nullable() {
        assert_eq!(
            schema(&json!([null, 1])),
            json!({ "type": "integer", "nullable": true })
        );
    }

    #[test]
    fn numbers_are_as_wide_as_they_have_to_be() {
        assert_eq!(schema(&json!([1, 1.5])), json!({ "type": "number" }));
        assert_eq!(
            schema(&json!([18_446_744_073_709_551_615_u64])),
            json!({ "type": "integer", "format": "uint64" })
        );
        assert_eq!(
            schema(&json!([-1, 18_446_744_073_709_551_615_u64])),
            json!({})
        );
        assert_eq!(schema(&json!([0.5, 9_007_199_254_740_993_i64])), json!({}));
    }

    #[test]
    fn several_kinds_are_alternatives() {
        assert_eq!(
            schema(&json!(["x", 1, null])),
            json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }], "nullable": true })
        );
    }

    #[test]
    fn only_an_id_that_is_always_there_is_required() {
        assert_eq!(
            schema(&json!([{ "id": "1", "name": "a" }, { "id": "2", "name": "b" }])),
            json!({
                "type": "object",
                "properties": { "id": { "type": "string" }, "name": { "type": "string" } },
                "required": ["id"]
            })
        );
        let without = schema(&json!([{ "id": "1" }, {}]));
        assert_eq!(without.get("required"), None);
    }

    #[test]
    fn keys_that_are_data_make_a_map() {
        for keys in [
            json!({ "1": 5, "22": 6 }),
            json!({ "2026-11-20": 5 }),
            json!({ "123e4567-e89b-12d3-a456-426614174000": 5 }),
        ] {
            assert_eq!(
                schema(&json!([keys])),
                json!({ "type": "object", "additionalProperties": { "type": "integer" } })
            );
        }
        assert_eq!(
            schema(&json!([{ "1": 5, "a": 5 }]))["properties"]["1"],
            json!({ "type": "integer" })
        );
    }

    #[test]
    fn json_in_a_text_is_described() {
        assert_eq!(
            schema(&json!(["", "{\"1\":\"{\\\"price\\\":2000}\"}"])),
            json!({
                "type": "string",
                "contentMediaType": "application/json",
                "contentSchema": {
                    "type": "object",
                    "additionalProperties": {
                        "type": "string",
                        "contentMediaType": "application/json",
                        "contentSchema": { "type": "object", "properties": { "price": { "type": "integer" } } }
                    }
                }
            })
        );
    }
}
