//! How a parameter's value is written, and the schema of what a caller gives.
//!
//! A declared parameter in; a schema whose values have a form in its place, and that form, out. What has none (a list in a
//! path, a type that does not exist) becomes text that the caller writes: a worse type, but a call that works.

use serde_json::{Map, Value, json};

use super::super::schema::{self, Context};
use super::super::{Location, Style, reference, text};
use crate::document;
use crate::text::code;

/// What a caller gives, and how it is sent.
pub(super) struct Sent {
    /// Lowered.
    pub schema: Value,
    pub style: Style,
    /// The smallest and the largest whole number, which are checked before sending.
    pub range: (Option<i64>, Option<i64>),
    /// What a caller is told of the form; empty where it is as expected.
    pub told: &'static str,
    /// Whether its type may be one with fields.
    pub may_be_object: bool,
    /// What is not as it is declared; the end of a sentence that names the parameter.
    pub note: Option<String>,
}

impl Sent {
    /// Text that the caller writes.
    pub fn text(because: Option<&str>) -> Self {
        Self {
            schema: json!({ "type": "string" }),
            style: Style::Repeat,
            range: (None, None),
            told: "",
            may_be_object: false,
            note: because.map(|because| format!("is taken as text, since {}", code(because))),
        }
    }
}

/// What a declared type is for sending.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A text, a number or a boolean.
    Scalar,
    /// A list of scalars.
    List,
    /// A list of lists or objects.
    DeepList,
    /// An object.
    Object,
    /// Any JSON, or one of several types without fields.
    Open,
    /// One of several types, some of which have fields.
    OpenObject,
    /// Nothing that JSON has.
    Odd,
}

/// What is said of a list unless its name ends in `[]`.
const LIST: &str = "Sent as one `name=value` for each item, as the document says; a PHP server keeps only the last of them.";
const BRACKETS: &str =
    "Sent as `name[property]=value`, as PHP reads it; the document does not say how.";
const JSON: &str = "Sent as JSON.";

/// Decides for one parameter.
pub(super) fn decide(
    document: &Value,
    parameter: &Value,
    location: Location,
    name: &str,
    context: &Context<'_>,
) -> Sent {
    if let Some(content) = parameter.get("content").and_then(Value::as_object) {
        return match content
            .get("application/json")
            .and_then(|json| json.get("schema"))
        {
            Some(declared) if location == Location::Query && declared.is_object() => Sent {
                schema: schema::lower(declared, context),
                style: Style::Json,
                range: (None, None),
                told: JSON,
                may_be_object: true,
                note: None,
            },
            _ => Sent::text(Some("it is declared by a media type")),
        };
    }
    let Some(declared) = parameter.get("schema").map(alone) else {
        return Sent::text(None);
    };
    let Ok(resolved) = reference::resolve(document, declared) else {
        return Sent::text(Some("its schema is not in the document"));
    };
    let kind = match kind(document, resolved) {
        // Only words, so a word is what a caller gives; which ones the server knows.
        Kind::Open
            if location != Location::Query
                && !any_part(document, resolved, 0, &|of| of != "string") =>
        {
            return Sent::text(None);
        }
        kind => kind,
    };
    let reason = match (location, kind) {
        (_, Kind::Odd) => Some("its type does not exist"),
        (Location::Path, Kind::List | Kind::DeepList | Kind::Object) => {
            Some("a list or an object has no one form in a path")
        }
        (Location::Path, Kind::Open | Kind::OpenObject) => Some("its type is open"),
        (
            Location::Header | Location::Cookie,
            Kind::DeepList | Kind::Object | Kind::Open | Kind::OpenObject,
        ) => Some("only texts, numbers, booleans and lists of them have one form there"),
        _ => None,
    };
    if reason.is_some() {
        return Sent::text(reason);
    }
    let (style, told) = match location {
        Location::Query => style(parameter, kind, name),
        _ => (Style::Repeat, ""),
    };
    Sent {
        schema: not_null(schema::lower(declared, context)),
        style,
        range: range(resolved),
        told,
        may_be_object: matches!(kind, Kind::Object | Kind::Open | Kind::OpenObject),
        note: None,
    }
}

/// The range of a whole number.
pub(in super::super) fn range(schema: &Value) -> (Option<i64>, Option<i64>) {
    let is_integer = schema.get("type").is_some_and(|of| of == "integer");
    let limit = |key: &str| {
        schema
            .get(key)
            .and_then(Value::as_i64)
            .filter(|_| is_integer)
    };
    (limit("minimum"), limit("maximum"))
}

