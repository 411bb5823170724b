//! The body of a request in the emitted code: its type, its setter, and the calls that add it.
//!
//! An operation in, types and tokens out. A body of parts has no setter: each part is set like a parameter.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::{Field, Item, Type, parse_quote};

use super::builders;
use super::docs;
use super::operations::Joined;
use super::parts::{ByType, mentioned_by};
use super::setter::Setter;
use crate::lower::{Body, BodyKind, Location, Parameter};
use crate::names;

/// The type of what the caller sets as a body; `made` is progenitor's.
pub(super) fn value_type(kind: BodyKind, made: Option<Type>) -> Option<Type> {
    match kind {
        BodyKind::Json | BodyKind::Form => made,
        BodyKind::Text => Some(parse_quote!(String)),
        BodyKind::Bytes => Some(parse_quote!(Bytes)),
        BodyKind::Parts => None,
        BodyKind::Multipart => Some(parse_quote!(Multipart)),
    }
}

/// The type of a part: of a file, or what progenitor makes of it as a field of the body's struct.
pub(super) fn part_type(
    part: &Parameter,
    made: &BTreeMap<String, Type>,
    types: &ByType,
) -> Option<Type> {
    match part.location {
        Location::File => return Some(parse_quote!(FilePart)),
        Location::Files => return Some(parse_quote!(Vec<FilePart>)),
        _ => {}
    }
    let name = mentioned_by(made.get("body")?).pop()?;
    let fields = types.get(&name)?.iter().find_map(|item| match item {
        Item::Struct(item) => Some(&item.fields),
        _ => None,
    })?;
    let wanted = names::typify_field(&part.field);
    let is_wanted = |field: &&Field| {
        field
            .ident
            .as_ref()
            .is_some_and(|ident| ident.unraw() == wanted)
    };
    let field = fields.iter().find(is_wanted)?;
    let own = types.keys().cloned().collect();
    Some(builders::qualified(&field.ty, &own))
}

/// The setter of a body that is one value.
pub(super) fn setter(joined: &Joined, is_own: &dyn Fn(&str) -> bool) -> Option<Setter> {
    let (ty, body) = (joined.body.as_ref()?, joined.operation.body.as_ref()?);
    let what = match body.kind {
        BodyKind::Json | BodyKind::Form if mentioned_by(ty).iter().any(|name| is_own(name)) => {
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
    let docs = docs::attributes(&[format!("{what} {presence}")]);
    let ident = format_ident!("body");
    Some(Setter::new(
        ident,
        ty.clone(),
        body.is_required,
        docs,
        is_own,
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
pub(super) fn parts(joined: &Joined, setters: &[Setter]) -> Option<TokenStream> {
    if joined.operation.body.as_ref()?.kind != BodyKind::Parts {
        return None;
    }
    let parts = joined
        .fields
        .iter()
        .zip(setters)
        .filter_map(|(field, setter)| {
            let (wire, value) = (&field.parameter.wire, setter.variable());
            match field.parameter.location {
                Location::Field => Some(quote!(.field(#wire, &#value))),
                Location::File => Some(quote!(.file(#wire, #value))),
                Location::Files => Some(quote!(.files(#wire, #value))),
                Location::Path | Location::Query | Location::Header | Location::Cookie => None,
            }
        });
    Some(quote!(Multipart::new()#(#parts)*))
}
