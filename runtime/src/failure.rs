//! What can go wrong, in words.
//!
//! In: the facts of one failure. Out: one line that says what happened and what to do about it.
//! Never: headers, a whole body, or an excerpt of the body of a success, which may be a token, in a text. The body of a
//! 2xx that tells of a failure is no success: its start is shown as that of any error.

use std::{error::Error as StdError, fmt};

use bytes::Bytes;
use reqwest::{StatusCode, header::HeaderMap};

pub(crate) type BoxError = Box<dyn StdError + Send + Sync>;

/// The facts behind an [`crate::Error`]; texts from outside are excerpts already.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("{rule}")]
    Invalid {
        rule: String,
        source: Option<BoxError>,
    },

    #[error(
        "no connection to {origin}, nothing was sent: {cause}; {}",
        connect_advice(origin)
    )]
    Connect {
        origin: String,
        cause: String,
        source: reqwest::Error,
    },

    #[error("{}{what}; {cure}", responded(response.as_ref()))]
    MaybeSent {
        response: Option<RawResponse>,
        what: String,
        cure: &'static str,
        source: Option<reqwest::Error>,
    },

    #[error("the server responded {}: {}; {}", response.status, or_empty(excerpt), status_advice(response, wait.as_deref()))]
    Status {
        response: RawResponse,
        excerpt: String,
        /// The header that says how long to wait, where there is one.
        wait: Option<String>,
    },

    #[error(
        "the server responded {}, but its body says `{found}` at `{pointer}`: {}; \
         the call did not succeed: check what it did with the request before sending it again",
        response.status, or_empty(excerpt)
    )]
    Refused {
        response: RawResponse,
        pointer: &'static str,
        found: String,
        excerpt: String,
        /// What the body says as a status of HTTP, if it is one.
        status: Option<StatusCode>,
    },

    #[error(
        "the server responded {}, but its body does not fit at `{path}`: {source}; {}",
        response.status, misfit_advice(came_as.as_deref(), *is_json)
    )]
    Decode {
        response: RawResponse,
        path: String,
        /// Whether it is JSON at all.
        is_json: bool,
        /// The media type that the response claims.
        came_as: Option<String>,
        source: BoxError,
    },
}

/// What the server responded; without `body` when that did not arrive.
#[derive(Clone)]
pub(crate) struct RawResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Bytes>,
}

impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("status", &self.status.as_u16())
            .field("body_bytes", &self.body.as_ref().map(Bytes::len))
            .finish_non_exhaustive()
    }
}

fn responded(response: Option<&RawResponse>) -> String {
    response.map_or_else(String::new, |response| {
        format!("the server responded {}, but ", response.status)
    })
}

fn or_empty(excerpt: &str) -> &str {
    if excerpt.is_empty() {
        "(empty body)"
    } else {
        excerpt
    }
}

fn connect_advice(origin: &str) -> &'static str {
    let no_tls = cfg!(not(any(
        feature = "rustls",
        feature = "rustls-ring",
        feature = "native-tls"
    )));
    if no_tls && origin.starts_with("https:") {
        "enable the feature `rustls`, `rustls-ring` or `native-tls`, which https needs"
    } else {
        "check the base URL and the network, then send it again"
    }
}

fn misfit_advice(came_as: Option<&str>, is_json: bool) -> String {
    match came_as.filter(|of| !is_json && !of.contains("json")) {
        Some(of) => {
            format!("it came as `{of}`: check the base URL, and whether a proxy has responded")
        }
        None => "the document may be wrong: compare it with `Error::body_text()`".to_owned(),
    }
}

fn status_advice(response: &RawResponse, wait: Option<&str>) -> String {
    let status = response.status.as_u16();
    if let (408 | 425 | 429, Some(header)) = (status, wait) {
        return format!("wait, see `{header}` in the headers, then send it again");
    }
    let advice = match status {
        300..=399 => {
            "only GET and HEAD without files or parts follow redirects, at most 5 and within one origin: check the base URL and `location`"
        }
        401 => "check the API key",
        402 => "the account has run out of credits or payment",
        403 => "check what the API key may do",
        404 | 410 => "check the identifiers and the base URL",
        408 | 425 | 429 => "wait, then send it again",
        400..=499 => "correct the request",
        _ => {
            "the server is at fault: check whether it acted on the request before sending it again"
        }
    };
    advice.to_owned()
}
