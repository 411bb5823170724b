//! What the one writer does with literal lists of files: it takes plain data, so no document is needed.

mod common;

use std::fs;
use std::path::Path;

use common::TempWorkspace;
use generator::File;
use xtask::error::Error;
use xtask::workspace::Workspace;
use xtask::write::plan::{Owned, Plan, plan};
use xtask::write::write;

const SHOP: &[(&str, &str)] = &[
    ("generated/shop/Cargo.toml", "[package]\n"),
    ("generated/shop/src/lib.rs", "mod items;\n"),
    ("generated/shop/src/items/mod.rs", "// items\n"),
    ("spec/shop/effective.yaml", "openapi: 3.0.3\n"),
];

fn files(files: &[(&str, &str)]) -> Vec<File> {
    let file = |(path, text): &(&str, &str)| File {
        path: (*path).to_owned(),
        text: (*text).to_owned(),
    };
    files.iter().map(file).collect()
}

fn make_plan(workspace: &TempWorkspace, wanted: &[(&str, &str)]) -> Result<Plan, Error> {
    let owned = Owned {
        apis: vec!["shop".to_owned()],
        strays: Vec::new(),
    };
    plan(
        &Workspace::open(workspace.root()).unwrap(),
        files(wanted),
        &owned,
    )
}

fn carry_out(workspace: &TempWorkspace, plan: &Plan) -> Result<(), Error> {
    write(&Workspace::open(workspace.root()).unwrap(), plan)
}

/// A workspace in which [`SHOP`] is written.
fn shop() -> TempWorkspace {
    let workspace = TempWorkspace::shop();
    carry_out(&workspace, &make_plan(&workspace, SHOP).unwrap()).unwrap();
    workspace.age();
    workspace
}

/// Asserts that planning `wanted` is refused, and returns the error.
fn refused(workspace: &TempWorkspace, wanted: &[(&str, &str)]) -> String {
    make_plan(workspace, wanted).unwrap_err().to_string()
}

#[test]
fn what_was_written_is_fresh() {
    let workspace = shop();
    for (path, text) in SHOP {
        assert_eq!(&workspace.read(path), text);
    }
    let plan = make_plan(&workspace, SHOP).unwrap();
    assert!(plan.is_fresh());
    assert_eq!(plan.unchanged.len(), SHOP.len());

    let before = workspace.tree();
    carry_out(&workspace, &plan).unwrap();
    assert_eq!(workspace.tree(), before);
}

#[test]
fn only_the_file_that_differs_is_written() {
    let workspace = shop();
    let before = workspace.tree();
    let mut wanted = SHOP.to_vec();
    wanted[1].1 = "mod goods;\n";

    let plan = make_plan(&workspace, &wanted).unwrap();
    assert_eq!(plan.change, files(&wanted[1..2]));
    carry_out(&workspace, &plan).unwrap();

    assert_eq!(workspace.read("generated/shop/src/lib.rs"), "mod goods;\n");
    let mut after = workspace.tree();
    after.insert(
        "generated/shop/src/lib.rs".to_owned(),
        before["generated/shop/src/lib.rs"].clone(),
    );
    assert_eq!(after, before);
}

#[test]
fn another_line_ending_is_a_change() {
    let workspace = shop();
    workspace.write("generated/shop/src/lib.rs", "mod items;\r\n");
    let plan = make_plan(&workspace, SHOP).unwrap();
    assert_eq!(plan.change, files(&SHOP[1..2]));
    carry_out(&workspace, &plan).unwrap();
    assert_eq!(workspace.read("generated/shop/src/lib.rs"), "mod items;\n");
}

#[test]
fn orphans_go_with_the_folders_they_leave_empty() {
    let workspace = shop();
    workspace.write("generated/shop/src/old/deep/mod.rs", "");
    workspace.write("generated/shop/src/items/old.rs", "");
    workspace.write("spec/shop/names.lock.toml", "");
    workspace.age();
    let plan = make_plan(&workspace, SHOP).unwrap();
    assert_eq!(
        plan.remove,
        [
            "generated/shop/src/items/old.rs",
            "generated/shop/src/old/deep/mod.rs",
            "spec/shop/names.lock.toml"
        ]
    );
    carry_out(&workspace, &plan).unwrap();
    assert_eq!(workspace.tree(), shop().tree());
}

#[test]
fn what_is_not_machine_written_stays() {
    let workspace = shop();
    workspace.write("generated/shop/target/debug/build.log", "");
    workspace.write("generated/bank/Cargo.toml", "");
    workspace.write("spec/shop/samples/listItems.200.json", "");
    assert!(make_plan(&workspace, SHOP).unwrap().is_fresh());
}

#[test]
fn an_abandoned_crate_goes_whole() {
    let workspace = shop();
    let before = workspace.tree();
    workspace.write("generated/bank/Cargo.toml", "");
    workspace.write("generated/bank/target/debug/build.log", "");
    let owned = Owned {
        apis: vec!["shop".to_owned()],
        strays: vec!["bank".to_owned()],
    };
    let plan = plan(
        &Workspace::open(workspace.root()).unwrap(),
        files(SHOP),
        &owned,
    )
    .unwrap();
    assert_eq!(plan.remove, ["generated/bank"]);
    carry_out(&workspace, &plan).unwrap();
    assert_eq!(workspace.tree(), before);
}

