//! What is said of a combination as a whole, beside what is combined.
//!
//! A schema in; its keywords out, parted by [`Purpose::Whole`]. A schema that has nothing but a reference beside such
//! keywords combines nothing.

use serde_json::{Map, Value};

use super::keywords::Purpose;

/// Whether a keyword says something of a schema as a whole, and not which values fit.
pub(crate) fn is_of_whole(key: &str) -> bool {
    Purpose::Whole.ignores(key)
}

/// What is combined, and what is said of the whole.
pub(crate) fn apart(declared: &Map<String, Value>) -> (Map<String, Value>, Map<String, Value>) {
    declared
        .iter()
        .filter(|(key, _)| *key != "discriminator")
        .map(|(key, value)| (key.clone(), value.clone()))
        .partition(|(key, _)| !is_of_whole(key))
}

/// Whether it is one reference with annotations and extensions beside it.
pub(crate) fn is_wrap(declared: &Map<String, Value>, parts: &[Value]) -> bool {
    let [part] = parts else { return false };
    let is_reference = part
        .as_object()
        .is_some_and(|part| part.contains_key("$ref"));
    is_reference
        && declared
            .keys()
            .all(|key| ["allOf", "type"].contains(&key.as_str()) || is_of_whole(key))
}
