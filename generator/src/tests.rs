//! The pipeline on small documents: one document per behaviour.

use serde_json::{Value, json};
use syn::visit::Visit;

use crate::{File, Input, Output, Skipped, generate};

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

/// An operation that answers with an item.
fn operation(id: &str) -> Value {
    json!({
        "operationId": id,
        "responses": { "200": answer(&json!({ "type": "object", "properties": { "id": { "type": "string" } } })) },
    })
}

fn answer(schema: &Value) -> Value {
    json!({ "description": "", "content": { "application/json": { "schema": schema } } })
}

fn run(document: &Value) -> Result<Output, crate::Error> {
    let input = Input {
        api: "shop".to_string(),
        settings: SETTINGS.to_string(),
        document: document.to_string().into_bytes(),
        fixups: Vec::new(),
        samples: Vec::new(),
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
fn what_cannot_be_generated_yet_is_left_out_with_its_reason_and_the_rest_is_there() {
    let multipart = json!({ "content": { "multipart/form-data": { "schema": {} } } });
    let two_answers = json!({ "200": answer(&json!({ "type": "string" })), "202": answer(&json!({ "type": "integer" })) });
    let csv = json!({ "200": { "description": "", "content": { "text/csv": {} } } });
    let cookie = json!([{ "in": "cookie", "name": "sid", "schema": { "type": "string" } }]);
    let stray =
        json!([{ "in": "path", "name": "user", "required": true, "schema": { "type": "string" } }]);
    let with = |key: &str, value: &Value| {
        let mut changed = operation("x");
        changed[key] = value.clone();
        changed.as_object_mut().unwrap().remove("operationId");
        json!({ "post": changed })
    };
    let output = made(&json!({
        "/a": with("requestBody", &multipart),
        "/b": with("responses", &two_answers),
        "/c": with("responses", &csv),
        "/d": with("responses", &json!({})),
        "/e": with("parameters", &cookie),
        "/f/{id}": with("parameters", &stray),
        "/good": { "get": operation("good") },
    }));
    assert_eq!(
        reasons(&output),
        [
            "its request body is multipart/form-data, and only application/json is generated so far",
            "its answers 200 and 202 differ in their schemas, and only one schema is generated so far",
            "its answer 200 is text/csv, and only application/json is generated so far",
            "no successful answer is documented",
            "its parameter `sid` goes into `cookie`, which is not generated so far",
            "the path names {id}, and the parameters declared for it are {user}",
        ]
    );
    assert_eq!(output.skipped[0].operation, "POST /a");
    assert_eq!(output.skipped[0].pointer, "/paths/~1a/post");
    assert!(file(&output, "src/operations/untagged.rs").contains("pub fn good(&self) -> Good"));
}

#[test]
fn an_operation_that_progenitor_panics_on_is_left_out_with_its_words() {
    let mut odd = operation("odd");
    odd["parameters"] = json!([{ "in": "query", "name": "day", "schema": { "type": "date" } }]);
    let output = made(&json!({ "/odd": { "get": odd }, "/good": { "get": operation("good") } }));
    let [
        Skipped {
            operation, reason, ..
        },
    ] = output.skipped.as_slice()
    else {
        panic!("{:?}", output.skipped);
    };
    assert_eq!(operation, "odd");
    assert!(
        reason.starts_with("progenitor cannot make it: "),
        "{reason}"
    );
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
    for name in ["fn same(", "fn post_a(", "fn get_b("] {
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
    odd["responses"]["200"] = answer(&json!({
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
            assert!(
                !text.contains('\u{202E}') || path.contains("operations"),
                "{path}"
            );
        }
    }
}

#[test]
fn a_scheme_that_is_not_supported_is_an_error_with_its_place() {
    let mut document = document(&json!({ "/a": { "get": operation("a") } }));
    document["components"]["securitySchemes"]["default"] = json!({ "type": "oauth2" });
    let error = run(&document).unwrap_err();
    assert_eq!(
        error.place(),
        "effective.yaml: /components/securitySchemes/default"
    );
}

#[test]
fn an_api_key_in_a_header_is_sent_there() {
    let mut document = document(&json!({ "/a": { "get": operation("a") } }));
    document["components"]["securitySchemes"]["default"] =
        json!({ "type": "apiKey", "in": "header", "name": "x-api-key" });
    let output = run(&document).unwrap();
    assert!(file(&output, "src/client.rs").contains(r#"Auth::header("x-api-key", api_key)"#));
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
        document["paths"][path]["get"]["responses"]["200"] = answer(
            &json!({ "type": "object", "properties": { "item": { "$ref": "#/components/schemas/Item" } } }),
        );
    }
    let output = run(&document).unwrap();
    assert!(file(&output, "src/types/shared.rs").contains("pub struct Item"));
    assert!(file(&output, "src/types/one.rs").contains("use crate::types::Item;"));
}
