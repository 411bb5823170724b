//! Where the tests find the workspace's own files, and how they run the generator on them.

use std::fs;
use std::path::{Path, PathBuf};

use generator::{File, Input};

/// The API that the workspace has.
pub const FANSLY: &str = "onlyfansapi-fansly";

/// The root of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The text of a file of the workspace.
pub fn read(path: &str) -> String {
    let full = root().join(path);
    fs::read_to_string(&full).unwrap_or_else(|error| panic!("{}: {error}", full.display()))
}

/// What `cargo xtask regenerate` gives the generator for an API.
pub fn input(api: &str) -> Input {
    let mut fixups: Vec<(String, String)> = fs::read_dir(root().join(format!("spec/{api}/fixups")))
        .expect("an API has fixups")
        .map(|entry| {
            let path = entry.expect("readable").path();
            let name = path
                .file_name()
                .expect("a file")
                .to_string_lossy()
                .into_owned();
            (name, fs::read_to_string(&path).expect("readable"))
        })
        .collect();
    fixups.sort();
    Input {
        api: api.to_string(),
        settings: read(&format!("spec/{api}/api.toml")),
        document: read(&format!("spec/{api}/openapi.yaml")).into_bytes(),
        fixups,
    }
}

/// The files that the generator makes of an input.
pub fn generate(input: &Input) -> Vec<File> {
    match generator::generate(input, &mut |_| {}) {
        Ok(output) => output.files,
        Err(error) => panic!("{error}"),
    }
}
