//! The schemas of `components`: named, lowered, and looked up by what refers to them.
//!
//! A document in; out the lowered schema of every component under a name that is a type of its own, or the reason why it
//! has none. What nothing refers to is never given to progenitor, so that one odd component costs only its users.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::schema::{self, Context, Role};
use super::{failure, reference, type_names};
use crate::document::{self, Reference, component};
use crate::names::{self, RESERVED_TYPES, Scope};

/// The lowered components of a document.
pub(super) struct Components {
    /// The type name of each component, by its name in the document.
    names: BTreeMap<String, String>,
    /// By type name; the error is the end of a sentence that starts with the component's name.
    lowered: BTreeMap<String, Result<Value, String>>,
}

impl Components {
    /// Names and lowers every component; their types are claimed in `types`.
    pub fn lower(document: &Value, types: &mut Scope) -> Self {
        let schemas = component::all(document);
        let names = claim_names(schemas, types);
        let answered = answered(document, schemas);
        let mut lowered = BTreeMap::new();
        for (name, schema) in schemas {
            let Some(type_name) = names.get(name) else {
                continue;
            };
            let role = if answered.contains(name) {
                Role::Answer
            } else {
                Role::Request
            };
            let mut schema = schema::lower(schema, &Context::new(&names, role));
            type_names::claim_below(&mut schema, type_name, types);
            lowered.insert(type_name.clone(), check(schemas, name, schema));
        }
        Self { names, lowered }
    }

    /// The type name of a component of the document.
    pub fn type_name(&self, name: &str) -> Option<&str> {
        self.names.get(name).map(String::as_str)
    }

    /// The name of each component in the document, by type name.
    pub fn document_names(&self) -> BTreeMap<String, String> {
        let names = self.names.iter();
        names
            .map(|(name, type_name)| (type_name.clone(), name.clone()))
            .collect()
    }

    /// How to lower a schema of an operation.
    pub fn context(&self, role: Role) -> Context<'_> {
        Context::new(&self.names, role)
    }

    /// The type names of all components that lowered schemas lead to, or what is wrong with one of them.
    pub fn reach<'a>(
        &self,
        schemas: impl Iterator<Item = &'a Value>,
    ) -> Result<BTreeSet<String>, String> {
        let mut reached = BTreeSet::new();
        let mut next: BTreeSet<String> = schemas.flat_map(reference::all).collect();
        while let Some(reference) = next.pop_first() {
            let component = Reference(&reference)
                .component()
                .and_then(|name| Some((name.clone(), self.lowered.get(&name)?)));
            let Some((name, lowered)) = component else {
                return Err(format!(
                    "it refers to the schema `{reference}`, which is not in the document"
                ));
            };
            let lowered = lowered
                .as_ref()
                .map_err(|reason| format!("its component `{name}` {reason}"))?;
            if reached.insert(name) {
                next.extend(reference::all(lowered));
            }
        }
        Ok(reached)
    }

    /// The lowered components that can be used, by type name.
    pub fn into_schemas(self) -> BTreeMap<String, Value> {
        self.lowered
            .into_iter()
            .filter_map(|(name, lowered)| Some((name, lowered.ok()?)))
            .collect()
    }
}

/// A type name for every component: its own, or one that neither Rust nor another component uses. Each is claimed as
/// typify will write it, and first by the component that is called like that.
fn claim_names(schemas: &Map<String, Value>, types: &mut Scope) -> BTreeMap<String, String> {
    let mut wanted: Vec<(bool, &String, String)> = schemas
        .keys()
        .map(|name| (name, names::pascal(name)))
        .map(|(name, wish)| (names::settled_type(&wish) != *name, name, wish))
        .collect();
    wanted.sort();
    let mut names = BTreeMap::new();
    for (_, name, wish) in wanted {
        let wishes = if RESERVED_TYPES.contains(&names::settled_type(&wish).as_str()) {
            vec![format!("{wish}Object"), format!("{wish}Schema")]
        } else {
            vec![wish.clone(), format!("{wish}Schema")]
        };
        let wishes: Vec<String> = wishes.iter().map(|of| names::settled_type(of)).collect();
        names.insert(name.clone(), types.claim_type(&wishes));
    }
    names
}

/// The components that answers are made of, if only in part.
fn answered(document: &Value, schemas: &Map<String, Value>) -> BTreeSet<String> {
    let mut answered = BTreeSet::new();
    let mut next: Vec<String> = Vec::new();
    for found in document::operations(document) {
        for response in found.successes() {
            if let Ok(answer) = reference::resolve(document, response.declared) {
                next.extend(names_in(answer));
            }
        }
        next.extend(failure::schemas(document, &found).flat_map(names_in));
    }
    while let Some(name) = next.pop() {
        if let Some(schema) = schemas.get(&name)
            && answered.insert(name)
        {
            next.extend(names_in(schema));
        }
    }
    answered
}

fn names_in(value: &Value) -> impl Iterator<Item = String> {
    reference::all(value)
        .into_iter()
        .filter_map(|reference| Reference(&reference).component())
}

/// A lowered component that progenitor can read and that does not consist of itself.
fn check(schemas: &Map<String, Value>, name: &str, lowered: Value) -> Result<Value, String> {
    serde_json::from_value::<openapiv3::ReferenceOr<openapiv3::Schema>>(lowered.clone())
        .map_err(|error| format!("is no OpenAPI 3.0 schema: {error}"))?;
    let mut seen = BTreeSet::new();
    let mut next = whole(&schemas[name]);
    while let Some(part) = next.pop() {
        if part == name {
            return Err("consists of itself".to_string());
        }
        if let Some(schema) = schemas.get(&part)
            && seen.insert(part)
        {
            next.extend(whole(schema));
        }
    }
    Ok(lowered)
}

/// The components that a schema is itself, rather than holds: followed without end, they would end no one's stack well.
fn whole(schema: &Value) -> Vec<String> {
    let mut names: Vec<String> = reference::component(schema).into_iter().collect();
    for key in ["allOf", "anyOf", "oneOf"] {
        let parts = schema.get(key).and_then(Value::as_array);
        names.extend(parts.into_iter().flatten().flat_map(whole));
    }
    names
}
