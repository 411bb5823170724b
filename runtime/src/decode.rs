//! A successful answer's body as a value.
//!
//! In: all bytes of the body. Out: the value, or the JSON path and the reason why there is none.
//! Never: a value from a body that has anything but white space behind it.

use serde::de::DeserializeOwned;

/// Where and why a body did not fit its type. Both texts may repeat the body, at any length.
#[derive(Debug)]
pub(crate) struct Mismatch {
    pub(crate) path: String,
    pub(crate) reason: String,
}

impl Mismatch {
    fn at_top(reason: impl ToString) -> Self {
        Self {
            path: "$".to_owned(),
            reason: reason.to_string(),
        }
    }
}

/// Decodes a body that must be one JSON value.
pub(crate) fn json<T: DeserializeOwned>(body: &[u8]) -> Result<T, Mismatch> {
    if body.trim_ascii().is_empty() {
        return Err(Mismatch::at_top(
            "the body is empty where JSON was expected",
        ));
    }
    let mut text = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut text).map_err(|error| Mismatch {
        path: json_path(error.path()),
        reason: error.inner().to_string(),
    })?;
    text.end().map_err(Mismatch::at_top)?;
    Ok(value)
}

/// `data[0].id` becomes `$.data[0].id`, `[0]` becomes `$[0]`, the top itself `$`.
fn json_path(path: &serde_path_to_error::Path) -> String {
    match path.to_string() {
        top if top == "." => "$".to_owned(),
        item if item.starts_with('[') => format!("${item}"),
        field => format!("$.{field}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn mismatch<T: DeserializeOwned>(body: &str) -> (String, String) {
        let Err(Mismatch { path, reason }) = json::<T>(body.as_bytes()) else {
            panic!("{body} fits")
        };
        (path, reason)
    }

    #[test]
    fn any_json_value_may_stand_at_the_top() {
        assert_eq!(json::<Vec<u8>>(b"[1]").unwrap(), [1]);
        assert_eq!(json::<String>(b" \"a\"\n").unwrap(), "a");
        assert_eq!(json::<Option<u8>>(b"null").unwrap(), None);
    }

    #[test]
    fn the_path_leads_to_the_value_that_does_not_fit() {
        assert_eq!(
            mismatch::<BTreeMap<String, Vec<u8>>>(r#"{"data": [1, "x"]}"#).0,
            "$.data[1]"
        );
        assert_eq!(mismatch::<Vec<u8>>("[1, -2]").0, "$[1]");
        assert_eq!(mismatch::<u8>("true").0, "$");
    }

    #[test]
    fn an_empty_body_is_called_empty() {
        assert!(mismatch::<serde_json::Value>(" \n").1.contains("empty"));
    }

    #[test]
    fn what_is_not_json_does_not_fit() {
        assert_eq!(mismatch::<serde_json::Value>("<html>").0, "$");
    }

    #[test]
    fn garbage_behind_the_value_does_not_fit() {
        assert!(
            mismatch::<serde_json::Value>("{} {}")
                .1
                .contains("trailing")
        );
    }

    #[test]
    fn nesting_without_end_is_an_error() {
        assert!(
            mismatch::<serde_json::Value>(&"[".repeat(100_000))
                .1
                .contains("recursion limit")
        );
    }
}
