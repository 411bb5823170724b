//! `cargo xtask regenerate` as a user meets it: the real program on small workspaces, from the document to the crate.

mod common;

use common::{
    DOCUMENT, FIXUP, FIXUP_PATH, TempWorkspace, assert_refused, assert_stale, generated, run,
};

#[test]
fn the_first_run_creates_a_crate_and_says_what_it_did() {
    let workspace = TempWorkspace::shop();
    let ran = workspace.run(&["regenerate"]);
    assert_eq!(ran.code, Some(0), "{ran}");
    for path in [
        "generated/shop/Cargo.toml",
        "generated/shop/src/lib.rs",
        "spec/shop/effective.yaml",
    ] {
        assert!(workspace.at(path).is_file(), "{path}");
    }
    assert!(
        ran.stdout
            .lines()
            .any(|line| line.starts_with("shop  read   ") && line.ends_with(" ms)")),
        "{ran}"
    );
    assert!(ran.stdout.contains("\nshop  write  "), "{ran}");
    let last = ran.stdout.lines().last().unwrap();
    assert!(
        last.starts_with("1 API: ")
            && last.ends_with(" created, 0 changed, 0 removed, 0 unchanged"),
        "{ran}"
    );
    // Hand-written.
    assert_eq!(
        workspace.read("generated/rustfmt.toml"),
        "disable_all_formatting = true\n"
    );
    assert_eq!(workspace.read("spec/shop/openapi.yaml"), DOCUMENT);
}

#[test]
fn the_second_run_writes_nothing() {
    let workspace = generated();
    let before = workspace.tree();
    let ran = workspace.run(&["regenerate"]);
    assert_eq!(ran.code, Some(0), "{ran}");
    assert!(
        ran.stdout
            .contains("1 API: 0 created, 0 changed, 0 removed, "),
        "{ran}"
    );
    assert_eq!(workspace.tree(), before);
}

#[test]
fn two_workspaces_get_the_same_bytes() {
    let (one, other) = (generated(), generated());
    for path in one.files("generated").into_iter().chain(one.files("spec")) {
        assert_eq!(one.read(&path), other.read(&path), "{path}");
    }
}

#[test]
fn a_fresh_workspace_passes_the_check() {
    let workspace = generated();
    let before = workspace.tree();
    let ran = workspace.run(&["regenerate", "--check"]);
    assert_eq!(ran.code, Some(0), "{ran}");
    let files = workspace.files("generated/shop/").len() + workspace.files("spec/shop/").len() - 3;
    assert!(
        ran.stdout.ends_with(&format!("fresh: {files} files\n")),
        "{files} {ran}"
    );
    assert_eq!(workspace.tree(), before);
}

#[test]
fn one_other_byte_is_stale_and_a_run_cures_that_file_alone() {
    let workspace = generated();
    let (before, text) = (
        workspace.tree(),
        workspace.read("generated/shop/src/lib.rs"),
    );
    workspace.write("generated/shop/src/lib.rs", text.replacen('\n', "\r\n", 1));
    assert_stale(&workspace, &["stale: generated/shop/src/lib.rs"]);

    let ran = workspace.run(&["regenerate"]);
    assert!(
        ran.stdout
            .contains("shop  write  0 created, 1 changed, 0 removed, "),
        "{ran}"
    );
    assert_eq!(workspace.read("generated/shop/src/lib.rs"), text);
    let mut after = workspace.tree();
    after.insert(
        "generated/shop/src/lib.rs".to_owned(),
        before["generated/shop/src/lib.rs"].clone(),
    );
    assert_eq!(after, before);
}

#[test]
fn a_missing_file_is_named_and_a_run_creates_it() {
    let workspace = generated();
    let text = workspace.read("generated/shop/src/lib.rs");
    workspace.remove("generated/shop/src/lib.rs");
    assert_stale(&workspace, &["missing: generated/shop/src/lib.rs"]);
    assert_eq!(workspace.run(&["regenerate"]).code, Some(0));
    assert_eq!(workspace.read("generated/shop/src/lib.rs"), text);
}

