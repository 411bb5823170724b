//! One schema for what several schemas describe: the answers of different statuses, or in different JSON types.
//!
//! Schemas in, one out that accepts whatever one of them accepts. Objects become one object with
//! the properties of all, of which only those that all require are required; values of different JSON kinds become
//! alternatives. What cannot be put together so is any JSON. No property and no alternative is ever lost.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::keywords::{NAME, Purpose};
use super::same::is_same;
use super::schema::{is_nullable, properties, required_by_all};
use crate::budget::{self, Budget, Growth};
use crate::document::{kind_of, resolve};

/// How deep schemas are put together; what lies deeper is any JSON.
const MAX_DEPTH: usize = 24;

/// How much references may bring in where schemas are put together, in bytes; what is beyond is any JSON.
const MAX_REFERRED: usize = 256 * 1024;

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
            let said = schema
                .iter()
                .filter(|(key, _)| Purpose::Responses.ignores(key) && !key.starts_with("x-"));
            covering.extend(said.map(|(key, value)| (key.clone(), value.clone())));
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
        // A map may have an entry of any name, that of a property of the other one, too.
        let values = |schema: &Map<String, Value>| {
            let values = schema.get("additionalProperties");
            values
                .filter(|values| values.as_object().is_some_and(|of| !of.is_empty()))
                .cloned()
        };
        let (of_one, of_other) = (values(one), values(other));
        let mut merged = Map::new();
        let (mut known, others) = (properties(one).clone(), properties(other).clone());
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
        let required = required_by_all(&[one, other]);
        if !required.is_empty() {
            covering.insert("required".to_string(), Value::Array(required));
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
                .all(|key| key == keyword || key == "nullable" || Purpose::Responses.ignores(key));
            let mut alternatives = alternatives.clone();
            for alternative in alternatives.iter_mut().filter(|_| is_nullable(schema)) {
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
        key => Purpose::Responses.ignores(key) || !key.starts_with("x-") || key == NAME,
    })
}
