//! The usual order of the keys of an OpenAPI document.
//!
//! The [`Kind`] of an object says which of its keys come first and which last. Where keys are names or data, they stay in the
//! order of the alphabet.

use super::grammar::Kind;

/// A position such that sorting by it and then by the alphabet gives the usual order.
pub(super) fn rank(kind: Kind, key: &str) -> usize {
    let first = first(kind);
    let last = ["default", "example", "examples"];
    if let Some(position) = first.iter().position(|known| *known == key) {
        return position;
    }
    match last.iter().position(|known| *known == key) {
        Some(position) if ends_with_examples(kind) => first.len() + 1 + position,
        _ => first.len(),
    }
}

fn ends_with_examples(kind: Kind) -> bool {
    matches!(kind, Kind::Schema | Kind::Parameter | Kind::MediaType)
}

fn first(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Root => &[
            "openapi",
            "info",
            "servers",
            "security",
            "tags",
            "paths",
            "components",
        ],
        Kind::Info => &["title", "version", "summary", "description"],
        Kind::Server => &["url", "description", "variables"],
        Kind::Tag => &["name", "description"],
        Kind::PathItem => &[
            "$ref",
            "summary",
            "description",
            "servers",
            "parameters",
            "get",
            "put",
            "post",
            "delete",
            "options",
            "head",
            "patch",
            "trace",
        ],
        Kind::Operation => &[
            "operationId",
            "summary",
            "description",
            "deprecated",
            "tags",
            "security",
            "servers",
            "parameters",
            "requestBody",
            "responses",
            "callbacks",
        ],
        Kind::Parameter => &[
            "$ref",
            "name",
            "in",
            "description",
            "required",
            "deprecated",
            "allowEmptyValue",
            "style",
            "explode",
            "allowReserved",
            "schema",
            "content",
        ],
        Kind::RequestBody => &["$ref", "description", "required", "content"],
        Kind::Response => &["$ref", "description", "headers", "content", "links"],
        Kind::MediaType => &["schema", "encoding"],
        Kind::Encoding => &["contentType", "headers", "style", "explode"],
        Kind::Example => &["$ref", "summary", "description", "value"],
        Kind::Schema => &[
            "$ref",
            "title",
            "type",
            "format",
            "nullable",
            "description",
            "deprecated",
            "readOnly",
            "writeOnly",
            "enum",
            "allOf",
            "oneOf",
            "anyOf",
            "not",
            "discriminator",
            "properties",
            "additionalProperties",
            "items",
            "required",
        ],
        Kind::SecurityScheme => &[
            "$ref",
            "type",
            "description",
            "name",
            "in",
            "scheme",
            "bearerFormat",
        ],
        Kind::Components
        | Kind::Names(_)
        | Kind::NamesOrExtensions(_)
        | Kind::List(_)
        | Kind::Data => &[],
    }
}
