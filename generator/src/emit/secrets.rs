//! Keeps secrets out of debug prints: a struct with a field called `password` gets a `Debug` that hides it.
//!
//! Structs in, `impl Debug` out where the derived one would show too much. Names decide, because documents written by
//! Scribe say nothing else about a field's secrecy; hiding one too many is harmless.

use proc_macro2::TokenStream;
use quote::quote;
use syn::punctuated::Punctuated;
use syn::{Attribute, Fields, Item, ItemStruct, Meta, Path, Token, parse_quote};

use super::parts::mentioned_by;

/// A field is secret if its name, without underscores, contains one of these.
const WORDS: [&str; 8] = [
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "apikey",
    "credential",
    "cookie",
];

/// Replaces the derived `Debug` of every struct that has a secret field.
pub(super) fn hide(items: &mut Vec<Item>) {
    let hiding: Vec<Item> = items
        .iter_mut()
        .filter_map(|item| match item {
            Item::Struct(item) => hide_in(item),
            _ => None,
        })
        .collect();
    items.extend(hiding);
}

fn hide_in(item: &mut ItemStruct) -> Option<Item> {
    let Fields::Named(fields) = &item.fields else {
        return None;
    };
    let is_any_secret = fields.named.iter().any(|field| {
        field
            .ident
            .as_ref()
            .is_some_and(|ident| is_secret(&ident.to_string()))
    });
    if !is_any_secret || !take_derive(&mut item.attrs, "Debug") {
        return None;
    }
    let shown = fields.named.iter().filter_map(|field| {
        let ident = field.ident.as_ref()?;
        let name = ident.to_string();
        // Free JSON beside a secret often holds another one, such as a proxy's password.
        let is_free = mentioned_by(&field.ty).iter().any(|name| name == "Value");
        Some(if is_free || is_secret(&name) {
            quote!(.field(#name, &format_args!("***")))
        } else {
            quote!(.field(#name, &self.#ident))
        })
    });
    let shown: TokenStream = shown.collect();
    let (ident, name) = (&item.ident, item.ident.to_string());
    Some(parse_quote! {
        /// Without secrets.
        impl std::fmt::Debug for #ident {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(#name)#shown.finish()
            }
        }
    })
}

fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase().replace('_', "");
    WORDS.iter().any(|word| name.contains(word))
}

/// Takes a trait out of `#[derive(…)]`; tells whether it was there.
fn take_derive(attributes: &mut [Attribute], name: &str) -> bool {
    let mut is_taken = false;
    for attribute in attributes {
        let Meta::List(list) = &mut attribute.meta else {
            continue;
        };
        if !list.path.is_ident("derive") {
            continue;
        }
        let derives = list.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated);
        let Ok(derives) = derives else { continue };
        let is_wanted = |path: &&Path| path.segments.last().is_none_or(|last| last.ident != name);
        let kept: Vec<&Path> = derives.iter().filter(is_wanted).collect();
        is_taken |= kept.len() < derives.len();
        list.tokens = quote!(#(#kept),*);
    }
    is_taken
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(item: ItemStruct) -> String {
        let mut items = vec![Item::Struct(item)];
        hide(&mut items);
        prettyplease::unparse(&syn::File {
            shebang: None,
            frontmatter: None,
            attrs: Vec::new(),
            items,
        })
    }

    #[test]
    fn a_password_and_free_json_beside_it_are_hidden() {
        let text = hidden(parse_quote! {
            #[derive(Debug, Clone)]
            struct Login { username: String, user_password: String, proxy: serde_json::Map<String, serde_json::Value> }
        });
        assert!(text.contains("#[derive(Clone)]"), "{text}");
        assert!(
            text.contains(r#".field("username", &self.username)"#),
            "{text}"
        );
        assert!(
            text.contains(r#".field("user_password", &format_args!("***"))"#),
            "{text}"
        );
        assert!(
            text.contains(r#".field("proxy", &format_args!("***"))"#),
            "{text}"
        );
    }

    #[test]
    fn other_structs_keep_the_derived_debug() {
        let text = hidden(parse_quote!(
            #[derive(Debug)]
            struct Chat {
                id: String,
            }
        ));
        assert!(
            text.contains("#[derive(Debug)]") && !text.contains("impl"),
            "{text}"
        );
    }
}
