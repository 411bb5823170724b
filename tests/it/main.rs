//! What the workspace promises, tested from outside.

mod arrows;
mod cases;
mod chats;
mod corpus;
mod determinism;
mod disruptive;
mod effective_document;
mod examples;
mod ids;
mod inference;
mod overlay_conformance;
mod public_api;
mod samples;
mod scribe;
mod shared;
mod stability;
mod two_vendors;
mod untyped;
mod wire;
mod wire_apifansly;
mod workspace;
mod yaml_library;
