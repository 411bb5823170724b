//! What the lock calls the places inside of responses, bodies and components; no two places of a document are called alike.
//!
//! `data.users[]` is what a reader understands. A property whose own name reads like a way (`a.b`) makes everything from
//! there on a JSON pointer below the same root: `#/properties/a.b`. So a place is called the same whatever else there is,
//! and a place that comes later cannot take what the lock has of another one.

use std::collections::{BTreeMap, BTreeSet};

use super::lock::Lock;
use super::place::Place;
use crate::document::Pointer;

/// What separates the steps of a way.
pub(super) const MARKS: [char; 4] = ['.', '[', '!', '|'];

/// Stands before the pointer of a place whose way could be read in two ways.
const POINTER: char = '#';

/// The way from a whole response, body or component to a place inside of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Way {
    /// As a reader understands it, with what separates it from the root: ` data.users[]`.
    plain: String,
    pointer: Pointer,
    is_unambiguous: bool,
}

impl Way {
    /// The way to the root itself.
    pub fn root() -> Self {
        Self {
            plain: String::new(),
            pointer: Pointer::root(),
            is_unambiguous: true,
        }
    }

    /// The way to a property.
    pub fn property(&self, name: &str) -> Self {
        let separator = if self.plain.is_empty() { ' ' } else { '.' };
        let is_step = !name.is_empty()
            && !name.starts_with(POINTER)
            && !name.contains(|c: char| c == ' ' || MARKS.contains(&c));
        Self {
            plain: format!("{}{separator}{name}", self.plain),
            pointer: self.pointer.child("properties").child(name),
            is_unambiguous: self.is_unambiguous && is_step,
        }
    }

    /// The way to an item, a value or an alternative, at `steps` from here.
    pub fn item(&self, mark: &str, steps: &[&str]) -> Self {
        let separator = if self.plain.is_empty() { " " } else { "" };
        Self {
            plain: format!("{}{separator}{mark}", self.plain),
            pointer: steps
                .iter()
                .fold(self.pointer.clone(), |at, step| at.child(step)),
            is_unambiguous: self.is_unambiguous,
        }
    }

    /// What the lock calls this place below `root`.
    pub fn label(&self, root: &str) -> String {
        match self.is_unambiguous {
            true => self.earlier(root),
            false => format!("{root} {POINTER}{}", self.pointer),
        }
    }

    /// What earlier versions called this place, though another one may be called so, too.
    pub fn earlier(&self, root: &str) -> String {
        format!("{root}{}", self.plain)
    }
}

/// Finds what the last lock has of every place, and gives those that are called alike their place in the document instead.
///
/// Only two media types of one body, `anyOf` beside `oneOf`, and roots whose names have spaces are alike by now.
pub(super) fn tell_apart(places: &mut [Place], lock: &Lock) {
    remember(places, lock);
    let mut alike: BTreeMap<&str, usize> = BTreeMap::new();
    for place in places.iter().filter(|place| !place.is_published) {
        *alike.entry(&place.label).or_default() += 1;
    }
    let is_alike: Vec<bool> = places
        .iter()
        .map(|place| alike.get(place.label.as_str()).is_some_and(|of| *of > 1))
        .collect();
    for (place, is_alike) in places.iter_mut().zip(is_alike) {
        if is_alike && !place.is_published {
            place.label = place.pointer.to_string();
        }
    }
}

/// Leaves each place what the last lock really has of it, and each label of the lock to one place.
fn remember(places: &mut [Place], lock: &Lock) {
    let mut order: Vec<usize> = (0..places.len())
        .filter(|index| !places[*index].is_published)
        .collect();
    // The deepest first: more of its label are the names of properties as the document has them.
    order.sort_by_cached_key(|index| {
        let pointer = places[*index].pointer.to_string();
        (std::cmp::Reverse(pointer.matches('/').count()), pointer)
    });
    let was_there = were_there(places, lock);
    let mut given: BTreeSet<String> = BTreeSet::new();
    let mut give = |label: Option<&String>| {
        let label = label.filter(|label| lock.has_place(label))?;
        given.insert(label.clone()).then(|| label.clone())
    };
    let mut found: BTreeMap<usize, String> = BTreeMap::new();
    for &index in &order {
        let place = &places[index];
        let own = place.before.as_ref().filter(|_| was_there[index]);
        let label = give(Some(&place.pointer.to_string())).or_else(|| give(own));
        found.extend(label.map(|label| (index, label)));
    }
    for index in order {
        let earlier = places[index].earlier.take();
        places[index].before = found
            .remove(&index)
            .or_else(|| give(earlier.as_ref().filter(|_| was_there[index])));
    }
}

/// Whether each place can be the one that the lock means. Where a label of an earlier version means several places, only
/// one in an object that the lock has can be.
fn were_there(places: &[Place], lock: &Lock) -> Vec<bool> {
    let mut meanings: BTreeMap<&str, usize> = BTreeMap::new();
    for label in places.iter().filter_map(Place::earliest) {
        *meanings.entry(label).or_default() += 1;
    }
    let is_known: BTreeMap<&str, bool> = places
        .iter()
        .map(|place| {
            let labels = [place.before.as_deref(), place.earlier.as_deref()];
            let is_known = place.is_published
                || lock.has_place(place.pointer.as_str())
                || labels
                    .into_iter()
                    .flatten()
                    .any(|label| lock.has_place(label));
            (place.pointer.as_str(), is_known)
        })
        .collect();
    let can_be = |place: &Place| {
        let meanings = place.earliest().and_then(|label| meanings.get(label));
        let parent = place.parent.as_ref().map(Pointer::as_str);
        meanings.is_none_or(|of| *of == 1)
            || parent.is_none_or(|parent| is_known.get(parent) != Some(&false))
    };
    places.iter().map(can_be).collect()
}
