//! Carries out a [`Plan`], all of it or nothing: what differs is written, orphans are removed.
//!
//! New contents are first written to a staging folder in the workspace. Only when all of them are on disk, and a journal
//! says what is about to happen, are they moved into place. So every step is a rename that can be undone by the opposite
//! rename, and a file that is put back is the same file, with its time and mode.
//!
//! What holds at every moment, even if the process is killed there: a file that is replaced is the old or the new one, and
//! never missing; a new folder appears with all that is in it; so cargo can load the workspace. The next run that writes
//! undoes what was begun, by the journal.

mod contents;
mod journal;
pub mod plan;
pub(crate) mod staging;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use generator::File;

use crate::error::Error;
use crate::workspace::Workspace;
use crate::{interrupt, spec};

use journal::Step;
use plan::Plan;
use staging::Staging;

/// Makes the workspace what `plan` says. A file of [`Plan::unchanged`] is not touched.
///
/// Signals are held from then on, so that the caller can print how it went.
///
/// # Errors
///
/// The operating system refused a step, or a signal asks for the end; all steps before are undone.
pub fn write(workspace: &Workspace, plan: &Plan) -> Result<(), Error> {
    if plan.is_fresh() {
        return Ok(());
    }
    interrupt::hold();
    let mut work = Work {
        workspace,
        staging: Staging::make(workspace)?,
        go_on: &mut || interrupt::received().is_none(),
    };
    let mut steps = Vec::new();
    let Err(stopped) = work.carry_out(plan, &mut steps) else {
        // Deletes the staging folder. If that fails, the work is done nevertheless, and the next run deletes it.
        return Ok(());
    };
    Err(work.undo(&steps, stopped))
}

/// Why the work was not carried out.
enum Stopped {
    /// Path, what was to be done with it, and why that is impossible.
    Refused(String, &'static str, io::Error),
    /// A signal asks for the end.
    Interrupted,
}

struct Work<'a> {
    workspace: &'a Workspace,
    staging: Staging,
    /// Asked before each step.
    go_on: &'a mut dyn FnMut() -> bool,
}

