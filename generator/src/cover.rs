//! One schema for what several schemas describe: the answers of different statuses, or in different JSON types.
//!
//! Schemas in, one out that accepts whatever one of them accepts. Objects become one object with
//! the properties of all, of which only those that all require are required; values of different JSON kinds become
//! alternatives. What cannot be put together so is any JSON. No property and no alternative is ever lost.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::budget::{self, Budget, Growth};
use crate::document::kind_of;
use crate::lower::resolve;

/// How deep schemas are put together; what lies deeper is any JSON.
const MAX_DEPTH: usize = 24;

/// How much references may bring in where schemas are put together, in bytes; what is beyond is any JSON.
const MAX_REFERRED: usize = 256 * 1024;

/// Keywords that say nothing about which values there are.
const TOLD: [&str; 6] = [
    "description",
    "example",
    "examples",
    "externalDocs",
    "title",
    "xml",
];

/// What a person calls a schema.
const NAME: &str = "x-schema-name";

/// Extensions that choose a type; all others are somebody else's.
const CHOOSING: [&str; 6] = [
    NAME,
    "x-contentMediaType",
    "x-contentSchema",
    "x-flags",
    "x-items",
    "x-unit",
];

/// Whether a keyword says nothing about which values there are.
fn is_told(key: &str) -> bool {
    TOLD.contains(&key) || (key.starts_with("x-") && !CHOOSING.contains(&key))
}

/// A schema for all values of all `schemas`.
pub(crate) fn cover(document: &Value, schemas: &[&Value]) -> Value {
    let cover = Cover {
        document,
        budget: Budget::undivided(MAX_REFERRED, Growth::Schemas),
        around: RefCell::default(),
    };
    let mut covering: Option<Value> = None;
    for schema in schemas {
        covering = Some(match covering {
            Some(covering) => cover.both(&covering, schema, 0),
            None => (*schema).clone(),
        });
    }
    covering.unwrap_or_else(any)
}

/// What is put together, and what it may cost.
struct Cover<'a> {
    document: &'a Value,
    /// What references may still bring in.
    budget: Budget,
    /// The pairs of schemas with references that are being put together.
    around: RefCell<Vec<(Value, Value)>>,
}

