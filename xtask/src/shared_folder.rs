//! The folder of other people's documents: what the variable `OPENAPI_CORPUS` names, else `../shared` beside the workspace.
//!
//! The folder is not part of the repository, so it may be missing. A test that needs it passes then without having tested
//! anything: [`note_skipped_test`] says so on standard error, and in a file that `cargo xtask ci` counts. A variable that is
//! set and leads nowhere is an error, since somebody means to test what is there.

use std::ffi::{OsStr, OsString};
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::console;
use crate::error::Error;

/// The environment variable that names the folder; a relative path starts at the root of the workspace.
pub const VARIABLE: &str = "OPENAPI_CORPUS";

/// Where the folder is unless [`VARIABLE`] is set, relative to the root of the workspace.
pub const DEFAULT: &str = "../shared";

/// The environment variable with the file in which skipped tests are noted, a line each; set by `cargo xtask ci`.
pub const SKIPPED_TESTS: &str = "OPENAPI_CORPUS_SKIPPED_TESTS";

/// The path of the folder `name` in the shared folder, relative to `root`, the root of the workspace; nothing where there
/// is no such folder.
///
/// # Errors
///
/// [`VARIABLE`] is set, and there is no folder `name` where it leads.
pub fn find(root: &Path, name: &str) -> Result<Option<PathBuf>, Error> {
    find_from(std::env::var_os(VARIABLE), root, name)
}

fn find_from(
    variable: Option<OsString>,
    root: &Path,
    name: &str,
) -> Result<Option<PathBuf>, Error> {
    let path = Path::new(variable.as_deref().unwrap_or(OsStr::new(DEFAULT))).join(name);
    match (root.join(&path).is_dir(), variable) {
        (true, _) => Ok(Some(path)),
        (false, None) => Ok(None),
        (false, Some(_)) => Err(Error::repair(
            VARIABLE,
            format!("there is no folder {}", path.display()),
            format!(
                "set {VARIABLE} to a folder that holds `{name}` (relative to the root of the workspace, or absolute), or \
                 unset it"
            ),
        )),
    }
}

/// Notes that the test `name` is skipped because there is no shared folder.
///
/// # Errors
///
/// [`SKIPPED_TESTS`] is set, and nothing can be written to the file that it names.
pub fn note_skipped_test(name: &str) -> io::Result<()> {
    // Not by `eprintln!`, which libtest captures.
    console::stderr(format_args!("skipped without {DEFAULT}: {name}"));
    let Some(file) = std::env::var_os(SKIPPED_TESTS) else {
        return Ok(());
    };
    // One call for the whole line: other tests append to the same file at the same time.
    let line = format!("{name}\n");
    let mut file = OpenOptions::new().append(true).open(file)?;
    file.write_all(line.as_bytes())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn found(variable: Option<&str>, root: &Path) -> Result<Option<PathBuf>, String> {
        find_from(variable.map(OsString::from), root, "corpus").map_err(|error| error.to_string())
    }

    #[test]
    fn the_folder_beside_the_workspace_may_be_missing() {
        let outer = tempfile::tempdir().unwrap();
        let root = outer.path().join("workspace");
        fs::create_dir(&root).unwrap();
        assert_eq!(found(None, &root), Ok(None));

        fs::create_dir_all(outer.path().join("shared/corpus")).unwrap();
        assert_eq!(found(None, &root), Ok(Some("../shared/corpus".into())));
    }

    #[test]
    fn a_variable_that_is_set_leads_somewhere() {
        let root = tempfile::tempdir().unwrap();
        let message = "OPENAPI_CORPUS: there is no folder mine/corpus\n  cure: set OPENAPI_CORPUS to a folder that holds \
                       `corpus` (relative to the root of the workspace, or absolute), or unset it";
        assert_eq!(found(Some("mine"), root.path()), Err(message.to_owned()));
        assert!(found(Some(""), root.path()).is_err());

        let folder = root.path().join("mine/corpus");
        fs::create_dir_all(&folder).unwrap();
        assert_eq!(
            found(Some("mine"), root.path()),
            Ok(Some("mine/corpus".into()))
        );
        let absolute = root.path().join("mine");
        assert_eq!(found(absolute.to_str(), Path::new("/")), Ok(Some(folder)));
    }
}
