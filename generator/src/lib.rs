//! Repairs a published OpenAPI document and turns it into the files of a Rust client crate.
//!
//! Values in, values out: this library reads no disk, network, clock or environment, and the same input always gives the
//! same bytes. The `xtask` package feeds it and writes what comes out.

mod api;
pub mod coverage;
mod deep_stack;
pub mod disruptive;
pub mod document;
mod emit;
mod error;
mod file;
mod identifiers;
pub mod infer;
mod lower;
mod name;
pub mod normalise;
mod notes;
pub mod overlay;
pub mod report;
pub mod settings;
#[cfg(test)]
mod tests;
pub mod text;
pub mod toml_text;
mod union;

pub use error::Error;
pub use file::File;
pub use notes::{Blame, Note, NoteKind, Skipped};
pub use settings::Settings;

use name::lock::Lock;
use overlay::{Fixups, Inference};
use report::{Gaps, files};
use serde_json::Value;

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
    /// The name of the stage as in ARCHITECTURE.md: `read`, `normalise`, `infer`, `apply`, `name`, `lower`, `emit`.
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
    /// Every JSON example of a 2xx response, as the document shows them once the fixups before inference are applied.
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
    deep_stack::run(|tell| pipeline(input, tell), done).unwrap_or_else(|message| {
        let document = format!("spec/{}/openapi.yaml", input.api);
        Err(deep_stack::fault(&document, &message))
    })
}

fn pipeline(input: &Input, done: &mut dyn FnMut(Stage)) -> Result<Output, Error> {
    let folder = format!("spec/{}", input.api);
    let settings = Settings::parse(&format!("{folder}/api.toml"), &input.settings)?;
    let fixups = Fixups::parse(&input.fixups, &format!("{folder}/fixups"))?;

    let document_file = format!("{folder}/openapi.yaml");
    let document = document::read_here(&document_file, &input.document)?;
    let limit = document::budget::Limit::of(&document);
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
    done(Stage::new("normalise", [(normalised.notes.len(), "notes")]));

    let samples = infer::Sample::parse(&format!("{folder}/samples"), &input.samples)?;

    let mut corrected = fixups.correct(&document)?;
    let infer = |document: &Value| {
        let inferred = infer::infer(document, &samples);
        if let Some(outgrown) = &inferred.outgrown {
            return Err(outgrown.error(&document_file));
        }
        let repaired = inferred.apply(document);
        limit.check(&document_file, &repaired)?;
        Ok((inferred, repaired))
    };
    let (inferred, repaired) = infer(&corrected.document)?;
    done(Stage::new(
        "infer",
        [
            (inferred.repairs.len(), "inferred repairs"),
            (samples.len(), "samples"),
        ],
    ));

    let inference = Inference {
        repair: &|document| Ok(infer(document)?.1),
        could_write: &|pointer| inferred.could_write(pointer),
    };
    let effective = corrected.shape(repaired, &inference)?;
    let before_inference = corrected.document;
    done(Stage::new("apply", [(fixups.len(), "fixups")]));

    let lock_file = format!("{folder}/names.lock.toml");
    let lock = Lock::parse(&lock_file, input.names_lock.as_deref().unwrap_or_default())?;
    let named = name::name(&effective, &lock, &fixups.descriptions());
    done(Stage::new(
        "name",
        [(named.lock.types().len(), "components")],
    ));

    if let Some(outgrown) = &named.outgrown {
        return Err(outgrown.error(&document_file));
    }
    limit.check(&document_file, &named.document)?;

    let lowered = lower::lower(&format!("{folder}/effective.yaml"), &named.document, &lock)?;
    let api = lowered.api;
    emit::check(&settings, &api)?;
    done(Stage::new(
        "lower",
        [
            (api.operations.len(), "operations"),
            (api.skipped.len(), "skipped"),
        ],
    ));

    let mut files = emit::emit(&input.api, &settings, &api);
    done(Stage::new("emit", [(files.len(), "files")]));

    let examples = coverage::examples(&before_inference, &api, &emit::full_rust_type);
    let gaps = Gaps::find(report::Sources {
        settings: &settings,
        fixups: fixups.len(),
        inferred: &inferred,
        effective: &effective,
        undescribed: api.undescribed(),
        notes: [normalised.notes, lowered.notes].concat(),
        skipped: api.skipped,
    });
    files.push(files::effective(&folder, &named.document));
    let mut names = named.lock;
    for operation in &api.operations {
        names.add_method(&operation.name, &operation.place);
    }
    files.push(files::names(&folder, &names));
    files.extend(files::inferred(&folder, &inferred));
    files.push(files::gaps(&folder, &gaps));
    for file in &mut files {
        file.text = disruptive::in_file(&file.path, &file.text);
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Output {
        files,
        operations: document::operations(&before_inference).count(),
        generated: api.operations.len(),
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
