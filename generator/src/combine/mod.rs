//! Several schemas made one: what fits all of them (`allOf`), or what fits any of them (`oneOf`, `anyOf`).
//!
//! Schemas in, one schema without the combination out. Objects become one object with everybody's properties, so that a
//! value of any alternative decodes into fields and loses nothing; alternatives of different JSON kinds stay apart. Where
//! no one schema holds, the result is any JSON. Combining ends: what is met while it is being combined stays as it is
//! written, and a budget is spent.

mod any_of;
mod core;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use self::core::{ANNOTATIONS, Core, with_null};
use crate::budget::{self, Budget, Outgrown};
use crate::document::{Pointer, kind_of};

/// How deep combinations are followed into properties and items; what lies deeper is any JSON.
const MAX_DEPTH: usize = 8;

/// How many references and combinations may lead to one another at the top of a schema.
const MAX_REFERENCES: usize = 64;

/// What a combination counts beside what it copies, in bytes: so that a budget of bytes bounds the time, too.
const COMBINATION: usize = 512;

const SCHEMAS: &str = "#/components/schemas/";

/// A schema without `$ref` and `allOf` at its top.
type Flat = Map<String, Value>;

/// Combines schemas of one document.
pub(crate) struct Combiner<'a> {
    components: Option<&'a Map<String, Value>>,
    /// Components without `allOf`, and those that are being made.
    flat: RefCell<BTreeMap<String, Option<Flat>>>,
    budget: Budget,
    /// The combinations that are being made, by their kind and parts.
    making: RefCell<Vec<String>>,
    nested: Cell<usize>,
}

impl<'a> Combiner<'a> {
    /// For the schemas of a document.
    pub fn new(document: &'a Value) -> Self {
        Self {
            components: document
                .pointer("/components/schemas")
                .and_then(Value::as_object),
            flat: RefCell::default(),
            budget: Budget::of(document),
            making: RefCell::default(),
            nested: Cell::new(0),
        }
    }

    /// The schema of what fits all parts; any JSON where they contradict each other.
    pub fn all_of(&self, parts: &[Value]) -> Value {
        self.all(parts, 0)
    }

    /// The schema of what fits any of the alternatives.
    pub fn any_of(&self, alternatives: &[Value]) -> Value {
        self.any(alternatives, 0)
    }

    /// The next component, body or response, with a share of its own of what may be combined.
    pub fn renew(&self, place: &Pointer) {
        self.budget.renew(place);
    }

    /// The place at which nothing was left to be combined.
    pub fn outgrown(&self) -> Option<Outgrown> {
        self.budget.outgrown()
    }

    /// Whether a schema is a reference, to what may be of a declared type.
    pub fn is_reference_of(&self, schema: &Value, declared: Option<&Value>) -> bool {
        let declared = declared
            .and_then(|name| kind_of(&Flat::from_iter([("type".to_string(), name.clone())])));
        schema.get("$ref").is_some() && declared.is_none_or(|kind| self.is_of_kind(schema, kind))
    }

    fn is_of_kind(&self, reference: &Value, of: &str) -> bool {
        let flat = self.flat(reference, 0);
        flat.as_ref().and_then(kind_of) == Some(of)
    }

    fn is_spent(&self, depth: usize) -> bool {
        !self.budget.spend(COMBINATION) || depth > MAX_DEPTH
    }

    fn all(&self, parts: &[Value], depth: usize) -> Value {
        if self.is_spent(depth) {
            return json!({});
        }
        let mut is_nullable = true;
        let mut cores: Vec<Core> = Vec::new();
        for part in parts {
            let core = Core::of(part);
            if core.is_open() {
                continue;
            }
            is_nullable &= core.is_nullable || self.allows_null(&core);
            if !cores.iter().any(|known| known.schema == core.schema) {
                cores.push(core);
            }
        }
        self.without_bare_types(&mut cores);
        let merged = match cores.as_slice() {
            [] => return json!({}),
            [core] => match core.schema.as_object() {
                // Alternatives beside keywords of the whole.
                Some(flat) if flat.contains_key("oneOf") || flat.contains_key("anyOf") => {
                    let merged = self.without_alternatives(flat.clone(), depth);
                    if merged.is_empty() {
                        return json!({});
                    }
                    merged
                }
                // One part beside annotations is taken for the part itself, so there is more here.
                Some(flat) if flat.contains_key("allOf") => {
                    let merged = self.flat(&core.schema, depth).unwrap_or_default();
                    return with_null(Value::Object(merged), core.is_nullable);
                }
                _ => return core.schema_or_null(core.is_nullable),
            },
            cores => {
                let merged = self.unless_inside_itself("allOf", cores, depth, &|| {
                    let flat: Vec<Flat> = cores
                        .iter()
                        .filter_map(|core| self.flat(&core.schema, depth))
                        .collect();
                    Value::Object(self.conjunction(flat, depth))
                });
                return with_null(merged, is_nullable);
            }
        };
        with_null(Value::Object(merged), is_nullable)
    }

