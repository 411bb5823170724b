//! Keeps secrets out of debug prints: a struct with a field called `password` gets a `Debug` that hides it.
//!
//! Items in, `impl Debug` out where the derived one would show too much. Names decide, because documents written by
//! Scribe say nothing else about a field's secrecy; hiding one too many is harmless.

use heck::ToSnakeCase;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Fields, FieldsNamed, Item, ItemEnum, ItemStruct, Meta, Path, Token, Variant,
    parse_quote,
};

use super::parts::mentioned_by;

/// A name is secret if it contains one of these, without its underscores.
const PARTS: [&str; 16] = [
    "apikey",
    "authorization",
    "cardnumber",
    "cookie",
    "credential",
    "cvv",
    "jwt",
    "otp",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "privatekey",
    "secret",
    "sessionid",
    "token",
];

/// A name is secret if one of its words is one of these; as parts they are in `shipping` and `obsession`.
const WORDS: [&str; 5] = ["bearer", "mfa", "pin", "pwd", "signature"];

/// A name is secret if it is one of these and no more: a `session_count` is none.
const WHOLE: [&str; 2] = ["session", "sid"];

/// Replaces the derived `Debug` of every struct and enum that has a secret part.
pub(super) fn hide(items: &mut Vec<Item>) {
    hide_also(items, &|_, _| false);
}

/// As [`hide`], and hides the fields of structs that `also` is true for: it is given the struct's name and the field's.
pub(super) fn hide_also(items: &mut Vec<Item>, also: &dyn Fn(&syn::Ident, &syn::Ident) -> bool) {
    let hiding: Vec<Item> = items
        .iter_mut()
        .filter_map(|item| match item {
            Item::Struct(item) => hide_in_struct(item, also),
            Item::Enum(item) => hide_in_enum(item),
            _ => None,
        })
        .collect();
    items.extend(hiding);
}

