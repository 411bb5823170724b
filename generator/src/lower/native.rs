//! Schemas that a type of the runtime stands for: JSON in a string, times and money.
//!
//! A schema in; out which type it is, and what the description says of it. What is on the wire stays the same: a string, a number.
//! Which schemas these are is said by the document (`x-contentSchema`) or by a fixup (`x-unit`).

use serde_json::{Map, Value};

use super::kind::Kind;
use crate::api::TimeUnit;

/// Units that a fixup may state by `x-unit`, with what the description says of each.
pub(crate) const UNITS: [(&str, &str); 3] = [
    ("millidollars", "In thousandths of a dollar."),
    ("unix-milliseconds", "Milliseconds since 1970."),
    ("unix-seconds", "Seconds since 1970."),
];

/// The kind of a number that has a unit.
pub(super) fn unit(declared: &Map<String, Value>) -> Option<Kind> {
    stated(declared).map(|(unit, _)| match unit {
        "millidollars" => Kind::Money,
        "unix-seconds" => Kind::Time(TimeUnit::Seconds),
        _ => Kind::Time(TimeUnit::Milliseconds),
    })
}

/// Formats of numbers choose the width of an integer; those of strings would choose types that refuse odd values.
pub(super) fn is_number(schema: &Map<String, Value>) -> bool {
    matches!(
        schema.get("type").and_then(Value::as_str),
        Some("integer" | "number")
    )
}

/// The schema of the JSON inside of a string.
pub(super) fn content(declared: &Map<String, Value>) -> Option<&Value> {
    let media_type = declared.get("x-contentMediaType")?;
    let is_json = media_type == "application/json" && declared.get("type")? == "string";
    declared.get("x-contentSchema").filter(|_| is_json)
}

/// What the description says of a unit.
pub(super) fn description(declared: &Map<String, Value>) -> Option<&'static str> {
    stated(declared).map(|(_, description)| description)
}

fn stated(declared: &Map<String, Value>) -> Option<(&'static str, &'static str)> {
    let stated = declared.get("x-unit")?.as_str()?;
    let mut units = UNITS.into_iter();
    units.find(|(unit, _)| is_number(declared) && *unit == stated)
}
