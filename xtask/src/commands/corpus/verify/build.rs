//! `cargo build` of the program: a folder goes in; the program, or what the compiler says of which document, comes out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::compiled::{Built, Fault};
use super::program::{NAME, owner};
use crate::error::Error;

/// How many errors are repeated where no document is to blame.
const MAX_ERRORS: usize = 3;

/// Builds the program that lies in `folder`.
///
/// # Errors
///
/// Cargo cannot be started.
pub(super) fn build(folder: &Path) -> Result<Built, Error> {
    let output = command(folder).output().map_err(not_started)?;
    let stdout = String::from_utf8_lossy(&output.stdout);
    let messages: Vec<Value> = stdout
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    let faults = faults(&messages, output.status.success(), folder);
    if output.status.success() {
        return Ok(match messages.iter().find_map(executable) {
            Some(program) => Built::Program(program, faults),
            None => Built::Failed("cargo names no program".to_string()),
        });
    }
    if faults.is_empty() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        return Ok(Built::Failed(reason(&messages, &stderr)));
    }
    Ok(Built::Blamed(faults))
}

/// Cargo could not be started.
pub(super) fn not_started(cause: std::io::Error) -> Error {
    Error::System {
        place: "cargo".to_string(),
        action: "started",
        cause,
        cure: "run this through `cargo xtask`",
    }
}

fn command(folder: &Path) -> Command {
    let mut command = cargo(folder, "build");
    command.args(["--message-format", "json"]);
    command
}

/// Cargo on the package in `folder`, with nothing of the caller's that would hide a warning.
pub(super) fn cargo(folder: &Path, subcommand: &str) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command
        .args([subcommand, "--offline", "--no-default-features"])
        .arg("--manifest-path")
        .arg(folder.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(folder.join("target"))
        .current_dir(folder)
        // Of all places that flags can come from, this one comes first; empty, it says that there are none.
        .env("CARGO_ENCODED_RUSTFLAGS", "")
        .env("CARGO_ENCODED_RUSTDOCFLAGS", "")
        .env("CARGO_BUILD_WARNINGS", "warn");
    command
}

/// Why cargo has failed, where no document is to blame: the first errors, and the end of what it printed, such as the signal
/// that ended the compiler.
pub(super) fn reason(messages: &[Value], stderr: &str) -> String {
    let message = |of: &Value| {
        let of = of.get("message")?;
        let is_error = of.get("level")?.as_str()?.starts_with("error");
        is_error.then_some(of.get("message")?.as_str()?.to_string())
    };
    let lines: Vec<&str> = stderr.lines().map(str::trim).collect();
    let errors = lines.iter().filter(|line| line.starts_with("error"));
    let errors = errors.map(|line| (*line).to_string());
    let mut reasons: Vec<String> = messages
        .iter()
        .filter_map(message)
        .chain(errors)
        .take(MAX_ERRORS)
        .collect();
    // Before its last backtick stands the whole command line of the compiler.
    let last = lines.iter().rev().find(|line| !line.is_empty());
    let end = last.and_then(|line| line.rsplit('`').next());
    if let Some(end) = end.map(str::trim).filter(|end| !end.is_empty())
        && !reasons.iter().any(|of| of.contains(end))
    {
        reasons.push(end.to_string());
    }
    let reasons = reasons.join("; ");
    reasons.lines().collect::<Vec<_>>().join(" ")
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
    fn no_flags_from_outside_hide_a_warning() {
        let command = command(Path::new("corpus"));
        let flags = command
            .get_envs()
            .find(|(name, _)| *name == "CARGO_ENCODED_RUSTFLAGS");
        assert_eq!(flags.and_then(|(_, value)| value), Some("".as_ref()));
    }

    #[test]
    fn where_nobody_is_blamed_the_errors_and_the_end_are_told() {
        let messages = [
            message("warning", &json!([])),
            message("error: internal compiler error", &json!([])),
        ];
        assert_eq!(
            reason(
                &messages,
                "   Compiling corpus v0.0.0\nerror: could not compile `corpus` (lib)\n\nCaused by:\n  \
                 process didn't exit successfully: `rustc --crate-name corpus` (signal: 9, SIGKILL: kill)\n"
            ),
            "mismatched types; error: could not compile `corpus` (lib); (signal: 9, SIGKILL: kill)"
        );
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
        let blamed: Vec<(usize, String)> = faults(&messages, false, Path::new("corpus"))
            .into_iter()
            .map(|fault| (fault.part, fault.message))
            .collect();
        assert_eq!(
            blamed,
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
