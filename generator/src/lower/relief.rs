//! What can be taken back of a lowered document, where progenitor does not take all of it: schemas become any JSON, parameters
//! text.
//!
//! A component or the body of an operation is opened, and nothing else changes; so an odd schema costs its own type and no
//! operation.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::OpenAPI;
use serde_json::{Value, json};

use super::{Lowered, Prefilled, Security, Style, reference, typed};
use crate::document::Reference;

/// Bodies of an operation that become any JSON together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bodies {
    /// What comes back.
    Answer,
    /// What is sent.
    Request,
    /// What is sent and what comes back.
    Both,
}

impl Bodies {
    /// From the least to the most that can be lost.
    pub const ALL: [Self; 3] = [Self::Answer, Self::Request, Self::Both];

    /// What they are called in a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Request => "request body",
            Self::Both => "request body and answer",
        }
    }

    /// Where their schemas stand in the path item that progenitor gets.
    fn pointers(self) -> &'static [&'static str] {
        const ALL: [&str; 2] = [
            "/responses/200/content/application~1json/schema",
            "/requestBody/content/application~1json/schema",
        ];
        match self {
            Self::Answer => &ALL[..1],
            Self::Request => &ALL[1..],
            Self::Both => &ALL,
        }
    }
}

impl Lowered {
    /// The type names of the components that operations use.
    pub fn components(&self) -> Vec<String> {
        self.used(&|_| true).into_keys().collect()
    }

    /// What a component is called in the document, by its type name.
    pub fn document_name<'a>(&'a self, type_name: &'a str) -> &'a str {
        self.document_names
            .get(type_name)
            .map_or(type_name, String::as_str)
    }

    /// A document of some components and no operations, in which all others are any JSON.
    ///
    /// # Errors
    ///
    /// What the typed model does not take.
    pub fn openapi_of_components(&self, names: &[String]) -> Result<OpenAPI, String> {
        let some: BTreeMap<&str, &Value> = names
            .iter()
            .filter_map(|name| Some((name.as_str(), self.schemas.get(name)?)))
            .collect();
        let any = json!({});
        let others: BTreeSet<String> = some
            .values()
            .flat_map(|schema| reference::all(schema))
            .filter_map(|reference| Reference(&reference).component())
            .filter(|name| !some.contains_key(name.as_str()))
            .collect();
        let mut schemas = some;
        schemas.extend(others.iter().map(|name| (name.as_str(), &any)));
        typed(&json!({}), &schemas)
    }

    /// Whether a type name is that of a component.
    pub fn has_component(&self, type_name: &str) -> bool {
        self.schemas.contains_key(type_name)
    }

    /// Makes a component any JSON.
    pub fn open_component(&mut self, name: &str) {
        self.schemas.insert(name.to_string(), json!({}));
        self.scalars.remove(name);
    }

    /// Puts a schema in the place of a component.
    #[cfg(test)]
    pub fn set_component(&mut self, name: &str, schema: Value) {
        self.schemas.insert(name.to_string(), schema);
    }

    /// What of the document one operation takes, to try changes on: a copy of all is as large as the document.
    pub fn only(&self, operation: &str) -> Self {
        let is_wanted = |name: &str| name == operation;
        let path = self.paths.get_key_value(operation);
        let operations = self.operations.iter();
        Self {
            paths: path
                .map(|(name, item)| (name.clone(), item.clone()))
                .into_iter()
                .collect(),
            schemas: self
                .used(&is_wanted)
                .into_iter()
                .map(|(name, schema)| (name, schema.clone()))
                .collect(),
            operations: operations
                .filter(|operation| is_wanted(&operation.name))
                .cloned()
                .collect(),
            document_names: BTreeMap::new(),
            scalars: BTreeMap::new(),
            prefilled: Prefilled::default(),
            description: String::new(),
            server: None,
            security: Security::default(),
            tags: Vec::new(),
            skipped: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Makes bodies of an operation any JSON; whether it has all of them.
    pub fn open_bodies(&mut self, operation: &str, bodies: Bodies) -> bool {
        let mut has_all = true;
        for pointer in bodies.pointers() {
            has_all &= self.open(operation, pointer);
        }
        has_all
    }

    /// Makes a parameter of an operation text.
    pub fn set_text_parameter(&mut self, operation: &str, field: &str) {
        self.set_parameter(operation, field, &json!({ "type": "string" }));
    }

    /// Puts a schema without fields in the place of a parameter's.
    pub fn set_parameter(&mut self, operation: &str, field: &str, schema: &Value) {
        let mut operations = self.operations.iter_mut();
        let lowered = operations.find(|lowered| lowered.name == operation);
        let parameters = lowered.map(|lowered| &mut lowered.parameters);
        let mut parameters = parameters.into_iter().flatten();
        if let Some(parameter) = parameters.find(|parameter| parameter.field == field) {
            parameter.schema = schema.clone();
            parameter.is_wrapped = false;
            parameter.style = Style::Repeat;
            parameter.range = (None, None);
        }
        let item = self.paths.get_mut(operation).map(|(_, item)| item);
        let methods = item.and_then(Value::as_object_mut).into_iter().flatten();
        for (_, method) in methods {
            let parameters = method.get_mut("parameters").and_then(Value::as_array_mut);
            for parameter in parameters.into_iter().flatten() {
                if parameter.get("name").is_some_and(|name| name == field) {
                    parameter["schema"] = schema.clone();
                }
            }
        }
    }

    fn open(&mut self, operation: &str, pointer: &str) -> bool {
        let item = self.paths.get_mut(operation).map(|(_, item)| item);
        let methods = item.and_then(Value::as_object_mut).into_iter().flatten();
        let mut is_opened = false;
        for (_, method) in methods {
            if let Some(schema) = method.pointer_mut(pointer) {
                *schema = json!({});
                is_opened = true;
            }
        }
        is_opened
    }
}
