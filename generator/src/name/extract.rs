//! Takes the components out of a document: every object with properties becomes a reference to a group.
//!
//! A schema in, the same schema with references out; groups and the places they serve are collected on the way. From the
//! inside out, so that equal objects refer to equal groups.

use serde_json::{Map, Value};

use super::groups::{self, GroupId, Groups};
use super::operation_places::OperationPlace;
use crate::document::Pointer;
use crate::names;

/// Where a component is used, which is what it can be named after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// The group, as it was found.
    pub group: GroupId,
    /// What the lock file remembers: `POST /chats 200 data.users[]`.
    pub label: String,
    /// What the last lock may have in its place; nothing where its operation was not there then.
    pub before: Option<String>,
    /// Where it stands in the document.
    pub pointer: Pointer,
    /// The property that leads here; nothing for a whole answer or body.
    pub property: Option<String>,
    /// Whether it is an item of a list or a value of a map.
    pub is_item: bool,
    /// What it is called as a whole answer or body: `ListChatsResponse`.
    pub root: String,
    /// Where the object stands that it is inside of.
    pub parent: Option<Pointer>,
    /// Whether the document itself has it as a component.
    pub is_published: bool,
}

/// Collects groups and places.
#[derive(Debug, Default)]
pub(super) struct Extractor {
    pub groups: Groups,
    pub places: Vec<Place>,
}

/// Where the extractor is.
#[derive(Debug, Clone)]
pub(super) struct Here {
    /// The label of this place.
    pub label: String,
    /// Its label in the last lock.
    pub before: Option<String>,
    /// Where it stands in the document.
    pub pointer: Pointer,
    /// The property that leads here.
    pub property: Option<String>,
    pub is_item: bool,
    /// The name of the whole answer or body.
    pub root: String,
    /// Where the nearest object around stands.
    pub parent: Option<Pointer>,
}

impl Here {
    /// A whole answer or body, whose label is as it was.
    pub fn root(label: String, pointer: Pointer, name: String) -> Self {
        Self {
            before: Some(label.clone()),
            label,
            pointer,
            property: None,
            is_item: false,
            root: name,
            parent: None,
        }
    }

    /// A whole answer, body or parameter of an operation, called `rest` there.
    pub fn of_operation(
        place: &OperationPlace,
        rest: &str,
        pointer: Pointer,
        name: String,
    ) -> Self {
        Self {
            before: place
                .before
                .as_ref()
                .map(|before| format!("{before} {rest}")),
            ..Self::root(format!("{} {rest}", place.now), pointer, name)
        }
    }

    fn property(&self, name: &str) -> Self {
        let separator = if self.is_root() { ' ' } else { '.' };
        let below = |label: &String| format!("{label}{separator}{name}");
        Self {
            label: below(&self.label),
            before: self.before.as_ref().map(below),
            pointer: self.pointer.child("properties").child(name),
            property: Some(name.to_string()),
            is_item: false,
            root: self.root.clone(),
            parent: Some(self.pointer.clone()),
        }
    }

    fn item(&self, mark: &str, keyword: &str) -> Self {
        let separator = if self.is_root() { " " } else { "" };
        let below = |label: &String| format!("{label}{separator}{mark}");
        Self {
            label: below(&self.label),
            before: self.before.as_ref().map(below),
            pointer: self.pointer.child(keyword),
            is_item: true,
            ..self.clone()
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
            let pointer = Pointer::root()
                .child("components")
                .child("schemas")
                .child(name);
            let label = format!("components {name}");
            let here = Here::root(label, pointer, names::pascal(name));
            let inner = self.inside(schema, &here);
            self.groups.cover_published(group, inner);
            self.places.push(Place {
                group,
                label: here.label,
                before: None,
                pointer: here.pointer,
                property: None,
                is_item: false,
                root: here.root,
                parent: None,
                is_published: true,
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
        let root = here.is_root().then_some(here.root.as_str());
        let group = self.groups.add(component, root);
        self.places.push(Place {
            group,
            label: here.label.clone(),
            before: here.before.clone(),
            pointer: here.pointer.clone(),
            property: here.property.clone(),
            is_item: here.is_item,
            root: here.root.clone(),
            parent: here.parent.clone(),
            is_published: false,
        });
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
                    ("items", items) => self.schema(items, &here.item("[]", key)),
                    ("additionalProperties", values @ Value::Object(_)) => {
                        self.schema(values, &here.item("[*]", key))
                    }
                    ("contentSchema", content) => self.schema(content, &here.item("!", key)),
                    ("oneOf" | "anyOf", Value::Array(branches)) => branches
                        .iter()
                        .enumerate()
                        .map(|(index, branch)| {
                            let mut here = here.item(&format!("|{}", index + 1), key);
                            here.pointer = here.pointer.child(&index.to_string());
                            self.schema(branch, &here)
                        })
                        .collect(),
                    _ => value.clone(),
                };
                (key.clone(), value)
            })
            .collect()
    }
}
