//! A union of types that JSON tells apart by their kind: an untagged enum with its conversions.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::structs::{serde, watched};
use super::{about, derive};
use crate::api::{Content, Field, NamedType, Struct, Type, Union, Variant};
use crate::emit::docs;
use crate::emit::rust_type::{Scope, rust_type};
use crate::emit::secrets;
use crate::text;

/// The enum, its conversions, and a `Debug` that hides secrets.
pub(super) fn items(name: &str, named: &NamedType, of: &Union) -> TokenStream {
    let ident = format_ident!("{name}");
    let docs = docs::comment(&about(named));
    let hiding = secrets::union_debug(name, of);
    let derive = derive(hiding.is_none(), None);
    let grows = named.is_received.then(|| quote!(#[non_exhaustive]));
    let variants = of.variants.iter().map(variant);
    let names: Vec<_> = of
        .variants
        .iter()
        .map(|of| format_ident!("{}", of.name))
        .collect();
    let displayed = of.is_displayed.then(|| {
        quote! {
            impl std::fmt::Display for #ident {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    match self { #(Self::#names(x) => x.fmt(f),)* }
                }
            }
        }
    });
    let parsed = of.is_parsed.then(|| parsed(&ident, &names));
    let from_values = conversions(of).map(|(variant, ty)| {
        let (variant, ty) = (format_ident!("{variant}"), rust_type(ty, Scope::Types));
        quote! {
            impl From<#ty> for #ident {
                fn from(value: #ty) -> Self {
                    Self::#variant(value)
                }
            }
        }
    });
    let text = of.is_parsed.then(|| quote!(text));
    let of_string = string_variant(of).map(|variant| {
        let variant = format_ident!("{variant}");
        quote! {
            impl From<String> for #ident {
                fn from(value: String) -> Self {
                    Self::#variant(value)
                }
            }
            impl From<&str> for #ident {
                fn from(value: &str) -> Self {
                    Self::#variant(value.to_string())
                }
            }
        }
    });
    let strings = of_string
        .iter()
        .flat_map(|_| [quote!(&str), quote!(String)]);
    let sources = conversions(of).map(|(_, ty)| rust_type(ty, Scope::Types));
    let sources = sources.chain(strings);
    let argument = named.is_sent.then(|| {
        quote!(openapi_client_runtime::codegen::argument! { #text #ident #(, from #sources)* })
    });
    quote! {
        #docs
        #derive
        #[serde(untagged)]
        #grows
        pub enum #ident { #(#variants)* }
        #displayed
        #parsed
        #(#from_values)*
        #of_string
        #argument
        #hiding
    }
}

fn variant(of: &Variant) -> TokenStream {
    let docs = docs::comment(&text::documentation(&of.description));
    let name = format_ident!("{}", of.name);
    match &of.content {
        Content::Value(ty) => {
            let watched = ty.named().map(|_| watched());
            let ty = rust_type(ty, Scope::Types);
            quote!(#docs #watched #name(#ty),)
        }
        Content::Fields(of) => {
            let fields = of.fields.iter().map(variant_field);
            let map = of.extra.as_ref().map(|map| {
                let watched = map.named().map(|_| watched());
                let (name, ty) = (
                    format_ident!("{}", Struct::MAP),
                    rust_type(map, Scope::Types),
                );
                quote!(#[serde(flatten)] #watched #name: #ty)
            });
            quote!(#docs #name { #(#fields)* #map },)
        }
    }
}

fn variant_field(field: &Field) -> TokenStream {
    let docs = docs::comment(&text::documentation(&field.description));
    let serde = serde(field);
    let watched = field.ty.named().map(|_| {
        // What serde does by itself unless it is told by what to decode.
        let default = field.ty.optional().map(|_| quote!(#[serde(default)]));
        let watched = watched();
        quote!(#default #watched)
    });
    let (name, ty) = (
        format_ident!("{}", field.name),
        rust_type(&field.ty, Scope::Types),
    );
    quote!(#docs #serde #watched #name: #ty,)
}

/// Conversions of text: the first variant that takes it.
fn parsed(ident: &Ident, variants: &[Ident]) -> TokenStream {
    let from_text = [quote!(&str), quote!(String)].map(|text| {
        quote! {
            impl TryFrom<#text> for #ident {
                type Error = ConversionError;
                fn try_from(value: #text) -> Result<Self, ConversionError> {
                    value.parse()
                }
            }
        }
    });
    quote! {
        impl std::str::FromStr for #ident {
            type Err = ConversionError;
            fn from_str(value: &str) -> Result<Self, ConversionError> {
                #(if let Ok(v) = value.parse() { Ok(Self::#variants(v)) } else)*
                { Err("string conversion failed for all variants".into()) }
            }
        }
        #(#from_text)*
    }
}

/// The variant that a string is turned into, where no string is parsed.
fn string_variant(of: &Union) -> Option<&str> {
    let mut strings = of
        .variants
        .iter()
        .filter(|variant| matches!(&variant.content, Content::Value(ty) if *ty == Type::String));
    let only = strings.next().filter(|_| !of.is_parsed)?;
    strings.next().is_none().then_some(&only.name)
}

/// The variants that a value is turned into: those whose type no other has. A string is none, as it is parsed.
fn conversions(of: &Union) -> impl Iterator<Item = (&str, &Type)> {
    let values = || {
        of.variants
            .iter()
            .filter_map(|variant| match &variant.content {
                Content::Value(ty) => Some((variant.name.as_str(), ty)),
                Content::Fields(_) => None,
            })
    };
    values().filter(move |(_, ty)| {
        **ty != Type::String && values().filter(|(_, other)| other == ty).count() == 1
    })
}
