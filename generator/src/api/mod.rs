//! The API as one frozen, typed graph: the operations and types of which a crate is made, and nothing else.
//!
//! `lower` builds the graph from the effective document; `emit`, the examples, the typed share of `corpus` and the report
//! read it. Names are claimed, references are type names, and every type is known. There are no tokens here and no schemas;
//! JSON occurs in examples only.

mod client;
mod operation;
mod rust_type;
mod types;

pub use client::{Api, Scheme, Scope, Security, Tag};
pub use operation::{
    Body, BodyKind, Example, Expected, Location, Operation, OwnServer, Parameter, Response, Style,
};
pub use rust_type::{Float, Integer, TimeUnit, Type};
pub use types::{
    Alias, Content, Field, Flag, Item, Literal, NamedType, Number, Payload, Place, Places, Prefill,
    Shape, Step, Struct, Types, Union, Variant, Word,
};
