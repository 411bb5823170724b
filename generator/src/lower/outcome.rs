//! What an operation's response is wrapped in: where the payload is, and which places tell of a failure under a status 2xx.
//!
//! An operation in; out what its `x-payload` and `x-success` say, or an error that names the extension. Both are said by
//! fixups, since no document has a word for them.

use serde_json::Value;

use crate::api::Expected;
use crate::document::OperationEntry;
use crate::document::pointer::unescape;
use crate::error::Error;

/// What `x-payload` and `x-success` say of an operation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The properties that lead to what the caller wants; empty where the response is not wrapped.
    pub payload: Vec<String>,
    /// JSON pointers into the body, with what stands there after a success.
    pub success: Vec<(String, Expected)>,
}

/// Reads both extensions of an operation.
pub(super) fn find(found: &OperationEntry<'_>) -> Result<Outcome, Error> {
    let of = |key: &str| found.operation.get(key);
    let wrong = |key: &str, rule: &str, cure: &str| {
        Error::new(
            format!("effective.yaml: {}", found.pointer.child(key)),
            rule,
            cure,
        )
    };
    let payload = match of("x-payload") {
        None => Vec::new(),
        Some(pointer) => pointer.as_str().and_then(properties).ok_or_else(|| {
            wrong(
                "x-payload",
                "it is no JSON pointer to a property of the response",
                "write the way to the payload, such as `/data/response`",
            )
        })?,
    };
    let success = match of("x-success") {
        None => Vec::new(),
        Some(places) => successes(places).ok_or_else(|| {
            wrong(
                "x-success",
                "it is no mapping from JSON pointers to what stands there after a success",
                "write places with `2XX`, true, false, a whole number or a text, such as `{ /data/status_code: 2XX }`",
            )
        })?,
    };
    Ok(Outcome { payload, success })
}

/// What stands where after a success: the outer envelope first, since it says more, such as a status.
fn successes(places: &Value) -> Option<Vec<(String, Expected)>> {
    let places = places.as_object().filter(|places| !places.is_empty())?;
    let mut success = Vec::new();
    for (pointer, value) in places {
        properties(pointer)?;
        success.push((pointer.clone(), expected(value)?));
    }
    success.sort_by_key(|(pointer, _)| pointer.matches('/').count());
    Some(success)
}

fn expected(value: &Value) -> Option<Expected> {
    match value {
        Value::String(text) if text.eq_ignore_ascii_case("2xx") => Some(Expected::Status2xx),
        Value::String(text) => Some(Expected::String(text.clone())),
        Value::Bool(value) => Some(Expected::Bool(*value)),
        Value::Number(number) => number.as_i64().map(Expected::Integer),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The property names of a JSON pointer that leads somewhere.
fn properties(pointer: &str) -> Option<Vec<String>> {
    let steps = pointer.strip_prefix('/')?.split('/');
    Some(steps.map(unescape).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::document;

    fn outcome(operation: Value) -> Result<Outcome, Error> {
        let document = json!({ "paths": { "/x": { "get": operation } } });
        find(&document::operations(&document).next().unwrap())
    }

    #[test]
    fn both_are_read() {
        let found = outcome(json!({
            "x-payload": "/data/a~1b",
            "x-success": { "/code": 0, "/status": "2XX", "/a/ok": true, "/state": "done" },
        }));
        let expected = [
            ("/code", Expected::Integer(0)),
            ("/state", Expected::String("done".to_string())),
            ("/status", Expected::Status2xx),
            ("/a/ok", Expected::Bool(true)),
        ];
        assert_eq!(
            found,
            Ok(Outcome {
                payload: vec!["data".to_string(), "a/b".to_string()],
                success: expected.map(|(at, is)| (at.to_string(), is)).to_vec(),
            })
        );
        assert_eq!(outcome(json!({})), Ok(Outcome::default()));
    }

    #[test]
    fn what_is_written_wrongly_is_an_error_that_names_it() {
        for (operation, key) in [
            (json!({ "x-payload": "data" }), "x-payload"),
            (json!({ "x-payload": ["data"] }), "x-payload"),
            (json!({ "x-success": { "ok": true } }), "x-success"),
            (json!({ "x-success": { "/ok": [true] } }), "x-success"),
            (json!({ "x-success": true }), "x-success"),
        ] {
            let error = outcome(operation).unwrap_err();
            assert_eq!(
                error.place(),
                format!("effective.yaml: /paths/~1x/get/{key}")
            );
        }
    }
}
