//! From the effective document to what the crate is made of: the subset that progenitor accepts, and our own list of
//! operations with everything that the emitted code says about them.
//!
//! An operation that cannot be generated is left out with its reason; the rest is not touched by it. Nothing later looks
//! at the effective document again.

mod answer;
mod examples;
mod operation;
mod parameter;
mod schema;

use openapiv3::OpenAPI;
use serde_json::{Map, Value, json};

use crate::document::{self, Pointer};
use crate::names::Scope;
use crate::{Error, Skipped};

pub use examples::Example;

/// The lowered document.
#[derive(Debug, Clone)]
pub struct Lowered {
    /// What progenitor is given: one path item per operation, names already claimed.
    pub openapi: OpenAPI,
    /// `info.description`; empty where there is none.
    pub description: String,
    /// The first of the document's `servers`.
    pub server: Option<String>,
    /// How requests are authenticated.
    pub security: Security,
    /// Tags in the document's order, with their descriptions; every operation's tag is among them.
    pub tags: Vec<Tag>,
    /// Operations by path and method.
    pub operations: Vec<Operation>,
    /// Operations that were left out.
    pub skipped: Vec<Skipped>,
}

/// The security scheme that the whole document requires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Security {
    /// `Authorization: Bearer <key>`, with the scheme's description.
    Bearer(String),
    /// A header that carries the key, with the scheme's description.
    Header {
        /// The header's name.
        name: String,
        /// The scheme's description.
        description: String,
    },
    /// The document requires none.
    None,
}

/// A group of operations: one file of operations and one of types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// As the document writes it.
    pub name: String,
    /// Its description; empty where there is none.
    pub description: String,
    /// Its file and module name.
    pub module: String,
}

/// One operation, with its names claimed.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// `operationId` as the document writes it; method and path where it has none.
    pub id: String,
    /// The name of the client's method.
    pub name: String,
    /// The module of its tag.
    pub module: String,
    /// In upper case.
    pub method: String,
    /// The path template as the document writes it.
    pub path: String,
    /// Where it stands in the document.
    pub pointer: String,
    /// `summary`; empty where there is none.
    pub summary: String,
    /// `description`; empty where there is none.
    pub description: String,
    /// Path parameters in the order of the template, then query parameters by name.
    pub parameters: Vec<Parameter>,
    /// Whether a JSON body is sent.
    pub has_body: bool,
    /// Whether a JSON body comes back; else the answer has no content.
    pub has_answer: bool,
    /// The documented JSON answers of status 2xx.
    pub examples: Vec<Example>,
}

/// Where a parameter is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// In the path template.
    Path,
    /// In the query string.
    Query,
}

/// One parameter of an operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// As it goes over the wire.
    pub wire: String,
    /// The setter's name, claimed.
    pub field: String,
    /// Where it goes.
    pub location: Location,
    /// Whether a request without it is not sent.
    pub required: bool,
    /// Its description with default and range; empty where there is none.
    pub description: String,
    /// An example as text.
    pub example: Option<String>,
    /// Its lowered schema.
    schema: Value,
}

/// Lowers an effective document.
///
/// # Errors
///
/// What concerns the whole document: a security scheme that is not supported, a component that cannot be read.
pub fn lower(document: &Value) -> Result<Lowered, Error> {
    let security = security(document)?;
    let mut tags = tags(document);
    let mut operations = Vec::new();
    let mut skipped = Vec::new();
    let mut paths = Map::new();
    let mut names = Scope::with(&operation::RESERVED_NAMES);
    for found in document::operations(document) {
        match operation::lower(document, &found, &mut names, &mut tags) {
            Ok((operation, item)) => {
                paths.insert(operation::template(&operation), item);
                operations.push(operation);
            }
            Err(reason) => skipped.push(Skipped {
                operation: found.label(),
                pointer: found.pointer.to_string(),
                reason,
            }),
        }
    }
    Ok(Lowered {
        openapi: openapi(document, paths)?,
        description: text(document, "/info/description"),
        server: document
            .pointer("/servers/0/url")
            .and_then(Value::as_str)
            .map(str::to_string),
        security,
        tags,
        operations,
        skipped,
    })
}

fn openapi(document: &Value, paths: Map<String, Value>) -> Result<OpenAPI, Error> {
    let schemas: Map<String, Value> = document
        .pointer("/components/schemas")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .map(|(name, component)| (name.clone(), schema::lower(component)))
        .collect();
    let lowered = json!({
        "openapi": "3.0.3",
        "info": { "title": text(document, "/info/title"), "version": "1" },
        "paths": paths,
        "components": { "schemas": schemas },
    });
    serde_json::from_value(lowered).map_err(|error| {
        Error::new(
            "effective.yaml: /components/schemas",
            format!("a component is no OpenAPI 3.0 schema: {error}"),
            "correct it by an action in fixups/10-document.overlay.yaml",
        )
    })
}

fn security(document: &Value) -> Result<Security, Error> {
    let Some(name) = document
        .pointer("/security/0")
        .and_then(Value::as_object)
        .and_then(|requirement| requirement.keys().next())
    else {
        return Ok(Security::None);
    };
    let pointer = Pointer::root()
        .child("components")
        .child("securitySchemes")
        .child(name);
    let scheme = document.pointer(pointer.as_str()).unwrap_or(&Value::Null);
    let field = |key: &str| scheme.get(key).and_then(Value::as_str).unwrap_or_default();
    let description = field("description").to_string();
    match (
        field("type"),
        field("scheme").to_ascii_lowercase().as_str(),
        field("in"),
    ) {
        ("http", "bearer", _) => Ok(Security::Bearer(description)),
        ("apiKey", _, "header") => Ok(Security::Header {
            name: field("name").to_string(),
            description,
        }),
        _ => Err(Error::new(
            format!("effective.yaml: {pointer}"),
            "the security scheme is neither `http` with `bearer` nor `apiKey` in a header",
            "say what the server expects by an action in fixups/10-document.overlay.yaml, or remove `security` there",
        )),
    }
}

fn tags(document: &Value) -> Vec<Tag> {
    let listed = document
        .get("tags")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let mut tags = Vec::new();
    for tag in listed {
        let name = text(tag, "/name");
        let description = text(tag, "/description");
        operation::tag_module(&mut tags, &name, &description);
    }
    tags
}

/// The string at `pointer`, or nothing.
fn text(value: &Value, pointer: &str) -> String {
    value
        .pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_string()
}
