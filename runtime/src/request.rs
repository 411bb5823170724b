//! One call of an operation.
//!
//! In: path and query here, body in `body`, in any order. Out: what is sent, by `send`.
//! Never: anything sent from a request with a broken part; the first such error is kept and returned by the send.

use std::fmt;

use reqwest::Method;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderValue};
use serde::Serialize;

use crate::body::Body;
use crate::transport::Outgoing;
use crate::{Core, Error, Expected, base_url, path, query};

/// A request under construction, made by [`Core::request`].
///
/// Every part can be added without `?`: what is wrong with one is returned by [`Request::send`], before anything is
/// sent.
#[must_use = "a request does nothing until it is sent"]
pub struct Request {
    pub(crate) core: Core,
    pub(crate) operation: &'static str,
    method: Method,
    template: &'static str,
    parameters: Vec<(&'static str, String)>,
    query: String,
    pub(crate) body: Option<Body>,
    /// Instead of the body's own.
    pub(crate) content_type: Option<&'static str>,
    pub(crate) accept: Option<&'static str>,
    pub(crate) expected: Vec<(&'static str, Expected)>,
    error: Option<Error>,
}

impl Request {
    pub(crate) fn new(
        core: Core,
        operation: &'static str,
        method: Method,
        template: &'static str,
    ) -> Self {
        Self {
            core,
            operation,
            method,
            template,
            parameters: Vec::new(),
            query: String::new(),
            body: None,
            content_type: None,
            accept: None,
            expected: Vec::new(),
            error: None,
        }
    }

    /// Fills in the path parameter `name`, encoded.
    ///
    /// A value that is empty, `.` or `..`, or holds `/`, `\` or a control character makes the send an error. Encoding
    /// does not make these safe: many routers and proxies (Laravel among them) decode `%2F` before they route, and URL
    /// parsers fold `.` and `..` even when encoded, so the request would reach another endpoint.
    pub fn path_parameter(
        mut self,
        name: &'static str,
        value: &(impl fmt::Display + ?Sized),
    ) -> Self {
        let added = path::segment(name, value).map(|segment| self.parameters.push((name, segment)));
        self.keep_error(added)
    }

    /// Adds a query parameter.
    ///
    /// `None` and null add nothing, a list adds `name=item` for every item that is not null. An object, or a list in a
    /// list, makes the send an error. As in JSON, a float that is not finite is null.
    pub fn query(mut self, name: &str, value: &(impl Serialize + ?Sized)) -> Self {
        let added = query::append(&mut self.query, name, value);
        self.keep_error(added)
    }

    /// Asks for an answer of these media types, separated by commas; JSON unless this is called.
    pub fn accept(mut self, media_types: &'static str) -> Self {
        self.accept = Some(media_types);
        self
    }

    /// Adds a place of the JSON body that tells, although the status is 2xx, whether the call succeeded.
    ///
    /// `pointer` is a JSON pointer. An answer that has another value there than `expected` makes the send an
    /// [`ErrorKind::Refused`](crate::ErrorKind::Refused); a place that is absent or null says nothing.
    pub fn succeeds_if(mut self, pointer: &'static str, expected: Expected) -> Self {
        self.expected.push((pointer, expected));
        self
    }

    pub(crate) fn keep_error<T>(mut self, result: Result<T, Error>) -> Self {
        self.error = self.error.or(result.err());
        self
    }

    /// The finished request; `accept` is what it asks for.
    pub(crate) fn into_outgoing(self, accept: &str) -> Result<Outgoing, Error> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let path = path::expand(self.template, &self.parameters)?;
        let mut url = base_url::join(self.core.base(), &path);
        if !self.query.is_empty() {
            url.set_query(Some(&self.query));
        }
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, header_value("accept", accept)?);
        if let Some(Body::Bytes(own, _)) = &self.body {
            let content_type = self.content_type.unwrap_or(own);
            headers.insert(CONTENT_TYPE, header_value("content-type", content_type)?);
        }
        headers.extend(self.core.auth_header());
        Ok(Outgoing {
            method: self.method,
            url,
            headers,
            body: self.body,
        })
    }
}

fn header_value(name: &str, text: &str) -> Result<HeaderValue, Error> {
    HeaderValue::from_str(text).map_err(|source| {
        Error::invalid(format!("the media type of `{name}` is no header value")).caused_by(source)
    })
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without query and body: they are the caller's data and may be secret.
        f.debug_struct("Request")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("path", &self.template)
            .finish_non_exhaustive()
    }
}