#[test]
fn a_folder_in_the_place_of_a_file_is_refused() {
    let workspace = shop();
    workspace.remove("generated/shop/src/lib.rs");
    workspace.write("generated/shop/src/lib.rs/mine.txt", "");
    assert_eq!(
        refused(&workspace, SHOP),
        "generated/shop/src/lib.rs: is a folder where a file has to be\n  cure: move generated/shop/src/lib.rs away, then \
         run the command again; nothing was written"
    );
}

#[test]
fn a_file_in_the_place_of_a_folder_is_refused() {
    let workspace = TempWorkspace::shop();
    workspace.write("generated/shop/src", "mine");
    assert_eq!(
        refused(&workspace, SHOP),
        "generated/shop/src: is a file where a folder has to be\n  cure: move generated/shop/src away, then run the \
         command again; nothing was written"
    );
}

#[test]
fn a_path_out_of_the_crate_is_refused() {
    let workspace = shop();
    for path in [
        "generated/shop/../../Cargo.toml",
        "/etc/shop.rs",
        "spec/shop/openapi.yaml",
    ] {
        assert!(
            refused(&workspace, &[(path, "")]).contains("must not be written"),
            "{path}"
        );
    }
}

#[test]
fn a_step_that_fails_takes_back_all_steps_before_it() {
    let workspace = shop();
    workspace.write("generated/shop/src/old/mod.rs", "// orphan\n");
    workspace.age();
    let wanted = [
        ("generated/shop/Cargo.toml", "[package] # changed\n"),
        ("generated/shop/src/lib.rs", "mod items;\n"),
        ("generated/shop/src/new/deep/mod.rs", "// new\n"),
        ("generated/shop/tests/examples.rs", "// new\n"),
        ("spec/shop/effective.yaml", "openapi: 3.0.4\n"),
    ];
    let plan = make_plan(&workspace, &wanted).unwrap();
    assert_eq!(
        (plan.create.len(), plan.change.len(), plan.remove.len()),
        (2, 2, 2)
    );
    // A folder comes up after the plan was made: `src/new` can be created before it is noticed.
    workspace.write("generated/shop/tests/examples.rs/mine.txt", "");

    let before = workspace.tree();
    let error = carry_out(&workspace, &plan).unwrap_err().to_string();
    assert!(
        error.starts_with("generated/shop/tests/examples.rs: cannot be written: "),
        "{error}"
    );
    assert!(
        error.ends_with(
            "\n  cure: everything is as it was before; check permissions and free space, then run the command again"
        ),
        "{error}"
    );
    assert_eq!(workspace.tree(), before);
}

#[test]
fn an_orphan_that_is_gone_takes_back_all_steps_before_it() {
    let workspace = shop();
    workspace.write("generated/shop/old.rs", "");
    workspace.write("generated/shop/older.rs", "");
    let plan = make_plan(&workspace, &SHOP[..2]).unwrap();
    workspace.remove("generated/shop/older.rs");

    let before = workspace.tree();
    let error = carry_out(&workspace, &plan).unwrap_err().to_string();
    assert!(
        error.starts_with("generated/shop/older.rs: cannot be removed: "),
        "{error}"
    );
    assert_eq!(workspace.tree(), before);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_new_file_has_the_usual_mode_and_a_changed_one_keeps_its_own() {
        let workspace = shop();
        let usual = mode(&workspace.at("spec/shop/openapi.yaml"));
        let lib = workspace.at("generated/shop/src/lib.rs");
        assert_eq!(mode(&lib), usual);

        workspace.write("generated/shop/src/lib.rs", "old\n");
        fs::set_permissions(&lib, fs::Permissions::from_mode(0o440)).unwrap();
        carry_out(&workspace, &make_plan(&workspace, SHOP).unwrap()).unwrap();
        assert_eq!(workspace.read("generated/shop/src/lib.rs"), "mod items;\n");
        assert_eq!(mode(&lib), 0o440);
    }

    #[test]
    fn a_link_is_refused_wherever_it_is_on_the_way() {
        let elsewhere = tempfile::tempdir().unwrap();
        fs::write(elsewhere.path().join("lib.rs"), "mine").unwrap();
        for link in [
            "generated/shop/src/lib.rs",
            "generated/shop/src",
            "generated/shop",
            "generated",
            "spec/shop",
        ] {
            let workspace = TempWorkspace::shop();
            let place = workspace.at(link);
            if place.is_dir() {
                fs::remove_dir_all(&place).unwrap();
            }
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            let target = if link.ends_with(".rs") {
                elsewhere.path().join("lib.rs")
            } else {
                elsewhere.path().to_path_buf()
            };
            symlink(target, &place).unwrap();

            let error = refused(&workspace, SHOP);
            assert!(
                error.starts_with(&format!("{link}: is a symbolic link")),
                "{error}"
            );
        }
        assert_eq!(
            fs::read_to_string(elsewhere.path().join("lib.rs")).unwrap(),
            "mine"
        );
    }

    #[test]
    fn of_an_orphaned_link_only_the_link_goes() {
        let elsewhere = tempfile::tempdir().unwrap();
        fs::write(elsewhere.path().join("mine.txt"), "mine").unwrap();
        let workspace = shop();
        symlink(elsewhere.path(), workspace.at("generated/shop/src/linked")).unwrap();

        let plan = make_plan(&workspace, SHOP).unwrap();
        assert_eq!(plan.remove, ["generated/shop/src/linked"]);
        carry_out(&workspace, &plan).unwrap();
        assert_eq!(workspace.tree(), shop().tree());
        assert_eq!(
            fs::read_to_string(elsewhere.path().join("mine.txt")).unwrap(),
            "mine"
        );
    }
}
