//! Schemas that a type of the runtime stands for: JSON in a string, times and money.
//!
//! A schema in, its kind out. What is on the wire stays the same: a string, a number. Which schemas these are is said by the
//! document (`x-contentSchema`) or by a fixup (`x-unit`).

use serde_json::{Map, Value};

use super::schema::{self, Context, Kind};
use crate::api::TimeUnit;

/// Units that a fixup may state by `x-unit`, with what a reader is told.
pub(crate) const UNITS: [(&str, &str); 3] = [
    ("millidollars", "In thousandths of a dollar."),
    ("unix-milliseconds", "Milliseconds since 1970."),
    ("unix-seconds", "Seconds since 1970."),
];

/// The kind of a schema that is one of the runtime's types; nothing for all others.
pub(super) fn kind(declared: &Map<String, Value>, context: &Context<'_>) -> Option<Kind> {
    match unit(declared) {
        Some(("millidollars", _)) => return Some(Kind::Money),
        Some(("unix-seconds", _)) => return Some(Kind::Time(TimeUnit::Seconds)),
        Some(_) => return Some(Kind::Time(TimeUnit::Milliseconds)),
        None => {}
    }
    let is_json = declared
        .get("x-contentMediaType")
        .is_some_and(|media_type| media_type == "application/json");
    let is_string = declared.get("type").is_some_and(|name| name == "string");
    let content = declared.get("x-contentSchema")?;
    (is_json && is_string).then(|| Kind::JsonText(Box::new(schema::lower(content, context))))
}

/// What a reader is told of a unit.
pub(super) fn description(declared: &Map<String, Value>) -> Option<&'static str> {
    unit(declared).map(|(_, description)| description)
}

fn unit(declared: &Map<String, Value>) -> Option<(&'static str, &'static str)> {
    let stated = declared.get("x-unit")?.as_str()?;
    let is_number = matches!(declared.get("type")?.as_str()?, "integer" | "number");
    UNITS
        .into_iter()
        .find(|(unit, _)| is_number && *unit == stated)
}
