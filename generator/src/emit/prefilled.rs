//! What builders fill in by themselves, joined with the types that progenitor made.
//!
//! In: what the document says of a component's properties. Out, by type and field: a literal of the field's type, or the
//! setters that stand for a list of fixed length. A default that is no value of its type is left to the caller.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use serde_json::Value;
use syn::{Ident, Item, Type};

use super::parts::{ByType, mentioned_by};
use super::payload::field;
use crate::Error;
use crate::lower::{NamedItem, Prefill, Prefilled};

/// By type name and field.
pub(super) type Filled = BTreeMap<String, BTreeMap<String, Filling>>;

/// What stands in for a field that the caller does not set as it is.
pub(super) enum Filling {
    /// A literal of the field's type, for a field that is not set.
    Default(TokenStream),
    /// Setters that together are the field.
    Items(Items),
}

/// A list whose items are made of one property each.
pub(super) struct Items {
    /// The type of an item, which has a builder.
    pub item: Ident,
    /// One for each item.
    pub parts: Vec<Part>,
}

/// One item of a list.
pub(super) struct Part {
    /// The name of the setter.
    pub ident: Ident,
    /// The item's own setter that takes the value.
    pub setter: Ident,
    /// The type of the value.
    pub ty: Type,
    /// What it means; empty where nothing is said.
    pub description: String,
}

/// Joins what the document says with the types.
pub(super) fn join(prefilled: &Prefilled, types: &ByType) -> Result<Filled, Error> {
    let mut filled = Filled::new();
    for (type_name, properties) in prefilled {
        for (property, prefill) in properties {
            // What no operation sends has no type.
            let Some((ident, ty)) = field(types, type_name, property) else {
                continue;
            };
            let filling = match prefill {
                Prefill::Default(value) => literal(value, &ty).map(Filling::Default),
                Prefill::Items(items) => {
                    let items = items_of(items, &ty, types, &fields(types, type_name)).map_err(|rule| {
                        Error::new(
                            format!("effective.yaml: /components/schemas/{type_name}/properties/{property}/x-items"),
                            rule,
                            "name a property of the items, and setters that are called differently, in the fixup that sets `x-items`",
                        )
                    })?;
                    Some(Filling::Items(items))
                }
            };
            if let Some(filling) = filling {
                filled
                    .entry(type_name.clone())
                    .or_default()
                    .insert(ident.to_string(), filling);
            }
        }
    }
    Ok(filled)
}

/// `taken` are the names of the builder's other setters.
fn items_of(
    items: &[NamedItem],
    list: &Type,
    types: &ByType,
    taken: &BTreeSet<String>,
) -> Result<Items, String> {
    let item = mentioned_by(list)
        .pop()
        .filter(|name| types.contains_key(name))
        .ok_or("its items are no objects with properties")?;
    let mut parts: Vec<Part> = Vec::new();
    for named in items {
        let (setter, ty) = field(types, &item, &named.property)
            .ok_or_else(|| format!("`{}` is no property of its items", named.property))?;
        if taken.contains(&named.name)
            || named.name == "build"
            || parts.iter().any(|part| part.ident == named.name)
        {
            return Err(format!("another setter is called `{}`", named.name));
        }
        parts.push(Part {
            ident: format_ident!("{}", named.name),
            setter,
            ty,
            description: named.description.clone(),
        });
    }
    Ok(Items {
        item: format_ident!("{item}"),
        parts,
    })
}

fn fields(types: &ByType, name: &str) -> BTreeSet<String> {
    let items = types.get(name).into_iter().flatten();
    items
        .filter_map(|item| match item {
            Item::Struct(item) => Some(&item.fields),
            _ => None,
        })
        .flatten()
        .filter_map(|field| Some(field.ident.as_ref()?.to_string()))
        .collect()
}

/// A value of one of Rust's own types.
fn literal(value: &Value, ty: &Type) -> Option<TokenStream> {
    let name = quote!(#ty).to_string().replace(' ', "");
    match (name.trim_start_matches("::"), value) {
        ("i64", Value::Number(number)) => {
            let literal = Literal::i64_unsuffixed(number.as_i64()?);
            Some(quote!(#literal))
        }
        ("f64", Value::Number(number)) => {
            let literal = Literal::f64_unsuffixed(number.as_f64()?);
            Some(quote!(#literal))
        }
        ("bool", Value::Bool(value)) => Some(quote!(#value)),
        ("String" | "std::string::String", Value::String(text)) => Some(quote!(#text.to_string())),
        _ => None,
    }
}