impl Cover<'_> {
    /// A schema for all values of both. A pair that is met inside of itself has no end: it is any JSON there.
    fn both(&self, one: &Value, other: &Value, depth: usize) -> Value {
        if is_same(one, other) {
            return one.clone();
        }
        let pair = (one.clone(), other.clone());
        let is_inside = self.around.borrow().contains(&pair);
        if is_inside || depth > MAX_DEPTH {
            return any();
        }
        self.around.borrow_mut().push(pair);
        let covering = self.put_together(one, other, depth).unwrap_or_else(any);
        self.around.borrow_mut().pop();
        covering
    }

    /// What a schema is or refers to, if it is understood and not too much.
    fn follow(&self, schema: &Value) -> Option<Map<String, Value>> {
        let followed = resolved(self.document, schema)?;
        let is_reference = schema.get("$ref").is_some() || schema.get("allOf").is_some();
        let is_left = !is_reference || self.budget.spend(budget::of_entries(&followed));
        is_left.then_some(followed)
    }

    fn put_together(&self, one: &Value, other: &Value, depth: usize) -> Option<Value> {
        let ones = alternatives(&self.follow(one)?)?;
        let others = alternatives(&self.follow(other)?)?;
        let mut by_kind: BTreeMap<&'static str, Map<String, Value>> = BTreeMap::new();
        for schema in ones.into_iter().chain(others) {
            let schema = self.follow(&schema)?;
            let kind = kind_of(&schema)?;
            let covering = match by_kind.remove(kind) {
                Some(known) => self.same_kind(kind, &known, &schema, depth)?,
                None => schema,
            };
            by_kind.insert(kind, covering);
        }
        let mut schemas: Vec<Value> = by_kind.into_values().map(Value::Object).collect();
        Some(match schemas.len() {
            1 => schemas.remove(0),
            _ => json!({ "oneOf": schemas }),
        })
    }

    fn same_kind(
        &self,
        kind: &str,
        one: &Map<String, Value>,
        other: &Map<String, Value>,
        depth: usize,
    ) -> Option<Map<String, Value>> {
        if is_same(&Value::Object(one.clone()), &Value::Object(other.clone())) {
            return Some(one.clone());
        }
        if !is_understood(one) || !is_understood(other) {
            return None;
        }
        let mut covering = Map::new();
        for schema in [other, one] {
            let told = schema
                .iter()
                .filter(|(key, _)| TOLD.contains(&key.as_str()));
            covering.extend(told.map(|(key, value)| (key.clone(), value.clone())));
        }
        if let (Some(name), Some(other)) = (one.get(NAME), other.get(NAME))
            && name == other
        {
            covering.insert(NAME.to_string(), name.clone());
        }
        let ty = match (one.get("type"), other.get("type")) {
            (Some(one), Some(other)) if one == other => one.as_str().unwrap_or(kind),
            _ => kind,
        };
        covering.insert("type".to_string(), ty.into());
        let is_nullable =
            |schema: &Map<String, Value>| schema.get("nullable") == Some(&true.into());
        if is_nullable(one) || is_nullable(other) {
            covering.insert("nullable".to_string(), true.into());
        }
        match kind {
            "object" => covering.extend(self.object(one, other, depth)),
            "array" => {
                let items = |schema: &Map<String, Value>| schema.get("items").cloned();
                let items = match (items(one), items(other)) {
                    (Some(one), Some(other)) => self.both(&one, &other, depth + 1),
                    _ => any(),
                };
                covering.insert("items".to_string(), items);
            }
            _ => {
                // Limits are left out: they differ, or are just one's.
                if let (Some(format), Some(other)) = (one.get("format"), other.get("format"))
                    && format == other
                {
                    covering.insert("format".to_string(), format.clone());
                }
                if let (Some(Value::Array(values)), Some(Value::Array(others))) =
                    (one.get("enum"), other.get("enum"))
                {
                    let more = others.iter().filter(|value| !values.contains(value));
                    covering.insert(
                        "enum".to_string(),
                        values.iter().chain(more).cloned().collect(),
                    );
                }
            }
        }
        Some(covering)
    }

    fn object(
        &self,
        one: &Map<String, Value>,
        other: &Map<String, Value>,
        depth: usize,
    ) -> Map<String, Value> {
        let mut covering = Map::new();
        let properties = |schema: &Map<String, Value>| {
            let properties = schema.get("properties").and_then(Value::as_object);
            properties.cloned().unwrap_or_default()
        };
        // A map may have an entry of any name, that of a property of the other one, too.
        let values = |schema: &Map<String, Value>| {
            let values = schema.get("additionalProperties");
            values
                .filter(|values| values.as_object().is_some_and(|of| !of.is_empty()))
                .cloned()
        };
        let (of_one, of_other) = (values(one), values(other));
        let mut merged = Map::new();
        let (mut known, others) = (properties(one), properties(other));
        for (name, property) in others {
            let covered = known.remove(&name).or_else(|| of_one.clone());
            let property = match covered {
                Some(known) => self.both(&known, &property, depth + 1),
                None => property,
            };
            merged.insert(name, property);
        }
        for (name, property) in known {
            let property = match &of_other {
                Some(values) => self.both(&property, values, depth + 1),
                None => property,
            };
            merged.insert(name, property);
        }
        if !merged.is_empty() {
            covering.insert("properties".to_string(), Value::Object(merged));
        }
        let required = |schema: &Map<String, Value>| {
            let required = schema.get("required").and_then(Value::as_array);
            required.cloned().unwrap_or_default()
        };
        let of_other = required(other);
        let of_both: Vec<Value> = required(one)
            .into_iter()
            .filter(|name| of_other.contains(name))
            .collect();
        if !of_both.is_empty() {
            covering.insert("required".to_string(), Value::Array(of_both));
        }
        let others = |schema: &Map<String, Value>| {
            let others = schema.get("additionalProperties");
            others
                .filter(|others| **others != Value::Bool(false))
                .cloned()
        };
        let others = match (others(one), others(other)) {
            (Some(one), Some(other)) if one == other => Some(one),
            (None, None) => None,
            _ => Some(any()),
        };
        if let Some(others) = others {
            covering.insert("additionalProperties".to_string(), others);
        }
        covering
    }
}

