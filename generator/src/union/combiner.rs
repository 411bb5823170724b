//! The schemas of one document, as they are looked up while some of them are combined.
//!
//! A schema in, the same without `$ref` and `allOf` at its top out. Combining ends: what is met while it is being combined
//! stays as it is written, and a budget is spent. What fits all or any of several is said by `all_of` and `any_of`.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::schema::Unannotated;
use super::secret::{is_marked, mark};
use crate::document::budget::{self, Budget, Outgrown};
use crate::document::{Pointer, Reference, component, kind_of};

/// How deep combinations are followed into properties and items; what lies deeper is any JSON.
pub(super) const MAX_DEPTH: usize = 8;

/// How many references and combinations may lead to one another at the top of a schema.
const MAX_REFERENCES: usize = 64;

/// What a combination counts beside what it copies, in bytes: so that a budget of bytes bounds the time, too.
const COMBINATION: usize = 512;

/// A schema without `$ref` and `allOf` at its top.
pub(super) type Flat = Map<String, Value>;

/// Combines schemas of one document.
pub(crate) struct Combiner<'a> {
    components: &'a Map<String, Value>,
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
        Self::within(document, Budget::of(document))
    }

    /// For the schemas of a document, with a budget of its own.
    pub fn within(document: &'a Value, budget: Budget) -> Self {
        Self {
            components: component::all(document),
            flat: RefCell::default(),
            budget,
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

    pub(super) fn is_of_kind(&self, reference: &Value, of: &str) -> bool {
        let flat = self.flat(reference, 0);
        flat.as_ref().and_then(kind_of) == Some(of)
    }

    pub(super) fn is_spent(&self, depth: usize) -> bool {
        !self.budget.spend(COMBINATION) || depth > MAX_DEPTH
    }

    /// Combines parts, unless they are inside of themselves: then they stay as they are written, for the caller to make a
    /// component of.
    pub(super) fn unless_inside_itself(
        &self,
        keyword: &str,
        cores: &[Unannotated],
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

    /// A schema without `$ref` and `allOf` at its top; nothing where it has no end or is any JSON.
    pub(super) fn flat(&self, schema: &Value, depth: usize) -> Option<Flat> {
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
        let name = Reference(reference).component()?;
        if let Some(known) = self.flat.borrow().get(&name) {
            let known = known.as_ref()?;
            let is_left = self.budget.spend(budget::of_entries(known));
            return is_left.then(|| known.clone());
        }
        // Until it is known it is nothing, so that a circle ends.
        self.flat.borrow_mut().insert(name.clone(), None);
        let component = self.components.get(&name);
        let flat = component.and_then(|component| self.flat(component, depth));
        if self.budget.is_spent() {
            // Another place has a share of its own to find out.
            self.flat.borrow_mut().remove(&name);
            return None;
        }
        self.flat.borrow_mut().insert(name, flat.clone());
        flat
    }

    fn merged(&self, declared: &Map<String, Value>, depth: usize) -> Option<Flat> {
        let mut own = declared.clone();
        let Some(Value::Array(mut parts)) = own.remove("allOf") else {
            return Some(own);
        };
        let is_nullable = own.remove("nullable") == Some(Value::Bool(true));
        parts.push(Value::Object(own));
        let all = self.all(&parts, depth + 1);
        let is_secret = all.as_object().is_some_and(is_marked);
        let core = Unannotated::new(&all);
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
        mark(&mut flat, is_secret);
        Some(flat)
    }
}
