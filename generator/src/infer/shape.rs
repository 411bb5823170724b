//! What JSON values look like: a lattice of shapes, from values and merged, never changed otherwise.
//!
//! A [`Shape`] says which kinds of values were seen at one place, and where. [`Shape::merge`] is associative, commutative
//! and idempotent, so that neither the order nor the number of examples matters: every part of a shape is a set that
//! grows (kinds, properties, evidence), a range that widens, or a promise ("always there", "always JSON text") that can
//! only be lost. The property tests below hold it to that.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde_json::Value;

use crate::document::pointer::escape;

/// How many places are remembered per kind: enough to look one up, few enough to read.
const MAX_EVIDENCE: usize = 3;

/// How many texts are remembered, and how long they may be, in bytes: lists of allowed values are short.
const MAX_VALUES: usize = 50;
const MAX_VALUE: usize = 64;

/// How deep JSON text inside JSON text is followed.
const MAX_EMBEDDING: usize = 4;

/// A place in an example or sample: `createChat 200 example` and `/data/users/1`.
///
/// Samples come first: a person has put them there, and looks for them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evidence {
    /// Whether it is an example of the document, and no sample.
    is_example: bool,
    /// The example or sample.
    pub source: Rc<str>,
    /// JSON pointer in it.
    pub pointer: String,
}

impl Evidence {
    /// The whole of an example.
    pub fn root(source: &str) -> Self {
        Self {
            is_example: true,
            source: source.into(),
            pointer: String::new(),
        }
    }

    /// The whole of a file of `samples/`.
    pub fn sample(name: &str) -> Self {
        Self {
            is_example: false,
            ..Self::root(&format!("samples/{name}"))
        }
    }

    fn child(&self, key: &str) -> Self {
        let key = escape(key);
        Self {
            is_example: self.is_example,
            source: Rc::clone(&self.source),
            pointer: format!("{}/{key}", self.pointer),
        }
    }
}

/// The first few places where something was seen, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen(BTreeSet<Evidence>);

impl Seen {
    fn at(evidence: &Evidence) -> Self {
        Self(BTreeSet::from([evidence.clone()]))
    }

    fn merge(&mut self, other: &Self) {
        self.0.extend(other.0.iter().cloned());
        while self.0.len() > MAX_EVIDENCE {
            self.0.pop_last();
        }
    }

    /// Whether it was seen at all.
    pub fn is_some(&self) -> bool {
        !self.0.is_empty()
    }

    /// The places, in order.
    pub fn places(&self) -> impl Iterator<Item = &Evidence> {
        self.0.iter()
    }
}

/// What was seen at one place, by kind.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shape {
    /// Where null was.
    pub null: Seen,
    /// Where true or false was.
    pub boolean: Seen,
    /// Numbers without a fraction.
    pub integer: Option<Integers>,
    /// Where numbers with a fraction were.
    pub fraction: Seen,
    /// Texts.
    pub string: Option<Strings>,
    /// Lists.
    pub array: Option<Arrays>,
    /// Objects.
    pub object: Option<Objects>,
}

impl Shape {
    /// How many places there are in it, itself included.
    pub(super) fn size(&self) -> usize {
        let embedded = match self.string.as_ref().map(|strings| &strings.embedded) {
            Some(Embedded::Json(shape)) => shape.size(),
            _ => 0,
        };
        let items = self.array.as_ref().map_or(0, |arrays| arrays.items.size());
        let properties = self
            .object
            .iter()
            .flat_map(|objects| objects.properties.values());
        1 + embedded
            + items
            + properties
                .map(|property| property.shape.size())
                .sum::<usize>()
    }
}

/// The integers seen at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Integers {
    /// The smallest.
    pub min: i128,
    /// The largest.
    pub max: i128,
    /// Where.
    pub seen: Seen,
}

/// The texts seen at one place.
#[derive(Debug, Clone, PartialEq)]
pub struct Strings {
    /// What the JSON in them looks like, as long as every text that is not empty is a JSON object or list.
    pub embedded: Embedded,
    /// Some of the texts, the short ones first in the alphabet: to hold them against a list of allowed values.
    pub values: BTreeSet<String>,
    /// Where.
    pub seen: Seen,
}

/// Whether texts are JSON.
#[derive(Debug, Clone, PartialEq)]
pub enum Embedded {
    /// Only empty texts so far: nothing is known.
    Open,
    /// Every text that is not empty is a JSON object or list.
    Json(Box<Shape>),
    /// At least one text is just text.
    Text,
}

/// The lists seen at one place.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrays {
    /// All their items together; nothing as long as all lists were empty.
    pub items: Box<Shape>,
    /// Where a list was empty.
    pub empty: Seen,
    /// Where a list had items.
    pub filled: Seen,
}

/// The objects seen at one place.
#[derive(Debug, Clone, PartialEq)]
pub struct Objects {
    /// All their properties.
    pub properties: BTreeMap<String, Property>,
    /// Where.
    pub seen: Seen,
}

/// A property of the objects seen at one place.
#[derive(Debug, Clone, PartialEq)]
pub struct Property {
    /// What it holds.
    pub shape: Shape,
    /// Whether every object had it.
    pub is_always: bool,
}

impl Shape {
    /// The shape of one value at a place.
    pub fn of(value: &Value, evidence: &Evidence) -> Self {
        Self::embedded(value, evidence, 0)
    }

