//! The grammar of OpenAPI: what each value of a document is.
//!
//! The kind of a value and a key in, the kind of what stands there out. A key means something only where the standard says
//! so: a property *called* `type` is a name, and the content of an example is data.

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
