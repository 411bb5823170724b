//! Places that would be one in the lock are told apart: `a.b` is the property `b` of `a`, and a property called `a.b`.
//!
//! The places of a document and the lock of the last run in; places whose labels are their own out. All others keep the
//! label that a reader understands; these get their JSON pointer.

use std::collections::{BTreeMap, BTreeSet};

use super::extract::Place;
use super::lock::Lock;

/// Gives every place that goes into the lock a label of its own, and finds the one it had.
pub(super) fn tell_apart(places: &mut [Place], lock: &Lock) {
    let known: BTreeSet<&str> = lock
        .types()
        .flat_map(|(_, places)| places)
        .map(String::as_str)
        .collect();
    let mut alike: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, place) in places.iter().enumerate() {
        if !place.is_published {
            alike.entry(place.label.clone()).or_default().push(index);
        }
    }
    for mut indices in alike.into_values() {
        let is_alone = indices.len() == 1;
        // The deepest first: more of its label are the names of properties as the document has them.
        indices.sort_by_cached_key(|index| {
            let pointer = places[*index].pointer.to_string();
            (std::cmp::Reverse(pointer.matches('/').count()), pointer)
        });
        let mut is_free = true;
        for index in indices {
            let place = &mut places[index];
            let exact = place.pointer.to_string();
            if known.contains(exact.as_str()) {
                place.before = Some(exact.clone());
            } else {
                place.before = place.before.take().filter(|_| is_free);
                is_free = false;
            }
            if !is_alone {
                place.label = exact;
            }
        }
    }
}
