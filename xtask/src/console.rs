//! Where the commands print: lines go in, standard output (or a test's buffer) gets them.
//!
//! A line that nobody can read any more (`cargo xtask regenerate | head -1`) never stops a command half-way.

use std::fmt::Display;
use std::io::Write;

/// Prints the lines of a command.
pub struct Console<'a> {
    out: &'a mut dyn Write,
}

impl<'a> Console<'a> {
    /// Prints to `out`.
    pub fn new(out: &'a mut dyn Write) -> Self {
        Self { out }
    }

    /// Prints one line, or several if `text` has line feeds.
    pub fn line(&mut self, text: impl Display) {
        let _ = writeln!(self.out, "{text}");
    }
}
