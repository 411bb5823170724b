//! The pipeline on small documents: one document per behaviour.

mod access;
mod bodies;
mod disruptive;
mod emitted;
mod given_names;
mod hostile_text;
mod names;
mod parameters;
mod recursion;
mod responses;
mod secrets;
mod wrapped;

use serde_json::{Value, json};
use syn::visit::Visit;

use self::emitted::Emitted;
use crate::{Blame, File, Input, Output, generate};

mod limits;

const SETTINGS: &str = r#"
    [document]
    sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
    provenance = "written for a test"
    [crate]
    name = "shop-client"
    version = "0.1.0"
    description = "A client of the shop"
    key-variable = "SHOP_API_KEY"
"#;

/// The names of all functions of a file.
#[derive(Default)]
struct Functions(Vec<String>);

impl<'ast> Visit<'ast> for Functions {
    fn visit_signature(&mut self, signature: &'ast syn::Signature) {
        self.0.push(signature.ident.to_string());
    }
}

/// A document with these paths.
fn document(paths: &Value) -> Value {
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Shop", "version": "1" },
        "servers": [{ "url": "https://shop.example" }],
        "security": [{ "default": [] }],
        "paths": paths,
        "components": { "securitySchemes": { "default": { "type": "http", "scheme": "bearer" } } },
    })
}

/// An operation whose response is an item.
fn operation(id: &str) -> Value {
    json!({
        "operationId": id,
        "responses": { "200": response(&json!({ "type": "object", "properties": { "id": { "type": "string" } } })) },
    })
}

fn response(schema: &Value) -> Value {
    json!({ "description": "", "content": { "application/json": { "schema": schema } } })
}

fn input(document: &Value) -> Input {
    Input {
        api: "shop".to_string(),
        settings: SETTINGS.to_string(),
        document: document.to_string().into_bytes(),
        fixups: Vec::new(),
        samples: Vec::new(),
        names_lock: None,
    }
}

fn run(document: &Value) -> Result<Output, crate::Error> {
    generate(&input(document), &mut |_| {})
}

/// As [`run`], with the names of an earlier run.
fn run_with(document: &Value, names_lock: Option<&str>) -> Result<Output, crate::Error> {
    let input = Input {
        names_lock: names_lock.map(str::to_string),
        ..input(document)
    };
    generate(&input, &mut |_| {})
}

fn made(paths: &Value) -> Output {
    run(&document(paths)).unwrap_or_else(|error| panic!("{error}"))
}

fn file<'a>(output: &'a Output, path: &str) -> &'a str {
    let path = format!("generated/shop/{path}");
    let found = output.files.iter().find(|file| file.path == path);
    found
        .map(|file| file.text.as_str())
        .unwrap_or_else(|| panic!("no {path}"))
}

fn reasons(output: &Output) -> Vec<&str> {
    output
        .skipped
        .iter()
        .map(|skip| skip.reason.as_str())
        .collect()
}

#[test]
fn what_no_client_could_send_is_left_out_with_its_reason_and_the_rest_is_there() {
    let output = made(&json!({
        "/e/../f": { "post": operation("e") },
        "/good": { "get": operation("good") },
    }));
    assert_eq!(
        reasons(&output),
        ["its path has the segment `.` or `..`, which leads to another path"]
    );
    assert_eq!(output.skipped[0].operation, "e");
    assert_eq!(output.skipped[0].pointer, "/paths/~1e~1..~1f/post");
    assert_eq!(output.skipped[0].blame, Blame::Document);
    let row = "| `e` | its path has the segment `.` or `..`, which leads to another path |";
    assert!(file(&output, "README.md").contains(row));
    assert!(file(&output, "src/operations/untagged.rs").contains("pub fn good(&self) -> Good"));
}

#[test]
fn missing_and_duplicate_operation_ids_get_names_of_their_own() {
    let mut nameless = operation("");
    nameless.as_object_mut().unwrap().remove("operationId");
    let output = made(&json!({
        "/a": { "get": operation("same"), "post": operation("same") },
        "/b": { "get": nameless },
    }));
    assert_eq!(reasons(&output), [""; 0]);
    let operations = file(&output, "src/operations/untagged.rs");
    for name in ["fn get_a(", "fn post_a(", "fn get_b("] {
        assert!(operations.contains(name), "{name} is missing");
    }
}

