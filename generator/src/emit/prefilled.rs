//! What builders fill in by themselves, joined with the types that progenitor made.
//!
//! In: what the document says of a component's properties. Out, by type and field: a literal of the field's type, or the
//! setters that stand for a list of fixed length. A default that is no value of its type is left to the caller.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use serde_json::Value;
use syn::{Field, Ident, Item, Type};

use super::builders::is_flat;
use super::parts::{ByType, field, mentioned_by, optional, wire_name};
use crate::error::Error;
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
    /// Whether the field is a `Vec`, because the list is received, too.
    pub is_vec: bool,
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
        // The names of the builder's setters.
        let mut taken: BTreeSet<String> = fields(types, type_name)
            .iter()
            .filter_map(|field| Some(field.ident.as_ref()?.to_string()))
            .chain(["build".to_string()])
            .collect();
        for (property, prefill) in properties {
            // What no operation sends has no type.
            let Some((ident, ty)) = field(types, type_name, property) else {
                continue;
            };
            let filling = match prefill {
                Prefill::Default(value) => literal(value, &ty).map(Filling::Default),
                Prefill::Items(items, pointer) => {
                    let of = ItemsOf {
                        types,
                        prefilled,
                        taken: &mut taken,
                    };
                    let items = of.join(items, &ty).map_err(|rule| {
                        Error::new(
                            format!("effective.yaml: {pointer}"),
                            rule,
                            "correct the fixup that sets `x-items`: each item is made of one of its properties",
                        )
                    })?;
                    Some(Filling::Items(items))
                }
            };
            if let Some(filling) = filling {
                let of_type = filled.entry(type_name.clone()).or_default();
                of_type.insert(ident.to_string(), filling);
            }
        }
    }
    Ok(filled)
}

/// What joining the items of a list has to know.
struct ItemsOf<'a> {
    types: &'a ByType,
    prefilled: &'a Prefilled,
    taken: &'a mut BTreeSet<String>,
}

impl ItemsOf<'_> {
    fn join(self, items: &[NamedItem], list: &Type) -> Result<Items, String> {
        if optional(list).is_some() {
            return Err("the list is not required, but all of its items would be".to_string());
        }
        let (item, is_vec) = match list {
            Type::Array(array) => (mentioned_by(&array.elem).pop(), false),
            _ => (mentioned_by(list).pop(), true),
        };
        let item = item
            .filter(|name| self.types.contains_key(name))
            .ok_or("its items are no objects with properties")?;
        let mut parts: Vec<Part> = Vec::new();
        for named in items {
            let (setter, ty) = field(self.types, &item, &named.property)
                .ok_or_else(|| format!("`{}` is no property of its items", named.property))?;
            if let Some(other) = self.other_required(&item, &named.property) {
                return Err(format!(
                    "its items require `{other}`, too, which has no default"
                ));
            }
            if !self.taken.insert(named.name.clone()) {
                return Err(format!("another setter is called `{}`", named.name));
            }
            parts.push(Part {
                ident: format_ident!("{}", named.name),
                setter,
                ty: optional(&ty).unwrap_or(&ty).clone(),
                description: named.description.clone(),
            });
        }
        Ok(Items {
            item: format_ident!("{item}"),
            parts,
            is_vec,
        })
    }

    /// A property that the builder of an item cannot do without, other than `named`.
    fn other_required(&self, item: &str, named: &str) -> Option<String> {
        let defaults = self.prefilled.get(item);
        fields(self.types, item).into_iter().find_map(|field| {
            let name = wire_name(field)?;
            let has_default = matches!(
                defaults.and_then(|of| of.get(&name)),
                Some(Prefill::Default(value)) if literal(value, &field.ty).is_some()
            );
            let is_free =
                name == named || has_default || is_flat(field) || optional(&field.ty).is_some();
            (!is_free).then_some(name)
        })
    }
}

/// The fields of a struct.
fn fields<'a>(types: &'a ByType, name: &str) -> Vec<&'a Field> {
    let items = types.get(name).into_iter().flatten();
    let structs = items.filter_map(|item| match item {
        Item::Struct(item) => Some(&item.fields),
        _ => None,
    });
    structs.flatten().collect()
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
