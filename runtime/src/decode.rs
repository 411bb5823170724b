//! A body as a value: the one way by which this crate decodes what a server sent.
//!
//! In: all bytes of the body. Out: the value, or the JSON path and the reason why there is none.
//! Never: a value from a body that has anything but white space behind it, a
//! reason that repeats what serde found in the body, or an overflow of the stack.

use serde::de::DeserializeOwned;

use crate::stack::{self, NoRoom};
use crate::watched::Watched;

/// Where and why a body did not fit its type. The path may have keys of the body in it, at any length, and the reason is
/// anyone's text where a type has a `Deserialize` of its own.
#[derive(Debug)]
pub(crate) struct Mismatch {
    pub(crate) path: String,
    pub(crate) reason: String,
    /// Whether it is JSON at all, only another than was expected.
    pub(crate) is_json: bool,
}

impl Mismatch {
    fn at_top(reason: impl ToString) -> Self {
        Self {
            path: "$".to_owned(),
            reason: reason.to_string(),
            is_json: false,
        }
    }
}

/// Decodes a body that must be one JSON value.
pub(crate) fn json<T: DeserializeOwned + Send>(body: &[u8]) -> Result<T, Mismatch> {
    if body.trim_ascii().is_empty() {
        return Err(Mismatch::at_top(
            "the body is empty where JSON was expected",
        ));
    }
    match located(body) {
        Ok(Ok(value)) => Ok(*value),
        Ok(Err(error)) => Err(Mismatch {
            path: json_path(error.path()),
            reason: without_value(&error.inner().to_string()),
            is_json: !(error.inner().is_syntax() || error.inner().is_eof()),
        }),
        Err(no_room) => Err(Mismatch {
            is_json: true,
            ..Mismatch::at_top(no_room)
        }),
    }
}

/// A value, or where and why there is none. In a box, so that a large one is not copied from frame to frame of the stack.
type Located<T> = Result<Box<T>, serde_path_to_error::Error<serde_json::Error>>;

/// Decodes on as much stack as the body takes: first without keeping track of the place, which costs as much as all the rest,
/// and a second time with it where the first time failed.
pub(crate) fn located<T: DeserializeOwned + Send>(body: &[u8]) -> Result<Located<T>, NoRoom> {
    stack::with_room(|| {
        let mut text = serde_json::Deserializer::from_slice(body);
        if let Ok(value) = T::deserialize(Watched(&mut text)).map(Box::new)
            && text.end().is_ok()
        {
            return Ok(value);
        }
        let mut text = serde_json::Deserializer::from_slice(body);
        let value = serde_path_to_error::deserialize(Watched(&mut text)).map(Box::new)?;
        let at_top = serde_path_to_error::Track::new().path();
        text.end()
            .map_err(|error| serde_path_to_error::Error::new(at_top, error))?;
        Ok(value)
    })
}

/// Decodes a body that is one JSON value or empty.
pub(crate) fn optional_json<T: DeserializeOwned + Send>(
    body: &[u8],
) -> Result<Option<T>, Mismatch> {
    match body.trim_ascii().is_empty() {
        true => Ok(None),
        false => json(body),
    }
}

/// A body that must be text. Nothing is replaced: what is not UTF-8 is no text.
pub(crate) fn text(body: &[u8]) -> Result<&str, Mismatch> {
    std::str::from_utf8(body).map_err(|error| {
        let place = error.valid_up_to();
        Mismatch::at_top(format!("the body is not text in UTF-8 at byte {place}"))
    })
}

/// `invalid type: string "x", expected u32` becomes `invalid type: string, expected u32`.
///
/// The value may be a token, and errors get logged; which kind of value it was is enough to see what is wrong.
fn without_value(reason: &str) -> String {
    const HEADS: [&str; 3] = ["invalid type: ", "invalid value: ", "unknown variant "];
    let parts = HEADS.iter().find_map(|head| {
        let (value, expected) = reason.strip_prefix(head)?.rsplit_once(", expected ")?;
        let kind = value.split(['"', '`']).next().unwrap_or_default();
        Some((format!("{head}{kind}"), expected))
    });
    match parts {
        Some((said, expected)) => format!("{}, expected {expected}", said.trim_end()),
        None => reason.to_owned(),
    }
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

    fn mismatch<T: DeserializeOwned + Send>(body: &str) -> (String, String) {
        let Err(Mismatch { path, reason, .. }) = json::<T>(body.as_bytes()) else {
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
    fn the_reason_names_the_kind_of_value_and_not_the_value() {
        #[derive(Debug, serde::Deserialize)]
        enum Size {
            #[serde(rename = "small")]
            Small,
            #[serde(rename = "large")]
            Large,
        }

        let tricky = r#""a\", expected b""#;
        for (reason, expected) in [
            (mismatch::<u8>(r#""sk-1""#).1, "type: string, expected u8"),
            (mismatch::<u8>(tricky).1, "type: string, expected u8"),
            (mismatch::<u8>("777").1, "value: integer, expected u8"),
            (
                mismatch::<String>("1.5").1,
                "type: floating point, expected a string",
            ),
            (mismatch::<u8>("null").1, "type: null, expected u8"),
            (mismatch::<u8>("{}").1, "type: map, expected u8"),
        ] {
            assert!(
                reason.starts_with(&format!("invalid {expected} at line 1 column ")),
                "{reason}"
            );
        }
        assert!(
            mismatch::<Size>(r#""sk-1""#)
                .1
                .starts_with("unknown variant, expected `small` or `large` at line 1")
        );
    }

    #[test]
    fn an_empty_body_is_called_empty() {
        assert!(mismatch::<serde_json::Value>(" \n").1.contains("empty"));
    }

    #[test]
    fn nothing_and_null_are_none_where_a_body_may_be_empty() {
        for body in ["", "\r\n", "null"] {
            assert_eq!(optional_json::<u8>(body.as_bytes()).unwrap(), None);
        }
        assert_eq!(optional_json(b"5").unwrap(), Some(5_u8));
        assert!(optional_json::<u8>(b"x").is_err());
    }

    #[test]
    fn text_keeps_every_byte_or_is_none() {
        assert_eq!(
            text("\u{feff}a;ü\r\n".as_bytes()).unwrap(),
            "\u{feff}a;ü\r\n"
        );
        let mismatch = text(b"caf\xe9").unwrap_err();
        assert_eq!(mismatch.reason, "the body is not text in UTF-8 at byte 3");
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