#[test]
fn text_of_the_document_never_becomes_code_or_a_path() {
    let hostile = "*/ \" \\ \n```rust\npanic!();\n```\n#![allow(x)]\n    fn main() {}\n[x](javascript:) {0} \u{202E}\r//! y";
    let mut odd = operation("../../x\"#; fn evil() {} //");
    odd["tags"] = json!(["../../etc/passwd"]);
    odd["summary"] = hostile.into();
    odd["description"] = hostile.into();
    odd["parameters"] = json!([
        { "in": "query", "name": "a\"b{c}\n", "description": hostile, "example": hostile, "schema": { "type": "string" } },
        { "in": "path", "name": "id", "required": true, "schema": { "type": "string" } },
    ]);
    odd["responses"]["200"] = response(&json!({
        "type": "object",
        "description": hostile,
        "example": { "type": hostile },
        "properties": { "type": { "type": "string", "description": hostile }, "a\"b": { "type": "array" } },
    }));
    let mut document = document(&json!({ "/x\"{id}/{{": { "get": odd } }));
    document["info"]["description"] = hostile.into();
    document["tags"] = json!([{ "name": "con", "description": hostile }]);
    document["components"]["securitySchemes"]["default"]["description"] = hostile.into();

    let output = run(&document).unwrap();
    assert_eq!(reasons(&output), [""; 0]);
    file(&output, "src/operations/etc_passwd.rs");
    for File { path, text } in &output.files {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
        assert!(path.chars().all(is_plain) && !path.contains(".."), "{path}");
        if path.ends_with(".rs") {
            let parsed =
                syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}\n{text}"));
            let mut functions = Functions::default();
            functions.visit_file(&parsed);
            let is_ours = |name: &String| name != "evil" && name != "main";
            assert!(functions.0.iter().all(is_ours), "{path}\n{text}");
            assert!(!text.contains("```rust"), "{path}\n{text}");
        }
    }
}

#[test]
fn a_type_that_two_tags_use_is_shared() {
    let mut document = document(&json!({
        "/a": { "get": operation("a") },
        "/b": { "get": operation("b") },
    }));
    document["components"]["schemas"] =
        json!({ "Item": { "type": "object", "properties": { "id": { "type": "string" } } } });
    for (path, tag) in [("/a", "One"), ("/b", "Two")] {
        document["paths"][path]["get"]["tags"] = json!([tag]);
        document["paths"][path]["get"]["responses"]["200"] = response(
            &json!({ "type": "object", "properties": { "item": { "$ref": "#/components/schemas/Item" } } }),
        );
    }
    let output = run(&document).unwrap();
    assert!(file(&output, "src/types/shared.rs").contains("pub struct Item"));
    assert!(file(&output, "src/types/one.rs").contains("use crate::types::Item;"));
}

#[test]
fn an_odd_schema_is_taken_for_what_it_evidently_means_or_for_any_json() {
    let uses = |id: &str, name: &str| {
        let mut changed = operation(id);
        let schema = json!({ "$ref": format!("#/components/schemas/{name}") });
        changed["responses"]["200"] = response(&schema);
        json!({ "get": changed })
    };
    let mut document = document(&json!({
        "/a": uses("a", "Bad"), "/b": uses("b", "Circle"), "/c": uses("c", "Gone"), "/d": { "get": operation("d") },
    }));
    document["components"]["schemas"] = json!({
        "Bad": { "type": "date" },
        "Circle": { "allOf": [{ "$ref": "#/components/schemas/Circle" }] },
        "Unused": { "type": ["object", "null"], "properties": 5 },
    });
    let output = run(&document).unwrap();
    assert_eq!(reasons(&output), [""; 0]);
    let notes: Vec<(&str, &str)> = output
        .gaps
        .notes
        .iter()
        .map(|note| (note.pointer.as_str(), note.note.as_str()))
        .collect();
    assert_eq!(
        notes,
        [
            (
                "/components/schemas/Bad",
                "`date` is no type of OpenAPI; it is taken for `string`"
            ),
            (
                "/components/schemas/Circle",
                "`Circle` is part of itself, and this part is left out"
            ),
            (
                "/components/schemas/Unused",
                "The `properties` are no mapping and are left out"
            ),
            (
                "/paths/~1c/get/responses/200/content/application~1json/schema",
                "`#/components/schemas/Gone` leads to no schema of the document, so this is any JSON"
            ),
        ]
    );
    assert_eq!(output.gaps.notes[3].operation.as_deref(), Some("c"));
    for name in ["a", "b", "c", "d"] {
        let method = format!("pub fn {name}(&self) -> ");
        assert!(file(&output, "src/operations/untagged.rs").contains(&method));
    }
}

