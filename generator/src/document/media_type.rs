//! What a media type says about a body.
//!
//! The name of a media type as a document writes it in (`Application/JSON; charset=utf-8`), its kind out. Where the name
//! says nothing (`*/*`) or contradicts the schema, the schema decides.

use serde_json::Value;

/// How a body is written and read, in the order in which one is chosen where a document offers several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MediaType {
    /// One JSON value: `application/json`, `text/json`, and vendor types such as `application/vnd.api+json`.
    Json,
    /// `multipart/form-data`, and whatever else consists of parts.
    Multipart,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// Text: `text/…`, XML, YAML, JSON line by line.
    Text,
    /// Any other: bytes.
    Binary,
    /// Neither name nor schema decides.
    Unknown,
}

/// Types that are text although they are called `application/…`.
const TEXTS: [&str; 11] = [
    "application/ecmascript",
    "application/graphql",
    "application/javascript",
    "application/json-seq",
    "application/jsonl",
    "application/ndjson",
    "application/sql",
    "application/x-ndjson",
    "application/x-yaml",
    "application/xml",
    "application/yaml",
];

impl MediaType {
    /// The kind of `name`, whose schema is `schema`.
    pub fn of(name: &str, schema: Option<&Value>) -> Self {
        let is_file = schema.is_some_and(is_file);
        match Self::by_name(&essence(name)) {
            Some(Self::Text) if is_file => Self::Binary,
            // A file is no JSON value: one of the two is wrong.
            Some(Self::Json) if is_file => Self::Unknown,
            Some(kind) => kind,
            None if is_file => Self::Binary,
            None if schema.is_some_and(is_clearly_json) => Self::Json,
            None => Self::Unknown,
        }
    }

    fn by_name(essence: &str) -> Option<Self> {
        let (kind, subtype) = essence.split_once('/').unwrap_or((essence, ""));
        let kind = match (kind, subtype) {
            ("application" | "text", "json") => Self::Json,
            (_, subtype) if subtype.ends_with("+json") => Self::Json,
            ("multipart", _) => Self::Multipart,
            ("application", "x-www-form-urlencoded") => Self::Form,
            ("text", _) => Self::Text,
            (_, subtype) if subtype.ends_with("+xml") || subtype.ends_with("+yaml") => Self::Text,
            _ if TEXTS.contains(&essence) => Self::Text,
            ("" | "*", _) | ("application", "*") => return None,
            _ => Self::Binary,
        };
        Some(kind)
    }
}

/// Whether the name of a media type says that it is JSON.
pub(crate) fn is_json(media_type: &str) -> bool {
    MediaType::of(media_type, None) == MediaType::Json
}

/// A media type without its parameters, in lower case: `application/json`.
pub fn essence(name: &str) -> String {
    let essence = name.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// Whether a schema stands for a file.
pub fn is_file(schema: &Value) -> bool {
    schema.get("format").is_some_and(|of| of == "binary")
        && schema.get("type").is_none_or(|of| of == "string")
}

/// Whether a schema describes something that only JSON is: a text may be written without quotes.
fn is_clearly_json(schema: &Value) -> bool {
    match schema.get("type").and_then(Value::as_str) {
        Some("string") => false,
        Some(_) => true,
        None => [
            "$ref",
            "properties",
            "items",
            "additionalProperties",
            "allOf",
            "anyOf",
            "oneOf",
        ]
        .iter()
        .any(|key| schema.get(*key).is_some()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_name_says_what_a_body_is() {
        for (name, kind) in [
            ("application/json", MediaType::Json),
            (" Application/JSON; charset=utf-8", MediaType::Json),
            ("text/json", MediaType::Json),
            ("application/vnd.api+json", MediaType::Json),
            ("application/x-ndjson", MediaType::Text),
            ("text/csv; charset=utf-8", MediaType::Text),
            ("application/atom+xml", MediaType::Text),
            ("multipart/form-data", MediaType::Multipart),
            ("application/x-www-form-urlencoded", MediaType::Form),
            ("application/pdf", MediaType::Binary),
            ("image/*", MediaType::Binary),
            ("*/*", MediaType::Unknown),
            ("", MediaType::Unknown),
        ] {
            assert_eq!(MediaType::of(name, None), kind, "{name}");
        }
    }

    #[test]
    fn the_schema_decides_where_the_name_does_not() {
        let (file, object) = (
            json!({ "type": "string", "format": "binary" }),
            json!({ "properties": {} }),
        );
        for (name, schema, kind) in [
            ("*/*", &object, MediaType::Json),
            ("*/*", &file, MediaType::Binary),
            ("*/*", &json!({ "type": "string" }), MediaType::Unknown),
            ("*/*", &json!({}), MediaType::Unknown),
            ("text/csv", &file, MediaType::Binary),
            ("application/json", &file, MediaType::Unknown),
        ] {
            assert_eq!(MediaType::of(name, Some(schema)), kind, "{name} {schema}");
        }
    }
}
