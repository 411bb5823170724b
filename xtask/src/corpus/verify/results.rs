//! The program's run: it goes in, what became of each example comes out.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

use serde::Deserialize;

use super::folder::Folder;
use super::program::{self, Part};
use crate::error::Error;

/// What became of an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Checked {
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

/// Runs the program. The results are by number of the row and number of the example; an example that the program did not
/// come to, because it ended before, has none.
pub(super) fn run(
    program: &Path,
    folder: &Folder,
    parts: &[Part],
) -> Result<BTreeMap<(usize, usize), Checked>, Error> {
    let output = Command::new(program)
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .map_err(|cause| Error::System {
            place: program.display().to_string(),
            action: "started",
            cause,
            cure: "remove the folder it lies in, and run the command again",
        })?;
    let said = String::from_utf8_lossy(&output.stdout);
    Ok(results(&said, parts))
}

/// What the program has said. A line that is cut off is none.
fn results(said: &str, parts: &[Part]) -> BTreeMap<(usize, usize), Checked> {
    let lines = said
        .lines()
        .filter_map(|line| serde_json::from_str::<Line>(line).ok());
    let results = lines.filter_map(|line| {
        let index = program::index(&line.document)?;
        let part = parts.iter().find(|part| part.index == index)?;
        let example = *part.examples.get(line.example)?;
        let checked = match line {
            Line {
                undecoded: Some(reason),
                ..
            } => Checked::NotDecoded(reason),
            Line { lost, .. } if lost.is_empty() => Checked::Lossless,
            Line { lost, .. } => Checked::Lost(lost),
        };
        Some(((index, example), checked))
    });
    results.collect()
}

#[cfg(test)]
mod tests {
    use super::{Checked, Part, results};

    #[test]
    fn each_line_is_what_became_of_an_example() {
        let mut part = Part::empty(3);
        part.examples = vec![0, 4, 7, 9];
        let said = r#"{"document":"doc_3","example":0}
{"document":"doc_3","example":1,"lost":["/id is gone"]}
{"document":"doc_3","example":2,"undecoded":"does not decode at `id`"}
{"document":"doc_3","example":8}
{"document":"doc_3","exam"#;
        let results: Vec<_> = results(said, &[part]).into_iter().collect();
        assert_eq!(
            results,
            [
                ((3, 0), Checked::Lossless),
                ((3, 4), Checked::Lost(vec!["/id is gone".to_string()])),
                (
                    (3, 7),
                    Checked::NotDecoded("does not decode at `id`".to_string())
                ),
            ]
        );
    }
}