/// The way in which a query parameter is written, and what a caller is told of it.
fn style(parameter: &Value, kind: Kind, name: &str) -> (Style, &'static str) {
    let declared = text(parameter, "/style");
    let is_form = matches!(declared.as_str(), "" | "form");
    let is_exploded = parameter
        .get("explode")
        .and_then(Value::as_bool)
        .unwrap_or(is_form);
    let joined = match declared.as_str() {
        "spaceDelimited" => Style::Space,
        "pipeDelimited" => Style::Pipe,
        _ => Style::Comma,
    };
    match (kind, declared.as_str()) {
        (Kind::Scalar | Kind::Open | Kind::Odd, "deepObject") => (Style::Brackets, ""),
        (Kind::Scalar | Kind::Open | Kind::Odd, _) => (Style::Repeat, ""),
        (_, "deepObject") => (Style::Brackets, ""),
        (Kind::List, _) if !is_exploded => (joined, ""),
        (Kind::List, _) if name.ends_with("[]") => (Style::Repeat, ""),
        (Kind::List, _) => (Style::Repeat, LIST),
        (Kind::Object | Kind::OpenObject, "form") if is_exploded => (Style::Properties, ""),
        (Kind::Object | Kind::OpenObject, "form" | "spaceDelimited" | "pipeDelimited") => {
            (joined, "")
        }
        (Kind::Object | Kind::OpenObject | Kind::DeepList, _) => (Style::Brackets, BRACKETS),
    }
}

/// What a schema is for sending; of `$ref`s in items, too.
fn kind(document: &Value, schema: &Value) -> Kind {
    let Some(object) = schema.as_object() else {
        return Kind::Odd;
    };
    if COMBINED.iter().any(|key| object.contains_key(*key)) {
        let is_object = any_part(document, schema, 0, &|of| of == "object");
        return if is_object {
            Kind::OpenObject
        } else {
            Kind::Open
        };
    }
    let declared = match object.get("type") {
        Some(Value::String(name)) => name.as_str(),
        // Which type a list of types means is not for sending to decide.
        Some(_) => return Kind::Odd,
        None => implied(object),
    };
    match declared {
        "string" | "integer" | "number" | "boolean" => match object.get("enum") {
            // Other allowed values than words are no type that can be written.
            Some(Value::Array(values))
                if declared != "string" || !values.iter().all(Value::is_string) =>
            {
                Kind::Open
            }
            _ => Kind::Scalar,
        },
        "array" => {
            let items = object.get("items").unwrap_or(&Value::Null);
            match reference::resolve(document, items) {
                Ok(Value::Object(items)) => {
                    match items
                        .get("type")
                        .and_then(Value::as_str)
                        .unwrap_or(implied(items))
                    {
                        "array" | "object" => Kind::DeepList,
                        _ => Kind::List,
                    }
                }
                _ => Kind::List,
            }
        }
        "object" => Kind::Object,
        "" => Kind::Open,
        _ => Kind::Odd,
    }
}

/// How deep alternatives are looked into.
const MAX_ALTERNATIVES: u8 = 8;

/// Keywords whose schemas a value is one or all of.
const COMBINED: [&str; 4] = ["oneOf", "anyOf", "allOf", "not"];

/// Whether the type of one of the parts that a schema is combined of, or its own, is as wanted.
fn any_part(document: &Value, schema: &Value, depth: u8, is: &dyn Fn(&str) -> bool) -> bool {
    let Ok(schema) = reference::resolve(document, schema) else {
        return is("");
    };
    let mut parts = COMBINED
        .into_iter()
        .filter_map(|key| schema.get(key)?.as_array())
        .flatten()
        .peekable();
    if depth < MAX_ALTERNATIVES && parts.peek().is_some() {
        return parts.any(|part| any_part(document, part, depth + 1, is));
    }
    let declared = schema.get("type").and_then(Value::as_str);
    is(declared.unwrap_or_else(|| schema.as_object().map_or("", implied)))
}

fn implied(schema: &Map<String, Value>) -> &'static str {
    document::implied_type(schema).unwrap_or("")
}

/// A caller who has nothing to send leaves the parameter out.
fn not_null(mut schema: Value) -> Value {
    if let Value::Object(schema) = &mut schema {
        schema.remove("nullable");
    }
    schema
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
