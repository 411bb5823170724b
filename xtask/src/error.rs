//! Why a command could not do its work: always a place, what is wrong there, and the cure.

use std::io;
use std::path::PathBuf;

use crate::printable::one_line;

/// What ends a command with exit code 2.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Something that a person wrote, downloaded or typed.
    #[error("{}: {}\n  cure: {}", one_line(.0.place()), indented(.0.rule()), indented(.0.cure()))]
    Repair(#[from] generator::Error),

    /// Something that the operating system refused.
    #[error("{}: cannot be {action}: {}\n  cure: {cure}", one_line(place), indented(&cause.to_string()))]
    System {
        /// Relative to the root of the workspace where it lies there.
        place: String,
        /// `read`, `written`, `removed`.
        action: &'static str,
        /// What the operating system said.
        cause: io::Error,
        /// What to do about it.
        cure: &'static str,
    },

    /// A write failed, and so did putting back what had been written before it.
    #[error(
        "{reason}\n  but {} could not be put back: {}\n  \
         cure: make that possible, then run the command again: it puts back what {} still holds; or delete that \
         folder, and restore what is missing with git",
        one_line(place), indented(&cause.to_string()), one_line(&kept.display().to_string())
    )]
    NotUndone {
        /// Why the write failed.
        reason: Box<Error>,
        /// The first path that could not be put back.
        place: String,
        /// What the operating system said about it.
        cause: io::Error,
        /// The folder in which the old files still lie.
        kept: PathBuf,
    },

    /// What a killed run had begun cannot be undone.
    #[error(
        "{}: cannot be put back after a run that was killed: {}\n  cure: make that possible, then run the command \
         again; or delete the folder {}, and restore what is missing with git",
        one_line(place), indented(&cause.to_string()), one_line(kept)
    )]
    NotRecovered {
        /// The first path that could not be put back.
        place: String,
        /// What the operating system said about it.
        cause: io::Error,
        /// The staging folder in which the old files still lie.
        kept: String,
    },

    /// A write failed, and was undone but for what somebody else had changed meanwhile.
    #[error(
        "{reason}\n  but these were changed by somebody else meanwhile, and are left as they are: {}",
        one_line(&paths.join(", "))
    )]
    LeftChanged {
        /// Why the write failed.
        reason: Box<Error>,
        /// What is left as it is.
        paths: Vec<String>,
    },

    /// A signal has asked for the end before the work was done.
    #[error("interrupted: what had been begun is undone")]
    Interrupted,

    /// Several APIs, each with its own error.
    #[error("{}", list(.0))]
    Several(Vec<Error>),
}

impl Error {
    /// An error about something that a person wrote, downloaded or typed; see [`generator::Error::new`].
    pub fn repair(
        place: impl Into<String>,
        rule: impl Into<String>,
        cure: impl Into<String>,
    ) -> Self {
        Self::Repair(generator::Error::new(place, rule, cure))
    }

    /// A file or folder that cannot be read.
    pub fn unreadable(place: impl Into<String>, cause: io::Error) -> Self {
        Self::System {
            place: place.into(),
            action: "read",
            cause,
            cure: "check that it is there and may be read",
        }
    }
}

/// `text` with every line but the first set in, so that no line of what it quotes begins like a message of ours.
fn indented(text: &str) -> String {
    let mut lines = text.lines();
    let mut indented = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        indented.push_str(if line.starts_with("  ") { "\n" } else { "\n  " });
        indented.push_str(line);
    }
    indented
}

fn list(errors: &[Error]) -> String {
    let texts: Vec<String> = errors.iter().map(ToString::to_string).collect();
    texts.join("\nerror: ")
}

#[cfg(test)]
mod tests {
    use super::Error;

    #[test]
    fn what_is_quoted_cannot_begin_a_line() {
        let error = Error::repair("spec/a\nerror: b", "is odd\nerror: c\n  d", "e\n\nf");
        assert_eq!(
            error.to_string(),
            "spec/a error: b: is odd\n  error: c\n  d\n  cure: e\n  \n  f"
        );
    }
}
