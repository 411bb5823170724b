//! Header and cookie parameters as text.
//!
//! In: a name and any serialisable value. Out: a header marked sensitive, or an encoded `name=value` of the cookie header.
//! Never: a header that decides how the request is sent, or a value in an error.

use percent_encoding::utf8_percent_encode;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderName, HeaderValue};
use serde::Serialize;
use serde_json::Value;

use crate::Error;
use crate::path::RESERVED;
use crate::query::{scalar, to_value};

/// Headers that the client and its connection decide.
const RESERVED_HEADERS: [&str; 10] = [
    "connection",
    "content-length",
    "cookie",
    "expect",
    "host",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Whether `name` can hold no key: it belongs to the connection, or each request sets it.
pub(crate) fn is_decided(name: &HeaderName) -> bool {
    RESERVED_HEADERS.contains(&name.as_str()) || matches!(*name, ACCEPT | CONTENT_TYPE)
}

/// The header `name` with `value`; nothing for null.
pub(crate) fn header(
    name: &str,
    value: &(impl Serialize + ?Sized),
) -> Result<Option<(HeaderName, HeaderValue)>, Error> {
    let Some(text) = joined("header", name, value)? else {
        return Ok(None);
    };
    let name = HeaderName::from_bytes(name.as_bytes())
        .ok()
        .filter(|name| !RESERVED_HEADERS.contains(&name.as_str()))
        .ok_or_else(|| Error::invalid(format!("`{name}` is no header that a call can set")))?;
    // Bytes beyond ASCII would travel, and every server would read them in an encoding of its own.
    let is_plain = text.chars().all(|c| matches!(c, ' '..='~'));
    let value = HeaderValue::from_str(&text).ok().filter(|_| is_plain);
    let mut value = value.ok_or_else(|| {
        Error::invalid(format!(
            "header `{name}` holds characters that a header cannot carry; use visible ASCII characters only"
        ))
    })?;
    value.set_sensitive(true);
    Ok(Some((name, value)))
}

/// `name=value` as it stands in the cookie header; nothing for null.
pub(crate) fn cookie(
    name: &str,
    value: &(impl Serialize + ?Sized),
) -> Result<Option<String>, Error> {
    let text = joined("cookie", name, value)?;
    Ok(text.map(|text| {
        let encoded = |text| utf8_percent_encode(text, RESERVED);
        format!("{}={}", encoded(name), encoded(&text))
    }))
}

/// The cookie header, marked sensitive.
pub(crate) fn cookies(pairs: &[String]) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::from_str(&pairs.join("; "))
        .map_err(|_| Error::invalid("the cookies do not fit into a header"))?;
    value.set_sensitive(true);
    Ok(value)
}

/// A scalar as text, the items of a list with commas between.
fn joined(
    what: &str,
    name: &str,
    value: &(impl Serialize + ?Sized),
) -> Result<Option<String>, Error> {
    let value = to_value(&format!("{what} `{name}`"), value)?;
    let text = match &value {
        Value::Null => return Ok(None),
        Value::Array(items) => items
            .iter()
            .filter(|item| !item.is_null())
            .map(scalar)
            .collect::<Option<Vec<String>>>()
            .map(|items| items.join(",")),
        value => scalar(value),
    };
    match text {
        Some(text) => Ok(Some(text)),
        None => Err(Error::invalid(format!(
            "{what} `{name}` holds an object or a list of lists; pass text, a number, a boolean or a list of these"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn sent(value: Value) -> Option<String> {
        let (_, value) = header("x-tags", &value).unwrap()?;
        assert!(value.is_sensitive());
        Some(value.to_str().unwrap().to_owned())
    }

    #[test]
    fn scalars_and_lists_are_text() {
        assert_eq!(sent(json!("a b")).as_deref(), Some("a b"));
        assert_eq!(sent(json!(7)).as_deref(), Some("7"));
        assert_eq!(sent(json!(["a", null, 2])).as_deref(), Some("a,2"));
        assert_eq!(sent(Value::Null), None);
    }

    #[test]
    fn a_value_cannot_add_a_header_and_is_not_shown() {
        for value in ["secret\r\nx-evil: 1", "secret\0", "secret é"] {
            let error = header("x-token", value).unwrap_err();
            let text = format!("{error} {error:?}");
            assert!(
                error.is_not_sent() && text.contains("`x-token`") && !text.contains("secret"),
                "{text}"
            );
        }
        assert!(header("x-token", &json!({"a": 1})).is_err());
    }

    #[test]
    fn headers_that_decide_the_exchange_are_refused() {
        for name in [
            "Host",
            "content-length",
            "Transfer-Encoding",
            "Cookie",
            "x y",
            "",
        ] {
            assert!(header(name, "1").unwrap_err().is_not_sent(), "{name}");
        }
    }

    #[test]
    fn a_cookie_cannot_add_another() {
        assert_eq!(
            cookie("a;b", "1; c=2").unwrap().unwrap(),
            "a%3Bb=1%3B%20c%3D2"
        );
        assert_eq!(cookie("ids", &[1, 2]).unwrap().unwrap(), "ids=1%2C2");
        assert_eq!(cookie("none", &None::<u8>).unwrap(), None);
    }
}
