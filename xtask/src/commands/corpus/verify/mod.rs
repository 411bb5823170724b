//! What was generated, compiled and run: rows go in, and come out with what their examples went through.
//!
//! All documents become modules of one library, which is built, with a program that decodes the examples, in a folder
//! of its own below the target folder. Both use this workspace's runtime and versions, so they need no network, and no
//! TLS. A document that does not compile is left out and the rest is built without it. The doc tests are listed, those
//! of the README among them, because no text of a document may be one; none is compiled. The manifest of a crate is not
//! tried.

mod build;
mod compiled;
mod doc_tests;
mod embed;
mod folder;
mod lock;
mod program;
mod results;

use std::collections::BTreeMap;

use generator::Output;
use generator::coverage::Example;

use super::progress::Progress;
use super::row::{Lost, Row, Undecoded};
use crate::error::Error;
use crate::workspace::Workspace;

use compiled::Fault;
use folder::Folder;
use program::Part;
use results::ExampleOutcome;

/// How many lost values of an example are listed.
const MAX_VALUES: usize = 5;

/// Compiles what was generated, runs every example through it, and notes both in `rows`.
///
/// # Errors
///
/// The program cannot be written, or cannot be built for a reason that no document is to blame for. What is noted in
/// `rows` until then holds for none of them.
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
    let folder = Folder::take(workspace, || {
        progress.announce("waiting for another `cargo xtask corpus --verify` to end");
    })?;
    progress.say("compiling all of them");
    let mut files = program::files(workspace, &parts)?;
    let numbers: Vec<usize> = parts.iter().map(|part| part.index).collect();
    files.push(program::library(&numbers));
    folder.write(&files)?;
    let compiled = compiled::find(&numbers, &mut |parts| {
        folder.replace(&program::library(parts))?;
        build::build(folder.path())
    })?;
    for Fault { part, message } in compiled.faults {
        if let Some(row) = rows.get_mut(part) {
            row.error.get_or_insert(message);
        }
    }
    parts.retain(|part| compiled.parts.contains(&part.index));
    for part in &parts {
        if let Some(row) = rows.get_mut(part.index) {
            row.compiled = Some(row.error.is_none());
        }
    }

    if !parts.is_empty() {
        progress.say("listing the doc tests");
        for Fault { part, message } in doc_tests::find(folder.path(), &compiled.parts)? {
            if let Some(row) = rows.get_mut(part) {
                row.error.get_or_insert(message);
            }
        }
    }

    progress.say("decoding every example");
    let checked = match compiled.program {
        Some(program) => results::run(&program, folder.path(), &parts)?,
        None => BTreeMap::new(),
    };
    for (index, (output, row)) in outputs.iter().zip(rows).enumerate() {
        let examples = output.iter().flat_map(|output| &output.examples);
        for (number, example) in examples.enumerate() {
            note(row, example, checked.get(&(index, number)));
        }
    }
    Ok(())
}

/// Notes in `row` what became of one example.
fn note(row: &mut Row, example: &Example, checked: Option<&ExampleOutcome>) {
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
        Some(ExampleOutcome::NotDecoded(reason)) => undecoded(reason),
        Some(ExampleOutcome::Lost(values)) => {
            row.decoded = row.decoded.map(|count| count + 1);
            row.lost.push(Lost {
                operation,
                pointer,
                values: values.iter().take(MAX_VALUES).cloned().collect(),
            });
        }
        Some(ExampleOutcome::Lossless) => {
            row.decoded = row.decoded.map(|count| count + 1);
            row.lossless = row.lossless.map(|count| count + 1);
        }
        // The error of the row says it for all of its examples.
        None if row.compiled == Some(false) => {}
        None if is_skipped => undecoded("the operation is left out"),
        None if example.rust_type.is_none() => undecoded("the generated response is no JSON"),
        None => undecoded("the program that verifies says nothing of this example"),
    }
}
