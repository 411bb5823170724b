//! What lies where nobody looks: `regenerate` removes it from `generated/`, which is machine-written, and refuses it in
//! `spec/<api>/`, which holds the work of people.

mod common;

use common::{assert_refused, assert_stale, generated};

#[test]
fn a_file_beside_the_crates_is_an_orphan_unless_it_is_rustfmt_toml() {
    let workspace = generated();
    let before = workspace.tree();
    workspace.write("generated/notes.txt", "");
    workspace.write("generated/.hidden", "");
    assert_stale(
        &workspace,
        &["orphan: generated/.hidden", "orphan: generated/notes.txt"],
    );

    let ran = workspace.run(&["regenerate"]);
    assert!(
        ran.stdout.contains("removed: generated/notes.txt\n"),
        "{ran}"
    );
    assert_eq!(workspace.tree(), before);
}

#[test]
fn a_hidden_folder_is_an_orphan_since_cargo_takes_it_for_a_crate() {
    let workspace = generated();
    let before = workspace.tree();
    workspace.write("generated/.ghost/src/lib.rs", "");
    assert_stale(&workspace, &["orphan: generated/.ghost"]);
    assert_eq!(workspace.run(&["regenerate"]).code, Some(0));
    assert_eq!(workspace.tree(), before);
}

#[test]
fn a_hidden_file_in_a_crate_is_an_orphan() {
    let workspace = generated();
    workspace.write("generated/shop/src/.old/mod.rs", "");
    assert_stale(&workspace, &["orphan: generated/shop/src/.old/mod.rs"]);
}

#[test]
fn an_orphan_stays_where_only_some_apis_are_regenerated() {
    let workspace = generated();
    workspace.write("generated/notes.txt", "");
    let ran = workspace.run(&["regenerate", "shop"]);
    assert_eq!(ran.code, Some(0), "{ran}");
    assert!(workspace.at("generated/notes.txt").is_file());
}

#[cfg(unix)]
#[test]
fn of_a_link_beside_the_crates_only_the_link_goes() {
    let elsewhere = tempfile::tempdir().unwrap();
    std::fs::write(elsewhere.path().join("mine.txt"), "mine").unwrap();
    let workspace = generated();
    std::os::unix::fs::symlink(elsewhere.path(), workspace.at("generated/linked")).unwrap();
    assert_stale(&workspace, &["orphan: generated/linked"]);
    assert_eq!(workspace.run(&["regenerate"]).code, Some(0));
    assert!(!workspace.at("generated/linked").exists());
    assert!(elsewhere.path().join("mine.txt").is_file());
}

#[test]
fn what_is_not_read_from_the_folder_of_an_api_is_refused_and_stays() {
    for stray in [
        "notes.md",
        "openapi.yml",
        "Api.toml",
        "20-shape.overlay.yaml",
        "sample/listItems.200.json",
    ] {
        let workspace = generated();
        workspace.write(format!("spec/shop/{stray}"), "");
        let name = stray.split('/').next().unwrap();
        assert_refused(
            &workspace,
            &format!("spec/shop/{name}: is not read by anything\n"),
            &[
                "move it out of spec/shop",
                "openapi.yaml, api.toml, fixups, samples",
            ],
        );
    }
}

#[test]
fn swap_files_of_editors_are_nobodys_concern() {
    let workspace = generated();
    for path in [
        "spec/.DS_Store",
        "spec/shop/.api.toml.swp",
        "spec/shop/fixups/.10-document.overlay.yaml.swp",
        "spec/shop/samples/.listItems.200.json.swp",
    ] {
        workspace.write(path, "");
    }
    let ran = workspace.run(&["regenerate", "--check"]);
    assert_eq!(ran.code, Some(0), "{ran}");
}
