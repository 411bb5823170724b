//! Places that are one component: their evidence counts together.
//!
//! A person says so by `x-schema-name` on each place, or the document by `$ref`. Similar places are never joined here.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::kind::Kind;
use super::places::Root;
use super::shape::{Seen, Shape};
use crate::document::budget::{Budget, Growth, Outgrown};

/// Keywords that lead from one schema to another inside of it: `properties`, `users`, `items`.
pub(super) type Way = Vec<String>;

/// What all places of each component have shown.
#[derive(Debug, Default)]
pub(super) struct Components {
    /// By the name in `x-schema-name`. Whether a place may be null is its own affair, and not in here.
    named: BTreeMap<String, Shape>,
    /// Components inside of named ones, by the keywords that lead there.
    inner: BTreeMap<String, BTreeMap<Way, String>>,
    /// By the reference, such as `#/components/schemas/Chat`; without null, too.
    referenced: BTreeMap<String, Shape>,
    /// Which kind of JSON a component is, by the reference.
    kinds: BTreeMap<String, Kind>,
    /// The components that null fits, by the reference.
    nullable: BTreeSet<String>,
    /// Where what components have shown inside of each other was too much; some of it is not known then.
    pub outgrown: Option<Outgrown>,
}

impl Components {
    /// Walks all roots with their evidence until nothing new is learnt.
    ///
    /// Shapes only grow and there are finitely many places, so this ends; a component inside another one takes a second
    /// round.
    pub fn of(roots: &[Root<'_>]) -> Self {
        let kinds: BTreeMap<String, Kind> = roots
            .iter()
            .filter_map(|root| {
                let kind = Kind::declared(root.schema?.as_object()?)?;
                Some((format!("#{}", root.pointer), kind))
            })
            .collect();
        let nullable: BTreeSet<String> = roots
            .iter()
            .filter(|root| root.schema.is_some_and(takes_null))
            .map(|root| format!("#{}", root.pointer))
            .collect();
        let mut components = Self {
            kinds: kinds.clone(),
            ..Self::default()
        };
        // Far more rounds than components are ever nested; a cycle of references stops changing before.
        for _ in 0..MAX_ROUNDS {
            let mut next = Self {
                kinds: kinds.clone(),
                ..Self::default()
            };
            for root in roots {
                if let Some(schema) = root.schema {
                    let reference = format!("#{}", root.pointer);
                    let mut shape = root.shape.clone();
                    if let Some(shown) = components.referenced.get(&reference) {
                        shape.merge(shown);
                    }
                    next.collect(schema, &shape, &components, None);
                }
            }
            let budget = Budget::undivided(MAX_SHOWN, Growth::Evidence);
            next.nest(roots, &budget);
            if budget.outgrown().is_some() {
                next.outgrown = budget.outgrown();
                return next;
            }
            let is_stable =
                next.named == components.named && next.referenced == components.referenced;
            components = next;
            if is_stable {
                break;
            }
        }
        components.nullable = nullable;
        components
    }

    /// Whether a component says itself that it may be null.
    pub fn takes_null(&self, reference: &str) -> bool {
        self.nullable.contains(reference)
    }

    /// What the places with this `x-schema-name` have shown.
    pub fn named(&self, name: &str) -> Option<&Shape> {
        self.named.get(name)
    }

    /// What the places that refer to this one have shown.
    pub fn referenced(&self, reference: &str) -> Option<&Shape> {
        self.referenced.get(reference)
    }

    /// The kind of a schema or of what it refers to, where it is just one.
    pub fn kind(&self, schema: &Value) -> Option<Kind> {
        let declared = schema.as_object()?;
        match declared.get("$ref").and_then(Value::as_str) {
            Some(reference) => self.kinds.get(reference).copied(),
            None => Kind::declared(declared),
        }
    }

    /// The components inside of a named one.
    pub fn inner(&self, name: &str) -> impl Iterator<Item = (&Way, &str)> {
        let inner = self.inner.get(name).into_iter().flatten();
        inner.map(|(way, name)| (way, name.as_str()))
    }

    /// What an inner component has shown holds inside of the outer one, too.
    fn nest(&mut self, roots: &[Root<'_>], budget: &Budget) {
        for (outer, inner) in &self.inner {
            for (way, name) in inner {
                let Some(shown) = self.named.get(name).cloned() else {
                    continue;
                };
                // A component inside of itself has no end.
                if self.holds(name, outer) {
                    continue;
                }
                if let Some(place) = self.named.get_mut(outer).and_then(|shape| at(shape, way)) {
                    let size = shown.size();
                    if !budget.has(size) {
                        let root = roots
                            .iter()
                            .find(|root| root.schema.is_some_and(|schema| names(schema, outer)));
                        budget.at(&root.map(|root| root.pointer.clone()).unwrap_or_default());
                    }
                    if !budget.spend(size) {
                        return;
                    }
                    place.merge(&shown);
                }
            }
        }
    }

    /// Whether a component is, or holds at any depth, another one.
    fn holds(&self, outer: &str, name: &str) -> bool {
        let mut seen = BTreeSet::new();
        let mut next = vec![outer];
        while let Some(outer) = next.pop() {
            if outer == name {
                return true;
            }
            if seen.insert(outer) {
                next.extend(self.inner(outer).map(|(_, inner)| inner));
            }
        }
        false
    }

    /// `within` is the nearest component around, with the way from there.
    fn collect<'s>(
        &mut self,
        schema: &'s Value,
        shape: &Shape,
        known: &Self,
        mut within: Option<(&'s str, Way)>,
    ) {
        let Value::Object(declared) = schema else {
            return;
        };
        if let Some(reference) = declared.get("$ref").and_then(Value::as_str) {
            let referenced = self.referenced.entry(reference.to_string()).or_default();
            referenced.merge(&without_null(shape));
            return;
        }
        let mut shape = shape.clone();
        if let Some(name) = declared.get("x-schema-name").and_then(Value::as_str) {
            if let Some(others) = known.named.get(name) {
                shape.merge(others);
            }
            let named = self.named.entry(name.to_string()).or_default();
            named.merge(&without_null(&shape));
            if let Some((outer, way)) = within {
                let inner = self.inner.entry(outer.to_string()).or_default();
                inner.insert(way, name.to_string());
            }
            within = Some((name, Way::new()));
        }
        let below = |keywords: &[&str]| {
            let (name, mut way) = within.clone()?;
            way.extend(keywords.iter().map(|keyword| (*keyword).to_string()));
            Some((name, way))
        };
        if let Some(Value::Object(properties)) = declared.get("properties") {
            for (name, property) in properties {
                let seen = shape
                    .object
                    .as_ref()
                    .and_then(|objects| objects.properties.get(name));
                let seen = seen.map(|seen| seen.shape.clone()).unwrap_or_default();
                self.collect(property, &seen, known, below(&["properties", name]));
            }
        }
        if let Some(values @ Value::Object(_)) = declared.get("additionalProperties") {
            let mut merged = Shape::default();
            for property in shape
                .object
                .iter()
                .flat_map(|objects| objects.properties.values())
            {
                merged.merge(&property.shape);
            }
            self.collect(values, &merged, known, below(&["additionalProperties"]));
        }
        if let Some(items) = declared.get("items") {
            let seen = shape.array.as_ref().map(|arrays| (*arrays.items).clone());
            self.collect(items, &seen.unwrap_or_default(), known, below(&["items"]));
        }
        let parts = declared.get("allOf").and_then(Value::as_array);
        for part in parts.into_iter().flatten() {
            self.collect(part, &shape, known, None);
        }
        for keyword in ["oneOf", "anyOf"] {
            let branches = declared.get(keyword).and_then(Value::as_array);
            for branch in branches.into_iter().flatten() {
                // What belongs to another alternative says nothing about this one.
                let kind = known.kind(branch);
                let only = kind.map(|kind| kind.only(&shape)).unwrap_or_default();
                self.collect(branch, &only, known, None);
            }
        }
    }
}

/// Whether null fits is a place's own affair, and not its component's.
fn without_null(shape: &Shape) -> Shape {
    Shape {
        null: Seen::default(),
        ..shape.clone()
    }
}

/// Whether null fits a schema as it is declared.
fn takes_null(schema: &Value) -> bool {
    let says_what_fits = [
        "type",
        "$ref",
        "allOf",
        "anyOf",
        "oneOf",
        "enum",
        "properties",
        "items",
    ]
    .iter()
    .any(|key| schema.get(*key).is_some());
    !says_what_fits || schema.get("nullable") == Some(&Value::Bool(true))
}

/// The place in a shape that keywords of a schema lead to.
fn at<'a>(shape: &'a mut Shape, way: &[String]) -> Option<&'a mut Shape> {
    match way {
        [] => Some(shape),
        [keyword, name, rest @ ..] if keyword == "properties" => {
            let property = shape.object.as_mut()?.properties.get_mut(name)?;
            at(&mut property.shape, rest)
        }
        [keyword, rest @ ..] if keyword == "items" => at(&mut shape.array.as_mut()?.items, rest),
        _ => None,
    }
}

/// Whether a schema gives a component its name, at any depth.
fn names(schema: &Value, name: &str) -> bool {
    match schema {
        Value::Object(declared) => {
            declared
                .get("x-schema-name")
                .is_some_and(|given| given == name)
                || declared.values().any(|below| names(below, name))
        }
        Value::Array(items) => items.iter().any(|below| names(below, name)),
        _ => false,
    }
}

const MAX_ROUNDS: usize = 20;

/// How many values components may show inside of each other in one round; the largest document that is known to us has a
/// hundred.
const MAX_SHOWN: usize = 50_000;
