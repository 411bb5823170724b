//! One change of one schema, and how it is made: as an overlay makes it.
//!
//! Keywords to take away and keywords to merge in, with a reason and its evidence. Making it in memory (for schemas that
//! are still being built) and writing it as an action give the same.

use serde_json::{Map, Value};

use crate::document::Pointer;
use crate::infer::shape::Evidence;

/// Why a schema is edited. The order is that of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Declared a string because its example is null; other evidence has a value.
    NullElsewhere,
    /// Declared a string because its example is null, and nothing else was seen.
    NullOnly,
    /// Null in some examples, and the schema does not allow it.
    Nullable,
    /// Properties that examples have and the schema lacks.
    Properties,
    /// A list whose items the schema does not describe, and examples do.
    Items,
    /// A list of which only empty ones were seen.
    EmptyOnly,
    /// Declared an integer, and an example has a fraction.
    Fraction,
    /// Numbers beyond what the declared type holds.
    WideNumber,
    /// Declared another type than every example has.
    Contradiction,
    /// Several types at one place.
    Union,
    /// An object whose keys are data, declared as one with named properties.
    Map,
    /// A text that holds JSON.
    EmbeddedJson,
    /// Several examples with a schema each, where one schema covers them all.
    Alternatives,
    /// A payload or an object's own id that every example has.
    Required,
    /// Required by the schema, and an example lacks it.
    NotRequired,
    /// An empty list of allowed values, which nothing satisfies.
    EmptyEnum,
    /// A response with an example and no schema.
    NoSchema,
}

impl Step {
    /// The key, if it is one.
    pub fn as_key(&self) -> Option<&str> {
        match self {
            Self::Key(key) => Some(key),
            Self::Index(_) => None,
        }
    }
}

impl Reason {
    /// The kind of repair, in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::NullElsewhere => "null in the document, a value elsewhere",
            Self::NullOnly => "null in the document, unknown",
            Self::Nullable => "null in some examples",
            Self::Properties => "properties added",
            Self::Items => "items of a list described",
            Self::EmptyOnly => "only empty lists, unknown",
            Self::Fraction => "integer that has a fraction",
            Self::WideNumber => "number beyond its type",
            Self::Contradiction => "type contradicted by every example",
            Self::Union => "several types at one place",
            Self::Map => "keys that are data",
            Self::EmbeddedJson => "JSON in a text",
            Self::Alternatives => "several schemas made one",
            Self::Required => "required",
            Self::NotRequired => "not required",
            Self::EmptyEnum => "empty list of allowed values",
            Self::NoSchema => "example without a schema",
        }
    }
}

/// One change of one schema.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// Keys and list indices that lead to the schema from where the repair started.
    pub path: Vec<Step>,
    /// Why.
    pub reason: Reason,
    /// In words, for what the reason alone does not say.
    pub detail: String,
    /// Keywords to take away first.
    pub remove: Vec<&'static str>,
    /// Keywords to merge in then.
    pub set: Map<String, Value>,
    /// Where it was seen.
    pub evidence: Vec<Evidence>,
}

/// The keywords that edits set in a schema, and the `schema` that they set at a media type.
pub(in crate::infer) const SET: [&str; 14] = [
    "additionalProperties",
    "allOf",
    "anyOf",
    "contentMediaType",
    "contentSchema",
    "enum",
    "format",
    "items",
    "nullable",
    "oneOf",
    "properties",
    "required",
    "schema",
    "type",
];

impl Edit {
    /// Whether it sets the place of a pointer, which starts where the repair did.
    pub(in crate::infer) fn sets(&self, pointer: &str) -> bool {
        let mut way = Pointer::root();
        for step in &self.path {
            match step {
                Step::Key(key) => way.push(key),
                Step::Index(index) => way.push(&index.to_string()),
            }
        }
        let below = |key| pointer.strip_prefix(way.child(key).as_str());
        let mut set = self.set.iter();
        set.any(|(key, value)| below(key).is_some_and(|below| value.pointer(below).is_some()))
    }

    /// An edit of the place itself that only sets keywords.
    pub(in crate::infer) fn root(
        reason: Reason,
        set: Map<String, Value>,
        evidence: Vec<Evidence>,
    ) -> Self {
        Self {
            path: Vec::new(),
            reason,
            detail: String::new(),
            remove: Vec::new(),
            set,
            evidence,
        }
    }
}

/// One step into a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A key of an object.
    Key(String),
    /// An item of a list.
    Index(usize),
}

/// The schema with its edits made.
pub(in crate::infer) fn applied(mut schema: Value, edits: &[Edit]) -> Value {
    for edit in edits {
        apply(&mut schema, edit);
    }
    schema
}

/// Makes one edit; a place that is not there (any more) is left alone.
pub(in crate::infer) fn apply(schema: &mut Value, edit: &Edit) {
    let place = edit.path.iter().try_fold(schema, |place, step| match step {
        Step::Key(key) => place.get_mut(key),
        Step::Index(index) => place.get_mut(*index),
    });
    if let Some(Value::Object(place)) = place {
        for key in &edit.remove {
            place.remove(*key);
        }
        merge(place, &edit.set);
    }
}

/// Merges as an overlay does: objects by key, lists one behind the other.
fn merge(into: &mut Map<String, Value>, more: &Map<String, Value>) {
    for (key, value) in more {
        match (into.get_mut(key), value) {
            (Some(Value::Object(into)), Value::Object(more)) => merge(into, more),
            (Some(Value::Array(into)), Value::Array(more)) => into.extend(more.iter().cloned()),
            _ => {
                into.insert(key.clone(), value.clone());
            }
        }
    }
}
