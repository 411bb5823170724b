//! Two packages of one name are found before they are written: cargo would refuse to load the workspace that holds them,
//! and with it `cargo xtask`.

mod common;

use common::{DOCUMENT, TempWorkspace, assert_refused, generated};

/// A workspace with the API `shop`, its own packages, and the API `bank` whose crate is called `name`.
fn bank_called(name: &str) -> TempWorkspace {
    let workspace = generated();
    workspace.write(
        "Cargo.toml",
        "[workspace]\nmembers = [\"generator\", \"runtime\", \"generated/*\"]\n",
    );
    workspace.write("generator/Cargo.toml", "[package]\nname = \"generator\"\n");
    workspace.write(
        "runtime/Cargo.toml",
        "[package]\nname = \"openapi-client-runtime\"\nversion.workspace = true\n",
    );
    workspace.add_api("bank", DOCUMENT.as_bytes());
    call(&workspace, "bank", name);
    workspace
}

fn call(workspace: &TempWorkspace, api: &str, name: &str) {
    let path = format!("spec/{api}/api.toml");
    let settings = workspace.read(&path);
    let old = settings
        .lines()
        .find(|line| line.starts_with("name = "))
        .unwrap();
    workspace.write(&path, settings.replace(old, &format!("name = \"{name}\"")));
}

#[test]
fn a_name_of_its_own_is_fine() {
    let workspace = bank_called("bank-client");
    let ran = workspace.run(&["regenerate"]);
    assert_eq!(ran.code, Some(0), "{ran}");
}

#[test]
fn two_apis_cannot_have_one_crate_name() {
    let workspace = bank_called("shop-client");
    let expected = "error: spec/shop/api.toml: crate.name: `shop-client` is also the name of the package in \
                    spec/bank/api.toml, and cargo refuses to load a workspace with two packages of one name\n  cure: \
                    choose another `crate.name` in spec/shop/api.toml\n";
    for arguments in [
        &["regenerate"][..],
        &["regenerate", "--check"][..],
        &["regenerate", "bank"][..],
        &["regenerate", "shop"][..],
    ] {
        assert_eq!(workspace.refuse(arguments), expected);
    }
}

#[test]
fn a_crate_cannot_be_called_like_a_package_of_this_workspace() {
    assert_refused(
        &bank_called("generator"),
        "spec/bank/api.toml: crate.name: `generator` is also the name of the package in generator/Cargo.toml, ",
        &["\n  cure: choose another `crate.name` in spec/bank/api.toml\n"],
    );
}

#[test]
fn the_root_can_be_a_package_too() {
    let workspace = bank_called("root");
    workspace.write("Cargo.toml", "[package]\nname = \"root\"\n[workspace]\n");
    assert_refused(
        &workspace,
        "spec/bank/api.toml: crate.name: `root` is also the name of the package in Cargo.toml, ",
        &[],
    );
}

#[test]
fn a_crate_that_a_run_leaves_as_it_is_counts_with_the_name_it_still_has() {
    let workspace = bank_called("shop-client");
    call(&workspace, "shop", "store-client");
    let error = workspace.refuse(&["regenerate", "bank"]);
    assert_eq!(
        error,
        "error: spec/bank/api.toml: crate.name: `shop-client` is also the name of the package in \
         generated/shop/Cargo.toml, and cargo refuses to load a workspace with two packages of one name\n  cure: \
         regenerate all APIs at once: `cargo xtask regenerate`\n"
    );
    let ran = workspace.run(&["regenerate"]);
    assert_eq!(ran.code, Some(0), "{ran}");
}

#[test]
fn a_member_that_is_a_pattern_is_refused_since_its_names_are_not_known() {
    let workspace = bank_called("bank-client");
    workspace.write("Cargo.toml", "[workspace]\nmembers = [\"crates/*\"]\n");
    assert_refused(
        &workspace,
        "Cargo.toml: the member `crates/*` is a pattern",
        &["name each member but `generated/*`"],
    );
}

#[test]
fn a_manifest_that_is_no_toml_is_refused() {
    let workspace = bank_called("bank-client");
    workspace.write("runtime/Cargo.toml", "[package\n");
    assert_refused(&workspace, "runtime/Cargo.toml: ", &["restore it with git"]);
}
