//! The differences between what a schema declares and what its evidence shows, each as an edit of that schema.
//!
//! A declared schema and a shape in, edits out: places in the schema, keywords to remove and to set, kind, evidence. Where
//! the declared schema covers the evidence there is no edit. Nothing is applied here, and nothing is ever narrowed but
//! Scribe's own guess: a "string" that it writes for null.

use serde_json::{Map, Value, json};

mod alternatives;
mod edit;
mod objects;
mod scalars;

use super::components::Components;
use super::kind::Kind;
use super::places::Role;
use super::schema;
use super::shape::{Arrays, Evidence, Shape};
use crate::document::examples::MORE_EXAMPLES;
use crate::document::implied_type;

use edit::applied;
pub use edit::{Edit, Reason, Step};
pub(super) use edit::{SET, apply};

/// The repair of one schema and all that is in it.
pub(super) struct Repair<'a> {
    role: Role,
    components: &'a Components,
    /// The nearest component around, and how long the path was where it began.
    within: Option<(String, usize)>,
    path: Vec<Step>,
    edits: Vec<Edit>,
}

impl<'a> Repair<'a> {
    /// The edits that make `schema` cover `shape`.
    pub fn of(role: Role, components: &'a Components, schema: &Value, shape: &Shape) -> Vec<Edit> {
        let mut repair = Self {
            role,
            components,
            within: None,
            path: Vec::new(),
            edits: Vec::new(),
        };
        repair.schema(schema, shape);
        if role == Role::Response {
            repair.require_payload(schema, shape);
        }
        repair.edits
    }

    fn schema(&mut self, schema: &Value, shape: &Shape) {
        let Value::Object(declared) = schema else {
            return;
        };
        // A component is repaired where it is declared, with the evidence of all that refer to it.
        if declared.contains_key("$ref") || declared.contains_key("allOf") {
            return self.null_beside_reference(declared, shape);
        }
        let mut shape = shape.clone();
        if let Some(name) = declared.get("x-schema-name").and_then(Value::as_str) {
            if let Some(others) = self.components.named(name) {
                shape.merge(others);
            }
            self.within = Some((name.to_string(), self.path.len()));
        }
        // Examples inside a schema mostly repeat the whole example, less exactly: they count where that one is silent.
        let (is_empty, has_value) = (shape.is_empty(), shape.has_value());
        let more = declared.get(MORE_EXAMPLES).and_then(Value::as_array);
        for example in declared
            .get("example")
            .into_iter()
            .chain(more.into_iter().flatten())
        {
            if is_empty || !example.is_null() && !has_value {
                shape.merge(&Shape::of(
                    example,
                    &Evidence::root("example in the schema"),
                ));
            }
        }
        let keyword = ["oneOf", "anyOf"]
            .into_iter()
            .find(|keyword| declared.contains_key(*keyword));
        if let Some(keyword) = keyword {
            self.alternatives(keyword, declared, &shape);
        } else {
            self.one(declared, &shape);
        }
    }

    /// Whether null fits is said by each place, and not by the component that it refers to.
    fn null_beside_reference(&mut self, declared: &Map<String, Value>, shape: &Shape) {
        let part = match declared.get("allOf").and_then(Value::as_array) {
            Some(parts) if parts.len() == 1 => parts.first().and_then(Value::as_object),
            Some(_) => None,
            None => Some(declared),
        };
        let Some(Value::String(reference)) = part.and_then(|part| part.get("$ref")) else {
            return;
        };
        if self.role == Role::Request
            || !shape.null.is_some()
            || declared.get("nullable") == Some(&Value::Bool(true))
            || self.components.takes_null(reference)
        {
            return;
        }
        let mut set = Map::from_iter([("nullable".to_string(), Value::Bool(true))]);
        let remove: &[&'static str] = if declared.contains_key("$ref") {
            set.insert("allOf".to_string(), json!([{ "$ref": reference }]));
            &["$ref"]
        } else {
            &[]
        };
        self.edit(Reason::Nullable, "", remove, set, shape.null.places());
    }

    /// A schema without alternatives.
    fn one(&mut self, declared: &Map<String, Value>, shape: &Shape) {
        self.empty_enum(declared);
        let Some(kind) = Kind::declared(declared) else {
            return;
        };
        if self.role == Role::Request {
            return self.inside(kind, declared, shape);
        }
        let is_guess = self.is_null_guess(declared, shape);
        match Kind::all_in(shape).as_slice() {
            [] if is_guess && !declared_by_hand(declared) => {
                // `nullable` without a type means nothing in OpenAPI 3.0, and some tools refuse it.
                let remove: &[&'static str] = match declared.contains_key("nullable") {
                    true => &["type", "nullable"],
                    false => &["type"],
                };
                self.edit(
                    Reason::NullOnly,
                    "",
                    remove,
                    Map::new(),
                    shape.null.places(),
                );
            }
            [] => {
                self.nullable(declared, shape);
                self.inside(kind, declared, shape);
            }
            [seen] if *seen == kind => {
                self.nullable(declared, shape);
                self.inside(kind, declared, shape);
            }
            [_] if is_guess => {
                let set = with_null(schema::keywords(shape), shape, declared);
                let remove: &[&str] = if set.contains_key("type") {
                    &[]
                } else {
                    &["type"]
                };
                let places = shape.places();
                let values = places
                    .into_iter()
                    .filter(|place| shape.null.places().all(|null| null != *place));
                let places = values.take(2).chain(shape.null.places().take(1));
                self.edit(Reason::NullElsewhere, "", remove, set, places);
            }
            kinds => self.replace(kind, is_guess, kinds, declared, shape),
        }
    }

