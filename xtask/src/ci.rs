//! `cargo xtask ci`: everything that CI checks, in one table, so that what passes here passes there.
//!
//! Stops at the first check that fails, and says how to repeat that one alone.

use std::fmt;
use std::process::Command;

use clap::builder::PossibleValuesParser;

use crate::console::Console;
use crate::error::Error;
use crate::workspace::Workspace;
use crate::{Outcome, console, corpus, regenerate, rust_version};

/// The checks, in the order in which they run: quick ones and those that explain later failures first.
const CHECKS: &[Check] = &[
    Check {
        name: "format",
        run: Run::Cargo(&["fmt", "--all", "--", "--check"]),
    },
    Check {
        name: "regenerate",
        run: Run::Regenerate,
    },
    Check {
        name: "clippy",
        run: Run::Cargo(&[
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ]),
    },
    Check {
        name: "test",
        run: Run::Cargo(&["test", "--workspace"]),
    },
    Check {
        name: "doc",
        run: Run::Doc(&["doc", "--workspace", "--no-deps"]),
    },
    Check {
        name: "rust-version",
        run: Run::RustVersion,
    },
    Check {
        name: "corpus",
        run: Run::Corpus,
    },
];

/// Real documents beside the workspace: those of Scribe, and those of others. They are other people's work and not part of
/// it, so they may be missing.
const CORPORA: [&str; 2] = ["../shared/corpus", "../shared/corpus/other"];

/// What makes rustdoc fail where it would only warn.
const RUSTDOCFLAGS: (&str, &str) = ("RUSTDOCFLAGS", "-D warnings");

/// Check everything that CI checks
#[derive(Debug, Default, clap::Args)]
pub struct Args {
    /// Run this check alone
    #[arg(long, value_name = "CHECK", value_parser = PossibleValuesParser::new(CHECKS.iter().map(|check| check.name)))]
    pub only: Option<String>,
}

struct Check {
    name: &'static str,
    run: Run,
}

enum Run {
    /// `cargo` with these arguments.
    Cargo(&'static [&'static str]),
    /// The same, with [`RUSTDOCFLAGS`].
    Doc(&'static [&'static str]),
    /// `cargo xtask regenerate --check`, in this process.
    Regenerate,
    /// See [`rust_version`].
    RustVersion,
    /// `cargo xtask corpus --verify` on each of [`CORPORA`], in this process.
    Corpus,
}

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    Passed,
    Failed,
    /// What it looks at is not there.
    Skipped,
}

impl From<Outcome> for Ended {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Passed => Self::Passed,
            Outcome::Failed => Self::Failed,
        }
    }
}

/// The command that repeats the check.
impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.run {
            Run::Cargo(arguments) => write!(f, "cargo {}", arguments.join(" ")),
            Run::Doc(arguments) => {
                let (name, value) = RUSTDOCFLAGS;
                write!(f, "{name}='{value}' cargo {}", arguments.join(" "))
            }
            Run::Regenerate => f.write_str("cargo xtask regenerate --check"),
            Run::RustVersion => write!(f, "cargo xtask ci --only {}", self.name),
            Run::Corpus => {
                let each = CORPORA.map(|folder| format!("cargo xtask corpus {folder} --verify"));
                f.write_str(&each.join(" && "))
            }
        }
    }
}

/// Runs the command.
///
/// # Errors
///
/// None at present: a check that cannot run is a check that fails.
pub fn run(
    args: &Args,
    workspace: &Workspace,
    console: &mut Console<'_>,
) -> Result<Outcome, Error> {
    let is_chosen = |check: &&Check| args.only.as_deref().is_none_or(|only| only == check.name);
    let mut skipped = Vec::new();
    for check in CHECKS.iter().filter(is_chosen) {
        console.line(format_args!("$ {check}"));
        let ended = run_check(check, workspace, console).unwrap_or_else(|error| {
            console.lines(format_args!("error: {error}"));
            Ended::Failed
        });
        match ended {
            Ended::Passed => {}
            Ended::Skipped => skipped.push(check.name),
            Ended::Failed => {
                console.lines(format_args!(
                    "failed: {}\nrepeat it with: {check}",
                    check.name
                ));
                return Ok(Outcome::Failed);
            }
        }
    }
    match (&args.only, skipped.as_slice()) {
        (Some(only), []) => console.line(format_args!("passed: {only}")),
        (Some(only), _) => console.line(format_args!("skipped: {only}")),
        (None, []) => console.line(format_args!("passed: {0} of {0} checks", CHECKS.len())),
        (None, skipped) => console.line(format_args!(
            "passed: {} of {} checks; skipped: {}",
            CHECKS.len() - skipped.len(),
            CHECKS.len(),
            skipped.join(", ")
        )),
    }
    Ok(Outcome::Passed)
}

fn run_check(
    check: &Check,
    workspace: &Workspace,
    console: &mut Console<'_>,
) -> Result<Ended, Error> {
    let outcome = match check.run {
        Run::Cargo(arguments) => status(cargo(workspace, arguments)),
        Run::Doc(arguments) => {
            let (name, value) = RUSTDOCFLAGS;
            let mut command = cargo(workspace, arguments);
            command.env(name, value);
            status(command)
        }
        Run::Regenerate => {
            let args = regenerate::Args {
                check: true,
                ..regenerate::Args::default()
            };
            regenerate::run(&args, workspace, console)
        }
        Run::RustVersion => check_rust_version(workspace, console),
        Run::Corpus => return check_corpora(workspace, console),
    };
    Ok(outcome?.into())
}

fn check_corpora(workspace: &Workspace, console: &mut Console<'_>) -> Result<Ended, Error> {
    let mut ended = Ended::Skipped;
    for folder in CORPORA.map(|folder| workspace.at(folder)) {
        if !folder.is_dir() {
            continue;
        }
        let args = corpus::Args {
            folder,
            verify: true,
            format: corpus::Format::Text,
        };
        if corpus::run(&args, workspace, console)? == Outcome::Failed {
            return Ok(Ended::Failed);
        }
        ended = Ended::Passed;
    }
    if ended == Ended::Skipped {
        console.line("skipped: no corpus");
    }
    Ok(ended)
}

fn check_rust_version(workspace: &Workspace, console: &mut Console<'_>) -> Result<Outcome, Error> {
    let output = cargo(
        workspace,
        &["metadata", "--locked", "--format-version", "1"],
    )
    .output()
    .map_err(not_started)?;
    console::stderr(String::from_utf8_lossy(&output.stderr));
    if !output.status.success() {
        return Ok(Outcome::Failed);
    }
    let manifest = workspace.read_text("Cargo.toml")?;
    let too_new = rust_version::too_new(&manifest, &String::from_utf8_lossy(&output.stdout))?;
    for dependency in &too_new {
        console.lines(format_args!("error: {dependency}"));
    }
    Ok(if too_new.is_empty() {
        Outcome::Passed
    } else {
        Outcome::Failed
    })
}

/// The cargo that runs us, so that `cargo +1.88 xtask ci` checks with 1.88 all the way.
fn cargo(workspace: &Workspace, arguments: &[&str]) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.args(arguments).current_dir(workspace.root());
    command
}

fn status(mut command: Command) -> Result<Outcome, Error> {
    let status = console::run(&mut command).map_err(not_started)?;
    Ok(if status.success() {
        Outcome::Passed
    } else {
        Outcome::Failed
    })
}

fn not_started(cause: std::io::Error) -> Error {
    Error::System {
        place: "cargo".to_owned(),
        action: "started",
        cause,
        cure: "run this through `cargo xtask`",
    }
}
