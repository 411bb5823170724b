//! Imports inside of the generator run down only: from a stage to what it is made of, never back; and no files, there or in
//! `xtask`, import each other in a circle.
//!
//! A room is a folder or a file directly below `generator/src`. What a room may import is data ([`ROOMS`]). The arrows
//! between files are read from their sources ([`sources`], [`paths`]).

use std::collections::{BTreeMap, BTreeSet};

use sources::Sources;

mod circle;
mod paths;
mod sources;

/// The rooms from the ground up, each with the rooms that it imports. A room can only import what stands above it here.
const ROOMS: [(&str, &[&str]); 20] = [
    ("disruptive", &[]),
    ("error", &[]),
    ("file", &[]),
    ("notes", &[]),
    ("text", &["disruptive"]),
    ("api", &["notes"]),
    ("deep_stack", &["error"]),
    ("identifiers", &["disruptive"]),
    ("toml_text", &["disruptive"]),
    ("document", &["deep_stack", "disruptive", "error"]),
    ("settings", &["error", "identifiers"]),
    ("coverage", &["api", "document"]),
    (
        "emit",
        &[
            "api",
            "error",
            "file",
            "identifiers",
            "settings",
            "text",
            "toml_text",
        ],
    ),
    ("overlay", &["document", "error"]),
    ("union", &["document", "identifiers"]),
    (
        "name",
        &["document", "error", "identifiers", "toml_text", "union"],
    ),
    (
        "normalise",
        &["document", "identifiers", "notes", "text", "union"],
    ),
    ("infer", &["document", "error"]),
    (
        "lower",
        &[
            "api",
            "disruptive",
            "document",
            "error",
            "identifiers",
            "name",
            "notes",
            "text",
            "union",
        ],
    ),
    (
        "report",
        &[
            "document", "file", "infer", "name", "notes", "settings", "text",
        ],
    ),
];

/// The room that runs all others.
const TOP: &str = "lib";

#[test]
fn rooms_import_what_the_table_says() {
    let sources = Sources::below("generator/src");
    let mut imports: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (from, to) in sources.arrows() {
        let (from, to) = (room(from), room(to));
        let imported = imports.entry(from).or_default();
        if from != to {
            imported.insert(to);
        }
    }
    imports.remove(TOP);
    let allowed: BTreeMap<&str, BTreeSet<&str>> = ROOMS
        .iter()
        .map(|(room, imported)| (*room, imported.iter().copied().collect()))
        .collect();
    let mut wrong = Vec::new();
    for (room, imported) in &imports {
        let listed = allowed.get(room).cloned().unwrap_or_default();
        for extra in imported.difference(&listed) {
            wrong.push(format!("`{room}` imports `{extra}`"));
        }
        for missing in listed.difference(imported) {
            wrong.push(format!("`{room}` no longer imports `{missing}`"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}: turn the import round, or change the table in tests/it/arrows/mod.rs for a reason",
        wrong.join(", ")
    );
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    for folder in ["generator/src", "xtask/src"] {
        if let Some(circle) = Sources::below(folder).circle() {
            panic!(
                "{folder}: {}: move what they share to the lowest of them, or to a file of its own",
                circle.join(" -> ")
            );
        }
    }
}

#[test]
fn the_table_runs_from_the_ground_up() {
    let mut known = BTreeSet::new();
    for (room, imported) in ROOMS {
        for other in imported {
            assert!(known.contains(other), "`{room}` imports `{other}` above it");
        }
        assert!(known.insert(room), "`{room}` is there twice");
    }
}

fn room(module: &str) -> &str {
    match module.split("::").next() {
        None | Some("") => TOP,
        Some(room) => room,
    }
}
