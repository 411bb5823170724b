//! Values that the builder of something that is sent knows by itself.
//!
//! The components of a document, and the types, in; out the fields of types with a required property's `default`, or with the
//! names that a fixup (`x-items`) gives to the items of a list whose length is fixed. A default that is no value of its type is
//! left to the caller. Nothing of it concerns what is received.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::components::Components;
use super::schema::fixed_length;
use crate::api::{Float, Integer, Item, Literal, NamedType, Prefill, Struct, Type, Types};
use crate::document::{Pointer, component};
use crate::error::Error;

/// A list of fixed length whose items have names.
struct NamedList<'a> {
    owner: &'a str,
    property: &'a str,
    items: Vec<NamedItem>,
    /// Where the names stand.
    pointer: Pointer,
}

/// An item of such a list.
struct NamedItem {
    /// What the setter is called.
    name: String,
    /// The property of the item that it sets, as it goes over the wire.
    property: String,
    /// What it means; empty where nothing is said.
    description: String,
}

/// Gives the fields of what is sent what the document says of their properties.
///
/// # Errors
///
/// Where `x-items` is no list of names, or names what the types do not have.
pub(super) fn prefill(
    document: &Value,
    components: &Components,
    types: &mut Types,
) -> Result<(), Error> {
    let mut lists = Vec::new();
    for (name, schema) in component::all(document) {
        let properties = schema.get("properties").and_then(Value::as_object);
        let (Some(owner), Some(properties)) = (components.type_name(name), properties) else {
            continue;
        };
        for (property, schema) in properties {
            let Value::Object(schema) = schema else {
                continue;
            };
            let field = types
                .get_mut(owner)
                .and_then(|of| of.property_mut(property));
            if let Some(items) = schema.get("x-items") {
                let place = component::place(name).child("properties");
                let pointer = place.child(property).child("x-items");
                let items = named_items(schema, items).ok_or_else(|| {
                    Error::new(
                        format!("effective.yaml: {pointer}"),
                        "it is no list of `{ name, property }`, one for each of the items that `minItems` and `maxItems` both state",
                        "write what the setters are called and which property of an item each sets, such as `{ name: fan, property: userId }`",
                    )
                })?;
                lists.push(NamedList {
                    owner,
                    property,
                    items,
                    pointer,
                });
            } else if let (Some(default), Some(field)) = (schema.get("default"), field)
                && field.is_required
            {
                field.prefill = literal(default, &field.ty).map(Prefill::Default);
            }
        }
    }
    // Which properties of an item have to be set is known only now.
    for list in lists {
        // What no operation sends has no type.
        let owner = types.get(list.owner).and_then(NamedType::as_struct);
        let field = types
            .get(list.owner)
            .and_then(|of| of.property(list.property));
        let (Some(owner), Some(field)) = (owner, field) else {
            continue;
        };
        let prefill = setters(&list, &field.ty, owner, types).map_err(|rule| {
            Error::new(
                format!("effective.yaml: {}", list.pointer),
                rule,
                "correct the fixup that sets `x-items`: each item is made of one of its properties",
            )
        })?;
        if let Some(owner) = types.get_mut(list.owner)
            && let Some(field) = owner.property_mut(list.property)
        {
            field.prefill = Some(prefill);
        }
    }
    Ok(())
}

fn named_items(schema: &Map<String, Value>, items: &Value) -> Option<Vec<NamedItem>> {
    let items = items.as_array()?.iter().map(|item| {
        let text = |key: &str| Some(item.get(key)?.as_str()?.to_string());
        Some(NamedItem {
            name: crate::identifiers::snake(&text("name")?),
            property: text("property")?,
            description: text("reason").unwrap_or_default(),
        })
    });
    let items = items.collect::<Option<Vec<_>>>()?;
    (fixed_length(schema)? == items.len()).then_some(items)
}

/// The setters that together are a list of this type.
fn setters(
    list: &NamedList<'_>,
    ty: &Type,
    owner: &Struct,
    types: &Types,
) -> Result<Prefill, String> {
    if ty.optional().is_some() {
        return Err("the list is not required, but all of its items would be".to_string());
    }
    let item = ty.named().and_then(|name| Some((name, types.get(name)?)));
    let (type_name, item) = item.ok_or("its items are no objects with properties")?;
    let mut taken = setter_names(owner);
    let mut setters = Vec::new();
    for named in &list.items {
        let field = item
            .property(&named.property)
            .ok_or_else(|| format!("`{}` is no property of its items", named.property))?;
        if let Some(other) = other_required(item, &named.property) {
            return Err(format!(
                "its items require `{other}`, too, which has no default"
            ));
        }
        if !taken.insert(&named.name) {
            return Err(format!("another setter is called `{}`", named.name));
        }
        setters.push(Item {
            name: named.name.clone(),
            setter: field.name.clone(),
            ty: field.ty.present().clone(),
            description: named.description.clone(),
        });
    }
    Ok(Prefill::Items(type_name.to_string(), setters))
}

/// The names of a builder's functions.
fn setter_names(of: &Struct) -> BTreeSet<&str> {
    let mut names = BTreeSet::from(["build"]);
    names.extend(of.extra.is_some().then_some(Struct::MAP));
    for field in &of.fields {
        names.insert(&field.name);
        if let Some(Prefill::Items(_, items)) = &field.prefill {
            names.extend(items.iter().map(|item| item.name.as_str()));
        }
    }
    names
}

/// A property that the builder of an item cannot do without, other than `named`.
fn other_required<'a>(item: &'a NamedType, named: &str) -> Option<&'a str> {
    let mut fields = item.as_struct().into_iter().flat_map(|of| &of.fields);
    let other = fields.find(|field| {
        let has_default = matches!(field.prefill, Some(Prefill::Default(_)));
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
