//! Types that one macro of the runtime makes: ids, sets of flags, lists of allowed values.
//!
//! progenitor's items of one type in, the text of a macro call out. What progenitor writes for these types is long, and
//! its errors name neither the value nor the choices.

use std::fmt::Write as _;

use syn::visit::{self, Visit};
use syn::{Expr, ExprArray, ExprLit, Fields, Item, ItemEnum, Lit, Type};

use super::docs;
use super::parts::{is, renamed};
use crate::lower::{Lowered, Scalar};
use crate::names::{self, Scope};
use crate::text;

/// The macro call that makes the type `name`; nothing for a type that stays as it is.
///
/// `is_received` decides whether unknown values are kept or refused.
pub(super) fn call(
    name: &str,
    items: &[Item],
    lowered: &Lowered,
    is_received: bool,
) -> Option<String> {
    match lowered.scalars.get(name) {
        Some(Scalar::Id) => {
            let body = format!(
                "{}    pub struct {name};\n",
                comment(&documentation(name, items), 1)
            );
            Some(format!("openapi_client_runtime::string_id! {{\n{body}}}\n"))
        }
        Some(Scalar::Flags(flags)) => {
            let mut body = format!(
                "{}    pub struct {name} {{\n",
                comment(&documentation(name, items), 1)
            );
            for flag in flags {
                let _ = writeln!(
                    body,
                    "{}        const {} = {};",
                    comment(&text::documentation(&flag.description), 2),
                    flag.name,
                    flag.bit
                );
            }
            Some(format!(
                "openapi_client_runtime::flags! {{\n{body}    }}\n}}\n"
            ))
        }
        None => {
            let variants = words(name, items).or_else(|| numbers(name, items))?;
            Some(enumeration(name, items, &variants, is_received))
        }
    }
}

/// Whether any text becomes a value of the type `name`: an id, or a list of words that keeps unknown ones.
pub(super) fn takes_any_text(
    name: &str,
    items: &[Item],
    lowered: &Lowered,
    is_received: bool,
) -> bool {
    match lowered.scalars.get(name) {
        Some(scalar) => matches!(scalar, Scalar::Id),
        None => is_received && words(name, items).is_some(),
    }
}

/// The variants of an enum.
struct Variants {
    /// `: i64` for numbers, nothing for words.
    kind: &'static str,
    /// Documentation, name, and value as Rust writes it.
    all: Vec<(Vec<String>, String, String)>,
}

fn enumeration(name: &str, items: &[Item], variants: &Variants, is_received: bool) -> String {
    let (called, rest) = if is_received {
        let is_taken = |wish: &str| variants.all.iter().any(|(_, name, _)| name == wish);
        let other = ["Unknown", "Other", "UnknownValue"]
            .into_iter()
            .find(|wish| !is_taken(wish));
        (
            "open_enum",
            format!(" else {}", other.unwrap_or("Unrecognized")),
        )
    } else {
        ("closed_enum", String::new())
    };
    let docs = comment(&documentation(name, items), 1);
    let mut body = format!("{docs}    pub enum {name}{}{rest} {{\n", variants.kind);
    for (docs, variant, value) in &variants.all {
        let _ = writeln!(body, "{}        {variant} = {value},", comment(docs, 2));
    }
    format!("openapi_client_runtime::{called}! {{\n{body}    }}\n}}\n")
}

/// An enum of words, as typify writes it: unit variants that serde renames.
fn words(name: &str, items: &[Item]) -> Option<Variants> {
    let item = items.iter().find_map(|item| match item {
        Item::Enum(item) if item.ident == name => Some(item),
        _ => None,
    })?;
    let all: Option<Vec<_>> = item
        .variants
        .iter()
        .map(|variant| word(item, variant))
        .collect();
    Some(Variants {
        kind: "",
        all: all.filter(|all| !all.is_empty())?,
    })
}

