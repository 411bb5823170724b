//! Whether every package of the workspace has a name of its own: manifests and `api.toml` files go in, an error about
//! the first name that is taken comes out.
//!
//! Cargo refuses to load a workspace with two packages of one name, and then `cargo xtask`, which could cure it, does not
//! start either. So this is asked before anything is generated.

use std::collections::BTreeMap;

use generator::Settings;
use serde::Deserialize;

use crate::error::Error;
use crate::workspace::Workspace;

const ROOT_MANIFEST: &str = "Cargo.toml";

/// Where the generated crates are among the members of the workspace.
const GENERATED: &str = "generated/";

/// Checks the names of all APIs that are `known` against each other and against the hand-written packages; and those of
/// the `chosen` ones also against the crates in the folders of `generated/` that are called `left`, which keep their
/// manifests whatever their `api.toml` says now.
///
/// # Errors
///
/// Two packages would have one name, or a manifest or `api.toml` cannot be read.
pub fn check(
    workspace: &Workspace,
    known: &[String],
    chosen: &[String],
    left: &[String],
) -> Result<(), Error> {
    let mut taken = hand_written(workspace)?;
    let mut wanted = Vec::new();
    for api in known {
        let (name, place) = stated(workspace, api)?;
        if let Some(other) = taken.get(&name) {
            let cure = format!("choose another `crate.name` in {place}");
            return Err(is_taken(&place, &name, other, cure));
        }
        if chosen.contains(api) {
            wanted.push((name.clone(), place.clone()));
        }
        taken.insert(name, place);
    }

    let mut kept = BTreeMap::new();
    for folder in left {
        let path = format!("{GENERATED}{folder}/Cargo.toml");
        kept.extend(package_name(workspace, &path)?.map(|name| (name, path)));
    }
    for (name, place) in wanted {
        if let Some(other) = kept.get(&name) {
            let cure = "regenerate all APIs at once: `cargo xtask regenerate`";
            return Err(is_taken(&place, &name, other, cure));
        }
    }
    Ok(())
}

/// The file that says that a package is called `name`: a hand-written manifest, or the `api.toml` of an API that is
/// `known`.
///
/// # Errors
///
/// A manifest or `api.toml` cannot be read.
pub fn owner(workspace: &Workspace, known: &[String], name: &str) -> Result<Option<String>, Error> {
    let mut taken = hand_written(workspace)?;
    for api in known {
        let (name, place) = stated(workspace, api)?;
        taken.entry(name).or_insert(place);
    }
    Ok(taken.remove(name))
}

/// The name of the crate of an API, and the path of the `api.toml` that states it.
fn stated(workspace: &Workspace, api: &str) -> Result<(String, String), Error> {
    let place = format!("spec/{api}/api.toml");
    let settings = Settings::parse(&place, &workspace.read_text(&place)?)?;
    Ok((settings.package.name, place))
}

/// The names of the hand-written packages, each with the path of its manifest.
fn hand_written(workspace: &Workspace) -> Result<BTreeMap<String, String>, Error> {
    let Some(root) = manifest(workspace, ROOT_MANIFEST)? else {
        // No workspace of cargo, so nothing that it could refuse to load.
        return Ok(BTreeMap::new());
    };
    let mut paths = vec![ROOT_MANIFEST.to_owned()];
    for member in root.workspace.unwrap_or_default().members {
        if member.starts_with(GENERATED) {
            continue;
        }
        if member.contains(['*', '?', '[']) {
            return Err(Error::repair(
                ROOT_MANIFEST,
                format!(
                    "the member `{member}` is a pattern, so the names of packages that are taken cannot be known"
                ),
                "name each member but `generated/*`",
            ));
        }
        paths.push(format!("{}/Cargo.toml", member.trim_end_matches('/')));
    }
    let mut names = BTreeMap::new();
    for path in paths {
        names.extend(package_name(workspace, &path)?.map(|name| (name, path)));
    }
    Ok(names)
}

/// The name of the package of a manifest. That there is none, or no manifest, is for cargo to tell.
fn package_name(workspace: &Workspace, path: &str) -> Result<Option<String>, Error> {
    Ok(manifest(workspace, path)?
        .and_then(|manifest| manifest.package)
        .and_then(|package| package.name))
}

fn manifest(workspace: &Workspace, path: &str) -> Result<Option<Manifest>, Error> {
    if !workspace.at(path).exists() {
        return Ok(None);
    }
    match toml::from_str(&workspace.read_text(path)?) {
        Ok(manifest) => Ok(Some(manifest)),
        Err(error) => Err(Error::repair(
            path,
            format!(
                "is not a manifest that cargo takes: {}",
                error.message().trim_end()
            ),
            "correct it, or restore it with git",
        )),
    }
}

fn is_taken(place: &str, name: &str, other: &str, cure: impl Into<String>) -> Error {
    Error::repair(
        format!("{place}: crate.name"),
        format!(
            "`{name}` is also the name of the package in {other}, and cargo refuses to load a workspace with two packages \
             of one name"
        ),
        cure,
    )
}

#[derive(Deserialize)]
struct Manifest {
    package: Option<Package>,
    workspace: Option<WorkspaceTable>,
}

#[derive(Deserialize)]
struct Package {
    name: Option<String>,
}

#[derive(Default, Deserialize)]
struct WorkspaceTable {
    #[serde(default)]
    members: Vec<String>,
}
