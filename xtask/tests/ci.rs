//! `cargo xtask ci` with a stand-in for cargo, which notes how it was called: which checks run, and what a failure says.

#![cfg(unix)]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;

use common::{Ran, TempWorkspace, generated, run};

/// Runs `ci` in a workspace whose `cargo` fails where its arguments begin with `fails`, responses `metadata` with `packages`,
/// and skips the tests that the file `skips` lists, if there is one.
fn ci(workspace: &TempWorkspace, arguments: &[&str], fails: &str, packages: &str) -> Ran {
    workspace.write(
        "Cargo.toml",
        "[workspace.package]\nrust-version = \"1.88\"\n",
    );
    workspace.write(
        "cargo.sh",
        format!(
            "#!/bin/sh\necho \"called: $RUSTDOCFLAGS $@\" >> log\nif [ $1 = metadata ]; then echo '{{ \"packages\": \
             [{packages}], \"workspace_members\": [] }}'; fi\nif [ $1 = test ] && [ -f skips ]; then cat skips >> \
             \"$OPENAPI_CORPUS_SKIPPED_TESTS\"; fi\ncase \"$*\" in '{fails}'*) exit 1;; esac\n"
        ),
    );
    let cargo = workspace.at("cargo.sh");
    fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).unwrap();
    let arguments = [&["ci"], arguments].concat();
    let variables = [("CARGO", cargo.to_str().unwrap()), ("RUSTDOCFLAGS", "")];
    run(workspace.root(), &arguments, &variables)
}

#[test]
fn every_check_runs_in_order() {
    let workspace = generated();
    let ran = ci(&workspace, &[], "nothing", "");
    assert_eq!(ran.code, Some(0), "{ran}");
    assert_eq!(
        workspace.read("log"),
        "called:  fmt --all -- --check\n\
         called:  clippy --workspace --all-targets -- -D warnings\n\
         called:  test --workspace\n\
         called:  run --package fuzz -- run --count 500\n\
         called: -D warnings doc --workspace --no-deps\n\
         called:  metadata --locked --format-version 1\n\
         called:  deny --version\n\
         called:  deny --locked check licenses bans sources\n"
    );
    let commands: Vec<&str> = ran
        .stdout
        .lines()
        .filter(|line| line.starts_with("$ "))
        .collect();
    assert_eq!(
        commands,
        [
            "$ cargo fmt --all -- --check",
            "$ cargo xtask regenerate --check",
            "$ cargo clippy --workspace --all-targets -- -D warnings",
            "$ cargo test --workspace",
            "$ cargo run --package fuzz -- run --count 500",
            "$ RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps",
            "$ cargo xtask ci --only rust-version",
            "$ cargo deny --locked check licenses bans sources",
            "$ cargo xtask ci --only corpus",
        ]
    );
    assert!(
        ran.stdout.ends_with(
            "skipped: there is no ../shared/corpus\npassed: 8 of 9 checks; skipped: corpus\n"
        ),
        "{ran}"
    );
}

#[test]
fn the_first_failure_ends_the_run_and_says_how_to_repeat_it() {
    let workspace = generated();
    let ran = ci(&workspace, &[], "clippy", "");
    assert_eq!(ran.code, Some(1), "{ran}");
    assert!(
        ran.stdout.ends_with(
            "failed: clippy\nrepeat it with: cargo clippy --workspace --all-targets -- -D warnings\n"
        ),
        "{ran}"
    );
    assert_eq!(workspace.read("log").lines().count(), 2);
}

#[test]
fn a_check_that_runs_alone_is_named_when_it_passes() {
    let ran = ci(
        &TempWorkspace::empty(),
        &["--only", "clippy"],
        "nothing",
        "",
    );
    assert_eq!(ran.code, Some(0), "{ran}");
    assert!(ran.stdout.ends_with("\npassed: clippy\n"), "{ran}");
}

#[test]
fn a_document_that_cannot_be_generated_fails_like_any_check() {
    let workspace = TempWorkspace::shop();
    workspace.write("spec/shop/openapi.yaml", "edited");
    let ran = ci(&workspace, &["--only", "regenerate"], "nothing", "");
    assert_eq!(ran.code, Some(1), "{ran}");
    assert!(
        ran.stdout
            .contains("error: spec/shop/openapi.yaml: its sha256 is not the one"),
        "{ran}"
    );
    assert!(
        ran.stdout
            .ends_with("failed: regenerate\nrepeat it with: cargo xtask regenerate --check\n"),
        "{ran}"
    );
}

#[test]
fn a_dependency_for_a_newer_rust_fails() {
    let workspace = TempWorkspace::empty();
    let newer = r#"{ "id": "a", "name": "a", "version": "1.0.0", "rust_version": "1.90" }"#;
    let ran = ci(&workspace, &["--only", "rust-version"], "nothing", newer);
    assert_eq!(ran.code, Some(1), "{ran}");
    assert!(
        ran.stdout.contains(
            "error: a 1.0.0: states rust-version 1.90, above the workspace's 1.88\n  cure: pin "
        ),
        "{ran}"
    );
}

