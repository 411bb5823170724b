//! `cargo xtask corpus`, run as a program on folders of small documents.

mod common;

use std::path::Path;

use common::{Ran, TempWorkspace, run};
use serde_json::{Value, json};

/// Two operations: one with an example, one whose path would lead to another one.
const SHOP: &str = r#"
openapi: 3.0.3
info: { title: Shop, version: '1' }
servers: [{ url: https://shop.example }]
paths:
  /items:
    get:
      operationId: listItems
      responses:
        '200':
          content:
            application/json:
              schema:
                type: object
                properties:
                  data: { type: array, items: { type: object, properties: { id: { type: integer } } } }
                  any: {}
              example: { data: [{ id: 1, name: crate::chair }, { id: 2, name: null }], note: [] }
  /items/../new:
    post:
      operationId: addItem
      responses:
        '201': { content: { application/json: { schema: {}, example: { id: 3 } } } }
"#;

/// Runs the command on the folder `documents` of a workspace.
fn corpus(workspace: &TempWorkspace, arguments: &[&str]) -> Ran {
    workspace.run(&[&["corpus", "documents"], arguments].concat())
}

/// The rows of a run, with the time taken out after a look at it.
fn rows(ran: &Ran) -> Vec<Value> {
    let lines = ran.stdout.lines();
    lines
        .map(|line| {
            let mut row: Value = serde_json::from_str(line).unwrap();
            assert!(row["ms"].take().is_u64(), "{ran}");
            row
        })
        .collect()
}

#[test]
fn each_document_is_a_row_and_a_broken_one_says_why() {
    let workspace = TempWorkspace::empty();
    workspace.write("documents/shop.yaml", SHOP);
    workspace.write("documents/broken.json", "{\n  \"openapi\": ");
    workspace.write("documents/nowhere.yml", SHOP.replace("3.0.3", "2.0"));
    workspace.write("documents/below/shop.yaml", SHOP);
    workspace.write("documents/README.md", "not a document");
    let before = workspace.tree();
    let ran = corpus(&workspace, &["--format", "json"]);
    assert_eq!(ran.code, Some(1), "{ran}");
    assert_eq!(ran.stderr, "", "no bar where there is no terminal");
    assert_eq!(before, workspace.tree(), "nothing is written");

    let rows = rows(&ran);
    let names: Vec<&str> = rows
        .iter()
        .filter_map(|row| row["document"].as_str())
        .collect();
    assert_eq!(names, ["broken.json", "nowhere.yml", "shop.yaml"]);
    for row in &rows[..2] {
        let error = row["error"].as_str().unwrap();
        assert!(
            error.starts_with(row["document"].as_str().unwrap()),
            "{error}"
        );
        assert!(error.contains("; cure: "), "{error}");
        assert_eq!(row["generated"], 0);
    }
    let reason = rows[2]["skipped"][0]["reason"].as_str().unwrap();
    assert!(reason.starts_with("its path "), "{reason}");
    assert_eq!(
        rows[2],
        json!({
            "document": "shop.yaml",
            "operations": 2,
            "generated": 1,
            "skipped": [{
                "operation": "addItem",
                "pointer": rows[2]["skipped"][0]["pointer"],
                "reason": reason,
                "blame": "document",
            }],
            "examples": 2,
            "decoded": null,
            "lossless": null,
            "undecoded": [],
            "lost": [],
            "leaves": 4,
            "typed": 3,
            "untyped": [{ "place": "addItem", "leaves": 1 }],
            "repairs": rows[2]["repairs"],
            "unknowns": rows[2]["unknowns"],
            "compiled": null,
            "ms": null,
        })
    );
}

#[test]
fn a_document_that_would_grow_without_end_is_a_row_and_the_others_go_on() {
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let mut schemas = json!({ "C0": { "type": "object" } });
    for number in 1..60 {
        let before = reference(&format!("C{}", number - 1));
        let properties: Value = "abcdefgh"
            .chars()
            .map(|name| {
                let own = json!({ "properties": { format!("{name}x"): { "type": "string" } } });
                (name.to_string(), json!({ "allOf": [before, own] }))
            })
            .collect();
        schemas[format!("C{number}")] = json!({ "type": "object", "properties": properties });
    }
    // A type that holds itself, as many generators write it, is no such document.
    let parent = json!({ "type": "object", "nullable": true, "oneOf": [reference("Node")] });
    let node = json!({ "Node": { "type": "object", "properties": { "parent": parent } } });
    let document = |schemas: &Value| {
        let document = json!({
            "openapi": "3.0.3",
            "info": { "title": "Shop", "version": "1" },
            "paths": {},
            "components": { "schemas": schemas },
        });
        document.to_string()
    };
    let workspace = TempWorkspace::empty();
    workspace.write("documents/a-node.json", document(&node));
    workspace.write("documents/b-endless.json", document(&schemas));
    workspace.write("documents/c-shop.yaml", SHOP);
    let ran = corpus(&workspace, &["--format", "json"]);
    assert_eq!(ran.code, Some(1), "{ran}");
    let rows = rows(&ran);
    let errors: Vec<&Value> = rows.iter().map(|row| &row["error"]).collect();
    assert_eq!(errors[0], &Value::Null);
    assert_eq!(errors[2], &Value::Null);
    let error = errors[1].as_str().unwrap();
    assert!(
        error.starts_with("b-endless.json#/components/schemas/C"),
        "{error}"
    );
    assert!(error.contains("; cure: "), "{error}");
}

#[test]
fn a_row_has_its_fields_in_a_fixed_order() {
    let workspace = TempWorkspace::empty();
    // Nothing is shown of what the operation that is left out responds with, so all examples have a type.
    let typed = SHOP.replace("schema: {}, example: { id: 3 }", "schema: {}");
    workspace.write("documents/shop.yaml", typed);
    let ran = corpus(&workspace, &["--format", "json"]);
    assert_eq!(
        ran.code,
        Some(0),
        "an operation that is left out fails nothing: {ran}"
    );
    assert!(
        ran.stdout
            .starts_with(r#"{"document":"shop.yaml","operations":2,"generated":1,"skipped":[{"operation":"addItem","pointer":"#),
        "{ran}"
    );
}

#[test]
fn for_people_it_is_a_table_and_what_to_look_at() {
    let workspace = TempWorkspace::empty();
    workspace.write("documents/shop.yaml", SHOP);
    workspace.write("documents/shop\u{1b}[2J.yaml", "[");
    let ran = corpus(&workspace, &[]);
    assert_eq!(ran.code, Some(1), "{ran}");
    assert!(!ran.stdout.contains('\u{1b}'), "{ran}");
    for line in [
        "shop.yaml                    2          1         2        -         -  75.0 %",
        "total",
        "errors:\n  shop\\u{1b}[2J.yaml: ",
        "operations left out, by reason:\n      1  ",
        "(first: addItem in shop.yaml)",
        "failed for less than 99.5 % of their values typed, and where the others are:\n  shop.yaml: 1 of 4: addItem (1)\n",
        "\nfailed: 2 of 2\n",
    ] {
        assert!(ran.stdout.contains(line), "{line}\n{ran}");
    }
}

#[test]
fn a_folder_without_documents_is_an_error() {
    let workspace = TempWorkspace::empty();
    let error = workspace.refuse(&["corpus", "documents"]);
    assert!(
        error.starts_with("error: documents: cannot be read"),
        "{error}"
    );
    workspace.write("documents/below/shop.yaml", SHOP);
    let error = workspace.refuse(&["corpus", "documents"]);
    assert!(
        error.starts_with("error: documents: holds no document"),
        "{error}"
    );
    assert!(
        workspace
            .refuse(&["corpus", "README.md"])
            .contains("cannot be read")
    );
    assert_eq!(workspace.run(&["corpus"]).code, Some(2), "DIR is missing");
}

/// Compiles in a folder below this workspace's target folder, where what does not change is built once.
#[test]
fn what_is_generated_is_compiled_and_every_example_goes_through_it() {
    let documents = TempWorkspace::empty();
    documents.write("documents/broken.yaml", "[");
    documents.write("documents/shop.yaml", SHOP);
    let complete = SHOP.replace("/items/../new", "/items/new");
    documents.write("documents/zoo.yaml", complete);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let folder = documents.at("documents");
    let before = documents.tree();
    let ran = run(
        root,
        &[
            "corpus",
            folder.to_str().unwrap(),
            "--verify",
            "--format",
            "json",
        ],
        &[
            ("CARGO_TARGET_DIR", env!("CARGO_TARGET_TMPDIR")),
            // Flags from outside could allow warnings, so none of them arrives; this one would fail the build.
            ("RUSTFLAGS", "--no-such-flag"),
        ],
    );
    assert_eq!(ran.code, Some(1), "{ran}");
    assert_eq!(
        before,
        documents.tree(),
        "nothing is written beside the documents"
    );

    let reported = rows(&ran).into_iter().map(|row| {
        let keys = [
            "document", "examples", "decoded", "lossless", "lost", "compiled",
        ];
        keys.map(|key| row[key].to_string()).join(" ")
    });
    let expected = [
        r#""broken.yaml" 0 0 0 [] false"#,
        // The example of the operation that is left out decodes into nothing.
        r#""shop.yaml" 2 1 1 [] true"#,
        r#""zoo.yaml" 2 2 2 [] true"#,
    ];
    assert_eq!(reported.collect::<Vec<_>>(), expected, "{ran}");
    assert_eq!(
        rows(&ran)[1]["undecoded"],
        json!([{
            "operation": "addItem",
            "pointer": "/paths/~1items~1..~1new/post/responses/201/content/application~1json/example",
            "reason": "the operation is left out",
        }])
    );
}
