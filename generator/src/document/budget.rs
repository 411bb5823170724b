//! How much may be written where schemas are expanded: a small document must not fill the memory, nor take minutes.
//!
//! The size of a document in, what may be written for it out. Code that writes a schema out at each place that refers to
//! it, or that combines schemas, spends from a [`Budget`] while it does so. Each component, body or response has a share,
//! so that an odd one costs the others nothing: where its share is spent, the rest of it is any JSON. A document that
//! spends all is refused, with the place where that happened. [`Limit`] is the net below: it is held against the whole
//! document between two stages, for whatever was written without a budget.

use std::cell::{Cell, RefCell};

use serde_json::Value;

use crate::document::Pointer;
use crate::error::Error;

/// What a value counts beside its text.
pub(crate) const VALUE: usize = 16;

/// How many times its own size a document may become. Of all documents that are known to us, no large one becomes one and
/// a half times as large.
const FACTOR: usize = 8;

/// What any document may become beside that, however small it is.
const SMALL: usize = 32 * 1024 * 1024;

/// How many times the document's size each component, body or response may spend.
const FACTOR_OF_SHARE: usize = 2;

/// What each may spend beside that.
const SMALL_SHARE: usize = SMALL / 32;

/// The size of a value: its bytes of text, and [`VALUE`] for each value inside of it and itself.
pub(crate) fn size(value: &Value) -> usize {
    VALUE
        + match value {
            Value::String(text) => text.len(),
            Value::Array(items) => items.iter().map(size).sum(),
            Value::Object(map) => of_entries(map),
            _ => 0,
        }
}

/// The size of what a mapping holds.
pub(crate) fn of_entries(map: &serde_json::Map<String, Value>) -> usize {
    map.iter().map(|(key, value)| key.len() + size(value)).sum()
}

/// What makes a document grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Growth {
    /// Schemas that are written out where they are referred to or combined.
    Schemas,
    /// What components with an `x-schema-name` show inside of each other.
    Evidence,
    /// Path items that are written out at each path that refers to them.
    PathItems,
}

/// The place at which a budget was spent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outgrown {
    place: Pointer,
    limit: usize,
    growth: Growth,
}

impl Outgrown {
    /// The error for whoever gave the document `file`.
    pub fn error(&self, file: &str) -> Error {
        let mib = self.limit.div_ceil(1024 * 1024);
        let (rule, cure) = match self.growth {
            Growth::Schemas => (
                format!(
                    "the document grows beyond {mib} MiB when schemas are written out where they are referred to or combined"
                ),
                "let `allOf`, `oneOf` and `anyOf` at this place combine fewer schemas that refer to one another, or make \
                 what is combined again and again a component",
            ),
            Growth::Evidence => (
                format!(
                    "the examples of components inside of each other are more than {} values when they are put together",
                    self.limit
                ),
                "give fewer schemas inside of each other the same `x-schema-name`",
            ),
            Growth::PathItems => (
                format!(
                    "the document grows beyond {mib} MiB when references to path items are written out"
                ),
                "refer to smaller path items, or split the document",
            ),
        };
        Error::new(format!("{file}#{}", self.place), rule, cure)
    }
}

/// What may still be written.
#[derive(Debug)]
pub(crate) struct Budget {
    limit: usize,
    growth: Growth,
    /// What each component, body or response may spend at most.
    most: usize,
    share: Cell<usize>,
    /// Without what the share has.
    rest: Cell<usize>,
    place: RefCell<Pointer>,
    outgrown: RefCell<Option<Outgrown>>,
}

impl Budget {
    /// What may be written, or copied on the way to what is written, for a document.
    pub fn of(document: &Value) -> Self {
        let size = size(document);
        let share = size
            .saturating_mul(FACTOR_OF_SHARE)
            .saturating_add(SMALL_SHARE);
        Self::new(allowed(size), share)
    }

    /// A budget of `limit`, in bytes or whatever is spent, that is no one's share.
    pub fn undivided(limit: usize, growth: Growth) -> Self {
        Self {
            growth,
            share: Cell::new(limit),
            rest: Cell::new(0),
            ..Self::new(limit, limit)
        }
    }

    /// A budget of `limit` bytes, of which one place may spend `most`.
    fn new(limit: usize, most: usize) -> Self {
        Self {
            limit,
            growth: Growth::Schemas,
            most,
            share: Cell::new(0),
            rest: Cell::new(limit),
            place: RefCell::default(),
            outgrown: RefCell::default(),
        }
    }

