//! From the lowered document to the files of a crate.
//!
//! progenitor makes the types; builders, operations, client, manifest, README and tests are our own. In: the lowered
//! document and `api.toml`; out: every file below `generated/<api>/`. What progenitor cannot make is skipped.

mod body;
mod buffered;
mod builders;
mod client;
mod constructors;
mod docs;
mod examples;
mod first_call;
mod forms;
mod imports;
mod isolate;
mod layout;
mod operations;
mod origins;
mod package;
mod parts;
mod payload;
mod prefilled;
mod progenitor;
mod readme;
mod render;
mod repair;
mod rust_type;
mod scalars;
mod secrets;
mod send;
mod setter;
mod sizes;
mod tidy;
mod types;

use crate::coverage::Forms;
use crate::error::Error;
use crate::file::File;
use crate::lower::Lowered;
use crate::notes::{Note, Skipped};
use crate::settings::Settings;

use first_call::FirstCall;
use layout::Layout;
use parts::Parts;
use render::Renderer;

/// The files of the crate, and the operations that progenitor could not make.
pub(crate) struct Emitted {
    pub files: Vec<File>,
    /// How many operations the crate has.
    pub operations: usize,
    /// What the types of its answers take.
    pub forms: Forms,
    pub skipped: Vec<Skipped>,
    /// Schemas that progenitor could not make, and that became any JSON.
    pub notes: Vec<Note>,
}

/// Emits the crate `generated/<api>/`.
///
/// # Errors
///
/// When nothing at all can be generated from the document.
pub(crate) fn emit(api: &str, settings: &Settings, lowered: &Lowered) -> Result<Emitted, Error> {
    let made = progenitor::make(api, lowered)?;
    let mut parts = Parts::split(made.file)?;
    let operations = operations::join(&made.operations, &mut parts)?;
    let accessors = payload::accessors(&operations, &parts.types)?;
    let filled = prefilled::join(&lowered.prefilled, &parts.types)?;
    let call = FirstCall::choose(settings, lowered, &operations, &parts)?;
    let layout = Layout::new(&lowered.tags, &operations, &parts);
    let forms = forms::of(&operations, &parts.types);
    let renderer = Renderer::new(api);

    let mut files = vec![
        package::manifest(&renderer, settings),
        readme::readme(
            &renderer,
            settings,
            lowered,
            &call,
            &operations,
            &made.skipped,
        ),
        client::root(&renderer, settings, lowered, &call, &parts),
        client::client(&renderer, settings, lowered, !operations.is_empty()),
    ];
    files.extend(package::licences(&renderer));
    files.extend(operations::files(&renderer, lowered, &operations)?);
    files.extend(types::files(
        &renderer,
        lowered,
        &layout,
        &operations,
        parts,
        &types::Added { accessors, filled },
    ));
    files.extend(examples::files(&renderer, settings, &operations)?);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Emitted {
        files,
        operations: operations.len(),
        forms,
        skipped: made.skipped,
        notes: made.notes,
    })
}
