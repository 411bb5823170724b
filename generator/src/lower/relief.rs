//! What can be taken back of a lowered document, where progenitor does not take all of it: schemas become any JSON, parameters
//! text.
//!
//! A component or the body of an operation is opened, and nothing else changes; so an odd schema costs its own type and no
//! operation.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::OpenAPI;
use serde_json::{Value, json};

use super::{Lowered, Operation, Style, component_name, reference, typed};

/// Where the schemas of an operation's body and answer stand in the path item that progenitor gets.
const SCHEMAS: [(&str, &str); 2] = [
    ("answer", "/responses/200/content/application~1json/schema"),
    (
        "request body",
        "/requestBody/content/application~1json/schema",
    ),
];

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
            .filter_map(|reference| component_name(&reference))
            .filter(|name| !some.contains_key(name.as_str()))
            .collect();
        let mut schemas = some;
        schemas.extend(others.iter().map(|name| (name.as_str(), &any)));
        typed(&json!({}), &schemas)
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

    /// The same document with the answer, the request body or both of an operation as any JSON, with what was opened.
    pub fn with_open_bodies(&self, operation: &str) -> Vec<(Self, &'static str)> {
        let mut both = self.clone();
        let mut opened = Vec::new();
        for (what, pointer) in SCHEMAS {
            let mut one = self.clone();
            if one.open(operation, pointer) && both.open(operation, pointer) {
                opened.push((one, what));
            }
        }
        if opened.len() > 1 {
            opened.push((both, "request body and answer"));
        }
        opened
    }

    /// The same document with one parameter of an operation as text, for each of them, and with all of them, with the fields
    /// that became text.
    pub fn with_text_parameters(&self, operation: &Operation) -> Vec<(Self, Vec<String>)> {
        let fields: Vec<String> = operation
            .parameters
            .iter()
            .filter(|parameter| !parameter.location.is_part())
            .map(|parameter| parameter.field.clone())
            .collect();
        let mut choices: Vec<Vec<String>> = fields.iter().map(|one| vec![one.clone()]).collect();
        if fields.len() > 1 {
            choices.push(fields);
        }
        let with_text = |fields: Vec<String>| {
            let mut lowered = self.clone();
            for field in &fields {
                lowered.set_parameter(&operation.name, field, &json!({ "type": "string" }));
            }
            (lowered, fields)
        };
        choices.into_iter().map(with_text).collect()
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
