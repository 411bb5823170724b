//! The first call that README and crate documentation show.
//!
//! In: the operations with their types. Out: lines of Rust that compile, since the README is read as code by people and
//! the crate's documentation by rustdoc. Examples of the document become literals of the parameter's type or are left
//! out; none is ever written as it came.

use proc_macro2::Literal;
use quote::quote;
use syn::{Fields, Item, Type};

use super::constructors::Constructors;
use super::operations::{Joined, JoinedField};
use super::parts::{Parts, argument, is, mentioned_by};
use crate::error::Error;
use crate::lower::{Answer, Lowered, Scalar};
use crate::settings::Settings;

/// The lines of the call, in a function that returns a `Result`.
pub(super) struct FirstCall {
    pub lines: Vec<String>,
}

impl FirstCall {
    /// Chooses the operation that `api.toml` names, else one whose parameters can be shown: people paste a first call, so
    /// rather one that changes nothing, and one that deletes only where there is no other.
    pub fn choose(
        settings: &Settings,
        lowered: &Lowered,
        operations: &[Joined],
        parts: &Parts,
    ) -> Result<Self, Error> {
        let mut shown = operations
            .iter()
            .filter_map(|joined| Some((joined, call(joined, lowered, parts)?)));
        let chosen = match settings.package.example_operation.as_deref() {
            None => shown.min_by_key(|(joined, _)| match joined.operation.method.as_str() {
                "GET" | "HEAD" => 0,
                "DELETE" => 2,
                _ => 1,
            }),
            Some(wanted) => Some(
                shown
                    .find(|(joined, _)| joined.operation.id == wanted)
                    .ok_or_else(|| {
                        Error::new(
                            "api.toml: crate.example-operation",
                            format!(
                                "no operation `{wanted}` without a request body, and with parameters that an example \
                                 can show, is generated"
                            ),
                            "name the operationId of another one, or delete the line",
                        )
                    })?,
            ),
        };
        let client = Constructors::new(settings, lowered).example();
        let mut lines = vec![format!("let client = {client}?;")];
        match chosen {
            Some((_, call)) => lines.extend(call),
            None => lines.push("println!(\"{client:?}\");".to_string()),
        }
        Ok(Self { lines })
    }
}

/// The call of an operation, if it sends no body and all that it requires can be shown.
fn call(joined: &Joined, lowered: &Lowered, parts: &Parts) -> Option<Vec<String>> {
    if joined.operation.body.is_some() {
        return None;
    }
    let mut lines = vec![
        "let answer = client".to_string(),
        format!("    .{}()", joined.operation.name),
    ];
    for field in joined
        .fields
        .iter()
        .filter(|field| field.parameter.required)
    {
        lines.push(format!(
            "    .{}({})",
            field.ident,
            value(field, lowered, parts)?
        ));
    }
    lines.push("    .send()".to_string());
    lines.push("    .await?;".to_string());
    let print = match joined.operation.answer {
        Answer::Json { .. } | Answer::Text => "println!(\"{answer:#?}\");",
        Answer::Empty | Answer::Bytes | Answer::Unknown => "println!(\"{}\", answer.status());",
    };
    lines.push(print.to_string());
    Some(lines)
}

/// What the setter is given: a literal of the parameter's type, from its example where that is one.
fn value(field: &JoinedField, lowered: &Lowered, parts: &Parts) -> Option<String> {
    let example = field.parameter.example.as_deref();
    if is(&field.ty, "Vec") {
        return Some(format!("[{}]", literal(argument(&field.ty)?, example)?));
    }
    if let Some(literal) = literal(&field.ty, example) {
        return Some(literal);
    }
    let name = mentioned_by(&field.ty).pop()?;
    if lowered.scalars.get(&name) == Some(&Scalar::Id) {
        return Some(Literal::string(example.unwrap_or("1")).to_string());
    }
    // A word that is one of the values of an enumeration.
    let is_enumeration = parts.types.get(&name)?.iter().any(|item| {
        matches!(item, Item::Enum(item) if item.variants.iter().all(|variant| matches!(variant.fields, Fields::Unit)))
    });
    is_enumeration.then(|| Literal::string(example.unwrap_or("…")).to_string())
}

/// A literal of one of Rust's own types; nothing for other types.
fn literal(ty: &Type, example: Option<&str>) -> Option<String> {
    fn parsed<T: std::str::FromStr>(example: Option<&str>) -> Option<T> {
        example?.trim().parse().ok()
    }
    let name = quote!(#ty).to_string().replace(' ', "");
    let literal = match name.trim_start_matches("::") {
        "String" | "std::string::String" => Literal::string(example.unwrap_or("1")).to_string(),
        "bool" => parsed::<bool>(example).unwrap_or(true).to_string(),
        // A literal without a suffix is an `i32`, which not every type is made from.
        "i32" => parsed::<i32>(example).unwrap_or(1).to_string(),
        "i64" => match parsed::<i64>(example).unwrap_or(1) {
            number if i32::try_from(number).is_ok() => number.to_string(),
            number => format!("{number}i64"),
        },
        "i8" => format!("{}i8", parsed::<i8>(example).unwrap_or(1)),
        "i16" => format!("{}i16", parsed::<i16>(example).unwrap_or(1)),
        "u8" => format!("{}u8", parsed::<u8>(example).unwrap_or(1)),
        "u16" => format!("{}u16", parsed::<u16>(example).unwrap_or(1)),
        "u32" => format!("{}u32", parsed::<u32>(example).unwrap_or(1)),
        "u64" => format!("{}u64", parsed::<u64>(example).unwrap_or(1)),
        // `Debug` writes a decimal point, without which it would be an integer.
        "f64" => format!("{:?}", finite(parsed(example))),
        "f32" => format!("{:?}f32", finite(parsed(example)) as f32),
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
    use syn::parse_quote;

    use super::*;

    #[test]
    fn an_example_is_a_literal_of_its_type_or_nothing() {
        let integer: Type = parse_quote!(i64);
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
        let float: Type = parse_quote!(f64);
        assert_eq!(literal(&float, Some("2")).as_deref(), Some("2.0"));
        for hostile in ["NaN", "inf", "1e999", "0; evil()"] {
            assert_eq!(
                literal(&float, Some(hostile)).as_deref(),
                Some("1.0"),
                "{hostile}"
            );
        }
        let truth: Type = parse_quote!(bool);
        assert_eq!(
            literal(&truth, Some("false || evil()")).as_deref(),
            Some("true")
        );
        let text: Type = parse_quote!(::std::string::String);
        assert_eq!(
            literal(&text, Some("a\"b\n\u{7f}\u{202E}")).as_deref(),
            Some(r#""a\"b\n\u{7f}\u{202e}""#)
        );
        assert_eq!(literal(&parse_quote!(types::Order), Some("asc")), None);
    }
}