    /// Gives a schema the alternatives that its evidence shows, keeping what is declared of the declared kind.
    fn replace(
        &mut self,
        kind: Kind,
        is_guess: bool,
        kinds: &[Kind],
        declared: &Map<String, Value>,
        shape: &Shape,
    ) {
        let names: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
        let keeps_declared = !is_guess && (kinds.contains(&kind) || says_more(declared));
        let mut described = schema_keywords(declared);
        if let Some(implied) = implied_type(declared) {
            described.insert("type".to_string(), implied.into());
        }
        let mut alternatives: Vec<Value> = Vec::new();
        for each in Kind::ALL {
            let only = each.only(shape);
            if each == kind && keeps_declared {
                let part = Value::Object(described.clone());
                let edits = self.nested(&part, &only);
                alternatives.push(applied(part, &edits));
            } else if kinds.contains(&each) {
                alternatives.push(schema::of(&only));
            }
        }
        let (reason, detail) = if kinds.len() > 1 || keeps_declared {
            (Reason::Union, names.join(" or "))
        } else {
            (
                Reason::Contradiction,
                format!("{} in every example, not {}", names.join(""), kind.name()),
            )
        };
        let is_open = alternatives
            .iter()
            .any(|alternative| alternative.as_object().is_none_or(Map::is_empty));
        let set = match alternatives.as_mut_slice() {
            _ if is_open => Map::new(),
            [Value::Object(only)] => std::mem::take(only),
            _ => Map::from_iter([("oneOf".to_string(), Value::Array(alternatives))]),
        };
        let set = with_null(set, shape, declared);
        let remove: Vec<&str> = CONTENT
            .into_iter()
            .filter(|key| declared.contains_key(*key))
            .collect();
        // A scalar type is overwritten; only what would be merged has to go first.
        let remove: Vec<&'static str> = remove
            .into_iter()
            .filter(|key| *key != "type" || !set.contains_key("type"))
            .collect();
        self.edit(reason, &detail, &remove, set, shape.places());
    }

    /// What is inside a schema whose kind is right.
    fn inside(&mut self, kind: Kind, declared: &Map<String, Value>, shape: &Shape) {
        match kind {
            Kind::Object => self.object(declared, shape.object.as_ref()),
            Kind::Array => self.array(declared, shape.array.as_ref()),
            Kind::String if self.role == Role::Response => self.string(declared, shape),
            Kind::Number if self.role == Role::Response => self.number(declared, shape),
            _ => {}
        }
    }

    fn array(&mut self, declared: &Map<String, Value>, seen: Option<&Arrays>) {
        let items = seen
            .map(|arrays| (*arrays.items).clone())
            .unwrap_or_default();
        if let Some(declared_items) = declared.get("items") {
            // Scribe's guess for an empty list at the root.
            let is_guess = *declared_items == json!({ "type": "object" });
            if let Some(arrays) = seen.filter(|arrays| is_guess && !arrays.items.has_value()) {
                self.path.push(key("items"));
                self.edit(
                    Reason::EmptyOnly,
                    "",
                    &["type"],
                    Map::new(),
                    arrays.empty.places().chain(arrays.items.null.places()),
                );
                self.path.pop();
                return;
            }
            return self.below(&[key("items")], declared_items, &items);
        }
        let (reason, places) = match seen {
            Some(arrays) if !arrays.items.is_empty() => {
                (Reason::Items, arrays.filled.places().collect())
            }
            Some(arrays) => (Reason::EmptyOnly, arrays.empty.places().collect()),
            None => (Reason::EmptyOnly, Vec::new()),
        };
        let set = Map::from_iter([("items".to_string(), schema::of(&items))]);
        self.edit(reason, "", &[], set, places);
    }

    fn nullable(&mut self, declared: &Map<String, Value>, shape: &Shape) {
        if shape.null.is_some()
            && declared.get("nullable") != Some(&Value::Bool(true))
            && self.role == Role::Response
        {
            let set = Map::from_iter([("nullable".to_string(), Value::Bool(true))]);
            self.edit(Reason::Nullable, "", &[], set, shape.null.places());
        }
    }

    fn empty_enum(&mut self, declared: &Map<String, Value>) {
        if declared
            .get("enum")
            .and_then(Value::as_array)
            .is_some_and(Vec::is_empty)
        {
            self.edit(
                Reason::EmptyEnum,
                "",
                &["enum"],
                Map::new(),
                std::iter::empty(),
            );
        }
    }

