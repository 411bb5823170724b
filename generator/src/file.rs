//! What the pipeline makes: files as values, which only `xtask` writes.

/// A file to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Relative to the root of the workspace, with `/` between the parts: `generated/<api>/src/lib.rs`.
    pub path: String,
    /// The whole content, ending in a line feed.
    pub text: String,
}
