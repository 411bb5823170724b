//! The successful answer of an operation: one schema for all its 2xx statuses, or no content.

use serde_json::Value;

use super::reference;
use super::schema::{self, Context};

/// The answers of status 2xx, as they stand in the document. A key that is no status (`200 OK`) is none.
pub(crate) fn successes(operation: &Value) -> impl Iterator<Item = (&String, &Value)> {
    operation
        .get("responses")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .filter(|(status, _)| is_success(status))
}

/// `2XX`, or `2` and two digits.
fn is_success(status: &str) -> bool {
    match status.as_bytes() {
        [b'2', rest @ ..] if rest.len() == 2 => {
            rest.iter().all(u8::is_ascii_digit) || rest.eq_ignore_ascii_case(b"xx")
        }
        _ => false,
    }
}

/// The lowered schema of the JSON answer, nothing where success has no content, or the reason why neither is known.
pub(super) fn lower(
    document: &Value,
    operation: &Value,
    context: &Context<'_>,
) -> Result<Option<Value>, String> {
    let successes: Vec<(&String, &Value)> = successes(operation).collect();
    if successes.is_empty() {
        return Err("no successful answer is documented".to_string());
    }
    let mut schemas: Vec<Option<Value>> = Vec::new();
    for (status, response) in &successes {
        let schema = reference::resolve(document, response)
            .and_then(|response| json_schema(response, context))
            .map_err(|reason| format!("its answer {status} {reason}"))?;
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

fn json_schema(response: &Value, context: &Context<'_>) -> Result<Option<Value>, String> {
    let Some(content) = response.get("content").and_then(Value::as_object) else {
        return Ok(None);
    };
    let names: Vec<&str> = content.keys().map(String::as_str).collect();
    match names.as_slice() {
        [] => Ok(None),
        ["application/json"] => content["application/json"]
            .get("schema")
            .map(|schema| Some(schema::lower(schema, context)))
            .ok_or_else(|| "has no schema".to_string()),
        _ => Err(format!(
            "is {}, and only application/json is generated so far",
            names.join(" or ")
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_status_is_one() {
        for status in ["200", "299", "2XX", "2xx"] {
            assert!(is_success(status), "{status}");
        }
        for status in [
            "200 OK",
            "2/../../evil",
            "2",
            "20",
            "2000",
            "2X0",
            "default",
            "2é",
        ] {
            assert!(!is_success(status), "{status}");
        }
    }
}
