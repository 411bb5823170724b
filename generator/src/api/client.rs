//! What concerns the whole client: its server, its key, its tags.

use super::{Operation, Parameter, Response, Types};
use crate::notes::Skipped;

/// An API: everything that is emitted.
#[derive(Debug, Clone, PartialEq)]
pub struct Api {
    /// `info.description`; empty where there is none.
    pub description: String,
    /// The first of the document's `servers` that is an absolute address and needs no escape anywhere; nothing where
    /// there is none.
    pub server: Option<String>,
    /// How requests are authenticated.
    pub security: Security,
    /// Tags in the document's order; every operation's tag is among them.
    pub tags: Vec<Tag>,
    /// The module of the types that operations of several tags use.
    pub shared_module: String,
    /// Operations by path and method.
    pub operations: Vec<Operation>,
    /// Handles that hold a path parameter of operations.
    pub scopes: Vec<Scope>,
    /// Operations that were left out.
    pub skipped: Vec<Skipped>,
    /// The types that some operation reaches.
    pub types: Types,
}

impl Api {
    /// Pointers of the operations of whose successful responses nothing is known.
    pub fn undescribed(&self) -> Vec<String> {
        let unknown = self.operations.iter();
        let unknown = unknown.filter(|operation| operation.response == Response::Unknown);
        unknown.map(|operation| operation.pointer.clone()).collect()
    }
}

/// A handle of the client that holds a path parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Scope {
    /// The client's method that makes it.
    pub method: String,
    /// The name of its type.
    pub type_name: String,
    /// The parameter, as most operations have it; secret where one of them calls it so.
    pub parameter: Parameter,
}

impl Scope {
    /// The operations that have its parameter.
    pub fn operations<'a>(&self, all: &'a [Operation]) -> impl Iterator<Item = &'a Operation> {
        all.iter().filter(|operation| {
            let mut parameters = operation.parameters.iter();
            parameters.any(|parameter| self.holds(parameter))
        })
    }

    /// Whether it holds this parameter.
    pub fn holds(&self, parameter: &Parameter) -> bool {
        parameter.scope.as_ref() == Some(&self.method)
    }
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
