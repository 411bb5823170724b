//! What was generated, compiled and run: rows go in, and come out with what their examples went through.
//!
//! All documents become modules of one program, which is built in a folder of its own below the target folder. It uses
//! this workspace's runtime and versions, so it needs no network, and no TLS. A document that does not compile is left out
//! and the rest is built without it.

mod build;
mod embed;
mod folder;
mod program;
mod results;

use std::path::PathBuf;

use generator::Output;
use generator::coverage::Example;

use super::progress::Progress;
use super::row::{Lost, Row, Undecoded};
use crate::error::Error;
use crate::workspace::Workspace;

use build::Fault;
use folder::Folder;
use program::Part;
use results::Checked;

/// How many lost values of an example are told.
const MAX_VALUES: usize = 5;

/// Compiles what was generated, runs every example through it, and notes both in `rows`.
///
/// # Errors
///
/// The program cannot be written, or cannot be built for a reason that no document is to blame for.
pub(super) fn verify(
    workspace: &Workspace,
    outputs: &[Option<Output>],
    rows: &mut [Row],
    progress: &Progress,
) -> Result<(), Error> {
    let mut parts: Vec<Part> = Vec::new();
    for (index, (output, row)) in outputs.iter().zip(rows.iter_mut()).enumerate() {
        row.compiled = Some(false);
        (row.decoded, row.lossless) = (Some(0), Some(0));
        match output.as_ref().map(|output| Part::new(index, output)) {
            Some(Ok(part)) => parts.push(part),
            Some(Err(reason)) => row.error = Some(reason),
            None => {}
        }
    }

    if parts.is_empty() {
        return Ok(());
    }
    progress.say("compiling all of them");
    let folder = Folder::new(workspace);
    let mut files = program::files(workspace, &parts)?;
    files.push(program::library(&parts));
    folder.write(&files)?;
    let (program, left) = build_all_good(&folder, parts, rows)?;

    progress.say("decoding every example");
    let checked = results::run(&program, &folder, &left)?;
    for (index, (output, row)) in outputs.iter().zip(rows).enumerate() {
        let examples = output.iter().flat_map(|output| &output.examples);
        for (number, example) in examples.enumerate() {
            note(row, example, checked.get(&(index, number)));
        }
    }
    Ok(())
}

/// Builds the program with every document that compiles, and notes in `rows` which do.
fn build_all_good(
    folder: &Folder,
    parts: Vec<Part>,
    rows: &mut [Row],
) -> Result<(PathBuf, Vec<Part>), Error> {
    let mut left = parts;
    loop {
        folder.replace(&program::library(&left))?;
        let built = build::build(folder)?;
        for Fault { part, message } in &built.faults {
            rows[*part].error.get_or_insert_with(|| message.clone());
        }
        if let Some(program) = built.program {
            for part in &left {
                let row = &mut rows[part.index];
                row.compiled = Some(row.error.is_none());
            }
            return Ok((program, left));
        }
        // Who is blamed was among them, so there are fewer each time.
        left.retain(|part| built.faults.iter().all(|of| of.part != part.index));
    }
}

/// Notes in `row` what became of one example.
fn note(row: &mut Row, example: &Example, checked: Option<&Checked>) {
    let (operation, pointer) = (example.operation.clone(), example.pointer.clone());
    let is_skipped = row.skipped.iter().any(|of| of.operation == operation);
    let mut undecoded = |reason: &str| {
        row.undecoded.push(Undecoded {
            operation: operation.clone(),
            pointer: pointer.clone(),
            reason: reason.to_string(),
        });
    };
    match checked {
        Some(Checked::NotDecoded(reason)) => undecoded(reason),
        Some(Checked::Lost(values)) => {
            row.decoded = row.decoded.map(|count| count + 1);
            row.lost.push(Lost {
                operation,
                pointer,
                values: values.iter().take(MAX_VALUES).cloned().collect(),
            });
        }
        Some(Checked::Lossless) => {
            row.decoded = row.decoded.map(|count| count + 1);
            row.lossless = row.lossless.map(|count| count + 1);
        }
        // The error of the row says it for all of its examples.
        None if row.compiled == Some(false) => {}
        None if is_skipped => undecoded("the operation is left out"),
        None if example.rust_type.is_none() => undecoded("the generated answer is no JSON"),
        None => undecoded("the program ended before it came to this example"),
    }
}
