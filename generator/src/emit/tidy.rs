//! Makes machine-written paths readable: `::std::option::Option<::std::string::String>` becomes `Option<String>`, and
//! what progenitor wrote for its one file is made to hold in ours.
//!
//! A path is only shortened where the short name cannot mean one of the document's own types.

use std::collections::BTreeSet;

use proc_macro2::{Literal, TokenStream, TokenTree};
use quote::quote;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Ident, Item, LitInt, Meta, Path, Token};

/// Names that every Rust 2024 file knows without an import.
const PRELUDE: [&str; 17] = [
    "AsRef", "Box", "Clone", "Default", "Err", "From", "Into", "None", "Ok", "Option", "Result",
    "Some", "String", "ToString", "TryFrom", "TryInto", "Vec",
];

/// The modules of `std` that those names are from; `std::fmt::Result` is another one.
const MODULES: [&str; 8] = [
    "boxed", "clone", "convert", "default", "option", "result", "string", "vec",
];

/// The usual order of derived traits.
const DERIVES: [&str; 11] = [
    "Debug",
    "Clone",
    "Copy",
    "PartialEq",
    "Eq",
    "PartialOrd",
    "Ord",
    "Hash",
    "Default",
    "Serialize",
    "Deserialize",
];

/// Shortens the paths of `items`; `own` are the names of the crate's own types.
pub(super) fn shorten(items: &mut [Item], own: &BTreeSet<String>) {
    let mut shortener = Shortener { own };
    for item in items {
        shortener.visit_item_mut(item);
    }
}

struct Shortener<'a> {
    own: &'a BTreeSet<String>,
}

impl Shortener<'_> {
    fn is_prelude(&self, name: &str) -> bool {
        PRELUDE.contains(&name) && !self.own.contains(name)
    }

    /// How many leading segments are to be dropped.
    fn superfluous(&self, path: &Path) -> usize {
        let names: Vec<String> = path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string())
            .collect();
        match names
            .iter()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .as_slice()
        {
            ["std", module, name, ..] if MODULES.contains(module) && self.is_prelude(name) => 2,
            ["std", "collections", "BTreeMap"] if !self.own.contains("BTreeMap") => 2,
            // Each file imports what it uses of the runtime.
            ["openapi_client_runtime", name] if !self.own.contains(*name) => 1,
            // Each file imports the one error type by its name.
            ["self", "error", _] => 2,
            _ => 0,
        }
    }

    fn shorten_literals(&self, tokens: TokenStream) -> TokenStream {
        tokens
            .into_iter()
            .map(|tree| match tree {
                TokenTree::Literal(literal) => self.shorten_literal(literal).into(),
                other => other,
            })
            .collect()
    }

    /// `"::std::option::Option::is_none"`, as serde's attributes name functions.
    fn shorten_literal(&self, literal: Literal) -> Literal {
        let text = literal.to_string();
        let parts: Vec<&str> = text
            .trim_matches('"')
            .trim_start_matches("::")
            .split("::")
            .collect();
        match parts.as_slice() {
            ["std", module, name, function]
                if MODULES.contains(module) && self.is_prelude(name) =>
            {
                Literal::string(&format!("{name}::{function}"))
            }
            _ => literal,
        }
    }
}

impl VisitMut for Shortener<'_> {
    fn visit_path_mut(&mut self, path: &mut Path) {
        let superfluous = self.superfluous(path);
        if superfluous > 0 {
            path.leading_colon = None;
            path.segments = std::mem::take(&mut path.segments)
                .into_iter()
                .skip(superfluous)
                .collect();
        } else if path.segments.first().is_some_and(|first| {
            ["serde", "serde_json", "std"]
                .iter()
                .any(|known| first.ident == known)
        }) {
            path.leading_colon = None;
        }
        visit_mut::visit_path_mut(self, path);
    }

    /// typify writes `[X; 2usize]`.
    fn visit_lit_int_mut(&mut self, literal: &mut LitInt) {
        if literal.suffix() == "usize" {
            *literal = LitInt::new(literal.base10_digits(), literal.span());
        }
    }

    fn visit_attribute_mut(&mut self, attribute: &mut Attribute) {
        match &mut attribute.meta {
            Meta::List(list) if list.path.is_ident("serde") => {
                list.tokens = self.shorten_literals(std::mem::take(&mut list.tokens));
            }
            Meta::List(list) if list.path.is_ident("derive") => {
                let names =
                    Punctuated::<Path, Token![,]>::parse_terminated.parse2(list.tokens.clone());
                if let Ok(names) = names {
                    list.tokens = derives(names.iter());
                }
            }
            _ => {}
        }
    }
}

/// Derived traits in their usual order, those of serde by their short names.
fn derives<'a>(paths: impl Iterator<Item = &'a Path>) -> TokenStream {
    let mut names: Vec<&Ident> = paths
        .filter_map(|path| Some(&path.segments.last()?.ident))
        .collect();
    names.sort_by_key(|name| DERIVES.iter().position(|known| *name == known));
    let names = names
        .into_iter()
        .map(|name| match name.to_string().as_str() {
            "Serialize" | "Deserialize" => quote!(serde::#name),
            _ => quote!(#name),
        });
    quote!(#(#names),*)
}
