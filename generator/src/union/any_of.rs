//! What fits any of several schemas: one schema for each kind of JSON that they take.
//!
//! Alternatives in, one schema out: an object with everybody's properties, an array of what any of them holds, an `enum` of
//! all words. Any JSON where no one schema holds.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::combiner::{Combiner, Flat};
use super::schema::{
    KINDS, Unannotated, is_annotated_only, others, properties, required_by_all, with_null,
};
use super::secret::{any_marked, is_marked, marked};
use crate::document::kind_of;

/// An alternative as it is written, and without references.
struct Alternative {
    schema: Value,
    flat: Flat,
}

impl Combiner<'_> {
    /// One schema for the alternatives; what one of them hides is hidden.
    pub(super) fn any(&self, alternatives: &[Value], depth: usize) -> Value {
        marked(
            self.any_value(alternatives, depth),
            any_marked(alternatives),
        )
    }

    fn any_value(&self, alternatives: &[Value], depth: usize) -> Value {
        if self.is_spent(depth) {
            return json!({});
        }
        let mut is_nullable = false;
        let mut cores: Vec<Unannotated> = Vec::new();
        for alternative in alternatives {
            let core = Unannotated::new(alternative);
            is_nullable |= core.is_nullable;
            if core.is_open() {
                if core.is_nullable {
                    continue;
                }
                return json!({});
            }
            if !cores.iter().any(|known| known.schema == core.schema) {
                cores.push(core);
            }
        }
        match cores.as_slice() {
            [] => json!({}),
            [core] => with_null(core.schema.clone(), is_nullable),
            cores => {
                let covering = self.unless_inside_itself("anyOf", cores, depth, &|| match self
                    .disjunction(cores, depth)
                {
                    Some((covering, may_be_null)) => with_null(covering, may_be_null),
                    None => json!({}),
                });
                with_null(covering, is_nullable)
            }
        }
    }

    /// One schema for each kind, and whether one of the alternatives may be null.
    fn disjunction(&self, cores: &[Unannotated], depth: usize) -> Option<(Value, bool)> {
        let mut by_kind: BTreeMap<&str, Vec<Alternative>> = BTreeMap::new();
        let (mut is_nullable, mut is_secret) = (false, false);
        let mut next: Vec<Value> = cores.iter().rev().map(|core| core.schema.clone()).collect();
        let mut known = BTreeSet::new();
        // Alternatives of alternatives are alternatives, and each counts once.
        while let Some(schema) = next.pop() {
            if !known.insert(schema.to_string()) {
                continue;
            }
            if self.is_spent(depth) {
                return None;
            }
            let mut flat = self.flat(&schema, depth)?;
            is_nullable |= flat.remove("nullable") == Some(Value::Bool(true));
            is_secret |= is_marked(&flat);
            let lists: Vec<Value> = ["oneOf", "anyOf"]
                .iter()
                .filter_map(|key| flat.get(*key).cloned())
                .collect();
            let is_bare = is_annotated_only(&flat, &["oneOf", "anyOf"]);
            match lists.as_slice() {
                [] => {
                    let of_kind = by_kind.entry(kind_of(&flat)?).or_default();
                    of_kind.push(Alternative { flat, schema });
                }
                [Value::Array(list)] if is_bare => next.extend(list.iter().rev().cloned()),
                _ => next.push(Value::Object(self.without_alternatives(flat, depth + 1))),
            }
        }
        let mut covering: Vec<Value> = KINDS
            .into_iter()
            .filter_map(|kind| Some(self.cover(kind, by_kind.remove(kind)?, depth)))
            .collect();
        let schema = match covering.len() {
            1 => covering.remove(0),
            _ => json!({ "oneOf": covering }),
        };
        Some((marked(schema, is_secret), is_nullable))
    }

    /// One schema for several of one kind.
    fn cover(&self, kind: &str, alternatives: Vec<Alternative>, depth: usize) -> Value {
        if let [one] = alternatives.as_slice() {
            return Unannotated::new(&one.schema).schema;
        }
        let schemas: Vec<Flat> = alternatives.into_iter().map(|one| one.flat).collect();
        if kind == "object" {
            return Value::Object(self.cover_objects(&schemas, depth));
        }
        // What all say.
        let mut covering: Flat = schemas[0]
            .iter()
            .filter(|(key, value)| schemas.iter().all(|schema| schema.get(*key) == Some(value)))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        if kind == "array" {
            let items: Vec<Value> = schemas
                .iter()
                .map(|schema| schema.get("items").cloned().unwrap_or_else(|| json!({})))
                .collect();
            covering.insert("items".to_string(), self.any(&items, depth + 1));
        }
        let is_integer = |schema: &Flat| schema.get("type").is_some_and(|of| of == "integer");
        let name = match kind {
            "number" if schemas.iter().all(is_integer) => "integer",
            other => other,
        };
        covering.insert("type".to_string(), name.into());
        let lists: Option<Vec<&Vec<Value>>> = schemas
            .iter()
            .map(|schema| schema.get("enum").and_then(Value::as_array))
            .collect();
        if let Some(lists) = lists {
            let mut values: Vec<Value> = Vec::new();
            let mut known = BTreeSet::new();
            for value in lists.into_iter().flatten() {
                if known.insert(value.to_string()) {
                    values.push(value.clone());
                }
            }
            covering.insert("enum".to_string(), Value::Array(values));
        }
        Value::Object(covering)
    }

    /// An object with everybody's properties, of which those are required that all require.
    fn cover_objects(&self, schemas: &[Flat], depth: usize) -> Flat {
        let mut covering = Flat::from_iter([("type".to_string(), "object".into())]);
        if let Some(description) = schemas.iter().find_map(|schema| schema.get("description")) {
            covering.insert("description".to_string(), description.clone());
        }
        let names: BTreeSet<&String> = schemas
            .iter()
            .flat_map(|schema| properties(schema).keys())
            .collect();
        // What a schema lets a property be that it does not list; an object of anything may have it as anything.
        let others: Vec<Option<Value>> = schemas.iter().map(others).collect();
        let mut known = Map::new();
        for name in names {
            let forms: Vec<Value> = schemas
                .iter()
                .zip(&others)
                .filter_map(|(schema, others)| properties(schema).get(name).or(others.as_ref()))
                .cloned()
                .collect();
            known.insert(name.clone(), self.any(&forms, depth + 1));
        }
        if !known.is_empty() {
            covering.insert("properties".to_string(), Value::Object(known));
        }
        let values: Vec<Value> = others.into_iter().flatten().collect();
        if !values.is_empty() {
            let values = if values.len() == schemas.len() {
                self.any(&values, depth + 1)
            } else {
                json!({})
            };
            covering.insert("additionalProperties".to_string(), values);
        }
        let required = required_by_all(&schemas.iter().collect::<Vec<_>>());
        if !required.is_empty() {
            covering.insert("required".to_string(), Value::Array(required));
        }
        covering
    }
}
