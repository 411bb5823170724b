//! One call of an operation.
//!
//! In: path, query and body, in any order. Out: the typed answer.
//! Never: anything sent from a request with a broken part; the first such error is kept and returned by the send.

use std::fmt;

use bytes::Bytes;
use reqwest::Method;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderValue};
use serde::{Serialize, de::DeserializeOwned};

use crate::transport::{self, Outgoing};
use crate::{Core, Error, Expected, Response, base_url, path, query};

/// A request under construction, made by [`Core::request`].
///
/// Every part can be added without `?`: what is wrong with one is returned by [`Request::send`], before anything is
/// sent.
#[must_use = "a request does nothing until it is sent"]
pub struct Request {
    core: Core,
    operation: &'static str,
    method: Method,
    template: &'static str,
    parameters: Vec<(&'static str, String)>,
    query: String,
    body: Option<Bytes>,
    expected: Vec<(&'static str, Expected)>,
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

    /// Sets the body to `body` as JSON, and `content-type: application/json`.
    ///
    /// A value that JSON cannot express, such as a map whose keys are no text, makes the send an error.
    pub fn json(mut self, body: &(impl Serialize + ?Sized)) -> Self {
        let written = serde_json::to_vec(body)
            .map(|text| self.body = Some(text.into()))
            .map_err(|source| {
                Error::invalid("the request's body cannot be written as JSON").caused_by(source)
            });
        self.keep_error(written)
    }

    /// Adds a place of the JSON body that tells, although the status is 2xx, whether the call succeeded.
    ///
    /// `pointer` is a JSON pointer. An answer that has another value there than `expected` makes the send an
    /// [`ErrorKind::Refused`](crate::ErrorKind::Refused); a place that is absent or null says nothing.
    pub fn succeeds_if(mut self, pointer: &'static str, expected: Expected) -> Self {
        self.expected.push((pointer, expected));
        self
    }

    /// Sends the request and decodes the JSON body of a 2xx answer.
    ///
    /// # Errors
    ///
    /// See [`ErrorKind`](crate::ErrorKind). An empty body, or one that is not JSON, is
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode).
    pub async fn send<T: DeserializeOwned>(mut self) -> Result<Response<T>, Error> {
        let (core, operation) = (self.core.clone(), self.operation);
        let expected = std::mem::take(&mut self.expected);
        let answer = async {
            let response = transport::send(&core, self.into_outgoing()?).await?;
            transport::read_json(&core, response, &expected).await
        };
        answer.await.map_err(|error| error.in_operation(operation))
    }

    /// Sends the request and expects a 2xx answer without content; a body that comes all the same is not read.
    ///
    /// # Errors
    ///
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn send_empty(self) -> Result<Response<()>, Error> {
        let (core, operation) = (self.core.clone(), self.operation);
        let answer = async { transport::send(&core, self.into_outgoing()?).await };
        let mut response = answer
            .await
            .map_err(|error| error.in_operation(operation))?;
        Ok(Response::new(
            response.status(),
            std::mem::take(response.headers_mut()),
            (),
        ))
    }

    fn keep_error<T>(mut self, result: Result<T, Error>) -> Self {
        self.error = self.error.or(result.err());
        self
    }

    fn into_outgoing(self) -> Result<Outgoing, Error> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let path = path::expand(self.template, &self.parameters)?;
        let mut url = base_url::join(self.core.base(), &path);
        if !self.query.is_empty() {
            url.set_query(Some(&self.query));
        }
        // Laravel and others answer errors as HTML unless asked for JSON.
        let mut headers =
            HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("application/json"))]);
        if self.body.is_some() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
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
