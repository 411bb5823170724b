//! The many ways in which people write OpenAPI become one: that of OpenAPI 3.0.3.
//!
//! A document of 3.0 or 3.1 in, as it was read; out the same in the one dialect that all later stages know, with a note for
//! everything that is no mere respelling. Schemas are well-formed afterwards: a `type` is one that OpenAPI knows, keywords
//! have values of their kind, `allOf` is merged, alternatives differ in their kind of JSON, and every `$ref` of a schema
//! leads to a component that does not consist of itself. Examples and extensions are data and stay as they are. What a
//! schema should say instead is decided by `infer`.

mod all_of;
mod annotations;
mod implied;
mod keywords;
mod methods;
mod objects;
mod of_type;
mod one_of;
mod openapi31;
mod place;
mod recursion;
mod references;
#[cfg(test)]
mod tests;
mod types;

pub(crate) use annotations::MORE_EXAMPLES;
pub(crate) use one_of::combine as combine_alternatives;

use serde_json::{Map, Value};

use place::Places;

use crate::budget::Outgrown;
use crate::document::order::{self, Kind};
use crate::document::{self, Pointer};
use crate::notes::{Note, NoteKind};

/// A document in one dialect.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Normalised {
    pub document: Value,
    /// What was changed in more than its spelling, by place.
    pub notes: Vec<Note>,
    /// Where the document would have grown without end; what is combined is then any JSON in part.
    pub outgrown: Option<Outgrown>,
}

/// Writes a document in the one dialect.
pub(crate) fn normalise(document: &Value) -> Normalised {
    let mut normalised = document.clone();
    let mut notes = Notes::default();
    methods::respell(&mut normalised);
    openapi31::root(&mut normalised, &mut notes);
    openapi31::examples(&mut normalised);
    let places = Places::of(&normalised);
    schemas(&mut normalised, &mut |schema, pointer, is_text| {
        let place = places.place(pointer, is_text);
        keywords::normalise(schema, pointer, place, &mut notes);
    });
    references::lead_to_components(&mut normalised, &mut notes);
    let combined = all_of::merge(&mut normalised, &mut notes)
        .and_then(|()| one_of::combine_without_examples(&mut normalised, &mut notes));
    implied::write(&mut normalised);
    normalised.sort_all_objects();
    Normalised {
        notes: notes.of_operations(&normalised),
        document: normalised,
        outgrown: combined.err(),
    }
}

/// Notes by the pointer of their place.
#[derive(Debug, Default)]
struct Notes(Vec<(Pointer, String)>);

impl Notes {
    fn at(&mut self, pointer: &Pointer, note: impl Into<String>) {
        self.0.push((pointer.clone(), note.into()));
    }

    /// The notes in the document's order, each with the operation that its place belongs to.
    fn of_operations(mut self, document: &Value) -> Vec<Note> {
        self.0.sort();
        self.0.dedup();
        let operations: Vec<(String, String)> = document::operations(document)
            .map(|found| (format!("{}/", found.pointer), found.label()))
            .collect();
        let noted = self.0.into_iter().map(|(pointer, note)| {
            let within = operations
                .iter()
                .find(|(operation, _)| pointer.as_str().starts_with(operation));
            Note {
                operation: within.map(|(_, label)| label.clone()),
                pointer: pointer.to_string(),
                note,
                kind: NoteKind::Other,
            }
        });
        noted.collect()
    }
}

/// Calls `visit` for every schema that no other schema contains, with its place and whether it is sent as text: that of a
/// parameter or a header.
pub(crate) fn schemas(document: &mut Value, visit: &mut dyn FnMut(&mut Value, &Pointer, bool)) {
    walk(document, Kind::Root, &Pointer::root(), false, visit);
}

fn walk(
    value: &mut Value,
    kind: Kind,
    pointer: &Pointer,
    is_text: bool,
    visit: &mut dyn FnMut(&mut Value, &Pointer, bool),
) {
    match (kind, value) {
        (Kind::Data, _) => {}
        (Kind::Schema, schema) => visit(schema, pointer, is_text),
        (_, Value::Object(map)) => {
            for (key, value) in map {
                let is_text = match kind {
                    Kind::Parameter => key == "schema",
                    Kind::MediaType => false,
                    _ => is_text,
                };
                let below = order::child(kind, key);
                if !matches!(below, Kind::Data) {
                    walk(value, below, &pointer.child(key), is_text, visit);
                }
            }
        }
        (_, Value::Array(items)) => {
            for (index, value) in items.iter_mut().enumerate() {
                let pointer = pointer.child(&index.to_string());
                walk(value, order::item(kind), &pointer, is_text, visit);
            }
        }
        _ => {}
    }
}

/// Keywords whose value is one schema.
const ONE_SCHEMA: [&str; 5] = [
    "additionalProperties",
    "contentSchema",
    "items",
    "not",
    "x-contentSchema",
];

/// Keywords whose value is a list of schemas.
const LIST_OF_SCHEMAS: [&str; 3] = ["allOf", "anyOf", "oneOf"];

/// Keywords whose value has a schema by each name.
const NAMED_SCHEMAS: [&str; 3] = ["$defs", "definitions", "properties"];

/// Calls `visit` for every schema right inside of another one.
pub(crate) fn inside(
    schema: &mut Map<String, Value>,
    pointer: &Pointer,
    visit: &mut dyn FnMut(&mut Value, &Pointer),
) {
    for (key, value) in schema {
        let key = key.as_str();
        match value {
            _ if ONE_SCHEMA.contains(&key) && !value.is_boolean() => {
                visit(value, &pointer.child(key));
            }
            Value::Array(list) if LIST_OF_SCHEMAS.contains(&key) => {
                for (index, one) in list.iter_mut().enumerate() {
                    visit(one, &pointer.child(key).child(&index.to_string()));
                }
            }
            Value::Object(named) if NAMED_SCHEMAS.contains(&key) => {
                for (name, one) in named {
                    visit(one, &pointer.child(key).child(name));
                }
            }
            _ => {}
        }
    }
}
