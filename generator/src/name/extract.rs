//! Takes the components out of a document: every object with properties becomes a reference to a group.
//!
//! A schema in, the same schema with references out; groups and the places they serve are collected on the way. From the
//! inside out, so that equal objects refer to equal groups.

use serde_json::{Map, Value};

use super::groups::{self, GroupId, Groups};
use super::labels::{MARKS, Way};
use super::operation_places::OperationPlace;
use super::place::Place;
use crate::document::{Pointer, component};
use crate::identifiers;
use crate::union::SECRET;

/// Collects groups and places.
#[derive(Debug, Default)]
pub(super) struct Extractor {
    pub groups: Groups,
    pub places: Vec<Place>,
}

/// Where the extractor is.
#[derive(Debug, Clone)]
pub(super) struct Here {
    /// What the lock calls the whole response or body.
    pub of_root: String,
    /// What the last lock called it.
    pub of_root_before: Option<String>,
    /// The way from there to this place.
    pub way: Way,
    /// Where it stands in the document.
    pub pointer: Pointer,
    /// The property that leads here.
    pub property: Option<String>,
    pub is_item: bool,
    /// The name of the whole response or body.
    pub root: String,
    /// Where the nearest object around stands.
    pub parent: Option<Pointer>,
}

impl Here {
    /// A whole response or body, whose label is as it was.
    pub fn root(label: String, pointer: Pointer, name: String) -> Self {
        Self {
            of_root_before: Some(label.clone()),
            of_root: label,
            way: Way::root(),
            pointer,
            property: None,
            is_item: false,
            root: name,
            parent: None,
        }
    }

    /// A whole response, body or parameter of an operation, called `rest` there.
    pub fn of_operation(
        place: &OperationPlace,
        rest: &str,
        pointer: Pointer,
        name: String,
    ) -> Self {
        Self {
            of_root_before: place
                .before
                .as_ref()
                .map(|before| format!("{before} {rest}")),
            ..Self::root(format!("{} {rest}", place.now), pointer, name)
        }
    }

    fn property(&self, name: &str) -> Self {
        Self {
            way: self.way.property(name),
            pointer: self.pointer.child("properties").child(name),
            property: Some(name.to_string()),
            is_item: false,
            parent: Some(self.pointer.clone()),
            ..self.clone()
        }
    }

    fn item(&self, mark: &str, steps: &[&str]) -> Self {
        Self {
            way: self.way.item(mark, steps),
            pointer: steps
                .iter()
                .fold(self.pointer.clone(), |at, step| at.child(step)),
            is_item: true,
            ..self.clone()
        }
    }

    /// The place of a group that stands here.
    fn place(&self, group: GroupId) -> Place {
        let of_root_before = self.of_root_before.as_deref();
        let before = of_root_before.map(|root| self.way.label(root));
        let earlier = of_root_before.map(|root| self.way.earlier(root));
        let plain = self.way.earlier(&self.of_root);
        Place {
            group,
            label: self.way.label(&self.of_root),
            earlier: earlier.filter(|earlier| before.as_ref() != Some(earlier)),
            before,
            depth: plain.matches(MARKS).count() + usize::from(self.property.is_some()),
            pointer: self.pointer.clone(),
            property: self.property.clone(),
            is_item: self.is_item,
            root: self.root.clone(),
            parent: self.parent.clone(),
            is_published: false,
        }
    }

    fn is_root(&self) -> bool {
        self.property.is_none() && !self.is_item
    }
}

impl Extractor {
    /// Components that the document has already: they keep their names, and what is inside of them becomes components.
    pub fn published(&mut self, components: &Map<String, Value>) {
        let schemas = components
            .iter()
            .filter_map(|(name, schema)| Some((name, schema.as_object()?)))
            .filter(|(_, schema)| !schema.contains_key("$ref"));
        let all: Vec<(GroupId, &String, &Map<String, Value>)> = schemas
            .map(|(name, schema)| {
                let given = schema.get("x-schema-name").and_then(Value::as_str);
                (self.groups.add_published(name, given), name, schema)
            })
            .collect();
        for (group, name, schema) in all {
            let label = format!("components {name}");
            let here = Here::root(label, component::place(name), identifiers::pascal(name));
            let inner = self.inside(schema, &here);
            self.groups.cover_published(group, inner);
            self.places.push(Place {
                before: None,
                is_published: true,
                ..here.place(group)
            });
        }
    }

    /// The schema with references for all components in it, itself included.
    pub fn schema(&mut self, schema: &Value, here: &Here) -> Value {
        let Value::Object(declared) = schema else {
            return schema.clone();
        };
        if declared.contains_key("$ref") {
            return schema.clone();
        }
        let inner = self.inside(declared, here);
        let is_object = inner
            .get("properties")
            .and_then(Value::as_object)
            .is_some_and(|of| !of.is_empty());
        let is_named = inner.contains_key("x-schema-name");
        if !is_object && !is_named {
            return Value::Object(inner);
        }
        let mut component = inner.clone();
        component.remove("nullable");
        if !is_named {
            // Equal objects are one type, and only some of them are secret.
            component.remove(SECRET);
        }
        let root = here.is_root().then_some(here.root.as_str());
        let group = self.groups.add(component, root);
        self.places.push(here.place(group));
        groups::refer(group, &inner)
    }

    fn inside(&mut self, declared: &Map<String, Value>, here: &Here) -> Map<String, Value> {
        declared
            .iter()
            .map(|(key, value)| {
                let value = match (key.as_str(), value) {
                    ("properties", Value::Object(properties)) => properties
                        .iter()
                        .map(|(name, property)| {
                            (name.clone(), self.schema(property, &here.property(name)))
                        })
                        .collect(),
                    ("items", items) => self.schema(items, &here.item("[]", &[key])),
                    ("additionalProperties", values @ Value::Object(_)) => {
                        self.schema(values, &here.item("[*]", &[key]))
                    }
                    ("contentSchema", content) => self.schema(content, &here.item("!", &[key])),
                    ("oneOf" | "anyOf", Value::Array(branches)) => branches
                        .iter()
                        .enumerate()
                        .map(|(index, branch)| {
                            let mark = format!("|{}", index + 1);
                            self.schema(branch, &here.item(&mark, &[key, &index.to_string()]))
                        })
                        .collect(),
                    _ => value.clone(),
                };
                (key.clone(), value)
            })
            .collect()
    }
}
