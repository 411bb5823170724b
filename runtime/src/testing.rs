//! What generated crates test their examples with (feature `testing`).
//!
//! In: a type and the JSON text of a body. Out: nothing, or what was lost, as a panic or as a value. Never: part of a
//! client.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Number, Value};

use crate::decode;
use crate::disruptive;
use crate::stack::NoRoom;

/// A text as errors show what a server said: characters that nobody sees, or that change how others are shown, are escaped.
///
/// ```
/// let shown = openapi_client_runtime::testing::as_shown("a\u{202e}b\n");
/// assert_eq!(shown, r"a\u{202e}b\n");
/// ```
pub fn as_shown(text: &str) -> String {
    disruptive::escaped(text.chars())
}

/// Asserts that `text` decodes as `T` and encodes back with every value in place.
///
/// A null may become absent, and numbers count as equal by their value (`5` and `5.0`).
///
/// # Panics
///
/// When the text does not decode, or when a value is lost or changed on the way; the message names each place.
///
/// ```
/// #[derive(serde::Serialize, serde::Deserialize)]
/// struct Chat {
///     id: String,
///     #[serde(skip_serializing_if = "Option::is_none")]
///     title: Option<String>,
/// }
///
/// openapi_client_runtime::testing::round_trip::<Chat>(r#"{ "id": "1", "title": null }"#);
/// ```
pub fn round_trip<T: DeserializeOwned + Send + Serialize>(text: &str) {
    if let Err(problem) = try_round_trip::<T>(text) {
        panic!("{}: {problem}", std::any::type_name::<T>());
    }
}

/// Why a body does not pass through a type and come out the same.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RoundTripError {
    /// It does not decode, or is no JSON; the text says where and why.
    #[error("{0}")]
    NotDecoded(String),
    /// It decodes and comes out different: each value that is gone, new or changed, with its JSON pointer. Never empty.
    #[error("lost or changed on the way:\n  {}", .0.join("\n  "))]
    Lost(Vec<String>),
}

/// Decodes `text` as `T` and encodes it back, by the rules of [`round_trip`].
///
/// # Errors
///
/// When the text does not decode, or when a value is lost or changed on the way.
pub fn try_round_trip<T: DeserializeOwned + Send + Serialize>(
    text: &str,
) -> Result<(), RoundTripError> {
    let no_room = |no_room: NoRoom| RoundTripError::NotDecoded(no_room.to_string());
    let original: Value = *decode::located(text.as_bytes())
        .map_err(no_room)?
        .map_err(|error| {
            let error = error.inner();
            RoundTripError::NotDecoded(format!("the example is no JSON: {error}"))
        })?;
    let value: Box<T> = decode::located(text.as_bytes())
        .map_err(no_room)?
        .map_err(|error| {
            let place = error.path();
            RoundTripError::NotDecoded(format!("does not decode at `{place}`: {}", error.inner()))
        })?;
    let encoded = serde_json::to_value(&value)
        .map_err(|error| RoundTripError::Lost(vec![format!("all of it: {error}")]))?;
    let mut lost = Vec::new();
    compare("", &original, &encoded, &mut lost);
    if lost.is_empty() {
        Ok(())
    } else {
        Err(RoundTripError::Lost(lost))
    }
}

/// Notes every place of `original` that `encoded` does not have with the same value.
fn compare(place: &str, original: &Value, encoded: &Value, lost: &mut Vec<String>) {
    match (original, encoded) {
        (Value::Object(original), Value::Object(encoded)) => {
            for (key, value) in original {
                let place = format!("{place}/{}", key.replace('~', "~0").replace('/', "~1"));
                match encoded.get(key) {
                    Some(other) => compare(&place, value, other, lost),
                    None if value.is_null() => {}
                    None => lost.push(format!("{place} is gone")),
                }
            }
            let added = encoded
                .iter()
                .filter(|(key, value)| !original.contains_key(*key) && !value.is_null());
            lost.extend(added.map(|(key, value)| format!("{place}/{key} is new: {value}")));
        }
        (Value::Array(original), Value::Array(encoded)) if original.len() == encoded.len() => {
            for (index, (value, other)) in original.iter().zip(encoded).enumerate() {
                compare(&format!("{place}/{index}"), value, other, lost);
            }
        }
        (Value::Number(number), Value::Number(other)) if is_same(number, other) => {}
        (value, other) if value == other => {}
        (value, other) => lost.push(format!("{place} was {value} and became {other}")),
    }
}

/// Compares by value. Two integers that a float cannot tell apart are told apart.
fn is_same(number: &Number, other: &Number) -> bool {
    let exactly = |number: &Number| number.as_i128().or_else(|| whole(number.as_f64()?));
    number.as_f64() == other.as_f64() && exactly(number) == exactly(other)
}

/// A float without a fraction as an integer; such floats are exact.
fn whole(float: f64) -> Option<i128> {
    (float.fract() == 0.0).then_some(float as i128)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::*;

    #[derive(Serialize, Deserialize)]
    struct Chat {
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<f64>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        users: Vec<String>,
    }

    #[test]
    fn a_null_may_become_absent_and_a_number_may_become_a_float() {
        assert_eq!(try_round_trip::<Chat>(r#"{ "id": null }"#), Ok(()));
        assert_eq!(try_round_trip::<Chat>(r#"{ "id": 5 }"#), Ok(()));
    }

    #[test]
    fn what_is_lost_is_named() {
        assert_eq!(
            try_round_trip::<Chat>(r#"{ "a/b": 1, "users": [] }"#)
                .unwrap_err()
                .to_string(),
            "lost or changed on the way:\n  /a~1b is gone\n  /users is gone"
        );
        assert!(
            try_round_trip::<Chat>(r#"{ "users": [1] }"#)
                .unwrap_err()
                .to_string()
                .starts_with("does not decode at `users[0]`")
        );
    }

    #[test]
    fn a_large_integer_that_a_float_rounds_is_a_change() {
        let problem = try_round_trip::<Chat>(r#"{ "id": 9007199254740993 }"#);
        assert!(problem.is_err(), "a float holds 9007199254740992 instead");
        assert_eq!(
            try_round_trip::<BTreeMap<String, u64>>(r#"{ "id": 9007199254740993 }"#),
            Ok(())
        );
    }
}
