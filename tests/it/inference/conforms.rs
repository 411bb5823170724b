//! Whether a schema of OpenAPI 3.0 accepts a value, by the crate `jsonschema`.
//!
//! A schema and a value in, a complaint out. `nullable` is translated; numbers have to fit what their type becomes in Rust
//! without loss; JSON in a text has to be what `contentSchema` says. A schema that OpenAPI forbids is a complaint too.

use jsonschema::draft202012;
use serde_json::{Map, Value, json};

/// Integers up to here are exact as floating-point numbers.
const MAX_EXACT: i64 = 1 << 53;

/// What is wrong with the value, or with the schema.
pub fn check(schema: &Value, value: &Value) -> Result<(), String> {
    let translated = translate(schema)?;
    let validator =
        draft202012::new(&translated).map_err(|error| format!("no schema: {error}: {schema}"))?;
    validator.validate(value).map_err(|error| {
        format!(
            "{error} at `{}` of {value}: {schema}",
            error.instance_path()
        )
    })?;
    inside(schema, value)
}

/// The same schema as JSON Schema.
fn translate(schema: &Value) -> Result<Value, String> {
    let schema = schema
        .as_object()
        .ok_or_else(|| format!("a schema has to be an object: {schema}"))?;
    let mut translated = Map::new();
    for (keyword, value) in schema {
        let entry = match keyword.as_str() {
            "properties" => {
                let properties = value
                    .as_object()
                    .ok_or_else(|| format!("`properties` has to be an object: {value}"))?;
                let each = properties
                    .iter()
                    .map(|(name, schema)| Ok((name.clone(), translate(schema)?)));
                each.collect::<Result<Value, String>>()?
            }
            "items" => translate(value)?,
            "additionalProperties" if value.is_object() => translate(value)?,
            "oneOf" | "anyOf" | "allOf" => {
                let branches = value.as_array().filter(|branches| !branches.is_empty());
                let branches =
                    branches.ok_or_else(|| format!("`{keyword}` has to be a filled list"))?;
                branches
                    .iter()
                    .map(translate)
                    .collect::<Result<Value, _>>()?
            }
            "type" | "required" | "enum" | "additionalProperties" => value.clone(),
            _ => continue,
        };
        translated.insert(keyword.clone(), entry);
    }
    let kind = schema.get("type").and_then(Value::as_str);
    if kind == Some("array") && !schema.contains_key("items") {
        return Err(format!("a list without `items`: {schema:?}"));
    }
    match (kind, schema.get("format").and_then(Value::as_str)) {
        (Some("integer"), Some("uint64")) => bounds(&mut translated, json!(0), json!(u64::MAX)),
        (Some("integer"), _) => bounds(&mut translated, json!(i64::MIN), json!(i64::MAX)),
        _ => {}
    }
    let translated = Value::Object(translated);
    Ok(match schema.get("nullable") {
        Some(Value::Bool(true)) => json!({ "anyOf": [{ "type": "null" }, translated] }),
        _ => translated,
    })
}

fn bounds(schema: &mut Map<String, Value>, min: Value, max: Value) {
    schema.insert("minimum".into(), min);
    schema.insert("maximum".into(), max);
}

/// Checks what JSON Schema does not: integers where the type is a floating-point number, and the JSON in texts.
fn inside(schema: &Value, value: &Value) -> Result<(), String> {
    for branch in branches(schema) {
        if accepts(branch, value) {
            inside(branch, value)?;
        }
    }
    match value {
        Value::Number(number) if schema.get("type").is_some_and(|of| of == "number") => {
            let is_exact = number.is_f64()
                || number
                    .as_i64()
                    .is_some_and(|of| (-MAX_EXACT..=MAX_EXACT).contains(&of));
            is_exact
                .then_some(())
                .ok_or_else(|| format!("{number} is not exact as a floating-point number"))
        }
        Value::String(text) if !text.is_empty() => match schema.get("contentSchema") {
            Some(content) => {
                let embedded: Value = serde_json::from_str(text)
                    .map_err(|error| format!("{error} in the text {text:?}: {schema}"))?;
                check(content, &embedded)
            }
            None => Ok(()),
        },
        Value::Array(items) => match schema.get("items") {
            Some(of) => items.iter().try_for_each(|item| inside(of, item)),
            None => Ok(()),
        },
        Value::Object(object) => {
            object
                .iter()
                .try_for_each(|(name, value)| match below(schema, name) {
                    Some(of) => inside(of, value),
                    None => Ok(()),
                })
        }
        _ => Ok(()),
    }
}

/// The alternatives of a schema.
pub fn branches(schema: &Value) -> impl Iterator<Item = &Value> {
    let keywords = ["oneOf", "anyOf"].into_iter();
    keywords.flat_map(|keyword| {
        schema
            .get(keyword)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
    })
}

/// The schema of a property: its own, or that of all others.
pub fn below<'a>(schema: &'a Value, name: &str) -> Option<&'a Value> {
    let own = schema.get("properties").and_then(|of| of.get(name));
    own.or_else(|| {
        schema
            .get("additionalProperties")
            .filter(|of| of.is_object())
    })
}

/// Whether the value is of the schema's type.
pub fn accepts(schema: &Value, value: &Value) -> bool {
    match schema.get("type").and_then(Value::as_str) {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("integer" | "number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        _ => true,
    }
}

#[test]
fn null_needs_nullable() {
    assert!(check(&json!({ "type": "string" }), &json!(null)).is_err());
    assert!(check(&json!({ "type": "string", "nullable": true }), &json!(null)).is_ok());
    assert!(check(&json!({}), &json!(null)).is_ok());
}

#[test]
fn numbers_have_to_fit_without_loss() {
    assert!(check(&json!({ "type": "integer" }), &json!(u64::MAX)).is_err());
    assert!(check(&json!({ "type": "integer" }), &json!(i64::MIN)).is_ok());
    assert!(
        check(
            &json!({ "type": "integer", "format": "uint64" }),
            &json!(u64::MAX)
        )
        .is_ok()
    );
    assert!(check(&json!({ "type": "number" }), &json!((1_i64 << 53) + 1)).is_err());
    assert!(check(&json!({ "type": "number" }), &json!(0.1)).is_ok());
}

#[test]
fn json_in_a_text_has_to_be_what_is_said() {
    let schema = json!({ "oneOf": [
        { "type": "integer" },
        { "type": "string", "contentSchema": { "type": "array", "items": { "type": "integer" } } },
    ] });
    for (text, is_right) in [("", true), ("[1]", true), ("[1.5]", false), ("x", false)] {
        assert_eq!(check(&schema, &json!(text)).is_ok(), is_right, "{text}");
    }
}

#[test]
fn what_openapi_forbids_is_no_schema() {
    for schema in [
        json!({ "type": "array" }),
        json!({ "type": "object", "properties": [] }),
        json!({ "type": "text" }),
        json!({ "oneOf": [] }),
    ] {
        assert!(check(&schema, &json!(null)).is_err(), "{schema}");
    }
}
