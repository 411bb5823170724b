//! Scaffolding until `lower` builds the graph: what progenitor printed, read back as `api`.

pub(super) mod operations;
pub(super) mod types;
