//! The workspace's commands: arguments go in, files of the workspace and an exit code come out.
//!
//! This is the only package that touches disk, network and processes; what it writes is made by `generator`.
//! [`commands`] has a module for each command, with what serves that one alone; [`mod@write`] is the way of every file to
//! the disk; the rest is what they share, and knows no command.
//!
//! Prints by [`console`] alone, which makes printable what is quoted from outside.

#![deny(clippy::dbg_macro, clippy::print_stderr, clippy::print_stdout)]

mod apis;
pub mod commands;
pub mod console;
mod crate_names;
mod disk;
pub mod error;
mod interrupt;
mod paths;
pub mod printable;
pub mod shared_folder;
pub mod spec;
pub mod workspace;
pub mod write;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use commands::{Command, Outcome};
use console::Console;
use error::Error;
use workspace::Workspace;

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
