//! From the effective document to what the crate is made of: the subset that progenitor accepts, and our own list of
//! operations with everything that the emitted code says about them.
//!
//! An operation that cannot be generated is left out with its reason; the rest is not touched by it. Nothing later looks
//! at the effective document again.

mod answer;
mod body;
mod components;
mod described;
mod examples;
mod failure;
mod methods;
pub(crate) mod native;
mod notes;
mod nullable;
mod numbers;
mod operation;
mod outcome;
mod parameter;
mod parts;
pub(crate) mod payload;
pub(crate) mod prefilled;
mod reference;
mod relief;
mod route;
mod scalars;
mod schema;
mod security;
mod server;
pub(crate) mod sizes;
mod type_names;
pub(crate) mod uses;
mod wanted;
mod wire_name;

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::OpenAPI;
use serde_json::{Value, json};

use crate::budget::{self, Budget};
use crate::document::{self, StrayReason};
use crate::error::Error;
use crate::infer::OperationIds;
use crate::name::lock::Lock;
use crate::name::operation_places::OperationPlaces;
use crate::names::{RESERVED_TYPES, Scope};
use crate::normalise::combine_alternatives;
use crate::notes::{Note, Skipped};

use components::Components;
use methods::Methods;

pub use answer::Answer;
pub(crate) use answer::successes;
pub use body::{Body, BodyKind};
pub(crate) use components::component_name;
pub use examples::Example;
pub(crate) use numbers::numbers;
pub use outcome::{Expected, Outcome};
pub use prefilled::Prefilled;
pub(crate) use reference::resolve;
pub use relief::Bodies;
pub use scalars::Scalar;
use security::is_header_name;
pub(crate) use wire_name::carried;

/// The lowered document.
#[derive(Debug, Clone)]
pub struct Lowered {
    /// What progenitor is given of each operation, by its name: a path of our own and the path item.
    paths: BTreeMap<String, (String, Value)>,
    /// The lowered components, by type name.
    schemas: BTreeMap<String, Value>,
    /// What components are called in the document, by type name.
    document_names: BTreeMap<String, String>,
    /// Components that are ids or sets of flags, by type name.
    pub scalars: BTreeMap<String, Scalar>,
    /// What the builders of components know by themselves.
    pub prefilled: Prefilled,
    /// `info.description`; empty where there is none.
    pub description: String,
    /// The first of the document's `servers` that is an absolute address and needs no escape anywhere; nothing where
    /// there is none.
    pub server: Option<String>,
    /// How requests are authenticated.
    pub security: Security,
    /// Tags in the document's order, with their descriptions; every operation's tag is among them.
    pub tags: Vec<Tag>,
    /// Operations by path and method.
    pub operations: Vec<Operation>,
    /// Operations that were left out.
    pub skipped: Vec<Skipped>,
    /// What of the whole document is done differently.
    notes: Vec<Note>,
}

/// How the client authenticates its requests.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Security {
    /// The scheme's name in the document; empty where there is none.
    pub name: String,
    /// Where the key goes.
    pub scheme: Scheme,
    /// The scheme's description; empty where there is none.
    pub description: String,
}

/// Where the key goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Scheme {
    /// No key is sent.
    #[default]
    None,
    /// `Authorization: Bearer <key>`.
    Bearer,
    /// `Authorization: Basic <user:password>`.
    Basic,
    /// A header of this name.
    Header(String),
    /// A query parameter of this name.
    Query(String),
    /// A cookie of this name.
    Cookie(String),
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
#[derive(Debug, Clone, Default, PartialEq)]
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
    /// What the lock of names calls it.
    pub place: String,
    /// The path template that the runtime fills in.
    pub template: String,
    /// Where it is sent.
    pub server: OwnServer,
    /// Query parameters that the document's path has, with their values.
    pub fixed_query: Vec<(String, String)>,
    /// Where it stands in the document.
    pub pointer: String,
    /// `summary`; empty where there is none.
    pub summary: String,
    /// `description`; empty where there is none.
    pub description: String,
    /// Path parameters in the order of the template, then query, header and cookie parameters by name, then parts of a
    /// multipart body.
    pub parameters: Vec<Parameter>,
    /// The body that is sent.
    pub body: Option<Body>,
    /// What comes back.
    pub answer: Answer,
    /// The media type to ask for; nothing for `application/json`, or where any will do.
    pub accept: Option<String>,
    /// Where the payload of its answer is, and what tells of a failure.
    pub outcome: Outcome,
    /// The type that its answers other than 2xx hold, where several operations share one.
    pub failure: Option<String>,
    /// The documented JSON answers of status 2xx.
    pub examples: Vec<Example>,
    /// What is done differently from the document.
    pub notes: Vec<Note>,
}