    /// Whether Scribe made a string of a null: as a property it shows the null as its example, as a list's item nothing.
    fn is_null_guess(&self, declared: &Map<String, Value>, shape: &Shape) -> bool {
        let is_string = declared.get("type").is_some_and(|of| of == "string");
        let is_bare_item = self.path.last() == Some(&key("items"))
            && shape.null.is_some()
            && declared
                .keys()
                .all(|key| ["type", "nullable"].contains(&key.as_str()));
        is_string && (declared.get("example") == Some(&Value::Null) || is_bare_item)
    }

    fn edits(&self) -> &[Edit] {
        &self.edits
    }

    fn below(&mut self, steps: &[Step], schema: &Value, shape: &Shape) {
        self.path.extend_from_slice(steps);
        let around = self.within.clone();
        self.schema(schema, shape);
        self.within = around;
        self.path.truncate(self.path.len() - steps.len());
    }

    /// The edits of a schema that is being built, by paths from its own root.
    fn nested(&self, schema: &Value, shape: &Shape) -> Vec<Edit> {
        let mut nested = Self {
            role: self.role,
            components: self.components,
            within: None,
            path: Vec::new(),
            edits: Vec::new(),
        };
        nested.schema(schema, shape);
        nested.edits
    }

    /// Gives what is added inside of a component the names that it has at the component's other places.
    fn name_inner(&self, set: &mut Map<String, Value>) {
        let Some((name, start)) = &self.within else {
            return;
        };
        let here: Vec<&str> = self
            .path
            .iter()
            .skip(*start)
            .filter_map(Step::as_key)
            .collect();
        for (way, inner) in self.components.inner(name) {
            let Some([first, rest @ ..]) = strip(way, &here) else {
                continue;
            };
            if let Some(place) = set.get_mut(first).and_then(|value| below(value, rest)) {
                self.name(place, inner);
            }
        }
    }

    /// Names a schema that is being added, and the components inside of it.
    fn name(&self, place: &mut Value, name: &str) {
        // A schema that is open has nothing to be named for.
        let Value::Object(schema) = place else { return };
        if schema.is_empty() || schema.contains_key("x-schema-name") {
            return;
        }
        schema.insert("x-schema-name".to_string(), name.into());
        for (way, inner) in self.components.inner(name) {
            if let Some(place) = below(place, way) {
                self.name(place, inner);
            }
        }
    }

    fn edit<'e>(
        &mut self,
        reason: Reason,
        detail: &str,
        remove: &[&'static str],
        set: Map<String, Value>,
        evidence: impl IntoIterator<Item = &'e Evidence>,
    ) {
        let mut set = set;
        self.name_inner(&mut set);
        self.edits.push(Edit {
            path: self.path.clone(),
            reason,
            detail: detail.to_string(),
            remove: remove.to_vec(),
            set,
            evidence: evidence.into_iter().take(3).cloned().collect(),
        });
    }
}

/// Keywords that say what a value is, as opposed to what it is called or looks like.
const CONTENT: [&str; 9] = [
    "type",
    "properties",
    "items",
    "required",
    "additionalProperties",
    "enum",
    "format",
    "contentMediaType",
    "contentSchema",
];

fn key(name: &str) -> Step {
    Step::Key(name.to_string())
}

/// Whether a person, not Scribe, has said what a string is.
fn declared_by_hand(declared: &Map<String, Value>) -> bool {
    declared.contains_key("format")
        || declared
            .get("enum")
            .and_then(Value::as_array)
            .is_some_and(|of| !of.is_empty())
}

/// Whether a schema says more of its values than their type, which no example of another kind takes back.
fn says_more(declared: &Map<String, Value>) -> bool {
    let has = |key: &&str| match declared.get(*key) {
        Some(Value::Array(list)) => !list.is_empty() || *key == "properties",
        Some(value) => !value.is_boolean(),
        None => false,
    };
    [
        "additionalProperties",
        "enum",
        "items",
        "properties",
        "required",
    ]
    .iter()
    .any(has)
}

/// Only what says what the value is.
fn schema_keywords(declared: &Map<String, Value>) -> Map<String, Value> {
    let kept = declared
        .iter()
        .filter(|(key, _)| CONTENT.contains(&key.as_str()));
    kept.map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

fn with_null(
    mut set: Map<String, Value>,
    shape: &Shape,
    declared: &Map<String, Value>,
) -> Map<String, Value> {
    let is_declared = declared.get("nullable") == Some(&Value::Bool(true));
    if shape.null.is_some() && !is_declared && !set.is_empty() {
        set.insert("nullable".to_string(), Value::Bool(true));
    }
    set
}

/// What is left of a way behind its beginning.
fn strip<'w>(way: &'w [String], beginning: &[&str]) -> Option<&'w [String]> {
    let (head, rest) = way.split_at_checked(beginning.len())?;
    (head
        .iter()
        .map(String::as_str)
        .eq(beginning.iter().copied()))
    .then_some(rest)
}

fn below<'v>(value: &'v mut Value, way: &[String]) -> Option<&'v mut Value> {
    way.iter().try_fold(value, |value, key| value.get_mut(key))
}
