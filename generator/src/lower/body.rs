//! The request body of an operation: how it is written, and its schema or its parts.
//!
//! An operation in; out one body, whichever media types the document offers. The parts of a multipart body become
//! parameters of the request, each with its setter. No body, however odd, keeps an operation from being generated: what
//! is not described is any JSON, and what has no setters is built by hand.

use serde_json::{Map, Value, json};

use super::components::Components;
use super::kind::Schema;
use super::notes::Notes;
use super::parameter::Draft;
use super::schema::{self, Role};
use super::wanted::{self, Media};
use super::{parts, reference};
use crate::api::{Body, BodyKind};
use crate::document::{Found, MediaType, media_type};

/// A lowered request body.
pub(super) struct Lowered {
    pub body: Body,
    /// The schema of the one value that is sent.
    pub schema: Option<Schema>,
    pub parts: Vec<Draft>,
}

/// Lowers the request body of an operation, if it has one; `taken` are the parameters it has so far.
pub(super) fn lower(
    document: &Value,
    components: &Components,
    found: &Found<'_>,
    taken: &[Draft],
    notes: &mut Notes,
) -> Option<Lowered> {
    let declared = found.operation.get("requestBody")?;
    let pointer = found.pointer.child("requestBody");
    let empty = Value::Null;
    let declared = reference::resolve(document, declared).unwrap_or_else(|reason| {
        notes.at(
            &pointer,
            format!("The request body {reason}: any JSON can be sent"),
        );
        &empty
    });
    let is_required = declared.get("required") == Some(&Value::Bool(true));
    let no_content = Map::new();
    let content = declared.get("content").and_then(Value::as_object);
    let mut media = wanted::sorted(content.unwrap_or(&no_content));
    // A file has just one way to be sent, while what stands beside it has all of them.
    let has_file = |media: &Media<'_>| {
        let schema = media.content.get("schema");
        schema.is_some_and(|schema| parts::has_files(document, schema))
    };
    if let Some(index) = media.iter().position(has_file) {
        media[..=index].rotate_right(1);
    }
    let Some((chosen, others)) = media.split_first() else {
        return Some(Lowered::value(
            BodyKind::Json,
            None,
            is_required,
            Schema::default(),
        ));
    };
    if !others.is_empty() {
        let others: Vec<&Media<'_>> = others.iter().collect();
        let (chosen, others) = (wanted::names(&[chosen]), wanted::names(&others));
        let note = format!("The request body is sent as {chosen}, and could also be {others}");
        notes.at(&pointer.child("content"), note);
    }
    let any = json!({});
    let schema = chosen.content.get("schema").unwrap_or(&any);
    let at_schema = pointer.child("content").child(chosen.name).child("schema");
    let context = components.context(Role::Request);
    let has_files = parts::has_files(document, schema);
    let encoding = chosen.content.get("encoding").and_then(Value::as_object);
    for (part, encoding) in encoding.into_iter().flatten() {
        if encoding.get("contentType").is_some() {
            let part = crate::text::code(part);
            let note = format!(
                "The part `{part}` is sent as PHP reads it, without the content type that the document gives it"
            );
            notes.at(
                &pointer
                    .child("content")
                    .child(chosen.name)
                    .child("encoding"),
                note,
            );
        }
    }
    let kind = match chosen.kind {
        // A file is bytes, and neither JSON nor a form has a way to write them.
        MediaType::Json | MediaType::Form if has_files => {
            notes.at(
                &at_schema,
                format!(
                    "The request body has files, so it is sent as `multipart/form-data` instead of {}",
                    wanted::names(&[chosen])
                ),
            );
            BodyKind::Parts
        }
        MediaType::Json => BodyKind::Json,
        MediaType::Form => BodyKind::Form,
        MediaType::Multipart => BodyKind::Parts,
        MediaType::Text => BodyKind::Text,
        MediaType::Binary => BodyKind::Bytes,
        MediaType::Unknown if media_type::is_file(schema) => {
            notes.at(
                &at_schema,
                "The request body is a file, and sent as its bytes",
            );
            BodyKind::Bytes
        }
        MediaType::Unknown => BodyKind::Json,
    };
    let media_type = other_media_type(kind, chosen);
    match kind {
        BodyKind::Json | BodyKind::Form => {
            let schema = schema::lower(schema, &context);
            Some(Lowered::value(kind, media_type, is_required, schema))
        }
        BodyKind::Parts => {
            let of = parts::Of {
                document,
                schema,
                pointer: &at_schema,
                context: &context,
            };
            Some(match parts::lower(&of, taken, notes) {
                Some(parts) => Lowered {
                    parts,
                    ..Lowered::of(kind, media_type, is_required)
                },
                None => Lowered::of(BodyKind::Multipart, media_type, is_required),
            })
        }
        BodyKind::Text | BodyKind::Bytes | BodyKind::Multipart => {
            Some(Lowered::of(kind, media_type, is_required))
        }
    }
}

impl Lowered {
    fn of(kind: BodyKind, media_type: Option<String>, is_required: bool) -> Self {
        Self {
            body: Body {
                kind,
                media_type,
                is_required,
                ty: None,
            },
            schema: None,
            parts: Vec::new(),
        }
    }

    fn value(
        kind: BodyKind,
        media_type: Option<String>,
        is_required: bool,
        schema: Schema,
    ) -> Self {
        Self {
            schema: Some(schema),
            ..Self::of(kind, media_type, is_required)
        }
    }
}

/// The media type that the document names, where it is not the one that the runtime sends by itself.
fn other_media_type(kind: BodyKind, media: &Media<'_>) -> Option<String> {
    let essence = media_type::essence(media.name);
    let usual = match (kind, media.kind) {
        (BodyKind::Json, MediaType::Json) => wanted::JSON,
        (BodyKind::Text, MediaType::Text) => "text/plain",
        (BodyKind::Bytes, MediaType::Binary) => "application/octet-stream",
        // The others carry a boundary, or are not what the document names.
        _ => return None,
    };
    let is_ascii = media.name.chars().all(|c| matches!(c, ' '..='~'));
    (essence != usual && is_ascii && wanted::is_sendable(&essence))
        .then(|| media.name.trim().to_string())
}
