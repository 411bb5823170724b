//! What a writer is about to do, written down before the first step: so it can be undone, by the writer itself or, if
//! it was killed, by the next run.
//!
//! Each step is a rename between the staging folder and the workspace, and each undo is the opposite rename. Whether a
//! step was taken is seen by what lies where, so undoing all of them is right after any of them, and may itself be
//! interrupted and repeated.
//!
//! Only what the writer left is undone. What somebody has changed, removed or put there since then is theirs, and
//! stays.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Component, Path};

use serde::{Deserialize, Serialize};

use super::contents::{self, Contents, contents};
use crate::disk;
use crate::error::Error;
use crate::workspace::Workspace;

const JOURNAL: &str = "journal.json";

/// One path of the workspace, and what becomes of it. `new` and `old` are names of entries in the staging folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Step {
    /// Nothing is there; the file or folder `new`, which has these `contents`, is put there.
    Create {
        path: String,
        new: String,
        contents: Contents,
    },
    /// A file is there, and `old` is the same file or its copy; `new`, whose SHA-256 is `sha256`, is put in its place.
    Replace {
        path: String,
        new: String,
        old: String,
        sha256: String,
    },
    /// What is there is put at `old`.
    Remove { path: String, old: String },
}

impl Step {
    /// The path of the workspace.
    pub fn path(&self) -> &str {
        match self {
            Self::Create { path, .. } | Self::Replace { path, .. } | Self::Remove { path, .. } => {
                path
            }
        }
    }

    /// Takes the step.
    pub fn take(&self, workspace: &Workspace, staging: &Path) -> io::Result<()> {
        let place = workspace.at(self.path());
        match self {
            Self::Create { new, .. } | Self::Replace { new, .. } => {
                fs::rename(staging.join(new), place)
            }
            Self::Remove { old, .. } => fs::rename(place, staging.join(old)),
        }
    }

    /// Takes the step back, if it was taken and nobody has changed what it left.
    fn undo(&self, workspace: &Workspace, staging: &Path) -> io::Result<Undone> {
        let place = workspace.at(self.path());
        match self {
            Self::Create { new, contents, .. } => {
                let new = staging.join(new);
                if is_there(&new) || !is_there(&place) {
                    return Ok(Undone::Whole);
                }
                if self::contents(&place)?.as_ref() != Some(contents) {
                    return Ok(Undone::Left);
                }
                fs::rename(place, new)?;
            }
            Self::Replace { old, sha256, .. } => {
                let old = staging.join(old);
                if !is_there(&old) {
                    return Ok(Undone::Whole);
                }
                let present = contents(&place)?;
                if present != Some(contents::file(sha256)) {
                    let is_old = present == contents(&old)?;
                    return Ok(if is_old { Undone::Whole } else { Undone::Left });
                }
                fs::rename(old, place)?;
            }
            Self::Remove { old, .. } => {
                let old = staging.join(old);
                if !is_there(&old) {
                    return Ok(Undone::Whole);
                }
                if is_there(&place) {
                    return Ok(Undone::Left);
                }
                // The folder may have been left empty, and then removed.
                fs::create_dir_all(place.parent().unwrap_or(workspace.root()))?;
                fs::rename(old, place)?;
            }
        }
        Ok(Undone::Whole)
    }
}

/// How the undoing of a step ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Undone {
    /// The path is as it was before the step.
    Whole,
    /// Somebody has changed what lies at the path, so that it stays.
    Left,
}

/// Takes back those of `steps` that were taken, the last one first. Returns the paths, sorted, that are left as they
/// are, because somebody has changed since then what lies there.
///
/// # Errors
///
/// The first path that cannot be put back, and why. All others are put back nevertheless.
pub(crate) fn undo(
    workspace: &Workspace,
    staging: &Path,
    steps: &[Step],
) -> Result<Vec<String>, (String, io::Error)> {
    let mut failed = None;
    let mut left = Vec::new();
    for step in steps.iter().rev() {
        match step.undo(workspace, staging) {
            Ok(Undone::Whole) => {}
            Ok(Undone::Left) => left.push(step.path().to_owned()),
            Err(cause) => {
                failed.get_or_insert((step.path().to_owned(), cause));
            }
        }
    }
    left.sort();
    failed.map_or(Ok(left), Err)
}

/// Writes `steps` down in the staging folder: all of them or none.
pub(crate) fn write(staging: &Path, steps: &[Step]) -> io::Result<()> {
    let unfinished = staging.join("journal.unfinished");
    fs::write(&unfinished, serde_json::to_string(steps)?)?;
    fs::rename(unfinished, staging.join(JOURNAL))
}

/// Removes the journal: from now on nothing is undone.
pub(crate) fn remove(staging: &Path) -> io::Result<()> {
    match fs::remove_file(staging.join(JOURNAL)) {
        Err(cause) if cause.kind() != ErrorKind::NotFound => Err(cause),
        _ => Ok(()),
    }
}

/// The steps of a run that was killed; none where it had not begun, or had come to its end.
///
/// # Errors
///
/// The journal is not one of ours: it could come with a checkout, so it may lead nowhere but to where writers write.
pub(crate) fn read(workspace: &Workspace, staging: &Path) -> Result<Vec<Step>, Error> {
    let path = staging.join(JOURNAL);
    let text = match fs::read(&path) {
        Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(cause) => return Err(Error::unreadable(path.display().to_string(), cause)),
        Ok(text) => text,
    };
    match serde_json::from_slice::<Vec<Step>>(&text) {
        Ok(steps) if steps.iter().all(|step| is_ours(workspace, step)) => Ok(steps),
        _ => Err(Error::repair(
            path.display().to_string(),
            "is not the journal of a run of this program, so that nothing was put back",
            "see `git status`, restore what is missing with git, then delete the folder that the journal lies in",
        )),
    }
}

fn is_ours(workspace: &Workspace, step: &Step) -> bool {
    let is_entry = |name: &String| !name.is_empty() && name.bytes().all(|b| b.is_ascii_digit());
    let entries = match step {
        Step::Create { new, .. } => vec![new],
        Step::Replace { new, old, .. } => vec![new, old],
        Step::Remove { old, .. } => vec![old],
    };
    let path = step.path();
    let is_plain = |part: Component| matches!(part, Component::Normal(_));
    let is_inside = Path::new(path).components().all(is_plain)
        && Path::new(path).components().count() > 1
        && (path.starts_with("spec/") || path.starts_with("generated/"));
    // A folder above it that is a link would lead elsewhere; one that is gone is made again.
    is_inside && entries.into_iter().all(is_entry) && disk::is_there(workspace, path).is_ok()
}

/// Whether anything is there, be it a link that leads nowhere.
fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}
