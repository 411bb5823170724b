//! `cargo xtask new-api`: a name and a document go in, `spec/<name>/` comes out, ready for `regenerate`.
//!
//! Everything is checked before the first byte is written, and all files are written or none. What the document lacks is
//! listed and prepared as a commented action, never filled in: an address or a key that nobody stated would be a guess.

mod scaffold;
mod trial;

use std::path::{Path, PathBuf};

use generator::settings::{CRATE_NAME, broken_crate_rule};
use generator::{File, Input, document};

use super::Outcome;
use crate::console::Console;
use crate::error::Error;
use crate::printable::one_line;
use crate::workspace::{Workspace, read_file};
use crate::write::plan::Plan;
use crate::write::{staging, write};
use crate::{apis, crate_names, disk};

use scaffold::Source;
use trial::Trial;

/// Add an API: make `spec/NAME/` of its OpenAPI document
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The name of the folders `spec/NAME` and `generated/NAME`, and of the crate: `two-words`
    #[arg(value_name = "NAME")]
    pub name: String,

    /// The OpenAPI document, YAML or JSON; it is copied byte for byte
    #[arg(long, value_name = "FILE")]
    pub document: PathBuf,
}

/// Runs the command.
///
/// # Errors
///
/// The name cannot be used or is taken, the document cannot be read, or the files cannot be written. Nothing was changed.
pub fn run(
    args: &Args,
    workspace: &Workspace,
    console: &mut Console<'_>,
) -> Result<Outcome, Error> {
    staging::recover(workspace, console)?;
    let api = args.name.as_str();
    check_name(workspace, api)?;

    let place = one_line(&args.document.display().to_string());
    let bytes = read_file(&place, &args.document)?;
    let document = document::read(&place, &bytes)?;
    let text = String::from_utf8(bytes).map_err(|_| not_text(&place))?;
    let source = Source {
        api,
        text: &text,
        document: &document,
        file_name: file_name(&args.document),
    };

    let settings = scaffold::settings(source);
    let trial = trial::run(
        &Input {
            api: api.to_owned(),
            settings: settings.text.clone(),
            document: text.clone().into_bytes(),
            fixups: Vec::new(),
            samples: Vec::new(),
            names_lock: None,
        },
        &document,
    );
    let actions: Vec<_> = trial.needs.iter().map(|need| need.action.clone()).collect();

    let mut files: Vec<File> = scaffold::fixups(source, &actions).into();
    files.extend([settings, scaffold::document(source)]);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let plan = Plan {
        create: files,
        ..Plan::default()
    };
    write(workspace, &plan)?;

    for file in &plan.create {
        console.line(format_args!("created: {}", file.path));
    }
    report(api, &trial, console);
    Ok(Outcome::Passed)
}

/// The name can be that of a folder and of a crate, and neither is there yet.
fn check_name(workspace: &Workspace, api: &str) -> Result<(), Error> {
    if let Some(rule) = broken_crate_rule(api) {
        return Err(Error::repair(
            format!("the name {api:?}"),
            format!("cannot be the name of a crate: it {rule}"),
            format!("write {CRATE_NAME}"),
        ));
    }
    for folder in [format!("spec/{api}"), format!("generated/{api}")] {
        if disk::is_there(workspace, &folder)? {
            return Err(Error::repair(
                folder,
                "is there already",
                "choose another name, or remove what is there if nobody needs it; nothing was written",
            ));
        }
    }
    match crate_names::owner(workspace, &apis::all_if_any(workspace)?, api)? {
        None => Ok(()),
        Some(owner) => Err(Error::repair(
            format!("the name {api:?}"),
            format!(
                "is also the name of the package in {owner}, and cargo refuses two packages of one name"
            ),
            "choose another name; nothing was written",
        )),
    }
}

/// The last part of the path: where the file was on this machine is nobody's concern.
fn file_name(path: &Path) -> &str {
    let name = path.file_name().and_then(|name| name.to_str());
    name.unwrap_or("a file")
}

fn not_text(place: &str) -> Error {
    Error::repair(
        place,
        "is not UTF-8 text",
        "save it with the encoding UTF-8",
    )
}

/// What a person does next, as numbered steps.
fn report(api: &str, trial: &Trial, console: &mut Console<'_>) {
    let mut steps = Vec::new();
    for need in &trial.needs {
        steps.push(format!(
            "At {}: {}.\n     An action for it waits in spec/{api}/fixups/10-document.overlay.yaml: remove the `# ` there and \
             put the\n     true values in.",
            one_line(&need.note.pointer),
            one_line(&need.note.note)
        ));
    }
    if let Err(error) = &trial.result {
        steps.push(format!(
            "The pipeline stops at {}: {}.\n     Cure: {}.",
            one_line(error.place()),
            one_line(error.rule()),
            one_line(error.cure())
        ));
    }
    steps.push(format!(
        "Look through spec/{api}/api.toml: `description`, `provenance`, and `address` if upstream publishes the document."
    ));
    let skipped = match &trial.result {
        Ok(output) if output.skipped.is_empty() => String::new(),
        Ok(output) => format!(
            " (operations that it will leave out, and say why: {})",
            output.skipped.len()
        ),
        Err(_) => String::new(),
    };
    steps.push(format!("cargo xtask regenerate {api}{skipped}"));
    steps.push(format!(
        "cargo xtask gaps {api}, and CONTRIBUTING.md, recipe 10, for all that follows."
    ));

    console.line("next:");
    for (index, step) in steps.iter().enumerate() {
        console.lines(format_args!("  {}. {step}", index + 1));
    }
}
