//! What has to be put right in progenitor's output, or makes it useless, before it is taken apart.
//!
//! A syntax tree in; out the same with every name on the wire in its place, or the name that stands for two things.

use std::collections::BTreeSet;

use proc_macro2::{Group, Literal, TokenStream, TokenTree};
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Ident, Item, Lit, Meta};

use crate::lower;

/// Replaces what `#[serde(rename = "…")]` carries for us by the name on the wire.
pub(super) fn wire_names(file: &mut syn::File) {
    struct WireNames;
    impl VisitMut for WireNames {
        fn visit_attribute_mut(&mut self, attribute: &mut Attribute) {
            if let Meta::List(list) = &mut attribute.meta
                && list.path.is_ident("serde")
            {
                list.tokens = restore(std::mem::take(&mut list.tokens));
            }
            visit_mut::visit_attribute_mut(self, attribute);
        }
    }
    WireNames.visit_file_mut(file);
}

fn restore(tokens: TokenStream) -> TokenStream {
    tokens
        .into_iter()
        .map(|tree| match tree {
            TokenTree::Literal(literal) => match Lit::new(literal.clone()) {
                Lit::Str(text) => lower::carried(&text.value())
                    .map_or(literal, |wire| Literal::string(&wire))
                    .into(),
                _ => literal.into(),
            },
            TokenTree::Group(group) => {
                Group::new(group.delimiter(), restore(group.stream())).into()
            }
            other => other,
        })
        .collect()
}

/// Names of types, fields and variants that stand for two things: the crate would not compile.
pub(super) fn check_names(file: &syn::File) -> Result<(), String> {
    let types = file.items.iter().find_map(|item| match item {
        Item::Mod(module) if module.ident == "types" => Some(&module.content.as_ref()?.1),
        _ => None,
    });
    let mut names = BTreeSet::new();
    for item in types.into_iter().flatten() {
        let (name, members): (&Ident, Vec<&Ident>) = match item {
            Item::Struct(item) => (
                &item.ident,
                item.fields
                    .iter()
                    .filter_map(|field| field.ident.as_ref())
                    .collect(),
            ),
            Item::Enum(item) => (
                &item.ident,
                item.variants.iter().map(|variant| &variant.ident).collect(),
            ),
            Item::Type(item) => (&item.ident, Vec::new()),
            _ => continue,
        };
        if !names.insert(name) {
            return Err(format!("two of its types would be called `{name}`"));
        }
        let mut known = BTreeSet::new();
        if let Some(twice) = members.into_iter().find(|member| !known.insert(*member)) {
            return Err(format!(
                "two parts of its type `{name}` would be called `{twice}`"
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use quote::quote;
    use syn::parse_quote;

    use super::*;

    #[test]
    fn a_name_for_two_things_is_found() {
        let good = parse_quote!(
            pub mod types {
                pub struct A {
                    a: u8,
                }
                pub enum B {
                    A,
                    B,
                }
            }
        );
        assert_eq!(check_names(&good), Ok(()));
        let twice = parse_quote!(
            pub mod types {
                pub struct A {
                    a: u8,
                    a: u8,
                }
            }
        );
        assert_eq!(
            check_names(&twice).unwrap_err(),
            "two parts of its type `A` would be called `a`"
        );
        let types = parse_quote!(
            pub mod types {
                pub struct A;
                pub enum A {}
            }
        );
        assert_eq!(
            check_names(&types).unwrap_err(),
            "two of its types would be called `A`"
        );
    }

    #[test]
    fn other_names_stay() {
        let mut file: syn::File = parse_quote!(
            struct A {
                #[serde(rename = "userId", default)]
                a: u8,
            }
        );
        let before = quote!(#file).to_string();
        wire_names(&mut file);
        assert_eq!(quote!(#file).to_string(), before);
    }
}
