//! Documentation comments of emitted items: safe lines in, `#[doc]` attributes out.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Expr, ExprLit, Lit, Meta, parse_quote};

use super::render;

/// One `///` line per line; `lines` are Markdown of our own or made safe by `text::documentation`.
pub(super) fn attributes(lines: &[String]) -> Vec<Attribute> {
    lines
        .iter()
        .flat_map(|line| render::lines(line))
        .map(|line| {
            let line = if line.is_empty() {
                String::new()
            } else {
                format!(" {line}")
            };
            parse_quote!(#[doc = #line])
        })
        .collect()
}

/// As [`attributes`], for what is put together with other tokens.
pub(super) fn comment(lines: &[String]) -> TokenStream {
    let lines = lines.iter().flat_map(|line| render::lines(line));
    let lines = lines.map(|line| match line {
        "" => String::new(),
        line => format!(" {line}"),
    });
    quote!(#(#[doc = #lines])*)
}

/// Paragraphs, one below the other with an empty line between; empty ones are left out.
pub(super) fn paragraphs(parts: &[Vec<String>]) -> Vec<String> {
    let filled: Vec<&[String]> = parts
        .iter()
        .filter(|part| !part.is_empty())
        .map(Vec::as_slice)
        .collect();
    filled.join(&String::new())
}

/// Takes the documentation off an item and gives its text back.
pub(super) fn take(attributes: &mut Vec<Attribute>) -> String {
    let (of_docs, others): (Vec<_>, Vec<_>) = std::mem::take(attributes)
        .into_iter()
        .partition(|attribute| attribute.path().is_ident("doc"));
    *attributes = others;
    let lines: Vec<String> = of_docs.iter().filter_map(text_of).collect();
    lines.join("\n")
}

fn text_of(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(pair) = &attribute.meta else {
        return None;
    };
    match &pair.value {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) => Some(text.value()),
        _ => None,
    }
}
