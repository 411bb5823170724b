//! Scopes: handles of the client that hold a path parameter, which so many operations have that nobody wants to repeat it.
//!
//! In: operations, some of whose path parameters a fixup (`x-scope`) has put into a scope. Out: each scope with its operations,
//! or an error that names what does not go together.

use super::given_methods::is_method;
use super::methods::RESERVED_METHODS;
use crate::api::{Operation, Parameter, Scope};
use crate::error::Error;
use crate::identifiers::{self, REEXPORTED_TYPES, RESERVED_TYPES, ROOT_TYPES};

/// The scopes of these operations, in the order of the first operation of each.
///
/// # Errors
///
/// A scope on a parameter that is not in the path, one whose name the client or another scope already uses, two parameters of
/// one operation in one scope, and a scope whose parameters are not of one type.
pub(super) fn find(operations: &[Operation]) -> Result<Vec<Scope>, Error> {
    let mut scopes: Vec<Scope> = Vec::new();
    for operation in operations {
        for parameter in &operation.parameters {
            let Some(method) = &parameter.scope else {
                continue;
            };
            let wrong = |(rule, cure): (String, &str)| {
                let place = format!("effective.yaml: {}/parameters", operation.pointer);
                Error::new(place, rule, cure)
            };
            check_name(method, parameter, operations).map_err(wrong)?;
            check_parameter(method, parameter, operation).map_err(wrong)?;
            let scope = Scope {
                method: method.clone(),
                type_name: type_name(method),
                parameter: parameter.clone(),
            };
            if is_another(&scope, &scopes).map_err(wrong)? {
                scopes.push(scope);
            }
        }
    }
    for scope in &mut scopes {
        let mut parameters = operations.iter().flat_map(|of| &of.parameters);
        let is_secret = parameters.any(|parameter| scope.holds(parameter) && parameter.is_secret);
        scope.parameter = Parameter {
            is_secret,
            ..usual(scope, operations).clone()
        };
    }
    Ok(scopes)
}

/// Checks that the client can have a method of this name; the error is a rule and its cure.
fn check_name(
    method: &str,
    parameter: &Parameter,
    operations: &[Operation],
) -> Result<(), (String, &'static str)> {
    let wire = &parameter.wire;
    if !is_method(method) || RESERVED_METHODS.contains(&method) {
        return Err((
            format!(
                "`{method}` (`x-scope` of `{wire}`) is not a name that a method of the client can have"
            ),
            "name the scope as Rust writes a method, such as `x-scope: account`",
        ));
    }
    if operations.iter().any(|other| other.name == *method) {
        return Err((
            format!("an operation has the method `{method}`, which `x-scope` of `{wire}` asks for"),
            "give the scope another name, or the operation by `x-method-name`",
        ));
    }
    Ok(())
}

/// Checks that a scope can hold this parameter of the operation, and no other of it; the error is a rule and its cure.
fn check_parameter(
    method: &str,
    parameter: &Parameter,
    operation: &Operation,
) -> Result<(), (String, &'static str)> {
    let wire = &parameter.wire;
    if !parameter.is_argument() {
        return Err((
            format!("`{wire}` has `x-scope: {method}`, but a call can do without it"),
            "put only required path parameters into a scope",
        ));
    }
    let mut others = operation.parameters.iter();
    let is_other = |other: &Parameter| other.field != parameter.field;
    match others.find(|other| other.scope == parameter.scope && is_other(other)) {
        None => Ok(()),
        Some(other) => Err((
            format!(
                "`{wire}` and `{}` of one operation are in the scope `{method}`, which holds one value",
                other.wire
            ),
            "put one of them into another scope, or into none",
        )),
    }
}

/// Whether a scope is none of those that are known, and can be beside them; the error is a rule and its cure.
fn is_another(scope: &Scope, known: &[Scope]) -> Result<bool, (String, &'static str)> {
    let Scope {
        method, type_name, ..
    } = scope;
    if let Some(same) = known.iter().find(|other| other.method == *method) {
        if same.parameter.ty == scope.parameter.ty {
            return Ok(false);
        }
        return Err((
            format!(
                "`{}` is of another type than the other parameters of the scope `{method}`",
                scope.parameter.wire
            ),
            "give both one type, such as by `x-schema-name`, or take one out of the scope",
        ));
    }
    match known.iter().find(|other| other.type_name == *type_name) {
        None => Ok(true),
        Some(other) => Err((
            format!(
                "the scopes `{method}` and `{}` both make the type `{type_name}`",
                other.method
            ),
            "give one of them another name, or both the same one",
        )),
    }
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
    let mut taken = RESERVED_TYPES
        .iter()
        .chain(&REEXPORTED_TYPES)
        .chain(&ROOT_TYPES);
    match taken.any(|taken| *taken == name) {
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
            is_secret: false,
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
        let mut secret = path("drop");
        secret.parameters[0].is_secret = true;
        let scopes = find(&[path("list"), secret, path("show")]).unwrap();
        assert!(scopes[0].parameter.is_secret);
        for (method, name) in [
            ("account", "Account"),
            ("client", "ClientScope"),
            ("client_builder", "ClientBuilderScope"),
            ("api_key", "ApiKeyScope"),
            ("header_map", "HeaderMapScope"),
            ("status_code", "StatusCodeScope"),
            ("json_text_error", "JsonTextErrorScope"),
        ] {
            assert_eq!(type_name(method), name);
        }
    }

    #[test]
    fn what_does_not_go_together_is_an_error() {
        let path = |name| operation(name, Location::Path, Type::String);
        let mut odd = path("list");
        odd.parameters[0].scope = Some("from_env".to_string());
        let mut twice = path("list");
        let mut second = twice.parameters[0].clone();
        second.wire = "chatId".to_string();
        second.field = "chat_id".to_string();
        twice.parameters.push(second);
        let mut alike = path("drop");
        alike.parameters[0].scope = Some("user2".to_string());
        let mut user = path("list");
        user.parameters[0].scope = Some("user_2".to_string());
        for (operations, rule) in [
            (vec![odd], "is not a name"),
            (vec![twice], "of one operation are in the scope `account`"),
            (
                vec![user, alike],
                "the scopes `user2` and `user_2` both make the type `User2`",
            ),
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