#[test]
fn tests_that_were_skipped_are_named_at_the_end() {
    let workspace = TempWorkspace::empty();
    let only = ["--only", "test"];
    workspace.write("skips", "corpus::b\ncorpus::a\ncorpus::b\n");
    let ran = ci(&workspace, &only, "nothing", "");
    assert_eq!(ran.code, Some(0), "{ran}");
    assert!(
        ran.stdout
            .ends_with("skipped without ../shared: 2 tests (corpus::a, corpus::b)\npassed: test\n"),
        "{ran}"
    );

    workspace.write("skips", "corpus::a\n");
    let ran = ci(&workspace, &only, "nothing", "");
    assert!(
        ran.stdout
            .contains("skipped without ../shared: 1 test (corpus::a)\n"),
        "{ran}"
    );

    workspace.remove("skips");
    let ran = ci(&workspace, &only, "nothing", "");
    assert!(!ran.stdout.contains("skipped"), "{ran}");
}

#[test]
fn dependencies_are_checked_where_cargo_deny_is_installed() {
    let workspace = TempWorkspace::empty();
    let only = ["--only", "deny"];
    let ran = ci(&workspace, &only, "deny --locked", "");
    assert_eq!(ran.code, Some(1), "{ran}");
    assert!(
        ran.stdout.ends_with(
            "failed: deny\nrepeat it with: cargo deny --locked check licenses bans sources\n"
        ),
        "{ran}"
    );

    let ran = ci(&workspace, &only, "deny --version", "");
    assert_eq!(ran.code, Some(0), "{ran}");
    assert!(
        ran.stdout.ends_with(
            "skipped: cargo-deny is not installed (cargo install cargo-deny --locked)\nskipped: deny\n"
        ),
        "{ran}"
    );
}

#[test]
fn documents_beside_the_workspace_are_checked_where_there_are_any() {
    let outer = TempWorkspace::empty();
    for folder in ["inner/spec", "inner/generator", "shared/corpus"] {
        fs::create_dir_all(outer.at(folder)).unwrap();
    }
    outer.write("shared/corpus/broken.yaml", "[");
    let corpus = ["ci", "--only", "corpus"];
    let ran = run(&outer.at("inner"), &corpus, &[]);
    assert_eq!(ran.code, Some(1), "{ran}");
    assert!(
        ran.stdout
            .contains("$ cargo xtask corpus ../shared/corpus --verify\n"),
        "{ran}"
    );
    assert!(
        ran.stdout
            .ends_with("failed: corpus\nrepeat it with: cargo xtask ci --only corpus\n"),
        "{ran}"
    );

    fs::remove_file(outer.at("shared/corpus/broken.yaml")).unwrap();
    let ran = run(&outer.at("inner"), &corpus, &[]);
    assert_eq!(ran.code, Some(1), "no document is no success: {ran}");

    let ran = ci(
        &TempWorkspace::empty(),
        &["--only", "corpus"],
        "nothing",
        "",
    );
    assert_eq!(ran.code, Some(0), "{ran}");
    assert!(
        ran.stdout
            .ends_with("skipped: there is no ../shared/corpus\nskipped: corpus\n"),
        "{ran}"
    );
}

#[test]
fn a_variable_with_documents_counts_instead_and_has_to_lead_somewhere() {
    let workspace = TempWorkspace::empty();
    let corpus = ["ci", "--only", "corpus"];
    let variables = [("OPENAPI_CORPUS", "mine")];
    let ran = run(workspace.root(), &corpus, &variables);
    assert_eq!(ran.code, Some(1), "{ran}");
    assert!(
        ran.stdout
            .contains("error: OPENAPI_CORPUS: there is no folder mine\n  cure: set "),
        "{ran}"
    );

    workspace.write("mine/notes.md", "");
    let ran = run(workspace.root(), &corpus, &variables);
    assert_eq!(ran.code, Some(1), "{ran}");
    let rule = "error: OPENAPI_CORPUS: the folder mine holds no folder `corpus` or `conformance`\n";
    assert!(ran.stdout.contains(rule), "{ran}");

    workspace.write("mine/corpus/broken.yaml", "[");
    let ran = run(workspace.root(), &corpus, &variables);
    assert_eq!(ran.code, Some(1), "{ran}");
    assert!(
        ran.stdout
            .contains("$ cargo xtask corpus mine/corpus --verify\n"),
        "{ran}"
    );
}

#[test]
fn an_unknown_check_is_refused_with_the_known_ones() {
    let ran = ci(
        &TempWorkspace::empty(),
        &["--only", "speling"],
        "nothing",
        "",
    );
    assert_eq!(ran.code, Some(2), "{ran}");
    assert!(
        ran.stderr
            .contains("format, regenerate, clippy, test, mutants, doc, rust-version, deny, corpus"),
        "{ran}"
    );
}
