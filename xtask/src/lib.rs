//! The workspace's commands, one file each: arguments go in, files of the workspace and an exit code come out.
//!
//! This is the only package that touches disk, network and processes; what it writes is made by `generator`.
//!
//! To add a command: a file with `Args` and `run`, a variant of `Command`, and an arm in `Command::run`.
//!
//! Prints by [`console`] alone, which makes printable what is quoted from outside.

#![deny(clippy::dbg_macro, clippy::print_stderr, clippy::print_stdout)]

pub mod api_toml;
pub mod ci;
pub mod console;
mod contents;
pub mod corpus;
pub mod crate_names;
pub mod disk;
pub mod download;
pub mod error;
pub mod fetch;
pub mod gaps;
pub mod interrupt;
mod journal;
pub mod new_api;
pub mod paths;
pub mod plan;
pub mod printable;
pub mod regenerate;
pub mod rust_version;
pub mod scaffold;
pub mod shared_folder;
pub mod spec;
mod staging;
pub mod trial;
pub mod workspace;
pub mod write;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use console::Console;
use error::Error;
use workspace::Workspace;

/// How a command that could do its work ended. A command that could not returns an [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// What was asked for is done, or is as it should be: exit code 0.
    Passed,
    /// What was looked at is not as it should be, and the command said so: exit code 1.
    Failed,
}

/// The commands of this workspace
///
/// Exit codes: 0 done or as it should be, 1 not as it should be, 2 something to repair first, 130 interrupted.
#[derive(Debug, Parser)]
#[command(name = "xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,

    /// The root of the workspace [default: the nearest folder, from here upwards, that holds `spec` and `generator`]
    #[arg(long, value_name = "DIR", global = true)]
    workspace: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Regenerate(regenerate::Args),
    Gaps(gaps::Args),
    NewApi(new_api::Args),
    Fetch(fetch::Args),
    Corpus(corpus::Args),
    Ci(ci::Args),
}

impl Command {
    fn run(&self, workspace: &Workspace, console: &mut Console<'_>) -> Result<Outcome, Error> {
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

/// Runs the command that `arguments` name, the first of which is the name of the program.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    console::print_panics();
    interrupt::listen();
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(usage) => {
            // `--help` comes this way too.
            console::usage(&usage);
            return ExitCode::from(u8::try_from(usage.exit_code()).unwrap_or(2));
        }
    };
    let outcome = run(&cli);
    if let Err(error) = &outcome {
        console::stderr(format_args!("error: {error}"));
    }
    match (interrupt::received(), outcome) {
        (Some(code), outcome) => {
            if outcome.is_ok() {
                console::stderr("the signal came late: what is reported as written is written");
            }
            ExitCode::from(code)
        }
        (None, Ok(Outcome::Passed)) => ExitCode::SUCCESS,
        (None, Ok(Outcome::Failed)) => ExitCode::from(1),
        (None, Err(_)) => ExitCode::from(2),
    }
}

fn run(cli: &Cli) -> Result<Outcome, Error> {
    let workspace = match &cli.workspace {
        Some(folder) => Workspace::open(folder)?,
        None => Workspace::find_from_here()?,
    };
    cli.command.run(&workspace, &mut Console::standard())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        super::Cli::command().debug_assert();
    }
}