    /// Takes out what only says the type that a reference beside it has anyhow.
    fn without_bare_types(&self, cores: &mut Vec<Core>) {
        let references: Vec<Value> = cores
            .iter()
            .filter(|core| core.schema.get("$ref").is_some())
            .map(|core| core.schema.clone())
            .collect();
        cores.retain(|core| {
            let is_bare = core.schema.as_object().filter(|schema| {
                let mut keys = schema.keys();
                keys.all(|key| key == "type" || ANNOTATIONS.contains(&key.as_str()))
            });
            is_bare.and_then(kind_of).is_none_or(|kind| {
                let mut references = references.iter();
                !references.any(|reference| self.is_of_kind(reference, kind))
            })
        });
    }

    /// Combines parts, unless they are inside of themselves: then they stay as they are written, for the caller to make a
    /// component of.
    fn unless_inside_itself(
        &self,
        keyword: &str,
        cores: &[Core],
        depth: usize,
        combine: &dyn Fn() -> Value,
    ) -> Value {
        let parts: Vec<&Value> = cores.iter().map(|core| &core.schema).collect();
        let whole = json!({ keyword: parts });
        let text = whole.to_string();
        if !self.budget.spend(text.len()) {
            return json!({});
        }
        if !text.contains("\"$ref\"") {
            return combine();
        }
        if depth > 0 && self.making.borrow().contains(&text) {
            return whole;
        }
        self.making.borrow_mut().push(text);
        let combined = combine();
        self.making.borrow_mut().pop();
        combined
    }

    /// Whether what a reference leads to may be null.
    fn allows_null(&self, core: &Core) -> bool {
        let flat = self.flat(&core.schema, 0).unwrap_or_default();
        flat.get("nullable") == Some(&Value::Bool(true))
    }

    fn conjunction(&self, parts: Vec<Flat>, depth: usize) -> Flat {
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
            ("items" | "additionalProperties", Some(known), value) => {
                if known.is_object() && value.is_object() {
                    *known = self.all(&[known.clone(), value], depth + 1);
                } else if value.is_object() {
                    *known = value;
                }
            }
            ("enum", Some(Value::Array(known)), Value::Array(more)) => {
                let both: Vec<Value> = known
                    .iter()
                    .filter(|value| more.contains(value))
                    .cloned()
                    .collect();
                if !both.is_empty() {
                    *known = both;
                }
            }
            // Every integer is a number.
            ("type", Some(known), Value::String(name)) if name == "integer" => {
                *known = name.into();
            }
            _ => {}
        }
    }

    /// A part whose alternatives are one schema, or one by kind.
    fn without_alternatives(&self, part: Flat, depth: usize) -> Flat {
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
        if part.keys().any(|key| !ANNOTATIONS.contains(&key.as_str())) {
            parts.insert(0, part);
        }
        match parts.len() {
            0 => Flat::new(),
            1 => parts.remove(0),
            _ if depth > MAX_DEPTH => Flat::new(),
            _ => self.conjunction(parts, depth + 1),
        }
    }

    /// A schema without `$ref` and `allOf` at its top; nothing where it has no end or is any JSON.
    fn flat(&self, schema: &Value, depth: usize) -> Option<Flat> {
        let nested = self.nested.get();
        if nested > MAX_REFERENCES {
            return None;
        }
        let declared = schema.as_object()?;
        self.nested.set(nested + 1);
        let flat = match declared.get("$ref").and_then(Value::as_str) {
            Some(reference) => self.component(reference, depth),
            None if declared.contains_key("allOf") => self.merged(declared, depth),
            None if !self.budget.spend(budget::of_entries(declared)) => None,
            None => Some(declared.clone()),
        };
        self.nested.set(nested);
        flat.filter(|flat| !flat.contains_key("allOf") && !flat.contains_key("$ref"))
    }

    fn component(&self, reference: &str, depth: usize) -> Option<Flat> {
        let name = reference.strip_prefix(SCHEMAS)?;
        if let Some(known) = self.flat.borrow().get(name) {
            let known = known.as_ref()?;
            return self
                .budget
                .spend(budget::of_entries(known))
                .then(|| known.clone());
        }
        // Until it is known it is nothing, so that a circle ends.
        self.flat.borrow_mut().insert(name.to_string(), None);
        let unescaped = name.replace("~1", "/").replace("~0", "~");
        let flat = self
            .components
            .and_then(|components| components.get(&unescaped))
            .and_then(|component| self.flat(component, depth));
        if self.budget.is_spent() {
            // Another place has a share of its own to find out.
            self.flat.borrow_mut().remove(name);
            return None;
        }
        self.flat
            .borrow_mut()
            .insert(name.to_string(), flat.clone());
        flat
    }

    fn merged(&self, declared: &Map<String, Value>, depth: usize) -> Option<Flat> {
        let mut own = declared.clone();
        let Some(Value::Array(mut parts)) = own.remove("allOf") else {
            return Some(own);
        };
        let is_nullable = own.remove("nullable") == Some(Value::Bool(true));
        parts.push(Value::Object(own));
        let core = Core::of(&self.all(&parts, depth + 1));
        if core.is_open() {
            return None;
        }
        let mut flat = match core.schema.get("$ref") {
            Some(_) => self.flat(&core.schema, depth)?,
            None => core.schema.as_object()?.clone(),
        };
        if is_nullable || core.is_nullable {
            flat.insert("nullable".to_string(), Value::Bool(true));
        }
        Some(flat)
    }
}
