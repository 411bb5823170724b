//! `spec/<api>/samples/`: extra response bodies, handed to the generator by name and byte for byte.

mod common;

use common::{TempWorkspace, assert_refused};
use xtask::spec;
use xtask::workspace::Workspace;

fn samples(workspace: &TempWorkspace) -> Vec<(String, Vec<u8>)> {
    let workspace = Workspace::open(workspace.root()).unwrap();
    spec::load(&workspace, "shop").unwrap().samples
}

#[test]
fn an_api_without_samples_has_none() {
    assert_eq!(samples(&TempWorkspace::shop()), []);
}

#[test]
fn samples_come_in_the_order_of_their_names_and_byte_for_byte() {
    let workspace = TempWorkspace::shop();
    workspace.write("spec/shop/samples/listItems.200.json", "{}\r\n");
    workspace.write("spec/shop/samples/addItem.201.2.json", b"\xff");
    assert_eq!(
        samples(&workspace),
        [
            ("addItem.201.2.json".to_owned(), b"\xff".to_vec()),
            ("listItems.200.json".to_owned(), b"{}\r\n".to_vec()),
        ]
    );
}

#[test]
fn a_sample_with_another_name_is_not_left_out_in_silence() {
    for name in ["listItems.200.yaml", "listItems.200.json~", "more/a.json"] {
        let workspace = TempWorkspace::shop();
        workspace.write(format!("spec/shop/samples/{name}"), "{}");
        let name = name.split('/').next().unwrap();
        assert_refused(
            &workspace,
            &format!("spec/shop/samples/{name}: only files named "),
            &[
                "`<operationId>.<status>[.<n>].json`",
                "such as `listItems.200.json`",
            ],
        );
    }
}

#[test]
fn a_folder_called_like_a_sample_is_refused() {
    let workspace = TempWorkspace::shop();
    workspace.write("spec/shop/samples/listItems.200.json/a", "");
    assert_refused(
        &workspace,
        "spec/shop/samples/listItems.200.json: is not a file",
        &[],
    );
}

#[test]
fn an_enormous_sample_is_refused_before_it_is_read() {
    let workspace = TempWorkspace::shop();
    let path = "spec/shop/samples/listItems.200.json";
    workspace.write(path, "");
    std::fs::File::options()
        .write(true)
        .open(workspace.at(path))
        .unwrap()
        .set_len(50_000_000)
        .unwrap();
    assert_refused(
        &workspace,
        "spec/shop/samples/listItems.200.json: has 50000000 bytes, and at most 16777216 are read",
        &[],
    );
}
