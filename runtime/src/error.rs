//! Errors sorted by the question that decides about a retry: did the server see the request?
//!
//! In: a [`Failure`] and the operation it happened in. Out: the public, opaque error with predicates and accessors.

use std::time::Duration;
use std::{borrow::Cow, error::Error as StdError, fmt};

use reqwest::{StatusCode, header::HeaderMap};
use serde::de::DeserializeOwned;

use crate::decode;
use crate::failure::{BoxError, Failure, RawResponse};
use crate::retry_after;

/// Why a call did not give a value.
///
/// Its text is one line: the operation, what happened, what to do. Neither its text nor its `Debug` shows the API key,
/// headers, more than about 200 characters of an error's body, or a value from the body of a success, which may be a token;
/// the accessors give the headers and body as they came. A 2xx whose body tells of a failure ([`ErrorKind::Refused`]) is an
/// error here, and the start of its body is shown.
///
/// ```
/// # use openapi_client_runtime::{Error, ErrorKind};
/// fn may_send_again(error: &Error, safe_method: bool) -> bool {
///     match error.kind() {
///         ErrorKind::Connect => true,
///         ErrorKind::MaybeSent => safe_method,
///         ErrorKind::Status => error.status().is_some_and(|status| status.as_u16() == 429),
///         _ => false,
///     }
/// }
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    operation: Option<&'static str>,
    failure: Failure,
}

/// The kinds of [`Error`], from "the server saw nothing" to "the server did it".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client or the request could not be built. Nothing was sent; sending it again gives the same error.
    Invalid,
    /// There was no connection. Nothing was sent; sending it again is safe.
    Connect,
    /// The request was sent, perhaps in part, and no complete response came: the time was up, the connection broke, or
    /// the response was too large. The server may have acted on it. The status is known if the response had begun.
    MaybeSent,
    /// The server responded with a status other than 2xx.
    Status,
    /// The server responded 2xx with a body that says that the call has failed. It saw the request.
    Refused,
    /// The server responded 2xx with a body that does not fit the expected type. It did act on the request.
    Decode,
}

impl Error {
    pub(crate) fn new(failure: Failure) -> Self {
        Self(Box::new(Inner {
            operation: None,
            failure,
        }))
    }

    pub(crate) fn invalid(rule: impl Into<String>) -> Self {
        Self::new(Failure::Invalid {
            rule: rule.into(),
            source: None,
        })
    }

    /// Adds the cause to an error made by [`Error::invalid`].
    pub(crate) fn caused_by(mut self, cause: impl Into<BoxError>) -> Self {
        if let Failure::Invalid { source, .. } = &mut self.0.failure {
            *source = Some(cause.into());
        }
        self
    }

    pub(crate) fn in_operation(mut self, operation: &'static str) -> Self {
        self.0.operation = Some(operation);
        self
    }

    /// What happened, for a `match`.
    pub fn kind(&self) -> ErrorKind {
        match &self.0.failure {
            Failure::Invalid { .. } => ErrorKind::Invalid,
            Failure::Connect { .. } => ErrorKind::Connect,
            Failure::MaybeSent { .. } => ErrorKind::MaybeSent,
            Failure::Status { .. } => ErrorKind::Status,
            Failure::Refused { .. } => ErrorKind::Refused,
            Failure::Decode { .. } => ErrorKind::Decode,
        }
    }

    /// True if the server certainly saw nothing of the request.
    pub fn is_not_sent(&self) -> bool {
        matches!(self.kind(), ErrorKind::Invalid | ErrorKind::Connect)
    }

    /// True if the time was up: while connecting ([`ErrorKind::Connect`]) or later ([`ErrorKind::MaybeSent`]).
    pub fn is_timeout(&self) -> bool {
        match &self.0.failure {
            Failure::Connect { source, .. } => source.is_timeout(),
            Failure::MaybeSent { source, .. } => {
                source.as_ref().is_some_and(reqwest::Error::is_timeout)
            }
            _ => false,
        }
    }

    /// The `operationId` of the call; `None` outside of one, as when the client is built.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// The status of the response, if one came.
    pub fn status(&self) -> Option<StatusCode> {
        self.response().map(|response| response.status)
    }

    /// The headers of the response, if one came. They may hold secrets such as cookies.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.response().map(|response| &response.headers)
    }

    /// How long the server asks to wait before the next request, if it says so: in `retry-after`, as seconds or as a date, or
    /// in a header of the API whose name ends like that, such as `x-ratelimit-retry-after`.
    ///
    /// Zero for a date that has passed. A server can ask for any time, so compare it with what you are ready to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after::wait(self.headers()?)
    }

    /// The whole body of the response as it came, if it did.
    pub fn body(&self) -> Option<&[u8]> {
        self.response()?.body.as_deref()
    }

    /// The body as text; bytes that are not UTF-8 become U+FFFD.
    pub fn body_text(&self) -> Option<Cow<'_, str>> {
        self.body().map(String::from_utf8_lossy)
    }

    /// The body as JSON of type `T`; `None` if there is no body or it does not fit.
    pub fn json<T: DeserializeOwned + Send>(&self) -> Option<T> {
        decode::json(self.body()?).ok()
    }

    /// Where a body did not fit, such as `$.data[0].id`; `None` for other kinds than [`ErrorKind::Decode`].
    pub fn json_path(&self) -> Option<&str> {
        match &self.0.failure {
            Failure::Decode { path, .. } => Some(path),
            _ => None,
        }
    }

    /// The status that the body of an [`ErrorKind::Refused`] tells, such as 429 inside a response of 200; `None` if it tells
    /// of the failure in another way, and for other kinds.
    pub fn inner_status(&self) -> Option<StatusCode> {
        match &self.0.failure {
            Failure::Refused { status, .. } => *status,
            _ => None,
        }
    }

    fn response(&self) -> Option<&RawResponse> {
        match &self.0.failure {
            Failure::Invalid { .. } | Failure::Connect { .. } => None,
            Failure::MaybeSent { response, .. } => response.as_ref(),
            Failure::Status { response, .. }
            | Failure::Refused { response, .. }
            | Failure::Decode { response, .. } => Some(response),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.0.operation {
            write!(f, "{operation}: ")?;
        }
        self.0.failure.fmt(f)
    }
}

/// Its kind and its text, since `?` in `main` prints an error by `Debug`.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {self}", self.kind())
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.failure.source()
    }
}
