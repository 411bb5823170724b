//! What can be taken back of a lowered document, where progenitor does not take all of it: schemas become any JSON.
//!
//! A component or the body of an operation is opened, and nothing else changes; so an odd schema costs its own type and no
//! operation.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{Lowered, component_name, reference};

/// Where the schemas of an operation's body and answer stand in the path item that progenitor gets.
const SCHEMAS: [(&str, &str); 2] = [
    ("answer", "/responses/200/content/application~1json/schema"),
    (
        "request body",
        "/requestBody/content/application~1json/schema",
    ),
];

impl Lowered {
    /// The components, those first that others are made of.
    pub fn components(&self) -> Vec<String> {
        let mut reached: Vec<(usize, &String)> = self
            .schemas
            .keys()
            .map(|name| (self.reach(name).len(), name))
            .collect();
        reached.sort();
        reached.into_iter().map(|(_, name)| name.clone()).collect()
    }

    fn reach(&self, name: &str) -> BTreeSet<String> {
        let mut reached = BTreeSet::new();
        let mut next = vec![name.to_string()];
        while let Some(name) = next.pop() {
            if let Some(schema) = self.schemas.get(&name)
                && reached.insert(name)
            {
                let references = reference::all(schema);
                next.extend(references.iter().filter_map(|of| component_name(of)));
            }
        }
        reached
    }

    /// A document whose one operation answers with a component.
    pub fn of_component(&self, name: &str) -> Self {
        let reference = json!({ "$ref": reference::to_component(name) });
        let item = json!({ "get": {
            "operationId": "probe",
            "responses": { "200": { "description": "", "content": { "application/json": { "schema": reference } } } },
        } });
        Self {
            paths: BTreeMap::from([("probe".to_string(), ("/probe".to_string(), item))]),
            ..self.clone()
        }
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
