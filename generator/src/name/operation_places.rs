//! What the lock calls each operation: method and path, without the names of path parameters, which upstream may respell.
//!
//! A document and the lock of the last run in; for each operation its place in the next lock and the one it had in the
//! last. Only operations whose places would be equal (`/odd/{a}` beside `/odd/{b}`, `{id}` beside `{id?}`) keep their
//! parameters as they are written. Neither depends on the order of the document: who was alone keeps what the lock has of
//! it when another one comes, and when the other one goes.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::lock::{Lock, place};
use super::method_names;
use crate::document::path_template::{self, Part};
use crate::document::{self, OperationEntry, OperationIds};

/// Stands for all operations of a path.
const ALL: &str = "*";

/// The places of all operations of a document.
pub(crate) struct OperationPlaces<'a>(BTreeMap<(&'a str, &'a str), OperationPlace>);

/// The place of one operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OperationPlace {
    /// In the next lock.
    pub now: String,
    /// In the last lock; nothing where it was not in the document then.
    pub before: Option<String>,
}

impl<'a> OperationPlaces<'a> {
    /// Finds the places of the operations of `document`, whose ids are `ids`.
    pub fn of(document: &'a Value, ids: &OperationIds<'_>, lock: &Lock) -> Self {
        let known = Known::of(lock);
        let mut alike: BTreeMap<String, Vec<Candidate<'_>>> = BTreeMap::new();
        for found in document::operations(document) {
            let candidate = Candidate::operation(&found, ids);
            alike
                .entry(candidate.place.clone())
                .or_default()
                .push(candidate);
        }
        let paths = document.get("paths").and_then(Value::as_object);
        for (path, _) in paths.into_iter().flatten() {
            let candidate = Candidate::all(path);
            alike
                .entry(candidate.place.clone())
                .or_default()
                .push(candidate);
        }
        let mut places = BTreeMap::new();
        for (place, candidates) in alike {
            let is_alone = candidates.len() == 1;
            let before = known.before(&place, &candidates);
            for (candidate, before) in candidates.into_iter().zip(before) {
                let now = match is_alone {
                    true => candidate.place,
                    false => candidate.exact,
                };
                places.insert(candidate.key, OperationPlace { now, before });
            }
        }
        Self(places)
    }

    /// The place of an operation.
    pub fn of_operation(&self, found: &OperationEntry<'_>) -> OperationPlace {
        self.get(found.path, found.key)
    }

    /// The place of what all operations of a path share.
    pub fn of_path(&self, path: &str) -> OperationPlace {
        self.get(path, ALL)
    }

    fn get(&self, path: &str, key: &str) -> OperationPlace {
        self.0.get(&(path, key)).cloned().unwrap_or_else(|| {
            // Another document than the one that this was made of.
            OperationPlace {
                now: place(&key.to_uppercase(), path),
                before: None,
            }
        })
    }
}

/// An operation that may have a place of the last lock.
struct Candidate<'a> {
    key: (&'a str, &'a str),
    /// Without the names of path parameters.
    place: String,
    /// As it is written.
    exact: String,
    /// Names that its method would get.
    wishes: Vec<String>,
    /// Whether a place in braces holds more than a name: `{id?}`.
    has_marks: bool,
}

impl<'a> Candidate<'a> {
    fn operation(found: &OperationEntry<'a>, ids: &OperationIds<'_>) -> Self {
        let verb = found.method.to_uppercase();
        let mut exact = format!("{verb} {}", found.path);
        // One path item may have `get` and `GET`.
        if found.key != found.method {
            exact.push_str(&format!(" ({})", found.key));
        }
        Self {
            key: (found.path, found.key),
            place: place(&verb, found.path),
            exact,
            wishes: method_names::wishes(found, ids),
            has_marks: has_marks(found.path),
        }
    }

    fn all(path: &'a str) -> Self {
        Self {
            key: (path, ALL),
            place: place(ALL, path),
            exact: format!("{ALL} {path}"),
            wishes: Vec::new(),
            has_marks: has_marks(path),
        }
    }
}

fn has_marks(path: &str) -> bool {
    let mut parts = path_template::parts(path).into_iter();
    parts.any(|part| matches!(part, Part::Place(place) if place.raw != place.name))
}

/// The places that the last lock has.
struct Known<'a> {
    /// The methods of each place.
    methods: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// The places of methods, by what they are without the names of path parameters.
    alike: BTreeMap<String, BTreeSet<&'a str>>,
    /// The places of types in it begin with that of their operation.
    lock: &'a Lock,
}

impl<'a> Known<'a> {
    fn of(lock: &'a Lock) -> Self {
        let mut methods: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut alike: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for (name, known) in lock.methods() {
            methods.entry(known).or_default().insert(name);
            let (verb, path) = known.split_once(' ').unwrap_or((known, ""));
            alike.entry(place(verb, path)).or_default().insert(known);
        }
        Self {
            methods,
            alike,
            lock,
        }
    }

    fn has(&self, place: &str) -> bool {
        self.methods.contains_key(place) || self.lock.has_place_below(&format!("{place} "))
    }

    /// Which place of the last lock each of these operations had, all of which are at `place` but for their parameters.
    fn before(&self, place: &str, candidates: &[Candidate<'_>]) -> Vec<Option<String>> {
        let exact = candidates.iter().map(|candidate| candidate.exact.as_str());
        let mut free: BTreeSet<&str> = exact.chain([place]).filter(|of| self.has(of)).collect();
        free.extend(self.alike.get(place).into_iter().flatten());
        let mut before = vec![None; candidates.len()];
        // Who is there as it is written.
        for (candidate, before) in candidates.iter().zip(&mut before) {
            if candidate.exact != place && free.remove(candidate.exact.as_str()) {
                *before = Some(candidate.exact.clone());
            }
        }
        // Who would get the name that is there. A path with a pattern is rather added to the plain one than the other
        // way round.
        let mut others: Vec<usize> = (0..candidates.len())
            .filter(|index| before[*index].is_none())
            .collect();
        others.sort_by_key(|index| (candidates[*index].has_marks, &candidates[*index].exact));
        others.retain(|index| {
            let wishes = &candidates[*index].wishes;
            let has_wish = |of: &&str| {
                let mut methods = self.methods.get(of).into_iter().flatten();
                methods.any(|name| wishes.iter().any(|wish| wish == name))
            };
            let own = free.iter().copied().find(|of| has_wish(of));
            before[*index] = own.map(str::to_string);
            own.is_none_or(|own| !free.remove(own))
        });
        // Who was alone; and who is the only one that is left.
        let left = match others.as_slice() {
            [first, ..] if free.contains(place) => Some((*first, place)),
            [only] if free.len() == 1 => free.first().map(|of| (*only, *of)),
            _ => None,
        };
        if let Some((index, known)) = left {
            before[index] = Some(known.to_string());
        }
        before
    }
}