fn any() -> Value {
    json!({})
}

/// The schema itself, where it is or refers to one that is understood. Beside `allOf` with one part only `nullable`
/// counts.
fn resolved(document: &Value, schema: &Value) -> Option<Map<String, Value>> {
    let schema = resolve(document, schema).ok()?.as_object()?;
    if let Some([only]) = schema
        .get("allOf")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
    {
        let mut inner = resolve(document, only).ok()?.as_object()?.clone();
        if let Some(nullable) = schema.get("nullable") {
            inner.insert("nullable".to_string(), nullable.clone());
        }
        return Some(inner);
    }
    Some(schema.clone())
}

/// The alternatives of a `oneOf` that has nothing beside it, else the schema alone.
fn alternatives(schema: &Map<String, Value>) -> Option<Vec<Value>> {
    for keyword in ["oneOf", "anyOf"] {
        if let Some(Value::Array(alternatives)) = schema.get(keyword) {
            let is_alone = schema
                .keys()
                .all(|key| key == keyword || key == "nullable" || is_told(key));
            let is_nullable = schema.get("nullable") == Some(&Value::Bool(true));
            let mut alternatives = alternatives.clone();
            for alternative in alternatives.iter_mut().filter(|_| is_nullable) {
                if let Value::Object(alternative) = alternative
                    && !alternative.contains_key("$ref")
                {
                    alternative.insert("nullable".to_string(), true.into());
                } else {
                    return None;
                }
            }
            return is_alone.then_some(alternatives);
        }
    }
    Some(vec![Value::Object(schema.clone())])
}

/// Whether a schema says no more than what can be put together, limits aside.
fn is_understood(schema: &Map<String, Value>) -> bool {
    schema.keys().all(|key| match key.as_str() {
        "allOf" | "anyOf" | "oneOf" | "not" => false,
        key => is_told(key) || !key.starts_with("x-") || key == NAME,
    })
}

/// Whether two schemas take the same values: whether they differ in no more than what they tell a reader.
pub(crate) fn is_same(one: &Value, other: &Value) -> bool {
    one == other || bare(one) == bare(other)
}

