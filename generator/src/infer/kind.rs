//! The kinds of JSON values: what a schema declares, and what a shape has seen.
//!
//! A schema or a shape in, its kinds out. Null is no kind: whether it fits is said of each place.

use serde_json::{Map, Value};

use super::shape::Shape;
use crate::document::implied_type;

/// The kinds of JSON values other than null, by the names that schemas use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Object,
    Array,
    String,
    Number,
    Boolean,
}

impl Kind {
    /// All kinds, in the order in which alternatives are listed.
    pub const ALL: [Self; 5] = [
        Self::Object,
        Self::Array,
        Self::String,
        Self::Number,
        Self::Boolean,
    ];

    /// The kind of a declared `type`.
    pub fn of_type(name: &str) -> Option<Self> {
        match name {
            "object" => Some(Self::Object),
            "array" => Some(Self::Array),
            "string" => Some(Self::String),
            "integer" | "number" => Some(Self::Number),
            "boolean" => Some(Self::Boolean),
            _ => None,
        }
    }

    /// The kind that a schema declares, by its `type` or by its keywords; nothing where it declares none, or one that
    /// OpenAPI does not know.
    pub fn declared(schema: &Map<String, Value>) -> Option<Self> {
        match schema.get("type") {
            Some(name) => Self::of_type(name.as_str()?),
            None => implied_type(schema).and_then(Self::of_type),
        }
    }

    /// Whether values of this kind were seen.
    pub fn is_in(self, shape: &Shape) -> bool {
        match self {
            Self::Object => shape.object.is_some(),
            Self::Array => shape.array.is_some(),
            Self::String => shape.string.is_some(),
            Self::Number => shape.has_number(),
            Self::Boolean => shape.boolean.is_some(),
        }
    }

    /// What was seen of this kind alone, without null.
    pub fn only(self, shape: &Shape) -> Shape {
        let mut only = Shape::default();
        match self {
            Self::Object => only.object.clone_from(&shape.object),
            Self::Array => only.array.clone_from(&shape.array),
            Self::String => only.string.clone_from(&shape.string),
            Self::Number => {
                only.integer.clone_from(&shape.integer);
                only.fraction.clone_from(&shape.fraction);
            }
            Self::Boolean => only.boolean.clone_from(&shape.boolean),
        }
        only
    }

    /// The kinds that were seen, in the order of [`Kind::ALL`].
    pub fn all_in(shape: &Shape) -> Vec<Self> {
        Self::ALL
            .into_iter()
            .filter(|kind| kind.is_in(shape))
            .collect()
    }

    /// As a person calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Object => "object",
            Self::Array => "list",
            Self::String => "string",
            Self::Number => "number",
            Self::Boolean => "boolean",
        }
    }
}
