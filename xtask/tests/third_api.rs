//! CONTRIBUTING.md's recipe "A new API", followed in a copy of this workspace: the crate of a document that nothing here
//! was made for compiles, and no file had to be edited by hand.
//!
//! The copy lies below the target folder, where cargo keeps what it has built before. Works offline: the crate needs only
//! what this workspace needs. TLS is left out, since it takes longest to build and nothing here depends on it.

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::run;

const LIBRARY: &str = include_str!("common/library.openapi.yaml");

#[test]
fn a_third_api_needs_two_commands() {
    let tmp = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let copy = tmp.join("third-api");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    copy_workspace(&root.canonicalize().unwrap(), &copy);
    fs::write(copy.join("library.yaml"), LIBRARY).unwrap();

    for arguments in [
        &["new-api", "library", "--document", "library.yaml"][..],
        &["regenerate", "library"],
        &["regenerate", "library", "--check"],
    ] {
        let ran = run(&copy, arguments, &[]);
        assert_eq!(ran.code, Some(0), "{arguments:?} {ran}");
    }
    check(&copy, "library", &tmp.join("cases/target"));
}

/// Makes `to` a copy of the workspace `from`, without what cargo and git keep there. What an earlier run left and is the
/// same stays as it is, so that cargo builds only what has changed.
fn copy_workspace(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    let names = |folder: &Path| -> Vec<_> {
        let entries = fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name()).collect()
    };
    for name in names(to) {
        let (source, copy) = (from.join(&name), to.join(&name));
        if source.exists() {
            continue;
        } else if copy.is_dir() {
            fs::remove_dir_all(copy).unwrap();
        } else {
            fs::remove_file(copy).unwrap();
        }
    }
    for name in names(from) {
        let (source, copy) = (from.join(&name), to.join(&name));
        let is_hidden = name.to_string_lossy().starts_with('.');
        // The target folder may have any name, and the copy lies in it.
        if name == "target" || to.starts_with(&source) || is_hidden {
            continue;
        } else if source.is_dir() {
            copy_workspace(&source, &copy);
        } else if fs::read(&copy).ok() != Some(fs::read(&source).unwrap()) {
            fs::copy(source, copy).unwrap();
        }
    }
}

/// Compiles the crate. The target folder is that of `tests/it/cases.rs`, which builds the same dependencies.
fn check(workspace: &Path, package: &str, target: &Path) {
    let output = Command::new(env!("CARGO"))
        .args([
            "check",
            "--offline",
            "--no-default-features",
            "--package",
            package,
        ])
        .current_dir(workspace)
        .env("CARGO_TARGET_DIR", target)
        .env("RUSTFLAGS", "-D warnings")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "cargo check of {package}\n{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}
