//! Whether null fits is said by each place, and by no component: `Option<Chat>` where it fits, and one type `Chat`.
//!
//! A document in; out the same without `nullable` on its components and with it on every reference to one that had it. A
//! request body stays what it is: null would be no body.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::document::{self, Pointer, Reference, component, inside_mut, schemas_mut};

/// Moves `nullable` from components to the places that refer to them.
pub(super) fn move_to_places(document: &Value) -> Value {
    let mut moved = document.clone();
    let nullable = take(&mut moved);
    if nullable.is_empty() {
        return moved;
    }
    let bodies: BTreeSet<String> = bodies(document);
    schemas_mut(&mut moved, &mut |schema, pointer, _| {
        let is_component = pointer.as_str().starts_with("/components/schemas/");
        if !is_component && !bodies.contains(pointer.as_str()) {
            place(schema, &nullable);
        }
        below(schema, pointer, &nullable);
    });
    moved
}

/// Takes `nullable` off the components, and says which had it: themselves, or as another name of one that had it.
fn take(document: &mut Value) -> BTreeSet<String> {
    let mut nullable = BTreeSet::new();
    let Some(components) = component::all_mut(document) else {
        return nullable;
    };
    for (name, schema) in components.iter_mut() {
        if let Value::Object(declared) = schema
            && declared.remove("nullable") == Some(Value::Bool(true))
        {
            nullable.insert(name.clone());
        }
    }
    // Each round finds the names of what the round before has found; mostly there is none.
    loop {
        let before = nullable.len();
        for (name, schema) in components.iter() {
            if referred(schema).is_some_and(|of| nullable.contains(&of)) {
                nullable.insert(name.clone());
            }
        }
        if nullable.len() == before {
            return nullable;
        }
    }
}

/// The component that a schema is, by `$ref` or by `allOf` with nothing else in it.
fn referred(schema: &Value) -> Option<String> {
    match schema.get("allOf").and_then(Value::as_array) {
        Some(parts) if parts.len() == 1 => Reference::component_of(&parts[0]),
        _ => Reference::component_of(schema),
    }
}

/// The places of the schemas of request bodies.
fn bodies(document: &Value) -> BTreeSet<String> {
    document::operations(document)
        .flat_map(|found| found.request_bodies())
        .map(|body| body.pointer.child("schema").to_string())
        .collect()
}

fn place(schema: &mut Value, nullable: &BTreeSet<String>) {
    if !referred(schema).is_some_and(|name| nullable.contains(&name)) {
        return;
    }
    match schema {
        Value::Object(declared) if declared.contains_key("allOf") => {
            declared.insert("nullable".to_string(), Value::Bool(true));
        }
        _ => *schema = json!({ "allOf": [schema.take()], "nullable": true }),
    }
}

fn below(schema: &mut Value, pointer: &Pointer, nullable: &BTreeSet<String>) {
    let Value::Object(declared) = schema else {
        return;
    };
    // The one part of a place that is a component already belongs to that place.
    let is_wrap = declared.contains_key("allOf");
    inside_mut(declared, pointer, &mut |schema, pointer| {
        if !(is_wrap && schema.get("$ref").is_some()) {
            place(schema, nullable);
        }
        below(schema, pointer, nullable);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_component_is_one_type_and_its_places_may_be_null() {
        let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
        let or_null = |name: &str| json!({ "allOf": [reference(name)], "nullable": true });
        let body = json!({ "content": { "application/json": { "schema": reference("Chat") } } });
        let moved = move_to_places(&json!({
            "paths": { "/a": { "post": { "requestBody": body } } },
            "components": { "schemas": {
                "Chat": { "type": "object", "nullable": true, "properties": { "next": reference("Alias") } },
                "Alias": reference("Chat"),
                "List": { "type": "array", "items": reference("Chat") },
                "Other": { "properties": { "list": reference("List") } },
            } },
        }));
        assert_eq!(
            moved,
            json!({
                "paths": { "/a": { "post": { "requestBody": body } } },
                "components": { "schemas": {
                    "Chat": { "type": "object", "properties": { "next": or_null("Alias") } },
                    "Alias": reference("Chat"),
                    "List": { "type": "array", "items": or_null("Chat") },
                    "Other": { "properties": { "list": reference("List") } },
                } },
            })
        );
    }
}
