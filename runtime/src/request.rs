//! One call of an operation.
//!
//! In: path, query, headers and cookies here, body in `body`, in any order. Out: what is sent, by `send`.
//! Never: anything sent from a request with a broken part; the first such error is kept and returned by the send.

use std::fmt;

use reqwest::Method;
use reqwest::header::{ACCEPT, CONTENT_TYPE, COOKIE, HeaderMap, HeaderValue};
use serde::Serialize;

use crate::auth::Credential;
use crate::body::Body;
use crate::query::QueryStyle;
use crate::server::Server;
use crate::transport::Outgoing;
use crate::{Core, Error, Expected, base_url, headers, path, query};

/// A request under construction, made by [`Core::request`].
///
/// Every part can be added without `?`: what is wrong with one is returned by [`Request::send`], before anything is
/// sent.
#[must_use = "a request does nothing until it is sent"]
pub struct Request {
    pub(crate) core: Core,
    pub(crate) operation: &'static str,
    method: Method,
    server: Server,
    template: &'static str,
    parameters: Vec<(&'static str, String)>,
    query: String,
    headers: HeaderMap,
    cookies: Vec<String>,
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
            server: Server::Base,
            template,
            parameters: Vec::new(),
            query: String::new(),
            headers: HeaderMap::new(),
            cookies: Vec::new(),
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

    /// Fills in the path parameter `name`, which the template writes `{name?}`, if there is a value.
    ///
    /// Without one its segment is left out, if every segment behind it is left out as well; else the send is an error.
    pub fn optional_path_parameter(
        self,
        name: &'static str,
        value: Option<&(impl fmt::Display + ?Sized)>,
    ) -> Self {
        match value {
            Some(value) => self.path_parameter(name, value),
            None => self,
        }
    }

    /// Sends the request to the host of the base URL, but below `path` instead of the base URL's own path.
    ///
    /// A base URL that the caller has set keeps its path, and `path` comes behind it.
    pub fn below(mut self, path: &'static str) -> Self {
        self.server = Server::Path(path);
        self
    }

    /// Sends the request to another server than the client's, which the API's document names for this operation.
    ///
    /// The client's key stays at home: it is not sent to another host. And a client that was given a base URL of its own
    /// ([`CoreBuilder::base_url`](crate::CoreBuilder::base_url)) sends everything there, this request too.
    pub fn other_server(mut self, base_url: &'static str) -> Self {
        self.server = Server::Other(base_url);
        self
    }

    /// Adds a query parameter.
    ///
    /// `None` and null add nothing, a list adds `name=item` for every item that is not null. An object, or a list in a
    /// list, makes the send an error, and so does a float that is not finite.
    pub fn query(self, name: &str, value: &(impl Serialize + ?Sized)) -> Self {
        self.query_as(QueryStyle::Repeat, name, value)
    }

    /// Adds a query parameter that is written in a certain style.
    ///
    /// `None` and null add nothing. A value that the style has no place for makes the send an error.
    pub fn query_as(
        mut self,
        style: QueryStyle,
        name: &str,
        value: &(impl Serialize + ?Sized),
    ) -> Self {
        let added = query::append(&mut self.query, style, name, value);
        self.keep_error(added)
    }

    /// Sets a header, marked sensitive: what a caller sends may be secret.
    ///
    /// `None` and null set nothing, the items of a list are joined by commas. An object, characters other than visible
    /// ASCII, and a header that the client or its connection decides (`host`, `content-length`, …) make the send an
    /// error.
    pub fn header(mut self, name: &str, value: &(impl Serialize + ?Sized)) -> Self {
        let added = headers::header(name, value).map(|header| {
            if let Some((name, value)) = header {
                self.headers.insert(name, value);
            }
        });
        self.keep_error(added)
    }

    /// Adds a cookie, encoded.
    ///
    /// `None` and null add nothing, the items of a list are joined by commas. An object makes the send an error.
    pub fn cookie(mut self, name: &str, value: &(impl Serialize + ?Sized)) -> Self {
        let added = headers::cookie(name, value).map(|cookie| self.cookies.extend(cookie));
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
        let (base, is_own) = self.server.resolve(&self.core)?;
        let mut url = base_url::join(&base, &path);
        if !self.query.is_empty() {
            url.set_query(Some(&self.query));
        }
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, header_value("accept", accept)?);
        if let Some(Body::Bytes(own, _)) = &self.body {
            let content_type = self.content_type.unwrap_or(own);
            headers.insert(CONTENT_TYPE, header_value("content-type", content_type)?);
        }
        for (name, value) in &self.headers {
            headers.insert(name, value.clone());
        }
        let mut cookies = self.cookies;
        let mut query_key = None;
        match self.core.credential() {
            Credential::Header(name, value) if is_own => {
                headers.insert(name, value.clone());
            }
            Credential::Query(pair) if is_own => query_key = Some(pair.clone()),
            Credential::Cookie(pair) if is_own => {
                // Servers disagree about which of two cookies with one name counts.
                let name = |pair: &str| pair.split('=').next().map(str::to_owned);
                cookies.retain(|cookie| name(cookie) != name(pair));
                cookies.insert(0, pair.clone());
            }
            _ => {}
        }
        if !cookies.is_empty() {
            headers.insert(COOKIE, headers::cookies(&cookies)?);
        }
        Ok(Outgoing {
            method: self.method,
            url,
            query_key,
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
        // Without query, headers, cookies and body: they are the caller's data and may be secret.
        f.debug_struct("Request")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("path", &self.template)
            .finish_non_exhaustive()
    }
}
