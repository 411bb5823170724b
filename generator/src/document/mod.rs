//! A document from outside, as bytes, becomes a JSON value or an error that says where it is broken and what to do.
//!
//! YAML and JSON go in; a canonical [`Value`](serde_json::Value) comes out: keys are text, appear once and are sorted,
//! numbers are finite, anchors are resolved, and the limits below hold, so that later stages may recurse without fear.
//! The way back is [`to_yaml`].
//!
//! Beside that, the facts of a document that every later stage asks for: its operations, their ids and responses, its
//! components and references, and the places of its schemas. Nothing here repairs anything.

mod bodies;
pub(crate) mod budget;
mod builder;
mod check;
pub(crate) mod component;
pub(crate) mod examples;
pub(crate) mod grammar;
mod implied;
pub mod media_type;
mod operation_ids;
mod operations;
mod order;
mod ordered;
mod parse;
mod path_items;
pub(crate) mod path_template;
pub mod pointer;
mod reference;
mod target;
#[cfg(test)]
mod tests;
mod walk;
mod yaml;
mod yaml_format;

pub use bodies::JsonResponse;
pub use check::read;
pub(crate) use check::read_here;
pub(crate) use implied::{implied_type, kind_of};
pub use media_type::MediaType;
pub(crate) use media_type::is_json;
pub(crate) use operation_ids::OperationIds;
pub use operations::{OperationEntry, Stray, StrayReason, operations, strays};
pub(crate) use ordered::Ordered;
pub(crate) use parse::is_commented_out;
pub use parse::parse;
pub use pointer::Pointer;
pub(crate) use pointer::text_at;
pub(crate) use reference::{Reference, alone, resolve};
pub use target::Target;
pub(crate) use walk::{LIST_OF_SCHEMAS, inside, inside_mut, schemas, schemas_mut};
pub use yaml::to_yaml;
pub(crate) use yaml::write as write_yaml;

/// The size of the largest file that is read, in bytes. The largest OpenAPI documents in public use have about 12 MB.
pub const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// How many values a document may hold once its YAML aliases are expanded.
pub const MAX_NODES: usize = 2_000_000;

/// How many bytes of text (strings and keys) a document may hold once its YAML aliases are expanded.
pub const MAX_TEXT: usize = 64 * 1024 * 1024;

/// How deep mappings and lists may be nested; every later stage recurses no deeper than this.
pub const MAX_DEPTH: usize = 100;
