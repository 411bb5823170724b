//! What the builder of something that is sent need not be told.
//!
//! The components of a document in; out, by type name and property, a required property's `default`, and the names that a
//! fixup (`x-items`) gives to the items of a list whose length is fixed. Nothing of it concerns what is received. Then the
//! fields of the types get it; a default that is no value of its type is left to the caller.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::components::Components;
use crate::api::{self, Float, Integer, Literal, NamedType, Shape, Struct, Type, Types};
use crate::document::Pointer;
use crate::error::Error;

/// By type name and property.
pub type Prefilled = BTreeMap<String, BTreeMap<String, Prefill>>;

/// What a builder knows of a property.
#[derive(Debug, Clone, PartialEq)]
pub enum Prefill {
    /// Sent unless the caller sets another value: a text, a number or a truth value.
    Default(Value),
    /// A list of so many items, each of which is made of one of its properties; and where that is said.
    Items(Vec<NamedItem>, Pointer),
}

/// An item of a list that always has the same number of items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedItem {
    /// What the setter is called.
    pub name: String,
    /// The property of the item that it sets, as it goes over the wire.
    pub property: String,
    /// What it means; empty where nothing is said.
    pub description: String,
}

/// Finds what the builders of all components know.
pub(super) fn find(document: &Value, components: &Components) -> Result<Prefilled, Error> {
    let schemas = document
        .pointer("/components/schemas")
        .and_then(Value::as_object);
    let mut prefilled = Prefilled::new();
    for (name, schema) in schemas.into_iter().flatten() {
        let properties = schema.get("properties").and_then(Value::as_object);
        let (Some(type_name), Some(properties)) = (components.type_name(name), properties) else {
            continue;
        };
        let required = schema.get("required").and_then(Value::as_array);
        let is_required = |name: &str| required.is_some_and(|of| of.iter().any(|of| of == name));
        let mut of_type = BTreeMap::new();
        for (property, schema) in properties {
            let Value::Object(schema) = schema else {
                continue;
            };
            if let Some(items) = schema.get("x-items") {
                let pointer = Pointer::root()
                    .child("components")
                    .child("schemas")
                    .child(name)
                    .child("properties")
                    .child(property)
                    .child("x-items");
                let items = named_items(schema, items).ok_or_else(|| {
                    Error::new(format!("effective.yaml: {pointer}"),
                        "it is no list of `{ name, property }`, one for each of the items that `minItems` and `maxItems` both state",
                        "write what the setters are called and which property of an item each sets, such as `{ name: fan, property: userId }`",
                    )
                })?;
                of_type.insert(property.clone(), Prefill::Items(items, pointer));
            } else if let Some(default) = schema.get("default").filter(|_| is_required(property))
                && !(default.is_null() || default.is_array() || default.is_object())
            {
                of_type.insert(property.clone(), Prefill::Default(default.clone()));
            }
        }
        if !of_type.is_empty() {
            prefilled.insert(type_name.to_string(), of_type);
        }
    }
    Ok(prefilled)
}

fn named_items(schema: &Map<String, Value>, items: &Value) -> Option<Vec<NamedItem>> {
    let items: Vec<NamedItem> = items
        .as_array()?
        .iter()
        .map(|item| {
            let text = |key: &str| Some(item.get(key)?.as_str()?.to_string());
            Some(NamedItem {
                name: crate::names::snake(&text("name")?),
                property: text("property")?,
                description: text("reason").unwrap_or_default(),
            })
        })
        .collect::<Option<_>>()?;
    (fixed_length(schema)? == items.len()).then_some(items)
}

/// How many items a list has, where it always has as many. As many as serde has arrays for.
pub(super) fn fixed_length(schema: &Map<String, Value>) -> Option<usize> {
    let limit = |key: &str| schema.get(key)?.as_u64();
    let length = limit("minItems").filter(|min| limit("maxItems") == Some(*min))?;
    usize::try_from(length)
        .ok()
        .filter(|length| (1..=32).contains(length))
}

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
