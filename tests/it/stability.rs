//! A run with the names of the run before changes nothing, whatever the document holds and in which order.

use std::fs;
use std::path::PathBuf;

use generator::{File, Input};
use serde_json::Value;

use crate::cases::{cases, input_of};
use crate::corpus::{corpus, of_others};
use crate::determinism::{Shuffler, shuffle};
use crate::workspace::root;

#[test]
fn the_second_run_of_each_case_changes_nothing() {
    let path = |name: &String| root().join(format!("tests/cases/{name}/openapi.yaml"));
    let cases = cases();
    assert!(cases.len() > 20, "{cases:?}");
    unstable(cases.iter().map(path).collect());
}

#[test]
fn the_second_run_of_each_document_of_the_corpus_changes_nothing() {
    let (of_scribe, of_others) = (corpus(), of_others());
    unstable(
        [of_scribe, of_others]
            .into_iter()
            .flatten()
            .flatten()
            .collect(),
    );
}

/// Generates each document three times, and fails with the names of those that do not stay as they are.
fn unstable(paths: Vec<PathBuf>) {
    let found: Vec<String> = paths
        .into_iter()
        .filter_map(|path| {
            let changed = changed(&fs::read(&path).unwrap())?;
            Some(format!("{}: {changed}", path.display()))
        })
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// What differs in the second run, or in one whose document is in another order.
fn changed(document: &[u8]) -> Option<String> {
    let mut input = input_of("stable", document.to_vec());
    let Some(first) = generate(&input) else {
        return Some("it is refused".to_string());
    };
    let lock = first
        .iter()
        .find(|file| file.path.ends_with("names.lock.toml"));
    input.names_lock = Some(lock.unwrap().text.clone());
    if let Some(difference) = difference(&first, &generate(&input)) {
        return Some(format!("the second run: {difference}"));
    }
    let document: Value = generator::document::read("openapi.yaml", document).unwrap();
    input.document = shuffle(&document, &mut Shuffler(1)).into_bytes();
    difference(&first, &generate(&input)).map(|of| format!("in another order: {of}"))
}

/// The files; nothing where the document cannot be generated.
fn generate(input: &Input) -> Option<Vec<File>> {
    let output = generator::generate(input, &mut |_| {});
    output.ok().map(|output| output.files)
}

fn difference(first: &[File], second: &Option<Vec<File>>) -> Option<String> {
    let Some(second) = second else {
        return Some("it is refused".to_string());
    };
    let differs = |file: &&File| !second.contains(file);
    let file = first.iter().find(differs).map(|file| file.path.clone());
    file.or_else(|| (first.len() != second.len()).then(|| "other files".to_string()))
}
