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
use super::parts;
use super::schema::{self, Role};
use super::wanted::{self, Media};
use crate::api::{Body, BodyKind};
use crate::document::{MediaType, OperationEntry, media_type, resolve};
use crate::text::code;

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
    found: &OperationEntry<'_>,
    taken: &[Draft],
    notes: &mut Notes,
) -> Option<Lowered> {
    let declared = found.operation.get("requestBody")?;
    let pointer = found.pointer.child("requestBody");
    let empty = Value::Null;
    let declared = resolve(document, declared).unwrap_or_else(|reason| {
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
    let any_json = Media {
        name: wanted::JSON,
        kind: MediaType::Json,
        content: &empty,
    };
    let (chosen, others) = media.split_first().unwrap_or((&any_json, &[]));
    if !others.is_empty() {
        let note = format!(
            "The request body is sent as `{}`, and could also be {}",
            code(chosen.name),
            wanted::names(others)
        );
        notes.at(&pointer.child("content"), note);
    }
    let any = json!({});
    let schema = chosen.content.get("schema").unwrap_or(&any);
    let at_media = pointer.child("content").child(chosen.name);
    let at_schema = at_media.child("schema");
    let context = components.context(Role::Request);
    let has_files = parts::has_files(document, schema);
    let encoding = chosen.content.get("encoding").and_then(Value::as_object);
    for (part, encoding) in encoding.into_iter().flatten() {
        if encoding.get("contentType").is_some() {
            let part = code(part);
            let note = format!(
                "The part `{part}` is sent as PHP reads it, without the content type that the document gives it"
            );
            notes.at(&at_media.child("encoding"), note);
        }
    }
    let kind = match chosen.kind {
        // A file is bytes, and neither JSON nor a form has a way to write them.
        MediaType::Json | MediaType::Form if has_files => {
            notes.at(
                &at_schema,
                format!(
                    "The request body has files, so it is sent as `multipart/form-data` instead of `{}`",
                    code(chosen.name)
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
    let mut lowered = Lowered {
        body: Body {
            kind,
            media_type: other_media_type(kind, chosen),
            is_required,
            ty: None,
        },
        schema: None,
        parts: Vec::new(),
    };
    match kind {
        BodyKind::Json | BodyKind::Form => lowered.schema = Some(schema::lower(schema, &context)),
        BodyKind::Parts => match parts::lower(document, schema, &context, &at_schema, taken, notes)
        {
            Some(parts) => lowered.parts = parts,
            None => lowered.body.kind = BodyKind::Multipart,
        },
        BodyKind::Text | BodyKind::Bytes | BodyKind::Multipart => {}
    }
    Some(lowered)
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
