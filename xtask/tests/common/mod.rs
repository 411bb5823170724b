//! A workspace in a temporary folder, with one API called `shop`, and the real program run on it.

// Each test file uses a part of it.
#![allow(dead_code)]

pub mod server;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use sha2::{Digest, Sha256};
use tempfile::TempDir;

pub const DOCUMENT: &str = include_str!("shop.openapi.yaml");
pub const FIXUP: &str = include_str!("shop.overlay.yaml");
pub const FIXUP_PATH: &str = "spec/shop/fixups/10-document.overlay.yaml";

pub struct TempWorkspace {
    folder: TempDir,
}

/// How a run of the program ended.
pub struct Ran {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl TempWorkspace {
    /// With folders, but no API.
    pub fn empty() -> Self {
        let workspace = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        workspace.write("generated/rustfmt.toml", "disable_all_formatting = true\n");
        workspace.write("generator/Cargo.toml", "");
        fs::create_dir(workspace.at("spec")).unwrap();
        workspace
    }

    /// With the API `shop`, of which nothing is generated yet.
    pub fn shop() -> Self {
        let workspace = Self::empty();
        workspace.add_api("shop", DOCUMENT.as_bytes());
        workspace.write(FIXUP_PATH, FIXUP);
        workspace
    }

    /// Writes the `openapi.yaml` of an API, and an `api.toml` that agrees with it.
    pub fn add_api(&self, api: &str, document: &[u8]) {
        self.write(format!("spec/{api}/openapi.yaml"), document);
        let sha256: String = Sha256::digest(document)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        self.write(
            format!("spec/{api}/api.toml"),
            format!(
                r#"
[document]
address = "https://shop.example/openapi.yaml"
sha256 = "{sha256}"
provenance = "made by hand for a test"

[crate]
name = "{api}-client"
version = "0.1.0"
description = "Typed, async Rust client for the {api}"
key-variable = "SHOP_API_KEY"
example-operation = "listItems"
"#
            ),
        );
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    pub fn at(&self, path: impl AsRef<Path>) -> PathBuf {
        self.root().join(path)
    }

    pub fn write(&self, path: impl AsRef<Path>, content: impl AsRef<[u8]>) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub fn read(&self, path: impl AsRef<Path>) -> String {
        fs::read_to_string(self.at(path)).unwrap()
    }

    pub fn remove(&self, path: impl AsRef<Path>) {
        fs::remove_file(self.at(path)).unwrap();
    }

    /// Gives every file the same old time, so that a later write cannot hide behind a coarse clock.
    pub fn age(&self) {
        let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
        for path in self.tree().into_keys() {
            let path = self.at(path);
            if path.is_file() {
                fs::File::options()
                    .write(true)
                    .open(path)
                    .unwrap()
                    .set_modified(old)
                    .unwrap();
            }
        }
    }

    pub fn modified(&self, path: impl AsRef<Path>) -> SystemTime {
        fs::metadata(self.at(path)).unwrap().modified().unwrap()
    }

    /// Everything that is in the workspace: folders, and files with their sha256 and time of modification.
    pub fn tree(&self) -> BTreeMap<String, String> {
        let mut tree = BTreeMap::new();
        let mut folders = vec![self.root().to_path_buf()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let name = path
                    .strip_prefix(self.root())
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .replace('\\', "/");
                let about = fs::symlink_metadata(&path).unwrap();
                let content = if about.is_dir() {
                    folders.push(path);
                    "folder".to_owned()
                } else if about.is_symlink() {
                    format!("link to {}", fs::read_link(path).unwrap().display())
                } else {
                    let modified = about.modified().unwrap();
                    // The enormous document: hashing it takes seconds, and its length and time tell enough.
                    let bytes = if about.len() > 1_000_000 {
                        Vec::new()
                    } else {
                        fs::read(path).unwrap()
                    };
                    format!(
                        "{} bytes {:?} of {modified:?}",
                        about.len(),
                        Sha256::digest(bytes)
                    )
                };
                tree.insert(name, content);
            }
        }
        tree
    }

    /// The names of all files below `folder`, sorted.
    pub fn files(&self, folder: &str) -> Vec<String> {
        let is_file = |path: &String| self.at(path).is_file();
        self.tree()
            .into_keys()
            .filter(|path| path.starts_with(folder))
            .filter(is_file)
            .collect()
    }

    /// Runs the program in the workspace.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        run(self.root(), arguments, &[])
    }

    /// Runs it, and asserts that it refuses with exit code 2 and leaves everything as it was. Returns what it said.
    pub fn refuse(&self, arguments: &[&str]) -> String {
        let before = self.tree();
        let ran = self.run(arguments);
        assert_eq!(ran.code, Some(2), "{ran}");
        assert!(ran.stderr.starts_with("error: "), "{ran}");
        assert!(!ran.stderr.contains("panicked"), "{ran}");
        assert_eq!(before, self.tree());
        ran.stderr
    }
}

/// A workspace whose API `shop` is generated.
pub fn generated() -> TempWorkspace {
    let workspace = TempWorkspace::shop();
    let ran = workspace.run(&["regenerate"]);
    assert_eq!(ran.code, Some(0), "{ran}");
    workspace.age();
    workspace
}

/// Asserts that `--check` fails with these lines and writes nothing.
pub fn assert_stale(workspace: &TempWorkspace, lines: &[&str]) {
    let before = workspace.tree();
    let ran = workspace.run(&["regenerate", "--check"]);
    assert_eq!(ran.code, Some(1), "{ran}");
    let expected = format!(
        "{}\nrun `cargo xtask regenerate` and commit the result\n",
        lines.join("\n")
    );
    assert!(ran.stdout.ends_with(&expected), "{ran}");
    assert_eq!(ran.stderr, "");
    assert_eq!(before, workspace.tree());
}

/// Asserts that the workspace is refused, with and without `--check`, by an error about `place` that has a cure and says
/// each of `parts`.
pub fn assert_refused(workspace: &TempWorkspace, place: &str, parts: &[&str]) {
    for arguments in [&["regenerate"][..], &["regenerate", "--check"][..]] {
        let error = workspace.refuse(arguments);
        assert!(error.starts_with(&format!("error: {place}")), "{error}");
        assert!(error.contains("\n  cure: "), "{error}");
        for part in parts {
            assert!(error.contains(part), "{part}: {error}");
        }
    }
}

/// Runs the program in `folder`, with some more environment variables.
pub fn run(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(arguments)
        .current_dir(folder)
        // Whoever tests this workspace with documents of their own does not mean these.
        .env_remove("OPENAPI_CORPUS")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    Ran {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

impl std::fmt::Display for Ran {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "exit code {:?}\n{}{}",
            self.code, self.stdout, self.stderr
        )
    }
}
