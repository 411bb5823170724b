//! One operation of the effective document: found, named, and lowered as a whole or left out with a reason.
//!
//! progenitor gets it under a path of our own (`/<name>/{parameter}…`): the emitted code builds the real one itself.

use serde_json::{Value, json};

use super::{Location, Operation, Parameter, Tag, answer, examples, parameter, schema, text};
use crate::document::Found;
use crate::names::{self, Scope};

/// Methods of the emitted client that are no operations.
pub(super) const RESERVED_NAMES: [&str; 4] = ["new", "builder", "from_env", "client"];

/// The tag of operations that have none.
const UNTAGGED: &str = "Untagged";

/// Lowers one operation to our description and to the path item that progenitor gets.
///
/// The error is the reason why it cannot be generated, for the report.
pub(super) fn lower(
    document: &Value,
    found: &Found<'_>,
    names: &mut Scope,
    tags: &mut Vec<Tag>,
) -> Result<(Operation, Value), String> {
    let operation = found.operation;
    let parameters = parameter::lower(document, found)?;
    let body = request_body(operation)?;
    let answer = answer::lower(operation)?;
    let tag = match text(operation, "/tags/0").as_str() {
        "" => UNTAGGED.to_string(),
        tag => tag.to_string(),
    };
    let id = found.label();
    let by_place = names::snake(&format!("{} {}", found.method, found.path));
    let mut lowered = Operation {
        name: names::snake(&id),
        id,
        module: String::new(),
        method: found.method.to_uppercase(),
        path: found.path.to_string(),
        pointer: found.pointer.to_string(),
        summary: text(operation, "/summary"),
        description: text(operation, "/description"),
        parameters,
        has_body: body.is_some(),
        has_answer: answer.is_some(),
        examples: examples::find(found),
    };
    let item = path_item(found.method, &lowered, body, answer);
    serde_json::from_value::<openapiv3::PathItem>(item(&lowered.name))
        .map_err(|error| format!("not OpenAPI 3.0: {error}"))?;
    // Names are claimed last, so that an operation which is left out takes none.
    lowered.name = names.claim(&[lowered.name.clone(), by_place]);
    lowered.module = tag_module(tags, &tag, "");
    let item = item(&lowered.name);
    Ok((lowered, item))
}

/// The path that progenitor gets: unique by the claimed name, with a place for every path parameter.
pub(super) fn template(operation: &Operation) -> String {
    let places: String = of(operation, Location::Path)
        .map(|parameter| format!("/{{{}}}", parameter.field))
        .collect();
    format!("/{}{places}", operation.name)
}

/// The module of a tag, which is added to `tags` where it is new.
pub(super) fn tag_module(tags: &mut Vec<Tag>, name: &str, description: &str) -> String {
    if let Some(known) = tags.iter().find(|tag| tag.name == name) {
        return known.module.clone();
    }
    let mut modules = Scope::default();
    for tag in tags.iter() {
        modules.claim(std::slice::from_ref(&tag.module));
    }
    let module = modules.claim(&[names::file(name)]);
    tags.push(Tag {
        name: name.to_string(),
        description: description.to_string(),
        module: module.clone(),
    });
    module
}

fn of(operation: &Operation, location: Location) -> impl Iterator<Item = &Parameter> {
    operation
        .parameters
        .iter()
        .filter(move |parameter| parameter.location == location)
}

/// The lowered path item as a function of the operation's name, which is known only once all else has worked.
fn path_item(
    method: &'static str,
    operation: &Operation,
    body: Option<Value>,
    answer: Option<Value>,
) -> impl Fn(&str) -> Value + use<> {
    let parameters: Vec<Value> = operation
        .parameters
        .iter()
        .map(parameter::for_progenitor)
        .collect();
    move |name| {
        let json = |schema: &Value| json!({ "application/json": { "schema": schema } });
        let mut lowered = json!({
            "operationId": name,
            "parameters": parameters,
            "responses": { "200": { "description": "" } },
        });
        if let Some(schema) = &body {
            lowered["requestBody"] = json!({ "required": true, "content": json(schema) });
        }
        if let Some(schema) = &answer {
            lowered["responses"]["200"]["content"] = json(schema);
        }
        json!({ method: lowered })
    }
}

/// The lowered schema of the request body, if the operation has one.
fn request_body(operation: &Value) -> Result<Option<Value>, String> {
    let Some(content) = operation
        .pointer("/requestBody/content")
        .and_then(Value::as_object)
    else {
        return match operation.get("requestBody") {
            None => Ok(None),
            Some(_) => Err("its request body has no `content`".to_string()),
        };
    };
    match content.get("application/json") {
        Some(media_type) => {
            let schema = media_type
                .get("schema")
                .ok_or("its request body has no schema")?;
            Ok(Some(schema::lower(schema)))
        }
        None => {
            let names: Vec<&str> = content.keys().map(String::as_str).collect();
            Err(format!(
                "its request body is {}, and only application/json is generated so far",
                names.join(" or ")
            ))
        }
    }
}
