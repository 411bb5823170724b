//! Scopes: handles of the client that hold a path parameter, which so many operations have that nobody wants to repeat it.
//!
//! In: operations, some of whose path parameters a fixup (`x-scope`) has put into a scope. Out: each scope with its operations,
//! or an error that names what does not go together.

use super::given_methods::is_method;
use super::methods::RESERVED_METHODS;
use crate::api::{Operation, Parameter, Scope};
use crate::error::Error;
use crate::identifiers::{self, RESERVED_TYPES};

/// The scopes of these operations, in the order of the first operation of each.
///
/// # Errors
///
/// A scope on a parameter that is not in the path, one whose name the client already uses, and one whose parameters are not of
/// one type.
pub(super) fn find(operations: &[Operation]) -> Result<Vec<Scope>, Error> {
    let mut scopes: Vec<Scope> = Vec::new();
    for operation in operations {
        for parameter in &operation.parameters {
            let Some(method) = &parameter.scope else {
                continue;
            };
            let wrong = |rule: String, cure: &str| {
                Error::new(
                    format!("effective.yaml: {}/parameters", operation.pointer),
                    rule,
                    cure,
                )
            };
            if !is_method(method) || RESERVED_METHODS.contains(&method.as_str()) {
                return Err(wrong(
                    format!(
                        "`{method}` (`x-scope` of `{}`) is not a name that a method of the client can have",
                        parameter.wire
                    ),
                    "name the scope as Rust writes a method, such as `x-scope: account`",
                ));
            }
            if operations.iter().any(|other| other.name == *method) {
                return Err(wrong(
                    format!(
                        "an operation has the method `{method}`, which `x-scope` of `{}` asks for",
                        parameter.wire
                    ),
                    "give the scope another name, or the operation by `x-method-name`",
                ));
            }
            if !parameter.is_argument() {
                return Err(wrong(
                    format!(
                        "`{}` has `x-scope: {method}`, but a call can do without it",
                        parameter.wire
                    ),
                    "put only required path parameters into a scope",
                ));
            }
            match scopes.iter().find(|scope| scope.method == *method) {
                Some(scope) if scope.parameter.ty != parameter.ty => {
                    return Err(wrong(
                        format!(
                            "`{}` is of another type than the other parameters of the scope `{method}`",
                            parameter.wire
                        ),
                        "give both one type, such as by `x-schema-name`, or take one out of the scope",
                    ));
                }
                Some(_) => {}
                None => scopes.push(Scope {
                    method: method.clone(),
                    type_name: type_name(method),
                    parameter: parameter.clone(),
                }),
            }
        }
    }
    for scope in &mut scopes {
        scope.parameter = usual(scope, operations).clone();
    }
    Ok(scopes)
}

/// The parameter as most operations describe it; of two that are equally common, the first.
fn usual<'a>(scope: &'a Scope, operations: &'a [Operation]) -> &'a Parameter {
    let parameters = || {
        let all = operations
            .iter()
            .flat_map(|operation| &operation.parameters);
        all.filter(|parameter| scope.holds(parameter))
    };
    let words = |parameter: &'a Parameter| (&parameter.description, &parameter.example);
    let count = |parameter: &'a Parameter| {
        let alike = parameters().filter(|other| words(other) == words(parameter));
        alike.count()
    };
    // Of several greatest ones `max_by_key` gives the last.
    let last_first = parameters().collect::<Vec<_>>().into_iter().rev();
    last_first
        .max_by_key(|parameter| count(parameter))
        .unwrap_or(&scope.parameter)
}

/// The name of the handle's type, which stands at the root of the crate.
fn type_name(method: &str) -> String {
    let name = identifiers::pascal(method);
    match RESERVED_TYPES.contains(&name.as_str()) {
        true => format!("{name}Scope"),
        false => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{Location, Style, Type};

    fn operation(name: &str, location: Location, ty: Type) -> Operation {
        let parameter = Parameter {
            wire: "accountId".to_string(),
            field: "account_id".to_string(),
            location,
            style: Style::Repeat,
            required: true,
            description: String::new(),
            example: None,
            range: (None, None),
            scope: Some("account".to_string()),
            ty,
        };
        Operation {
            name: name.to_string(),
            pointer: "/paths/~1a/get".to_string(),
            parameters: vec![parameter],
            ..Operation::default()
        }
    }

    #[test]
    fn operations_of_one_parameter_share_a_scope() {
        let path = |name| operation(name, Location::Path, Type::String);
        let scopes = find(&[path("list"), path("show")]).unwrap();
        assert_eq!(scopes.len(), 1);
        assert_eq!(scopes[0].type_name, "Account");
        let mut odd = path("drop");
        odd.parameters[0].example = Some("odd".to_string());
        let scopes = find(&[odd, path("list"), path("show")]).unwrap();
        assert_eq!(scopes[0].parameter.example, None);
        assert_eq!(type_name("client"), "ClientScope");
    }

    #[test]
    fn what_does_not_go_together_is_an_error() {
        let path = |name| operation(name, Location::Path, Type::String);
        let mut odd = path("list");
        odd.parameters[0].scope = Some("from_env".to_string());
        for (operations, rule) in [
            (vec![odd], "is not a name"),
            (
                vec![path("account")],
                "an operation has the method `account`",
            ),
            (
                vec![operation("list", Location::Query, Type::String)],
                "a call can do without it",
            ),
            (
                vec![path("list"), operation("show", Location::Path, Type::Bool)],
                "is of another type",
            ),
        ] {
            let error = find(&operations).unwrap_err();
            assert_eq!(error.place(), "effective.yaml: /paths/~1a/get/parameters");
            assert!(error.rule().contains(rule), "{error}");
        }
    }
}
