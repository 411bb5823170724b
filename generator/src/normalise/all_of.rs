//! `allOf` becomes one schema, so that examples can be held against it and Rust has one type for it.
//!
//! What is left of it is the one form by which OpenAPI 3.0 says something beside a reference: `allOf` with that reference
//! alone, beside annotations.

use serde_json::{Map, Value};

use super::{Notes, inside, schemas};
use crate::combine::Combiner;
use crate::document::Pointer;

/// How many merged schemas may be inside of each other; one that contains itself would have no end.
const MAX_INSIDE: usize = 6;

/// How many values the merged schemas in one component, body or answer may have together.
const MAX_VALUES: usize = 200_000;

/// How many values all merged schemas of a document may have together.
const MAX_ALL_VALUES: usize = 2_000_000;

/// Merges every `allOf` of the document.
pub(super) fn merge(document: &mut Value, notes: &mut Notes) {
    let whole = document.clone();
    let mut merger = Merger {
        combiner: Combiner::new(&whole),
        left: 0,
        notes,
    };
    let mut all = MAX_ALL_VALUES;
    schemas(document, &mut |schema, pointer, _| {
        // One that is without end costs the others nothing.
        let budget = MAX_VALUES.min(all);
        merger.left = budget;
        merger.combiner.renew();
        merger.schema(schema, pointer, 0);
        all -= budget - merger.left;
    });
}

struct Merger<'a> {
    combiner: Combiner<'a>,
    left: usize,
    notes: &'a mut Notes,
}

impl Merger<'_> {
    fn schema(&mut self, schema: &mut Value, pointer: &Pointer, merged: usize) {
        let Value::Object(declared) = schema else {
            return;
        };
        let mut merged = merged;
        if let Some(Value::Array(parts)) = declared.get("allOf")
            && !is_wrap(declared, parts)
        {
            merged += 1;
            let parts = parts.clone();
            self.one(declared, parts, pointer, merged);
        }
        inside(declared, pointer, &mut |below, pointer| {
            self.schema(below, pointer, merged);
        });
    }

    fn one(
        &mut self,
        declared: &mut Map<String, Value>,
        parts: Vec<Value>,
        pointer: &Pointer,
        merged: usize,
    ) {
        declared.remove("allOf");
        let mut own = declared.clone();
        let mut all = parts;
        let annotations: Map<String, Value> = own
            .iter()
            .filter(|(key, _)| ANNOTATIONS.contains(&key.as_str()))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        own.retain(|key, _| !ANNOTATIONS.contains(&key.as_str()));
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
        let (one, note) = if merged > MAX_INSIDE || self.left == 0 {
            let note = match self.left {
                0 => "There is more of `allOf` here than can be written out, so this is any JSON",
                _ => "`allOf` goes on without end, so this is any JSON from here on",
            };
            (Value::Object(Map::new()), Some(note))
        } else {
            let one = self.combiner.all_of(&all);
            let is_lost = one.as_object().is_some_and(Map::is_empty)
                && all
                    .iter()
                    .any(|part| part.as_object().is_some_and(|part| !part.is_empty()));
            let note = "The parts of `allOf` contradict each other or go on without end, so this is any JSON";
            (one, is_lost.then_some(note))
        };
        if let Some(note) = note {
            self.notes.at(pointer, note);
        }
        self.left = self.left.saturating_sub(values(&one));
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

/// Keywords that may stand beside a reference. OpenAPI 3.0 wants a `type` beside `nullable`.
const ANNOTATIONS: [&str; 9] = [
    "default",
    "deprecated",
    "description",
    "example",
    "externalDocs",
    "nullable",
    "readOnly",
    "title",
    "writeOnly",
];

/// Whether it is one reference with annotations and extensions beside it.
fn is_wrap(declared: &Map<String, Value>, parts: &[Value]) -> bool {
    let [part] = parts else { return false };
    let is_reference = part
        .as_object()
        .is_some_and(|part| part.contains_key("$ref"));
    is_reference
        && declared.keys().all(|key| {
            ["allOf", "type"].contains(&key.as_str())
                || key.starts_with("x-")
                || ANNOTATIONS.contains(&key.as_str())
        })
}

/// How many values a schema consists of.
fn values(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(values).sum(),
        Value::Object(map) => map.values().map(values).sum(),
        _ => 0,
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
