//! `cargo xtask ci`: everything that CI checks, in one table, so that what passes here passes there.
//!
//! Stops at the first check that fails, and says how to repeat that one alone. What could not be checked is told at the
//! end.

mod rust_version;

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::process::Command;

use clap::builder::PossibleValuesParser;

use super::{Outcome, corpus, regenerate};
use crate::console::Console;
use crate::error::Error;
use crate::workspace::Workspace;
use crate::{console, shared_folder};

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
        run: Run::Test(&["test", "--workspace"]),
    },
    Check {
        name: "mutants",
        run: Run::Cargo(&["run", "--package", "fuzz", "--", "run", "--count", "500"]),
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
        name: "deny",
        run: Run::Deny(&["deny", "--locked", "check", "licenses", "bans", "sources"]),
    },
    Check {
        name: "corpus",
        run: Run::Corpus,
    },
];

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
    /// The same, and the tests that were skipped are counted.
    Test(&'static [&'static str]),
    /// The same, with [`RUSTDOCFLAGS`].
    Doc(&'static [&'static str]),
    /// The same, where `cargo deny` is installed.
    Deny(&'static [&'static str]),
    /// `cargo xtask regenerate --check`, in this process.
    Regenerate,
    /// See [`rust_version`].
    RustVersion,
    /// `cargo xtask corpus --verify` on each of [`shared_folder::CORPORA`], in this process.
    Corpus,
}

/// How a check ended.
#[derive(Debug, Clone, PartialEq, Eq)]
enum CheckOutcome {
    Passed,
    /// Passed, but the tests of these names, if any, had no shared folder to test with.
    PassedWithout(BTreeSet<String>),
    Failed,
    /// What it looks at is not there.
    Skipped,
}

impl From<Outcome> for CheckOutcome {
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
            Run::Cargo(arguments) | Run::Test(arguments) | Run::Deny(arguments) => {
                write!(f, "cargo {}", arguments.join(" "))
            }
            Run::Doc(arguments) => {
                let (name, value) = RUSTDOCFLAGS;
                write!(f, "{name}='{value}' cargo {}", arguments.join(" "))
            }
            Run::Regenerate => f.write_str("cargo xtask regenerate --check"),
            Run::RustVersion | Run::Corpus => write!(f, "cargo xtask ci --only {}", self.name),
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
    let mut skipped_tests = BTreeSet::new();
    for check in CHECKS.iter().filter(is_chosen) {
        console.line(format_args!("$ {check}"));
        let ended = run_check(check, workspace, console).unwrap_or_else(|error| {
            console.lines(format_args!("error: {error}"));
            CheckOutcome::Failed
        });
        match ended {
            CheckOutcome::Passed => {}
            CheckOutcome::PassedWithout(tests) => skipped_tests = tests,
            CheckOutcome::Skipped => skipped.push(check.name),
            CheckOutcome::Failed => {
                console.lines(format_args!(
                    "failed: {}\nrepeat it with: {check}",
                    check.name
                ));
                return Ok(Outcome::Failed);
            }
        }
    }
    if !skipped_tests.is_empty() {
        let count = skipped_tests.len();
        console.line(format_args!(
            "skipped without {}: {count} {} ({})",
            shared_folder::path().display(),
            if count == 1 { "test" } else { "tests" },
            Vec::from_iter(skipped_tests).join(", ")
        ));
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
) -> Result<CheckOutcome, Error> {
    let outcome = match check.run {
        Run::Cargo(arguments) => status(cargo(workspace, arguments)),
        Run::Doc(arguments) => {
            let (name, value) = RUSTDOCFLAGS;
            let mut command = cargo(workspace, arguments);
            command.env(name, value);
            status(command)
        }
        Run::Test(arguments) => return run_tests(cargo(workspace, arguments)),
        Run::Deny(arguments) => {
            if !has_cargo_deny(workspace)? {
                console.line(
                    "skipped: cargo-deny is not installed (cargo install cargo-deny --locked)",
                );
                return Ok(CheckOutcome::Skipped);
            }
            status(cargo(workspace, arguments))
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

fn run_tests(mut command: Command) -> Result<CheckOutcome, Error> {
    let unusable = |action| {
        move |cause| Error::System {
            place: "a file in the folder for temporary files".to_owned(),
            action,
            cause,
            cure: "make room there, or set TMPDIR to a folder that can be written to",
        }
    };
    let notes = tempfile::NamedTempFile::new().map_err(unusable("made"))?;
    command.env(shared_folder::SKIPPED_TESTS, notes.path());
    if status(command)? == Outcome::Failed {
        return Ok(CheckOutcome::Failed);
    }
    let notes = fs::read_to_string(notes.path()).map_err(unusable("read"))?;
    let skipped = notes.lines().map(str::to_owned).collect();
    Ok(CheckOutcome::PassedWithout(skipped))
}

fn has_cargo_deny(workspace: &Workspace) -> Result<bool, Error> {
    let output = cargo(workspace, &["deny", "--version"])
        .output()
        .map_err(not_started)?;
    Ok(output.status.success())
}

fn check_corpora(workspace: &Workspace, console: &mut Console<'_>) -> Result<CheckOutcome, Error> {
    let corpora = shared_folder::corpora(workspace.root())?;
    if corpora.is_empty() {
        console.line(format_args!(
            "skipped: there is no {}/{}",
            shared_folder::DEFAULT,
            shared_folder::CORPORA[0]
        ));
        return Ok(CheckOutcome::Skipped);
    }
    for path in corpora {
        console.line(format_args!(
            "$ cargo xtask corpus {} --verify",
            path.display()
        ));
        let args = corpus::Args {
            folder: workspace.root().join(path),
            verify: true,
            format: corpus::Format::Text,
        };
        if corpus::run(&args, workspace, console)? == Outcome::Failed {
            return Ok(CheckOutcome::Failed);
        }
    }
    Ok(CheckOutcome::Passed)
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
