//! Combinations that hold themselves: a filter of filters, a node whose parent is a node with one keyword more.
//!
//! Written out where they stand, they would have no end. Whoever writes combinations out keeps the ones that are being
//! written, each by a key; one that is met inside of itself becomes a component, which refers to itself. A key in, a
//! reference out; the components are handed back to be written out in their turn.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::whole::apart;
use crate::document::{Reference, component};
use crate::identifiers::{self, Numbers};

/// What tells a combination of components from another one; nothing where there is none.
pub(crate) fn key(declared: &Map<String, Value>) -> Option<String> {
    let is_combined = ["allOf", "anyOf", "oneOf"].iter().any(|key| {
        let list = declared.get(*key).and_then(Value::as_array);
        list.is_some_and(|list| !list.is_empty())
    });
    // Most schemas combine nothing, and are not copied for it.
    if !is_combined {
        return None;
    }
    let (inner, _) = apart(declared);
    let text = Value::Object(inner).to_string();
    text.contains("\"$ref\"").then_some(text)
}

/// A component that is still to be written out.
pub(crate) struct Made {
    pub key: String,
    pub name: String,
    pub schema: Map<String, Value>,
}

/// The combinations that are being written out, and the components that some of them became.
#[derive(Default)]
pub(crate) struct Recursion {
    around: Vec<String>,
    /// The name of each component that was made, by the key of what it was made of.
    names: BTreeMap<String, String>,
    taken: BTreeSet<String>,
    numbers: Numbers,
    made: Vec<Made>,
}

impl Recursion {
    /// For the schemas of a document.
    pub fn of(document: &Value) -> Self {
        Self {
            taken: component::all(document).keys().cloned().collect(),
            ..Self::default()
        }
    }

    /// How many combinations there are around this place.
    pub fn depth(&self) -> usize {
        self.around.len()
    }

    /// What is met until [`Recursion::leave`] is inside of this combination.
    pub fn enter(&mut self, key: Option<String>) {
        self.around.extend(key);
    }

    /// Leaves the combinations that are deeper than `depth`.
    pub fn leave(&mut self, depth: usize) {
        self.around.truncate(depth);
    }

    /// Puts a reference in the place of a combination that is inside of itself, or that became a component before;
    /// whether it is one of those.
    pub fn refer(&mut self, declared: &mut Map<String, Value>, key: &str) -> bool {
        let (inner, of_whole) = apart(declared);
        let name = match self.names.get(key) {
            Some(name) => name.clone(),
            None if self.around.iter().any(|around| around == key) => {
                let name = self.claim(&inner);
                self.names.insert(key.to_string(), name.clone());
                self.made.push(Made {
                    key: key.to_string(),
                    name: name.clone(),
                    schema: inner,
                });
                name
            }
            None => return false,
        };
        *declared = of_whole;
        let reference = Reference::to_component(&name);
        if declared.is_empty() {
            declared.insert("$ref".to_string(), reference.into());
        } else {
            declared.insert("allOf".to_string(), json!([{ "$ref": reference }]));
        }
        true
    }

    /// The next component to write out.
    pub fn next(&mut self) -> Option<Made> {
        self.around.clear();
        self.made.pop()
    }

    /// A free name after the first components that are combined: `FilterOrCondition`.
    fn claim(&mut self, schema: &Map<String, Value>) -> String {
        let alternatives = ["oneOf", "anyOf", "allOf"]
            .iter()
            .filter_map(|key| schema.get(*key)?.as_array());
        let words: Vec<String> = alternatives
            .flatten()
            .filter_map(|one| one.get("$ref")?.as_str()?.rsplit('/').next())
            .map(identifiers::pascal)
            .take(3)
            .collect();
        let wish = match words.join("Or") {
            none if none.is_empty() => "Combined".to_string(),
            name => name,
        };
        self.numbers.claim(wish, "", &mut self.taken)
    }
}
