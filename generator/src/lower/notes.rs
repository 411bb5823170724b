//! Notes on an operation: where the crate does something else than the document says, and is right to.
//!
//! Lowering adds one wherever it leaves something out, adds something, or chooses between alternatives. A note ends up
//! in the documentation of the client's method and in `REPORT.md`. What cannot be generated at all is no note but the
//! reason of a skip.

use crate::document::{OperationEntry, Pointer};
use crate::notes::{Note, NoteKind};

/// The notes on one operation, in the order in which they were added.
pub(super) struct Notes {
    operation: String,
    pointer: Pointer,
    added: Vec<Note>,
}

impl Notes {
    /// No note so far.
    pub fn on(found: &OperationEntry<'_>) -> Self {
        Self {
            operation: found.label(),
            pointer: found.pointer.clone(),
            added: Vec::new(),
        }
    }

    /// Adds a note on the operation as a whole; see [`Notes::at`].
    pub fn add(&mut self, note: impl Into<String>) {
        self.at(&self.pointer.clone(), note);
    }

    /// Adds a note on a place that belongs to the operation: one sentence for a user of the crate, without a full stop.
    /// What the document calls something stands between backticks, made safe by `text::code`.
    pub fn at(&mut self, pointer: &Pointer, note: impl Into<String>) {
        let note = Note {
            operation: Some(self.operation.clone()),
            pointer: pointer.to_string(),
            note: note.into(),
            kind: NoteKind::Other,
        };
        if !self.added.contains(&note) {
            self.added.push(note);
        }
    }

    pub fn into_vec(self) -> Vec<Note> {
        self.added
    }
}
