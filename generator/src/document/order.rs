//! The usual order of the keys of an OpenAPI document.
//!
//! A key has a usual place only where the standard gives it a meaning: a property *called* `type` is a name, and the
//! content of an example is data; there, keys stay in the order of the alphabet. So each value has a [`Kind`], and the
//! kind says which keys come first, which last, and what kind its children are.

/// What the standard says a value is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    Root,
    Info,
    Server,
    Tag,
    Components,
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    Response,
    MediaType,
    Encoding,
    Example,
    Schema,
    SecurityScheme,
    /// Keys are free names, for example of properties.
    Names(&'static Kind),
    /// Keys are free names, but `x-` marks an extension, for example among paths.
    NamesOrExtensions(&'static Kind),
    List(&'static Kind),
    /// Anything; the standard does not look inside.
    Data,
}

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

/// The kind of what stands below `key`.
pub(crate) fn child(kind: Kind, key: &str) -> Kind {
    match kind {
        Kind::Names(of) => return *of,
        Kind::Data | Kind::List(_) => return Kind::Data,
        _ if key.starts_with("x-") => return Kind::Data,
        Kind::NamesOrExtensions(of) => return *of,
        _ => {}
    }
    match (kind, key) {
        (Kind::Root, "info") => Kind::Info,
        (Kind::Root, "tags") => Kind::List(&Kind::Tag),
        (Kind::Root, "paths") => Kind::NamesOrExtensions(&Kind::PathItem),
        (Kind::Root, "components") => Kind::Components,
        (Kind::Root | Kind::PathItem | Kind::Operation, "servers") => Kind::List(&Kind::Server),

        (Kind::Components, "schemas") => Kind::Names(&Kind::Schema),
        (Kind::Components, "responses") => Kind::Names(&Kind::Response),
        (Kind::Components, "parameters" | "headers") => Kind::Names(&Kind::Parameter),
        (Kind::Components, "requestBodies") => Kind::Names(&Kind::RequestBody),
        (Kind::Components, "examples") => Kind::Names(&Kind::Example),
        (Kind::Components, "securitySchemes") => Kind::Names(&Kind::SecurityScheme),
        (Kind::Components | Kind::Operation, "callbacks") => {
            Kind::Names(&Kind::NamesOrExtensions(&Kind::PathItem))
        }

        (Kind::PathItem | Kind::Operation, "parameters") => Kind::List(&Kind::Parameter),
        (
            Kind::PathItem,
            "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace",
        ) => Kind::Operation,
        (Kind::Operation, "requestBody") => Kind::RequestBody,
        (Kind::Operation, "responses") => Kind::NamesOrExtensions(&Kind::Response),

        (Kind::Parameter | Kind::RequestBody | Kind::Response, "content") => {
            Kind::Names(&Kind::MediaType)
        }
        (Kind::Response | Kind::Encoding, "headers") => Kind::Names(&Kind::Parameter),
        (Kind::Parameter | Kind::MediaType, "schema") => Kind::Schema,
        (Kind::Parameter | Kind::MediaType, "examples") => Kind::Names(&Kind::Example),
        (Kind::MediaType, "encoding") => Kind::Names(&Kind::Encoding),

        (Kind::Schema, "properties") => Kind::Names(&Kind::Schema),
        (Kind::Schema, "items" | "not" | "additionalProperties") => Kind::Schema,
        (Kind::Schema, "allOf" | "oneOf" | "anyOf") => Kind::List(&Kind::Schema),
        _ => Kind::Data,
    }
}

/// The kind of the items of a list.
pub(crate) fn item(kind: Kind) -> Kind {
    match kind {
        Kind::List(of) => *of,
        _ => Kind::Data,
    }
}
