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
mod openapi31;
mod place;
mod references;
#[cfg(test)]
mod tests;
mod types;

use std::collections::BTreeMap;

use serde_json::Value;

use place::Places;

use crate::document::budget::Outgrown;
use crate::document::{self, Pointer, schemas_mut};
use crate::notes::{Note, NoteKind};
use crate::union::alternatives::{Became, combine_without_examples};

/// A document in one dialect.
#[derive(Debug, Clone, PartialEq)]
pub struct Normalised {
    /// The document.
    pub document: Value,
    /// What was changed in more than its spelling, by place.
    pub notes: Vec<Note>,
    /// Where the document would have grown without end; what is combined is then any JSON in part.
    pub(crate) outgrown: Option<Outgrown>,
}

/// Writes a document in the one dialect.
pub fn normalise(document: &Value) -> Normalised {
    let mut normalised = document.clone();
    let mut notes = Notes::default();
    methods::respell(&mut normalised);
    openapi31::root(&mut normalised, &mut notes);
    openapi31::examples(&mut normalised);
    let places = Places::of(&normalised);
    schemas_mut(&mut normalised, &mut |schema, pointer, is_text| {
        let place = places.place(pointer, is_text);
        keywords::normalise(schema, pointer, place, &mut notes);
    });
    references::lead_to_components(&mut normalised, &mut notes);
    let combined = all_of::merge(&mut normalised, &mut notes)
        .and_then(|()| combine_alternatives(&mut normalised, &mut notes));
    implied::write(&mut normalised);
    normalised.sort_all_objects();
    Normalised {
        notes: notes.of_operations(&normalised),
        document: normalised,
        outgrown: combined.err(),
    }
}

/// Combines alternatives that look alike, with a note for each place; those with an example each wait for inference.
fn combine_alternatives(document: &mut Value, notes: &mut Notes) -> Result<(), Outgrown> {
    combine_without_examples(document, &mut |pointer, keyword, became| {
        let form = match became {
            Became::Object => "an object with the fields of all of them",
            Became::Any => "any JSON",
        };
        let note = format!("The forms of `{keyword}` look alike in JSON, so this is {form}");
        notes.at(pointer, note);
    })
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
        let mut operations: BTreeMap<Pointer, String> = BTreeMap::new();
        for found in document::operations(document) {
            let label = found.label();
            operations.entry(found.pointer).or_insert(label);
        }
        let noted = self.0.into_iter().map(|(pointer, note)| {
            let mut around = std::iter::successors(Some(pointer.parent()), |around| {
                (*around != Pointer::root()).then(|| around.parent())
            });
            Note {
                operation: around.find_map(|around| operations.get(&around).cloned()),
                pointer: pointer.to_string(),
                note,
                kind: NoteKind::Other,
            }
        });
        noted.collect()
    }
}
