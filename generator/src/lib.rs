//! Repairs a published OpenAPI document and turns it into the files of a Rust client crate.
//!
//! Values in, values out: this library reads no disk, network, clock or environment, and the same input always gives the
//! same bytes. The `xtask` package feeds it and writes what comes out.

#[allow(dead_code)] // Until `lower` builds it.
mod api;
mod budget;
mod combine;
mod cover;
pub mod coverage;
pub mod disruptive;
pub mod document;
mod emit;
mod error;
mod file;
pub mod gaps;
pub mod infer;
mod lower;
mod method_names;
mod name;
mod names;
mod normalise;
mod notes;
pub mod overlay;
mod report;
mod room;
pub mod settings;
#[cfg(test)]
mod tests;
pub mod text;
pub mod toml_text;

pub use error::Error;
pub use file::File;
pub use notes::{Note, Skipped};
pub use settings::Settings;

use gaps::Gaps;
use name::lock::Lock;
use overlay::Fixups;

/// Everything that is known about one API: the content of `spec/<api>/`.
#[derive(Debug, Clone)]
pub struct Input {
    /// The name of the folder below `spec/`, and of the one below `generated/`.
    pub api: String,
    /// The text of `api.toml`.
    pub settings: String,
    /// The bytes of `openapi.yaml`, as upstream published them.
    pub document: Vec<u8>,
    /// File name (`10-document.overlay.yaml`) and text of every file in `fixups/`, in the order of their names.
    pub fixups: Vec<(String, String)>,
    /// File name (`<operationId>.<status>[.<n>].json`) and bytes of every file in `samples/`, in the order of their names.
    pub samples: Vec<(String, Vec<u8>)>,
    /// The text of `names.lock.toml`; nothing where there is none yet.
    pub names_lock: Option<String>,
}

/// A stage of the pipeline that is done, for a progress line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// The name of the stage as in the README: `read`, `apply`, `lower`, `emit`.
    pub name: &'static str,
    /// What it counted: `24 operations`, `5 fixups`.
    pub counts: String,
}

/// What the pipeline made of one API.
#[derive(Debug, Clone)]
pub struct Output {
    /// Every machine-written file of the API, sorted by path: those of `generated/<api>/` (all of them: any other file
    /// there is an orphan) and those of `spec/<api>/` (`effective.yaml`, `REPORT.md`).
    pub files: Vec<File>,
    /// How many operations the document has.
    pub operations: usize,
    /// How many of them the crate has.
    pub generated: usize,
    /// Operations that were left out.
    pub skipped: Vec<Skipped>,
    /// Every JSON example of a 2xx answer, as the document shows them once the fixups before inference are applied.
    pub examples: Vec<coverage::Example>,
    /// The report.
    pub gaps: Gaps,
}

/// The whole pipeline, from the published document to the files of a crate.
///
/// `done` is called after each stage.
///
/// # Errors
///
/// Whatever in `spec/<api>/` cannot be read, applied or generated; nothing is half done, since nothing is written.
pub fn generate(input: &Input, done: &mut dyn FnMut(Stage)) -> Result<Output, Error> {
    room::with_room(|tell| pipeline(input, tell), done).unwrap_or_else(|message| {
        let document = format!("spec/{}/openapi.yaml", input.api);
        Err(room::fault(&document, &message))
    })
}

fn pipeline(input: &Input, done: &mut dyn FnMut(Stage)) -> Result<Output, Error> {
    let folder = format!("spec/{}", input.api);
    let settings = Settings::parse(&format!("{folder}/api.toml"), &input.settings)?;
    let fixups = Fixups::parse(&input.fixups, &format!("{folder}/fixups"))?;

    let document_file = format!("{folder}/openapi.yaml");
    let document = document::read_here(&document_file, &input.document)?;
    let limit = budget::Limit::of(&document);
    done(Stage::new(
        "read",
        [(input.document.len().div_ceil(1024), "KiB")],
    ));

    let normalised = normalise::normalise(&document);
    if let Some(outgrown) = &normalised.outgrown {
        return Err(outgrown.error(&document_file));
    }
    let document = normalised.document;
    limit.check(&document_file, &document)?;

    let samples = infer::Sample::parse(&format!("{folder}/samples"), &input.samples)?;

    let applied = fixups.apply(&document, &|document| {
        let inferred = infer::infer(document, &samples);
        if let Some(outgrown) = &inferred.outgrown {
            return Err(outgrown.error(&document_file));
        }
        let repaired = inferred.apply(document);
        limit.check(&document_file, &repaired)?;
        Ok(repaired)
    })?;
    let inferred = infer::infer(&applied.before_inference, &samples);
    done(Stage::new(
        "apply",
        [
            (fixups.len(), "fixups"),
            (inferred.repairs.len(), "inferred repairs"),
            (samples.len(), "samples"),
        ],
    ));

    let lock_file = format!("{folder}/names.lock.toml");
    let lock = Lock::parse(&lock_file, input.names_lock.as_deref().unwrap_or_default())?;
    let named = name::name(&applied.effective, &lock);
    done(Stage::new(
        "name",
        [(named.lock.types().count(), "components")],
    ));

    if let Some(outgrown) = &named.outgrown {
        return Err(outgrown.error(&document_file));
    }
    limit.check(&document_file, &named.document)?;

    let lowered = lower::lower(&format!("{folder}/effective.yaml"), &named.document, &lock)?;
    done(Stage::new(
        "lower",
        [
            (lowered.operations.len(), "operations"),
            (lowered.skipped.len(), "skipped"),
        ],
    ));

    let emitted = emit::emit(&input.api, &settings, &lowered)?;
    done(Stage::new(
        "emit",
        [
            (emitted.files.len(), "files"),
            (emitted.skipped.len(), "skipped"),
        ],
    ));

    let examples = coverage::examples(
        &applied.before_inference,
        &emitted.api,
        &emit::full_rust_type,
    );
    let gaps = Gaps::find(gaps::Sources {
        settings: &settings,
        fixups: fixups.len(),
        inferred: &inferred,
        effective: &applied.effective,
        unanswered: lowered.unanswered(),
        notes: [
            normalised.notes,
            lowered.notes(&emitted.skipped),
            emitted.notes,
        ]
        .concat(),
        skipped: [lowered.skipped, emitted.skipped].concat(),
    });
    let mut files = emitted.files;
    files.push(report::effective(&folder, &named.document));
    let mut names = named.lock;
    for operation in &lowered.operations {
        names.add_method(&operation.name, &operation.place);
    }
    files.push(report::names(&folder, &names));
    files.extend(report::inferred(&folder, &inferred));
    files.push(report::gaps(&folder, &gaps));
    for file in &mut files {
        file.text = disruptive::in_file(&file.path, &file.text);
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Output {
        files,
        operations: document::operations(&applied.before_inference).count(),
        generated: emitted.api.operations.len(),
        skipped: gaps.skipped.clone(),
        examples,
        gaps,
    })
}

impl Stage {
    fn new<const N: usize>(name: &'static str, counts: [(usize, &str); N]) -> Self {
        let counts: Vec<String> = counts
            .iter()
            .map(|(count, what)| match count {
                1 => format!("1 {}", what.strip_suffix('s').unwrap_or(what)),
                _ => format!("{count} {what}"),
            })
            .collect();
        Self {
            name,
            counts: counts.join(", "),
        }
    }
}
