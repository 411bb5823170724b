//! The folder that the program is built in: `<target>/corpus`, where what has not changed need not be built again.
//!
//! Files go in by their paths below it. Nothing outside of it is ever written.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use generator::File;

use super::lock::Lock;
use crate::error::Error;
use crate::workspace::Workspace;

/// What the program is made of, and all else there that is ours to remove.
const SOURCES: [&str; 2] = ["src", "examples"];

/// The folder, while this run has it to itself.
pub(super) struct Folder {
    path: PathBuf,
    _lock: Lock,
}

impl Folder {
    /// Below the folder that cargo builds in: `CARGO_TARGET_DIR`, or `target` in the workspace. Waits until no other run
    /// has it, and calls `wait` before.
    pub fn take(workspace: &Workspace, wait: impl FnOnce()) -> Result<Self, Error> {
        let target = match env::var_os("CARGO_TARGET_DIR") {
            // Relative to the current folder, as cargo takes it.
            Some(folder) if !folder.is_empty() => {
                std::path::absolute(&folder).unwrap_or_else(|_| folder.into())
            }
            _ => workspace.at("target"),
        };
        let path = target.join("corpus");
        let lock = Lock::take(&path, wait)?;
        Ok(Self { path, _lock: lock })
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes `files`, and removes what an earlier run left beside them.
    pub fn write(&self, files: &[File]) -> Result<(), Error> {
        for file in files {
            self.replace(file)?;
        }
        let expected: BTreeSet<PathBuf> = files
            .iter()
            .map(|file| self.path.join(&file.path))
            .collect();
        for folder in SOURCES {
            remove_others(&self.path.join(folder), &expected)?;
        }
        Ok(())
    }

    /// Writes one file, unless it has that content already: cargo goes by its time.
    pub fn replace(&self, file: &File) -> Result<(), Error> {
        let path = self.path.join(&file.path);
        if fs::read(&path).is_ok_and(|known| known == file.text.as_bytes()) {
            return Ok(());
        }
        let parent = path.parent().unwrap_or(&self.path);
        fs::create_dir_all(parent)
            .and_then(|()| fs::write(&path, &file.text))
            .map_err(|cause| refused(&path, "written", cause))
    }
}

fn remove_others(folder: &Path, expected: &BTreeSet<PathBuf>) -> Result<(), Error> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Ok(());
    };
    for entry in entries {
        let path = entry
            .map_err(|cause| refused(folder, "read", cause))?
            .path();
        let is_folder = fs::symlink_metadata(&path).is_ok_and(|about| about.is_dir());
        if is_folder {
            remove_others(&path, expected)?;
            // Only an empty folder goes.
            let _ = fs::remove_dir(&path);
        } else if !expected.contains(&path) {
            fs::remove_file(&path).map_err(|cause| refused(&path, "removed", cause))?;
        }
    }
    Ok(())
}

fn refused(path: &Path, action: &'static str, cause: std::io::Error) -> Error {
    Error::System {
        place: path.display().to_string(),
        action,
        cause,
        cure: "check that the target folder may be written and has room; it can be removed as a whole",
    }
}
