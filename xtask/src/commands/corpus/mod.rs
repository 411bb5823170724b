//! `cargo xtask corpus`: a folder of OpenAPI documents goes in; what the pipeline makes of each comes out, a row each.
//!
//! A document that cannot be read or generated is a row that says why, never the end of the run. With `--verify`, what
//! was generated is compiled, and every example goes through it and back. Writes below the target folder only.

mod documents;
mod progress;
mod row;
mod table;
mod verify;

use std::path::PathBuf;

use super::Outcome;
use crate::console::Console;
use crate::error::Error;
use crate::workspace::Workspace;

pub use documents::{ENDINGS, is_document};

use documents::Document;
use progress::Progress;
use row::Row;

/// Run the pipeline over a folder of documents, and report on each
///
/// Takes every `*.yaml`, `*.yml` and `*.json` file that lies directly in DIR, and needs nothing but that: no api.toml,
/// no fixups. Writes nothing but a cache below the target folder.
///
/// With --verify, everything that was generated is compiled, all documents together: types, operations, client. Then
/// every example goes through its type and back. The doc tests are listed, those of the README among them, and neither
/// compiled nor run: no text of a document may be one. The manifest of each crate is not tried. Flags for the compiler
/// that come from outside (`RUSTFLAGS`) do not count. One run at a time has the folder; others wait for it.
///
/// Exit code 1 if a row fails: its document cannot be read or generated; less than 99.5 % of its leaves are typed; an
/// operation is left out for a limit of the generator itself; or, with --verify, its code does not compile without
/// warnings, one of its examples does not decode or loses a value, or a text of it is a doc test. An operation that is
/// left out for what the document says does not fail the row by itself, because only a reader can judge the reason; but
/// its examples decode into nothing, and that does.
///
/// Exit code 2 if DIR cannot be read or holds no document, or if --verify cannot build anything at all; the rows are
/// printed even so, without what it would have found.
///
/// `--format json` prints one JSON object per line and document: `document` (file name), `operations`, `generated`,
/// `skipped` (`operation`, `pointer`, `reason`, `blame`: `document`, or `generator` where it is the generator's own limit),
/// `examples` (JSON examples of 2xx responses), `decoded` and `lossless` (how many of them), `lost` (`operation`, `pointer`,
/// `values`: what became of the first of them), `leaves` (strings, numbers and booleans in all examples; nulls do not
/// count), `typed` (how many of these land in a field with a real type, rather than in any JSON), `compiled`, `ms` (the
/// time of the pipeline), `repairs`, `unknowns` (places that stay any JSON), `undecoded` (`operation`, `pointer`,
/// `reason`), `untyped` (`place`, `leaves`: where most values without a type are), and `error` where there is one.
/// `decoded`, `lossless` and `compiled` are null without --verify.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder that holds the documents
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,

    /// Compile all that is generated, and decode and encode every example with it
    #[arg(long)]
    pub verify: bool,

    /// For people or for machines
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// How rows are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// A table, and what is to be known of its rows
    Text,
    /// One JSON object per line
    Json,
}

/// Runs the command.
///
/// # Errors
///
/// The folder cannot be read or holds no document, or the program that verifies cannot be built for a reason that no
/// document is to blame for.
pub fn run(
    args: &Args,
    workspace: &Workspace,
    console: &mut Console<'_>,
) -> Result<Outcome, Error> {
    let documents = documents::find(&args.folder)?;
    documents::silence_panics();
    let progress = Progress::new(documents.len());
    let mut rows = Vec::new();
    let mut outputs = Vec::new();
    for document in &documents {
        progress.next(&document.name);
        let (row, output) = generate(document);
        rows.push(row);
        outputs.push(output);
    }
    let verified = match args.verify {
        true => verify::verify(workspace, &outputs, &mut rows, &progress),
        false => Ok(()),
    };
    if verified.is_err() {
        rows.iter_mut().for_each(Row::forget_checks);
    }
    drop(progress);
    match args.format {
        Format::Text => table::print(&rows, console),
        Format::Json => {
            for row in &rows {
                console.json(row.to_json());
            }
        }
    }
    // The rows hold all the same, as without --verify.
    verified?;
    Ok(if rows.iter().any(Row::is_failed) {
        Outcome::Failed
    } else {
        Outcome::Passed
    })
}

fn generate(document: &Document) -> (Row, Option<generator::Output>) {
    let (made, time) = document.generate();
    let milliseconds = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
    match made {
        Ok(output) => (
            Row::generated(&document.name, &output, milliseconds),
            Some(output),
        ),
        Err(error) => (
            Row::refused(
                &document.name,
                document.read().as_ref(),
                error,
                milliseconds,
            ),
            None,
        ),
    }
}
