//! What nobody should print: what the document (`format: password`) or a fixup (`x-secret: true`) calls secret.
//!
//! A document and its types in; fields with the mark out, or an error where the mark is no boolean. Names, which tell of
//! secrets as well, are left to who writes `Debug`.

use std::collections::BTreeSet;

use serde_json::Value;

use super::components::Components;
use crate::api::Types;
use crate::document::{self, LIST_OF_SCHEMAS, Pointer, Reference, component, inside};
use crate::error::Error;
use crate::union::{SECRET, is_marked};

/// Keywords whose value is one schema, all of whose values are secret where some are.
const ONE: [&str; 4] = [
    "additionalProperties",
    "contentSchema",
    "items",
    "x-contentSchema",
];

/// Checks that all marks are booleans: no other would hide anything.
///
/// # Errors
///
/// A mark that is none, such as `x-secret: "yes"`.
pub(super) fn check(document: &Value) -> Result<(), Error> {
    let mut wrong = None;
    let mut of = |list: Option<&Value>, pointer: &Pointer| {
        for (index, parameter) in list
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .enumerate()
        {
            wrong = wrong
                .take()
                .or_else(|| unless_boolean(parameter, &pointer.child(&index.to_string())));
        }
    };
    for found in document::operations(document) {
        of(
            found.item.get("parameters"),
            &found.pointer.parent().child("parameters"),
        );
        of(
            found.operation.get("parameters"),
            &found.pointer.child("parameters"),
        );
    }
    let shared = document
        .pointer("/components/parameters")
        .and_then(Value::as_object);
    for (name, parameter) in shared.into_iter().flatten() {
        let pointer = Pointer::root()
            .child("components")
            .child("parameters")
            .child(name);
        wrong = wrong.take().or_else(|| unless_boolean(parameter, &pointer));
    }
    document::schemas(document, &mut |schema, pointer, _| {
        check_below(schema, pointer, &mut wrong);
    });
    wrong.map_or(Ok(()), Err)
}

fn check_below(schema: &Value, pointer: &Pointer, wrong: &mut Option<Error>) {
    let Value::Object(declared) = schema else {
        return;
    };
    *wrong = wrong.take().or_else(|| unless_boolean(schema, pointer));
    inside(declared, pointer, &mut |schema, pointer| {
        check_below(schema, pointer, wrong);
    });
}

/// The error of a schema or parameter whose mark is no boolean.
fn unless_boolean(marked: &Value, pointer: &Pointer) -> Option<Error> {
    let mark = marked.get(SECRET).filter(|mark| !mark.is_boolean())?;
    Some(Error::new(
        format!("effective.yaml: {}", pointer.child(SECRET)),
        format!("{mark} is no boolean, and would hide nothing"),
        "write `x-secret: true` on what nobody should print",
    ))
}

/// Marks the fields of what is secret.
pub(super) fn mark(document: &Value, components: &Components, types: &mut Types) {
    for (name, schema) in component::all(document) {
        let properties = schema.get("properties").and_then(Value::as_object);
        let owner = components
            .type_name(name)
            .and_then(|owner| types.get_mut(owner));
        let (Some(owner), Some(properties)) = (owner, properties) else {
            continue;
        };
        for (property, schema) in properties {
            if is_secret(document, schema)
                && let Some(field) = owner.property_mut(property)
            {
                field.is_secret = true;
            }
        }
    }
}

/// Whether a schema holds what is secret: itself, as a component, or by its items or alternatives. An object that is not
/// secret itself hides its own fields.
pub(super) fn is_secret(document: &Value, schema: &Value) -> bool {
    let mut known = BTreeSet::new();
    let mut next = vec![schema];
    while let Some(schema) = next.pop() {
        let Value::Object(declared) = schema else {
            continue;
        };
        if is_marked(declared) {
            return true;
        }
        if let Some(name) = Reference::component_of(schema) {
            if let Some((name, component)) = component::all(document).get_key_value(&name)
                && known.insert(name)
            {
                next.push(component);
            }
            continue;
        }
        next.extend(ONE.iter().filter_map(|key| declared.get(*key)));
        let lists = LIST_OF_SCHEMAS
            .iter()
            .filter_map(|key| declared.get(*key)?.as_array());
        next.extend(lists.flatten());
    }
    false
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_secret_is_found_wherever_it_is_said() {
        let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
        let document = json!({ "components": { "schemas": {
            "Code": { "type": "string", "x-secret": true },
            "Word": { "type": "string", "format": "password" },
            "Alias": reference("Code"),
            "Node": { "type": "array", "items": reference("Node") },
            "Open": { "type": "object", "properties": { "code": reference("Code") } },
        } } });
        for secret in [
            reference("Code"),
            reference("Alias"),
            json!({ "allOf": [reference("Word")], "nullable": true }),
            json!({ "type": "array", "items": { "type": "string", "x-secret": true } }),
            json!({ "type": "array", "items": reference("Code") }),
            json!({ "additionalProperties": { "format": "password" } }),
            json!({ "oneOf": [{ "type": "integer" }, reference("Code")] }),
        ] {
            assert!(is_secret(&document, &secret), "{secret}");
        }
        for open in [
            reference("Node"),
            reference("Open"),
            reference("Missing"),
            json!({ "type": "string", "x-secret": false }),
        ] {
            assert!(!is_secret(&document, &open), "{open}");
        }
    }

    #[test]
    fn a_mark_that_is_no_boolean_is_an_error_with_its_place() {
        let of = |mark: Value| {
            json!({ "components": { "schemas": { "A": { "properties": {
                "codes": { "type": "array", "items": { "x-secret": mark } },
            } } } } })
        };
        for mark in [json!(true), json!(false)] {
            assert!(check(&of(mark)).is_ok());
        }
        let parameter = json!({ "name": "token", "in": "path", "x-secret": 1 });
        for (document, place) in [
            (
                json!({ "paths": { "/a": { "get": { "parameters": [parameter] } } } }),
                "/paths/~1a/get/parameters/0/x-secret",
            ),
            (
                json!({ "paths": { "/a": { "get": {}, "parameters": [parameter] } } }),
                "/paths/~1a/parameters/0/x-secret",
            ),
            (
                json!({ "components": { "parameters": { "A": parameter } } }),
                "/components/parameters/A/x-secret",
            ),
        ] {
            let error = check(&document).unwrap_err();
            assert_eq!(error.place(), format!("effective.yaml: {place}"));
        }
        let error = check(&of(json!("yes"))).unwrap_err();
        assert_eq!(
            error.place(),
            "effective.yaml: /components/schemas/A/properties/codes/items/x-secret"
        );
        assert_eq!(
            error.rule(),
            "\"yes\" is no boolean, and would hide nothing"
        );
    }
}
