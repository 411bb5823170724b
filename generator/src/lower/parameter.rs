//! The parameters of an operation: those of its path item and its own, checked against the path template.

use serde_json::{Value, json};

use super::{Location, Parameter, schema, text};
use crate::document::Found;
use crate::names::{self, Scope};

/// Methods and fields of the emitted operation builders.
const RESERVED_FIELDS: [&str; 5] = ["client", "body", "body_map", "new", "send"];

/// The longest example that a setter's documentation repeats, in bytes.
const MAX_EXAMPLE: usize = 80;

/// Path parameters in the order of the template, then query parameters by name; or the reason why one of them cannot be
/// sent.
pub(super) fn lower(document: &Value, found: &Found<'_>) -> Result<Vec<Parameter>, String> {
    let mut declared: Vec<&Value> = Vec::new();
    let of_item = found.item.get("parameters").and_then(Value::as_array);
    let of_operation = found.operation.get("parameters").and_then(Value::as_array);
    for parameter in of_item.into_iter().chain(of_operation).flatten() {
        let parameter = resolve(document, parameter)?;
        let identity = |of: &Value| (text(of, "/in"), text(of, "/name"));
        // An operation's own parameter replaces the one of its path item.
        declared.retain(|earlier| identity(earlier) != identity(parameter));
        declared.push(parameter);
    }
    let places = places(found.path);
    declared.sort_by_key(|parameter| {
        let name = text(parameter, "/name");
        (
            places
                .iter()
                .position(|place| *place == name)
                .unwrap_or(places.len()),
            name,
        )
    });
    let mut fields = Scope::with(&RESERVED_FIELDS);
    let lowered: Vec<Parameter> = declared
        .into_iter()
        .map(|parameter| one(parameter, &mut fields))
        .collect::<Result<_, _>>()?;
    let of_path: Vec<&str> = lowered
        .iter()
        .filter(|parameter| parameter.location == Location::Path)
        .map(|parameter| parameter.wire.as_str())
        .collect();
    if of_path != places {
        return Err(format!(
            "the path names {{{}}}, and the parameters declared for it are {{{}}}",
            places.join(", "),
            of_path.join(", ")
        ));
    }
    Ok(lowered)
}

/// What progenitor is told about a parameter: its claimed name and its schema.
pub(super) fn for_progenitor(parameter: &Parameter) -> Value {
    json!({
        "in": match parameter.location { Location::Path => "path", Location::Query => "query" },
        "name": parameter.field,
        "required": parameter.required,
        "schema": parameter.schema,
    })
}

fn one(parameter: &Value, fields: &mut Scope) -> Result<Parameter, String> {
    let wire = text(parameter, "/name");
    let place = text(parameter, "/in");
    let location = match place.as_str() {
        "path" => Location::Path,
        "query" => Location::Query,
        _ => {
            return Err(format!(
                "its parameter `{wire}` goes into `{place}`, which is not generated so far"
            ));
        }
    };
    let schema = parameter
        .get("schema")
        .ok_or_else(|| format!("its parameter `{wire}` has no schema"))?;
    let name = names::snake(&wire);
    let field = fields.claim(&[name.clone(), format!("{place}_{name}")]);
    let description = match text(parameter, "/description").as_str() {
        "" => text(schema, "/description"),
        description => description.to_string(),
    };
    Ok(Parameter {
        field,
        location,
        required: location == Location::Path
            || parameter.get("required") == Some(&Value::Bool(true)),
        description,
        example: [parameter, schema].iter().find_map(|of| example(of)),
        schema: schema::lower(schema),
        wire,
    })
}

fn example(of: &Value) -> Option<String> {
    match of.get("example")? {
        Value::String(text) if text.is_empty() || text.len() > MAX_EXAMPLE => None,
        Value::String(text) => Some(text.clone()),
        value @ (Value::Number(_) | Value::Bool(_)) => Some(value.to_string()),
        _ => None,
    }
}

fn resolve<'a>(document: &'a Value, parameter: &'a Value) -> Result<&'a Value, String> {
    match parameter.get("$ref").and_then(Value::as_str) {
        None => Ok(parameter),
        Some(reference) => reference
            .strip_prefix('#')
            .and_then(|pointer| document.pointer(pointer))
            .ok_or_else(|| format!("its parameter `{reference}` is not in the document")),
    }
}

/// The names in braces of a path template, in order.
pub(crate) fn places(path: &str) -> Vec<&str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
        .collect()
}
