//! The doc tests of the library, listed and not run: a folder goes in; the documents that have other ones than every
//! generated crate has, come out. Text of a document that rustdoc takes for code would run in `cargo test`.

use std::collections::BTreeMap;
use std::path::Path;

use super::build;
use super::compiled::Fault;
use super::program::index;
use crate::error::Error;

/// The doc tests that a generated crate has, by the path of the item below its module: two in the crate's
/// documentation, and the first call of the README with and without async.
const OURS: [(&str, usize); 2] = [("", 2), ("Readme", 2)];

/// The documents among `parts` whose doc tests are not ours. Nothing of them is compiled or run.
///
/// # Errors
///
/// Cargo cannot be started, or rustdoc fails.
pub(super) fn find(folder: &Path, parts: &[usize]) -> Result<Vec<Fault>, Error> {
    // rustdoc would compile several tests as one to list them, unless each is to show its output.
    let output = build::cargo(folder, "test")
        .args(["--doc", "--quiet", "--", "--list", "--show-output"])
        .output()
        .map_err(build::not_started)?;
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        return Err(Error::repair(
            "target/corpus",
            format!(
                "the doc tests cannot be listed: {}",
                build::reason(&[], &stderr)
            ),
            "`cargo test --doc -- --list` in that folder says more; remove the folder if it is damaged",
        ));
    }
    Ok(faults(&String::from_utf8_lossy(&output.stdout), parts))
}

/// What is wrong with the documents, by the list of all doc tests.
fn faults(list: &str, parts: &[usize]) -> Vec<Fault> {
    let mut doc_tests: BTreeMap<(usize, String), Vec<String>> = BTreeMap::new();
    for (part, item, place) in list.lines().filter_map(test) {
        doc_tests.entry((part, item)).or_default().push(place);
    }
    let expected = |item: &str| {
        let ours = OURS.iter().find(|(name, _)| *name == item);
        ours.map_or(0, |(_, count)| *count)
    };
    for part in parts {
        for (item, _) in OURS {
            doc_tests.entry((*part, item.to_string())).or_default();
        }
    }
    let mut faults: Vec<Fault> = Vec::new();
    for ((part, item), places) in doc_tests {
        if places.len() != expected(&item) && faults.last().is_none_or(|last| last.part != part) {
            let message = format!(
                "a text of the document changes the doc tests: {} instead of {}: {}",
                places.len(),
                expected(&item),
                places.join(", ")
            );
            faults.push(Fault { part, message });
        }
    }
    faults
}

/// The document, item and place of `src/doc_3/mod.rs - doc_3::Readme (line 30) - compile: test`.
fn test(line: &str) -> Option<(usize, String, String)> {
    let name = line.strip_suffix(": test")?;
    let (file, rest) = name.split_once(" - ")?;
    let (path, rest) = rest.split_once(" (line ")?;
    let (number, _) = rest.split_once(')')?;
    let (module, item) = path.split_once("::").unwrap_or((path, ""));
    Some((index(module)?, item.to_string(), format!("{file}:{number}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "src/doc_3/mod.rs - doc_3 (line 9) - compile: test\n\
                        src/doc_3/mod.rs - doc_3 (line 20) - compile: test\n\
                        src/doc_3/../README.md - doc_3::Readme (line 30) - compile: test\n\
                        src/doc_3/../README.md - doc_3::Readme (line 60) - compile: test\n\n\
                        4 tests, 0 benchmarks\n";

    #[test]
    fn the_doc_tests_of_every_crate_are_no_fault() {
        assert_eq!(faults(LIST, &[3]), []);
    }

    #[test]
    fn another_one_is_its_documents_fault() {
        let list =
            format!("{LIST}src/doc_4/types/a.rs - doc_4::types::a::Item::id (line 7): test\n");
        let found = faults(&list.replace("doc_4", "doc_3"), &[3]);
        assert_eq!(
            found,
            [Fault {
                part: 3,
                message: "a text of the document changes the doc tests: 1 instead of 0: src/doc_3/types/a.rs:7"
                    .to_string()
            }]
        );
        let found = faults(&format!("{LIST}{}", LIST.replace("line 9", "line 8")), &[3]);
        assert_eq!(found.len(), 1, "one more in the crate's own documentation");
    }

    #[test]
    fn one_that_is_swallowed_is_a_fault() {
        assert_eq!(faults(LIST, &[3, 5]).len(), 1);
        assert_eq!(faults(LIST, &[3, 5])[0].part, 5);
    }
}