#[test]
fn an_orphan_is_named_and_a_run_removes_it() {
    let workspace = generated();
    let before = workspace.tree();
    workspace.write("generated/shop/src/old/mod.rs", "");
    workspace.write("generated/bank/Cargo.toml", "");
    assert_stale(
        &workspace,
        &[
            "orphan: generated/bank",
            "orphan: generated/shop/src/old/mod.rs",
        ],
    );

    let ran = workspace.run(&["regenerate"]);
    assert!(
        ran.stdout
            .contains("removed: generated/shop/src/old/mod.rs\n"),
        "{ran}"
    );
    assert!(
        ran.stdout
            .contains("1 API: 0 created, 0 changed, 2 removed, "),
        "{ran}"
    );
    assert_eq!(workspace.tree(), before);
}

#[test]
fn only_the_named_api_is_touched() {
    let workspace = TempWorkspace::shop();
    workspace.add_api("bank", DOCUMENT.as_bytes());
    workspace.write("generated/zoo/Cargo.toml", "");
    let ran = workspace.run(&["regenerate", "bank"]);
    assert_eq!(ran.code, Some(0), "{ran}");
    assert!(workspace.at("generated/bank/Cargo.toml").is_file());
    assert!(workspace.at("generated/zoo/Cargo.toml").is_file());
    assert!(!workspace.at("generated/shop").exists());
}

#[test]
fn an_error_in_one_api_leaves_the_others_as_they_are() {
    let workspace = TempWorkspace::shop();
    workspace.add_api("zoo", b"");
    let error = workspace.refuse(&["regenerate"]);
    assert!(
        error.starts_with("error: spec/zoo/openapi.yaml: "),
        "{error}"
    );
    assert!(!workspace.at("generated/shop").exists());
}

#[test]
fn an_unknown_api_is_refused_with_the_known_ones() {
    let error = TempWorkspace::shop().refuse(&["regenerate", "shopp"]);
    assert_eq!(
        error,
        "error: spec/shopp: there is no API of this name\n  cure: name one of: shop\n"
    );
}

#[test]
fn a_document_that_is_not_the_recorded_one_is_refused() {
    let workspace = generated();
    workspace.write(
        "spec/shop/openapi.yaml",
        DOCUMENT.replace("Teapot", "Kettle"),
    );
    let error = workspace.refuse(&["regenerate"]);
    assert!(
        error.starts_with(
            "error: spec/shop/openapi.yaml: its sha256 is not the one in spec/shop/api.toml"
        ),
        "{error}"
    );
    for part in [
        "\n  expected: ",
        "\n  actual:   ",
        "git restore",
        "set `sha256` to the actual one",
    ] {
        assert!(error.contains(part), "{part} {error}");
    }
}

#[test]
fn what_is_no_document_is_refused() {
    let html = "<!DOCTYPE html>\n<html><head><title>502: Bad Gateway</title></head></html>\n";
    for document in [
        "",
        html,
        "openapi: 3.0.3\npaths: {/items: [\n",
        "just text",
        "\u{0}\u{1}",
    ] {
        let workspace = generated();
        workspace.add_api("shop", document.as_bytes());
        assert_refused(&workspace, "spec/shop/openapi.yaml", &[]);
    }
}

#[test]
fn an_enormous_document_is_refused_before_it_is_read() {
    let workspace = generated();
    let document = workspace.at("spec/shop/openapi.yaml");
    std::fs::File::options()
        .write(true)
        .open(document)
        .unwrap()
        .set_len(50_000_000)
        .unwrap();
    assert_refused(
        &workspace,
        "spec/shop/openapi.yaml: has 50000000 bytes, and at most 16777216 are read",
        &["restore it with git"],
    );
}

#[test]
fn a_missing_document_is_refused() {
    let workspace = generated();
    workspace.remove("spec/shop/openapi.yaml");
    assert_refused(&workspace, "spec/shop/openapi.yaml: cannot be read: ", &[]);
}

#[test]
fn settings_that_are_broken_are_refused_with_the_line() {
    let workspace = generated();
    workspace.write("spec/shop/api.toml", "[document]\nsha256 = 1\n");
    assert_refused(&workspace, "spec/shop/api.toml:2: ", &[]);
}

