//! The official sets of the Overlay standard: what is an overlay, what is not, and what applying one gives.

use std::fs;
use std::path::{Path, PathBuf};

use generator::document;
use generator::overlay::Overlay;

use crate::shared::shared;

/// The folder of the official sets, which is not part of the repository.
fn corpus() -> Option<PathBuf> {
    shared("conformance/overlay")
}

/// The entries of a folder, sorted by name.
fn entries(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).unwrap_or_else(|error| panic!("{}: {error}", dir.display()));
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn overlay(file: &Path) -> Result<Overlay, generator::Error> {
    Overlay::parse(
        &file.display().to_string(),
        &fs::read_to_string(file).unwrap(),
    )
}

#[test]
fn what_the_standard_calls_an_overlay_is_read() {
    let Some(corpus) = corpus() else { return };
    for (version, count) in [("v1.0", 12), ("v1.1", 13)] {
        let files = entries(&corpus.join(version).join("pass"));
        assert!(files.len() >= count, "{version}: {} files", files.len());
        for file in files {
            if let Err(error) = overlay(&file) {
                panic!("{error}");
            }
        }
    }
}

#[test]
fn what_the_standard_does_not_call_an_overlay_is_refused() {
    let Some(corpus) = corpus() else { return };
    for (version, count) in [("v1.0", 20), ("v1.1", 22)] {
        let files = entries(&corpus.join(version).join("fail"));
        assert!(files.len() >= count, "{version}: {} files", files.len());
        for file in files {
            assert!(overlay(&file).is_err(), "{} is read", file.display());
        }
    }
}

#[test]
fn overlays_give_the_documents_that_the_standard_expects() {
    let Some(corpus) = corpus() else { return };
    let sets: Vec<_> = entries(&corpus.join("compliant-sets"))
        .into_iter()
        .filter(|path| path.is_dir())
        .collect();
    assert!(sets.len() >= 8, "{} sets", sets.len());
    for set in sets {
        // Not `document::read`: the sets are OpenAPI 3.1, which overlays do not mind.
        let value = |name: &str| document::parse(name, &fs::read(set.join(name)).unwrap()).unwrap();
        let mut changed = value("openapi.yaml");
        let report = overlay(&set.join("overlay.yaml"))
            .unwrap()
            .apply(&mut changed)
            .unwrap();
        assert!(
            report.actions.iter().any(|action| action.matched > 0),
            "{}",
            set.display()
        );
        assert_eq!(changed, value("output.yaml"), "{}", set.display());
    }
}
