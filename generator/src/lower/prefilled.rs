//! What the builder of something that is sent need not be told.
//!
//! The components of a document in; out, by type name and property, a required property's `default`, and the names that a
//! fixup (`x-items`) gives to the items of a list whose length is fixed. Nothing of it concerns what is received.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::components::Components;
use super::schema::fixed_length;
use crate::document::{Pointer, component};
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
    let mut prefilled = Prefilled::new();
    for (name, schema) in component::all(document) {
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
                let pointer = component::place(name)
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
                name: crate::identifiers::snake(&text("name")?),
                property: text("property")?,
                description: text("reason").unwrap_or_default(),
            })
        })
        .collect::<Option<_>>()?;
    (fixed_length(schema)? == items.len()).then_some(items)
}
