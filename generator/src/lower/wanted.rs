//! Which media type is used where a document offers several, for responses and for request bodies.
//!
//! The `content` of the document in, its media types in the order in which they are chosen out: JSON, multipart, form,
//! text, bytes. Names of media types are text of the document; only what a header can carry goes into one.

use serde_json::{Map, Value};

use super::headers;
use crate::document::{MediaType, media_type};
use crate::text;

/// What is sent and asked for unless something else is said.
pub(super) const JSON: &str = "application/json";

/// A media type of a body.
pub(super) struct Media<'a> {
    /// As the document writes it.
    pub name: &'a str,
    pub kind: MediaType,
    /// What the document says of it.
    pub content: &'a Value,
}

/// The media types of a body, the first choice first.
pub(super) fn sorted(content: &Map<String, Value>) -> Vec<Media<'_>> {
    let mut media: Vec<Media<'_>> = content
        .iter()
        .map(|(name, content)| Media {
            name,
            kind: MediaType::of(name, content.get("schema")),
            content,
        })
        .collect();
    // What everybody writes comes before its relatives.
    media.sort_by_key(|media| (media.kind, media_type::essence(media.name) != JSON));
    media
}

/// Names of media types, for a note.
pub(super) fn names(media: &[Media<'_>]) -> String {
    text::codes(media.iter().map(|media| media.name), " or ")
}

/// The value of `accept` that asks for these media types; nothing where it is the usual one.
pub(super) fn accept(names: Vec<String>) -> Option<String> {
    let mut asked: Vec<String> = Vec::new();
    for name in names {
        let essence = media_type::essence(&name);
        if is_sendable(&essence) && !asked.contains(&essence) {
            asked.push(essence);
        }
    }
    (!asked.is_empty() && asked != [JSON]).then(|| asked.join(", "))
}

/// Whether text of the document is one media type that a header can carry: no range, no parameters.
pub(super) fn is_sendable(essence: &str) -> bool {
    let is_one = |part: &str| headers::is_token(part) && !part.contains('*');
    let parts = essence.split_once('/');
    parts.is_some_and(|(kind, subtype)| is_one(kind) && is_one(subtype))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn json_comes_first_and_bytes_come_last() {
        let content = json!({
            "application/pdf": {}, "application/vnd.api+json": {}, "application/json; charset=utf-8": {},
            "multipart/form-data": {}, "text/csv": {}, "application/x-www-form-urlencoded": {},
        });
        let sorted = sorted(content.as_object().unwrap());
        let names: Vec<&str> = sorted.iter().map(|media| media.name).collect();
        assert_eq!(
            names,
            [
                "application/json; charset=utf-8",
                "application/vnd.api+json",
                "multipart/form-data",
                "application/x-www-form-urlencoded",
                "text/csv",
                "application/pdf"
            ]
        );
    }

    #[test]
    fn only_what_a_header_can_carry_is_asked_for() {
        let asked = |names: &[&str]| accept(names.iter().map(ToString::to_string).collect());
        assert_eq!(asked(&["application/json; charset=utf-8"]), None);
        assert_eq!(asked(&["*/*", "text/\r\nx-evil: 1", "image/*", ""]), None);
        assert_eq!(
            asked(&[
                "Text/CSV; header=present",
                "text/csv",
                "application/vnd.api+json"
            ])
            .as_deref(),
            Some("text/csv, application/vnd.api+json")
        );
    }
}
