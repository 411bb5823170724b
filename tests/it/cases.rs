//! Crates of odd documents compile, pass their tests and document themselves, all without a warning.
//!
//! Each folder of `tests/cases` holds one document about one behaviour, and `untyped` writes some by a table. All of them
//! are generated into one workspace below the target folder, where cargo keeps what it has built before, and checked
//! together by the commands that CI uses for the crates in `generated/`. Works offline: they need only what this workspace needs. TLS is left out, since it takes
//! longest to build and nothing here depends on it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use generator::Input;

use crate::untyped;
use crate::workspace::{generate, root};

const MANIFEST: &str = "[workspace]\nresolver = \"3\"\nmembers = [\"generated/*\"]\n";

#[test]
fn crates_of_odd_documents_are_as_good_as_any() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("cases");
    let inputs = cases().into_iter().map(|name| input(&name));
    let tables = untyped::cases().into_iter();
    let tables = tables.map(|(name, document)| input_of(&name, document));
    let mut expected = vec![folder.join("Cargo.toml")];
    write(&expected[0], MANIFEST);
    for input in inputs.chain(tables) {
        for file in generate(&input) {
            if file.path.starts_with("generated/") {
                let path = folder.join(&file.path);
                write(&path, &file.text.replace("\"../../runtime\"", &runtime()));
                expected.push(path);
            }
        }
    }
    remove_others(&folder.join("generated"), &expected);
    // The versions that this workspace has are the ones that are there without a network.
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();

    cargo(
        &folder,
        &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--no-default-features",
            "--offline",
            "--",
            "-D",
            "warnings",
        ],
    );
    cargo(
        &folder,
        &["test", "--workspace", "--no-default-features", "--offline"],
    );
    cargo(
        &folder,
        &[
            "doc",
            "--workspace",
            "--no-default-features",
            "--no-deps",
            "--offline",
        ],
    );
}

/// The names of all cases.
pub fn cases() -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(root().join("tests/cases"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn input(name: &str) -> Input {
    let document = root().join(format!("tests/cases/{name}/openapi.yaml"));
    input_of(name, fs::read(document).unwrap())
}

/// What `cargo xtask regenerate` would give the generator for an API of this document, without anything else.
pub fn input_of(name: &str, document: Vec<u8>) -> Input {
    let settings = format!(
        "[document]\nsha256 = \"{}\"\nprovenance = \"written for a test\"\n\
         [crate]\nname = \"case-{}\"\nversion = \"0.1.0\"\ndescription = \"A \\\"case\\\" \\u0007 of [a test].\"\n\
         key-variable = \"CASE_API_KEY\"\n",
        "0".repeat(64),
        name.replace('_', "-"),
    );
    Input {
        api: name.to_string(),
        settings,
        document,
        fixups: Vec::new(),
        samples: Vec::new(),
        names_lock: None,
    }
}

/// The path of this workspace's runtime, as a string of TOML.
fn runtime() -> String {
    let path = root().join("runtime").canonicalize().unwrap();
    format!("{:?}", path.to_str().unwrap())
}

/// Writes a file unless it has that content already, so that cargo builds only what has changed.
fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|known| known == text) {
        return;
    }
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Removes what earlier runs left: crates of cases that are gone, files that are no longer emitted.
fn remove_others(folder: &Path, expected: &[PathBuf]) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            remove_others(&path, expected);
            // Only an empty folder goes.
            let _ = fs::remove_dir(&path);
        } else if !expected.contains(&path) {
            fs::remove_file(&path).unwrap();
        }
    }
}

fn cargo(folder: &Path, arguments: &[&str]) {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env("RUSTDOCFLAGS", "-D warnings")
        .env("RUSTFLAGS", "-D warnings")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "cargo {} in {}\n{}\n{}",
        arguments.join(" "),
        folder.display(),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}