impl Work<'_> {
    /// Notes in `steps` what is about to happen, before it does.
    fn carry_out(&mut self, plan: &Plan, steps: &mut Vec<Step>) -> Result<(), Stopped> {
        // Orphans go first: where upper and lower case are the same, a renamed file would otherwise remove itself.
        let mut prepared: Vec<Step> = plan.remove.iter().map(|path| self.orphan(path)).collect();
        // A full disk shows itself here, before anything is in motion.
        let mut folders = BTreeMap::new();
        for file in &plan.create {
            self.may_go_on()?;
            let created = self.create(file, &plan.create, &mut folders);
            prepared.extend(created.map_err(refused(&file.path, "written"))?);
        }
        for file in &plan.change {
            self.may_go_on()?;
            prepared.push(self.replace(file).map_err(refused(&file.path, "written"))?);
        }
        let journal = journal::write(self.staging.path(), &prepared);
        let root = self.workspace.root().display().to_string();
        journal.map_err(refused(&root, "written"))?;

        *steps = prepared;
        for step in steps.iter() {
            self.may_go_on()?;
            let action = match step {
                Step::Create { .. } => "written",
                Step::Replace { .. } => "replaced",
                Step::Remove { .. } => "removed",
            };
            let taken = step.take(self.workspace, self.staging.path());
            taken.map_err(refused(step.path(), action))?;
        }
        for path in &plan.remove {
            self.may_go_on()?;
            self.remove_empty_folders(path)
                .map_err(refused(path, "removed"))?;
        }
        self.may_go_on()?;
        journal::remove(self.staging.path()).map_err(refused(&root, "written"))
    }

    fn may_go_on(&mut self) -> Result<(), Stopped> {
        match (self.go_on)() {
            true => Ok(()),
            false => Err(Stopped::Interrupted),
        }
    }

    fn orphan(&mut self, path: &str) -> Step {
        Step::Remove {
            path: path.to_owned(),
            old: self.staging.next(),
        }
    }

    /// Writes a new file, not yet in its place: by itself, or in the outermost folder that is missing there, which
    /// `folders` has with the name of its entry. The first file of a folder is the step for all of it, and so has the
    /// contents of those of `all` that are to lie there.
    fn create(
        &mut self,
        file: &File,
        all: &[File],
        folders: &mut BTreeMap<String, String>,
    ) -> io::Result<Option<Step>> {
        let parents = file.path.match_indices('/');
        let missing = parents
            .filter_map(|(end, _)| file.path.get(..end))
            .find(|parent| !self.workspace.at(parent).exists());
        let Some(folder) = missing else {
            let new = self.staging.next();
            fs::write(self.staging.path().join(&new), &file.text)?;
            return Ok(Some(Step::Create {
                path: file.path.clone(),
                new,
                contents: contents::file(&spec::sha256(file.text.as_bytes())),
            }));
        };
        let known = folders.get(folder).cloned();
        let new = known.clone().unwrap_or_else(|| self.staging.next());
        let below = file.path.get(folder.len() + 1..).unwrap_or_default();
        let place = self.staging.path().join(&new).join(below);
        fs::create_dir_all(place.parent().unwrap_or(&place))?;
        fs::write(place, &file.text)?;
        if known.is_some() {
            return Ok(None);
        }
        let path = folder.to_owned();
        folders.insert(path.clone(), new.clone());
        let contents = all
            .iter()
            .filter_map(|file| {
                let below = file.path.strip_prefix(folder)?.strip_prefix('/')?;
                Some((below.to_owned(), spec::sha256(file.text.as_bytes())))
            })
            .collect();
        Ok(Some(Step::Create {
            path,
            new,
            contents,
        }))
    }

    /// Writes the new content of `file`, not yet in its place, with the mode of the file that it will replace, and keeps
    /// that one under another name.
    fn replace(&mut self, file: &File) -> io::Result<Step> {
        let place = self.workspace.at(&file.path);
        let (new, old) = (self.staging.next(), self.staging.next());
        let staged = self.staging.path().join(&new);
        fs::write(&staged, &file.text)?;
        fs::set_permissions(&staged, fs::metadata(&place)?.permissions())?;
        keep(&place, &self.staging.path().join(&old))?;
        Ok(Step::Replace {
            path: file.path.clone(),
            new,
            old,
            sha256: spec::sha256(file.text.as_bytes()),
        })
    }

    /// Removes the folders that were left empty when the file `path` was taken away, up to `generated/`.
    fn remove_empty_folders(&self, path: &str) -> io::Result<()> {
        let folders = Path::new(path).ancestors().skip(1);
        for folder in folders
            .take_while(|folder| folder.components().count() > 1 && folder.starts_with("generated"))
        {
            match fs::remove_dir(self.workspace.root().join(folder)) {
                Ok(()) => {}
                // Removed already, for the sake of another file.
                Err(cause) if cause.kind() == ErrorKind::NotFound => {}
                Err(cause) if cause.kind() == ErrorKind::DirectoryNotEmpty => break,
                Err(cause) => return Err(cause),
            }
        }
        Ok(())
    }

    /// Takes every step back, the last one first, and returns what to tell the user.
    fn undo(self, steps: &[Step], stopped: Stopped) -> Error {
        let reason = match stopped {
            Stopped::Interrupted => Error::Interrupted,
            Stopped::Refused(place, action, cause) => Error::System {
                place,
                action,
                cause,
                cure: "everything is as it was before; check permissions and free space, then run the command again",
            },
        };
        let undone = journal::undo(self.workspace, self.staging.path(), steps);
        // First, so that who is killed while the folder is removed leaves nothing to undo twice.
        let undone = undone.and_then(|left| {
            let place = self.staging.path().display().to_string();
            let removed = journal::remove(self.staging.path());
            removed.map(|()| left).map_err(|cause| (place, cause))
        });
        match undone {
            Ok(left) if left.is_empty() => reason,
            Ok(paths) => Error::LeftChanged {
                reason: Box::new(reason),
                paths,
            },
            Err((place, cause)) => Error::NotUndone {
                reason: Box::new(reason),
                place,
                cause,
                kept: self.staging.keep(),
            },
        }
    }
}

/// Gives the file at `place` a second name, so that the first one is never without a file. Where the file system has no
/// such thing, a copy does.
fn keep(place: &Path, kept: &Path) -> io::Result<()> {
    if fs::hard_link(place, kept).is_ok() {
        return Ok(());
    }
    fs::copy(place, kept)?;
    let modified = fs::metadata(place)?.modified()?;
    fs::File::options()
        .write(true)
        .open(kept)?
        .set_modified(modified)
}

fn refused(path: &str, action: &'static str) -> impl FnOnce(io::Error) -> Stopped {
    let path = path.to_owned();
    move |cause| Stopped::Refused(path, action, cause)
}

#[cfg(test)]
mod tests;
