//! Why a command could not do its work: always a place, what is wrong there, and the cure.

use std::io;
use std::path::PathBuf;

use crate::printable::printable;

/// What ends a command with exit code 2.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Something that a person wrote, downloaded or typed.
    #[error(transparent)]
    Repair(#[from] generator::Error),

    /// Something that the operating system refused.
    #[error("{place}: cannot be {action}: {cause}\n  cure: {cure}")]
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
        "{reason}\n  and {place} could not be put back: {cause}\n  \
         cure: {} holds the old files; see `git status`, restore with git, then delete that folder",
        kept.display()
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

    /// An error about a document from outside, whose text it may quote.
    pub fn printable(error: generator::Error) -> Self {
        Self::repair(
            printable(error.place()),
            printable(error.rule()),
            printable(error.cure()),
        )
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

fn list(errors: &[Error]) -> String {
    let texts: Vec<String> = errors.iter().map(ToString::to_string).collect();
    texts.join("\nerror: ")
}
