//! What generated crates test their examples with (feature `testing`).
//!
//! In: a type and the JSON text of a body. Out: nothing, or a panic that lists what was lost. Never: part of a program.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Number, Value};

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
pub fn round_trip<T: DeserializeOwned + Serialize>(text: &str) {
    if let Err(problem) = check::<T>(text) {
        panic!("{}: {problem}", std::any::type_name::<T>());
    }
}

fn check<T: DeserializeOwned + Serialize>(text: &str) -> Result<(), String> {
    let original: Value =
        serde_json::from_str(text).map_err(|error| format!("the example is no JSON: {error}"))?;
    let value: T = serde_path_to_error::deserialize(&mut serde_json::Deserializer::from_str(text))
        .map_err(|error| format!("does not decode at `{}`: {}", error.path(), error.inner()))?;
    let encoded =
        serde_json::to_value(&value).map_err(|error| format!("does not encode: {error}"))?;
    let mut lost = Vec::new();
    compare("", &original, &encoded, &mut lost);
    match lost.as_slice() {
        [] => Ok(()),
        lost => Err(format!(
            "lost or changed on the way:\n  {}",
            lost.join("\n  ")
        )),
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
        assert_eq!(check::<Chat>(r#"{ "id": null }"#), Ok(()));
        assert_eq!(check::<Chat>(r#"{ "id": 5 }"#), Ok(()));
    }

    #[test]
    fn what_is_lost_is_named() {
        assert_eq!(
            check::<Chat>(r#"{ "a/b": 1, "users": [] }"#).unwrap_err(),
            "lost or changed on the way:\n  /a~1b is gone\n  /users is gone"
        );
        assert!(
            check::<Chat>(r#"{ "users": [1] }"#)
                .unwrap_err()
                .starts_with("does not decode at `users[0]`")
        );
    }

    #[test]
    fn a_large_integer_that_a_float_rounds_is_a_change() {
        let problem = check::<Chat>(r#"{ "id": 9007199254740993 }"#);
        assert!(problem.is_err(), "a float holds 9007199254740992 instead");
        assert_eq!(
            check::<BTreeMap<String, u64>>(r#"{ "id": 9007199254740993 }"#),
            Ok(())
        );
    }
}