fn hide_in_struct(
    item: &mut ItemStruct,
    also: &dyn Fn(&syn::Ident, &syn::Ident) -> bool,
) -> Option<Item> {
    let (ident, name) = (item.ident.clone(), item.ident.to_string());
    let is_asked = |field: &syn::Field| field.ident.as_ref().is_some_and(|of| also(&ident, of));
    let body = match &item.fields {
        Fields::Named(fields) if has_secret(fields) || fields.named.iter().any(is_asked) => {
            let shown = shown(fields, &is_asked, &|ident| quote!(&self.#ident));
            quote!(f.debug_struct(#name)#shown.finish())
        }
        Fields::Unnamed(_) if is_secret(&name) => {
            quote!(f.debug_tuple(#name).field(&format_args!("***")).finish())
        }
        _ => return None,
    };
    take_derive(&mut item.attrs, "Debug").then(|| debug(&ident, &body))
}

/// An enum is hidden as its variants ask for it; one without data holds no secret, whatever it is called.
fn hide_in_enum(item: &mut ItemEnum) -> Option<Item> {
    let is_secret_itself = is_secret(&item.ident.to_string());
    let is_hidden = |variant: &Variant| match &variant.fields {
        Fields::Named(fields) => is_secret_itself || has_secret(fields),
        Fields::Unnamed(_) => is_secret_itself || is_secret(&variant.ident.to_string()),
        Fields::Unit => false,
    };
    if !item.variants.iter().any(is_hidden) || !take_derive(&mut item.attrs, "Debug") {
        return None;
    }
    let arms = item.variants.iter().map(|variant| {
        let (ident, name) = (&variant.ident, variant.ident.to_string());
        match &variant.fields {
            Fields::Named(fields) if has_secret(fields) && !is_secret_itself => {
                let bound = fields.named.iter().filter_map(|field| {
                    let ident = field.ident.as_ref()?;
                    (!hides(field)).then_some(ident)
                });
                let shown = shown(fields, &|_| false, &|ident| quote!(#ident));
                quote!(Self::#ident { #(#bound,)* .. } => f.debug_struct(#name)#shown.finish(),)
            }
            Fields::Unit => quote!(Self::#ident => f.write_str(#name),),
            Fields::Unnamed(fields) if !is_hidden(variant) => {
                let bound: Vec<_> = (0..fields.unnamed.len())
                    .map(|index| format_ident!("field_{index}"))
                    .collect();
                quote!(Self::#ident(#(#bound),*) => f.debug_tuple(#name)#(.field(#bound))*.finish(),)
            }
            Fields::Named(fields) if !is_hidden(variant) => {
                let bound = fields.named.iter().filter_map(|field| field.ident.as_ref());
                let shown = shown(fields, &|_| false, &|ident| quote!(#ident));
                quote!(Self::#ident { #(#bound),* } => f.debug_struct(#name)#shown.finish(),)
            }
            Fields::Named(_) | Fields::Unnamed(_) => {
                quote!(Self::#ident { .. } => f.debug_tuple(#name).field(&format_args!("***")).finish(),)
            }
        }
    });
    let body = quote!(match self { #(#arms)* });
    Some(debug(&item.ident, &body))
}

fn debug(ident: &syn::Ident, body: &TokenStream) -> Item {
    parse_quote! {
        /// Without secrets.
        impl std::fmt::Debug for #ident {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                #body
            }
        }
    }
}

/// A call of `field` for each field; `value` writes the one that is shown.
fn shown(
    fields: &FieldsNamed,
    is_asked: &dyn Fn(&syn::Field) -> bool,
    value: &dyn Fn(&syn::Ident) -> TokenStream,
) -> TokenStream {
    let has_secret = has_secret(fields);
    let calls = fields.named.iter().filter_map(|field| {
        let ident = field.ident.as_ref()?;
        let name = ident.to_string();
        Some(if is_asked(field) || has_secret && hides(field) {
            quote!(.field(#name, &format_args!("***")))
        } else {
            let value = value(ident);
            quote!(.field(#name, #value))
        })
    });
    calls.collect()
}

fn has_secret(fields: &FieldsNamed) -> bool {
    fields.named.iter().any(|field| {
        let ident = field.ident.as_ref();
        ident.is_some_and(|ident| is_secret(&ident.to_string()))
    })
}

/// Whether a field is hidden beside a secret or as one. Free JSON there often holds another, such as a proxy's password.
fn hides(field: &syn::Field) -> bool {
    let is_free = mentioned_by(&field.ty).iter().any(|name| name == "Value");
    let ident = field.ident.as_ref();
    is_free || ident.is_some_and(|ident| is_secret(&ident.to_string()))
}

/// Whether a name is that of a secret.
pub(super) fn is_secret(name: &str) -> bool {
    let words = name.to_snake_case();
    let joined = words.replace('_', "");
    PARTS.iter().any(|part| joined.contains(part))
        || words.split('_').any(|word| WORDS.contains(&word))
        || WHOLE.contains(&words.as_str())
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
    fn what_a_request_asks_to_hide_is_hidden() {
        let mut items: Vec<Item> = vec![parse_quote! {
            #[derive(Debug)]
            struct Get { page: Option<i64>, tenant: Option<String> }
        }];
        hide_also(&mut items, &|of, field| of == "Get" && field == "tenant");
        let text = quote!(#(#items)*).to_string();
        for expected in [
            r#". field ("page" , & self . page)"#,
            r#". field ("tenant" , & format_args ! ("***"))"#,
        ] {
            assert!(text.contains(expected), "{text}");
        }
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

    #[test]
    fn names_of_secrets() {
        for name in [
            "token",
            "user_password",
            "jwt",
            "otp_code",
            "private_key",
            "card_number",
            "pin",
            "pin_code",
            "CardPin",
            "session_id",
            "Authorization",
            "cvv",
            "bearer",
            "mfa_code",
            "passcode",
            "pwd",
            "session",
            "signature",
        ] {
            assert!(is_secret(name), "{name}");
        }
        for name in [
            "shipping",
            "opinion",
            "pinned",
            "id",
            "author",
            "obsession",
            "session_count",
            "designature",
        ] {
            assert!(!is_secret(name), "{name}");
        }
    }

    #[test]
    fn newtypes_and_enums_with_secret_parts_are_hidden() {
        let text = hidden(parse_quote!(
            #[derive(Debug)]
            struct UserPassword(String);
        ));
        assert!(
            text.contains(r#"f.debug_tuple("UserPassword").field(&format_args!("***"))"#),
            "{text}"
        );
        let mut items = vec![parse_quote! {
            #[derive(Clone, Debug)]
            enum Login { Named { user: String, pin: String }, Text(String), None }
        }];
        hide(&mut items);
        let text = quote!(#(#items)*).to_string();
        for expected in [
            r#"Self :: Named { user , .. } => f . debug_struct ("Named") . field ("user" , user) . field ("pin" , & format_args ! ("***"))"#,
            r#"Self :: Text (field_0) => f . debug_tuple ("Text") . field (field_0)"#,
            r#"Self :: None => f . write_str ("None")"#,
        ] {
            assert!(text.contains(expected), "{text}");
        }
    }
}
