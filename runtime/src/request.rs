//! One call of an operation.
//!
//! In: path, query, headers and cookies here, arguments of generated setters in `arguments`, the body in `body`, in any
//! order. Out: what is sent, by `send`.
//! Never: anything sent from a request with an invalid part; the first such error is kept and returned by the send.

mod arguments;
mod declare;
mod rules;

use std::fmt;
use std::time::Duration;

use reqwest::Method;
use reqwest::header::{ACCEPT, CONTENT_TYPE, COOKIE, HeaderMap, HeaderValue};
use serde::Serialize;

pub use self::rules::ArgumentPlace;
use self::rules::Rules;
use crate::auth::Credential;
use crate::body::Body;
use crate::query::QueryStyle;
use crate::server::Server;
use crate::transport::Outgoing;
use crate::{Core, Error, Expected, base_url, headers, path, query};

/// A request under construction.
///
/// Generated clients make one for an endpoint that their document lacks, by `client.request(…)`: it is authenticated and
/// sent under the same rules as the generated calls. Every part can be added without `?`: what is invalid is returned by
/// the send, before anything is sent.
///
/// ```no_run
/// # use openapi_client_runtime::{Error, Method, Value};
/// # async fn run(client: openapi_client_runtime::codegen::Core) -> Result<(), Error> {
/// let vault = client
///     .request(Method::GET, "/api/fansly/{account}/vault")
///     .path("account", "fansly_acct_1")
///     .query("limit", 20)
///     .send_json::<Value>()
///     .await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a request does nothing until it is sent"]
pub struct Request {
    pub(crate) core: Core,
    pub(crate) operation: &'static str,
    method: Method,
    server: Server,
    template: &'static str,
    path: Vec<(&'static str, String)>,
    /// Names with the pairs that were made of them.
    query: Vec<(String, String)>,
    headers: HeaderMap,
    /// Names with their pairs.
    cookies: Vec<(String, String)>,
    pub(crate) body: Option<Body>,
    /// Instead of the body's own.
    pub(crate) content_type: Option<&'static str>,
    pub(crate) accept: Option<&'static str>,
    pub(crate) expected: Vec<(&'static str, Expected)>,
    timeout: Option<Duration>,
    rules: Rules,
    error: Option<Error>,
}

impl Request {
    /// The request of an operation: its `operationId`, which errors name, and its path as the document writes it. For
    /// generated code.
    #[doc(hidden)]
    pub fn operation(
        core: &Core,
        operation: &'static str,
        method: Method,
        template: &'static str,
    ) -> Self {
        Self {
            core: core.clone(),
            operation,
            method,
            server: Server::Base,
            template,
            path: Vec::new(),
            query: Vec::new(),
            headers: HeaderMap::new(),
            cookies: Vec::new(),
            body: None,
            content_type: None,
            accept: None,
            expected: Vec::new(),
            timeout: None,
            rules: Rules::default(),
            error: None,
        }
    }

    /// Fills in the path parameter `name`, encoded.
    ///
    /// A value that is empty, `.` or `..`, or holds `/`, `\` or a control character makes the send an error. Encoding
    /// does not make these safe: many routers and proxies (Laravel among them) decode `%2F` before they route, and URL
    /// parsers fold `.` and `..` even when encoded, so the request would reach another endpoint.
    pub fn path(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.set_path(name, &value);
        self
    }

    pub(crate) fn set_path(&mut self, name: &'static str, value: &dyn fmt::Display) {
        match path::segment(name, value) {
            Ok(segment) => {
                self.path.retain(|(known, _)| *known != name);
                self.path.push((name, segment));
            }
            Err(error) => self.fail(error),
        }
    }

    /// Sends the request to the host of the base URL, but below `path` instead of the base URL's own path.
    ///
    /// A base URL that the caller has set keeps its path, and `path` comes behind it.
    #[doc(hidden)]
    pub fn below(mut self, path: &'static str) -> Self {
        self.server = Server::Path(path);
        self
    }

    /// Sends the request to another server than the client's, which the API's document names for this operation.
    ///
    /// The client's key stays at home: it is not sent to another host. And a client that was given a base URL of its own
    /// ([`ClientBuilder::base_url`](crate::ClientBuilder::base_url)) sends everything there, this request too.
    #[doc(hidden)]
    pub fn other_server(mut self, base_url: &'static str) -> Self {
        self.server = Server::Other(base_url);
        self
    }

    /// Adds a query parameter.
    ///
    /// `None` and null add nothing, a list adds `name=item` for every item that is not null. An object, or a list in a
    /// list, makes the send an error, and so does a float that is not finite.
    pub fn query(self, name: &str, value: impl Serialize) -> Self {
        self.query_as(QueryStyle::Repeat, name, value)
    }

    /// Adds a query parameter that is written in a certain style.
    ///
    /// `None` and null add nothing. A value that the style has no place for makes the send an error.
    pub fn query_as(mut self, style: QueryStyle, name: &str, value: impl Serialize) -> Self {
        self.add_query(style, name, value);
        self
    }

    fn add_query(&mut self, style: QueryStyle, name: &str, value: impl Serialize) {
        let mut pairs = String::new();
        match query::append(&mut pairs, style, name, &value) {
            Ok(()) if pairs.is_empty() => {}
            Ok(()) => self.query.push((name.to_owned(), pairs)),
            Err(error) => self.fail(error),
        }
    }

    /// Sets a header, marked sensitive: what a caller sends may be secret.
    ///
    /// `None` and null set nothing, the items of a list are joined by commas. An object, characters other than visible
    /// ASCII, and a header that the client or its connection decides (`host`, `content-length`, …) make the send an
    /// error.
    pub fn header(mut self, name: &str, value: impl Serialize) -> Self {
        match headers::header(name, &value) {
            Ok(Some((name, value))) => {
                self.headers.insert(name, value);
            }
            Ok(None) => {}
            Err(error) => self.fail(error),
        }
        self
    }

    /// Adds a cookie, encoded.
    ///
    /// `None` and null add nothing, the items of a list are joined by commas. An object makes the send an error.
    pub fn cookie(mut self, name: &str, value: impl Serialize) -> Self {
        match headers::cookie(name, &value) {
            Ok(pair) => self
                .cookies
                .extend(pair.map(|pair| (name.to_owned(), pair))),
            Err(error) => self.fail(error),
        }
        self
    }

    /// Limits this call, in place of the client's own limit: connecting, sending, redirects, and reading the response.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Asks for a response of these media types, separated by commas; JSON unless this is called.
    pub fn accept(mut self, media_types: &'static str) -> Self {
        self.accept = Some(media_types);
        self
    }

    /// Adds a place of the JSON body that tells, although the status is 2xx, whether the call succeeded.
    ///
    /// `pointer` is a JSON pointer. A response that has another value there than `expected` makes the send an
    /// [`ErrorKind::Refused`](crate::ErrorKind::Refused); a place that is absent or null says nothing.
    #[doc(hidden)]
    pub fn succeeds_if(mut self, pointer: &'static str, expected: Expected) -> Self {
        self.expected.push((pointer, expected));
        self
    }

    /// Keeps the first error.
    pub(crate) fn fail(&mut self, error: Error) {
        self.error.get_or_insert(error);
    }

    /// The finished request; `accept` is what it asks for.
    pub(crate) fn into_outgoing(self, accept: &str) -> Result<Outgoing, Error> {
        if let Some(error) = self.error {
            return Err(error);
        }
        self.rules.check()?;
        let path = path::expand(self.template, &self.path)?;
        let (base, is_own) = self.server.resolve(&self.core)?;
        let mut url = base_url::join(&base, &path);
        if !self.query.is_empty() {
            let pairs: Vec<&str> = self.query.iter().map(|(_, pairs)| pairs.as_str()).collect();
            url.set_query(Some(&pairs.join("&")));
        }
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, header_value("accept", accept)?);
        if let Some(Body::Bytes(own, _)) = &self.body {
            let content_type = self.content_type.unwrap_or(own);
            headers.insert(CONTENT_TYPE, header_value("content-type", content_type)?);
        }
        let credential = is_own.then(|| self.core.credential());
        if is_own {
            headers.extend(self.core.headers().clone());
        }
        if let Some(Credential::Header(name, _)) = credential
            && self.headers.contains_key(name)
        {
            return Err(carries_key("header", name.as_str()));
        }
        headers.extend(self.headers);
        let mut cookies: Vec<String> = self.cookies.into_iter().map(|(_, pair)| pair).collect();
        let mut query_key = None;
        match credential {
            Some(Credential::Header(name, value)) => {
                headers.insert(name, value.clone());
            }
            Some(Credential::Query(pair)) => {
                let mut pairs = url.query().unwrap_or_default().split('&');
                if pairs.any(|other| name_of(other) == name_of(pair)) {
                    return Err(carries_key("query parameter", name_of(pair)));
                }
                query_key = Some(pair.clone());
            }
            // Servers disagree about which of two cookies with one name counts.
            Some(Credential::Cookie(pair)) => {
                let mut others = cookies.iter();
                if others.any(|other| name_of(other) == name_of(pair)) {
                    return Err(carries_key("cookie", name_of(pair)));
                }
                cookies.insert(0, pair.clone());
            }
            Some(Credential::None) | None => {}
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
            timeout: self.timeout.unwrap_or(self.core.timeout()),
        })
    }
}

