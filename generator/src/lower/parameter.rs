//! The parameters of an operation: those of its path item and its own, checked against the path template.

use serde_json::{Value, json};

use super::components::Components;
use super::notes::Notes;
use super::schema::{self, Context, Role};
use super::{Location, Parameter, described, reference, text};
use crate::document::{Found, Pointer};
use crate::names::{self, Scope};

/// Methods and fields of the emitted operation builders.
pub(super) const RESERVED_FIELDS: [&str; 5] = ["client", "body", "body_map", "new", "send"];

/// The longest example that a setter's documentation repeats, in bytes.
const MAX_EXAMPLE: usize = 80;

/// What the setter of a list says unless its name ends in `[]`.
const LIST: &str = "Sent as one `name=value` for each item, as the document says; a PHP server keeps only the last of them.";

/// Path parameters in the order of the template, then query parameters by name; or the reason why one of them cannot be
/// sent.
pub(super) fn lower(
    document: &Value,
    components: &Components,
    found: &Found<'_>,
    notes: &mut Notes,
) -> Result<Vec<Parameter>, String> {
    let mut declared: Vec<Declared<'_>> = Vec::new();
    for Declared { pointer, parameter } in all(found) {
        let parameter = reference::resolve(document, parameter)
            .map_err(|reason| format!("one of its parameters {reason}"))?;
        let identity = |of: &Value| (text(of, "/in"), text(of, "/name"));
        // An operation's own parameter replaces the one of its path item.
        declared.retain(|earlier| identity(earlier.parameter) != identity(parameter));
        declared.push(Declared { pointer, parameter });
    }
    let places = places(found.path);
    declared.retain(|Declared { pointer, parameter }| {
        let name = text(parameter, "/name");
        let is_stray = text(parameter, "/in") == "path" && !places.contains(&name.as_str());
        if is_stray {
            let name = crate::text::code(&name);
            notes.at(
                pointer,
                format!(
                    "The path parameter `{name}` is left out, since the path has no such place"
                ),
            );
        }
        !is_stray
    });
    declared.sort_by_key(|Declared { parameter, .. }| {
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
    let context = components.context(document, Role::Request);
    let lowered: Vec<Parameter> = declared
        .into_iter()
        .map(|declared| one(document, declared.parameter, &context, &mut fields))
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

/// A parameter and where it is declared.
struct Declared<'a> {
    pointer: Pointer,
    parameter: &'a Value,
}

/// Those of the path item, then the operation's own.
fn all<'a>(found: &Found<'a>) -> impl Iterator<Item = Declared<'a>> {
    let of_item = (found.pointer.parent(), found.item.get("parameters"));
    let of_operation = (found.pointer.clone(), found.operation.get("parameters"));
    [of_item, of_operation]
        .into_iter()
        .flat_map(|(pointer, parameters)| {
            let list = pointer.child("parameters");
            let parameters = parameters.and_then(Value::as_array).into_iter().flatten();
            parameters
                .enumerate()
                .map(move |(index, parameter)| Declared {
                    pointer: list.child(&index.to_string()),
                    parameter,
                })
        })
}

/// What progenitor is told about a parameter: its claimed name and its schema.
pub(super) fn for_progenitor(parameter: &Parameter) -> Value {
    json!({
        "in": match parameter.location { Location::Path => "path", _ => "query" },
        "name": parameter.field,
        "required": parameter.required,
        "schema": parameter.schema,
    })
}

