//! The first call that README and crate documentation show.
//!
//! In: the API and `api.toml`. Out: lines of Rust that compile, since the README is read as code by people and the crate's
//! documentation by rustdoc. Examples of the document become literals of the parameter's type or are left out; none is ever
//! written as it came.

use std::collections::BTreeMap;
use std::str::FromStr;

use proc_macro2::Literal;

use super::body::BodySetters;
use super::constructors::Constructors;
use crate::api::{Api, Float, Integer, Operation, Parameter, Response, Shape, Type, Types};
use crate::error::Error;
use crate::settings::Settings;

/// Whether the operation that `api.toml` names can be shown.
///
/// # Errors
///
/// When it cannot.
pub(crate) fn check(settings: &Settings, api: &Api) -> Result<(), Error> {
    match &settings.package.example_operation {
        Some(wanted) if !shown(api).any(|(operation, _)| operation.id == *wanted) => {
            Err(Error::new(
                "api.toml: crate.example-operation",
                format!(
                    "no operation `{wanted}` without a request body, and with parameters that an example can show, is generated"
                ),
                "name the operationId of another one, or delete the line",
            ))
        }
        _ => Ok(()),
    }
}

/// The call of each operation that can be shown, by its id: lines after `let response = client`.
pub(super) fn calls(api: &Api) -> BTreeMap<&str, Vec<String>> {
    let calls = api.operations.iter().filter_map(|operation| {
        let mut call = start(operation, &api.types)?;
        let body = BodySetters::new(operation, &api.types);
        if body.as_ref().is_some_and(|body| !body.is_drafted()) {
            return None;
        }
        for setter in body.iter().flat_map(BodySetters::fields) {
            if setter.is_required {
                let is_text = setter.ty == Type::String
                    || matches!(&setter.ty, Type::Named(name)
                        if api.types.get(name).is_some_and(|named| named.shape == Shape::Id));
                let value = match is_text {
                    true => "\"…\"".to_string(),
                    false => literal(&setter.ty, None)?,
                };
                call.push(format!("    .{}({value})", setter.ident));
            }
        }
        call.push("    .send()".to_string());
        call.push("    .await?;".to_string());
        Some((operation.id.as_str(), call))
    });
    calls.collect()
}

/// The lines of the call, in a function that returns a `Result`: of the operation that `api.toml` names, else of one whose
/// parameters can be shown. People paste a first call, so rather one that changes nothing, and one that deletes only where
/// there is no other.
pub(super) fn lines(settings: &Settings, api: &Api) -> Vec<String> {
    let mut shown = shown(api);
    let chosen = match &settings.package.example_operation {
        Some(wanted) => shown.find(|(operation, _)| operation.id == *wanted),
        None => shown.min_by_key(|(operation, _)| match operation.method.as_str() {
            "GET" | "HEAD" => 0,
            "DELETE" => 2,
            _ => 1,
        }),
    };
    let client = Constructors::new(settings, api).example();
    let mut lines = vec![format!("let client = {client}?;")];
    match chosen {
        Some((_, call)) => lines.extend(call),
        None => lines.push("println!(\"{client:?}\");".to_string()),
    }
    lines
}

/// The operations that can be shown, with their calls.
fn shown(api: &Api) -> impl Iterator<Item = (&Operation, Vec<String>)> {
    let operations = api.operations.iter();
    operations.filter_map(|operation| Some((operation, call(operation, &api.types)?)))
}

/// The call of an operation, if it sends no body and all that it requires can be shown.
fn call(operation: &Operation, types: &Types) -> Option<Vec<String>> {
    if operation.body.is_some() {
        return None;
    }
    let mut lines = start(operation, types)?;
    lines.push("    .send()".to_string());
    lines.push("    .await?;".to_string());
    let print = match operation.response {
        Response::Json { .. } | Response::Text => "println!(\"{:#?}\", response.into_inner());",
        Response::Empty | Response::Bytes | Response::Unknown => {
            "println!(\"{}\", response.status());"
        }
    };
    lines.push(print.to_string());
    Some(lines)
}

/// The call of an operation with all that it requires but a body, before it is sent; nothing where that cannot be shown.
fn start(operation: &Operation, types: &Types) -> Option<Vec<String>> {
    let mut lines = vec!["let response = client".to_string()];
    let mut arguments = Vec::new();
    let mut is_scoped = false;
    for parameter in operation.arguments() {
        let value = value(parameter, types)?;
        match &parameter.scope {
            Some(scope) if !is_scoped => {
                is_scoped = true;
                lines.push(format!("    .{scope}({value})"));
            }
            _ => arguments.push(value),
        }
    }
    lines.push(format!("    .{}({})", operation.name, arguments.join(", ")));
    for parameter in operation.setters().filter(|of| of.required) {
        let value = value(parameter, types)?;
        lines.push(format!("    .{}({value})", parameter.field));
    }
    Some(lines)
}

