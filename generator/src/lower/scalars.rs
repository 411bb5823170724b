//! Components that are texts and numbers of their own: ids and sets of flags.
//!
//! A document in; out what each such component is, by type name. An id is a text that a fixup has named
//! (`x-schema-name`); flags are an integer whose bits a fixup has named (`x-flags`).

use std::collections::BTreeMap;

use heck::ToShoutySnakeCase;
use serde_json::Value;

use super::components::Components;
use crate::api::Flag;
use crate::document::component;
use crate::error::Error;

/// What a component that is no object is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scalar {
    /// A text that must not be taken for another one.
    Id,
    /// A set of bits.
    Flags(Vec<Flag>),
}

/// The ids and flags among the components.
pub(super) fn find(
    document: &Value,
    components: &Components,
) -> Result<BTreeMap<String, Scalar>, Error> {
    let mut scalars = BTreeMap::new();
    for (name, schema) in component::all(document) {
        let Some(type_name) = components.type_name(name) else {
            continue;
        };
        let text = |key: &str| schema.get(key).and_then(Value::as_str).unwrap_or_default();
        let scalar = match (text("type"), schema.get("x-flags")) {
            ("integer", Some(flags)) => Scalar::Flags(parse(name, flags)?),
            ("string", None)
                if schema.get("x-schema-name").is_some() && schema.get("enum").is_none() =>
            {
                Scalar::Id
            }
            _ => continue,
        };
        scalars.insert(type_name.to_string(), scalar);
    }
    Ok(scalars)
}

fn parse(component: &str, flags: &Value) -> Result<Vec<Flag>, Error> {
    let wrong = |rule: &str| {
        Error::new(
            format!("effective.yaml: /components/schemas/{component}/x-flags"),
            rule,
            "write a list of `{ name, bit, reason }` with the bit as a number, such as 4",
        )
    };
    let Value::Array(flags) = flags else {
        return Err(wrong("it is no list"));
    };
    let mut parsed: Vec<Flag> = Vec::new();
    for flag in flags {
        let text = |key: &str| flag.get(key).and_then(Value::as_str).unwrap_or_default();
        let name = text("name").to_shouty_snake_case();
        let is_name = name.starts_with(|c: char| c.is_ascii_uppercase())
            && name
                .chars()
                .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
        let bit = flag
            .get("bit")
            .and_then(Value::as_i64)
            .filter(|bit| bit.count_ones() == 1);
        let (Some(bit), true) = (bit, is_name) else {
            return Err(wrong(
                "an entry has no name of letters and digits, or no single bit",
            ));
        };
        if parsed
            .iter()
            .any(|known| known.name == name || known.bit == bit)
        {
            return Err(wrong("a name or a bit occurs twice"));
        }
        parsed.push(Flag {
            name,
            bit,
            description: text("reason").to_string(),
        });
    }
    Ok(parsed)
}
