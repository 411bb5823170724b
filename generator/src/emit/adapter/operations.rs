//! Lowered operations, joined with the types that progenitor gave them, as operations of the graph.

use std::collections::BTreeMap;

use quote::format_ident;
use syn::ext::IdentExt;
use syn::{Field, Item, Type, parse_quote};

use super::types::{qualified, rust_type};
use crate::api;
use crate::emit::parts::{ByType, Parts, argument, is, mentioned_by, optional, unexpected};
use crate::error::Error;
use crate::lower::{self, Answer, BodyKind, Location, Lowered, Operation, Parameter};
use crate::names;
use crate::notes::Skipped;

/// An operation with the types that progenitor gave it.
pub(in crate::emit) struct Joined {
    pub operation: Operation,
    /// Its parameters in the order in which they are documented.
    pub fields: Vec<JoinedField>,
    /// The type of the body it sends.
    pub body: Option<Type>,
    /// The type of an answer that has content.
    pub answer: Option<Type>,
    /// The type that an answer other than 2xx holds.
    pub failure: Option<Type>,
}

/// A parameter with its type, without the `Option` of an optional one.
pub(in crate::emit) struct JoinedField {
    pub parameter: Parameter,
    pub ty: Type,
}

/// Gives every operation its types.
pub(in crate::emit) fn join(
    operations: &[Operation],
    parts: &mut Parts,
) -> Result<Vec<Joined>, Error> {
    operations
        .iter()
        .map(|operation| {
            let name = names::pascal(&operation.name);
            let mut made = parts
                .operations
                .remove(&name)
                .ok_or_else(|| unexpected(&format!("no builder `{name}`")))?;
            let fields = operation
                .parameters
                .iter()
                .map(|parameter| {
                    let made = match parameter.location.is_part() {
                        true => part_type(parameter, &made.fields, &parts.types),
                        false => made.fields.remove(&parameter.field),
                    };
                    let ty = made.ok_or_else(|| {
                        unexpected(&format!("no field `{}` in `{name}`", parameter.field))
                    })?;
                    let inner = optional(&ty).filter(|_| !parameter.required);
                    let ty = inner.unwrap_or(&ty);
                    let item = argument(ty).filter(|_| is(ty, "Vec") && parameter.is_wrapped);
                    Ok(JoinedField {
                        ty: item.unwrap_or(ty).clone(),
                        parameter: parameter.clone(),
                    })
                })
                .collect::<Result<_, Error>>()?;
            if operation
                .body
                .as_ref()
                .is_some_and(|body| body.kind == BodyKind::Parts)
            {
                // Each of its fields is a part; nobody sees the whole.
                let whole = made
                    .fields
                    .remove("body")
                    .and_then(|ty| mentioned_by(&ty).pop());
                if let Some(name) = whole {
                    parts.types.remove(&name);
                }
            }
            Ok(Joined {
                fields,
                body: operation.body.as_ref().and_then(|body| {
                    let made = made.fields.remove("body").map(without_builder);
                    made.filter(|_| matches!(body.kind, BodyKind::Json | BodyKind::Form))
                }),
                failure: operation
                    .failure
                    .as_ref()
                    .filter(|name| parts.types.contains_key(*name))
                    .map(|name| format_ident!("{name}"))
                    .map(|name| parse_quote!(types::#name)),
                answer: answer_type(operation.answer, made.answer),
                operation: operation.clone(),
            })
        })
        .collect()
}

/// `types::builder::X` → `types::X`.
fn without_builder(ty: Type) -> Type {
    let Type::Path(mut path) = ty else { return ty };
    path.path.segments = path
        .path
        .segments
        .into_iter()
        .filter(|segment| segment.ident != "builder")
        .collect();
    Type::Path(path)
}

/// The type of a part: of a file, or what progenitor makes of it as a field of the body's struct.
fn part_type(part: &Parameter, made: &BTreeMap<String, Type>, types: &ByType) -> Option<Type> {
    match part.location {
        Location::File => return Some(parse_quote!(FilePart)),
        Location::Files => return Some(parse_quote!(Vec<FilePart>)),
        _ => {}
    }
    let name = mentioned_by(made.get("body")?).pop()?;
    let fields = types.get(&name)?.iter().find_map(|item| match item {
        Item::Struct(item) => Some(&item.fields),
        _ => None,
    })?;
    let wanted = names::typify_field(&part.field);
    let is_wanted = |field: &&Field| {
        field
            .ident
            .as_ref()
            .is_some_and(|ident| ident.unraw() == wanted)
    };
    let field = fields.iter().find(is_wanted)?;
    let own = types.keys().cloned().collect();
    Some(qualified(&field.ty, &own))
}

/// The type of an answer that has content, without the `Option` of one that may be empty; `made` is progenitor's.
fn answer_type(answer: Answer, made: Type) -> Option<Type> {
    match answer {
        Answer::Empty => None,
        Answer::Json { may_be_empty: true } => Some(optional(&made).unwrap_or(&made).clone()),
        Answer::Json { .. } => Some(made),
        Answer::Text => Some(parse_quote!(String)),
        Answer::Bytes => Some(parse_quote!(Bytes)),
        Answer::Unknown => Some(parse_quote!(AnyBody)),
    }
}

/// The graph.
pub(in crate::emit) fn api(
    lowered: &Lowered,
    skipped: &[Skipped],
    joined: &[Joined],
    mut types: api::Types,
) -> api::Api {
    let operations: Vec<api::Operation> = joined.iter().map(|of| operation(of, &types)).collect();
    let tags: Vec<api::Tag> = lowered.tags.iter().map(tag).collect();
    let shared_module = lower::uses::place(&tags, &operations, &mut types);
    api::Api {
        description: lowered.description.clone(),
        server: lowered.server.clone(),
        security: api::Security {
            name: lowered.security.name.clone(),
            scheme: match lowered.security.scheme.clone() {
                lower::Scheme::None => api::Scheme::None,
                lower::Scheme::Bearer => api::Scheme::Bearer,
                lower::Scheme::Basic => api::Scheme::Basic,
                lower::Scheme::Header(name) => api::Scheme::Header(name),
                lower::Scheme::Query(name) => api::Scheme::Query(name),
                lower::Scheme::Cookie(name) => api::Scheme::Cookie(name),
            },
            description: lowered.security.description.clone(),
        },
        tags,
        shared_module,
        operations,
        skipped: lowered.skipped.iter().chain(skipped).cloned().collect(),
        types,
    }
}

fn tag(tag: &lower::Tag) -> api::Tag {
    api::Tag {
        name: tag.name.clone(),
        description: tag.description.clone(),
        module: tag.module.clone(),
    }
}

fn operation(joined: &Joined, types: &api::Types) -> api::Operation {
    let of = joined.operation.clone();
    let is_own = |name: &str| types.contains_key(name);
    let typed = |ty: &Option<Type>| ty.as_ref().map(|ty| rust_type(ty, &is_own));
    api::Operation {
        request: names::pascal(&of.name),
        id: of.id,
        name: of.name,
        module: of.module,
        method: of.method,
        path: of.path,
        place: of.place,
        template: of.template,
        server: match of.server {
            lower::OwnServer::Client => api::OwnServer::Client,
            lower::OwnServer::Prefix(path) => api::OwnServer::Prefix(path),
            lower::OwnServer::Below(path) => api::OwnServer::Below(path),
            lower::OwnServer::Other(url) => api::OwnServer::Other(url),
        },
        fixed_query: of.fixed_query,
        pointer: of.pointer,
        summary: of.summary,
        description: of.description,
        parameters: joined
            .fields
            .iter()
            .map(|field| parameter(&field.parameter, rust_type(&field.ty, &is_own)))
            .collect(),
        body: of.body.map(|body| api::Body {
            kind: match body.kind {
                BodyKind::Json => api::BodyKind::Json,
                BodyKind::Form => api::BodyKind::Form,
                BodyKind::Text => api::BodyKind::Text,
                BodyKind::Bytes => api::BodyKind::Bytes,
                BodyKind::Parts => api::BodyKind::Parts,
                BodyKind::Multipart => api::BodyKind::Multipart,
            },
            media_type: body.media_type,
            is_required: body.is_required,
            ty: match body.kind {
                BodyKind::Json | BodyKind::Form => typed(&joined.body),
                BodyKind::Text => Some(api::Type::String),
                BodyKind::Bytes => Some(api::Type::Bytes),
                BodyKind::Parts => None,
                BodyKind::Multipart => Some(api::Type::Multipart),
            },
        }),
        response: match of.answer {
            Answer::Empty => api::Response::Empty,
            Answer::Json { may_be_empty } => api::Response::Json {
                ty: typed(&joined.answer).unwrap_or(api::Type::Any),
                may_be_empty,
            },
            Answer::Text => api::Response::Text,
            Answer::Bytes => api::Response::Bytes,
            Answer::Unknown => api::Response::Unknown,
        },
        accept: of.accept,
        success: of.outcome.success.into_iter().map(expected).collect(),
        failure: joined.failure.as_ref().and(of.failure),
        examples: of
            .examples
            .into_iter()
            .map(|example| api::Example {
                status: example.status,
                pointer: example.pointer,
                body: example.body,
            })
            .collect(),
        notes: of.notes,
    }
}

fn parameter(of: &Parameter, ty: api::Type) -> api::Parameter {
    api::Parameter {
        wire: of.wire.clone(),
        field: of.field.clone(),
        location: match of.location {
            Location::Path => api::Location::Path,
            Location::Query => api::Location::Query,
            Location::Header => api::Location::Header,
            Location::Cookie => api::Location::Cookie,
            Location::Field => api::Location::Field,
            Location::File => api::Location::File,
            Location::Files => api::Location::Files,
        },
        style: match of.style {
            lower::Style::Repeat => api::Style::Repeat,
            lower::Style::Comma => api::Style::Comma,
            lower::Style::Space => api::Style::Space,
            lower::Style::Pipe => api::Style::Pipe,
            lower::Style::Brackets => api::Style::Brackets,
            lower::Style::Properties => api::Style::Properties,
            lower::Style::Json => api::Style::Json,
        },
        required: of.required,
        description: of.description.clone(),
        example: of.example.clone(),
        range: of.range,
        ty,
    }
}

fn expected((pointer, expected): (String, lower::Expected)) -> (String, api::Expected) {
    let expected = match expected {
        lower::Expected::Status2xx => api::Expected::Status2xx,
        lower::Expected::Bool(value) => api::Expected::Bool(value),
        lower::Expected::Integer(value) => api::Expected::Integer(value),
        lower::Expected::Text(text) => api::Expected::String(text),
    };
    (pointer, expected)
}