#[test]
fn a_fixup_that_matches_nothing_is_refused() {
    let workspace = generated();
    workspace.write(FIXUP_PATH, FIXUP.replace("'/items'", "'/nowhere'"));
    assert_refused(&workspace, FIXUP_PATH, &["/nowhere"]);
}

#[test]
fn a_fixup_without_a_reason_is_refused() {
    let workspace = generated();
    let without = FIXUP
        .lines()
        .filter(|line| !line.contains("x-reason"))
        .map(|line| format!("{line}\n"));
    workspace.write(FIXUP_PATH, without.collect::<String>());
    assert_refused(&workspace, FIXUP_PATH, &["x-reason"]);
}

#[test]
fn a_fixup_that_is_no_yaml_is_refused() {
    let workspace = generated();
    workspace.write(FIXUP_PATH, "overlay: [1.0.0\n");
    assert_refused(&workspace, FIXUP_PATH, &[]);
    workspace.write(FIXUP_PATH, b"overlay: \xff\n");
    assert_refused(&workspace, FIXUP_PATH, &["is not UTF-8"]);
}

#[test]
fn a_fixup_with_another_name_is_not_left_out_in_silence() {
    let workspace = generated();
    workspace.write("spec/shop/fixups/20-shape.yaml", FIXUP);
    assert_refused(
        &workspace,
        "spec/shop/fixups/20-shape.yaml",
        &["`NN-name.overlay.yaml`"],
    );
}

#[test]
fn a_file_where_a_folder_has_to_be_is_refused() {
    let workspace = TempWorkspace::shop();
    workspace.write("generated/shop/src", "mine");
    assert_refused(
        &workspace,
        "generated/shop/src: is a file where a folder has to be",
        &[],
    );
}

#[test]
fn the_workspace_is_found_from_a_folder_below_or_named() {
    let workspace = generated();
    let below = run(
        &workspace.at("spec/shop/fixups"),
        &["regenerate", "--check"],
        &[],
    );
    assert_eq!(below.code, Some(0), "{below}");

    let elsewhere = tempfile::tempdir().unwrap();
    let root = workspace.root().to_str().unwrap();
    let named = run(
        elsewhere.path(),
        &["regenerate", "--check", "--workspace", root],
        &[],
    );
    assert_eq!(named.code, Some(0), "{named}");

    for arguments in [&["regenerate"][..], &["regenerate", "--workspace", "."][..]] {
        let lost = run(elsewhere.path(), arguments, &[]);
        assert_eq!(lost.code, Some(2), "{lost}");
        assert!(
            lost.stderr.starts_with("error: ") && lost.stderr.contains("--workspace"),
            "{lost}"
        );
    }
}

#[test]
fn a_workspace_without_an_api_is_refused_and_its_crates_stay() {
    let workspace = TempWorkspace::empty();
    workspace.write("generated/shop/Cargo.toml", "");
    assert_refused(&workspace, "spec: holds no API", &[]);
}

#[test]
fn help_is_no_error_and_bad_usage_is() {
    let workspace = TempWorkspace::empty();
    let help = workspace.run(&["--help"]);
    assert_eq!(help.code, Some(0), "{help}");
    assert!(help.stdout.contains("regenerate"), "{help}");
    for arguments in [&["regenrate"][..], &["regenerate", "--chekc"][..], &[]] {
        let ran = workspace.run(arguments);
        assert_eq!(ran.code, Some(2), "{ran}");
    }
}

#[test]
fn a_folder_that_some_system_keeps_for_itself_is_refused() {
    for (name, rule) in [
        (
            "con",
            "is a device on Windows, where no folder can be called so",
        ),
        ("target", "is a folder that cargo builds in"),
        (
            "Shop",
            "has other characters than a-z, 0-9, `-` and `_`, or does not start with a letter",
        ),
    ] {
        let workspace = TempWorkspace::shop();
        workspace.add_api(name, DOCUMENT.as_bytes());
        assert_refused(
            &workspace,
            &format!("spec/{name}: cannot be the name of an API: it {rule}\n"),
            &["\n  cure: rename the folder\n"],
        );
    }
}
