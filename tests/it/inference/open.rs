//! Places that a schema closes although no value was ever seen there.
//!
//! A schema and all values of its place in, complaints out: where every value was null, nothing may be said of the type;
//! where every list was empty, nothing of its items.

use serde_json::{Value, json};

use super::conforms::{accepts, below, branches};

/// Keywords that exclude values.
const CLOSING: [&str; 8] = [
    "type",
    "properties",
    "items",
    "required",
    "additionalProperties",
    "enum",
    "oneOf",
    "anyOf",
];

/// What the schema claims without having seen it.
pub fn complaints(schema: &Value, values: &[&Value]) -> Vec<String> {
    let mut complaints = Vec::new();
    look(schema, values, "$", &mut complaints);
    complaints
}

fn look(schema: &Value, values: &[&Value], place: &str, complaints: &mut Vec<String>) {
    if !values.is_empty() && values.iter().all(|value| value.is_null()) && !is_open(schema) {
        complaints.push(format!("{place} was only null: {schema}"));
    }
    for branch in branches(schema) {
        let of: Vec<&Value> = values
            .iter()
            .copied()
            .filter(|value| accepts(branch, value))
            .collect();
        look(branch, &of, place, complaints);
    }
    let lists: Vec<&Vec<Value>> = values.iter().filter_map(|value| value.as_array()).collect();
    if let (Some(items), false) = (schema.get("items"), lists.is_empty()) {
        let all: Vec<&Value> = lists.into_iter().flatten().collect();
        if all.is_empty() && !is_open(items) {
            complaints.push(format!("{place} was only empty: {schema}"));
        }
        look(items, &all, &format!("{place}[]"), complaints);
    }
    let objects = || values.iter().filter_map(|value| value.as_object());
    let declared = schema.get("properties").and_then(Value::as_object);
    for (name, property) in declared.into_iter().flatten() {
        let all: Vec<&Value> = objects().filter_map(|object| object.get(name)).collect();
        look(property, &all, &format!("{place}/{name}"), complaints);
    }
    if let Some(others) = schema
        .get("additionalProperties")
        .filter(|of| of.is_object())
    {
        let entries = objects().flatten();
        let all: Vec<&Value> = entries
            .filter(|(name, _)| below(schema, name).is_some_and(|of| std::ptr::eq(of, others)))
            .map(|(_, value)| value)
            .collect();
        look(others, &all, &format!("{place}/*"), complaints);
    }
    if let Some(content) = schema.get("contentSchema") {
        let texts = values.iter().filter_map(|value| value.as_str());
        let parsed: Vec<Value> = texts
            .filter_map(|text| serde_json::from_str(text).ok())
            .collect();
        look(
            content,
            &parsed.iter().collect::<Vec<_>>(),
            &format!("{place} as JSON"),
            complaints,
        );
    }
}

fn is_open(schema: &Value) -> bool {
    CLOSING.iter().all(|keyword| schema.get(keyword).is_none())
}

#[test]
fn a_type_for_null_and_items_for_nothing_are_claims() {
    let string = json!({ "type": "string", "nullable": true });
    assert_eq!(complaints(&string, &[&json!(null)]).len(), 1);
    assert_eq!(complaints(&string, &[&json!(null), &json!("x")]).len(), 0);
    assert_eq!(
        complaints(&json!({ "nullable": true }), &[&json!(null)]).len(),
        0
    );
    let list = json!({ "type": "array", "items": { "type": "object" } });
    assert_eq!(complaints(&list, &[&json!([])]).len(), 1);
    assert_eq!(complaints(&list, &[&json!([]), &json!([{}])]).len(), 0);
}
