//! One example along the lowered schema of its answer, value by value.
//!
//! A body and the schema that progenitor was given go in; out come how many values there are and how many have a type.
//! Where schemas are combined (`allOf`), one that knows a value is enough; of alternatives, the first that takes the
//! value's kind counts, as serde would take it.

use serde_json::{Map, Value};

use super::Untyped;
use crate::document::Pointer;
use crate::lower::{Lowered, carried, component_name};

/// How deep references and combinations are followed at one place. Lowering refuses what consists of itself, so this is
/// only reached by what nobody would write.
const MAX_DEPTH: usize = 32;

/// What was counted.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Tally {
    pub leaves: usize,
    pub typed: usize,
    pub untyped: Vec<Untyped>,
}

/// Counts the values of `body`; without a schema none has a type.
pub(super) fn tally(lowered: &Lowered, schema: Option<&Value>, body: &Value) -> Tally {
    let mut walk = Walk {
        lowered,
        tally: Tally::default(),
    };
    walk.value(body, Vec::from_iter(schema), &Pointer::root());
    walk.tally
}

struct Walk<'a> {
    lowered: &'a Lowered,
    tally: Tally,
}

impl<'a> Walk<'a> {
    /// Counts `value`, which all of `schemas` describe.
    fn value(&mut self, value: &Value, schemas: Vec<&'a Value>, place: &Pointer) {
        let mut known = Vec::new();
        for schema in schemas {
            self.expand(schema, value, 0, &mut known);
        }
        match value {
            Value::Null => {}
            Value::Object(of) if known.iter().any(|known| is(known, "object")) => {
                for (name, value) in of {
                    let below = known.iter().filter_map(|known| property(known, name));
                    self.value(value, below.collect(), &place.child(name));
                }
            }
            Value::Array(of) if known.iter().any(|known| is(known, "array")) => {
                let items: Vec<&Value> = known
                    .iter()
                    .filter_map(|known| known.get("items"))
                    .collect();
                for (index, value) in of.iter().enumerate() {
                    self.value(value, items.clone(), &place.child(&index.to_string()));
                }
            }
            Value::Object(_) | Value::Array(_) => self.untyped(value, place),
            _ if known.iter().any(|known| takes(known, value)) => {
                self.tally.leaves += 1;
                self.tally.typed += 1;
            }
            _ => self.untyped(value, place),
        }
    }

    fn untyped(&mut self, value: &Value, place: &Pointer) {
        let leaves = leaves(value);
        self.tally.leaves += leaves;
        if leaves > 0 {
            self.tally.untyped.push(Untyped {
                pointer: place.to_string(),
                leaves,
            });
        }
    }

    /// Adds to `known` every schema without references and combinations that `schema` consists of for this value.
    fn expand(
        &self,
        schema: &'a Value,
        value: &Value,
        depth: usize,
        known: &mut Vec<&'a Map<String, Value>>,
    ) {
        let Some(schema) = self.resolve(schema).filter(|_| depth < MAX_DEPTH) else {
            return;
        };
        known.push(schema);
        for part in list(schema, "allOf") {
            self.expand(part, value, depth + 1, known);
        }
        for keyword in ["oneOf", "anyOf"] {
            let chosen = list(schema, keyword).find(|one| self.accepts(one, value, depth + 1));
            if let Some(chosen) = chosen {
                self.expand(chosen, value, depth + 1, known);
            }
        }
    }

    /// Whether an alternative takes a value, as far as its kind and what it requires tell.
    fn accepts(&self, schema: &Value, value: &Value, depth: usize) -> bool {
        let Some(schema) = self.resolve(schema).filter(|_| depth < MAX_DEPTH) else {
            return false;
        };
        let takes_kind = !schema.contains_key("type") || takes(schema, value);
        let mut required = list(schema, "required").filter_map(Value::as_str);
        let has_required = value.as_object().is_none_or(|of| {
            required.all(|name| of.contains_key(carried(name).as_deref().unwrap_or(name)))
        });
        let mut parts = list(schema, "allOf");
        let mut any = ["oneOf", "anyOf"]
            .into_iter()
            .flat_map(|of| list(schema, of));
        let has_alternatives = any.clone().next().is_some();
        takes_kind
            && has_required
            && parts.all(|part| self.accepts(part, value, depth + 1))
            && (!has_alternatives || any.any(|one| self.accepts(one, value, depth + 1)))
    }

    fn resolve<'b>(&self, schema: &'b Value) -> Option<&'b Map<String, Value>>
    where
        'a: 'b,
    {
        let mut schema = schema.as_object()?;
        for _ in 0..MAX_DEPTH {
            let Some(reference) = schema.get("$ref").and_then(Value::as_str) else {
                return Some(schema);
            };
            schema = self
                .lowered
                .component(&component_name(reference)?)?
                .as_object()?;
        }
        None
    }
}

/// The schema of a property: its own, or that of all other properties.
fn property<'a>(schema: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    let properties = schema.get("properties").and_then(Value::as_object);
    let own = properties.and_then(|of| {
        of.get(name).or_else(|| {
            let mut carrying = of.iter().filter_map(|(key, of)| Some((carried(key)?, of)));
            carrying.find(|(wire, _)| wire == name).map(|(_, of)| of)
        })
    });
    own.or_else(|| schema.get("additionalProperties"))
}

/// Whether a schema is of one of JSON's kinds that hold others, and knows more than that. One that a type of the runtime
/// stands for holds nothing.
fn is(schema: &Map<String, Value>, kind: &str) -> bool {
    schema.get("type").is_some_and(|of| of == kind) && !schema.contains_key("x-rust-type")
}

/// Whether a schema states the kind of a value. One that states nothing is any JSON.
fn takes(schema: &Map<String, Value>, value: &Value) -> bool {
    match (schema.get("type").and_then(Value::as_str), value) {
        (Some("string"), Value::String(_))
        | (Some("boolean"), Value::Bool(_))
        | (Some("number"), Value::Number(_))
        | (Some("object"), Value::Object(_))
        | (Some("array"), Value::Array(_)) => true,
        (Some("integer"), Value::Number(number)) => !number.is_f64(),
        (None, _) => list(schema, "enum").any(|one| {
            std::mem::discriminant(one) == std::mem::discriminant(value) && !one.is_null()
        }),
        _ => false,
    }
}

fn list<'a>(schema: &'a Map<String, Value>, key: &str) -> impl Iterator<Item = &'a Value> + Clone {
    schema
        .get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

/// How many strings, numbers and booleans there are.
pub(super) fn leaves(value: &Value) -> usize {
    match value {
        Value::Null => 0,
        Value::Array(of) => of.iter().map(leaves).sum(),
        Value::Object(of) => of.values().map(leaves).sum(),
        _ => 1,
    }
}
