//! One folder of `spec/`: its name goes in, the [`Input`] of the generator comes out.
//!
//! Checks what only the disk can tell: which files there are, how long they are, and that `openapi.yaml` is the one
//! whose sha256 `api.toml` records. What the files say is for the generator to judge.

use generator::{Input, Settings};
use sha2::{Digest, Sha256};

use crate::apis::is_name_byte;
use crate::error::Error;
use crate::paths::{MACHINE_WRITTEN, NOT_MACHINE_WRITTEN};
use crate::workspace::Workspace;

/// Reads `spec/<api>/`.
///
/// # Errors
///
/// A file is missing, too long, wrongly named or read by nothing, or `openapi.yaml` is not the one that `api.toml` records.
pub fn load(workspace: &Workspace, api: &str) -> Result<Input, Error> {
    refuse_strays(workspace, api)?;
    let settings_path = format!("spec/{api}/api.toml");
    let settings = workspace.read_text(&settings_path)?;
    let recorded = Settings::parse(&settings_path, &settings)?.document.sha256;

    let document_path = format!("spec/{api}/openapi.yaml");
    let document = workspace.read(&document_path)?;
    check_unedited(&document_path, &document, &settings_path, &recorded)?;

    Ok(Input {
        api: api.to_owned(),
        settings,
        document,
        fixups: fixups(workspace, api)?,
        samples: samples(workspace, api)?,
        names_lock: names_lock(workspace, api)?,
    })
}

/// Checks that `openapi.yaml` is the file whose sha256 `api.toml` records.
///
/// # Errors
///
/// It is another one.
pub fn check_unedited(
    path: &str,
    document: &[u8],
    settings_path: &str,
    recorded: &str,
) -> Result<(), Error> {
    let actual = sha256(document);
    if actual == recorded {
        return Ok(());
    }
    Err(Error::repair(
        path,
        format!(
            "its sha256 is not the one in {settings_path}: the document was edited by hand, or `sha256` is out of date\n  \
             expected: {recorded}\n  actual:   {actual}"
        ),
        format!(
            "restore it with `git restore {path}` (a change of the document belongs into a fixup), or, if this is what \
             upstream publishes now, set `sha256` to the actual one"
        ),
    ))
}

/// Refuses what no command reads. It is not removed like an orphan, for it may be someone's work.
fn refuse_strays(workspace: &Workspace, api: &str) -> Result<(), Error> {
    let folder = format!("spec/{api}");
    let is_known =
        |name: &str| NOT_MACHINE_WRITTEN.contains(&name) || MACHINE_WRITTEN.contains(&name);
    match workspace
        .names(&folder)?
        .into_iter()
        .find(|name| !is_known(name))
    {
        None => Ok(()),
        Some(stray) => Err(Error::repair(
            format!("{folder}/{stray}"),
            "is not read by anything",
            format!(
                "rename it to one of {}; or move it out of {folder}",
                NOT_MACHINE_WRITTEN.join(", ")
            ),
        )),
    }
}

/// Name and text of every file of `fixups/`, in the order of their names.
fn fixups(workspace: &Workspace, api: &str) -> Result<Vec<(String, String)>, Error> {
    let rule = NameRule {
        folder: format!("spec/{api}/fixups"),
        holds: is_fixup_name,
        pattern: "NN-name.overlay.yaml",
        example: "10-document.overlay.yaml",
    };
    let paths = rule.paths(workspace)?.into_iter();
    paths
        .map(|(name, path)| Ok((name, workspace.read_text(&path)?)))
        .collect()
}

/// The text of `names.lock.toml`, which the first run makes.
fn names_lock(workspace: &Workspace, api: &str) -> Result<Option<String>, Error> {
    let path = format!("spec/{api}/names.lock.toml");
    workspace
        .at(&path)
        .exists()
        .then(|| workspace.read_text(&path))
        .transpose()
}

/// Name and bytes of every file of `samples/`, in the order of their names.
fn samples(workspace: &Workspace, api: &str) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let rule = NameRule {
        folder: format!("spec/{api}/samples"),
        // Which operation and status it means is for the generator to judge, which knows the document.
        holds: |name| name.ends_with(".json"),
        pattern: "<operationId>.<status>[.<n>].json",
        example: "listItems.200.json",
    };
    let paths = rule.paths(workspace)?.into_iter();
    paths
        .map(|(name, path)| Ok((name, workspace.read(&path)?)))
        .collect()
}

/// A folder of `spec/<api>/` and what the files in it are called.
struct NameRule {
    folder: String,
    holds: fn(&str) -> bool,
    pattern: &'static str,
    example: &'static str,
}

impl NameRule {
    /// Name and path of every file in the folder, in the order of their names; an error about the first one that is
    /// called otherwise, since a misspelt name must not mean that what it holds is silently left out.
    fn paths(&self, workspace: &Workspace) -> Result<Vec<(String, String)>, Error> {
        let Self {
            folder,
            holds,
            pattern,
            example,
        } = self;
        let mut paths = Vec::new();
        for name in workspace.names(folder)? {
            let path = format!("{folder}/{name}");
            if !holds(&name) {
                return Err(Error::repair(
                    path,
                    format!("only files named `{pattern}` are read from this folder"),
                    format!("rename it, such as `{example}`, or move it elsewhere"),
                ));
            }
            paths.push((name, path));
        }
        Ok(paths)
    }
}

/// The SHA-256 of `bytes` as `api.toml` records it: 64 lower-case hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn is_fixup_name(name: &str) -> bool {
    let Some(name) = name.strip_suffix(".overlay.yaml") else {
        return false;
    };
    let Some((number, name)) = name.split_once('-') else {
        return false;
    };
    number.len() == 2
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && !name.is_empty()
        && name.bytes().all(is_name_byte)
}

#[cfg(test)]
mod tests {
    use super::{is_fixup_name, sha256};

    #[test]
    fn a_fixup_has_two_digits_and_a_name() {
        assert!(is_fixup_name("10-document.overlay.yaml"));
        assert!(is_fixup_name("20-shape-of-pages.overlay.yaml"));
        for other in [
            "10-document.yaml",
            "10-document.overlay.yml",
            "1-document.overlay.yaml",
            "10-.overlay.yaml",
            "10document.overlay.yaml",
            "10-document.overlay.yaml~",
            "xx-document.overlay.yaml",
            "10-Document.overlay.yaml",
            "README.md",
        ] {
            assert!(!is_fixup_name(other), "{other}");
        }
    }

    #[test]
    fn a_sha256_is_written_in_hexadecimal() {
        assert_eq!(
            sha256(b""),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }
}
