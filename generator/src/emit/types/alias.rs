//! Another type under a name of its own: a transparent struct with its conversions.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{about, derive, structs};
use crate::api::{Alias, NamedType, Type};
use crate::emit::docs;
use crate::emit::rust_type::{Scope, rust_type};
use crate::emit::secrets;

/// The struct, its conversions, and a `Debug` that hides a secret.
pub(super) fn items(name: &str, named: &NamedType, of: &Alias) -> TokenStream {
    let (ident, ty) = (format_ident!("{name}"), rust_type(&of.ty, Scope::Types));
    let docs = docs::comment(&about(named));
    let is_string = of.ty == Type::String;
    let more = is_string.then(|| quote!(Eq, PartialOrd, Ord, Hash,));
    let hiding = secrets::alias_debug(name);
    let derive = derive(hiding.is_none(), more);
    let open = of
        .ty
        .is_open()
        .then(|| docs::comment(&[structs::OPEN.to_string()]));
    let displayed = of.is_displayed.then(|| {
        quote! {
            impl std::fmt::Display for #ident {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    self.0.fmt(f)
                }
            }
        }
    });
    let parsed = of.is_parsed.then(|| match is_string {
        true => quote! {
            impl std::str::FromStr for #ident {
                type Err = std::convert::Infallible;
                fn from_str(value: &str) -> Result<Self, Self::Err> {
                    Ok(Self(value.to_string()))
                }
            }
        },
        false => parsed(&ident, &ty),
    });
    let text = of.is_parsed.then(|| quote!(text));
    let from = (!is_string).then(|| quote!(, from #ty));
    let argument = named
        .is_sent
        .then(|| quote!(openapi_client_runtime::codegen::argument! { #text #ident #from }));
    quote! {
        #docs
        #derive
        #[serde(transparent)]
        pub struct #ident(#open pub #ty);
        impl std::ops::Deref for #ident {
            type Target = #ty;
            fn deref(&self) -> &#ty {
                &self.0
            }
        }
        impl From<#ident> for #ty {
            fn from(value: #ident) -> Self {
                value.0
            }
        }
        impl From<#ty> for #ident {
            fn from(value: #ty) -> Self {
                Self(value)
            }
        }
        #displayed
        #parsed
        #argument
        #hiding
    }
}

/// Conversions of text, as the other type has them.
fn parsed(ident: &Ident, ty: &TokenStream) -> TokenStream {
    let error = quote!(<#ty as std::str::FromStr>::Err);
    let from_text = [quote!(&str), quote!(String)].map(|text| {
        quote! {
            impl TryFrom<#text> for #ident {
                type Error = #error;
                fn try_from(value: #text) -> Result<Self, Self::Error> {
                    value.parse()
                }
            }
        }
    });
    quote! {
        impl std::str::FromStr for #ident {
            type Err = #error;
            fn from_str(value: &str) -> Result<Self, Self::Err> {
                Ok(Self(value.parse()?))
            }
        }
        #(#from_text)*
    }
}
