//! Schemas that a type of the runtime stands for: JSON in a text, times and money.
//!
//! A schema in, the mark that puts the runtime's type in its place out. What is on the wire stays the same: a text, a
//! number. Which schemas these are is said by the document (`x-contentSchema`) or by a fixup (`x-unit`).

use serde_json::{Map, Value, json};

use super::schema::{self, Context};

/// The package that has the types, and its name in Rust.
pub(crate) const PACKAGE: &str = "openapi-client-runtime";
const CRATE: &str = "openapi_client_runtime";

/// Units that a fixup may state by `x-unit`, with their types and what a reader is told.
pub(crate) const UNITS: [(&str, &str, &str); 3] = [
    (
        "millidollars",
        "Millidollars",
        "In thousandths of a dollar.",
    ),
    (
        "unix-milliseconds",
        "UnixMilliseconds",
        "Milliseconds since 1970.",
    ),
    ("unix-seconds", "UnixSeconds", "Seconds since 1970."),
];

/// What of a schema makes it one of the runtime's types; nothing where it is none.
pub(super) fn mark(declared: &Map<String, Value>, context: &Context<'_>) -> Option<Value> {
    if let Some((_, name, _)) = unit(declared) {
        return Some(rust_type(name, &[]));
    }
    let is_json = declared
        .get("x-contentMediaType")
        .is_some_and(|of| of == "application/json");
    let is_text = declared.get("type").is_some_and(|of| of == "string");
    let content = declared
        .get("x-contentSchema")
        .filter(|_| is_json && is_text)?;
    Some(rust_type("JsonText", &[schema::lower(content, context)]))
}

/// What a reader is told of a unit.
pub(super) fn told(declared: &Map<String, Value>) -> Option<&'static str> {
    unit(declared).map(|(_, _, told)| told)
}

fn unit(declared: &Map<String, Value>) -> Option<(&'static str, &'static str, &'static str)> {
    let stated = declared.get("x-unit")?.as_str()?;
    let is_number = matches!(declared.get("type")?.as_str()?, "integer" | "number");
    UNITS
        .into_iter()
        .find(|(unit, _, _)| is_number && *unit == stated)
}

fn rust_type(name: &str, parameters: &[Value]) -> Value {
    json!({ "crate": PACKAGE, "version": "*", "path": format!("{CRATE}::{name}"), "parameters": parameters })
}