#[test]
fn an_example_of_another_type_is_no_code() {
    let mut shown = operation("show");
    shown["parameters"] = json!([
        { "in": "path", "name": "id", "required": true, "schema": { "type": "integer" }, "example": "1); std::process::abort(); (1" },
        { "in": "query", "name": "q", "required": true, "schema": { "type": "string" }, "example": "\"); evil(\"\u{7f}" },
        { "in": "query", "name": "ids", "required": true, "schema": { "type": "array", "items": { "type": "string" } } },
    ]);
    let output = made(&json!({ "/a/{id}": { "get": shown } }));
    for path in ["src/lib.rs", "README.md"] {
        let text = file(&output, path);
        assert!(text.contains("    .show(1)\n"), "{text}");
        assert!(text.contains(r#".q("\"); evil(\"\u{7f}")"#), "{text}");
        assert!(text.contains(r#".ids(["1"])"#), "{text}");
    }
    let operations = file(&output, "src/operations/untagged.rs");
    assert!(operations.contains("a PHP server"), "{operations}");
}

#[test]
fn a_parameter_that_no_literal_shows_makes_another_operation_the_first_call() {
    let mut odd = operation("odd");
    odd["parameters"] = json!([{ "in": "query", "name": "any", "required": true, "schema": {} }]);
    let output = made(&json!({ "/a": { "get": odd }, "/b": { "get": operation("plain") } }));
    assert!(file(&output, "src/lib.rs").contains(".plain()"));
}

#[test]
fn names_that_rust_knows_are_not_taken() {
    let mut document = document(&json!({
        "/a": { "get": operation("clone") }, "/b": { "get": operation("Error") }, "/c": { "get": operation("show") },
    }));
    document["paths"]["/c"]["get"]["responses"]["200"] = response(
        &json!({ "type": "object", "properties": { "o": { "$ref": "#/components/schemas/Option" } } }),
    );
    document["components"]["schemas"] =
        json!({ "Option": { "type": "object", "properties": { "id": { "type": "string" } } } });
    let output = run(&document).unwrap();
    let operations = file(&output, "src/operations/untagged.rs");
    assert!(
        operations.contains("pub fn get_a(&self) -> GetA"),
        "{operations}"
    );
    assert!(
        operations.contains("pub fn get_b(&self) -> GetB"),
        "{operations}"
    );
    let types = file(&output, "src/types/untagged.rs");
    assert!(types.contains("pub o: Option<OptionObject>"), "{types}");
}

#[test]
fn a_status_is_no_path_and_no_two_tests_have_one_name() {
    let mut first = operation("a");
    let mut shown = response(&json!({ "type": "string" }));
    shown["content"]["application/json"]["examples"] =
        json!({ "x": { "value": "1" }, "y": { "value": "2" } });
    first["responses"] = json!({ "200": shown, "200 OK": shown, "2/../../evil": shown });
    let mut second = operation("a_200");
    second["responses"] = json!({ "2XX": shown });
    let output = made(&json!({ "/a": { "get": first }, "/b": { "get": second } }));
    let mut names: Vec<&str> = output
        .files
        .iter()
        .filter_map(|file| file.path.strip_prefix("generated/shop/tests/examples/"))
        .collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "a_200.json",
            "a_200_2.json",
            "a_200_2xx.json",
            "a_200_2xx_2.json"
        ]
    );
}

#[test]
fn a_body_that_need_not_be_sent_is_not() {
    let mut optional = operation("optional");
    optional["requestBody"] = json!({ "content": { "application/json": { "schema": { "type": "object", "properties": { "a": {} } } } } });
    let output = made(&json!({ "/a": { "post": optional } }));
    let optional = Emitted::new(&output, "Optional");
    assert_eq!(
        optional.started,
        r#"Optional(Request::post(&self.core,"optional","/a"),Draft::optional())"#
    );
    assert_eq!(
        optional.setters,
        [
            "a: impl OptionalArgument<serde_json::Value> => Self(self.0,self.1.with(|body|body.a(value)))",
            "body: impl Argument<types::OptionalBody> => Self(self.0,self.1.whole(value))",
        ]
    );
}

#[test]
fn a_method_that_was_published_stays_whatever_comes_later() {
    let lock_of = |output: &Output| {
        let file = output
            .files
            .iter()
            .find(|file| file.path == "spec/shop/names.lock.toml");
        file.unwrap().text.clone()
    };
    let with_lock = |paths: &Value, lock: String| {
        let input = Input {
            api: "shop".to_string(),
            settings: SETTINGS.to_string(),
            document: document(paths).to_string().into_bytes(),
            fixups: Vec::new(),
            samples: Vec::new(),
            names_lock: Some(lock),
        };
        generate(&input, &mut |_| {}).unwrap()
    };
    let shown = json!({ "get": operation("show") });
    let first = made(&json!({ "/items/{id}": with_path_parameter(&shown, "id") }));
    // Another operation gets the same id, the path parameter is respelled, and the tag renamed.
    let mut renamed = with_path_parameter(&shown, "item");
    renamed["get"]["tags"] = json!(["New"]);
    let second = with_lock(
        &json!({ "/a": { "get": operation("show") }, "/items/{item}": renamed }),
        lock_of(&first),
    );
    let operations = file(&second, "src/operations/new.rs");
    assert!(
        operations.contains("pub fn show(&self, item: impl Argument<String>) -> Show")
            && operations.contains("/items/{item}"),
        "{operations}"
    );
    assert!(file(&second, "src/operations/untagged.rs").contains("pub fn get_a(&self)"));
    assert!(
        file(&second, "src/operations/mod.rs").contains("\nmod new;\n"),
        "the tag is no public name"
    );
}

fn with_path_parameter(item: &Value, name: &str) -> Value {
    let mut item = item.clone();
    let schema = json!({ "type": "string" });
    item["parameters"] =
        json!([{ "in": "path", "name": name, "required": true, "schema": schema }]);
    item
}
