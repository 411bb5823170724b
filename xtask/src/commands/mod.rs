//! The commands, a module each: `Args` and a workspace go in, an [`Outcome`] or an [`Error`] comes out.
//!
//! To add a command: a module with `Args` and `run`, a variant of `Command`, and an arm in `Command::run`. What two
//! commands need lies beside this folder.

mod ci;
pub mod corpus;
pub mod fetch;
mod gaps;
mod new_api;
mod regenerate;

use clap::Subcommand;

use crate::console::Console;
use crate::error::Error;
use crate::workspace::Workspace;

/// How a command that could do its work ended. A command that could not returns an [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// What was asked for is done, or is as it should be: exit code 0.
    Passed,
    /// What was looked at is not as it should be, and the command said so: exit code 1.
    Failed,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Regenerate(regenerate::Args),
    Gaps(gaps::Args),
    NewApi(new_api::Args),
    Fetch(fetch::Args),
    Corpus(corpus::Args),
    Ci(ci::Args),
}

impl Command {
    pub fn run(&self, workspace: &Workspace, console: &mut Console<'_>) -> Result<Outcome, Error> {
        match self {
            Self::Regenerate(args) => regenerate::run(args, workspace, console),
            Self::Gaps(args) => gaps::run(args, workspace, console),
            Self::NewApi(args) => new_api::run(args, workspace, console),
            Self::Fetch(args) => fetch::run(args, workspace, console),
            Self::Corpus(args) => corpus::run(args, workspace, console),
            Self::Ci(args) => ci::run(args, workspace, console),
        }
    }
}
