//! The body of a request in the emitted code: its setter, and the calls that add it.
//!
//! An operation in, tokens out. A body of parts has no setter: each part is set like a parameter.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs;
use super::setter::Setter;
use crate::api::{Body, BodyKind, Location, Operation};

/// The setter of a body that is one value.
pub(super) fn setter(operation: &Operation) -> Option<Setter> {
    let body = operation.body.as_ref()?;
    let ty = body.ty.as_ref()?;
    let what = match body.kind {
        BodyKind::Json | BodyKind::Form if ty.named().is_some() => {
            "The body to send: a value or its builder."
        }
        BodyKind::Json => "The body to send, as JSON.",
        BodyKind::Form => "The body to send: an object, whose fields are sent as a form.",
        BodyKind::Text => "The body to send, as it is.",
        BodyKind::Bytes => "The body to send: the bytes as they are.",
        BodyKind::Parts | BodyKind::Multipart => "The body to send: its parts.",
    };
    let presence = match body.is_required {
        true => "Required.",
        false => "Optional: none is sent unless it is set.",
    };
    let docs = docs::comment(&[format!("{what} {presence}")]);
    Some(Setter::of(
        format_ident!("body"),
        ty,
        body.is_required,
        docs,
    ))
}

/// The call that adds the body, whose value is the variable `name`.
pub(super) fn call(body: &Body, name: &TokenStream) -> TokenStream {
    let content_type = body
        .media_type
        .as_ref()
        .map(|media_type| quote!(.content_type(#media_type)));
    let call = match body.kind {
        BodyKind::Json => quote!(.json(&#name)),
        BodyKind::Form => quote!(.form(&#name)),
        BodyKind::Text => quote!(.text(#name)),
        BodyKind::Bytes => quote!(.bytes(#name)),
        BodyKind::Parts | BodyKind::Multipart => quote!(.multipart(#name)),
    };
    quote!(#call #content_type)
}

/// A multipart body with all parts that are set; nothing where the body is not made of parts.
pub(super) fn parts(operation: &Operation, setters: &[Setter]) -> Option<TokenStream> {
    if operation.body.as_ref()?.kind != BodyKind::Parts {
        return None;
    }
    let all = operation.parameters.iter().zip(setters);
    let parts = all.filter_map(|(parameter, setter)| {
        let (wire, value) = (&parameter.wire, setter.variable());
        match parameter.location {
            Location::Field => Some(quote!(.field(#wire, &#value))),
            Location::File => Some(quote!(.file(#wire, #value))),
            Location::Files => Some(quote!(.files(#wire, #value))),
            Location::Path | Location::Query | Location::Header | Location::Cookie => None,
        }
    });
    Some(quote!(Multipart::new()#(#parts)*))
}
