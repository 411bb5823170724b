//! Lowered schemas: what a Rust type is made of.

use std::collections::BTreeSet;

use crate::api::{TimeUnit, Word};

/// A lowered schema.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Schema {
    pub kind: Kind,
    /// Whether null fits, or a value may be absent where an empty one means something else.
    pub is_nullable: bool,
    /// What the document says of it, and in words what does not become part of the type.
    pub description: String,
    /// The claimed name of a type that has none in the document.
    pub name: Option<String>,
}

/// What a schema takes.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) enum Kind {
    /// Any JSON.
    #[default]
    Any,
    Boolean,
    String,
    /// With the format that chooses its width.
    Integer(Option<String>),
    /// With the format that chooses its width.
    Number(Option<String>),
    /// Strings of an `enum`.
    Words(Vec<Word>),
    /// Integers of an `enum`.
    Numbers(Vec<i64>),
    Time(TimeUnit),
    Money,
    /// JSON inside a string.
    JsonText(Box<Schema>),
    /// An array, with its items, of which there are always as many as the number says.
    Array(Box<Schema>, Option<usize>),
    Object(Object),
    /// Alternatives of different kinds of JSON.
    OneOf(Vec<Schema>),
    /// A component, by its type name.
    Component(String),
    /// A reference that leads nowhere, as it is written.
    Dangling(String),
}

/// An object: its properties, by their names on the wire, and what all others hold.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Object {
    pub properties: Vec<Property>,
    pub others: Option<Box<Schema>>,
    /// Whether the document lists properties, if only none.
    pub is_listed: bool,
}

/// A property of an object.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Property {
    /// Its name on the wire.
    pub wire: String,
    /// The name of its field.
    pub field: String,
    pub is_required: bool,
    pub schema: Schema,
}

impl Schema {
    /// A schema that says nothing but its kind.
    pub fn of(kind: Kind) -> Self {
        Self {
            kind,
            ..Self::default()
        }
    }

    /// Whether a type is declared for it, if it has a name: an object without properties is a map.
    pub fn is_declared(&self) -> bool {
        match &self.kind {
            Kind::Object(object) => !object.properties.is_empty(),
            _ => true,
        }
    }

    /// The schemas directly below.
    pub fn inner(&self) -> Vec<&Self> {
        match &self.kind {
            Kind::JsonText(inner) | Kind::Array(inner, _) => vec![inner],
            Kind::OneOf(alternatives) => alternatives.iter().collect(),
            Kind::Object(object) => {
                let properties = object.properties.iter().map(|property| &property.schema);
                properties.chain(object.others.as_deref()).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// The components that a schema refers to, and the references that lead nowhere.
pub(super) fn references(schema: &Schema, found: &mut BTreeSet<Result<String, String>>) {
    match &schema.kind {
        Kind::Component(name) => drop(found.insert(Ok(name.clone()))),
        Kind::Dangling(reference) => drop(found.insert(Err(reference.clone()))),
        _ => schema
            .inner()
            .into_iter()
            .for_each(|inner| references(inner, found)),
    }
}
