//! A document whose every text is made to be taken for code: all that is written of it is judged as rustdoc reads it.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{document, response, run};
use crate::text::judge::{self, Context, hostile};

/// A document with texts at every place that is shown to a reader. Names and keys are texts, too.
pub(super) fn document_of(texts: &[String]) -> Value {
    let mut next = texts.iter().cycle();
    let mut text = || next.next().cloned().unwrap_or_default();
    let (property, other, value) = (text(), text(), text());
    let schema = json!({
        "type": "object",
        "title": text(),
        "description": text(),
        "properties": {
            &property: { "type": "string", "description": text(), "example": value },
            "id": { "type": "string", "description": text(), "x-schema-name": "ItemId" },
            "kind": { "type": "string", "description": text(), "enum": ["a", text(), text()] },
            "state": { "type": "integer", "enum": [1, 2], "description": format!("1 = one, 2 = {}", text()) },
            "any": { "description": text() },
        },
        "example": { &property: text(), &other: text(), "id": "1", "list": [] },
    });
    let operation = json!({
        "operationId": text(),
        "tags": [text()],
        "summary": text(),
        "description": text(),
        "parameters": [
            { "in": "query", "name": text(), "description": text(), "required": true,
              "schema": { "type": "string" }, "example": text() },
            { "in": "header", "name": text(), "schema": { "type": "string" } },
        ],
        "requestBody": { "description": text(), "content": { "application/json": { "schema": schema } } },
        "responses": { "200": response(&schema), text(): response(&schema), "404": { "description": text() } },
    });
    let mut document = document(&json!({
        "/a": { "get": { "operationId": "a", "description": text(), "parameters": operation["parameters"],
            "responses": { "200": response(&json!({ "$ref": "#/components/schemas/Item" })) } } },
        format!("/b{}", text()): { "post": operation.clone() },
        "/c": { "put": operation, "get": { "operationId": text(), "responses": {} } },
    }));
    document["info"] = json!({ "title": text(), "version": text(), "description": text() });
    document["tags"] = json!([{ "name": text(), "description": text() }]);
    document["components"]["schemas"] = json!({ "Item": schema.clone(), text(): schema });
    let scheme = json!({ "type": "apiKey", "in": "query", "name": text(), "description": text() });
    document["components"]["securitySchemes"]["default"] = scheme;
    document
}

/// The doc comments of a Rust file, macro calls included.
fn comments(source: &str) -> Vec<String> {
    let mut comments: Vec<String> = Vec::new();
    let mut is_open = false;
    for line in source.lines().map(str::trim_start) {
        let comment = line.strip_prefix("///").or(line.strip_prefix("//!"));
        if let Some(line) = comment {
            let line = line.strip_prefix(' ').unwrap_or(line);
            match comments.last_mut().filter(|_| is_open) {
                Some(last) => last.extend(["\n", line]),
                None => comments.push(line.to_string()),
            }
        }
        is_open = comment.is_some();
    }
    comments
}

/// Markdown without the notice at its top, which is a comment of HTML.
fn without_notice(text: &str) -> &str {
    text.split_once("-->\n").map_or(text, |(_, rest)| rest)
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 64, ..ProptestConfig::with_cases(24) })]

    #[test]
    fn no_text_is_more_than_prose_in_any_file(texts in proptest::collection::vec(hostile(), 40)) {
        let document = document_of(&texts);
        // What the text makes impossible is refused, which is fine; it then is in no file.
        if let Ok(output) = run(&document) {
            let all = document.to_string().replace("\\\\", "\\");
            for file in &output.files {
                let (name, text) = (file.path.as_str(), file.text.as_str());
                if name.ends_with(".rs") {
                    prop_assert!(syn::parse_file(text).is_ok(), "{name}\n{text}");
                    for comment in comments(text) {
                        judge::accept(&comment, Context::File(&["no_run"]), &[&all]);
                    }
                } else if name.ends_with("README.md") {
                    let context = Context::File(&["toml", "rust,no_run"]);
                    judge::accept(without_notice(text), context, &[&all]);
                } else if name.ends_with("api.md") {
                    judge::accept(without_notice(text), Context::File(&["rust", "text"]), &[&all]);
                } else if name.ends_with(".md") {
                    judge::accept(without_notice(text), Context::File(&["yaml"]), &[&all]);
                }
            }
        }
    }
}

#[test]
fn a_line_break_inside_of_inline_code_is_no_doc_test() {
    let words = "word ".repeat(18);
    let text = format!("\\`{words}~~~rust std::fs::write(\"pwned\",concat!(\"x\")); `");
    let output = run(&document_of(&[text])).unwrap();
    let lines = output.files.iter().flat_map(|file| file.text.lines());
    for line in lines {
        let comment = line
            .trim_start()
            .trim_start_matches(['/', '!'])
            .trim_start();
        assert!(!comment.starts_with("~~~"), "{line}");
    }
}
