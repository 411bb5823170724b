//! From the lowered document to the files of a crate.
//!
//! progenitor makes the types; builders, operations, client, manifest, README and tests are our own. In: the lowered
//! document and `api.toml`; out: every file below `generated/<api>/`. What progenitor cannot make is skipped.

mod adapter;
mod body;
mod client;
mod constructors;
mod docs;
mod examples;
mod first_call;
mod imports;
mod isolate;
mod operations;
mod package;
mod parts;
mod progenitor;
mod readme;
mod render;
mod repair;
mod rust_type;
mod secrets;
mod send;
mod setter;
mod types;

use crate::api::Api;
use crate::error::Error;
use crate::file::File;
use crate::lower::{Lowered, payload, prefilled};
use crate::notes::{Note, Skipped};
use crate::settings::Settings;

use adapter::operations as adapted;
use parts::Parts;
use render::Renderer;
pub(crate) use rust_type::full_rust_type;

/// The files of the crate, and the operations that progenitor could not make.
pub(crate) struct Emitted {
    pub files: Vec<File>,
    pub api: Api,
    pub skipped: Vec<Skipped>,
    /// Schemas that progenitor could not make, and that became any JSON.
    pub notes: Vec<Note>,
}

/// Emits the crate `generated/<api>/`.
///
/// # Errors
///
/// When nothing at all can be generated from the document.
pub(crate) fn emit(name: &str, settings: &Settings, lowered: &Lowered) -> Result<Emitted, Error> {
    let made = progenitor::make(name, lowered)?;
    let mut parts = Parts::split(made.file)?;
    let joined = adapted::join(&made.operations, &mut parts)?;
    let mut types = made.types;
    adapter::types::complete(&mut types, lowered);
    let mut api = adapted::api(lowered, &made.skipped, &joined, types);
    prefilled::prefill(&mut api.types, &lowered.prefilled)?;
    for (of, operation) in joined.iter().zip(&api.operations) {
        payload::find(&mut api.types, &of.operation, &operation.response)?;
    }
    first_call::check(settings, &api)?;
    let renderer = Renderer::new(name);
    let mut files = vec![
        package::manifest(&renderer, settings),
        readme::readme(&renderer, settings, &api),
        client::root(&renderer, settings, &api),
        client::client(&renderer, settings, &api),
    ];
    files.extend(package::licences(&renderer));
    files.extend(operations::files(&renderer, &api));
    files.extend(types::files(&renderer, &api));
    files.extend(examples::files(&renderer, settings, &api));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Emitted {
        files,
        api,
        skipped: made.skipped,
        notes: made.notes,
    })
}
