//! What a run would change: the wanted files and the owned folders go in, a [`Plan`] comes out.
//!
//! Compares byte for byte (a changed line ending is a change) and only looks. `--check` prints the plan, [`write`]
//! carries it out; there is no third way to a machine-written file.
//!
//! [`write`]: super::write

use std::collections::BTreeSet;
use std::fs;

use generator::File;

use crate::disk;
use crate::error::Error;
use crate::paths::{self, BUILD_FOLDER, MACHINE_WRITTEN};
use crate::workspace::Workspace;

/// What is wholly machine-written, so that a file there which nobody wants is an orphan.
#[derive(Debug, Clone, Default)]
pub struct Owned {
    /// APIs: all of `generated/<api>/` but its `target`, and the machine-written files of `spec/<api>/`.
    pub apis: Vec<String>,
    /// Names of what lies in `generated/` and belongs to no API: crates whose API is gone from `spec/`, files and folders
    /// that nothing made. Whole folders, since cargo refuses to load a workspace in which one without Cargo.toml is left.
    pub strays: Vec<String>,
}

/// The difference between what is wanted and what is there. Each list is sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Wanted and not there.
    pub create: Vec<File>,
    /// There, with other bytes.
    pub change: Vec<File>,
    /// There and not wanted: files, and whole folders.
    pub remove: Vec<String>,
    /// There as wanted.
    pub unchanged: Vec<String>,
}

impl Plan {
    /// Whether there is nothing to do.
    pub fn is_fresh(&self) -> bool {
        self.create.is_empty() && self.change.is_empty() && self.remove.is_empty()
    }

    /// The part of the plan that is about the files of one API.
    pub fn of(&self, api: &str) -> Self {
        let is_of = |path: &str| path.split('/').nth(1) == Some(api);
        let files = |files: &[File]| {
            files
                .iter()
                .filter(|file| is_of(&file.path))
                .cloned()
                .collect()
        };
        let paths = |paths: &[String]| paths.iter().filter(|path| is_of(path)).cloned().collect();
        Self {
            create: files(&self.create),
            change: files(&self.change),
            remove: paths(&self.remove),
            unchanged: paths(&self.unchanged),
        }
    }
}

/// Compares `wanted` with what is on disk.
///
/// # Errors
///
/// A path that must not be written, or one at which something lies that is not ours to replace: a folder where a file
/// has to be, a file where a folder has to be, a symbolic link.
pub fn plan(workspace: &Workspace, wanted: Vec<File>, owned: &Owned) -> Result<Plan, Error> {
    paths::check(&wanted, &owned.apis)?;
    let paths: BTreeSet<String> = wanted.iter().map(|file| file.path.clone()).collect();

    let mut plan = Plan::default();
    for file in wanted {
        match disk::file(workspace, &file.path)? {
            None => plan.create.push(file),
            Some(found) if found.len() == file.text.len() as u64 && has_text(workspace, &file)? => {
                plan.unchanged.push(file.path);
            }
            Some(_) => plan.change.push(file),
        }
    }
    plan.remove = present(workspace, owned)?;
    plan.remove.retain(|path| !paths.contains(path));

    plan.create.sort_by(|a, b| a.path.cmp(&b.path));
    plan.change.sort_by(|a, b| a.path.cmp(&b.path));
    plan.remove.sort();
    plan.unchanged.sort();
    Ok(plan)
}

/// Every file that is there and machine-written, and every stray.
fn present(workspace: &Workspace, owned: &Owned) -> Result<Vec<String>, Error> {
    let mut present = Vec::new();
    for name in &owned.strays {
        let stray = format!("generated/{name}");
        if disk::is_there(workspace, &stray)? {
            present.push(stray);
        }
    }
    for api in &owned.apis {
        let folder = format!("generated/{api}");
        let build = format!("{folder}/{BUILD_FOLDER}");
        present.extend(disk::files_below(workspace, &folder, &build)?);
    }
    for api in &owned.apis {
        for name in MACHINE_WRITTEN {
            let path = format!("spec/{api}/{name}");
            if disk::file(workspace, &path)?.is_some() {
                present.push(path);
            }
        }
    }
    Ok(present)
}

fn has_text(workspace: &Workspace, file: &File) -> Result<bool, Error> {
    let bytes =
        fs::read(workspace.at(&file.path)).map_err(|cause| Error::unreadable(&file.path, cause))?;
    Ok(bytes == file.text.as_bytes())
}
