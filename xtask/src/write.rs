//! Carries out a [`Plan`], all of it or nothing: what differs is written, orphans are removed.
//!
//! New contents are first written to a staging folder in the workspace. Only when all of them are on disk, and a journal
//! says what is about to happen, are they moved into place. So every step is a rename that can be undone by the opposite
//! rename, and a file that is put back is the same file, with its time and mode.
//!
//! What holds at every moment, even if the process is killed there: a file that is replaced is the old or the new one, and
//! never missing; a new folder appears with all that is in it; so cargo can load the workspace. The next run that writes
//! undoes what was begun, by the journal.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use generator::File;

use crate::error::Error;
use crate::journal::{self, Step};
use crate::plan::Plan;
use crate::staging::Staging;
use crate::workspace::Workspace;
use crate::{interrupt, spec};

/// Makes the workspace what `plan` says. A file of [`Plan::unchanged`] is not touched.
///
/// # Errors
///
/// The operating system refused a step, or a signal asks for the end; all steps before are undone.
pub fn write(workspace: &Workspace, plan: &Plan) -> Result<(), Error> {
    if plan.is_fresh() {
        return Ok(());
    }
    let _whole = interrupt::hold();
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
            let created = self.create(file, &mut folders);
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
    /// `folders` has with the name of its entry. The first file of a folder is the step for all of it.
    fn create(
        &mut self,
        file: &File,
        folders: &mut BTreeMap<String, String>,
    ) -> io::Result<Option<Step>> {
        let parents = file.path.match_indices('/');
        let missing = parents
            .filter_map(|(end, _)| file.path.get(..end))
            .find(|parent| !self.workspace.at(parent).exists());
        let Some(folder) = missing else {
            let new = self.staging.next();
            fs::write(self.staging.path().join(&new), &file.text)?;
            let path = file.path.clone();
            return Ok(Some(Step::Create { path, new }));
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
        Ok(Some(Step::Create { path, new }))
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
        let undone = undone.and_then(|()| {
            let place = self.staging.path().display().to_string();
            journal::remove(self.staging.path()).map_err(|cause| (place, cause))
        });
        match undone {
            Ok(()) => reason,
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
mod tests {
    use super::*;
    use crate::console::Console;
    use crate::staging::recover;

    /// Every folder and file of the workspace that is not staging, with the text of the files.
    fn tree(root: &Path) -> BTreeMap<String, String> {
        let mut tree = BTreeMap::new();
        let mut folders = vec![root.to_path_buf()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let name = path.strip_prefix(root).unwrap().display().to_string();
                if path.is_dir() {
                    folders.push(path);
                    tree.insert(name, "folder".to_owned());
                } else {
                    tree.insert(name, fs::read_to_string(path).unwrap());
                }
            }
        }
        tree
    }

    fn file(path: &str, text: &str) -> File {
        File {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    /// A workspace with one crate, an orphan in a folder of its own, and an abandoned crate; and the plan that changes,
    /// removes and creates something of each kind.
    fn workspace() -> (tempfile::TempDir, Workspace, Plan) {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in [
            ("spec/shop/names.lock.toml", "names\n"),
            ("generated/shop/Cargo.toml", "manifest\n"),
            ("generated/shop/src/lib.rs", "lib\n"),
            ("generated/shop/src/old/mod.rs", "orphan\n"),
            ("generated/gone/src/lib.rs", "gone\n"),
        ] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let plan = Plan {
            create: vec![
                file("generated/bank/Cargo.toml", "manifest\n"),
                file("generated/bank/src/lib.rs", "lib\n"),
                file("generated/shop/new.rs", "new\n"),
            ],
            change: vec![
                file("generated/shop/Cargo.toml", "manifest 2\n"),
                file("spec/shop/names.lock.toml", "names 2\n"),
            ],
            remove: vec![
                "generated/gone".to_owned(),
                "generated/shop/src/old/mod.rs".to_owned(),
            ],
            unchanged: Vec::new(),
        };
        let workspace = Workspace::open(folder.path()).unwrap();
        (folder, workspace, plan)
    }

    /// Carries out the plan, and stops before step `last`, with everything lying as it does then. False if it came to its
    /// end.
    fn stop_before(last: usize, workspace: &Workspace, plan: &Plan) -> (Staging, Vec<Step>, bool) {
        let mut step = 0;
        let mut work = Work {
            workspace,
            staging: Staging::make(workspace).unwrap(),
            go_on: &mut || {
                // No moment at which cargo could not load the workspace.
                assert!(workspace.at("generated/shop/Cargo.toml").is_file());
                let bank = workspace.at("generated/bank");
                assert!(!bank.exists() || bank.join("src/lib.rs").is_file());
                step += 1;
                step <= last
            },
        };
        let mut steps = Vec::new();
        let is_stopped = work.carry_out(plan, &mut steps).is_err();
        (work.staging, steps, is_stopped)
    }

    fn recovered(workspace: &Workspace) -> String {
        let mut said = Vec::new();
        recover(workspace, &mut Console::new(&mut said)).unwrap();
        String::from_utf8(said).unwrap()
    }

    #[test]
    fn wherever_a_run_is_killed_the_next_one_undoes_it() {
        for last in 0.. {
            let (folder, workspace, plan) = workspace();
            let before = tree(folder.path());
            let (staging, _, is_stopped) = stop_before(last, &workspace, &plan);
            if !is_stopped {
                assert!(last > 10, "every step was one to be killed before");
                break;
            }
            // It lives: its folder is not touched.
            let halfway = tree(folder.path());
            assert_eq!(recovered(&workspace), "");
            assert_eq!(tree(folder.path()), halfway);

            // What a process leaves that is killed: the folder without the lock.
            staging.keep();
            let said = recovered(&workspace);
            assert!(said.contains("left by a run that was killed"), "{said}");
            assert_eq!(tree(folder.path()), before, "killed before step {last}");
        }
    }

    #[test]
    fn who_is_killed_while_undoing_is_undone_by_the_next() {
        let (folder, workspace, plan) = workspace();
        let before = tree(folder.path());
        let (staging, steps, _) = stop_before(11, &workspace, &plan);
        let half = steps.len() / 2;
        journal::undo(&workspace, staging.path(), &steps[half..]).unwrap();
        staging.keep();
        recovered(&workspace);
        assert_eq!(tree(folder.path()), before);
    }

    #[test]
    fn wherever_a_signal_comes_everything_is_undone() {
        for last in 0.. {
            let (folder, workspace, plan) = workspace();
            let before = tree(folder.path());
            let (staging, steps, is_stopped) = stop_before(last, &workspace, &plan);
            if !is_stopped {
                break;
            }
            let work = Work {
                workspace: &workspace,
                staging,
                go_on: &mut || true,
            };
            let error = work.undo(&steps, Stopped::Interrupted);
            assert!(matches!(error, Error::Interrupted), "{error}");
            assert_eq!(tree(folder.path()), before, "stopped before step {last}");
        }
    }

    #[test]
    fn what_a_person_has_written_since_the_kill_stays() {
        let (_folder, workspace, plan) = workspace();
        let (staging, ..) = stop_before(12, &workspace, &plan);
        let names = workspace.at("spec/shop/names.lock.toml");
        fs::write(&names, "mine\n").unwrap();
        staging.keep();
        recovered(&workspace);
        assert_eq!(fs::read_to_string(names).unwrap(), "mine\n");
    }

    #[test]
    fn a_journal_of_somebody_else_moves_nothing() {
        for (path, entry) in [
            ("../away", "1"),
            ("/etc/away", "1"),
            ("Cargo.toml", "1"),
            ("spec/../../away", "1"),
            ("generated/shop/away", "../spec"),
            ("generated/shop/Cargo.toml/away", "1"),
        ] {
            let (folder, workspace, _) = workspace();
            let staging = folder.path().join(".regenerate-theirs");
            fs::create_dir(&staging).unwrap();
            fs::write(staging.join("1"), "theirs\n").unwrap();
            let step = Step::Remove {
                path: path.to_owned(),
                old: entry.to_owned(),
            };
            journal::write(&staging, &[step]).unwrap();
            let before = tree(folder.path());
            let error = recover(&workspace, &mut Console::new(Vec::new())).unwrap_err();
            assert!(error.to_string().contains("is not the journal"), "{error}");
            assert_eq!(tree(folder.path()), before, "{path}");
        }
    }
}
