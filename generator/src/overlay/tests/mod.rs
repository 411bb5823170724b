//! Small overlays in; exact documents and exact messages out.

mod actions;
mod fixups;
mod shape;
