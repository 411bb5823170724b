//! Operations and schemas of the effective document in a form that a reviewer can read: drift shows up here first.
//!
//! One snapshot per tag, one line per property; `*` marks what is required, `?` what may be null.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::workspace::{apis, assert_no_orphan_snapshots, effective};

#[test]
fn operations_and_schemas() {
    let mut all = BTreeMap::new();
    for api in apis() {
        let outlines = outlines(&effective(&api)).into_iter();
        all.extend(outlines.map(|(tag, outline)| (format!("{api}__{tag}"), outline)));
    }
    let names: Vec<String> = all.keys().cloned().collect();
    assert_no_orphan_snapshots("effective_document", &names);
    for (name, outline) in all {
        insta::assert_snapshot!(name, outline);
    }
}

#[test]
fn every_array_says_what_it_holds() {
    fn look(value: &Value, place: &str, lacking: &mut Vec<String>) {
        if value["type"] == "array" && value.get("items").is_none() {
            lacking.push(place.to_string());
        }
        match value {
            Value::Object(object) => {
                let schemas = object.iter().filter(|(key, _)| !key.starts_with("example"));
                schemas.for_each(|(key, value)| look(value, &format!("{place}/{key}"), lacking));
            }
            Value::Array(items) => items.iter().for_each(|item| look(item, place, lacking)),
            _ => {}
        }
    }
    for api in apis() {
        let mut lacking = Vec::new();
        look(&effective(&api), "", &mut lacking);
        assert_eq!(lacking, Vec::<String>::new(), "{api}");
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
                let parameter = resolve(document, parameter);
                let name = format!("{} {}", text(parameter, "in"), text(parameter, "name"));
                let is_required = parameter["required"] == true;
                property(&name, &parameter["schema"], is_required, 1, outline);
            }
            content(
                "body",
                resolve(document, &operation["requestBody"]),
                outline,
            );
            for (status, response) in operation["responses"].as_object().unwrap() {
                content(status, resolve(document, response), outline);
            }
            outline.push('\n');
        }
    }
    let components = outlines.entry("components".to_string()).or_default();
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        property(name, schema, false, 0, components);
    }
    outlines
}

/// What a reference leads to; anything else is itself.
fn resolve<'a>(document: &'a Value, of: &'a Value) -> &'a Value {
    match of["$ref"].as_str() {
        Some(reference) => document.pointer(&reference[1..]).expect("it is there"),
        None => of,
    }
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
    let indent = "  ".repeat(depth);
    let mark = if is_required { "*" } else { "" };
    let null = if schema["nullable"] == true { "?" } else { "" };
    if let Some(component) = component(schema) {
        outline.push_str(&format!("{indent}{name}{mark}: {component}{null}\n"));
        return;
    }
    if let Some(component) = component(&schema["items"]) {
        outline.push_str(&format!("{indent}{name}{mark}: {component}[]{null}\n"));
        return;
    }
    let (item, brackets) = match (schema.get("items"), &schema["type"]) {
        (Some(items), _) => (items, "[]"),
        (None, Value::String(name)) if name == "array" => (&Value::Null, "[]"),
        (None, _) => (schema, ""),
    };
    let enumeration = match schema.get("enum") {
        Some(values) => format!(" {values}"),
        None => String::new(),
    };
    let kind = item["type"].as_str().unwrap_or("any");
    let unit = match item["x-unit"].as_str() {
        Some(unit) => format!(" {unit}"),
        None => String::new(),
    };
    outline.push_str(&format!(
        "{indent}{name}{mark}: {kind}{brackets}{null}{unit}{enumeration}\n"
    ));
    if let Some(content) = item.get("x-contentSchema") {
        property("(JSON text)", content, false, depth + 1, outline);
    }
    if let Some(values @ Value::Object(_)) = item.get("additionalProperties") {
        property("(each)", values, false, depth + 1, outline);
    }
    let required = item["required"].as_array();
    for (name, of) in item["properties"].as_object().unwrap_or(&Map::new()) {
        let is_required = required.is_some_and(|names| names.iter().any(|of| of == name));
        property(name, of, is_required, depth + 1, outline);
    }
}

/// The name of the component that a schema refers to, alone or as the one part of an `allOf`.
fn component(schema: &Value) -> Option<&str> {
    let reference = schema
        .get("$ref")
        .or_else(|| schema.pointer("/allOf/0/$ref"))?;
    reference.as_str()?.strip_prefix("#/components/schemas/")
}

fn text<'a>(of: &'a Value, key: &str) -> &'a str {
    of[key].as_str().unwrap_or_default()
}
