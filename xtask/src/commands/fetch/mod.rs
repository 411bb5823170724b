//! `cargo xtask fetch`: the addresses in `spec/` go in; what upstream publishes there now replaces `openapi.yaml`.
//!
//! A download is checked before anything changes: only an OpenAPI document with operations is taken. Then `openapi.yaml`
//! and `api.toml` are written together or not at all. Nothing is regenerated: that is the next step, and a reviewed one.

mod api_toml;
pub mod download;

use generator::{Settings, document};

use super::Outcome;
use crate::apis;
use crate::console::Console;
use crate::error::Error;
use crate::printable::one_line;
use crate::spec;
use crate::workspace::Workspace;
use crate::write::plan::Plan;
use crate::write::{staging, write};
use crate::{disk, interrupt};

use api_toml::Download;
use download::{Limits, download};

/// Download what upstream publishes now
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Names of folders of `spec/` [default: all of them]
    #[arg(value_name = "API")]
    pub apis: Vec<String>,
}

/// Runs the command.
///
/// # Errors
///
/// All refusals together: one API that cannot be fetched does not keep the others from it. What is refused stays as it was.
pub fn run(
    args: &Args,
    workspace: &Workspace,
    console: &mut Console<'_>,
) -> Result<Outcome, Error> {
    staging::recover(workspace, console)?;
    let apis = apis::chosen(&apis::all(workspace)?, &args.apis)?;
    let width = apis.iter().map(String::len).max().unwrap_or_default();
    let mut changed = Vec::new();
    let mut refused = Vec::new();
    for api in &apis {
        let line = match fetch(workspace, api) {
            Ok(FetchOutcome::NoAddress { provenance }) => format!(
                "nothing to fetch: spec/{api}/api.toml has no `document.address`. Provenance: {}",
                one_line(provenance.trim())
            ),
            Ok(FetchOutcome::Unchanged { address }) => format!("unchanged: {}", one_line(&address)),
            Ok(FetchOutcome::Changed { paths, operations }) => {
                changed.push(api.as_str());
                format!("changed: {} ({operations} operations)", paths.join(", "))
            }
            Err(error) => {
                refused.push(error);
                "refused, and left as it was".to_owned()
            }
        };
        console.line(format_args!("{api:width$}  {line}"));
        if !interrupt::release() {
            break;
        }
    }
    if !changed.is_empty() {
        let apis = changed.join(" ");
        console.line(format_args!(
            "next: `cargo xtask regenerate {apis}`, then review the diff: CONTRIBUTING.md, recipe 3"
        ));
    }
    match refused.pop() {
        None => Ok(Outcome::Passed),
        Some(only) if refused.is_empty() => Err(only),
        Some(last) => {
            refused.push(last);
            Err(Error::Several(refused))
        }
    }
}

/// How it went with one API.
enum FetchOutcome {
    /// There is nowhere to fetch from.
    NoAddress { provenance: String },
    /// What upstream publishes is what is there.
    Unchanged { address: String },
    /// These files were written.
    Changed {
        paths: Vec<String>,
        operations: usize,
    },
}

fn fetch(workspace: &Workspace, api: &str) -> Result<FetchOutcome, Error> {
    let settings_path = format!("spec/{api}/api.toml");
    // A link would be replaced by a file.
    disk::file(workspace, &settings_path)?;
    let settings_text = workspace.read_text(&settings_path)?;
    let settings = Settings::parse(&settings_path, &settings_text)?.document;
    let Some(address) = settings.address else {
        return Ok(FetchOutcome::NoAddress {
            provenance: settings.provenance,
        });
    };

    let place = format!("{settings_path}: document.address {}", one_line(&address));
    let bytes = download(&place, &address, Limits::default())?;
    let (text, operations) = openapi(&place, bytes)?;

    let path = format!("spec/{api}/openapi.yaml");
    let sha256 = spec::sha256(text.as_bytes());
    let mut plan = Plan::default();
    let new = generator::File {
        path: path.clone(),
        text,
    };
    match disk::file(workspace, &path)? {
        None => plan.create.push(new),
        Some(_) => {
            let old = workspace.read(&path)?;
            if old != new.text.as_bytes() {
                spec::check_unedited(&path, &old, &settings_path, &settings.sha256)?;
                plan.change.push(new);
            }
        }
    }
    if plan.is_fresh() && sha256 == settings.sha256 {
        return Ok(FetchOutcome::Unchanged { address });
    }
    let day = time::OffsetDateTime::now_utc().date().to_string();
    let record = Download {
        address: &address,
        sha256: &sha256,
        day: &day,
    };
    plan.change.push(generator::File {
        text: api_toml::record(&settings_path, &settings_text, record)?,
        path: settings_path,
    });
    write(workspace, &plan)?;
    let written = plan.create.into_iter().chain(plan.change);
    Ok(FetchOutcome::Changed {
        paths: written.map(|file| file.path).collect(),
        operations,
    })
}

/// The text of a download that is an OpenAPI document, and how many operations it has.
fn openapi(place: &str, bytes: Vec<u8>) -> Result<(String, usize), Error> {
    let document = document::read(place, &bytes)?;
    let operations = document::operations(&document).count();
    if operations == 0 {
        return Err(Error::repair(
            place,
            "the document there has no operation",
            "open the address in a browser; if upstream has moved the document, correct `document.address`",
        ));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok((text, operations)),
        Err(_) => Err(Error::repair(
            place,
            "the document there is not UTF-8 text",
            "ask upstream to publish it with the encoding UTF-8",
        )),
    }
}
