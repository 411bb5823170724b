//! The successful answer of an operation: one schema for all its 2xx statuses, or no content.

use serde_json::Value;

use super::schema;

/// The lowered schema of the JSON answer, nothing where success has no content, or the reason why neither is known.
pub(super) fn lower(operation: &Value) -> Result<Option<Value>, String> {
    let successes: Vec<(&String, &Value)> = operation
        .get("responses")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .filter(|(status, _)| status.starts_with('2'))
        .collect();
    if successes.is_empty() {
        return Err("no successful answer is documented".to_string());
    }
    let mut schemas: Vec<Option<Value>> = Vec::new();
    for (status, response) in &successes {
        let schema =
            json_schema(response).map_err(|reason| format!("its answer {status} {reason}"))?;
        if !schemas.contains(&schema) {
            schemas.push(schema);
        }
    }
    match schemas.as_mut_slice() {
        [schema] => Ok(schema.take()),
        _ => {
            let statuses: Vec<&str> = successes
                .iter()
                .map(|(status, _)| status.as_str())
                .collect();
            Err(format!(
                "its answers {} differ in their schemas, and only one schema is generated so far",
                statuses.join(" and ")
            ))
        }
    }
}

fn json_schema(response: &Value) -> Result<Option<Value>, String> {
    let Some(content) = response.get("content").and_then(Value::as_object) else {
        return Ok(None);
    };
    let names: Vec<&str> = content.keys().map(String::as_str).collect();
    match names.as_slice() {
        [] => Ok(None),
        ["application/json"] => content["application/json"]
            .get("schema")
            .map(|schema| Some(schema::lower(schema)))
            .ok_or_else(|| "has no schema".to_string()),
        _ => Err(format!(
            "is {}, and only application/json is generated so far",
            names.join(" or ")
        )),
    }
}
