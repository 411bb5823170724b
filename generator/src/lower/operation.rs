//! One operation of the effective document: found, named, and lowered as a whole or left out with a reason.

use serde_json::Value;

use super::components::Components;
use super::given_methods::GivenMethods;
use super::kind::Schema;
use super::methods::Methods;
use super::notes::Notes;
use super::parameter::Routes;
use super::schema::Role;
use super::tags::Tags;
use super::{body, examples, nested_names, parameter, response, security, server};
use crate::api::{BodyKind, Operation, OwnServer, Response, Security, Type};
use crate::document::{OperationEntry, OperationIds, text_at};
use crate::identifiers::{self, Scope};
use crate::name::method_names;
use crate::name::operation_places::OperationPlaces;

/// The tag of operations that have none.
const UNTAGGED: &str = "Untagged";

/// The names that operations claim.
pub(super) struct Claims<'a> {
    pub places: &'a OperationPlaces<'a>,
    pub ids: &'a OperationIds<'a>,
    pub security: &'a Security,
    pub server: Option<&'a str>,
    pub methods: &'a mut Methods,
    /// Names of methods that fixups give.
    pub given_methods: &'a GivenMethods,
    pub types: &'a mut Scope,
    pub tags: &'a mut Tags,
    /// What an optional path parameter must not lead to.
    pub routes: &'a Routes,
}

/// An operation whose types are not known yet: its schemas, in the order of its places.
pub(super) struct Draft {
    pub operation: Operation,
    /// The properties that lead to what the caller wants; empty where the response is not wrapped.
    pub payload: Vec<String>,
    /// Those of its parameters; files have none.
    pub parameters: Vec<Option<Schema>>,
    pub body: Option<Schema>,
    pub response: Option<Schema>,
}

impl Draft {
    /// All of its schemas.
    pub fn schemas(&self) -> impl Iterator<Item = &Schema> {
        let parameters = self.parameters.iter().flatten();
        parameters.chain(&self.body).chain(&self.response)
    }

    /// The operation with its types, which come in the order of [`Draft::schemas`].
    pub fn finish(self, types: &mut impl Iterator<Item = Type>) -> Operation {
        let mut operation = self.operation;
        for (parameter, schema) in operation.parameters.iter_mut().zip(&self.parameters) {
            if let Some(ty) = schema.as_ref().and_then(|_| types.next()) {
                parameter.ty = ty;
            }
        }
        if let Some(body) = &mut operation.body {
            body.ty = match body.kind {
                BodyKind::Json | BodyKind::Form => types.next(),
                BodyKind::Text => Some(Type::String),
                BodyKind::Bytes => Some(Type::Bytes),
                BodyKind::Multipart => Some(Type::Multipart),
                BodyKind::Parts => None,
            };
        }
        if let Response::Json { ty, may_be_empty } = &mut operation.response
            && self.response.is_some()
            && let Some(made) = types.next()
        {
            *ty = match made {
                Type::Optional(inner) if *may_be_empty => *inner,
                made => made,
            };
        }
        operation
    }
}

/// Lowers one operation; its outcome and failure are found elsewhere.
///
/// The error is the reason why it cannot be generated, for the report.
pub(super) fn lower(
    document: &Value,
    components: &Components,
    found: &OperationEntry<'_>,
    claims: &mut Claims<'_>,
) -> Result<Draft, String> {
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
    } = parameter::lower(
        document,
        components,
        found,
        claims.routes,
        claims.security,
        &mut notes,
    )?;
    let body = body::lower(document, components, found, &parameters, &mut notes);
    let context = components.context(Role::Response);
    let response = response::lower(document, found, &context, &mut notes);
    let (body, mut body_schema) = match body {
        Some(lowered) => {
            parameters.extend(lowered.parts);
            (Some(lowered.body), lowered.schema)
        }
        None => (None, None),
    };
    let of_parameters = parameters.iter().filter_map(|draft| draft.schema.as_ref());
    components.check(of_parameters.chain(&body_schema).chain(&response.schema))?;
    // Names are claimed last, so that an operation which is left out takes none.
    let tag = match text_at(operation, "/tags/0").as_str() {
        "" => UNTAGGED.to_string(),
        tag => tag.to_string(),
    };
    let before = claims.places.of_operation(found).before;
    let name = match claims.given_methods.get(&found.pointer.to_string()) {
        Some(name) => name.to_string(),
        None => {
            let wishes = method_names::wishes(found, claims.ids);
            claims.methods.claim(before.as_deref(), &wishes)
        }
    };
    let request = identifiers::pascal(&name);
    claim_parameters(&mut parameters, &request, claims.types);
    if let Some(body) = &mut body_schema {
        nested_names::claim(body, &format!("{request}_body"), claims.types);
    }
    let mut response_schema = response.schema;
    if let Some(response) = &mut response_schema {
        nested_names::claim(response, &format!("{request}_response"), claims.types);
    }
    let (parameters, schemas) = parameters
        .into_iter()
        .map(|draft| (draft.parameter, draft.schema))
        .unzip();
    Ok(Draft {
        payload: Vec::new(),
        parameters: schemas,
        body: body_schema,
        response: response_schema,
        operation: Operation {
            name,
            request,
            id: found.label(),
            module: claims.tags.module(&tag, ""),
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
            summary: text_at(operation, "/summary"),
            description: text_at(operation, "/description"),
            parameters,
            body,
            response: response.response,
            accept: response.accept,
            success: Vec::new(),
            exactly_one_of: Vec::new(),
            failure: None,
            examples: examples::find(document, found),
            notes: notes.into_vec(),
        },
    })
}

/// Claims the types of parameters, then those of the parts of a body.
fn claim_parameters(drafts: &mut [parameter::Draft], request: &str, types: &mut Scope) {
    let (mut parts, others): (Vec<_>, Vec<_>) = drafts
        .iter_mut()
        .partition(|draft| draft.parameter.location.is_part());
    parts.sort_by(|a, b| a.parameter.field.cmp(&b.parameter.field));
    let has_values = parts.iter().any(|draft| draft.schema.is_some());
    for draft in others.into_iter().chain(parts) {
        let place = format!("{request}_{}", draft.parameter.field);
        match &mut draft.schema {
            Some(schema) if draft.is_whole => nested_names::claim_whole(schema, &place, types),
            Some(schema) => nested_names::claim(schema, &place, types),
            None => {}
        }
    }
    if has_values {
        // What the parts together were called once stays taken.
        types.claim_type(&[identifiers::stable_type_name(&format!("{request}_parts"))]);
    }
}
