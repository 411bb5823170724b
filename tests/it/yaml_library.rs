//! The YAML library can be exchanged in one file, as nothing else names it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::workspace::root;

/// In two parts, so that this file does not name it.
const LIBRARY: &str = concat!("serde", "_yaml");

#[test]
fn one_file_names_the_yaml_library() {
    let root = root();
    let mut sources = vec![root.join("Cargo.toml")];
    for folder in ["generator", "runtime", "xtask", "tests", "generated"] {
        collect(&root.join(folder), &mut sources);
    }
    let naming: Vec<&Path> = sources
        .iter()
        .filter(|file| fs::read_to_string(file).is_ok_and(|text| text.contains(LIBRARY)))
        .map(|file| file.strip_prefix(&root).unwrap())
        .collect();
    let expected = [
        "Cargo.toml",
        "generator/Cargo.toml",
        "generator/src/document/yaml_format.rs",
    ];
    assert_eq!(naming, expected.map(Path::new));
}

/// The Rust sources and manifests below a folder.
fn collect(folder: &Path, sources: &mut Vec<PathBuf>) {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, sources);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "rs" || extension == "toml")
        {
            sources.push(path);
        }
    }
}
