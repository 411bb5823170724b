//! Real documents, written by Scribe 3.23 to 5.11: all of them are repaired, and every example is then valid.
//!
//! The files are other people's work and not part of the repository; without them these tests are skipped, and say so.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use generator::document;
use generator::infer::infer;
use serde_json::Value;
use xtask::commands::corpus::is_document;

use crate::inference::conforms;
use crate::shared::shared;
use crate::workspace::root;

/// The documents that Scribe wrote, by name.
pub fn corpus() -> Option<Vec<PathBuf>> {
    shared("corpus").map(|folder| documents(&folder))
}

/// The documents that other tools wrote, by name.
pub fn of_others() -> Option<Vec<PathBuf>> {
    shared("corpus/other").map(|folder| documents(&folder))
}

/// The documents that lie directly in a folder, by name; a folder without any would make each test pass for nothing.
fn documents(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let mut paths: Vec<_> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| is_document(path))
        .collect();
    paths.sort();
    assert!(!paths.is_empty(), "{}: holds no document", folder.display());
    paths
}

fn read(path: &Path) -> Value {
    document::read(&path.display().to_string(), &fs::read(path).unwrap())
        .unwrap_or_else(|error| panic!("{error}"))
}

/// Every whole-body JSON example of a 2xx response, with the pointer of its media type.
fn examples(document: &Value) -> Vec<(String, &Value)> {
    let mut examples = Vec::new();
    for found in document::operations(document) {
        let responses = found.operation.get("responses").and_then(Value::as_object);
        let successes = responses
            .into_iter()
            .flatten()
            .filter(|(status, _)| status.starts_with('2'));
        for (status, response) in successes {
            let content = response.get("content").and_then(Value::as_object);
            for (media_type, content) in content.into_iter().flatten() {
                if media_type.to_ascii_lowercase().contains("json") {
                    let pointer = found
                        .pointer
                        .child("responses")
                        .child(status)
                        .child("content")
                        .child(media_type);
                    examples.extend(
                        bodies(content)
                            .into_iter()
                            .map(|body| (pointer.to_string(), body)),
                    );
                }
            }
        }
    }
    examples
}

/// The examples of a media type, of its schema, and of the schema's alternatives.
fn bodies(content: &Value) -> Vec<&Value> {
    let schema = content.get("schema");
    let branches = schema.into_iter().flat_map(conforms::branches);
    let named = content.get("examples").and_then(Value::as_object);
    let named = named
        .into_iter()
        .flatten()
        .filter_map(|(_, example)| example.get("value"));
    let own = [Some(content), schema]
        .into_iter()
        .flatten()
        .chain(branches);
    own.filter_map(|of| of.get("example"))
        .chain(named)
        .collect()
}

#[test]
fn every_successful_example_is_valid_against_the_repaired_schema() {
    let Some(paths) = corpus() else { return };
    let (mut seen, mut longest, mut complaints) = (0, Duration::ZERO, Vec::new());
    for path in &paths {
        let document = read(path);
        let start = Instant::now();
        let repaired = infer(&document, &[]).apply(&document);
        longest = longest.max(start.elapsed());
        for (pointer, body) in examples(&document) {
            seen += 1;
            let schema = repaired.pointer(&format!("{pointer}/schema")).unwrap();
            if let Err(complaint) = conforms::check(schema, body) {
                complaints.push(format!("{}: {pointer}: {complaint:.300}", path.display()));
            }
        }
    }
    println!(
        "{} documents, {seen} examples, at most {longest:?} each",
        paths.len()
    );
    assert!(
        complaints.is_empty(),
        "{} of {seen}\n{}",
        complaints.len(),
        complaints.join("\n")
    );
    assert!(seen > 500, "{seen} examples");
}

#[test]
fn what_is_repaired_needs_no_repair() {
    let Some(paths) = corpus() else { return };
    for path in &paths {
        let document = read(path);
        let repaired = infer(&document, &[]).apply(&document);
        let again: Vec<String> = infer(&repaired, &[])
            .repairs
            .iter()
            .map(|repair| format!("{}: {}", repair.target, repair.reason()))
            .collect();
        assert_eq!(again, Vec::<String>::new(), "{}", path.display());
    }
}

#[test]
fn the_repaired_document_can_be_written_and_read() {
    let Some(paths) = corpus() else { return };
    for path in &paths {
        let document = read(path);
        let repaired = infer(&document, &[]).apply(&document);
        let text = document::to_yaml(&repaired);
        assert_eq!(
            document::read("effective.yaml", text.as_bytes()),
            Ok(repaired),
            "{}",
            path.display()
        );
    }
}

#[test]
#[should_panic(expected = "holds no document")]
fn a_folder_without_documents_fails() {
    // Rust and TOML, no YAML.
    documents(&root().join("tests"));
}
