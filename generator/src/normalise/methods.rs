//! The methods of a path item in lower case, as OpenAPI has them: `GET` is `get`.
//!
//! A document in; out the same, with each operation under its method's own name. Whoever walks the document later finds
//! all of them. A method that is written twice is the business of [`document::strays`].

use std::collections::BTreeMap;

use serde_json::Value;

use crate::document::grammar::{self, Kind};
use crate::document::{self, Pointer, Reference};

/// Respells the methods of all path items, and the references that lead into them.
pub(super) fn respell(document: &mut Value) {
    let respelled: Vec<(String, String, &str)> = document::operations(document)
        .filter(|found| found.key != found.method)
        .map(|found| (found.path.to_string(), found.key.to_string(), found.method))
        .collect();
    let mut moved: BTreeMap<String, Pointer> = BTreeMap::new();
    for (path, key, method) in respelled {
        let item = document
            .get_mut("paths")
            .and_then(|paths| paths.get_mut(&path));
        if let Some(Value::Object(item)) = item
            && let Some(operation) = item.remove(&key)
        {
            item.insert(method.to_string(), operation);
            let place = Pointer::root().child("paths").child(&path);
            moved.insert(place.child(&key).to_string(), place.child(method));
        }
    }
    if !moved.is_empty() {
        lead(document, Kind::Root, &moved);
    }
}

/// Leads references to where their operations are now. Examples and extensions are data, whatever they look like.
fn lead(value: &mut Value, kind: Kind, moved: &BTreeMap<String, Pointer>) {
    match (value, kind) {
        (_, Kind::Data) => {}
        (Value::Object(map), _) => {
            let has_free_names = matches!(kind, Kind::Names(_) | Kind::NamesOrExtensions(_));
            if !has_free_names
                && let Some(Value::String(reference)) = map.get_mut("$ref")
                && let Some(new) = led(reference, moved)
            {
                *reference = new;
            }
            for (key, value) in map {
                lead(value, grammar::child(kind, key), moved);
            }
        }
        (Value::Array(items), _) => {
            for item in items {
                lead(item, grammar::item(kind), moved);
            }
        }
        _ => {}
    }
}

/// What a reference into a moved operation has to be.
fn led(reference: &str, moved: &BTreeMap<String, Pointer>) -> Option<String> {
    let pointer = Reference(reference).pointer()?;
    // An operation is three steps down: `/paths/~1chats/GET`.
    let end = pointer.match_indices('/').nth(3);
    let (operation, rest) = pointer.split_at(end.map_or(pointer.len(), |(end, _)| end));
    Some(format!("#{}{rest}", moved.get(operation)?))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::normalise::normalise;

    #[test]
    fn what_is_below_a_method_in_capitals_is_normalised() {
        let operation = json!({
            "parameters": [{ "in": "query", "name": "a", "schema": { "allOf": [], "type": "int" } }],
            "responses": { "200": { "content": { "application/json": { "schema": { "type": "Date" } } } } },
        });
        let schema = "#/paths/~1a/GET/responses/200/content/application~1json/schema";
        let written = |method: &str| {
            normalise(&json!({
                "openapi": "3.0.3",
                "paths": { "/a": { method: operation } },
                "components": { "schemas": { "Day": { "$ref": schema.replace("GET", method) } } },
            }))
        };
        assert_eq!(written("GET"), written("get"));
        assert_eq!(written("gEt"), written("get"));
    }

    #[test]
    fn a_reference_in_an_example_is_data_and_stays() {
        let example = json!({ "$ref": "#/paths/~1a/GET" });
        let normalised = normalise(&json!({
            "openapi": "3.0.3",
            "paths": { "/a": { "GET": { "responses": { "200": { "content": { "application/json": {
                "example": example,
                "schema": { "type": "object", "example": example },
            } } } } } } },
        }));
        let content = &normalised.document["paths"]["/a"]["get"]["responses"]["200"]["content"];
        let media_type = &content["application/json"];
        assert_eq!(media_type["example"], example);
        assert_eq!(media_type["schema"]["example"], example);
    }
}
