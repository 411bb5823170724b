//! What a maintainer and a caller should know of what was made of a document: operations that were left out, and places where
//! the crate does something else than the document says. Every stage may add one; the report shows them.

/// An operation of the document that the crate does not have, and why.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Skipped {
    /// Its `operationId`, or method and path where it has none.
    pub operation: String,
    /// JSON pointer of the operation in the document.
    pub pointer: String,
    /// What about it cannot be generated.
    pub reason: String,
    /// Who can change that.
    pub blame: Blame,
}

/// What an operation is left out for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Blame {
    /// What the document says of it: a fixup, or upstream, can say something else.
    Document,
    /// A limit of the generator: the document says nothing wrong, but progenitor, or what we make of its output, refuses it.
    Generator,
}

/// Something that the crate does differently from the document, because the document does not work as it stands or does
/// not decide.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Note {
    /// The `operationId`, or method and path where it has none; nothing for what concerns the whole document.
    pub operation: Option<String>,
    /// JSON pointer of the place in the document.
    pub pointer: String,
    /// What is done, and why: a sentence without a full stop, in which text of the document stands between backticks.
    pub note: String,
    /// What the note is about, for code that acts on it; no part of the report.
    #[serde(skip)]
    pub kind: NoteKind,
}

impl Note {
    /// A note on the document as a whole, or on a place that belongs to no operation.
    pub(crate) fn on_document(pointer: impl ToString, note: String, kind: NoteKind) -> Self {
        Self {
            operation: None,
            pointer: pointer.to_string(),
            note,
            kind,
        }
    }
}

/// What a note is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoteKind {
    /// The document names no server, or none that a client can be made with.
    NoServer,
    /// The document requires keys, and no scheme among them can be sent; this is one of them.
    UnsendableScheme {
        /// Its name among `components.securitySchemes`, where it need not be.
        name: String,
    },
    /// Anything else.
    Other,
}
