//! The payload of a wrapped answer, reachable in one step: `payload` and `into_payload` of the answer's type.
//!
//! In: where the operation says that its payload is. Out: an `impl` block for the type of the answer, or an error that
//! names the property which is not there. The way leads through structs only; what may be absent makes an `Option`.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Ident, Item, Type, parse_quote};

use super::docs;
use super::operations::Joined;
use super::parts::{ByType, argument, is, mentioned_by, wire_name};
use crate::lower::Operation;
use crate::{Error, text};

/// The accessors of every answer that has a payload, by the name of its type.
pub(super) fn accessors(
    operations: &[Joined],
    types: &ByType,
) -> Result<BTreeMap<String, Item>, Error> {
    let mut accessors = BTreeMap::new();
    for joined in operations {
        let operation = &joined.operation;
        if operation.outcome.payload.is_empty() {
            continue;
        }
        let name = joined
            .answer
            .as_ref()
            .and_then(|answer| mentioned_by(answer).pop())
            .filter(|name| types.contains_key(name))
            .ok_or_else(|| wrong(operation, "its answer is no object with properties"))?;
        let item = accessor(operation, &name, types)?;
        if let Some(other) = accessors.insert(name.clone(), item.clone())
            && other != item
        {
            return Err(wrong(
                operation,
                &format!("another operation that answers with `{name}` has another payload"),
            ));
        }
    }
    Ok(accessors)
}

/// One property on the way.
struct Step {
    ident: Ident,
    is_optional: bool,
}

fn accessor(operation: &Operation, name: &str, types: &ByType) -> Result<Item, Error> {
    let mut steps: Vec<Step> = Vec::new();
    let mut here = name.to_string();
    let mut found: Option<Type> = None;
    for property in &operation.outcome.payload {
        let (ident, ty) = field(types, &here, property).ok_or_else(|| {
            wrong(
                operation,
                &format!("`{property}` is no property of the type `{here}`"),
            )
        })?;
        let inner = argument(&ty).filter(|_| is(&ty, "Option")).cloned();
        steps.push(Step {
            ident,
            is_optional: inner.is_some(),
        });
        let ty = inner.unwrap_or(ty);
        here = mentioned_by(&ty).pop().unwrap_or_default();
        found = Some(ty);
    }
    let ty = found.ok_or_else(|| wrong(operation, "it leads nowhere"))?;
    let is_optional = steps.iter().any(|step| step.is_optional);
    let (borrowed, taken) = (way(&steps, true), way(&steps, false));
    let answer =
        syn::parse_str::<Ident>(name).map_err(|_| wrong(operation, "its answer has no type"))?;
    let path = text::code(&operation.outcome.payload.join("."));
    let absent = if is_optional {
        "; nothing where the answer has none"
    } else {
        ""
    };
    let show = docs::attributes(&[format!(
        "What was asked for, without what is around it: `{path}`{absent}."
    )]);
    let take = docs::attributes(&[format!("Takes out what was asked for: `{path}`{absent}.")]);
    Ok(if is_optional {
        parse_quote! {
            impl #answer {
                #(#show)*
                pub fn payload(&self) -> Option<&#ty> { #borrowed }
                #(#take)*
                pub fn into_payload(self) -> Option<#ty> { #taken }
            }
        }
    } else {
        parse_quote! {
            impl #answer {
                #(#show)*
                pub fn payload(&self) -> &#ty { &#borrowed }
                #(#take)*
                pub fn into_payload(self) -> #ty { #taken }
            }
        }
    })
}

/// `self.data.data`, with `?` behind what is optional and not last.
fn way(steps: &[Step], is_borrowed: bool) -> TokenStream {
    let is_optional = steps.iter().any(|step| step.is_optional);
    let mut way = quote!(self);
    for (index, step) in steps.iter().enumerate() {
        let ident = &step.ident;
        way = quote!(#way.#ident);
        let borrow = (is_borrowed && step.is_optional).then(|| quote!(.as_ref()));
        let is_last = index + 1 == steps.len();
        let question = (step.is_optional && !is_last).then(|| quote!(?));
        way = quote!(#way #borrow #question);
    }
    match steps.last() {
        Some(last) if is_optional && !last.is_optional => {
            let borrow = is_borrowed.then(|| quote!(&));
            quote!(Some(#borrow #way))
        }
        _ => way,
    }
}

/// The field of a struct that holds a property.
pub(super) fn field(types: &ByType, name: &str, property: &str) -> Option<(Ident, Type)> {
    types.get(name)?.iter().find_map(|item| match item {
        Item::Struct(item) => item.fields.iter().find_map(|field| {
            let ident = field.ident.clone()?;
            (wire_name(field)? == property).then(|| (ident, field.ty.clone()))
        }),
        _ => None,
    })
}

fn wrong(operation: &Operation, rule: &str) -> Error {
    Error::new(
        format!("effective.yaml: {}/x-payload", operation.pointer),
        rule,
        "correct the way to the payload in the fixup that sets `x-payload`; it leads through objects with properties",
    )
}