/// The server of an operation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum OwnServer {
    /// The client's.
    #[default]
    Client,
    /// The client's, with this before the path: `/v2`.
    Prefix(String),
    /// The client's host, with this path in place of the server's: `/v2/`.
    Below(String),
    /// Another one.
    Other(String),
}

/// Where a parameter is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Location {
    /// In the path template.
    Path,
    /// In the query string.
    Query,
    /// As a header.
    Header,
    /// In the cookie header.
    Cookie,
    /// A part of a multipart body: a value.
    Field,
    /// A part of a multipart body: a file.
    File,
    /// Parts of a multipart body: files of one name.
    Files,
}

impl Location {
    /// Whether it is in a multipart body.
    pub fn is_part(self) -> bool {
        matches!(self, Self::Field | Self::File | Self::Files)
    }
}

/// How a query parameter that is a list or an object is written; the variants of the runtime's `QueryStyle`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// A pair for each item of a list.
    Repeat,
    /// Joined by commas.
    Comma,
    /// Joined by spaces.
    Space,
    /// Joined by `|`.
    Pipe,
    /// `name[property]=value`.
    Brackets,
    /// A pair for each property of an object.
    Properties,
    /// As JSON.
    Json,
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
    /// How it is written in a query.
    pub style: Style,
    /// Whether a request without it is not sent.
    pub required: bool,
    /// Its description with default and range; empty where there is none.
    pub description: String,
    /// An example as text.
    pub example: Option<String>,
    /// The smallest and the largest number that may be sent.
    pub range: (Option<i64>, Option<i64>),
    /// Its lowered schema; parts have theirs in the body.
    schema: Value,
    /// Whether progenitor gets it as the item of a list, since it takes no object as a parameter.
    pub is_wrapped: bool,
}

impl Lowered {
    /// What is done differently from the document: first what concerns all of it, then each operation that is not among
    /// `skipped`.
    pub fn notes(&self, skipped: &[Skipped]) -> Vec<Note> {
        let is_made =
            |operation: &&Operation| !skipped.iter().any(|skip| skip.pointer == operation.pointer);
        let of_operations = self.operations.iter().filter(is_made);
        self.notes
            .iter()
            .chain(of_operations.flat_map(|operation| &operation.notes))
            .cloned()
            .collect()
    }

    /// Pointers of the operations of whose successful answers nothing is known.
    pub fn unanswered(&self) -> Vec<String> {
        let unknown = self.operations.iter();
        let unknown = unknown.filter(|operation| operation.answer == Answer::Unknown);
        unknown.map(|operation| operation.pointer.clone()).collect()
    }

    /// The document that progenitor gets for the operations whose names are wanted, with the components they reach.
    ///
    /// # Errors
    ///
    /// What the typed model does not take.
    pub fn openapi(&self, is_wanted: &dyn Fn(&str) -> bool) -> Result<OpenAPI, String> {
        let wanted = self.paths.iter().filter(|(name, _)| is_wanted(name));
        let paths: BTreeMap<&String, &Value> = wanted
            .map(|(_, (template, item))| (template, item))
            .collect();
        typed(&json!(paths), &self.used(is_wanted))
    }

    /// The components that the wanted operations reach, by type name.
    fn used(&self, is_wanted: &dyn Fn(&str) -> bool) -> BTreeMap<String, &Value> {
        let mut schemas: BTreeMap<String, &Value> = BTreeMap::new();
        let wanted = self.paths.iter().filter(|(name, _)| is_wanted(name));
        let mut next: BTreeSet<String> = wanted
            .flat_map(|(_, (_, item))| reference::all(item))
            .collect();
        let failures = self
            .operations
            .iter()
            .filter(|operation| is_wanted(&operation.name))
            .filter_map(|operation| operation.failure.as_deref());
        next.extend(failures.map(reference::to_component));
        while let Some(reference) = next.pop_first() {
            if let Some(name) = component_name(&reference)
                && let Some(schema) = self.schemas.get(&name)
                && schemas.insert(name, schema).is_none()
            {
                next.extend(reference::all(schema));
            }
        }
        schemas
    }
}

