//! One run at a time: the folder to build in goes in; a lock on it, held until it is dropped, comes out.
//!
//! Two runs would write their documents under the same names, and each would take the other's results for its own.

use std::fs::{self, File};
use std::path::Path;

use fs4::{FileExt, TryLockError};

use crate::error::Error;

/// The right to use a folder. It ends with the process, however that ends.
#[derive(Debug)]
pub(super) struct Lock {
    /// The operating system takes the lock back when the file is closed.
    _file: File,
}

impl Lock {
    /// Takes the folder, which is made if it is missing. Calls `wait` once if another run has it, then waits for that run.
    pub fn take(folder: &Path, wait: impl FnOnce()) -> Result<Self, Error> {
        let path = folder.join("lock");
        let refused = |cause| Error::System {
            place: path.display().to_string(),
            action: "locked",
            cause,
            cure: "check that the target folder may be written, and lies on a file system with locks",
        };
        fs::create_dir_all(folder).map_err(refused)?;
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(refused)?;
        // Rust 1.89 has methods of these names, which the Rust that we state has not.
        match FileExt::try_lock(&file) {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                wait();
                FileExt::lock(&file).map_err(refused)?;
            }
            Err(TryLockError::Error(cause)) => return Err(refused(cause)),
        }
        Ok(Self { _file: file })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::thread;

    use super::Lock;

    #[test]
    fn a_second_run_says_that_it_waits_until_the_first_has_ended() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("target/corpus");
        let first = Lock::take(&path, || panic!("nobody else has it")).unwrap();
        let (sender, receiver) = mpsc::channel();
        thread::scope(|scope| {
            scope.spawn(|| {
                let second = Lock::take(&path, || sender.send("waits").unwrap());
                sender.send("has it").unwrap();
                drop(second.unwrap());
            });
            assert_eq!(receiver.recv(), Ok("waits"));
            assert!(receiver.try_recv().is_err(), "it does not have it yet");
            drop(first);
            assert_eq!(receiver.recv(), Ok("has it"));
        });
    }
}
