//! Where requests go, and how the client says who is calling.

use serde_json::{Value, json};

use super::emitted::Emitted;
use super::{document, file, operation, reasons, run};
use crate::Output;

#[test]
fn an_api_key_in_a_header_is_sent_there() {
    let mut document = document(&json!({ "/a": { "get": operation("a") } }));
    document["components"]["securitySchemes"]["default"] =
        json!({ "type": "apiKey", "in": "header", "name": "x-api-key" });
    let output = run(&document).unwrap();
    assert!(file(&output, "src/client.rs").contains(r#"Auth::header("x-api-key", api_key)"#));
}

#[test]
fn a_document_without_security_gives_a_client_without_a_key() {
    let mut document = document(&json!({ "/a": { "get": operation("a") } }));
    document["security"] = json!([]);
    let output = run(&document).unwrap();
    let text = file(&output, "src/client.rs");
    assert!(
        text.contains("pub fn new() -> Result<Self, Error>"),
        "{text}"
    );
    for text in [
        text,
        file(&output, "src/lib.rs"),
        file(&output, "README.md"),
    ] {
        assert!(
            !text.contains("ApiKey") && !text.contains("from_env"),
            "{text}"
        );
    }
}

fn notes(output: &Output) -> Vec<&str> {
    let notes = output.gaps.notes.iter();
    notes.map(|note| note.note.as_str()).collect()
}

/// The crate of a document whose root has `value` at `key`.
fn with(key: &str, value: &Value) -> Output {
    let mut document = document(&json!({ "/a": { "get": operation("a") } }));
    document[key] = value.clone();
    let output = run(&document).unwrap();
    assert_eq!(reasons(&output), [""; 0]);
    output
}

#[test]
fn without_a_server_the_client_takes_a_base_url() {
    for servers in [
        json!([]),
        json!([{ "url": "/api" }]),
        json!([{ "url": "{{ config(\"app.url\") }}" }]),
        json!([{ "url": "shop.example" }]),
        json!([{ "url": "https://shop.example/>\n/// [x]" }]),
    ] {
        let output = with("servers", &servers);
        let text = file(&output, "src/client.rs");
        for signature in [
            "pub fn new(base_url: &str, api_key: impl Into<ApiKey>) -> Result<Self, Error>",
            "pub fn from_env(base_url: &str) -> Result<Self, Error>",
            "pub fn builder(base_url: &str, api_key: impl Into<ApiKey>) -> ClientBuilder",
        ] {
            assert!(text.contains(signature), "{signature}\n{text}");
        }
        assert!(!text.contains("BASE_URL"), "{text}");
        let call = r#"let client = Client::from_env("https://api.example.com")?;"#;
        for path in ["src/lib.rs", "README.md"] {
            assert!(file(&output, path).contains(call), "{path}");
        }
        assert_eq!(notes(&output).len(), 1);
        assert!(notes(&output)[0].contains("so a client is made with a base URL"));
    }
}

#[test]
fn basic_takes_user_and_password() {
    let schemes =
        json!({ "securitySchemes": { "default": { "type": "http", "scheme": "basic" } } });
    let output = with("components", &schemes);
    let text = file(&output, "src/client.rs");
    for expected in [
        "pub fn new(user: &str, password: impl Into<ApiKey>) -> Result<Self, Error>",
        "Auth::basic(user, password.into())",
        r#"Auth::basic_from_env("SHOP_API_KEY")?"#,
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    assert!(file(&output, "README.md").contains("`Client::new(\"user\", \"…\")`"));
}

#[test]
fn a_key_goes_where_its_scheme_says() {
    for (place, call) in [
        ("query", r#"Auth::query("k", api_key)"#),
        ("cookie", r#"Auth::cookie("k", api_key)"#),
    ] {
        let scheme = json!({ "type": "apiKey", "in": place, "name": "k" });
        let output = with(
            "components",
            &json!({ "securitySchemes": { "default": scheme } }),
        );
        let text = file(&output, "src/client.rs");
        assert!(text.contains(call), "{text}");
    }
}

#[test]
fn a_scheme_that_cannot_be_sent_gives_a_client_without_a_key() {
    let output = with(
        "components",
        &json!({ "securitySchemes": { "default": {} } }),
    );
    let text = file(&output, "src/client.rs");
    assert!(
        text.contains("pub fn new() -> Result<Self, Error>"),
        "{text}"
    );
    assert_eq!(
        notes(&output),
        ["The security scheme `default` is not sent, since it does not say what it is"]
    );
}

#[test]
fn an_operation_that_asks_for_another_key_is_generated_and_says_so() {
    let secured = |id: &str, security: &Value| {
        let mut changed = operation(id);
        changed["security"] = security.clone();
        json!({ "get": changed })
    };
    let output = run(&document(&json!({
        "/a": secured("a", &json!([])),
        "/b": secured("b", &json!([{ "default": ["read"] }])),
        "/c": secured("c", &json!([{ "other": [] }, {}])),
        "/d": secured("d", &json!([{ "other": [] }])),
    })))
    .unwrap();
    assert_eq!(reasons(&output), [""; 0]);
    let note =
        "The document asks for `other` here: the client sends its key by `default` all the same";
    assert_eq!(notes(&output), [note]);
    assert_eq!(output.gaps.notes[0].operation.as_deref(), Some("d"));
    let text = file(&output, "src/operations/untagged.rs");
    assert_eq!(text.matches(note).count(), 1, "{text}");
}

#[test]
fn an_operation_with_a_server_of_its_own_is_sent_there() {
    let served = |id: &str, url: &str| json!({ "get": operation(id), "servers": [{ "url": url }] });
    let output = run(&document(&json!({
        "/a": served("a", "https://shop.example/"),
        "/b": served("b", "/v2"),
        "/c": served("c", "https://files.example/up"),
    })))
    .unwrap();
    for (request, started) in [
        ("A", r#"A(Request::get(&self.core,"a","/a"))"#),
        ("B", r#"B(Request::get(&self.core,"b","/v2/b"))"#),
        (
            "C",
            r#"C(Request::get(&self.core,"c","/c").other_server("https://files.example/up"))"#,
        ),
    ] {
        assert_eq!(Emitted::new(&output, request).started, started);
    }
    assert_eq!(notes(&output).len(), 1);
    assert!(
        notes(&output)[0].contains("without the key"),
        "{:?}",
        notes(&output)
    );
}
