//! Who is calling: a secret and the header that carries it.
//!
//! In: a key as the user holds it. Out: one sensitive header, checked when the client is built.
//! Never: the key in a `Debug` text, a `Display` text or an error.

use std::fmt;

use reqwest::header::{AUTHORIZATION, HeaderName, HeaderValue};

use crate::Error;

/// A secret that authenticates the caller.
///
/// It prints as `ApiKey(***)` and has no `Display`. Any text can become an `ApiKey`; whether it can travel in a header
/// is checked when the client is built.
///
/// ```
/// use openapi_client_runtime::ApiKey;
///
/// assert_eq!(format!("{:?}", ApiKey::from("sk-123")), "ApiKey(***)");
/// ```
#[derive(Clone)]
pub struct ApiKey(String);

impl ApiKey {
    /// Reads the key from the environment variable `name`.
    ///
    /// # Errors
    ///
    /// When the variable is not set, or holds what cannot be a key: nothing, white space around the key, or characters
    /// that a header cannot carry. The error names the variable and never shows its value.
    pub fn from_env(name: &str) -> Result<Self, Error> {
        let key = std::env::var(name).map_err(|reason| match reason {
            std::env::VarError::NotPresent => Error::invalid(format!(
                "environment variable `{name}` is not set; set it to your API key"
            )),
            std::env::VarError::NotUnicode(_) => Error::invalid(format!(
                "environment variable `{name}` is not UTF-8; set it to your API key"
            )),
        })?;
        let key = Self(key);
        key.check(&format!("the API key in environment variable `{name}`"))?;
        Ok(key)
    }

    /// `what` names the key in the error's text.
    fn check(&self, what: &str) -> Result<(), Error> {
        let rule = if self.0.trim().is_empty() {
            "is empty; use the key that the API's provider gave you"
        } else if self.0.trim() != self.0 {
            "has white space or a line break around it; remove it"
        } else if !self.0.chars().all(|c| matches!(c, ' '..='~')) {
            "has characters that a header cannot carry; use visible ASCII characters only"
        } else {
            return Ok(());
        };
        Err(Error::invalid(format!("{what} {rule}")))
    }
}

impl From<&str> for ApiKey {
    fn from(key: &str) -> Self {
        Self(key.to_owned())
    }
}

impl From<String> for ApiKey {
    fn from(key: String) -> Self {
        Self(key)
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(***)")
    }
}

/// How requests are authenticated.
#[derive(Clone, Debug)]
pub struct Auth(Scheme);

#[derive(Clone, Debug)]
enum Scheme {
    None,
    Bearer(ApiKey),
    Header(String, ApiKey),
}

impl Auth {
    /// Sends nothing.
    pub fn none() -> Self {
        Self(Scheme::None)
    }

    /// Sends `authorization: Bearer <key>`.
    pub fn bearer(key: ApiKey) -> Self {
        Self(Scheme::Bearer(key))
    }

    /// Sends the key alone in the header `name`, for example `x-api-key`.
    ///
    /// A name that no header can have is reported when the client is built.
    pub fn header(name: &str, key: ApiKey) -> Self {
        Self(Scheme::Header(name.to_owned(), key))
    }

    /// The header to send, marked sensitive so that no layer below logs it or puts it into a compression table.
    pub(crate) fn to_header(&self) -> Result<Option<(HeaderName, HeaderValue)>, Error> {
        let (name, key, text) = match &self.0 {
            Scheme::None => return Ok(None),
            Scheme::Bearer(key) => (AUTHORIZATION, key, format!("Bearer {}", key.0)),
            Scheme::Header(name, key) => {
                let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| {
                    Error::invalid(
                        "the API key's header has an invalid name; use a name such as `x-api-key`",
                    )
                })?;
                (name, key, key.0.clone())
            }
        };
        key.check("the API key")?;
        let mut value = HeaderValue::from_str(&text)
            .map_err(|_| Error::invalid("the API key does not fit into a header"))?;
        value.set_sensitive(true);
        Ok(Some((name, value)))
    }

    /// The text that must not be shown; empty when there is none.
    pub(crate) fn secret(&self) -> &str {
        match &self.0 {
            Scheme::None => "",
            Scheme::Bearer(key) | Scheme::Header(_, key) => &key.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(key: &str) -> String {
        let error = Auth::bearer(ApiKey::from(key)).to_header().unwrap_err();
        assert!(error.is_not_sent());
        format!("{error} {error:?}")
    }

    #[test]
    fn bearer_is_a_sensitive_authorization_header() {
        let (name, value) = Auth::bearer("sk-123".into()).to_header().unwrap().unwrap();
        assert_eq!(
            (name.as_str(), value.as_bytes()),
            ("authorization", &b"Bearer sk-123"[..])
        );
        assert!(value.is_sensitive());
    }

    #[test]
    fn header_carries_the_key_alone() {
        let (name, value) = Auth::header("X-Api-Key", "sk-123".into())
            .to_header()
            .unwrap()
            .unwrap();
        assert_eq!(
            (name.as_str(), value.as_bytes()),
            ("x-api-key", &b"sk-123"[..])
        );
        assert!(value.is_sensitive());
    }

    #[test]
    fn none_sends_nothing() {
        assert!(Auth::none().to_header().unwrap().is_none());
    }

    #[test]
    fn a_key_must_not_be_empty_or_blank() {
        assert!(refused("").contains("is empty"));
        assert!(refused(" \t\n").contains("is empty"));
    }

    #[test]
    fn a_key_must_not_have_white_space_around_it() {
        for key in ["sk-123\n", " sk-123", "sk-123 "] {
            let text = refused(key);
            assert!(
                text.contains("remove it") && !text.contains("sk-123"),
                "{text}"
            );
        }
    }

    #[test]
    fn a_key_must_fit_into_a_header() {
        for key in ["sk-\n123", "“sk-123”", "sk-\u{0}123"] {
            let text = refused(key);
            assert!(
                text.contains("visible ASCII") && !text.contains("sk-"),
                "{text}"
            );
        }
    }

    #[test]
    fn a_header_name_must_be_one() {
        assert!(
            Auth::header("x api key", "sk-123".into())
                .to_header()
                .is_err()
        );
    }

    #[test]
    fn debug_hides_the_key() {
        assert_eq!(
            format!("{:?}", Auth::bearer("sk-123".into())),
            "Auth(Bearer(ApiKey(***)))"
        );
    }

    #[test]
    fn an_unset_variable_is_named() {
        let error = ApiKey::from_env("OPENAPI_CLIENT_RUNTIME_UNSET").unwrap_err();
        let expected = "environment variable `OPENAPI_CLIENT_RUNTIME_UNSET` is not set; set it to your API key";
        assert_eq!(error.to_string(), expected);
    }

    #[test]
    fn a_set_variable_becomes_the_key() {
        // Cargo sets this one for every test, so that the test need not change the environment.
        let key = ApiKey::from_env("CARGO_PKG_NAME").unwrap();
        assert_eq!(Auth::bearer(key).secret(), "openapi-client-runtime");
    }
}