/// The typed model of paths and components.
fn typed(paths: &Value, schemas: &impl serde::Serialize) -> Result<OpenAPI, String> {
    serde_json::from_value(json!({
        "openapi": "3.0.3",
        "info": { "title": "", "version": "1" },
        "paths": paths,
        "components": { "schemas": schemas },
    }))
    .map_err(|error| format!("not OpenAPI 3.0: {error}"))
}

/// Lowers an effective document, which is called `file` in messages; `lock` has the names of methods that were published
/// before.
///
/// # Errors
///
/// A fixup's `x-flags` that name no bits; a document that grows without end.
pub fn lower(file: &str, document: &Value, lock: &Lock) -> Result<Lowered, Error> {
    let combined = combine_alternatives(document).map_err(|outgrown| outgrown.error(file))?;
    let document = &nullable::move_to_places(&combined);
    let (security, mut notes) = security::of(document);
    let (server, of_server) = server::of(document);
    notes.extend(of_server);
    let mut tags = tags(document);
    let mut types = Scope::exact(&RESERVED_TYPES);
    let components = Components::lower(document, &mut types);
    let mut operations = Vec::new();
    let mut skipped = Vec::new();
    let mut paths = BTreeMap::new();
    let ids = OperationIds::of(document);
    let places = OperationPlaces::of(document, &ids, lock);
    let mut claims = operation::Claims {
        ids: &ids,
        security: &security,
        server: server.as_deref(),
        places: &places,
        methods: &mut Methods::of(lock),
        types: &mut types,
        tags: &mut tags,
    };
    // Each operation has a copy of what it refers to outside of the components that are schemas.
    let budget = Budget::of(document);
    for found in document::operations(document) {
        let outcome = outcome::find(&found)?;
        match operation::lower(document, &components, &found, &mut claims) {
            Ok((mut operation, item)) => {
                budget.renew(&found.pointer);
                if !budget.spend(budget::size(&item))
                    && let Some(outgrown) = budget.outgrown()
                {
                    return Err(outgrown.error(file));
                }
                operation.outcome = outcome;
                operation.failure = failure::component(document, &found, &components);
                let template = operation::template(&operation);
                paths.insert(operation.name.clone(), (template, item));
                operations.push(operation);
            }
            Err(reason) => skipped.push(Skipped {
                operation: found.label(),
                pointer: found.pointer.to_string(),
                reason,
            }),
        }
    }
    skipped.extend(document::strays(document).map(|stray| {
        let reason = match stray.reason {
            StrayReason::Reference => {
                "its path item refers to something that is not in the document"
            }
            StrayReason::UnknownMethod => "OpenAPI knows no such method",
            StrayReason::SecondSpelling => {
                "its path has another operation of this method, written in another case"
            }
        };
        let operation = match stray.reason {
            StrayReason::Reference => stray.path.to_string(),
            StrayReason::UnknownMethod | StrayReason::SecondSpelling => {
                format!("{} {}", stray.key.to_uppercase(), stray.path)
            }
        };
        Skipped {
            operation,
            pointer: stray.pointer.to_string(),
            reason: reason.to_string(),
        }
    }));
    keep_shared_failures(&mut operations);
    Ok(Lowered {
        paths,
        scalars: scalars::find(document, &components)?,
        prefilled: prefilled::find(document, &components)?,
        document_names: components.document_names(),
        schemas: components.into_schemas(),
        description: text(document, "/info/description"),
        server,
        security,
        tags,
        operations,
        skipped,
        notes,
    })
}

/// A failure that only one operation has is not worth a type of its own.
fn keep_shared_failures(operations: &mut [Operation]) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for name in operations
        .iter()
        .filter_map(|operation| operation.failure.clone())
    {
        *counts.entry(name).or_default() += 1;
    }
    for operation in operations {
        let failure = operation.failure.take();
        operation.failure = failure.filter(|name| counts.get(name).is_some_and(|count| *count > 1));
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