    /// The place that is written from now on.
    pub fn at(&self, place: &Pointer) {
        self.place.replace(place.clone());
    }

    /// The next component, body or response, with a share of its own.
    pub fn renew(&self, place: &Pointer) {
        let all = self.rest.get() + self.share.get();
        let share = all.min(self.most);
        self.share.set(share);
        self.rest.set(all - share);
        self.at(place);
    }

    /// Takes what is to be written; whether it was there. Where it was not, nothing is left of the share.
    pub fn spend(&self, size: usize) -> bool {
        let share = self.share.get();
        self.share.set(share.saturating_sub(size));
        if share < size && self.rest.get() == 0 && self.outgrown.borrow().is_none() {
            *self.outgrown.borrow_mut() = Some(Outgrown {
                place: self.place.borrow().clone(),
                limit: self.limit,
                growth: self.growth,
            });
        }
        share >= size
    }

    /// Whether there is as much in the share.
    pub fn has(&self, size: usize) -> bool {
        self.share.get() >= size
    }

    /// Whether nothing is left of the share.
    pub fn is_spent(&self) -> bool {
        self.share.get() == 0
    }

    /// The place at which all was spent.
    pub fn outgrown(&self) -> Option<Outgrown> {
        self.outgrown.borrow().clone()
    }
}

/// How large what is made of a document may be.
fn allowed(size: usize) -> usize {
    size.saturating_mul(FACTOR).saturating_add(SMALL)
}

/// How large a document may be after any stage, by the size that was read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limit(usize);

impl Limit {
    /// For the document that was read.
    pub fn of(document: &Value) -> Self {
        Self(allowed(size(document)))
    }

    /// Holds what a stage has made of the document against the limit.
    ///
    /// # Errors
    ///
    /// A document that is larger, with the place that most of it is at.
    pub fn check(self, file: &str, document: &Value) -> Result<(), Error> {
        if size(document) <= self.0 {
            return Ok(());
        }
        let outgrown = Outgrown {
            place: largest(document),
            limit: self.0,
            growth: Growth::Schemas,
        };
        Err(outgrown.error(file))
    }
}

/// The innermost place that more than half of a document is at.
fn largest(document: &Value) -> Pointer {
    let half = size(document) / 2;
    let mut place = Pointer::root();
    let mut value = document;
    loop {
        let most = match value {
            Value::Object(map) => map
                .iter()
                .find(|(_, value)| size(value) > half)
                .map(|(key, value)| (key.clone(), value)),
            Value::Array(items) => items
                .iter()
                .enumerate()
                .find(|(_, value)| size(value) > half)
                .map(|(index, value)| (index.to_string(), value)),
            _ => None,
        };
        let Some((key, below)) = most else {
            return place;
        };
        place.push(&key);
        value = below;
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_place_has_a_share_and_who_spends_the_last_one_is_named() {
        let budget = Budget::new(40, 10);
        let place = |number: usize| Pointer::root().child(&number.to_string());
        for number in 0..4 {
            budget.renew(&place(number));
            assert_eq!(budget.outgrown(), None, "{number}");
            assert!(budget.spend(10));
            assert!(!budget.spend(1), "{number}");
        }
        assert_eq!(budget.outgrown().unwrap().place, place(3));
    }

    #[test]
    fn what_a_place_does_not_spend_is_there_for_others() {
        let budget = Budget::new(40, 10);
        for number in 0..40 {
            budget.renew(&Pointer::root().child(&number.to_string()));
            assert!(budget.spend(1), "{number}");
        }
        assert_eq!(budget.outgrown(), None);
    }

    #[test]
    fn a_document_beyond_its_limit_is_refused_with_the_place_that_most_of_it_is_at() {
        let read = json!({});
        let large = "x".repeat(SMALL + 1000);
        let made = json!({ "components": { "schemas": { "Small": "x", "Large": { "description": large } } } });
        let error = Limit::of(&read).check("a.yaml", &made).unwrap_err();
        assert_eq!(
            error.place(),
            "a.yaml#/components/schemas/Large/description"
        );
        assert_eq!(Limit::of(&made).check("a.yaml", &made), Ok(()));
    }
}
