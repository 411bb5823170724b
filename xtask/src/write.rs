//! Carries out a [`Plan`], all of it or nothing: what differs is written, orphans are removed.
//!
//! New contents are first written to a staging folder in the workspace; only when all of them are on disk are they moved
//! into place, and what they replace is moved into the staging folder. So every step is a rename that can be undone by
//! the opposite rename, and a file that is put back is the same file, with its time and mode.
//!
//! A run that is killed half-way leaves the staging folder (`.regenerate-…`) behind; another run completes the work.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use generator::File;
use tempfile::TempDir;

use crate::error::Error;
use crate::plan::Plan;
use crate::workspace::Workspace;

/// Makes the workspace what `plan` says. A file of [`Plan::unchanged`] is not touched.
///
/// # Errors
///
/// The operating system refused a step; all steps before it are undone.
pub fn write(workspace: &Workspace, plan: &Plan) -> Result<(), Error> {
    if plan.is_fresh() {
        return Ok(());
    }
    let mut work = Work::start(workspace)?;
    let Err((place, action, cause)) = work.carry_out(plan) else {
        // Deletes the staging folder. If that fails, the work is done nevertheless, and a folder too many is in sight.
        drop(work.staging);
        return Ok(());
    };
    let reason = Error::System {
        place,
        action,
        cause,
        cure: "everything is as it was before; check permissions and free space, then run the command again",
    };
    Err(work.undo(reason))
}

/// Path, what was to be done with it, and why that is impossible.
type Refused = (String, &'static str, io::Error);

struct Work<'a> {
    workspace: &'a Workspace,
    staging: TempDir,
    staged: usize,
    done: Vec<Step>,
}

/// A step that was taken.
enum Step {
    Moved { from: PathBuf, to: PathBuf },
    CreatedFolder(PathBuf),
    RemovedFolder(PathBuf),
}

impl<'a> Work<'a> {
    fn start(workspace: &'a Workspace) -> Result<Self, Error> {
        let staging = tempfile::Builder::new()
            .prefix(".regenerate-")
            .tempdir_in(workspace.root())
            .map_err(|cause| Error::System {
                place: workspace.root().display().to_string(),
                action: "written",
                cause,
                cure: "nothing was changed; check permissions and free space, then run the command again",
            })?;
        Ok(Self {
            workspace,
            staging,
            staged: 0,
            done: Vec::new(),
        })
    }

    fn carry_out(&mut self, plan: &Plan) -> Result<(), Refused> {
        // A full disk shows itself here, before anything is in motion.
        let mut ready = Vec::new();
        let created = plan.create.iter().map(|file| (file, false));
        let changed = plan.change.iter().map(|file| (file, true));
        for (file, replaces) in created.chain(changed) {
            let staged = self.stage(file).map_err(refused(&file.path, "written"))?;
            ready.push((file.path.as_str(), staged, replaces));
        }
        // Orphans go first: where upper and lower case are the same, a renamed file would otherwise remove itself.
        for path in &plan.remove {
            self.take_away(path).map_err(refused(path, "removed"))?;
        }
        for (path, staged, replaces) in ready {
            // One right after the other, so that being killed in between leaves at most one file missing.
            if replaces {
                self.take_away(path).map_err(refused(path, "replaced"))?;
            }
            self.put(staged, path).map_err(refused(path, "written"))?;
        }
        for path in &plan.remove {
            self.remove_empty_folders(path)
                .map_err(refused(path, "removed"))?;
        }
        Ok(())
    }

    /// Writes the new content of `file`, not yet in its place, with the mode of the file that it will replace.
    fn stage(&mut self, file: &File) -> io::Result<PathBuf> {
        let staged = self.next_staged();
        fs::write(&staged, &file.text)?;
        match fs::metadata(self.workspace.at(&file.path)) {
            Ok(old) => fs::set_permissions(&staged, old.permissions())?,
            Err(cause) if cause.kind() == ErrorKind::NotFound => {}
            Err(cause) => return Err(cause),
        }
        Ok(staged)
    }

    fn take_away(&mut self, path: &str) -> io::Result<()> {
        let kept = self.next_staged();
        self.rename(self.workspace.at(path), kept)
    }

    fn put(&mut self, staged: PathBuf, path: &str) -> io::Result<()> {
        let place = self.workspace.at(path);
        let missing: Vec<&Path> = place
            .ancestors()
            .skip(1)
            .take_while(|folder| !folder.exists())
            .collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(folder)?;
            self.done.push(Step::CreatedFolder(folder.to_path_buf()));
        }
        self.rename(staged, place)
    }

    /// Removes the folders that were left empty when the file `path` was taken away, up to `generated/`.
    fn remove_empty_folders(&mut self, path: &str) -> io::Result<()> {
        let folders = Path::new(path).ancestors().skip(1);
        for folder in folders
            .take_while(|folder| folder.components().count() > 1 && folder.starts_with("generated"))
        {
            let folder = self.workspace.root().join(folder);
            match fs::remove_dir(&folder) {
                Ok(()) => self.done.push(Step::RemovedFolder(folder)),
                // Removed already, for the sake of another file.
                Err(cause) if cause.kind() == ErrorKind::NotFound => {}
                Err(cause) if cause.kind() == ErrorKind::DirectoryNotEmpty => break,
                Err(cause) => return Err(cause),
            }
        }
        Ok(())
    }

    fn rename(&mut self, from: PathBuf, to: PathBuf) -> io::Result<()> {
        fs::rename(&from, &to)?;
        self.done.push(Step::Moved { from, to });
        Ok(())
    }

    fn next_staged(&mut self) -> PathBuf {
        self.staged += 1;
        self.staging.path().join(self.staged.to_string())
    }

    /// Takes every step back, the last one first, and returns what to tell the user.
    fn undo(self, reason: Error) -> Error {
        let mut failed = None;
        for step in self.done.into_iter().rev() {
            let (place, undone) = match step {
                Step::Moved { from, to } => {
                    let undone = fs::rename(&to, &from);
                    (
                        if from.starts_with(self.staging.path()) {
                            to
                        } else {
                            from
                        },
                        undone,
                    )
                }
                Step::CreatedFolder(folder) => {
                    let undone = fs::remove_dir(&folder);
                    (folder, undone)
                }
                Step::RemovedFolder(folder) => {
                    let undone = fs::create_dir(&folder);
                    (folder, undone)
                }
            };
            // One place that cannot be put back is no reason to leave the others.
            if let Err(cause) = undone {
                failed.get_or_insert((place, cause));
            }
        }
        match failed {
            None => reason,
            Some((place, cause)) => Error::NotUndone {
                reason: Box::new(reason),
                place: place.display().to_string(),
                cause,
                kept: self.staging.keep(),
            },
        }
    }
}

fn refused(path: &str, action: &'static str) -> impl FnOnce(io::Error) -> Refused {
    let path = path.to_owned();
    move |cause| (path, action, cause)
}
