//! What the body of a successful response says when it did succeed.
//!
//! In: a JSON body and, by JSON pointer, what stands there after a success. Out: the first place that says otherwise.
//! Never: a failure because a place is absent or null, for that says nothing. The body is parsed for it once more, since
//! what is decoded afterwards need not have these places.

use serde_json::Value;

use crate::decode;

/// What stands at a place of a response's body if the call succeeded.
///
/// Some APIs response `200 OK` and tell of a failure inside the body; see [`Request::succeeds_if`](crate::Request::succeeds_if).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Expected {
    /// A status from 200 to 299, as a number or as its digits.
    Status2xx,
    /// This truth value.
    Bool(bool),
    /// This whole number.
    Integer(i64),
    /// This text.
    Text(&'static str),
}

impl Expected {
    fn is(self, found: &Value) -> bool {
        match self {
            Self::Status2xx => status(found).is_some_and(|status| (200..300).contains(&status)),
            Self::Bool(expected) => found.as_bool() == Some(expected),
            Self::Integer(expected) => found.as_i64() == Some(expected),
            Self::Text(expected) => found.as_str() == Some(expected),
        }
    }
}

/// A place of a body that tells of a failure.
#[derive(Debug, PartialEq)]
pub(crate) struct Otherwise {
    pub(crate) pointer: &'static str,
    /// What stands there, as JSON.
    pub(crate) found: String,
    /// The same as a status of HTTP, if one was expected.
    pub(crate) status: Option<u16>,
}

/// The first place at which `body` tells of a failure. A body that is not JSON tells nothing.
pub(crate) fn otherwise(body: &[u8], expected: &[(&'static str, Expected)]) -> Option<Otherwise> {
    if expected.is_empty() {
        return None;
    }
    let body: Value = decode::json(body).ok()?;
    expected.iter().find_map(|(pointer, expected)| {
        let found = body.pointer(pointer).filter(|found| !found.is_null())?;
        let inner = Some(found).filter(|_| *expected == Expected::Status2xx);
        (!expected.is(found)).then(|| Otherwise {
            pointer,
            found: found.to_string(),
            status: inner
                .and_then(status)
                .and_then(|status| u16::try_from(status).ok()),
        })
    })
}

/// A status as a whole number, as `200.0`, or as digits.
fn status(found: &Value) -> Option<i64> {
    let whole = |number: f64| (number.fract() == 0.0).then_some(number as i64);
    match found {
        Value::Number(number) => number.as_i64().or_else(|| whole(number.as_f64()?)),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXPECTED: [(&str, Expected); 4] = [
        ("/status", Expected::Status2xx),
        ("/data/success", Expected::Bool(true)),
        ("/code", Expected::Integer(0)),
        ("/state", Expected::Text("ok")),
    ];

    fn says(body: &str) -> Option<(&'static str, String)> {
        otherwise(body.as_bytes(), &EXPECTED).map(|otherwise| (otherwise.pointer, otherwise.found))
    }

    #[test]
    fn a_success_says_nothing_else() {
        for body in [
            r#"{"status": 200, "data": {"success": true}, "code": 0, "state": "ok"}"#,
            r#"{"status": "201"}"#,
            r#"{"status": 200.0}"#,
            r#"{"status": null, "data": []}"#,
            "{}",
            "[1]",
            "no JSON",
            "",
        ] {
            assert_eq!(says(body), None, "{body}");
        }
    }

    #[test]
    fn the_first_place_that_says_otherwise_is_told() {
        for (body, pointer, found) in [
            (r#"{"status": 500, "code": 1}"#, "/status", "500"),
            (r#"{"status": "no"}"#, "/status", r#""no""#),
            (r#"{"status": 199}"#, "/status", "199"),
            (r#"{"data": {"success": false}}"#, "/data/success", "false"),
            (r#"{"data": {"success": 1}}"#, "/data/success", "1"),
            (r#"{"code": 7}"#, "/code", "7"),
            (r#"{"state": {"a": 1}}"#, "/state", r#"{"a":1}"#),
        ] {
            assert_eq!(says(body), Some((pointer, found.to_string())), "{body}");
        }
    }
}
