//! A document with every character that disrupts what a reader sees, in every text: no file has one of them.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::hostile_text::document_of;
use super::{document, input, operation, run};
use crate::disruptive::is_disruptive;
use crate::{File, Output, document as documents, generate};

/// All of them, with letters around.
fn all() -> String {
    let disruptive = ('\0'..=char::MAX).filter(|&c| is_disruptive(c));
    disruptive.flat_map(|c| ['a', c]).collect()
}

fn of_spec<'a>(output: &'a Output, name: &str) -> &'a str {
    let is_it = |file: &&File| file.path == format!("spec/shop/{name}");
    &output.files.iter().find(is_it).unwrap().text
}

fn assert_none_is_raw(output: &Output) {
    for file in &output.files {
        let raw = file.text.lines().find(|line| line.contains(is_disruptive));
        assert_eq!(raw, None, "{}", file.path);
    }
}

/// Every string of a value, names of members included.
fn strings(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            into.insert(text.clone());
        }
        Value::Array(items) => items.iter().for_each(|item| strings(item, into)),
        Value::Object(members) => {
            for (name, member) in members {
                into.insert(name.clone());
                strings(member, into);
            }
        }
        _ => {}
    }
}

#[test]
fn no_file_has_one_raw_and_the_documents_are_read_back_as_they_were() {
    let texts = [
        all(),
        "b\u{202E}".to_string(),
        "c: \u{FEFF}\n d\u{E0041}".to_string(),
    ];
    let document = document_of(&texts);
    let output = run(&document).unwrap();
    assert_none_is_raw(&output);
    let effective = of_spec(&output, "effective.yaml");
    assert!(
        effective.contains("\ninfo:\n"),
        "it is YAML, not the JSON that any text can be: {effective}"
    );
    let read = documents::read("effective.yaml", effective.as_bytes()).unwrap();
    assert_eq!(read["info"], document["info"]);
    let (mut before, mut after) = (BTreeSet::new(), BTreeSet::new());
    strings(&document["paths"]["/c"], &mut before);
    strings(&read, &mut after);
    assert!(before.is_subset(&after), "{:?}", before.difference(&after));
    let repairs = of_spec(&output, "inferred.overlay.yaml");
    assert!(repairs.contains("\nactions:\n"), "{repairs}");
    assert!(documents::parse("inferred.overlay.yaml", repairs.as_bytes()).is_ok());
}

#[test]
fn names_are_remembered_for_places_that_have_one() {
    let document = document(&json!({ "/a\u{202E}b": { "get": operation("x") } }));
    let first = run(&document).unwrap();
    assert_none_is_raw(&first);
    let mut input = input(&document);
    input.names_lock = Some(of_spec(&first, "names.lock.toml").to_string());
    let second = generate(&input, &mut |_| {}).unwrap();
    assert_eq!(first.files, second.files);
}
