//! Who is calling: a secret, and the header, query parameter or cookie that carries it.
//!
//! In: a key as the user holds it. Out: what is put on each request, checked when the client is built.
//! Never: the key in a `Debug` text, a `Display` text or an error.

use std::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use percent_encoding::utf8_percent_encode;
use reqwest::header::{AUTHORIZATION, HeaderName, HeaderValue};

use crate::Error;
use crate::headers;
use crate::path::RESERVED;

/// A secret that authenticates the caller.
///
/// It prints as `ApiKey(***)` and has no `Display`. Any text can become an `ApiKey`; whether it can travel in a header
/// is checked when the client is built.
///
/// ```
/// # use openapi_client_runtime::ApiKey;
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

    /// Refuses a key that was copied together with the word before it.
    fn check_alone(&self) -> Result<(), Error> {
        let word = self.0.get(..7).unwrap_or_default();
        if word.eq_ignore_ascii_case("bearer ") {
            return Err(Error::invalid(
                "the API key begins with `Bearer `; pass the key alone, which is what stands behind that word",
            ));
        }
        self.check("the API key")
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
    Basic(String, ApiKey),
    Header(String, ApiKey),
    Query(String, ApiKey),
    Cookie(String, ApiKey),
}

/// What is put on each request; parts that are written into others are encoded already.
#[derive(Clone)]
pub(crate) enum Credential {
    None,
    Header(HeaderName, HeaderValue),
    /// `name=value` of the query.
    Query(String),
    /// `name=value` of the cookie header.
    Cookie(String),
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

    /// Sends `authorization: Basic <user:password>` in Base64, as RFC 7617 has it.
    ///
    /// A user name with a colon or a control character is reported when the client is built.
    pub fn basic(user: &str, password: ApiKey) -> Self {
        Self(Scheme::Basic(user.to_owned(), password))
    }

    /// As [`Auth::basic`], with `user:password` from the environment variable `name`.
    ///
    /// # Errors
    ///
    /// As [`ApiKey::from_env`], and where the variable's value has no colon.
    pub fn basic_from_env(name: &str) -> Result<Self, Error> {
        let ApiKey(pair) = ApiKey::from_env(name)?;
        match pair.split_once(':') {
            Some((user, password)) => Ok(Self::basic(user, password.into())),
            None => Err(Error::invalid(format!(
                "environment variable `{name}` has no colon; set it to `user:password`"
            ))),
        }
    }

    /// Sends the key alone in the header `name`, for example `x-api-key`.
    ///
    /// A name that no header can have, and one that the client or its connection decides (`host`, `cookie`, `accept`, …),
    /// are reported when the client is built.
    pub fn header(name: &str, key: ApiKey) -> Self {
        Self(Scheme::Header(name.to_owned(), key))
    }

    /// Sends the key as the query parameter `name`.
    ///
    /// Addresses get logged on their way, by servers and proxies at least: use it only where the API takes the key in no
    /// other place. No text of this crate shows it.
    pub fn query(name: &str, key: ApiKey) -> Self {
        Self(Scheme::Query(name.to_owned(), key))
    }

    /// Sends the key as the cookie `name`.
    pub fn cookie(name: &str, key: ApiKey) -> Self {
        Self(Scheme::Cookie(name.to_owned(), key))
    }

    /// What is sent, its header marked sensitive so that no layer below logs it or puts it into a compression table.
    pub(crate) fn to_credential(&self) -> Result<Credential, Error> {
        let pair = |name: &str, key: &ApiKey| format!("{}={}", encoded(name), encoded(&key.0));
        let (name, text) = match &self.0 {
            Scheme::None => return Ok(Credential::None),
            Scheme::Bearer(key) => {
                key.check_alone()?;
                (AUTHORIZATION, format!("Bearer {}", key.0))
            }
            Scheme::Basic(user, password) => {
                let is_odd = |text: &str| text.contains(char::is_control);
                if user.contains(':') || is_odd(user) || is_odd(&password.0) {
                    return Err(Error::invalid(
                        "the user name has a colon, or it or the password a control character; remove it",
                    ));
                }
                (AUTHORIZATION, format!("Basic {}", base64(user, password)))
            }
            Scheme::Header(name, key) => {
                let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| {
                    Error::invalid(
                        "the API key's header has an invalid name; use a name such as `x-api-key`",
                    )
                })?;
                if headers::is_decided(&name) {
                    return Err(Error::invalid(format!(
                        "the API key's header is `{name}`, which the client or its connection decides; \
                         use the name that the API documents, such as `x-api-key`, and `Auth::cookie` for a cookie"
                    )));
                }
                // The one header in which the word is part of what some documents call the key.
                match name {
                    AUTHORIZATION => key.check("the API key")?,
                    _ => key.check_alone()?,
                }
                (name, key.0.clone())
            }
            Scheme::Query(name, key) => {
                key.check_alone()?;
                return Ok(Credential::Query(pair(name, key)));
            }
            Scheme::Cookie(name, key) => {
                key.check_alone()?;
                return Ok(Credential::Cookie(pair(name, key)));
            }
        };
        let mut value = HeaderValue::from_str(&text)
            .map_err(|_| Error::invalid("the API key does not fit into a header"))?;
        value.set_sensitive(true);
        Ok(Credential::Header(name, value))
    }

    /// The texts that must not be shown, however they are escaped; none is empty.
    pub(crate) fn secrets(&self) -> Vec<String> {
        let texts = match &self.0 {
            Scheme::None => Vec::new(),
            Scheme::Bearer(key)
            | Scheme::Header(_, key)
            | Scheme::Query(_, key)
            | Scheme::Cookie(_, key) => vec![key.0.clone()],
            Scheme::Basic(user, password) => vec![base64(user, password), password.0.clone()],
        };
        texts.into_iter().filter(|text| !text.is_empty()).collect()
    }
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

