//! Every schema of every JSON response, with the place that a reader knows it by.
//!
//! A document in, places out, each once, in the document's order; schemas behind a `$ref` are visited where they are
//! declared.

use serde_json::Value;

use crate::document::{self, OperationIds, Target, component};

/// A schema inside a response or a component.
#[derive(Debug, Clone)]
pub(super) struct Place<'a> {
    /// The operation or component: `createChat`.
    pub owner: String,
    /// The way from the response to here, as a caller writes it: `data.users[].type`.
    pub way: String,
    /// The last property on that way, or the owner.
    pub name: String,
    /// Whether this is the item of a list, or the value of a map.
    pub is_item: bool,
    /// The nearest component around, and the way from there.
    pub within: Option<(String, String)>,
    /// The place for a fixup.
    pub target: Target,
    /// What is declared here.
    pub schema: &'a Value,
}

impl<'a> Place<'a> {
    fn root(owner: String, name: &str, target: Target, schema: &'a Value) -> Self {
        Self {
            owner,
            way: String::new(),
            name: name.to_string(),
            is_item: false,
            within: None,
            target,
            schema,
        }
    }

    /// The place one property below.
    fn property(&self, name: &str, schema: &'a Value) -> Self {
        let dotted = |way: &str| {
            if way.is_empty() {
                name.to_string()
            } else {
                format!("{way}.{name}")
            }
        };
        Self {
            owner: self.owner.clone(),
            way: dotted(&self.way),
            name: name.to_string(),
            is_item: false,
            within: self
                .around()
                .map(|(component, way)| (component, dotted(&way))),
            target: self.target.key("properties").key(name),
            schema,
        }
    }

    /// The place inside of a list, a map or a text.
    fn inside(&self, keyword: &str, mark: &str, schema: &'a Value) -> Self {
        Self {
            way: format!("{}{mark}", self.way),
            is_item: true,
            within: self
                .around()
                .map(|(component, way)| (component, format!("{way}{mark}"))),
            target: self.target.key(keyword),
            schema,
            ..self.clone()
        }
    }

    /// The component that what lies below is in: this one, if it is named.
    fn around(&self) -> Option<(String, String)> {
        match self.schema.get("x-schema-name").and_then(Value::as_str) {
            Some(name) => Some((name.to_string(), String::new())),
            None => self.within.clone(),
        }
    }

    /// `createChat data.users[].type`.
    pub fn label(&self) -> String {
        match self.way.as_str() {
            "" => self.owner.clone(),
            way => format!("{} {way}", self.owner),
        }
    }
}

/// All places of a document.
pub(super) fn places(document: &Value) -> Vec<Place<'_>> {
    let ids = OperationIds::of(document);
    let mut places = Vec::new();
    for found in document::operations(document) {
        let target = ids.target(&found);
        let label = ids.label(&found);
        for response in found.json_responses() {
            let Some(schema) = response.content.get("schema") else {
                continue;
            };
            let owner = match response.status {
                "200" => label.clone(),
                status => format!("{label} {status}"),
            };
            let target = target.response_schema(&response);
            visit(Place::root(owner, &label, target, schema), &mut places);
        }
    }
    for (name, schema) in component::all(document) {
        let target = Target::root().key("components").key("schemas").key(name);
        visit(Place::root(name.clone(), name, target, schema), &mut places);
    }
    places
}

fn visit<'a>(place: Place<'a>, places: &mut Vec<Place<'a>>) {
    let Value::Object(declared) = place.schema else {
        return;
    };
    places.push(place.clone());
    if let Some(Value::Object(properties)) = declared.get("properties") {
        for (name, schema) in properties {
            visit(place.property(name, schema), places);
        }
    }
    for (keyword, mark) in [
        ("items", "[]"),
        ("additionalProperties", "[*]"),
        ("contentSchema", " (JSON text)"),
    ] {
        if let Some(schema @ Value::Object(_)) = declared.get(keyword) {
            visit(place.inside(keyword, mark, schema), places);
        }
    }
    for keyword in ["oneOf", "anyOf", "allOf"] {
        let branches = declared.get(keyword).and_then(Value::as_array);
        for (index, schema) in branches.into_iter().flatten().enumerate() {
            let below = Place {
                target: place.target.key(keyword).index(index),
                schema,
                ..place.clone()
            };
            visit(below, places);
        }
    }
}