/// A schema without what it tells a reader, here and deeper.
fn bare(schema: &Value) -> Value {
    let Value::Object(schema) = schema else {
        return schema.clone();
    };
    let inner = |(key, value): (&String, &Value)| {
        let value = match (key.as_str(), value) {
            ("properties", Value::Object(properties)) => properties
                .iter()
                .map(|(name, property)| (name.clone(), bare(property)))
                .collect(),
            ("items" | "additionalProperties", inner) => bare(inner),
            ("allOf" | "anyOf" | "oneOf", Value::Array(parts)) => parts.iter().map(bare).collect(),
            _ => value.clone(),
        };
        (key.clone(), value)
    };
    let said = schema.iter().filter(|(key, _)| !is_told(key));
    Value::Object(said.map(inner).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covering(schemas: &[Value]) -> Value {
        let schemas: Vec<&Value> = schemas.iter().collect();
        cover(&Value::Null, &schemas)
    }

    #[test]
    fn equal_schemas_are_one() {
        let schema = json!({ "type": "object", "properties": { "id": { "type": "string" } } });
        assert_eq!(covering(&[schema.clone(), schema.clone()]), schema);
        assert_eq!(covering(&[]), json!({}));
    }

    #[test]
    fn objects_become_one_with_all_properties_and_what_both_require() {
        let media = json!({ "type": "object", "required": ["id", "url"],
            "properties": { "id": { "type": "string" }, "url": { "type": "string" }, "size": { "type": "integer" } } });
        let pending = json!({ "type": "object", "required": ["id"],
            "properties": { "id": { "type": "string" }, "size": { "type": "number", "nullable": true } } });
        assert_eq!(
            covering(&[media, pending]),
            json!({ "type": "object", "required": ["id"], "properties": {
                "id": { "type": "string" },
                "size": { "type": "number", "nullable": true },
                "url": { "type": "string" },
            } })
        );
    }

    #[test]
    fn values_of_different_kinds_become_alternatives() {
        let (text, object) = (
            json!({ "type": "string" }),
            json!({ "type": "object", "properties": { "id": {} } }),
        );
        let list = json!({ "type": "array", "items": { "type": "integer" } });
        assert_eq!(
            covering(&[text.clone(), object.clone()]),
            json!({ "oneOf": [object, text] })
        );
        assert_eq!(
            covering(&[
                json!({ "oneOf": [list, text] }),
                text.clone(),
                object.clone()
            ]),
            json!({ "oneOf": [list, object, text] })
        );
    }

    #[test]
    fn a_list_covers_the_items_of_all() {
        let list = |items: Value| json!({ "type": "array", "items": items });
        assert_eq!(
            covering(&[
                list(json!({ "type": "integer" })),
                list(json!({ "type": "number" }))
            ]),
            list(json!({ "type": "number" }))
        );
    }

    #[test]
    fn a_word_of_either_list_is_a_word_of_the_covering_one() {
        assert_eq!(
            covering(&[
                json!({ "type": "string", "enum": ["a", "b"] }),
                json!({ "type": "string", "enum": ["b", "c"] })
            ]),
            json!({ "type": "string", "enum": ["a", "b", "c"] })
        );
        assert_eq!(
            covering(&[
                json!({ "type": "string", "enum": ["a"] }),
                json!({ "type": "string" , "format": "uuid"})
            ]),
            json!({ "type": "string" })
        );
    }

    #[test]
    fn what_is_not_understood_is_any_json() {
        let object = json!({ "type": "object", "properties": { "id": {} } });
        for odd in [
            json!({ "allOf": [object, { "properties": { "x": {} } }] }),
            json!({ "type": "date" }),
            json!({ "type": "object", "x-flags": [] }),
            json!({}),
            json!({ "$ref": "#/gone" }),
            json!(true),
        ] {
            assert_eq!(covering(&[odd.clone(), object.clone()]), json!({}), "{odd}");
        }
    }

    #[test]
    fn components_are_looked_up_and_end_where_they_refer_to_themselves() {
        let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
        let node = |extra: &str, next: Value| json!({ "type": "object", "properties": { extra: { "type": "string" }, "next": next } });
        let document = json!({ "components": { "schemas": {
            "A": node("a", reference("A")), "B": node("b", reference("B")),
        } } });
        let covering = cover(&document, &[&reference("A"), &reference("B")]);
        assert_eq!(covering["properties"]["a"], json!({ "type": "string" }));
        assert_eq!(covering["properties"]["b"], json!({ "type": "string" }));
        assert_eq!(covering["properties"]["next"], json!({}));
    }

    #[test]
    fn a_map_may_have_an_entry_with_the_name_of_a_property() {
        let map = json!({ "type": "object", "additionalProperties": { "type": "integer" } });
        let object = json!({ "type": "object", "properties": { "id": { "type": "string" } } });
        let id = json!({ "oneOf": [{ "type": "integer" }, { "type": "string" }] });
        for schemas in [[map.clone(), object.clone()], [object, map]] {
            let covering = covering(&schemas);
            let of_id = covering
                .pointer("/properties/id/oneOf")
                .and_then(Value::as_array);
            assert_eq!(
                of_id.map(Vec::len),
                id["oneOf"].as_array().map(Vec::len),
                "{covering}"
            );
        }
    }

    #[test]
    fn what_other_tools_say_of_a_schema_makes_no_difference() {
        let with = |extension: &str| json!({ "type": "object", "x-stoplight": { "id": extension }, "properties": { "id": { "type": "string" } } });
        assert_eq!(
            covering(&[with("a"), with("b")])["properties"]["id"]["type"],
            "string"
        );
        let nullable = json!({ "nullable": true, "oneOf": [{ "type": "string" }, { "type": "array", "items": {} }] });
        let covering = covering(&[nullable, json!({ "type": "string" })]);
        assert_eq!(
            covering["oneOf"].as_array().map(Vec::len),
            Some(2),
            "{covering}"
        );
        assert_eq!(covering["oneOf"][1]["nullable"], true);
    }
}
