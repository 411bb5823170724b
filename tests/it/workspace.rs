//! Where the tests find the workspace's own files, and how they run the generator on them.

use std::fs;
use std::path::{Path, PathBuf};

use generator::{File, Input, document};
use serde_json::Value;

/// The API that tests of odd inputs start from.
pub const FANSLY: &str = "onlyfansapi-fansly";

/// Every API of the workspace: what holds for one holds for all.
pub fn apis() -> Vec<String> {
    let entries = fs::read_dir(root().join("spec")).expect("the workspace has APIs");
    let mut apis: Vec<String> = entries
        .map(|entry| entry.expect("readable"))
        .filter(|entry| entry.path().join("api.toml").is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    apis.sort();
    assert!(apis.len() > 1, "only {apis:?}");
    apis
}

/// The root of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The text of a file of the workspace.
pub fn read(path: &str) -> String {
    let full = root().join(path);
    fs::read_to_string(&full).unwrap_or_else(|error| panic!("{}: {error}", full.display()))
}

/// The effective document of an API, as it is committed.
pub fn effective(api: &str) -> Value {
    let path = format!("spec/{api}/effective.yaml");
    document::read(&path, read(&path).as_bytes()).unwrap()
}

/// What `cargo xtask regenerate` gives the generator for an API.
pub fn input(api: &str) -> Input {
    let text = |(name, bytes)| (name, String::from_utf8(bytes).expect("a fixup is text"));
    let fixups = files(&format!("spec/{api}/fixups")).into_iter().map(text);
    Input {
        api: api.to_string(),
        settings: read(&format!("spec/{api}/api.toml")),
        document: read(&format!("spec/{api}/openapi.yaml")).into_bytes(),
        fixups: fixups.collect(),
        samples: files(&format!("spec/{api}/samples")),
        names_lock: fs::read_to_string(root().join(format!("spec/{api}/names.lock.toml"))).ok(),
    }
}

/// Names and contents of the files of a folder that may be missing, in the order of their names.
fn files(folder: &str) -> Vec<(String, Vec<u8>)> {
    let Ok(entries) = fs::read_dir(root().join(folder)) else {
        return Vec::new();
    };
    let mut files: Vec<_> = entries
        .map(|entry| {
            let entry = entry.expect("readable");
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, fs::read(entry.path()).expect("readable"))
        })
        .collect();
    files.sort();
    files
}

/// The files that the generator makes of an input.
pub fn generate(input: &Input) -> Vec<File> {
    match generator::generate(input, &mut |_| {}) {
        Ok(output) => output.files,
        Err(error) => panic!("{error}"),
    }
}

/// Asserts that there is a snapshot for each of `names` and no other: an orphan would be reviewed for ever.
///
/// `module` is the module of the test, as insta writes it into the name of the file.
pub fn assert_no_orphan_snapshots(module: &str, names: &[String]) {
    let folder = root().join("tests/it/snapshots");
    let prefix = format!("it__{module}__");
    for entry in fs::read_dir(&folder).expect("there are snapshots") {
        let file = entry
            .expect("readable")
            .file_name()
            .to_string_lossy()
            .into_owned();
        let name = file
            .strip_prefix(&prefix)
            .and_then(|name| name.strip_suffix(".snap"));
        let is_known = |name: &str| names.iter().any(|known| known == name);
        assert!(
            name.is_none_or(is_known),
            "tests/it/snapshots/{file} is the snapshot of something that is gone: delete it"
        );
    }
}
