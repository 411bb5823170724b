//! What builders know by themselves, as a part of the fields of types.
//!
//! The types, and what the document says of its components, in; out the fields with what their builder need not be told. A
//! default that is no value of its type is left to the caller.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::prefilled::{NamedItem, Prefill, Prefilled};
use crate::api::{self, Float, Integer, Literal, NamedType, Shape, Struct, Type, Types};
use crate::error::Error;

/// Gives the fields of what is sent what the document says of their properties.
///
/// # Errors
///
/// Where `x-items` names what the types do not have.
pub(crate) fn prefill(types: &mut Types, prefilled: &Prefilled) -> Result<(), Error> {
    for (type_name, properties) in prefilled {
        // What no operation sends has no type.
        let Some(named) = types.get(type_name) else {
            continue;
        };
        let Some(of) = named.as_struct() else {
            continue;
        };
        let mut joined = BTreeMap::new();
        // The names of the builder's setters.
        let mut taken: BTreeSet<&str> = of.fields.iter().map(|of| of.name.as_str()).collect();
        taken.insert("build");
        taken.extend(of.extra.is_some().then_some(Struct::MAP));
        for (property, prefill) in properties {
            let Some(field) = named.property(property) else {
                continue;
            };
            let prefill = match prefill {
                Prefill::Default(value) => literal(value, &field.ty).map(api::Prefill::Default),
                Prefill::Items(items, pointer) => {
                    let items = named_setters(items, &field.ty, types, prefilled, &mut taken);
                    Some(items.map_err(|rule| {
                        Error::new(
                            format!("effective.yaml: {pointer}"),
                            rule,
                            "correct the fixup that sets `x-items`: each item is made of one of its properties",
                        )
                    })?)
                }
            };
            joined.insert(property.as_str(), prefill);
        }
        if let Some(Shape::Struct(of)) = types.get_mut(type_name).map(|of| &mut of.shape) {
            for field in &mut of.fields {
                field.prefill = joined.remove(field.wire.as_str()).flatten();
            }
        }
    }
    Ok(())
}

/// The setters that together are a list; `taken` are the names of the others.
fn named_setters<'a>(
    items: &'a [NamedItem],
    list: &Type,
    types: &Types,
    prefilled: &Prefilled,
    taken: &mut BTreeSet<&'a str>,
) -> Result<api::Prefill, String> {
    if list.optional().is_some() {
        return Err("the list is not required, but all of its items would be".to_string());
    }
    let item = list.named().and_then(|name| Some((name, types.get(name)?)));
    let (type_name, item) = item.ok_or("its items are no objects with properties")?;
    let defaults = prefilled.get(type_name);
    let mut setters = Vec::new();
    for named in items {
        let field = item
            .property(&named.property)
            .ok_or_else(|| format!("`{}` is no property of its items", named.property))?;
        if let Some(other) = other_required(item, defaults, &named.property) {
            return Err(format!(
                "its items require `{other}`, too, which has no default"
            ));
        }
        if !taken.insert(&named.name) {
            return Err(format!("another setter is called `{}`", named.name));
        }
        setters.push(api::Item {
            name: named.name.clone(),
            setter: field.name.clone(),
            ty: field.ty.present().clone(),
            description: named.description.clone(),
        });
    }
    Ok(api::Prefill::Items(type_name.to_string(), setters))
}

/// A property that the builder of an item cannot do without, other than `named`.
fn other_required<'a>(
    item: &'a NamedType,
    defaults: Option<&BTreeMap<String, Prefill>>,
    named: &str,
) -> Option<&'a str> {
    let mut fields = item.as_struct().into_iter().flat_map(|of| &of.fields);
    let other = fields.find(|field| {
        let has_default = matches!(
            defaults.and_then(|of| of.get(&field.wire)),
            Some(Prefill::Default(value)) if literal(value, &field.ty).is_some()
        );
        field.wire != named && !has_default && field.ty.optional().is_none()
    });
    other.map(|field| field.wire.as_str())
}

/// A value of one of Rust's own types.
fn literal(value: &Value, ty: &Type) -> Option<Literal> {
    match (ty, value) {
        (Type::Integer(Integer::I64), Value::Number(number)) => {
            number.as_i64().map(Literal::Integer)
        }
        (Type::Float(Float::F64), Value::Number(number)) => number.as_f64().map(Literal::Float),
        (Type::Bool, Value::Bool(value)) => Some(Literal::Bool(*value)),
        (Type::String, Value::String(value)) => Some(Literal::String(value.clone())),
        _ => None,
    }
}
