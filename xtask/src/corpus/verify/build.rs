//! `cargo build` of the program: a folder goes in; the program, and what the compiler says of which document, come out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::folder::Folder;
use super::program::{NAME, owner};
use crate::error::Error;

/// How much of what cargo says is repeated where no document is to blame, in lines.
const MAX_LINES: usize = 20;

/// What came of building.
pub(super) struct Built {
    /// The program; nothing where a document does not compile.
    pub program: Option<PathBuf>,
    /// The first thing that the compiler has against each document.
    pub faults: Vec<Fault>,
}

/// What the compiler has against a document.
pub(super) struct Fault {
    /// The number of its row.
    pub part: usize,
    /// What is wrong, where and why, in one line.
    pub message: String,
}

/// Builds the program that lies in `folder`.
///
/// # Errors
///
/// It cannot be built, and no document is to blame.
pub(super) fn build(folder: &Folder) -> Result<Built, Error> {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(program)
        .args(["build", "--offline", "--no-default-features"])
        .args(["--message-format", "json", "--manifest-path"])
        .arg(folder.path().join("Cargo.toml"))
        .arg("--target-dir")
        .arg(folder.path().join("target"))
        .current_dir(folder.path())
        .output()
        .map_err(|cause| Error::System {
            place: "cargo".to_string(),
            action: "started",
            cause,
            cure: "run this through `cargo xtask`",
        })?;
    let said = String::from_utf8_lossy(&output.stdout);
    let messages: Vec<Value> = said
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    let faults = faults(&messages, output.status.success(), folder.path());
    let program = messages.iter().find_map(executable);
    if output.status.success() {
        return match program {
            Some(_) => Ok(Built { program, faults }),
            None => Err(unbuilt(folder, "cargo names no program")),
        };
    }
    if faults.is_empty() {
        let told = messages
            .iter()
            .filter_map(|of| of.pointer("/message/rendered")?.as_str());
        let told: String = told.collect();
        let said = String::from_utf8_lossy(&output.stderr);
        let lines: Vec<&str> = told.lines().chain(said.lines()).collect();
        let first = lines.len().saturating_sub(MAX_LINES);
        return Err(unbuilt(folder, &lines[first..].join("\n")));
    }
    Ok(Built {
        program: None,
        faults,
    })
}

fn unbuilt(folder: &Folder, reason: &str) -> Error {
    Error::repair(
        folder.path().display().to_string(),
        format!("the program that verifies cannot be built\n{reason}"),
        "`cargo build` in the workspace brings the packages that it needs; remove the folder if it is damaged",
    )
}

/// The program, if this message tells where it is.
fn executable(message: &Value) -> Option<PathBuf> {
    let is_ours = message.pointer("/target/name")? == NAME;
    let path = message.get("executable")?.as_str()?;
    is_ours.then(|| PathBuf::from(path))
}

/// The first error of each document; or, where all of it has compiled, its first warning.
fn faults(messages: &[Value], is_built: bool, folder: &Path) -> Vec<Fault> {
    let mut faults: BTreeMap<usize, String> = BTreeMap::new();
    for message in messages {
        let Some(message) = message.get("message").filter(|of| of.is_object()) else {
            continue;
        };
        let text = |key: &str| message.get(key).and_then(Value::as_str).unwrap_or_default();
        let is_fault = match text("level") {
            "error" | "error: internal compiler error" => true,
            "warning" => is_built,
            _ => false,
        };
        if let Some((part, place)) = blamed(message).filter(|_| is_fault) {
            let what = match is_built {
                true => "compiles with a warning",
                false => "does not compile",
            };
            let place = folder.join(place);
            let message = format!("{what}: {}: {}", place.display(), text("message"));
            faults
                .entry(part)
                .or_insert_with(|| message.lines().collect::<Vec<_>>().join(" "));
        }
    }
    let faults = faults.into_iter();
    faults
        .map(|(part, message)| Fault { part, message })
        .collect()
}

/// The document that a message is about, and the place: the first span that lies in one, main spans before others.
fn blamed(message: &Value) -> Option<(usize, String)> {
    let mut spans: Vec<&Value> = Vec::new();
    collect(message, &mut spans);
    spans.sort_by_key(|span| span.get("is_primary").and_then(Value::as_bool) != Some(true));
    spans.into_iter().find_map(|span| {
        let file = span.get("file_name")?.as_str()?;
        let line = span.get("line_start").and_then(Value::as_u64).unwrap_or(0);
        Some((owner(file)?, format!("{file}:{line}")))
    })
}

/// Every span below a message: its own, those of macros it comes from, and those of its notes.
fn collect<'a>(value: &'a Value, spans: &mut Vec<&'a Value>) {
    match value {
        Value::Object(of) => {
            if of.contains_key("file_name") {
                spans.push(value);
            }
            of.values().for_each(|value| collect(value, spans));
        }
        Value::Array(of) => of.iter().for_each(|value| collect(value, spans)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn message(level: &str, spans: &Value) -> Value {
        json!({ "reason": "compiler-message", "message": { "level": level, "message": "mismatched\ntypes", "spans": spans } })
    }

    #[test]
    fn an_error_is_about_the_document_that_it_lies_in() {
        let span = |file: &str, is_primary: bool| json!({ "file_name": file, "line_start": 7, "is_primary": is_primary });
        let in_macro = json!({ "file_name": "serde/lib.rs", "is_primary": true,
            "expansion": { "span": span("src/doc_4/types/a.rs", false) } });
        let messages = [
            message("warning", &json!([span("src/doc_0/mod.rs", true)])),
            message(
                "error",
                &json!([
                    span("src/checks/doc_2.rs", false),
                    span("src/doc_1/mod.rs", true)
                ]),
            ),
            message("error", &json!([in_macro])),
            message("error", &json!([])),
        ];
        let told: Vec<(usize, String)> = faults(&messages, false, Path::new("corpus"))
            .into_iter()
            .map(|fault| (fault.part, fault.message))
            .collect();
        assert_eq!(
            told,
            [
                (
                    1,
                    "does not compile: corpus/src/doc_1/mod.rs:7: mismatched types".to_string()
                ),
                (
                    4,
                    "does not compile: corpus/src/doc_4/types/a.rs:7: mismatched types".to_string()
                ),
            ]
        );
        assert_eq!(
            faults(&messages[..1], true, Path::new("corpus")).len(),
            1,
            "what compiles has no warnings"
        );
    }
}