/// What the setter is given: a literal of the parameter's type, from its example where that is one.
fn value(parameter: &Parameter, types: &Types) -> Option<String> {
    let example = parameter.example.as_deref();
    if let Type::List(item) = &parameter.ty {
        return Some(format!("[{}]", literal(item, example)?));
    }
    if let Some(literal) = literal(&parameter.ty, example) {
        return Some(literal);
    }
    let value = match &types.get(parameter.ty.named()?)?.shape {
        Shape::Id => example.unwrap_or("1"),
        Shape::Words(_) => example.unwrap_or("…"),
        _ => return None,
    };
    Some(Literal::string(value).to_string())
}

/// A literal of one of Rust's own types; nothing for other types.
fn literal(ty: &Type, example: Option<&str>) -> Option<String> {
    fn parsed<T: FromStr>(example: Option<&str>) -> Option<T> {
        example?.trim().parse().ok()
    }
    let literal = match ty {
        Type::String => Literal::string(example.unwrap_or("1")).to_string(),
        Type::Bool => parsed::<bool>(example).unwrap_or(true).to_string(),
        Type::Integer(width) => {
            let number = parsed::<i128>(example).filter(|number| width.holds(*number));
            let number = number.unwrap_or(1);
            // A literal without a suffix is an `i32`, which not every type is made from.
            match width {
                Integer::I32 | Integer::I64 if Integer::I32.holds(number) => number.to_string(),
                width => format!("{number}{}", width.name()),
            }
        }
        // `Debug` writes a decimal point, without which it would be an integer.
        Type::Float(Float::F64) => format!("{:?}", finite(parsed(example))),
        Type::Float(Float::F32) => format!("{:?}f32", finite(parsed(example)) as f32),
        _ => return None,
    };
    Some(literal)
}

fn finite(number: Option<f64>) -> f64 {
    number
        .filter(|number| (*number as f32).is_finite())
        .unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{Body, BodyKind, Security};

    #[test]
    fn an_example_is_a_literal_of_its_type_or_nothing() {
        let integer = Type::Integer(Integer::I64);
        assert_eq!(literal(&integer, Some("-5")).as_deref(), Some("-5"));
        for hostile in [
            "1); evil(",
            "1_000",
            "NaN",
            "1.5",
            "99999999999999999999",
            "",
        ] {
            assert_eq!(
                literal(&integer, Some(hostile)).as_deref(),
                Some("1"),
                "{hostile}"
            );
        }
        assert_eq!(
            literal(&integer, Some("1700000000000")).as_deref(),
            Some("1700000000000i64")
        );
        let float = Type::Float(Float::F64);
        assert_eq!(literal(&float, Some("2")).as_deref(), Some("2.0"));
        for hostile in ["NaN", "inf", "1e999", "0; evil()"] {
            assert_eq!(
                literal(&float, Some(hostile)).as_deref(),
                Some("1.0"),
                "{hostile}"
            );
        }
        assert_eq!(
            literal(&Type::Bool, Some("false || evil()")).as_deref(),
            Some("true")
        );
        assert_eq!(
            literal(&Type::String, Some("a\"b\n\u{7f}\u{202E}")).as_deref(),
            Some(r#""a\"b\n\u{7f}\u{202e}""#)
        );
        assert_eq!(
            literal(&Type::Named("Order".to_string()), Some("asc")),
            None
        );
    }

    #[test]
    fn the_first_call_is_the_one_that_is_asked_for_or_reads() {
        let operation = |method: &str, name: &str| Operation {
            id: name.to_string(),
            name: name.to_string(),
            method: method.to_string(),
            ..Operation::default()
        };
        let with_body = Operation {
            body: Some(Body {
                kind: BodyKind::Bytes,
                media_type: None,
                is_required: true,
                ty: Some(Type::Bytes),
            }),
            ..operation("POST", "upload")
        };
        let api = Api {
            description: String::new(),
            server: None,
            security: Security::default(),
            tags: Vec::new(),
            shared_module: String::new(),
            operations: vec![
                operation("DELETE", "drop"),
                operation("POST", "create"),
                operation("GET", "list"),
                with_body,
            ],
            scopes: Vec::new(),
            skipped: Vec::new(),
            types: Types::new(),
        };
        let settings = |line: &str| {
            let text = format!(
                "[document]\nsha256 = \"{}\"\nprovenance = \"test\"\n[crate]\nname = \"shop\"\nversion = \"0.1.0\"\n\
                 description = \"A shop\"\nkey-variable = \"KEY\"\n{line}",
                "0".repeat(64)
            );
            Settings::parse("api.toml", &text).unwrap()
        };
        for (line, called) in [
            ("", "    .list()"),
            ("example-operation = \"drop\"", "    .drop()"),
        ] {
            assert_eq!(check(&settings(line), &api), Ok(()));
            assert_eq!(lines(&settings(line), &api)[2], called);
        }
        for wanted in ["upload", "nothing"] {
            let settings = settings(&format!("example-operation = \"{wanted}\""));
            let error = check(&settings, &api).unwrap_err();
            assert_eq!(error.place(), "api.toml: crate.example-operation");
            assert!(error.rule().contains(wanted), "{error}");
        }
    }
}
