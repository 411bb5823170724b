//! `cargo xtask gaps`: what is repaired, unknown, contradictory or left out in the documents of `spec/`.
//!
//! Reads the folders of `spec/` and prints the report that `regenerate` writes to `REPORT.md`, or the same as JSON: one
//! object whose keys are the names of the APIs. Writes no file.

use generator::report::Gaps;

use super::Outcome;
use crate::apis;
use crate::console::Console;
use crate::error::Error;
use crate::spec;
use crate::workspace::Workspace;

/// Report what is repaired, unknown, contradictory or left out
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Names of folders of `spec/` [default: all of them]
    #[arg(value_name = "API")]
    pub apis: Vec<String>,

    /// For people or for machines
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// How a report is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Markdown, as in REPORT.md
    Text,
    /// One JSON object, with the API's name as key
    Json,
}

/// Runs the command.
///
/// # Errors
///
/// Whatever in `spec/` cannot be read or generated.
pub fn run(
    args: &Args,
    workspace: &Workspace,
    console: &mut Console<'_>,
) -> Result<Outcome, Error> {
    let apis = apis::chosen(&apis::all(workspace)?, &args.apis)?;
    let reports: Vec<(String, Gaps)> = apis
        .into_iter()
        .map(|api| {
            let output = generator::generate(&spec::load(workspace, &api)?, &mut |_| {})?;
            Ok((api, output.gaps))
        })
        .collect::<Result<_, Error>>()?;
    match args.format {
        Format::Text => {
            for (_, gaps) in &reports {
                console.lines(gaps.to_markdown());
            }
        }
        Format::Json => {
            let object: serde_json::Map<_, _> = reports
                .into_iter()
                .map(|(api, gaps)| (api, gaps.to_json()))
                .collect();
            console.json(format_args!("{:#}", serde_json::Value::Object(object)));
        }
    }
    Ok(Outcome::Passed)
}
