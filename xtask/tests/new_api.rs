//! `cargo xtask new-api` as a user meets it: what it writes, what it says, and what it refuses.

mod common;

use common::TempWorkspace;
use generator::settings::CRATE_NAME;

const LIBRARY: &str = include_str!("common/library.openapi.yaml");

/// A workspace with the API `shop`, and a document that is not yet in it.
fn with_document(document: impl AsRef<[u8]>) -> TempWorkspace {
    let workspace = TempWorkspace::shop();
    workspace.write("downloads/library.yaml", document);
    workspace
}

const NEW_API: [&str; 4] = ["new-api", "library", "--document", "downloads/library.yaml"];

#[test]
fn the_folder_of_an_api_is_made_of_its_document() {
    let workspace = with_document(LIBRARY);
    let ran = workspace.run(&NEW_API);
    assert_eq!(ran.code, Some(0), "{ran}");
    assert_eq!(
        ran.stdout,
        "created: spec/library/api.toml\n\
         created: spec/library/fixups/10-document.overlay.yaml\n\
         created: spec/library/fixups/20-shape.overlay.yaml\n\
         created: spec/library/openapi.yaml\n\
         next:\n  \
           1. Look through spec/library/api.toml: `description`, `provenance`, and `address` if upstream publishes the document.\n  \
           2. cargo xtask regenerate library\n  \
           3. cargo xtask gaps library, and CONTRIBUTING.md, recipe 10, for all that follows.\n"
    );
    assert_eq!(workspace.read("spec/library/openapi.yaml"), LIBRARY);

    let ran = workspace.run(&["regenerate", "library"]);
    assert_eq!(ran.code, Some(0), "{ran}");
    let manifest = workspace.read("generated/library/Cargo.toml");
    assert!(manifest.contains("description = \"Typed, async Rust client for Library API\""));
}

#[test]
fn a_document_in_json_is_copied_byte_for_byte_too() {
    let json = "\u{feff}{\"paths\":{},\r\n\"info\":{\"title\":\"t\"},\"openapi\":\"3.0.3\"}";
    let workspace = with_document(json);
    let ran = workspace.run(&NEW_API);
    assert_eq!(ran.code, Some(0), "{ran}");
    assert_eq!(workspace.read("spec/library/openapi.yaml"), json);
}

#[test]
fn what_the_document_lacks_is_told_and_waits_as_a_commented_action() {
    let workspace = with_document(LIBRARY.replace("https://library.example/v1", "/v1"));
    let ran = workspace.run(&NEW_API);
    assert_eq!(ran.code, Some(0), "{ran}");
    let fixup = "spec/library/fixups/10-document.overlay.yaml";
    assert!(
        ran.stdout.contains(&format!(
            "next:\n  1. At /servers/0/url: The server is no absolute address that starts with `https://` or `http://` \
             (`/v1`), so a client is made with a base URL; `servers` is stated by an action in \
             fixups/10-document.overlay.yaml.\n     An action for it waits in {fixup}: remove the `# ` there and put \
             the\n     true values in.\n  2. Look "
        )),
        "{ran}"
    );

    // Until a person has said it, the client takes it from its user.
    assert_eq!(workspace.run(&["regenerate", "library"]).code, Some(0));
    let client = "generated/library/src/client.rs";
    assert!(workspace.read(client).contains("pub fn new(base_url: &str"));

    let text = workspace.read(fixup);
    let (_, action) = text.split_once("# overlay: 1.1.0\n").unwrap();
    let action = action.replace("\n# ", "\n").split_off(2);
    let filled = action.replace("api.example.com", "library.example/v1");
    workspace.write(fixup, format!("overlay: 1.1.0\n{filled}"));
    let error = workspace.refuse(&["regenerate", "library"]);
    assert!(
        error.contains("its reason begins with PLACEHOLDER"),
        "{error}"
    );

    let stated = filled.replace("PLACEHOLDER: ", "");
    workspace.write(fixup, format!("overlay: 1.1.0\n{stated}"));
    let ran = workspace.run(&["regenerate", "library"]);
    assert_eq!(ran.code, Some(0), "{ran}");
    assert!(
        workspace
            .read("spec/library/effective.yaml")
            .contains("url: https://library.example/v1\n")
    );
    assert!(!workspace.read(client).contains("pub fn new(base_url: &str"));
}

