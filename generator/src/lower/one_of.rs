//! Parameters, parts or properties of a body of which exactly one is set (`x-one-of`).
//!
//! An operation in, its rules out, or an error where they cannot be kept. A fixup says them: no document has a word for it.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::api::{Operation, Types};
use crate::document::OperationEntry;
use crate::error::Error;

/// The parameters of which exactly one is set (`x-one-of`), as lists of names on the wire.
///
/// # Errors
///
/// Anything but a list of lists of two or more names, all different.
pub(super) fn find(found: &OperationEntry<'_>) -> Result<Vec<Vec<String>>, Error> {
    let Some(rules) = found.operation.get("x-one-of") else {
        return Ok(Vec::new());
    };
    let names = |rule: &Value| -> Option<Vec<String>> {
        let names = rule.as_array()?.iter();
        let names: Vec<String> = names
            .map(|name| name.as_str().map(str::to_string))
            .collect::<Option<_>>()?;
        let different: BTreeSet<&String> = names.iter().collect();
        (names.len() > 1 && different.len() == names.len()).then_some(names)
    };
    let rules = rules.as_array().filter(|rules| !rules.is_empty());
    let rules = rules.and_then(|rules| rules.iter().map(names).collect());
    rules.ok_or_else(|| {
        wrong_rule(
            &found.pointer.to_string(),
            "it is not a list of lists of two or more names, all different".to_string(),
        )
    })
}

/// Checks that each name of the rules is a parameter, a part or a property of the body, and that a call can do without it.
///
/// # Errors
///
/// A name that the operation does not have, and one that has to be set anyway: none of the others could ever be.
pub(super) fn check(operation: &Operation, types: &Types) -> Result<(), Error> {
    let body = operation.body.as_ref();
    let named = body.and_then(|body| types.get(body.ty.as_ref()?.named()?));
    // Whether what is called so has to be set; nothing where nothing is.
    let is_required = |name: &str| -> Option<bool> {
        let mut parameters = operation.parameters.iter();
        if let Some(parameter) = parameters.find(|parameter| parameter.wire == name) {
            return Some(parameter.required);
        }
        let field = named.and_then(|of| of.property(name))?;
        // Without a body its required properties are not set either.
        Some(field.is_required && body.is_some_and(|body| body.is_required))
    };
    for name in operation.exactly_one_of.iter().flatten() {
        let rule = match is_required(name) {
            Some(false) => continue,
            Some(true) => format!(
                "the operation requires `{name}`, so that none of the others could ever be set"
            ),
            None => format!("the operation has no parameter and no property `{name}`"),
        };
        return Err(wrong_rule(&operation.pointer, rule));
    }
    Ok(())
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
    use crate::api::{
        Body, BodyKind, Field, Location, NamedType, Parameter, Shape, Struct, Style, Type,
    };
    use crate::document;

    fn document(operations: [Value; 2]) -> Value {
        let [get, post] = operations;
        json!({ "paths": { "/a": { "get": get, "post": post } } })
    }

    #[test]
    fn one_of_is_a_list_of_lists() {
        for rules in [
            json!("file"),
            json!([]),
            json!([["file", "file"]]),
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
    }

    /// An operation of which exactly one of `file` and `url` is set.
    fn operation(parameters: Vec<Parameter>, body: Option<Body>) -> Operation {
        Operation {
            exactly_one_of: vec![vec!["file".to_string(), "url".to_string()]],
            pointer: "/paths/~1a/get".to_string(),
            parameters,
            body,
            ..Operation::default()
        }
    }

    fn parameter(wire: &str, required: bool) -> Parameter {
        Parameter {
            wire: wire.to_string(),
            field: wire.to_string(),
            location: Location::Query,
            style: Style::Repeat,
            required,
            description: String::new(),
            example: None,
            range: (None, None),
            scope: None,
            is_secret: false,
            ty: Type::String,
        }
    }

    #[test]
    fn a_call_can_do_without_each_of_the_names() {
        let parameters = |required| vec![parameter("file", required), parameter("url", false)];
        let refused = |operation: &Operation| {
            let error = check(operation, &Types::new()).unwrap_err();
            error.rule().to_string()
        };
        assert!(check(&operation(parameters(false), None), &Types::new()).is_ok());
        assert_eq!(
            refused(&operation(parameters(true), None)),
            "the operation requires `file`, so that none of the others could ever be set"
        );
        assert_eq!(
            refused(&operation(Vec::new(), None)),
            "the operation has no parameter and no property `file`"
        );
    }

    #[test]
    fn a_required_property_is_set_by_every_body() {
        let field = |wire: &str| Field {
            wire: wire.to_string(),
            is_required: wire == "url",
            ..Field::default()
        };
        let upload = NamedType::new(Shape::Struct(Struct {
            fields: vec![field("file"), field("url")],
            ..Struct::default()
        }));
        let types = Types::from([("Upload".to_string(), upload)]);
        let body = |is_required| Body {
            kind: BodyKind::Json,
            media_type: None,
            is_required,
            ty: Some(Type::Named("Upload".to_string())),
        };
        let parameters = || vec![parameter("file", false)];
        assert!(check(&operation(parameters(), Some(body(false))), &types).is_ok());
        let error = check(&operation(parameters(), Some(body(true))), &types).unwrap_err();
        assert!(
            error.rule().starts_with("the operation requires `url`"),
            "{error}"
        );
    }
}