fn base64(user: &str, password: &ApiKey) -> String {
    BASE64_STANDARD.encode(format!("{user}:{}", password.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error_of(auth: &Auth) -> String {
        let error = auth.to_credential().err().unwrap();
        assert!(error.is_not_sent());
        format!("{error} {error:?}")
    }

    fn refused(key: &str) -> String {
        error_of(&Auth::bearer(ApiKey::from(key)))
    }

    fn header_of(auth: &Auth) -> (HeaderName, HeaderValue) {
        match auth.to_credential() {
            Ok(Credential::Header(name, value)) => (name, value),
            _ => panic!("no header"),
        }
    }

    #[test]
    fn a_key_with_the_word_before_it_is_refused_with_the_cure() {
        let key = || ApiKey::from("bearer sk-123");
        for auth in [
            Auth::bearer(key()),
            Auth::header("x-api-key", key()),
            Auth::query("key", key()),
            Auth::cookie("key", key()),
        ] {
            let error = error_of(&auth);
            assert!(
                error.contains("pass the key alone") && !error.contains("sk-123"),
                "{error}"
            );
        }
        assert!(Auth::header("authorization", key()).to_credential().is_ok());
    }

    #[test]
    fn bearer_is_a_sensitive_authorization_header() {
        let (name, value) = header_of(&Auth::bearer("sk-123".into()));
        assert_eq!(
            (name.as_str(), value.as_bytes()),
            ("authorization", &b"Bearer sk-123"[..])
        );
        assert!(value.is_sensitive());
    }

    #[test]
    fn header_carries_the_key_alone() {
        let (name, value) = header_of(&Auth::header("X-Api-Key", "sk-123".into()));
        assert_eq!(
            (name.as_str(), value.as_bytes()),
            ("x-api-key", &b"sk-123"[..])
        );
        assert!(value.is_sensitive());
    }

    #[test]
    fn none_sends_nothing() {
        assert!(matches!(Auth::none().to_credential(), Ok(Credential::None)));
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
        assert!(error_of(&Auth::header("x api key", "sk-123".into())).contains("invalid name"));
    }

    #[test]
    fn a_header_that_decides_the_exchange_carries_no_key() {
        for name in [
            "Content-Length",
            "Transfer-Encoding",
            "Host",
            "Connection",
            "Cookie",
            "Accept",
        ] {
            let text = error_of(&Auth::header(name, "sk-123".into()));
            assert!(
                text.contains(&name.to_lowercase()) && text.contains("such as `x-api-key`"),
                "{text}"
            );
            assert!(!text.contains("sk-123"), "{text}");
        }
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
        assert_eq!(Auth::bearer(key).secrets(), ["openapi-client-runtime"]);
    }

    #[test]
    fn basic_is_user_and_password_in_base64() {
        // The example of RFC 7617.
        let (name, value) = header_of(&Auth::basic("Aladdin", "open sesame".into()));
        assert_eq!(name, AUTHORIZATION);
        assert_eq!(value, "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assert!(value.is_sensitive());
        assert_eq!(
            header_of(&Auth::basic("key", "".into())).1,
            "Basic a2V5Og=="
        );
        for (user, password) in [("a:b", "hunter2"), ("a", "hunter2\n")] {
            let text = error_of(&Auth::basic(user, password.into()));
            assert!(
                text.contains("remove it") && !text.contains("hunter2"),
                "{text}"
            );
        }
    }

    #[test]
    fn a_pair_in_a_variable_has_a_colon() {
        let error = Auth::basic_from_env("CARGO_PKG_NAME")
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("has no colon") && !error.contains("runtime"),
            "{error}"
        );
    }

    #[test]
    fn a_key_in_a_query_or_a_cookie_is_encoded() {
        match Auth::query("api key", "a&b=c".into()).to_credential() {
            Ok(Credential::Query(pair)) => assert_eq!(pair, "api%20key=a%26b%3Dc"),
            _ => panic!("no query"),
        }
        match Auth::cookie("sid", "a;b".into()).to_credential() {
            Ok(Credential::Cookie(pair)) => assert_eq!(pair, "sid=a%3Bb"),
            _ => panic!("no cookie"),
        }
    }
}
