//! What fits all of several schemas: their properties and limits in one.
//!
//! Parts in, one schema out. Alternatives among the parts are closed in first, so that they can be put together with the
//! others; any JSON where the parts contradict each other.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::combiner::{Combiner, Flat, MAX_DEPTH};
use super::schema::{Unannotated, is_annotated_only, is_nullable, with_null};
use super::secret::{any_marked, is_marked, mark, marked};
use crate::document::kind_of;

impl Combiner<'_> {
    /// One schema for the parts; what one of them hides is hidden.
    pub(super) fn all(&self, parts: &[Value], depth: usize) -> Value {
        marked(self.all_value(parts, depth), any_marked(parts))
    }

    fn all_value(&self, parts: &[Value], depth: usize) -> Value {
        if self.is_spent(depth) {
            return json!({});
        }
        let mut is_nullable = true;
        let mut cores: Vec<Unannotated> = Vec::new();
        for part in parts {
            let core = Unannotated::new(part);
            if core.is_open() {
                continue;
            }
            is_nullable &= core.is_nullable || self.allows_null(&core);
            if !cores.iter().any(|known| known.schema == core.schema) {
                cores.push(core);
            }
        }
        self.without_bare_types(&mut cores);
        match cores.as_slice() {
            [] => json!({}),
            [core] => match core.schema.as_object() {
                // Alternatives beside keywords of the whole.
                Some(flat) if flat.contains_key("oneOf") || flat.contains_key("anyOf") => {
                    let merged = self.without_alternatives(flat.clone(), depth);
                    with_null(Value::Object(merged), is_nullable)
                }
                // One part beside annotations is taken for the part itself, so there is more here.
                Some(flat) if flat.contains_key("allOf") => {
                    let merged = self.flat(&core.schema, depth).unwrap_or_default();
                    with_null(Value::Object(merged), core.is_nullable)
                }
                _ => with_null(core.schema.clone(), core.is_nullable),
            },
            cores => {
                let merged = self.unless_inside_itself("allOf", cores, depth, &|| {
                    let flat: Vec<Flat> = cores
                        .iter()
                        .filter_map(|core| self.flat(&core.schema, depth))
                        .collect();
                    Value::Object(self.conjunction(flat, depth))
                });
                with_null(merged, is_nullable)
            }
        }
    }

    /// Takes out what only says the type that a reference beside it has anyhow.
    fn without_bare_types(&self, cores: &mut Vec<Unannotated>) {
        let references: Vec<Value> = cores
            .iter()
            .filter(|core| core.schema.get("$ref").is_some())
            .map(|core| core.schema.clone())
            .collect();
        cores.retain(|core| {
            let schema = core.schema.as_object();
            let is_bare = schema.filter(|schema| is_annotated_only(schema, &["type"]));
            is_bare.and_then(kind_of).is_none_or(|kind| {
                let mut references = references.iter();
                !references.any(|reference| self.is_of_kind(reference, kind))
            })
        });
    }

    /// Whether what a reference leads to may be null.
    fn allows_null(&self, core: &Unannotated) -> bool {
        let flat = self.flat(&core.schema, 0).unwrap_or_default();
        is_nullable(&flat)
    }

    fn conjunction(&self, parts: Vec<Flat>, depth: usize) -> Flat {
        let is_secret = parts.iter().any(is_marked);
        let mut merged = self.conjunction_value(parts, depth);
        mark(&mut merged, is_secret);
        merged
    }

    fn conjunction_value(&self, parts: Vec<Flat>, depth: usize) -> Flat {
        // Parts with alternatives are closed in first, so that they can be put together with the others.
        let parts: Vec<Flat> = parts
            .into_iter()
            .map(|part| self.without_alternatives(part, depth))
            .collect();
        let kinds: BTreeSet<&str> = parts.iter().filter_map(kind_of).collect();
        let mut merged = Flat::new();
        let choices = parts.iter().filter(|part| part.contains_key("oneOf"));
        if kinds.len() > 1 || choices.count() > 1 {
            return merged;
        }
        let only = kinds.first().copied();
        for mut part in parts {
            // Of several kinds only the one that all others are remains.
            if let (Some(Value::Array(list)), Some(only)) = (part.remove("oneOf"), only) {
                let fits = list
                    .into_iter()
                    .filter_map(|one| self.flat(&one, depth))
                    .find(|one| kind_of(one) == Some(only));
                part.extend(fits.unwrap_or_default());
            }
            for (key, value) in part {
                self.add(&mut merged, key, value, depth);
            }
        }
        merged.remove("nullable");
        merged
    }

    fn add(&self, merged: &mut Flat, key: String, value: Value, depth: usize) {
        match (key.as_str(), merged.get_mut(&key), value) {
            (_, None, value) => {
                merged.insert(key, value);
            }
            ("properties", Some(Value::Object(known)), Value::Object(more)) => {
                for (name, property) in more {
                    let both = known
                        .get(&name)
                        .map(|known| self.all(&[known.clone(), property.clone()], depth + 1));
                    known.insert(name, both.unwrap_or(property));
                }
            }
            ("required", Some(Value::Array(known)), Value::Array(more)) => {
                for name in more {
                    if !known.contains(&name) {
                        known.push(name);
                    }
                }
            }
            ("items" | "additionalProperties", Some(known), value) if value.is_object() => {
                *known = match known.is_object() {
                    true => self.all(&[known.clone(), value], depth + 1),
                    false => value,
                };
            }
            ("enum", Some(Value::Array(known)), Value::Array(more))
                if known.iter().any(|value| more.contains(value)) =>
            {
                known.retain(|value| more.contains(value));
            }
            // Every integer is a number.
            ("type", Some(known), Value::String(name)) if name == "integer" => {
                *known = name.into();
            }
            _ => {}
        }
    }

    /// A part whose alternatives are one schema, or one by kind.
    pub(super) fn without_alternatives(&self, part: Flat, depth: usize) -> Flat {
        let is_secret = is_marked(&part);
        let mut closed = self.without_lists(part, depth);
        mark(&mut closed, is_secret);
        closed
    }

    fn without_lists(&self, part: Flat, depth: usize) -> Flat {
        let mut part = part;
        let mut lists = Vec::new();
        for key in ["oneOf", "anyOf"] {
            if let Some(Value::Array(list)) = part.remove(key) {
                lists.push(list);
            }
        }
        if lists.is_empty() {
            return part;
        }
        let mut parts: Vec<Flat> = lists
            .iter()
            .filter_map(|list| self.flat(&self.any(list, depth + 1), depth + 1))
            .collect();
        if !is_annotated_only(&part, &[]) {
            parts.insert(0, part);
        }
        match parts.len() {
            0 => Flat::new(),
            1 => parts.remove(0),
            _ if depth > MAX_DEPTH => Flat::new(),
            _ => self.conjunction(parts, depth + 1),
        }
    }
}