fn one(
    document: &Value,
    parameter: &Value,
    context: &Context<'_>,
    fields: &mut Scope,
) -> Result<Parameter, String> {
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
        .map(alone)
        .ok_or_else(|| format!("its parameter `{wire}` has no schema"))?;
    let resolved = reference::resolve(document, schema)
        .map_err(|reason| format!("its parameter `{wire}` {reason}"))?;
    let is_list = resolved.get("type").and_then(Value::as_str) == Some("array")
        || resolved.get("items").is_some();
    check_style(parameter, location, is_list)
        .map_err(|reason| format!("its parameter `{wire}` {reason}"))?;
    if location == Location::Path && !is_path_value(resolved) {
        return Err(format!(
            "its path parameter `{wire}` is neither text nor a number nor a boolean, or may be null"
        ));
    }
    let name = names::snake(&wire);
    let field = fields.claim(&[name.clone(), format!("{place}_{name}")]);
    let description = match text(parameter, "/description").as_str() {
        "" => text(schema, "/description"),
        description => description.to_string(),
    };
    let description = if is_list && !wire.ends_with("[]") {
        described::joined(&[description, LIST.to_string()])
    } else {
        description
    };
    Ok(Parameter {
        range: range(resolved),
        field,
        location,
        required: location == Location::Path
            || parameter.get("required") == Some(&Value::Bool(true)),
        description,
        example: [parameter, schema].iter().find_map(|of| example(of)),
        schema: schema::lower(schema, context),
        wire,
    })
}

/// The one component of an `allOf`, which is there for the sake of a description.
fn alone(schema: &Value) -> &Value {
    match schema
        .get("allOf")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
    {
        Some([only]) if only.get("$ref").is_some() => only,
        _ => schema,
    }
}

/// The range of a whole number, which is checked before it is sent.
pub(super) fn range(schema: &Value) -> (Option<i64>, Option<i64>) {
    let is_integer = schema.get("type").is_some_and(|of| of == "integer");
    let limit = |key: &str| {
        schema
            .get(key)
            .and_then(Value::as_i64)
            .filter(|_| is_integer)
    };
    (limit("minimum"), limit("maximum"))
}

pub(super) fn example(of: &Value) -> Option<String> {
    match of.get("example")? {
        Value::String(text) if text.is_empty() || text.len() > MAX_EXAMPLE => None,
        Value::String(text) => Some(text.clone()),
        value @ (Value::Number(_) | Value::Bool(_)) => Some(value.to_string()),
        _ => None,
    }
}

/// Whether the runtime writes the parameter as it is declared.
fn check_style(parameter: &Value, location: Location, is_list: bool) -> Result<(), String> {
    let (style, explode) = match location {
        Location::Path => ("simple", false),
        _ => ("form", true),
    };
    let declared = text(parameter, "/style");
    if !declared.is_empty() && declared != style {
        return Err(format!(
            "is written in the style `{declared}`, and only `{style}` is generated so far"
        ));
    }
    // A scalar looks the same either way.
    let declared = parameter.get("explode").and_then(Value::as_bool);
    if is_list && declared.is_some_and(|declared| declared != explode) {
        return Err(format!(
            "is a list with `explode: {}`, which is not generated so far",
            !explode
        ));
    }
    if parameter.get("allowReserved") == Some(&Value::Bool(true)) {
        return Err("has `allowReserved`, which is not generated so far".to_string());
    }
    Ok(())
}

/// Whether a schema has just values that are one segment of a path: no null, and no list or object.
fn is_path_value(schema: &Value) -> bool {
    let is_combined = ["oneOf", "anyOf", "allOf", "not"]
        .iter()
        .any(|key| schema.get(*key).is_some());
    let ty = schema.get("type").and_then(Value::as_str);
    let is_scalar = match schema.get("enum").and_then(Value::as_array) {
        Some(values) => matches!(ty, None | Some("string")) && values.iter().all(Value::is_string),
        None => matches!(ty, Some("string" | "integer" | "number" | "boolean")),
    };
    is_scalar && !is_combined && schema.get("nullable") != Some(&Value::Bool(true))
}

/// Whether a path template can be sent at all: what a URL parser would read as something else is refused by the runtime.
pub(super) fn check_path(path: &str) -> Result<(), String> {
    let is_dots = |segment: &str| {
        matches!(
            segment.to_ascii_lowercase().replace("%2e", ".").as_str(),
            "." | ".."
        )
    };
    if path.starts_with('/')
        && !path.contains(['?', '#', '\\'])
        && !path.contains(char::is_control)
        && !path.split('/').any(is_dots)
    {
        Ok(())
    } else {
        Err("its path does not start with `/`, or has `?`, `#`, `\\`, a control character or dot segments".to_string())
    }
}

/// The names in braces of a path template, in order.
pub(crate) fn places(path: &str) -> Vec<&str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
        .collect()
}
