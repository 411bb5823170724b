//! The folder in which a writer prepares its work: `.regenerate-…` at the root of the workspace, which is on the same
//! file system, so that all further steps are renames.
//!
//! A process holds a lock in its folder for as long as it lives. So a folder whose lock can be had is dead: its process
//! was killed. [`recover`] undoes what the journal there says was begun, and removes the folder.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use fs4::{FileExt, TryLockError};
use tempfile::TempDir;

use super::journal;
use crate::console::Console;
use crate::error::Error;
use crate::interrupt;
use crate::workspace::Workspace;

const PREFIX: &str = ".regenerate-";
const LOCK: &str = "lock";

/// How often another folder is tried, where a run that looks for dead ones was quicker than the lock.
const ATTEMPTS: usize = 10;

/// A staging folder of this process. Dropping it removes it.
pub(crate) struct Staging {
    /// Before the folder: Windows removes no file that is open.
    _lock: File,
    folder: TempDir,
    entries: usize,
}

impl Staging {
    /// Makes an empty one.
    pub fn make(workspace: &Workspace) -> Result<Self, Error> {
        let refused = |cause| Error::System {
            place: workspace.root().display().to_string(),
            action: "written",
            cause,
            cure: "nothing was changed; check permissions and free space, then run the command again",
        };
        let mut attempts = 1;
        loop {
            let made = tempfile::Builder::new()
                .prefix(PREFIX)
                .tempdir_in(workspace.root())
                .and_then(Self::lock);
            match made {
                Ok(Some(staging)) => return Ok(staging),
                Ok(None) if attempts < ATTEMPTS => attempts += 1,
                Ok(None) => return Err(refused(ErrorKind::WouldBlock.into())),
                Err(cause) => return Err(refused(cause)),
            }
        }
    }

    /// Nothing, if another run has taken the folder for a dead one before the lock was there.
    fn lock(folder: TempDir) -> io::Result<Option<Self>> {
        let path = folder.path().join(LOCK);
        let lock = match File::options().write(true).create_new(true).open(&path) {
            Ok(lock) => lock,
            Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(None),
            Err(cause) => return Err(cause),
        };
        // Where the file system has no locks, nobody can tell that this process lives; nor could anybody before.
        let is_taken = matches!(try_lock(&lock), Ok(false));
        Ok((!is_taken && path.exists()).then_some(Self {
            _lock: lock,
            folder,
            entries: 0,
        }))
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The name of an entry that is not there yet.
    pub fn next(&mut self) -> String {
        self.entries += 1;
        self.entries.to_string()
    }

    /// Leaves the folder for the next run to [`recover`], and says where it is.
    pub fn keep(self) -> PathBuf {
        self.folder.keep()
    }
}

/// Removes what killed runs have left, and undoes what they had begun. Signals are [held](interrupt::hold) meanwhile.
///
/// # Errors
///
/// The journal of one is damaged, or a file cannot be put back: what it holds is still there then. Or a signal has
/// come.
pub(crate) fn recover(workspace: &Workspace, console: &mut Console<'_>) -> Result<(), Error> {
    interrupt::hold();
    for name in dead(workspace)? {
        let folder = workspace.at(&name);
        let Some(lock) = take(&folder) else { continue };
        let steps = journal::read(workspace, &folder)?;
        let left = journal::undo(workspace, &folder, &steps).map_err(|(place, cause)| {
            Error::NotRecovered {
                place,
                cause,
                kept: name.clone(),
            }
        })?;
        // First, so that whoever is killed below this line leaves nothing to undo twice.
        let removed = journal::remove(&folder).and_then(|()| remove(&folder, lock));
        match removed.map_err(|cause| (cause.kind(), cause)) {
            Ok(()) => {}
            // Another run has removed it, or it is no longer dead, but just made.
            Err((ErrorKind::NotFound | ErrorKind::DirectoryNotEmpty, _)) => continue,
            Err((_, cause)) => {
                return Err(Error::System {
                    place: name,
                    action: "removed",
                    cause,
                    cure: "a run that was killed has left it: delete it by hand",
                });
            }
        }
        let what = match steps.is_empty() {
            true => "nothing was changed by it",
            false => "what it had begun to write is undone",
        };
        console.line(format_args!(
            "removed: {name}, left by a run that was killed; {what}"
        ));
        for path in left {
            console.line(format_args!(
                "left as it is: {path}, which was changed after that run"
            ));
        }
    }
    match interrupt::release() {
        true => Ok(()),
        false => Err(Error::Interrupted),
    }
}

/// The names of the folders that no running process holds, sorted.
///
/// # Errors
///
/// The root of the workspace cannot be read.
pub(crate) fn dead(workspace: &Workspace) -> Result<Vec<String>, Error> {
    let unreadable = |cause| Error::unreadable(workspace.root().display().to_string(), cause);
    let mut names = Vec::new();
    for entry in fs::read_dir(workspace.root()).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder && name.starts_with(PREFIX) && take(&entry.path()).is_some() {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// The right to remove a dead folder: its lock, where it has one.
fn take(folder: &Path) -> Option<Option<File>> {
    let open = || File::options().write(true).open(folder.join(LOCK));
    let lock = match open() {
        // It may just be made: then it is empty still, or has its lock a moment later.
        Err(cause) if cause.kind() == ErrorKind::NotFound => {
            match fs::read_dir(folder).ok()?.next() {
                None => return Some(None),
                Some(_) => open(),
            }
        }
        lock => lock,
    };
    match lock {
        Ok(lock) => try_lock(&lock).ok()?.then_some(Some(lock)),
        Err(cause) => (cause.kind() == ErrorKind::NotFound).then_some(None),
    }
}

/// Removes a dead folder. One that had no lock when it was taken may have it by now.
fn remove(folder: &Path, lock: Option<File>) -> io::Result<()> {
    let is_ours = lock.is_some();
    drop(lock);
    match fs::remove_dir(folder) {
        Err(_) if is_ours || !folder.join(LOCK).exists() => fs::remove_dir_all(folder),
        removed => removed,
    }
}

/// Whether this process has the lock now; false if another one has it.
fn try_lock(file: &File) -> io::Result<bool> {
    match FileExt::try_lock(file) {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(cause)) => Err(cause),
    }
}