#[test]
fn what_no_action_is_known_for_is_told_with_its_cure() {
    let flags = "components:\n  schemas: { Bits: { type: integer, x-flags: 5 } }\n";
    let workspace = with_document(LIBRARY.replace("components:\n", flags));
    let ran = workspace.run(&NEW_API);
    assert_eq!(ran.code, Some(0), "{ran}");
    assert!(
        ran.stdout.contains(
            "  1. The pipeline stops at effective.yaml: /components/schemas/Bits/x-flags: it is no list.\n     Cure: "
        ),
        "{ran}"
    );
}

#[test]
fn a_name_that_no_crate_can_have_is_refused() {
    let workspace = with_document(LIBRARY);
    let form =
        "is not made of lower-case letters and digits with single `-` between, a letter first";
    let dependency = "is a package that every generated crate depends on, or that Rust brings";
    let device = "is a device on Windows, where no folder can be called so";
    let build = "is a folder that cargo builds in";
    let long = "a".repeat(65);
    for (name, rule) in [
        ("Library", form),
        ("my_library", form),
        ("../library", form),
        ("", form),
        ("a\u{1b}b", form),
        ("match", "is a keyword of Rust"),
        ("std", dependency),
        ("proc-macro", dependency),
        ("target", build),
        ("deps", build),
        ("con", device),
        ("nul", device),
        ("com1", device),
        ("lpt9", device),
        (&long, "has more than 64 characters"),
    ] {
        assert_eq!(
            workspace.refuse(&["new-api", name, "--document", "downloads/library.yaml"]),
            format!(
                "error: the name {name:?}: cannot be the name of a crate: it {rule}\n  cure: write {CRATE_NAME}\n"
            )
        );
    }
}

#[test]
fn a_name_that_is_taken_is_refused() {
    let workspace = with_document(LIBRARY);
    for folder in ["spec/library", "generated/library"] {
        workspace.write(format!("{folder}/mine.txt"), "");
        assert_eq!(
            workspace.refuse(&NEW_API),
            format!(
                "error: {folder}: is there already\n  cure: choose another name, or remove what is there if nobody needs it; \
                 nothing was written\n"
            )
        );
        workspace.remove(format!("{folder}/mine.txt"));
        std::fs::remove_dir(workspace.at(folder)).unwrap();
    }
    assert_eq!(
        workspace.refuse(&[
            "new-api",
            "shop-client",
            "--document",
            "downloads/library.yaml"
        ]),
        "error: the name \"shop-client\": is also the name of the package in spec/shop/api.toml, and cargo refuses two \
         packages of one name\n  cure: choose another name; nothing was written\n"
    );
}

#[test]
fn a_document_that_is_none_is_refused_before_anything_is_written() {
    let place = "error: downloads/library.yaml";
    for (document, error) in [
        (
            "<html></html>",
            "this is an HTML page, not an OpenAPI document\n  cure: upstream responded with a login or error page: check the \
             address and fetch again\n",
        ),
        (
            "title: Library\n",
            "`openapi` is missing, so this is not an OpenAPI document\n  cure: check the address of the document and fetch \
             it again\n",
        ),
        (
            "",
            "the file is empty\n  cure: fetch the file again, or restore it\n",
        ),
    ] {
        assert_eq!(
            with_document(document).refuse(&NEW_API),
            format!("{place}: {error}")
        );
    }
}

#[test]
fn what_the_document_says_cannot_command_the_terminal() {
    let hostile = "{\"openapi\": \"3.0.3\", \"\\u001b]0;x\\u0007\": 1, \"\\u001b]0;x\\u0007\": 2}";
    let error = with_document(hostile).refuse(&NEW_API);
    let is_plain = |c: char| c == '\n' || !c.is_control();
    assert!(error.chars().all(is_plain), "{error:?}");
}

#[test]
fn a_document_that_cannot_be_read_is_refused() {
    let workspace = TempWorkspace::shop();
    let error = workspace.refuse(&NEW_API);
    assert!(
        error.starts_with("error: downloads/library.yaml: cannot be read: ")
            && error.ends_with("\n  cure: check that it is there and may be read\n"),
        "{error}"
    );
    workspace.write("downloads/library.yaml/file", "");
    assert_eq!(
        workspace.refuse(&NEW_API),
        "error: downloads/library.yaml: is not a file\n  cure: put the file there\n"
    );
}

#[test]
fn the_first_api_of_a_workspace_can_be_made() {
    let workspace = TempWorkspace::empty();
    workspace.write("downloads/library.yaml", LIBRARY);
    let ran = workspace.run(&NEW_API);
    assert_eq!(ran.code, Some(0), "{ran}");
}
