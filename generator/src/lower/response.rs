//! The successful response of an operation: what comes back, and one schema for whatever JSON that is.
//!
//! An operation in; out the kind of its response, so that one type covers every documented 2xx status. Silence is not taken
//! for an empty response: where the document names no success, nobody knows what one looks like. No response, however odd,
//! keeps an operation from being generated.

use serde_json::{Map, Value};

use super::kind::Schema;
use super::notes::Notes;
use super::schema::{self, Context};
use super::wanted::{self, Media};
use crate::api::{Response, Type};
use crate::document::{MediaType, OperationEntry, Pointer, resolve};
use crate::text;
use crate::union::cover_responses;

/// A lowered response.
pub(super) struct Lowered {
    /// With any JSON in place of its type.
    pub response: Response,
    /// The schema of JSON.
    pub schema: Option<Schema>,
    /// The media type to ask for; nothing for `application/json`, or where any will do.
    pub accept: Option<String>,
}

/// JSON, of a type that is not known yet.
const JSON: Response = Response::Json {
    ty: Type::Any,
    may_be_empty: false,
};

/// Lowers the successful responses of an operation to one.
pub(super) fn lower(
    document: &Value,
    found: &OperationEntry<'_>,
    context: &Context<'_>,
    notes: &mut Notes,
) -> Lowered {
    if found.method == "head" {
        // It has the headers of a response with content, and none.
        return Lowered::without_schema(Response::Empty);
    }
    let responses = found.pointer.child("responses");
    let mut bodies = Vec::new();
    let mut schemas = Vec::new();
    let mut accepted = Vec::new();
    for response in found.successes() {
        let (status, pointer) = (response.status, &response.pointer);
        let (body, media) = body(document, status, response.declared, pointer, notes);
        if status == "default" && !matches!(body, Response::Empty | Response::Unknown) {
            let note = "No success is documented: the response `default` is taken for one";
            notes.at(pointer, note);
        }
        if body == JSON {
            schemas.extend(media.iter().map(|media| schema_of(media.content)));
        }
        if status != "default" || body != Response::Empty {
            bodies.push(body);
        }
        if is_bodiless(status) {
            bodies.push(Response::Empty);
        }
        accepted.extend(media.into_iter().map(|media| media.name.to_string()));
    }
    if bodies.is_empty() {
        return Lowered::without_schema(Response::Unknown);
    }
    let has_empty = bodies.contains(&Response::Empty);
    let mut filled = bodies.into_iter().filter(|body| *body != Response::Empty);
    let mut response = match filled.next() {
        None => Response::Empty,
        Some(first) if filled.all(|other| other == first) => first,
        Some(_) => {
            notes.at(
                &responses,
                "The successful responses are of different kinds: the body comes as it is",
            );
            Response::Unknown
        }
    };
    let accept = match response {
        Response::Unknown => None,
        _ => wanted::accept(accepted),
    };
    let Response::Json { may_be_empty, .. } = &mut response else {
        return Lowered {
            accept,
            ..Lowered::without_schema(response)
        };
    };
    *may_be_empty = has_empty;
    let covering = cover_responses(document, &schemas);
    let nothing = serde_json::json!({});
    if covering == nothing && !schemas.iter().any(|schema| **schema == nothing) {
        let note =
            "The successful responses differ in a way that no type covers: any JSON is taken";
        notes.at(&responses, note);
    }
    Lowered {
        response,
        schema: Some(schema::lower(&covering, context)),
        accept,
    }
}

impl Lowered {
    fn without_schema(response: Response) -> Self {
        Self {
            response,
            schema: None,
            accept: None,
        }
    }
}

/// What the body of a response is, and the media types that bring it.
fn body<'a>(
    document: &'a Value,
    status: &str,
    response: &'a Value,
    pointer: &Pointer,
    notes: &mut Notes,
) -> (Response, Vec<Media<'a>>) {
    let response = match resolve(document, response) {
        Ok(response) => response,
        Err(reason) => {
            let note = format!("The response {status} {reason}: the body comes as it is");
            notes.at(pointer, note);
            return (Response::Unknown, Vec::new());
        }
    };
    let content = response.get("content").and_then(Value::as_object);
    let Some(content) = content.filter(|content| !content.is_empty()) else {
        return (Response::Empty, Vec::new());
    };
    let media = wanted::sorted(content);
    // Scribe 5 describes a text there, which is empty.
    if is_bodiless(status) && !media.iter().any(is_shown_json) {
        return (Response::Empty, Vec::new());
    }
    let content_pointer = pointer.child("content");
    let kind = media[0].kind;
    let (chosen, others): (Vec<Media<'_>>, Vec<Media<'_>>) =
        media.into_iter().partition(|media| media.kind == kind);
    if !others.is_empty() {
        let note = format!(
            "The response {} can also be {}: {} is asked for",
            text::code(status),
            wanted::names(&others),
            wanted::names(&chosen)
        );
        notes.at(&content_pointer, note);
    }
    let body = match kind {
        MediaType::Json => JSON,
        MediaType::Text if chosen.iter().any(|media| looks_like_json(media.content)) => {
            notes.at(
                &content_pointer,
                "The document calls the response a text, and its example looks like JSON: the body comes as it is",
            );
            Response::Unknown
        }
        MediaType::Text => Response::Text,
        MediaType::Binary => Response::Bytes,
        MediaType::Multipart | MediaType::Form | MediaType::Unknown => {
            notes.at(
                &content_pointer,
                format!(
                    "The response {} is {}, which does not say how to read it: the body comes as it is",
                    text::code(status),
                    wanted::names(&chosen)
                ),
            );
            Response::Unknown
        }
    };
    (body, chosen)
}

/// Whether HTTP forbids a body for this status, whatever the document says.
fn is_bodiless(status: &str) -> bool {
    matches!(status, "204" | "205")
}

/// Whether a JSON body is shown, and not just described.
fn is_shown_json(media: &Media<'_>) -> bool {
    let keys = ["/example", "/examples", "/schema/example"];
    media.kind == MediaType::Json && keys.iter().any(|key| media.content.pointer(key).is_some())
}

/// The schema of a media type; any JSON where it has none.
fn schema_of(content: &Value) -> &Value {
    static ANY: std::sync::LazyLock<Value> = std::sync::LazyLock::new(|| Value::Object(Map::new()));
    content.get("schema").unwrap_or(&ANY)
}

/// Whether an example of a text begins like JSON: Scribe writes JSON that PHP cannot parse (cut off, with comments) as text.
fn looks_like_json(content: &Value) -> bool {
    let named = content.get("examples").and_then(Value::as_object);
    let named = named
        .into_iter()
        .flatten()
        .filter_map(|(_, example)| example.get("value"));
    let own = [content.get("example"), content.pointer("/schema/example")];
    own.into_iter()
        .flatten()
        .chain(named)
        .filter_map(Value::as_str)
        .any(|text| text.trim_start().starts_with(['{', '[']))
}
