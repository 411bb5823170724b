//! Which paths may be written at all: the paths of wanted files go in, an error about the first bad one comes out.
//!
//! A second line of defence: names in a document come from outside, and if one ever slipped into a path unchecked, the
//! worst it could do is stopped here. So an error here is a bug of the generator, not of the user's files.

use std::collections::BTreeSet;

use generator::File;
use generator::settings::is_device;

use crate::error::Error;
use crate::printable::is_hidden;

/// The files of `spec/<api>/` that are machine-written.
pub const MACHINE_WRITTEN: &[&str] = &[
    "REPORT.md",
    "effective.yaml",
    "inferred.overlay.yaml",
    "names.lock.toml",
];

/// What `spec/<api>/` holds besides: hand-written or downloaded. Nothing else there is read by anything.
pub const NOT_MACHINE_WRITTEN: &[&str] = &["openapi.yaml", "api.toml", "fixups", "samples"];

/// The one file of `generated/` that is hand-written.
pub const FORMAT_SETTINGS: &str = "rustfmt.toml";

/// The folder of a generated crate in which cargo builds when it is not built as a part of the workspace.
pub const BUILD_FOLDER: &str = "target";

/// Checks that each file lies in `generated/<api>/` or is a machine-written one of `spec/<api>/`, for one of `apis`, and
/// that all of them can exist side by side.
///
/// # Errors
///
/// The first path for which that is not so.
pub fn check(files: &[File], apis: &[String]) -> Result<(), Error> {
    let mut seen = BTreeSet::new();
    for File { path, .. } in files {
        if let Some(rule) = broken_rule(path, apis) {
            return Err(bug(path, rule));
        }
        // Two names that differ only in case are one file on macOS and Windows.
        if !seen.insert(path.to_lowercase()) {
            return Err(bug(
                path,
                "is written twice (upper and lower case count as the same)",
            ));
        }
    }
    for path in &seen {
        let parent = path
            .match_indices('/')
            .filter_map(|(end, _)| path.get(..end));
        for parent in parent {
            if seen.contains(parent) {
                return Err(bug(
                    parent,
                    &format!("is a file, and also the folder of {path}"),
                ));
            }
        }
    }
    Ok(())
}

fn broken_rule(path: &str, apis: &[String]) -> Option<&'static str> {
    let parts: Vec<&str> = path.split('/').collect();
    if parts
        .iter()
        .any(|part| part.is_empty() || *part == "." || *part == "..")
    {
        return Some("has an empty part, `.` or `..`");
    }
    // A backslash or colon means something else on Windows: a separator, a drive, a second stream of the file.
    if path
        .chars()
        .any(|c| is_hidden(c) || matches!(c, '\\' | ':'))
    {
        return Some("has a character that nobody sees, a backslash or a colon");
    }
    let stem = |part: &str| part.split('.').next().unwrap_or_default().to_lowercase();
    if parts.iter().any(|part| is_device(&stem(part))) {
        return Some("has a part that Windows takes for a device");
    }
    match parts.as_slice() {
        ["generated", api, BUILD_FOLDER, ..] if is_one_of(api, apis) => {
            Some("lies in the folder that cargo builds in")
        }
        ["generated", api, _, ..] if is_one_of(api, apis) => None,
        ["spec", api, name] if is_one_of(api, apis) && MACHINE_WRITTEN.contains(name) => None,
        _ => Some("is neither in the generated crate nor a machine-written file of `spec/<api>/`"),
    }
}

fn is_one_of(api: &str, apis: &[String]) -> bool {
    apis.iter().any(|one| one == api)
}

fn bug(path: &str, rule: &str) -> Error {
    Error::repair(
        format!("{path:?}"),
        format!("must not be written: the path {rule}"),
        "this is a bug of the generator, please report it; nothing was written",
    )
}

#[cfg(test)]
mod tests {
    use super::check;
    use generator::File;

    fn result(paths: &[&str]) -> Result<(), String> {
        let files: Vec<File> = paths
            .iter()
            .map(|path| File {
                path: (*path).to_owned(),
                text: String::new(),
            })
            .collect();
        check(&files, &["shop".to_owned()]).map_err(|error| error.to_string())
    }

    #[test]
    fn a_crate_and_the_machine_written_files_of_its_spec_may_be_written() {
        let paths = [
            "generated/shop/src/types/mod.rs",
            "generated/shop/Cargo.toml",
            "spec/shop/effective.yaml",
        ];
        assert_eq!(result(&paths), Ok(()));
    }

    #[test]
    fn every_other_path_is_refused() {
        for path in [
            "",
            "/etc/passwd",
            "generated/shop",
            "generated/shop/",
            "generated/shop/../../Cargo.toml",
            "generated/shop/./lib.rs",
            "generated/shop//lib.rs",
            "generated/shop/..\\..\\Cargo.toml",
            "generated/shop/C:lib.rs",
            "generated/shop/a\nb.rs",
            "generated/shop/a\0b.rs",
            "generated/shop/a\u{202e}b.rs",
            "generated/shop/src/con.rs",
            "generated/shop/NUL/lib.rs",
            "generated/shop/target/lib.rs",
            "generated/other/src/lib.rs",
            "generated/rustfmt.toml",
            "spec/shop/openapi.yaml",
            "spec/shop/api.toml",
            "spec/shop/fixups/10-document.overlay.yaml",
            "spec/other/effective.yaml",
            "Cargo.toml",
            "../shop/src/lib.rs",
        ] {
            assert!(result(&[path]).is_err(), "{path:?}");
        }
    }

    #[test]
    fn two_files_cannot_be_in_each_others_place() {
        assert_eq!(
            result(&["generated/shop/A.rs", "generated/shop/a.rs"]).unwrap_err(),
            "\"generated/shop/a.rs\": must not be written: the path is written twice (upper and lower case count as the \
             same)\n  cure: this is a bug of the generator, please report it; nothing was written"
        );
        assert!(result(&["generated/shop/a", "generated/shop/a/b.rs"]).is_err());
    }
}
