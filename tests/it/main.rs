//! What the workspace promises, tested from outside.

mod overlay_conformance;
