//! The folder of other people's documents: what the variable `OPENAPI_CORPUS` names, else `../shared` beside the
//! workspace.
//!
//! The folder is not part of the repository, so it may be missing, or have only some of its folders. A test that needs
//! one passes then without having tested anything: [`note_skipped_test`] says so on standard error, and in a file that
//! `cargo xtask ci` counts. A variable that is set and leads nowhere is an error, since somebody means to test what is
//! there.

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

/// The folders of real documents in the shared folder: those of Scribe, and those of others.
pub const CORPORA: [&str; 2] = ["corpus", "corpus/other"];

/// What the shared folder is known by: it has at least one of these.
const KNOWN: [&str; 2] = ["corpus", "conformance"];

/// The shared folder, there or not: absolute, or relative to the root of the workspace.
pub fn path() -> PathBuf {
    path_from(variable().as_deref())
}

/// The path of the folder `name` in the shared folder, relative to `root`, the root of the workspace; nothing where
/// there is no such folder.
///
/// # Errors
///
/// [`VARIABLE`] is set and leads nowhere, or to a folder without any of those that the shared folder has.
pub fn find(root: &Path, name: &str) -> Result<Option<PathBuf>, Error> {
    find_from(variable().as_deref(), root, name)
}

/// The paths of those of [`CORPORA`] that are there, relative to `root`, the root of the workspace.
///
/// # Errors
///
/// [`VARIABLE`] is set, and none of them is where it leads.
pub fn corpora(root: &Path) -> Result<Vec<PathBuf>, Error> {
    corpora_from(variable().as_deref(), root)
}

fn variable() -> Option<OsString> {
    std::env::var_os(VARIABLE)
}

fn path_from(variable: Option<&OsStr>) -> PathBuf {
    variable.unwrap_or(OsStr::new(DEFAULT)).into()
}

fn find_from(variable: Option<&OsStr>, root: &Path, name: &str) -> Result<Option<PathBuf>, Error> {
    let folder = path_from(variable);
    let is_there = |name: &str| root.join(&folder).join(name).is_dir();
    if is_there(name) {
        Ok(Some(folder.join(name)))
    } else if variable.is_none() || KNOWN.into_iter().any(is_there) {
        Ok(None)
    } else {
        Err(leads_nowhere(root, &folder, &KNOWN))
    }
}

fn corpora_from(variable: Option<&OsStr>, root: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut folders = Vec::new();
    for name in CORPORA {
        folders.extend(find_from(variable, root, name)?);
    }
    match (folders.is_empty(), variable) {
        (true, Some(_)) => Err(leads_nowhere(root, &path_from(variable), &CORPORA)),
        _ => Ok(folders),
    }
}

/// The error of a variable that leads to `folder`, which is missing, or has none of `needed`.
fn leads_nowhere(root: &Path, folder: &Path, needed: &[&str]) -> Error {
    let needed = needed.join("` or `");
    let folder_name = folder.display();
    let rule = match root.join(folder).is_dir() {
        true => format!("the folder {folder_name} holds no folder `{needed}`"),
        false => format!("there is no folder {folder_name}"),
    };
    Error::repair(
        VARIABLE,
        rule,
        format!(
            "set {VARIABLE} to a folder that holds `{needed}` (relative to the root of the workspace, or absolute), or \
             unset it"
        ),
    )
}

/// Notes that the test `name` is skipped because the shared folder, or what the test needs of it, is not there.
///
/// # Errors
///
/// [`SKIPPED_TESTS`] is set, and nothing can be written to the file that it names.
pub fn note_skipped_test(name: &str) -> io::Result<()> {
    // Not by `eprintln!`, which libtest captures.
    console::stderr(format_args!("skipped without {}: {name}", path().display()));
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
        find_from(variable.map(OsStr::new), root, "corpus").map_err(|error| error.to_string())
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
        let cure = "\n  cure: set OPENAPI_CORPUS to a folder that holds `corpus` or `conformance` (relative to the \
                    root of the workspace, or absolute), or unset it";
        let missing = format!("OPENAPI_CORPUS: there is no folder mine{cure}");
        assert_eq!(found(Some("mine"), root.path()), Err(missing));
        assert!(found(Some(""), root.path()).is_err());

        fs::create_dir_all(root.path().join("mine/documents")).unwrap();
        let other = format!(
            "OPENAPI_CORPUS: the folder mine holds no folder `corpus` or `conformance`{cure}"
        );
        assert_eq!(found(Some("mine"), root.path()), Err(other));

        let folder = root.path().join("mine/corpus");
        fs::create_dir_all(&folder).unwrap();
        assert_eq!(
            found(Some("mine"), root.path()),
            Ok(Some("mine/corpus".into()))
        );
        let absolute = root.path().join("mine");
        assert_eq!(found(absolute.to_str(), Path::new("/")), Ok(Some(folder)));
    }

    #[test]
    fn a_folder_may_have_some_of_what_is_known() {
        let root = tempfile::tempdir().unwrap();
        let variable = Some(OsStr::new("mine"));
        let found =
            |name| find_from(variable, root.path(), name).map_err(|error| error.to_string());
        let corpora = || corpora_from(variable, root.path()).map_err(|error| error.to_string());

        fs::create_dir_all(root.path().join("mine/conformance")).unwrap();
        assert_eq!(found("corpus"), Ok(None));
        let error = corpora().unwrap_err();
        let rule = "OPENAPI_CORPUS: the folder mine holds no folder `corpus` or `corpus/other`\n";
        assert!(error.starts_with(rule), "{error}");

        fs::create_dir_all(root.path().join("mine/corpus")).unwrap();
        assert_eq!(found("conformance/overlay"), Ok(None));
        assert_eq!(corpora(), Ok(vec!["mine/corpus".into()]));
        assert_eq!(corpora_from(None, root.path()).unwrap(), [] as [&Path; 0]);
    }
}
