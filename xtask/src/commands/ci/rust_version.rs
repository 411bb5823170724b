//! Whether every dependency can be built with the workspace's `rust-version`: the output of `cargo metadata` and the
//! root manifest go in, the packages that ask for a newer Rust come out.
//!
//! Cargo picks versions that fit when it writes Cargo.lock, but a hand-made `cargo update --precise`, or a dependency
//! with no version that fits, breaks the promise without a word. Without this check, a user would tell us.

use serde::Deserialize;

use crate::error::Error;

/// A dependency that asks for a newer Rust than the workspace promises.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{name} {version}: states rust-version {states}, above the workspace's {workspace}\n  \
     cure: pin an older version with `cargo update -p {name}@{version} --precise <version>`, or raise `rust-version` in \
     Cargo.toml"
)]
pub struct TooNew {
    name: String,
    version: String,
    states: String,
    workspace: String,
}

/// The dependencies that ask for a newer Rust, in the order of `metadata`.
///
/// # Errors
///
/// One of the texts, or a version in it, is not what cargo writes.
pub fn too_new(manifest: &str, metadata: &str) -> Result<Vec<TooNew>, Error> {
    let workspace = toml::from_str::<Manifest>(manifest)
        .map_err(|error| not_understood("Cargo.toml", error.message()))?
        .workspace
        .package
        .rust_version;
    let limit = parse("Cargo.toml", &workspace)?;
    let metadata: Metadata = serde_json::from_str(metadata)
        .map_err(|error| not_understood("the output of `cargo metadata`", &error.to_string()))?;

    let mut too_new = Vec::new();
    for package in metadata.packages {
        let Some(states) = package.rust_version else {
            continue;
        };
        if !metadata.workspace_members.contains(&package.id)
            && parse(&package.name, &states)? > limit
        {
            too_new.push(TooNew {
                name: package.name,
                version: package.version,
                states,
                workspace: workspace.clone(),
            });
        }
    }
    Ok(too_new)
}

/// `1.85` and `1.85.0` are the same.
fn parse(place: &str, version: &str) -> Result<[u64; 3], Error> {
    let bad = || {
        not_understood(
            place,
            &format!("`{version}` is not a rust-version such as 1.85"),
        )
    };
    let mut parsed = [0; 3];
    let mut parts = version.split('.');
    for (number, part) in parsed.iter_mut().zip(&mut parts) {
        *number = part.parse().map_err(|_| bad())?;
    }
    match parts.next() {
        None => Ok(parsed),
        Some(_) => Err(bad()),
    }
}

fn not_understood(place: &str, message: &str) -> Error {
    Error::repair(
        place,
        message,
        "`[workspace.package]` in Cargo.toml needs `rust-version`; run `cargo metadata --locked --format-version 1` to see \
         what cargo says",
    )
}

#[derive(Deserialize)]
struct Manifest {
    workspace: WorkspaceTable,
}

#[derive(Deserialize)]
struct WorkspaceTable {
    package: PackageTable,
}

#[derive(Deserialize)]
struct PackageTable {
    #[serde(rename = "rust-version")]
    rust_version: String,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    workspace_members: Vec<String>,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
    version: String,
    rust_version: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::too_new;

    const MANIFEST: &str = "[workspace.package]\nrust-version = \"1.88\"\n";

    fn found(packages: &str) -> Result<Vec<String>, String> {
        let metadata = format!(r#"{{ "packages": [{packages}], "workspace_members": ["ours"] }}"#);
        match too_new(MANIFEST, &metadata) {
            Ok(found) => Ok(found.iter().map(ToString::to_string).collect()),
            Err(error) => Err(error.to_string()),
        }
    }

    #[test]
    fn a_dependency_for_a_newer_rust_is_named_with_the_cure() {
        let newer = r#"{ "id": "a", "name": "sha2", "version": "0.12.0", "rust_version": "1.90" }"#;
        assert_eq!(
            found(newer).unwrap(),
            [
                "sha2 0.12.0: states rust-version 1.90, above the workspace's 1.88\n  cure: pin an older version with `cargo \
                 update -p sha2@0.12.0 --precise <version>`, or raise `rust-version` in Cargo.toml"
            ]
        );
    }

    #[test]
    fn the_same_older_and_unstated_versions_pass() {
        let fine = r#"
            { "id": "a", "name": "a", "version": "1.0.0", "rust_version": "1.88.0" },
            { "id": "b", "name": "b", "version": "1.0.0", "rust_version": "1.9" },
            { "id": "c", "name": "c", "version": "1.0.0", "rust_version": null },
            { "id": "ours", "name": "ours", "version": "1.0.0", "rust_version": "1.99" }"#;
        assert_eq!(found(fine).unwrap(), Vec::<String>::new());
    }

    #[test]
    fn a_patch_version_counts() {
        let newer = r#"{ "id": "a", "name": "a", "version": "1.0.0", "rust_version": "1.88.1" }"#;
        assert_eq!(found(newer).unwrap().len(), 1);
    }

    #[test]
    fn what_cargo_would_not_write_is_an_error() {
        let odd = r#"{ "id": "a", "name": "odd", "version": "1.0.0", "rust_version": "1.88.0.1" }"#;
        assert!(
            found(odd)
                .unwrap_err()
                .starts_with("odd: `1.88.0.1` is not a rust-version such as 1.85")
        );
        assert!(too_new(MANIFEST, "<html>").is_err());
        assert!(
            too_new(
                "[workspace]\n",
                r#"{ "packages": [], "workspace_members": [] }"#
            )
            .is_err()
        );
    }
}
