//! Where a schema stands, as far as that decides what it means: what is sent as text, and what may be a file.
//!
//! A document in, the place of each schema that no other contains out. JSON has no way to write a file, so one is a whole
//! body or a part of a multipart body.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::document::{MediaType, Pointer, Reference, schemas};

/// Where a schema stands.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Place {
    /// Whether it is sent as text whatever its type: a parameter or header.
    pub is_text: bool,
    /// Which of it may be files.
    pub files: Files,
}

/// Which parts of a schema may be files.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Files {
    #[default]
    Nowhere,
    /// The schema itself: a whole body.
    Itself,
    /// Everything: in a multipart body.
    Everywhere,
}

impl Place {
    /// Of the schemas right inside of it.
    pub fn below(self) -> Self {
        match self.files {
            Files::Itself => Self {
                files: Files::Nowhere,
                ..self
            },
            _ => self,
        }
    }
}

/// The places of a document's schemas.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// Components that are whole bodies.
    whole: BTreeSet<String>,
    /// Components that multipart bodies are made of.
    parts: BTreeSet<String>,
}

impl Places {
    /// Finds the components that may be, or have, files.
    pub fn of(document: &Value) -> Self {
        let mut places = Self::default();
        let mut next = Vec::new();
        schemas(document, &mut |schema, pointer, _| match of_body(pointer) {
            Files::Everywhere => references(schema, &mut next),
            Files::Itself => places.whole.extend(reference(schema)),
            Files::Nowhere => {}
        });
        while let Some(pointer) = next.pop() {
            if places.parts.insert(pointer.clone())
                && let Some(schema) = document.pointer(&pointer)
            {
                references(schema, &mut next);
            }
        }
        places
    }

    /// The place of a schema that no other contains.
    pub fn place(&self, pointer: &Pointer, is_text: bool) -> Place {
        let files = if self.parts.contains(pointer.as_str()) {
            Files::Everywhere
        } else if self.whole.contains(pointer.as_str()) {
            Files::Itself
        } else {
            of_body(pointer)
        };
        Place { is_text, files }
    }
}

/// What may be files in the schema of a media type: `…/content/multipart~1form-data/schema`.
fn of_body(pointer: &Pointer) -> Files {
    let parts: Vec<&str> = pointer.as_str().rsplit('/').take(3).collect();
    match parts.as_slice() {
        ["schema", name, "content"] => match MediaType::of(&name.replace("~1", "/"), None) {
            MediaType::Multipart => Files::Everywhere,
            _ => Files::Itself,
        },
        _ => Files::Nowhere,
    }
}

fn reference(schema: &Value) -> Option<String> {
    Reference::of(schema)?.pointer()
}

/// Where the references of a schema lead, at any depth.
fn references(schema: &Value, found: &mut Vec<String>) {
    match schema {
        Value::Object(declared) => {
            found.extend(reference(schema));
            declared.values().for_each(|value| references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}