    fn embedded(value: &Value, evidence: &Evidence, embedding: usize) -> Self {
        let mut shape = Self::default();
        let seen = Seen::at(evidence);
        match value {
            Value::Null => shape.null = seen,
            Value::Bool(_) => shape.boolean = seen,
            Value::Number(number) => match number.as_i128() {
                Some(integer) => {
                    shape.integer = Some(Integers {
                        min: integer,
                        max: integer,
                        seen,
                    })
                }
                None => shape.fraction = seen,
            },
            Value::String(text) => {
                shape.string = Some(Strings {
                    embedded: embedded_in(text, evidence, embedding),
                    values: std::iter::once(text.clone())
                        .filter(|text| text.len() <= MAX_VALUE)
                        .collect(),
                    seen,
                });
            }
            Value::Array(items) => {
                let mut merged = Self::default();
                for (index, item) in items.iter().enumerate() {
                    merged.merge(&Self::embedded(
                        item,
                        &evidence.child(&index.to_string()),
                        embedding,
                    ));
                }
                let (empty, filled) = if items.is_empty() {
                    (seen, Seen::default())
                } else {
                    (Seen::default(), seen)
                };
                shape.array = Some(Arrays {
                    items: Box::new(merged),
                    empty,
                    filled,
                });
            }
            Value::Object(object) => {
                let properties = object.iter().map(|(key, value)| {
                    let property = Property {
                        shape: Self::embedded(value, &evidence.child(key), embedding),
                        is_always: true,
                    };
                    (key.clone(), property)
                });
                shape.object = Some(Objects {
                    properties: properties.collect(),
                    seen,
                });
            }
        }
        shape
    }

    /// Adds what another shape has seen.
    pub fn merge(&mut self, other: &Self) {
        self.null.merge(&other.null);
        self.boolean.merge(&other.boolean);
        self.fraction.merge(&other.fraction);
        merge_option(&mut self.integer, other.integer.as_ref(), Integers::merge);
        merge_option(&mut self.string, other.string.as_ref(), Strings::merge);
        merge_option(&mut self.array, other.array.as_ref(), Arrays::merge);
        merge_option(&mut self.object, other.object.as_ref(), Objects::merge);
    }

    /// Whether nothing was seen here.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether something else than null was seen here.
    pub fn has_value(&self) -> bool {
        self.kinds() > 0
    }

    /// How many kinds of values were seen, not counting null; integers and fractions are both numbers.
    pub fn kinds(&self) -> usize {
        [
            self.boolean.is_some(),
            self.has_number(),
            self.string.is_some(),
            self.array.is_some(),
            self.object.is_some(),
        ]
        .into_iter()
        .filter(|is_seen| *is_seen)
        .count()
    }

    /// Whether a number was seen.
    pub fn has_number(&self) -> bool {
        self.integer.is_some() || self.fraction.is_some()
    }

    /// Every place that is remembered here, null last.
    pub fn places(&self) -> Vec<&Evidence> {
        let array = self
            .array
            .iter()
            .flat_map(|array| array.filled.places().chain(array.empty.places()));
        self.boolean
            .places()
            .chain(
                self.integer
                    .iter()
                    .flat_map(|integers| integers.seen.places()),
            )
            .chain(self.fraction.places())
            .chain(self.string.iter().flat_map(|strings| strings.seen.places()))
            .chain(array)
            .chain(self.object.iter().flat_map(|objects| objects.seen.places()))
            .chain(self.null.places())
            .collect()
    }
}

fn embedded_in(text: &str, evidence: &Evidence, embedding: usize) -> Embedded {
    if text.is_empty() {
        return Embedded::Open;
    }
    let is_framed = |open, close| text.starts_with(open) && text.ends_with(close);
    if embedding >= MAX_EMBEDDING || !(is_framed('{', '}') || is_framed('[', ']')) {
        return Embedded::Text;
    }
    match serde_json::from_str::<Value>(text) {
        Ok(value) => Embedded::Json(Box::new(Shape::embedded(&value, evidence, embedding + 1))),
        Err(_) => Embedded::Text,
    }
}

fn merge_option<T: Clone>(into: &mut Option<T>, other: Option<&T>, merge: impl Fn(&mut T, &T)) {
    match (into, other) {
        (Some(into), Some(other)) => merge(into, other),
        (into @ None, Some(other)) => *into = Some(other.clone()),
        (_, None) => {}
    }
}

impl Integers {
    fn merge(&mut self, other: &Self) {
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
        self.seen.merge(&other.seen);
    }
}

impl Strings {
    fn merge(&mut self, other: &Self) {
        self.seen.merge(&other.seen);
        self.values.extend(other.values.iter().cloned());
        while self.values.len() > MAX_VALUES {
            self.values.pop_last();
        }
        match (&mut self.embedded, &other.embedded) {
            (Embedded::Text, _) | (_, Embedded::Open) => {}
            (into, Embedded::Text) => *into = Embedded::Text,
            (into @ Embedded::Open, Embedded::Json(shape)) => *into = Embedded::Json(shape.clone()),
            (Embedded::Json(into), Embedded::Json(shape)) => into.merge(shape),
        }
    }
}

impl Arrays {
    fn merge(&mut self, other: &Self) {
        self.items.merge(&other.items);
        self.empty.merge(&other.empty);
        self.filled.merge(&other.filled);
    }
}

impl Objects {
    fn merge(&mut self, other: &Self) {
        self.seen.merge(&other.seen);
        for (name, property) in &mut self.properties {
            property.is_always &= other.properties.contains_key(name);
        }
        for (name, property) in &other.properties {
            match self.properties.get_mut(name) {
                Some(into) => {
                    into.is_always &= property.is_always;
                    into.shape.merge(&property.shape);
                }
                None => {
                    let mut property = property.clone();
                    property.is_always = false;
                    self.properties.insert(name.clone(), property);
                }
            }
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
