//! `allOf` becomes one schema, so that examples can be held against it and Rust has one type for it.
//!
//! What is left of it is the one form by which OpenAPI 3.0 says something beside a reference: `allOf` with that reference
//! alone, beside annotations.

use serde_json::{Map, Value};

use super::Notes;
use crate::document::budget::{self, Budget, Outgrown};
use crate::document::{Pointer, component, inside_mut, schemas_mut};
use crate::union::Combiner;
use crate::union::recursion::{Recursion, key};
use crate::union::whole::{is_of_whole, is_wrap};

/// How many merged schemas may be inside of each other.
const MAX_INSIDE: usize = 6;

/// Merges every `allOf` of the document.
///
/// # Errors
///
/// A document that would grow without end.
pub(super) fn merge(document: &mut Value, notes: &mut Notes) -> Result<(), Outgrown> {
    let whole = document.clone();
    let mut merger = Merger {
        combiner: Combiner::new(&whole),
        budget: Budget::of(&whole),
        recursion: Recursion::of(&whole),
        notes,
    };
    schemas_mut(document, &mut |schema, pointer, _| {
        merger.renew(pointer);
        merger.schema(schema, pointer);
    });
    while let Some(mut made) = merger.recursion.next() {
        let place = component::place(&made.name);
        merger.renew(&place);
        merger.write_out(&mut made.schema, &place, Some(made.key));
        component::add(document, [(made.name, made.schema.into())]);
    }
    let outgrown = merger.budget.outgrown();
    outgrown
        .or_else(|| merger.combiner.outgrown())
        .map_or(Ok(()), Err)
}

struct Merger<'a> {
    combiner: Combiner<'a>,
    /// What may be written.
    budget: Budget,
    recursion: Recursion,
    notes: &'a mut Notes,
}

impl Merger<'_> {
    fn renew(&self, place: &Pointer) {
        self.budget.renew(place);
        self.combiner.renew(place);
    }

    fn schema(&mut self, schema: &mut Value, pointer: &Pointer) {
        let Value::Object(declared) = schema else {
            return;
        };
        self.only_reference(declared);
        let is_merged =
            matches!(declared.get("allOf"), Some(Value::Array(parts)) if !is_wrap(declared, parts));
        let key = is_merged.then(|| key(declared)).flatten();
        if let Some(key) = &key
            && self.recursion.refer(declared, key)
        {
            return;
        }
        self.write_out(declared, pointer, key);
    }

    /// A reference that is the only alternative is no alternative: many generators write one that may be null so.
    fn only_reference(&self, declared: &mut Map<String, Value>) {
        if declared.contains_key("allOf") {
            return;
        }
        for key in ["oneOf", "anyOf"] {
            let Some([one]) = declared
                .get(key)
                .and_then(Value::as_array)
                .map(Vec::as_slice)
            else {
                continue;
            };
            let says_no_more = declared.keys().all(|beside| {
                beside == key
                    || beside == "type"
                    || beside == "discriminator"
                    || is_of_whole(beside)
            });
            if says_no_more && self.combiner.is_reference_of(one, declared.get("type")) {
                declared.remove("discriminator");
                if let Some(list) = declared.remove(key) {
                    declared.insert("allOf".to_string(), list);
                }
                return;
            }
        }
    }

    fn write_out(
        &mut self,
        declared: &mut Map<String, Value>,
        pointer: &Pointer,
        key: Option<String>,
    ) {
        let depth = self.recursion.depth();
        if let Some(Value::Array(parts)) = declared.get("allOf")
            && !is_wrap(declared, parts)
        {
            let parts = parts.clone();
            self.one(declared, parts, pointer);
            self.recursion.enter(key);
        }
        inside_mut(declared, pointer, &mut |below, pointer| {
            self.schema(below, pointer);
        });
        self.recursion.leave(depth);
    }

    fn one(&mut self, declared: &mut Map<String, Value>, parts: Vec<Value>, pointer: &Pointer) {
        declared.remove("allOf");
        let mut own = declared.clone();
        let mut all = parts;
        let annotations: Map<String, Value> = own
            .iter()
            .filter(|(key, _)| is_of_whole(key))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        own.retain(|key, _| !is_of_whole(key));
        if !own.is_empty() {
            all.push(Value::Object(own));
        }
        // What a part says that only annotates is said of the whole.
        let of_parts: Vec<Map<String, Value>> = all
            .iter()
            .filter_map(Value::as_object)
            .filter(|part| !part.contains_key("$ref"))
            .cloned()
            .collect();
        let is_lost = |one: &Value| {
            one.as_object().is_some_and(Map::is_empty)
                && all
                    .iter()
                    .any(|part| part.as_object().is_some_and(|part| !part.is_empty()))
        };
        let nothing = || Value::Object(Map::new());
        let (one, note) = if self.recursion.depth() >= MAX_INSIDE {
            let note = "`allOf` goes on without end, so this is any JSON from here on";
            (nothing(), Some(note))
        } else {
            let one = self.combiner.all_of(&all);
            if !self.budget.spend(budget::size(&one)) {
                let note =
                    "There is more of `allOf` here than can be written out, so this is any JSON";
                (nothing(), Some(note))
            } else if is_lost(&one) {
                let note = "The parts of `allOf` contradict each other or go on without end, so this is any JSON";
                (one, Some(note))
            } else {
                (one, None)
            }
        };
        if let Some(note) = note {
            self.notes.at(pointer, note);
        }
        let Value::Object(one) = one else { return };
        *declared = one;
        for (key, value) in annotations {
            declared.insert(key, value);
        }
        for key in ["description", "example", "title"] {
            let said = of_parts.iter().find_map(|part| part.get(key));
            if let Some(value) = said
                && !declared.contains_key(key)
                && !declared.contains_key("$ref")
            {
                declared.insert(key.to_string(), value.clone());
            }
        }
        // A reference alone keeps its annotations in the form that 3.0 knows.
        if declared.len() > 1
            && let Some(reference) = declared.remove("$ref")
        {
            let reference = Map::from_iter([("$ref".to_string(), reference)]);
            declared.insert(
                "allOf".to_string(),
                Value::Array(vec![Value::Object(reference)]),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn one_schema_without_end_opens_no_other() {
        let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
        let mut itself = Map::new();
        for number in 0..7 {
            let more = json!({ "type": "object", "properties": { format!("o{number}"): { "type": "string" } } });
            itself.insert(
                format!("p{number}"),
                json!({ "allOf": [reference("S"), more] }),
            );
        }
        let document = json!({ "openapi": "3.0.3", "paths": {}, "components": { "schemas": {
            "S": { "type": "object", "properties": itself },
            "Z": { "allOf": [
                { "type": "object", "properties": { "a": { "type": "string" } } },
                { "type": "object", "properties": { "b": { "type": "string" } } },
            ] },
        } } });
        let normalised = crate::normalise::normalise(&document);
        let z = &normalised.document["components"]["schemas"]["Z"]["properties"];
        assert_eq!(z.as_object().map(Map::len), Some(2), "{z}");
    }
}
