//! One operation of the effective document: found, named, and lowered as a whole or left out with a reason.
//!
//! progenitor gets it under a path of our own (`/<name>`), with its parameters in the query: the emitted code builds the
//! real request itself.

use serde_json::{Value, json};

use super::components::Components;
use super::methods::Methods;
use super::notes::Notes;
use super::schema::Role;
use super::{
    Body, BodyKind, Operation, Outcome, OwnServer, Security, Tag, answer, body, examples,
    parameter, security, server, text, type_names,
};
use crate::document::{Found, OperationIds};
use crate::method_names;
use crate::name::operation_places::OperationPlaces;
use crate::names::{self, Scope};

/// The tag of operations that have none.
const UNTAGGED: &str = "Untagged";

/// The names that operations claim.
pub(super) struct Claims<'a> {
    pub places: &'a OperationPlaces<'a>,
    pub ids: &'a OperationIds<'a>,
    pub security: &'a Security,
    pub server: Option<&'a str>,
    pub methods: &'a mut Methods,
    pub types: &'a mut Scope,
    pub tags: &'a mut Vec<Tag>,
}

/// Lowers one operation to our description and to the path item that progenitor gets.
///
/// The error is the reason why it cannot be generated, for the report.
pub(super) fn lower(
    document: &Value,
    components: &Components,
    found: &Found<'_>,
    claims: &mut Claims<'_>,
) -> Result<(Operation, Value), String> {
    let operation = found.operation;
    let mut notes = Notes::on(found);
    if let Some(difference) = security::difference(document, found, claims.security) {
        notes.at(&found.pointer.child("security"), difference);
    }
    let server = server::of_operation(found, claims.server, claims.security, &mut notes);
    let parameter::Lowered {
        template,
        mut parameters,
        fixed_query,
    } = parameter::lower(document, components, found, claims.security, &mut notes)?;
    let body = body::lower(document, components, found, &parameters, &mut notes);
    let context = components.context(Role::Answer);
    let answer = answer::lower(document, found, &context, &mut notes);
    let (body, mut of_body) = match body {
        Some(lowered) => {
            parameters.extend(lowered.parts);
            (Some(lowered.body), lowered.schema)
        }
        None => (None, None),
    };
    let of_parameters = parameters.iter().map(|parameter| &parameter.schema);
    components.reach(of_parameters.chain(&of_body).chain(&answer.schema))?;
    let tag = match text(operation, "/tags/0").as_str() {
        "" => UNTAGGED.to_string(),
        tag => tag.to_string(),
    };
    let id = found.label();
    let mut lowered = Operation {
        name: found.method.to_string(),
        id,
        module: String::new(),
        method: found.method.to_uppercase(),
        path: found.path.to_string(),
        place: claims.places.of_operation(found).now,
        template: match &server {
            OwnServer::Prefix(prefix) => format!("{prefix}{template}"),
            _ => template,
        },
        server,
        fixed_query,
        pointer: found.pointer.to_string(),
        summary: text(operation, "/summary"),
        description: text(operation, "/description"),
        parameters,
        body,
        answer: answer.answer,
        accept: answer.accept,
        outcome: Outcome::default(),
        failure: None,
        examples: examples::find(document, found),
        notes: notes.into_vec(),
    };
    let mut of_answer = answer.schema;
    serde_json::from_value::<openapiv3::PathItem>(path_item(
        found.method,
        &lowered,
        of_body.as_ref(),
        of_answer.as_ref(),
    ))
    .map_err(|error| format!("not OpenAPI 3.0: {error}"))?;
    // Names are claimed last, so that an operation which is left out takes none.
    let wishes = method_names::wishes(found, claims.ids);
    let before = claims.places.of_operation(found).before;
    lowered.name = claims.methods.claim(before.as_deref(), &wishes);
    lowered.module = tag_module(claims.tags, &tag, "");
    let base = names::pascal(&lowered.name);
    for parameter in &mut lowered.parameters {
        let place = format!("{base}_{}", parameter.field);
        if parameter.is_wrapped {
            type_names::claim_with_title(&mut parameter.schema, &place, claims.types);
        } else {
            type_names::claim(&mut parameter.schema, &place, claims.types);
        }
    }
    let is_parts = |body: &Body| body.kind == BodyKind::Parts;
    if let Some(parts) = of_body
        .as_mut()
        .filter(|_| lowered.body.as_ref().is_some_and(is_parts))
    {
        type_names::claim_parts(parts, &base, claims.types);
    } else if let Some(body) = &mut of_body {
        type_names::claim(body, &format!("{base}_body"), claims.types);
    }
    if let Some(answer) = &mut of_answer {
        type_names::claim(answer, &format!("{base}_response"), claims.types);
    }
    let item = path_item(found.method, &lowered, of_body.as_ref(), of_answer.as_ref());
    Ok((lowered, item))
}

/// The path that progenitor gets: unique by the claimed name.
pub(super) fn template(operation: &Operation) -> String {
    format!("/{}", operation.name)
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

/// The path item that progenitor gets, with the operation's name as it is at the time.
fn path_item(
    method: &str,
    operation: &Operation,
    body: Option<&Value>,
    answer: Option<&Value>,
) -> Value {
    let parameters: Vec<Value> = operation
        .parameters
        .iter()
        .filter(|parameter| !parameter.location.is_part())
        .map(parameter::for_progenitor)
        .collect();
    let json = |schema: &Value| json!({ "application/json": { "schema": schema } });
    let mut lowered = json!({
        "operationId": operation.name,
        "parameters": parameters,
        "responses": { "200": { "description": "" } },
    });
    if let Some(schema) = body {
        lowered["requestBody"] = json!({ "required": true, "content": json(schema) });
    }
    if let Some(schema) = answer {
        lowered["responses"]["200"]["content"] = json(schema);
    }
    json!({ method: lowered })
}
