//! The schemas of `components`: named, lowered, and looked up by what refers to them.
//!
//! A document in; out the lowered schema of every component under a name that is a type of its own, or the reason why it
//! has none. What nothing refers to is never given to progenitor, so that one odd component costs only its users.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::kind::{self, Schema};
use super::nested_names;
use super::schema::{self, Context, Role};
use crate::document::{self, OperationEntry, Reference, component, resolve};
use crate::identifiers::{self, RESERVED_TYPES, Scope};

/// The lowered components of a document.
pub(super) struct Components {
    /// The type name of each component, by its name in the document.
    names: BTreeMap<String, String>,
    /// By type name; the error is the end of a sentence that starts with the component's name.
    lowered: BTreeMap<String, Result<Schema, String>>,
    /// The type names of components that have no lowered schema, or lead to something that has none.
    broken: BTreeSet<String>,
}

impl Components {
    /// Names and lowers every component; their types are claimed in `types`.
    pub fn lower(document: &Value, types: &mut Scope) -> Self {
        let schemas = component::all(document);
        let names = claim_names(schemas, types);
        let responded = responded(document, schemas);
        let mut lowered = BTreeMap::new();
        for (name, schema) in schemas {
            let Some(type_name) = names.get(name) else {
                continue;
            };
            let role = if responded.contains(name) {
                Role::Response
            } else {
                Role::Request
            };
            let mut schema = schema::lower(schema, &Context::new(&names, role));
            nested_names::claim_below(&mut schema, type_name, types);
            lowered.insert(type_name.clone(), check(schemas, name, schema));
        }
        Self {
            broken: broken(&lowered),
            names,
            lowered,
        }
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

    /// What is wrong with one of the components that lowered schemas lead to.
    pub fn check<'a>(&self, schemas: impl Iterator<Item = &'a Schema>) -> Result<(), String> {
        // Most components are not broken, and are not followed again for each operation.
        self.follow(schemas, &|name| self.broken.contains(name))?;
        Ok(())
    }

    /// The type names of all components that lowered schemas lead to, or what is wrong with one of them.
    pub fn reach<'a>(
        &self,
        schemas: impl Iterator<Item = &'a Schema>,
    ) -> Result<BTreeSet<String>, String> {
        self.follow(schemas, &|_| true)
    }

    /// The type names of the components that lead on, or what is wrong with a component that is led to.
    fn follow<'a>(
        &self,
        schemas: impl Iterator<Item = &'a Schema>,
        leads_on: &dyn Fn(&str) -> bool,
    ) -> Result<BTreeSet<String>, String> {
        let mut reached = BTreeSet::new();
        let mut next = BTreeSet::new();
        schemas.for_each(|schema| kind::references(schema, &mut next));
        while let Some(reference) = next.pop_first() {
            let name = reference.map_err(|reference| {
                format!("it refers to the schema `{reference}`, which is not in the document")
            })?;
            if let Some(lowered) = self.lowered.get(&name) {
                let lowered = lowered
                    .as_ref()
                    .map_err(|reason| format!("its component `{name}` {reason}"))?;
                if leads_on(&name) && reached.insert(name) {
                    kind::references(lowered, &mut next);
                }
            }
        }
        Ok(reached)
    }

    /// A lowered component that can be used, by its type name.
    pub fn schema(&self, name: &str) -> Option<&Schema> {
        self.lowered.get(name)?.as_ref().ok()
    }
}

/// The components that have no lowered schema, and those that lead to them or to something that is not there.
fn broken(lowered: &BTreeMap<String, Result<Schema, String>>) -> BTreeSet<String> {
    let mut broken = BTreeSet::new();
    let mut users: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    let mut next: Vec<&String> = Vec::new();
    for (name, schema) in lowered {
        let Ok(schema) = schema else {
            next.push(name);
            continue;
        };
        let mut references = BTreeSet::new();
        kind::references(schema, &mut references);
        for reference in references {
            match reference {
                Ok(used) => users.entry(used).or_default().push(name),
                Err(_) => next.push(name),
            }
        }
    }
    while let Some(name) = next.pop() {
        if broken.insert(name.clone()) {
            next.extend(users.remove(name).into_iter().flatten());
        }
    }
    broken
}

/// A type name for every component: its own, or one that neither Rust nor another component uses. Each is claimed as
/// it is declared, and first by the component that is called like that.
fn claim_names(schemas: &Map<String, Value>, types: &mut Scope) -> BTreeMap<String, String> {
    let mut wanted: Vec<(bool, &String, String)> = schemas
        .keys()
        .map(|name| (name, identifiers::pascal(name)))
        .map(|(name, wish)| (identifiers::stable_type_name(&wish) != *name, name, wish))
        .collect();
    wanted.sort();
    let mut names = BTreeMap::new();
    for (_, name, wish) in wanted {
        let is_reserved = RESERVED_TYPES.contains(&identifiers::stable_type_name(&wish).as_str());
        let end = if is_reserved { "Object" } else { "" };
        let wishes = [format!("{wish}{end}"), format!("{wish}Schema")];
        let wishes = wishes.map(|of| identifiers::stable_type_name(&of));
        names.insert(name.clone(), types.claim_type(&wishes));
    }
    names
}

/// The components that responses are made of, if only in part.
fn responded(document: &Value, schemas: &Map<String, Value>) -> BTreeSet<String> {
    let mut responded = BTreeSet::new();
    let mut next: Vec<String> = Vec::new();
    for found in document::operations(document) {
        for response in found.successes() {
            if let Ok(response) = resolve(document, response.declared) {
                next.extend(names_in(response));
            }
        }
        next.extend(failures(document, &found).flat_map(names_in));
    }
    while let Some(name) = next.pop() {
        if let Some(schema) = schemas.get(&name)
            && responded.insert(name)
        {
            next.extend(names_in(schema));
        }
    }
    responded
}

/// The names of the components that are referred to below `value`.
fn names_in(value: &Value) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    add_names(value, &mut names);
    names
}

fn add_names(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            names.extend(Reference::component_of(value));
            object.values().for_each(|value| add_names(value, names));
        }
        Value::Array(items) => items.iter().for_each(|item| add_names(item, names)),
        _ => {}
    }
}

/// The schemas of an operation's JSON responses that are no success.
pub(super) fn failures<'a>(
    document: &'a Value,
    operation: &OperationEntry<'a>,
) -> impl Iterator<Item = &'a Value> {
    let responses = operation.failures();
    let bodies = responses.flat_map(|response| response.bodies(document));
    bodies
        .filter(|body| document::is_json(body.media_type))
        .filter_map(|body| body.content.get("schema"))
}

/// A lowered component that does not consist of itself.
fn check(schemas: &Map<String, Value>, name: &str, lowered: Schema) -> Result<Schema, String> {
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
    let mut names: Vec<String> = Reference::component_of(schema).into_iter().collect();
    for key in ["allOf", "anyOf", "oneOf"] {
        let parts = schema.get(key).and_then(Value::as_array);
        names.extend(parts.into_iter().flatten().flat_map(whole));
    }
    names
}