/// The name of `name=value`.
fn name_of(pair: &str) -> &str {
    pair.split_once('=').map_or(pair, |(name, _)| name)
}

/// What carries the client's key can hold nothing else.
fn carries_key(place: &str, name: &str) -> Error {
    Error::invalid(format!(
        "the {place} `{name}` carries the client's key and cannot be set; make another client for another key"
    ))
}

fn header_value(name: &str, text: &str) -> Result<HeaderValue, Error> {
    HeaderValue::from_str(text).map_err(|source| {
        Error::invalid(format!("the media type of `{name}` is no header value")).caused_by(source)
    })
}

/// Everything but files, which are sent once: a clone of a request with files cannot be sent.
impl Clone for Request {
    fn clone(&self) -> Self {
        let (body, error) = match &self.body {
            Some(Body::Bytes(content_type, bytes)) => {
                (Some(Body::Bytes(content_type, bytes.clone())), None)
            }
            Some(Body::Multipart(parts)) => match parts.try_clone() {
                Some(parts) => (Some(Body::Multipart(parts)), None),
                None => (
                    None,
                    Some("a request with files is sent once; build another one"),
                ),
            },
            None => (None, None),
        };
        let error = error.map(Error::invalid);
        Self {
            core: self.core.clone(),
            method: self.method.clone(),
            path: self.path.clone(),
            query: self.query.clone(),
            headers: self.headers.clone(),
            cookies: self.cookies.clone(),
            body,
            expected: self.expected.clone(),
            rules: self.rules.clone(),
            error: error.or_else(|| {
                self.error
                    .as_ref()
                    .map(|error| Error::invalid(error.to_string()))
            }),
            ..*self
        }
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without values: they are the caller's data and may be secret.
        f.debug_struct("Request")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("path", &self.template)
            .finish_non_exhaustive()
    }
}
