//! The program's run: it goes in, what became of each example comes out.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde::Deserialize;

use super::program::{self, Part};
use crate::error::Error;

/// What became of an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ExampleOutcome {
    /// It decodes, and came back with every value in place.
    Lossless,
    /// It decodes, and these values are lost or changed.
    Lost(Vec<String>),
    /// It does not decode, and why.
    NotDecoded(String),
}

/// A line that the program prints.
#[derive(Debug, Deserialize)]
struct Line {
    document: String,
    example: usize,
    undecoded: Option<String>,
    #[serde(default)]
    lost: Vec<String>,
}

/// Runs the program on the examples of each document. The results are by number of the row and number of the example.
///
/// An example that ends the program (an overflow of the stack ends it, whatever it catches) costs the others nothing: they
/// are run without it.
pub(super) fn run(
    program: &Path,
    folder: &Path,
    parts: &[Part],
) -> Result<BTreeMap<(usize, usize), ExampleOutcome>, Error> {
    let mut results = BTreeMap::new();
    for part in parts {
        let mut next = 0;
        while next < part.examples.len() {
            let output = start(program, folder, part, next)?;
            for checked in results_of(&String::from_utf8_lossy(&output.stdout), part, next) {
                if let Some(example) = part.examples.get(next) {
                    results.insert((part.index, *example), checked);
                }
                next += 1;
            }
            if let Some(example) = part.examples.get(next) {
                results.insert(
                    (part.index, *example),
                    ExampleOutcome::NotDecoded(ended(&output)),
                );
                next += 1;
            }
        }
    }
    Ok(results)
}

fn start(program: &Path, folder: &Path, part: &Part, from: usize) -> Result<Output, Error> {
    Command::new(program)
        .args([program::module(part.index), from.to_string()])
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .map_err(|cause| Error::System {
            place: program.display().to_string(),
            action: "started",
            cause,
            cure: "remove the folder it lies in, and run the command again",
        })
}

/// What became of the example that the program did not come to the end of.
fn ended(output: &Output) -> String {
    let stderr = String::from_utf8_lossy(&output.stderr);
    let last = stderr.lines().map(str::trim).rfind(|line| !line.is_empty());
    let last = last.map(|line| format!(": {line}")).unwrap_or_default();
    format!("it ends the program ({}){last}", output.status)
}

/// What the program has printed of the examples from `next` on, in their order. A line that is cut off is none.
fn results_of(stdout: &str, part: &Part, next: usize) -> Vec<ExampleOutcome> {
    let document = program::module(part.index);
    let lines = stdout.lines().zip(next..).map_while(|(line, number)| {
        let line: Line = serde_json::from_str(line).ok()?;
        (line.document == document && line.example == number).then_some(line)
    });
    let results = lines.map(|line| match line {
        Line {
            undecoded: Some(reason),
            ..
        } => ExampleOutcome::NotDecoded(reason),
        Line { lost, .. } if lost.is_empty() => ExampleOutcome::Lossless,
        Line { lost, .. } => ExampleOutcome::Lost(lost),
    });
    results.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(examples: &[usize]) -> Part {
        let mut part = Part::empty(3);
        part.examples = examples.to_vec();
        part
    }

    #[test]
    fn each_line_is_what_became_of_an_example() {
        let stdout = r#"{"document":"doc_3","example":2}
{"document":"doc_3","example":3,"lost":["/id is gone"]}
{"document":"doc_3","example":4,"undecoded":"does not decode at `id`"}
{"document":"doc_3","exam"#;
        assert_eq!(
            results_of(stdout, &part(&[0, 4, 7, 9, 10, 12]), 2),
            [
                ExampleOutcome::Lossless,
                ExampleOutcome::Lost(vec!["/id is gone".to_string()]),
                ExampleOutcome::NotDecoded("does not decode at `id`".to_string()),
            ]
        );
    }

    #[test]
    fn a_line_about_something_else_is_no_result() {
        for stdout in [
            r#"{"document":"doc_4","example":0}"#,
            r#"{"document":"doc_3","example":1}"#,
        ] {
            assert_eq!(results_of(stdout, &part(&[0, 1]), 0), []);
        }
    }

    /// The stand-in for the program is a script that aborts at one example, as an overflow of the stack would.
    #[cfg(unix)]
    #[test]
    fn an_example_that_ends_the_program_says_how_and_the_others_are_run_without_it() {
        use std::fs;
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("program");
        let script = r#"#!/bin/sh
for example in 0 1 2; do
    if [ $example -lt $2 ]; then continue; fi
    if [ $example = 1 ]; then printf 'overflowed its stack\naborting\n\n' >&2; kill -ABRT $$; fi
    echo "{\"document\":\"$1\",\"example\":$example}"
done
"#;
        fs::write(&program, script).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();

        let results = run(&program, folder.path(), &[part(&[0, 4, 7])]).unwrap();
        assert_eq!(
            results.keys().collect::<Vec<_>>(),
            [&(3, 0), &(3, 4), &(3, 7)]
        );
        assert_eq!(results[&(3, 0)], ExampleOutcome::Lossless);
        assert_eq!(results[&(3, 7)], ExampleOutcome::Lossless);
        let ExampleOutcome::NotDecoded(reason) = &results[&(3, 4)] else {
            panic!("{results:?}");
        };
        assert!(
            reason.starts_with("it ends the program (signal: 6 "),
            "{reason}"
        );
        assert!(reason.ends_with("): aborting"), "{reason}");
    }
}
