//! Texts and numbers: JSON inside of texts, and numbers that the declared type does not hold.

use serde_json::{Map, Value};

use super::edit::Reason;
use super::{Repair, key};
use crate::infer::schema;
use crate::infer::shape::{Embedded, Integers, Shape};

impl Repair<'_> {
    pub(super) fn string(&mut self, declared: &Map<String, Value>, shape: &Shape) {
        let Some(strings) = &shape.string else { return };
        if let Some(Value::Array(allowed)) = declared
            .get("enum")
            .filter(|of| **of != Value::Array(Vec::new()))
        {
            let is_allowed =
                |text: &String| allowed.iter().any(|value| value.as_str() == Some(text));
            let others: Vec<&str> = strings
                .values
                .iter()
                .filter(|text| !is_allowed(text))
                .map(String::as_str)
                .collect();
            if !others.is_empty() {
                let set = Map::from_iter([("enum".to_string(), others.iter().copied().collect())]);
                let detail = format!("not among the allowed values: {}", others.join(", "));
                self.edit(
                    Reason::Contradiction,
                    &detail,
                    &[],
                    set,
                    strings.seen.places(),
                );
            }
            return;
        }
        let Embedded::Json(embedded) = &strings.embedded else {
            return;
        };
        match declared.get("contentSchema") {
            Some(content) => self.below(&[key("contentSchema")], content, embedded),
            None => {
                let set = schema::embedded(embedded, 0);
                self.edit(Reason::EmbeddedJson, "", &[], set, strings.seen.places());
            }
        }
    }

    pub(super) fn number(&mut self, declared: &Map<String, Value>, shape: &Shape) {
        let wanted = schema::number(shape);
        let declared_type = declared
            .get("type")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let declared_format = declared.get("format").and_then(Value::as_str);
        if !shape.has_number() {
            return;
        }
        let places = || {
            shape
                .fraction
                .places()
                .chain(shape.integer.iter().flat_map(|of| of.seen.places()))
        };
        let wanted_type = wanted.get("type").and_then(Value::as_str);
        let exceeds = |integers: &Integers| match (declared_type, declared_format) {
            ("number", _) => integers.min < -schema::MAX_EXACT || integers.max > schema::MAX_EXACT,
            (_, Some("uint64")) => integers.min < 0,
            (_, Some("int32")) => {
                i32::try_from(integers.min).is_err() || i32::try_from(integers.max).is_err()
            }
            _ => i64::try_from(integers.min).is_err() || i64::try_from(integers.max).is_err(),
        };
        let is_exceeded = shape.integer.as_ref().is_some_and(exceeds);
        if is_exceeded && declared_type == "number" || wanted.is_empty() {
            return self.edit(Reason::WideNumber, "", &["type"], Map::new(), places());
        }
        match (declared_type, wanted_type) {
            ("integer", Some("number")) => {
                let remove: &[&'static str] = if declared_format.is_some() {
                    &["format"]
                } else {
                    &[]
                };
                self.edit(
                    Reason::Fraction,
                    "",
                    remove,
                    wanted,
                    shape.fraction.places(),
                );
            }
            ("integer", _) if is_exceeded => {
                let remove: &[&'static str] = if declared_format.is_some() {
                    &["format"]
                } else {
                    &[]
                };
                self.edit(Reason::WideNumber, "", remove, wanted, places());
            }
            _ => {}
        }
    }
}
