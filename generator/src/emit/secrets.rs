//! Keeps secrets out of debug prints: a struct with a field called `password` gets a `Debug` that hides it.
//!
//! Names and types in, `impl Debug` out where the derived one would show too much. Names decide beside `x-secret` and `format:
//! password`, because documents written by Scribe say nothing about a field's secrecy; hiding one too many is harmless.

use heck::ToSnakeCase;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::api::{Content, Struct, Type, Union, Variant};

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

/// A field of a struct, as far as `Debug` is concerned.
pub(super) struct Member<'a> {
    name: &'a str,
    is_secret: bool,
    /// Whether it is hidden beside a secret. Free JSON there often holds another, such as a proxy's password.
    is_open: bool,
}

impl<'a> Member<'a> {
    /// A field of this name and type.
    pub fn new(name: &'a str, ty: &Type) -> Self {
        Self {
            name,
            is_secret: is_secret(name),
            is_open: ty.is_open(),
        }
    }

    /// A field that is called `field` and holds what is secret, if `is_secret` says so.
    pub fn held(field: &'a str, is_secret: bool) -> Self {
        Self {
            name: field,
            is_secret,
            is_open: false,
        }
    }

    /// The fields of a struct, and its map of all other properties.
    pub fn all(of: &'a Struct) -> Vec<Self> {
        let fields = of.fields.iter().map(|field| {
            let member = Self::new(&field.name, &field.ty);
            Self {
                is_secret: member.is_secret || field.is_secret,
                ..member
            }
        });
        let map = of.extra.iter().map(|ty| Self::new(Struct::MAP, ty));
        fields.chain(map).collect()
    }
}

