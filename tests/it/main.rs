//! What the workspace promises, tested from outside.

mod chats;
mod determinism;
mod effective_document;
mod examples;
mod overlay_conformance;
mod public_api;
mod wire;
mod workspace;
