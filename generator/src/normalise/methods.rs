//! The methods of a path item in lower case, as OpenAPI has them: `GET` is `get`.
//!
//! A document in; out the same, with each operation under its method's own name. Whoever walks the document later finds
//! all of them. A method that is written twice is the business of [`document::strays`].

use serde_json::Value;

use crate::document::{self, Pointer, decoded};

/// Respells the methods of all path items, and the references that lead into them.
pub(super) fn respell(document: &mut Value) {
    let respelled: Vec<(String, String, &str)> = document::operations(document)
        .filter(|found| found.key != found.method)
        .map(|found| (found.path.to_string(), found.key.to_string(), found.method))
        .collect();
    let mut moved: Vec<(Pointer, Pointer)> = Vec::new();
    for (path, key, method) in respelled {
        let item = document
            .get_mut("paths")
            .and_then(|paths| paths.get_mut(&path));
        if let Some(Value::Object(item)) = item
            && let Some(operation) = item.remove(&key)
        {
            item.insert(method.to_string(), operation);
            let place = Pointer::root().child("paths").child(&path);
            moved.push((place.child(&key), place.child(method)));
        }
    }
    if !moved.is_empty() {
        lead(document, &moved);
    }
}

/// Leads references to where their operations are now.
fn lead(value: &mut Value, moved: &[(Pointer, Pointer)]) {
    match value {
        Value::Object(map) => {
            if let Some(Value::String(reference)) = map.get_mut("$ref")
                && let Some(pointer) = reference.strip_prefix('#').map(decoded)
            {
                let new = moved.iter().find_map(|(from, to)| {
                    let rest = pointer.strip_prefix(from.as_str())?;
                    (rest.is_empty() || rest.starts_with('/')).then(|| format!("#{to}{rest}"))
                });
                if let Some(new) = new {
                    *reference = new;
                }
            }
            map.values_mut().for_each(|value| lead(value, moved));
        }
        Value::Array(items) => items.iter_mut().for_each(|value| lead(value, moved)),
        _ => {}
    }
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
}