fn word(item: &ItemEnum, variant: &syn::Variant) -> Option<(Vec<String>, String, String)> {
    // An untagged enum is a union, whatever its variants look like.
    let is_union = item
        .attrs
        .iter()
        .any(|attribute| attribute.path().is_ident("serde"));
    if is_union || !matches!(variant.fields, Fields::Unit) {
        return None;
    }
    let wire = variant
        .attrs
        .iter()
        .find_map(renamed)
        .unwrap_or_else(|| variant.ident.to_string());
    let value = proc_macro2::Literal::string(&wire).to_string();
    let docs = if wire.is_empty() {
        Vec::new()
    } else {
        vec![format!("`{}`", text::code(&wire))]
    };
    Some((docs, variant.ident.to_string(), value))
}

/// An enum of numbers, as typify writes it: a struct around `i64` whose `TryFrom` has the allowed ones.
fn numbers(name: &str, items: &[Item]) -> Option<Variants> {
    let is_number = items.iter().any(|item| match item {
        Item::Struct(item) => {
            item.ident == name
                && matches!(&item.fields, Fields::Unnamed(fields) if fields.unnamed.iter().all(|field| is_i64(&field.ty)))
        }
        _ => false,
    });
    let mut found = Numbers::default();
    items.iter().for_each(|item| found.visit_item(item));
    if !is_number || found.0.is_empty() {
        return None;
    }
    found.0.sort_unstable();
    found.0.dedup();
    let said = documentation(name, items).join(" ");
    let mut scope = Scope::exact(&["Self"]);
    let all = found.0.iter().map(|number| {
        let word = meaning(&said, *number);
        let plain = if *number < 0 {
            format!("Minus{}", number.unsigned_abs())
        } else {
            format!("Value{number}")
        };
        let wish = word.map(names::pascal).unwrap_or_else(|| plain.clone());
        let docs = vec![word.map_or_else(
            || format!("`{number}`"),
            |word| format!("`{number}`: {}", text::one_line(word)),
        )];
        (docs, scope.claim(&[wish, plain]), number.to_string())
    });
    Some(Variants {
        kind: ": i64",
        all: all.collect(),
    })
}

fn is_i64(ty: &Type) -> bool {
    is(ty, "i64")
}

/// What a description says of a number: `2 = read, 3 = …`.
fn meaning(said: &str, number: i64) -> Option<&str> {
    let mark = format!("{number} = ");
    let start = said.match_indices(&mark).map(|(at, _)| at).find(|at| {
        !said
            .get(..*at)
            .is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit() || c == '-'))
    })?;
    let rest = said.get(start + mark.len()..)?;
    let end = rest.find([',', ';', '.', '(', '\n']).unwrap_or(rest.len());
    let word = rest.get(..end)?.trim();
    let is_word =
        word.starts_with(|c: char| c.is_ascii_alphabetic()) && word.split_whitespace().count() <= 4;
    is_word.then_some(word)
}

/// All integers that stand in lists.
#[derive(Default)]
struct Numbers(Vec<i64>);

impl<'ast> Visit<'ast> for Numbers {
    fn visit_expr_array(&mut self, array: &'ast ExprArray) {
        for element in &array.elems {
            let (sign, literal) = match element {
                Expr::Unary(unary) => (-1, &*unary.expr),
                other => (1, other),
            };
            if let Expr::Lit(ExprLit {
                lit: Lit::Int(number),
                ..
            }) = literal
            {
                self.0.extend(
                    number
                        .base10_parse::<i64>()
                        .ok()
                        .map(|number| sign * number),
                );
            }
        }
        visit::visit_expr_array(self, array);
    }
}

/// The documentation that the type already has.
fn documentation(name: &str, items: &[Item]) -> Vec<String> {
    let attributes = items.iter().find_map(|item| match item {
        Item::Struct(item) if item.ident == name => Some(&item.attrs),
        Item::Enum(item) if item.ident == name => Some(&item.attrs),
        Item::Type(item) if item.ident == name => Some(&item.attrs),
        _ => None,
    });
    let said = docs::take(&mut attributes.cloned().unwrap_or_default());
    said.lines()
        .map(|line| line.strip_prefix(' ').unwrap_or(line).to_string())
        .collect()
}

fn comment(lines: &[String], depth: usize) -> String {
    let indent = "    ".repeat(depth);
    let line = |line: &String| format!("{indent}{}\n", format!("/// {line}").trim_end());
    lines.iter().map(line).collect()
}
