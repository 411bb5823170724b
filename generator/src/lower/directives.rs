//! What fixups say of how an operation is called: the name of its method, parameters of which exactly one is set, and what is
//! not to be printed.
//!
//! A document in; names, rules and marks out, or an error that names the extension. No document has a word for them.

use std::collections::BTreeMap;

use serde_json::Value;

use super::components::Components;
use super::methods::RESERVED_METHODS;
use crate::api::{NamedType, Operation, Types};
use crate::document::{self, OperationEntry, component};
use crate::error::Error;
use crate::identifiers;

/// The methods that fixups name (`x-method-name`), by the pointer of their operation.
///
/// # Errors
///
/// A name that is no method's, that the client already has, or that two operations are given.
pub(super) fn method_names(document: &Value) -> Result<BTreeMap<String, String>, Error> {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for found in document::operations(document) {
        let Some(given) = found.operation.get("x-method-name") else {
            continue;
        };
        let wrong = |rule: String| {
            Error::new(
                format!("effective.yaml: {}", found.pointer.child("x-method-name")),
                rule,
                "name a method as Rust writes it, such as `submit_code`, once and not like another method of the client",
            )
        };
        let name = given.as_str().unwrap_or_default();
        if !is_function(name) {
            return Err(wrong(format!("{given} is not the name of a method")));
        }
        if RESERVED_METHODS.contains(&name) {
            return Err(wrong(format!("the client itself has a method `{name}`")));
        }
        if names.values().any(|other| other == name) {
            return Err(wrong(format!(
                "another operation is given the name `{name}`"
            )));
        }
        names.insert(found.pointer.to_string(), name.to_string());
    }
    Ok(names)
}

/// Whether a name is that of a function as Rust writes it.
pub(super) fn is_function(name: &str) -> bool {
    !name.is_empty() && name.is_ascii() && identifiers::field_name(name) == name
}

/// The parameters of which exactly one is set (`x-one-of`), as lists of names on the wire.
///
/// # Errors
///
/// Anything but lists of two or more names.
pub(super) fn exactly_one_of(found: &OperationEntry<'_>) -> Result<Vec<Vec<String>>, Error> {
    let Some(rules) = found.operation.get("x-one-of") else {
        return Ok(Vec::new());
    };
    let names = |rule: &Value| -> Option<Vec<String>> {
        let names = rule.as_array()?.iter();
        let names: Vec<String> = names
            .map(|name| name.as_str().map(str::to_string))
            .collect::<Option<_>>()?;
        (names.len() > 1).then_some(names)
    };
    let rules = rules
        .as_array()
        .and_then(|rules| rules.iter().map(names).collect());
    rules.ok_or_else(|| {
        wrong_rule(
            &found.pointer.to_string(),
            "it is not a list of lists of two or more names".to_string(),
        )
    })
}

/// Checks that the operation has what its rules name: parameters, parts, or properties of its body.
///
/// # Errors
///
/// A name that the operation does not have.
pub(super) fn check(operation: &Operation, types: &Types) -> Result<(), Error> {
    let body = operation.body.as_ref().and_then(|body| body.ty.as_ref());
    let body = body.and_then(|ty| types.get(ty.named()?));
    let has = |name: &str| {
        let is_parameter = operation.setters().any(|parameter| parameter.wire == name);
        is_parameter || body.and_then(|of| NamedType::property(of, name)).is_some()
    };
    match operation
        .exactly_one_of
        .iter()
        .flatten()
        .find(|name| !has(name))
    {
        None => Ok(()),
        Some(name) => Err(wrong_rule(
            &operation.pointer,
            format!("the operation has no parameter and no property `{name}`"),
        )),
    }
}

/// Marks the fields that the document (`format: password`) or a fixup (`x-secret: true`) calls secret.
pub(super) fn mark_secrets(document: &Value, components: &Components, types: &mut Types) {
    for (name, schema) in component::all(document) {
        let properties = schema.get("properties").and_then(Value::as_object);
        let owner = components
            .type_name(name)
            .and_then(|owner| types.get_mut(owner));
        let (Some(owner), Some(properties)) = (owner, properties) else {
            continue;
        };
        for (property, schema) in properties {
            let is_secret = schema.get("x-secret") == Some(&Value::Bool(true))
                || schema.get("format").and_then(Value::as_str) == Some("password");
            if is_secret && let Some(field) = owner.property_mut(property) {
                field.is_secret = true;
            }
        }
    }
}

fn wrong_rule(pointer: &str, rule: String) -> Error {
    Error::new(
        format!("effective.yaml: {pointer}/x-one-of"),
        rule,
        "write names as they are on the wire, such as `x-one-of: [[file, file_url]]`",
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document(operations: [Value; 2]) -> Value {
        let [get, post] = operations;
        json!({ "paths": { "/a": { "get": get, "post": post } } })
    }

    #[test]
    fn a_method_has_the_name_that_a_fixup_gives() {
        let given = document([json!({ "x-method-name": "look_up" }), json!({})]);
        let names = method_names(&given).unwrap();
        assert_eq!(names.into_values().collect::<Vec<_>>(), ["look_up"]);
    }

    #[test]
    fn a_name_that_is_none_is_an_error_with_its_place() {
        for (name, rule) in [
            (json!("lookUp"), "\"lookUp\" is not the name of a method"),
            (json!("fn"), "\"fn\" is not the name of a method"),
            (json!(["a"]), "[\"a\"] is not the name of a method"),
            (
                json!("from_env"),
                "the client itself has a method `from_env`",
            ),
        ] {
            let error = method_names(&document([json!({ "x-method-name": name }), json!({})]));
            let error = error.unwrap_err();
            assert_eq!(
                error.place(),
                "effective.yaml: /paths/~1a/get/x-method-name"
            );
            assert_eq!(error.rule(), rule);
        }
        let twice = json!({ "x-method-name": "look_up" });
        let error = method_names(&document([twice.clone(), twice])).unwrap_err();
        assert_eq!(
            error.rule(),
            "another operation is given the name `look_up`"
        );
    }

    #[test]
    fn one_of_is_a_list_of_lists() {
        for rules in [
            json!("file"),
            json!(["file"]),
            json!([["file"]]),
            json!([[1, 2]]),
        ] {
            let document = document([json!({ "x-one-of": rules }), json!({})]);
            let found = document::operations(&document).next().unwrap();
            let error = exactly_one_of(&found).unwrap_err();
            assert_eq!(error.place(), "effective.yaml: /paths/~1a/get/x-one-of");
        }
        let given = document([json!({ "x-one-of": [["file", "file_url"]] }), json!({})]);
        let found = document::operations(&given).next().unwrap();
        assert_eq!(exactly_one_of(&found).unwrap(), [["file", "file_url"]]);
        let operation = Operation {
            exactly_one_of: vec![vec!["file".to_string(), "url".to_string()]],
            pointer: "/paths/~1a/get".to_string(),
            ..Operation::default()
        };
        let error = check(&operation, &Types::new()).unwrap_err();
        assert_eq!(
            error.rule(),
            "the operation has no parameter and no property `file`"
        );
    }
}
