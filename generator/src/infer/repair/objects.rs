//! Objects: properties that the schema lacks, keys that are data, and what is required.

use serde_json::{Map, Value, json};

use super::edit::{Reason, applied};
use super::{Repair, key};
use crate::infer::places::Role;
use crate::infer::schema;
use crate::infer::shape::{Evidence, Objects, Shape};

impl Repair<'_> {
    pub(super) fn object(&mut self, declared: &Map<String, Value>, seen: Option<&Objects>) {
        let nothing = Map::new();
        let properties = match declared.get("properties") {
            Some(Value::Object(properties)) => properties,
            _ => &nothing,
        };
        let Some(seen) = seen else {
            // Examples deeper inside may still say something.
            for (name, property) in properties {
                self.below(&[key("properties"), key(name)], property, &Shape::default());
            }
            return;
        };
        let names: Vec<&str> = properties.keys().map(String::as_str).collect();
        match declared.get("additionalProperties") {
            Some(values @ Value::Object(_)) => {
                let mut merged = Shape::default();
                for (name, property) in &seen.properties {
                    if !properties.contains_key(name) {
                        merged.merge(&property.shape);
                    }
                }
                self.below(&[key("additionalProperties")], values, &merged);
            }
            _ => {
                if let Some(values) =
                    schema::map_values(seen, &names).filter(|_| self.role == Role::Response)
                {
                    let set =
                        Map::from_iter([("additionalProperties".to_string(), schema::of(&values))]);
                    let remove: &[&'static str] = if declared.contains_key("properties") {
                        &["properties"]
                    } else {
                        &[]
                    };
                    return self.edit(Reason::Map, "", remove, set, seen.seen.places());
                }
                self.added(properties, seen);
            }
        }
        for (name, property) in properties {
            let shape = seen
                .properties
                .get(name)
                .map(|property| property.shape.clone())
                .unwrap_or_default();
            self.below(&[key("properties"), key(name)], property, &shape);
        }
        if self.role == Role::Response {
            self.required(declared, seen);
        }
    }

    /// Properties that examples have and the schema lacks.
    fn added(&mut self, properties: &Map<String, Value>, seen: &Objects) {
        // A request's author lists its properties; only an object without any is taken from its example.
        if self.role == Role::Request && !properties.is_empty() {
            return;
        }
        let added = schema::added(seen, properties);
        if added.is_empty() {
            return;
        }
        let names: Vec<&str> = added.keys().map(String::as_str).collect();
        let detail = names.join(", ");
        let places: Vec<Evidence> = added
            .keys()
            .filter_map(|name| {
                seen.properties
                    .get(name)?
                    .shape
                    .places()
                    .first()
                    .map(|place| (*place).clone())
            })
            .collect();
        let set = Map::from_iter([("properties".to_string(), Value::Object(added))]);
        self.edit(Reason::Properties, &detail, &[], set, places.iter());
    }

    /// An object's own id becomes required; what an example lacks does not stay so.
    fn required(&mut self, declared: &Map<String, Value>, seen: &Objects) {
        let listed: Vec<&str> = declared
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let is_lacking = |name: &str| {
            !seen
                .properties
                .get(name)
                .is_some_and(|property| property.is_always)
        };
        let (lacking, kept): (Vec<&str>, Vec<&str>) =
            listed.iter().partition(|name| is_lacking(name));
        if !lacking.is_empty() {
            let set = match kept.is_empty() {
                true => Map::new(),
                false => Map::from_iter([("required".to_string(), json!(kept))]),
            };
            self.edit(
                Reason::NotRequired,
                &lacking.join(", "),
                &["required"],
                set,
                seen.seen.places(),
            );
        }
        let id = seen
            .properties
            .iter()
            .find(|(name, property)| schema::is_own_id(name, property));
        if let Some((name, property)) = id.filter(|(name, _)| !listed.contains(&name.as_str())) {
            let set = Map::from_iter([("required".to_string(), json!([name]))]);
            self.edit(Reason::Required, name, &[], set, property.shape.places());
        }
    }

    /// The payload of a response's envelope becomes required where every example has it as an object or a list.
    pub(super) fn require_payload(&mut self, schema: &Value, shape: &Shape) {
        let Some(objects) = &shape.object else { return };
        let Some(data) = objects.properties.get("data").filter(|data| data.is_always) else {
            return;
        };
        let is_payload = !data.shape.null.is_some()
            && data.shape.kinds() == 1
            && (data.shape.object.is_some() || data.shape.array.is_some());
        // What was several schemas may have become one by now.
        let schema = applied(schema.clone(), self.edits());
        let is_listed = schema
            .get("required")
            .and_then(Value::as_array)
            .is_some_and(|names| names.iter().any(|name| name == "data"));
        let is_object = shape.kinds() == 1 && schema.get("type").is_some_and(|of| of == "object");
        if is_payload && is_object && !is_listed {
            let set = Map::from_iter([("required".to_string(), json!(["data"]))]);
            self.edit(Reason::Required, "data", &[], set, data.shape.places());
        }
    }
}
