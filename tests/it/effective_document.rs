//! Operations and schemas of the effective document in a form that a reviewer can read: drift shows up here first.
//!
//! One snapshot per tag, one line per property; `*` marks what is required, `?` what may be null.

use std::collections::BTreeMap;

use generator::document;
use serde_json::{Map, Value};

use crate::workspace::{FANSLY, assert_no_orphan_snapshots, read};

#[test]
fn operations_and_schemas() {
    let text = read(&format!("spec/{FANSLY}/effective.yaml"));
    let document = document::read("effective.yaml", text.as_bytes()).unwrap();
    let outlines = outlines(&document);
    let names: Vec<String> = outlines
        .keys()
        .map(|tag| format!("{FANSLY}__{tag}"))
        .collect();
    assert_no_orphan_snapshots("effective_document", &names);
    for (tag, outline) in outlines {
        insta::assert_snapshot!(format!("{FANSLY}__{tag}"), outline);
    }
}

fn outlines(document: &Value) -> BTreeMap<String, String> {
    let mut outlines: BTreeMap<String, String> = BTreeMap::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let Some(id) = operation["operationId"].as_str() else {
                continue;
            };
            let tag = operation["tags"][0].as_str().unwrap_or("untagged");
            let tag = tag.to_lowercase().replace(' ', "_");
            let outline = outlines.entry(tag).or_default();
            outline.push_str(&format!("{} {path} {id}\n", method.to_uppercase()));
            for parameter in parameters(item).chain(parameters(operation)) {
                let name = format!("{} {}", text(parameter, "in"), text(parameter, "name"));
                let is_required = parameter["required"] == true;
                property(&name, &parameter["schema"], is_required, 1, outline);
            }
            content("body", &operation["requestBody"], outline);
            for (status, response) in operation["responses"].as_object().unwrap() {
                content(status, response, outline);
            }
            outline.push('\n');
        }
    }
    outlines
}

fn parameters(of: &Value) -> impl Iterator<Item = &Value> {
    of["parameters"].as_array().into_iter().flatten()
}

fn content(name: &str, of: &Value, outline: &mut String) {
    for (media_type, content) in of["content"].as_object().unwrap_or(&Map::new()) {
        property(
            &format!("{name} {media_type}"),
            &content["schema"],
            false,
            1,
            outline,
        );
    }
}

fn property(name: &str, schema: &Value, is_required: bool, depth: usize, outline: &mut String) {
    let (item, brackets) = match (schema.get("items"), &schema["type"]) {
        (Some(items), _) => (items, "[]"),
        (None, Value::String(name)) if name == "array" => (&Value::Null, "[]"),
        (None, _) => (schema, ""),
    };
    let enumeration = match schema.get("enum") {
        Some(values) => format!(" {values}"),
        None => String::new(),
    };
    outline.push_str(&format!(
        "{}{name}{}: {}{brackets}{}{enumeration}\n",
        "  ".repeat(depth),
        if is_required { "*" } else { "" },
        item["type"].as_str().unwrap_or("any"),
        if schema["nullable"] == true { "?" } else { "" },
    ));
    let required = item["required"].as_array();
    for (name, of) in item["properties"].as_object().unwrap_or(&Map::new()) {
        let is_required = required.is_some_and(|names| names.iter().any(|of| of == name));
        property(name, of, is_required, depth + 1, outline);
    }
}

fn text<'a>(of: &'a Value, key: &str) -> &'a str {
    of[key].as_str().unwrap_or_default()
}