/// `impl Debug` for a struct that has something to hide.
pub(super) fn struct_debug(name: &str, members: &[Member<'_>]) -> Option<TokenStream> {
    let body = || {
        let shown = shown(members, &quote!(&self.));
        quote!(f.debug_struct(#name)#shown.finish())
    };
    let is_hidden = |member: &Member<'_>| is_hidden_member(member, has_secret(members));
    members.iter().any(is_hidden).then(|| debug(name, &body()))
}

/// `impl Debug` for another name of a type, where the name is a secret's.
pub(super) fn alias_debug(name: &str) -> Option<TokenStream> {
    let body = quote!(f.debug_tuple(#name).field(&format_args!("***")).finish());
    is_secret(name).then(|| debug(name, &body))
}

/// `impl Debug` for a union: hidden as its variants ask for it.
pub(super) fn union_debug(name: &str, of: &Union) -> Option<TokenStream> {
    let is_secret_itself = is_secret(name);
    let is_value = |variant: &Variant| matches!(variant.content, Content::Value(_));
    let is_hidden =
        |variant: &Variant| is_secret_itself || is_value(variant) && is_secret(&variant.name);
    let has_hidden = |variant: &Variant| match &variant.content {
        Content::Fields(of) if !is_secret_itself => has_secret(&Member::all(of)),
        _ => is_hidden(variant),
    };
    if !of.variants.iter().any(has_hidden) {
        return None;
    }
    let arms = of.variants.iter().map(|variant| {
        let (ident, name) = (format_ident!("{}", variant.name), &variant.name);
        match &variant.content {
            _ if is_hidden(variant) => {
                quote!(Self::#ident { .. } => f.debug_tuple(#name).field(&format_args!("***")).finish(),)
            }
            Content::Value(_) => {
                quote!(Self::#ident(field_0) => f.debug_tuple(#name).field(field_0).finish(),)
            }
            Content::Fields(of) => {
                let members = Member::all(of);
                let is_shown = |member: &&Member<'_>| !is_hidden_member(member, has_secret(&members));
                let bound = members.iter().filter(is_shown).map(|of| format_ident!("{}", of.name));
                let rest = has_secret(&members).then(|| quote!(..));
                let shown = shown(&members, &TokenStream::new());
                quote!(Self::#ident { #(#bound,)* #rest } => f.debug_struct(#name)#shown.finish(),)
            }
        }
    });
    Some(debug(name, &quote!(match self { #(#arms)* })))
}

fn debug(name: &str, body: &TokenStream) -> TokenStream {
    let ident = format_ident!("{name}");
    quote! {
        /// Without secrets.
        impl std::fmt::Debug for #ident {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                #body
            }
        }
    }
}

/// A call of `field` for each field; `path` stands before the names of those that are shown.
fn shown(members: &[Member<'_>], path: &TokenStream) -> TokenStream {
    let has_secret = has_secret(members);
    let calls = members.iter().map(|member| {
        let (name, ident) = (member.name, format_ident!("{}", member.name));
        match is_hidden_member(member, has_secret) {
            true => quote!(.field(#name, &format_args!("***"))),
            false => quote!(.field(#name, #path #ident)),
        }
    });
    calls.collect()
}

fn is_hidden_member(member: &Member<'_>, has_secret: bool) -> bool {
    has_secret && (member.is_secret || member.is_open)
}

fn has_secret(members: &[Member<'_>]) -> bool {
    members.iter().any(|member| member.is_secret)
}

/// Whether a name is one of a secret.
pub(super) fn is_secret(name: &str) -> bool {
    let words = name.to_snake_case();
    let joined = words.replace('_', "");
    PARTS.iter().any(|part| joined.contains(part))
        || words.split('_').any(|word| WORDS.contains(&word))
        || WHOLE.contains(&words.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Field;

    fn text(tokens: Option<TokenStream>) -> String {
        tokens.unwrap_or_default().to_string().replace(' ', "")
    }

    #[test]
    fn a_password_and_free_json_beside_it_are_hidden() {
        let proxy = Type::Map(Box::new(Type::Any));
        let members = [
            Member::new("username", &Type::String),
            Member::new("user_password", &Type::String),
            Member::new("proxy", &proxy),
        ];
        let shown = text(struct_debug("Login", &members));
        for expected in [
            r#".field("username",&self.username)"#,
            r#".field("user_password",&format_args!("***"))"#,
            r#".field("proxy",&format_args!("***"))"#,
        ] {
            assert!(shown.contains(expected), "{shown}");
        }
        let [username, _, proxy] = members;
        assert_eq!(text(struct_debug("Login", &[username, proxy])), "");
    }

    #[test]
    fn what_is_called_secret_is_hidden_whatever_its_name() {
        let field = |name: &str, is_secret| Field {
            name: name.to_string(),
            ty: Type::String,
            is_secret,
            ..Field::default()
        };
        let of = Struct {
            fields: vec![field("code", true), field("user", false)],
            ..Struct::default()
        };
        let shown = text(struct_debug("Login", &Member::all(&of)));
        assert!(
            shown.contains(r#".field("code",&format_args!("***")).field("user",&self.user)"#),
            "{shown}"
        );
    }

    #[test]
    fn other_names_and_unions_with_secret_parts_are_hidden() {
        let hidden = text(alias_debug("UserPassword"));
        assert!(hidden.contains(r#"f.debug_tuple("UserPassword").field(&format_args!("***"))"#));
        assert_eq!(text(alias_debug("UserName")), "");
        let field = |name: &str| Field {
            name: name.to_string(),
            ty: Type::String,
            ..Field::default()
        };
        let variant = |name: &str, content| Variant {
            name: name.to_string(),
            description: String::new(),
            content,
        };
        let mut login = Union {
            variants: vec![
                variant(
                    "Named",
                    Content::Fields(Struct {
                        fields: vec![field("user"), field("pin")],
                        ..Struct::default()
                    }),
                ),
                variant("Text", Content::Value(Type::String)),
            ],
            is_displayed: false,
            is_parsed: false,
        };
        let hidden = text(union_debug("Login", &login));
        for expected in [
            r#"Self::Named{user,..}=>f.debug_struct("Named").field("user",user).field("pin",&format_args!("***"))"#,
            r#"Self::Text(field_0)=>f.debug_tuple("Text").field(field_0)"#,
        ] {
            assert!(hidden.contains(expected), "{hidden}");
        }
        login.variants.remove(0);
        assert_eq!(text(union_debug("Login", &login)), "");
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
}
