//! Parameters, parts or properties of a body of which exactly one is set (`x-one-of`).
//!
//! An operation in, its rules out, or an error where they cannot be kept. A fixup says them: no document has a word for it.

use serde_json::Value;

use crate::api::{NamedType, Operation, Types};
use crate::document::Found;
use crate::error::Error;

/// The parameters of which exactly one is set (`x-one-of`), as lists of names on the wire.
///
/// # Errors
///
/// Anything but lists of two or more names.
pub(super) fn find(found: &Found<'_>) -> Result<Vec<Vec<String>>, Error> {
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
    use crate::document;

    fn document(operations: [Value; 2]) -> Value {
        let [get, post] = operations;
        json!({ "paths": { "/a": { "get": get, "post": post } } })
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
            let error = find(&found).unwrap_err();
            assert_eq!(error.place(), "effective.yaml: /paths/~1a/get/x-one-of");
        }
        let given = document([json!({ "x-one-of": [["file", "file_url"]] }), json!({})]);
        let found = document::operations(&given).next().unwrap();
        assert_eq!(find(&found).unwrap(), [["file", "file_url"]]);
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
