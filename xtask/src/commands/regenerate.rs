//! `cargo xtask regenerate`: the folders of `spec/` go in; crates in `generated/`, or what is wrong with them, come out.
//!
//! Every API is computed before the first byte is written, so an error in one of them leaves all files as they are.
//! Works offline, and reads nothing of what it wrote before but to compare it.

use std::time::Instant;

use generator::{File, Skipped, Stage};

use super::Outcome;
use crate::apis;
use crate::console::Console;
use crate::crate_names;
use crate::error::Error;
use crate::paths::FORMAT_SETTINGS;
use crate::printable::printable;
use crate::spec;
use crate::workspace::Workspace;
use crate::write::plan::{Owned, Plan, plan};
use crate::write::{staging, write};

/// Make the crates of `generated/` from the documents of `spec/`
#[derive(Debug, Default, clap::Args)]
pub struct Args {
    /// Names of folders of `spec/` [default: all of them]
    #[arg(value_name = "API")]
    pub apis: Vec<String>,

    /// Write nothing: name the files that are stale, missing or orphaned, and exit with 1 if there are any
    #[arg(long)]
    pub check: bool,
}

/// Runs the command.
///
/// # Errors
///
/// Whatever in `spec/` cannot be read or generated, or in `generated/` not be written. Nothing was changed.
pub fn run(
    args: &Args,
    workspace: &Workspace,
    console: &mut Console<'_>,
) -> Result<Outcome, Error> {
    if !args.check {
        staging::recover(workspace, console)?;
    }
    let known = apis::all(workspace)?;
    let apis = apis::chosen(&known, &args.apis)?;
    // Who asks for one API does not expect another crate to vanish.
    let (strays, left) = if args.apis.is_empty() {
        (others(workspace, &known)?, Vec::new())
    } else {
        (Vec::new(), others(workspace, &apis)?)
    };
    crate_names::check(workspace, &known, &apis, &left)?;
    let width = apis.iter().map(String::len).max().unwrap_or_default();

    let mut files = Vec::new();
    for api in &apis {
        files.extend(generate(workspace, api, width, console)?);
    }
    let owned = Owned { apis, strays };
    let mut plan = plan(workspace, files, &owned)?;

    if args.check {
        plan.remove.extend(staging::dead(workspace)?);
        return Ok(report_check(&plan, console));
    }
    write(workspace, &plan)?;
    report_written(&plan, &owned.apis, width, console);
    Ok(Outcome::Passed)
}

/// What lies in `generated/` and is neither the crate of one of `apis` nor hand-written. Hidden names count: cargo takes
/// every folder there for a crate.
fn others(workspace: &Workspace, apis: &[String]) -> Result<Vec<String>, Error> {
    let is_hand_written = |name: &str| {
        name == FORMAT_SETTINGS && workspace.at(&format!("generated/{name}")).is_file()
    };
    let mut names = workspace.all_names("generated")?;
    names.retain(|name| !apis.contains(name) && !is_hand_written(name));
    Ok(names)
}

/// Computes the files of one API, with a line for each stage.
fn generate(
    workspace: &Workspace,
    api: &str,
    width: usize,
    console: &mut Console<'_>,
) -> Result<Vec<File>, Error> {
    let input = spec::load(workspace, api)?;
    let mut start = Instant::now();
    let output = generator::generate(&input, &mut |Stage { name, counts }| {
        let time = start.elapsed().as_millis();
        console.line(format_args!(
            "{api:width$}  {name:9}  {counts:46}  ({time} ms)"
        ));
        start = Instant::now();
    })?;
    for Skipped {
        operation,
        pointer,
        reason,
        ..
    } in &output.skipped
    {
        console.line(format_args!(
            "{api:width$}  skipped {} at {}: {}",
            printable(operation),
            printable(pointer),
            printable(reason)
        ));
    }
    Ok(output.files)
}

fn report_check(plan: &Plan, console: &mut Console<'_>) -> Outcome {
    if plan.is_fresh() {
        console.line(format_args!("fresh: {} files", plan.unchanged.len()));
        return Outcome::Passed;
    }
    for file in &plan.change {
        console.line(format_args!("stale: {}", file.path));
    }
    for file in &plan.create {
        console.line(format_args!("missing: {}", file.path));
    }
    for path in &plan.remove {
        console.line(format_args!("orphan: {path}"));
    }
    console.line("run `cargo xtask regenerate` and commit the result");
    Outcome::Failed
}

fn report_written(plan: &Plan, apis: &[String], width: usize, console: &mut Console<'_>) {
    // What was written can be read; what was removed can only be read about.
    for path in &plan.remove {
        console.line(format_args!("removed: {path}"));
    }
    for api in apis {
        console.line(format_args!(
            "{api:width$}  write  {}",
            counts(&plan.of(api))
        ));
    }
    let (count, noun) = (apis.len(), if apis.len() == 1 { "API" } else { "APIs" });
    console.line(format_args!("{count} {noun}: {}", counts(plan)));
}

fn counts(plan: &Plan) -> String {
    format!(
        "{} created, {} changed, {} removed, {} unchanged",
        plan.create.len(),
        plan.change.len(),
        plan.remove.len(),
        plan.unchanged.len()
    )
}
