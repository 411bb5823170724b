//! The exchange with the server.
//!
//! In: a finished request. Out: a 2xx response, read up to the client's limit where its body is wanted.
//! Never: a request to another origin, a second send of anything but GET and HEAD, or more time or memory than allowed.

use std::error::Error as StdError;
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use reqwest::header::{CONTENT_TYPE, HeaderMap, LOCATION};
use reqwest::{Method, StatusCode, Url};

use crate::body::Body;
use crate::decode::Mismatch;
use crate::excerpt::{self, excerpt};
use crate::failure::{Failure, RawResponse};
use crate::{Core, Error, Expected, expected, retry_after};

/// Redirects followed for one request.
const MAX_REDIRECTS: u32 = 5;

const CHECK_FIRST: &str = "the server may have acted on the request, check before sending it again";

const ALLOW_MORE: &str = "the server may have acted on the request, check before sending it again, or allow more with `timeout`";

/// A request whose parts are all good.
pub(crate) struct Outgoing {
    pub(crate) method: Method,
    pub(crate) url: Url,
    /// The client's key as `name=value` of the query, which is added to every hop and never shown.
    pub(crate) query_key: Option<String>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Body>,
    /// Limits the whole exchange.
    pub(crate) timeout: Duration,
}

/// Sends, follows redirects, and makes an error of every response that is not 2xx.
pub(crate) async fn send(core: &Core, outgoing: Outgoing) -> Result<reqwest::Response, Error> {
    // reqwest panics without.
    if tokio::runtime::Handle::try_current().is_err() {
        return Err(Error::invalid(
            "the call is made outside of a Tokio runtime, which connections need; await it inside of one, such as \
             `#[tokio::main]` makes",
        ));
    }
    let timeout = outgoing.timeout;
    let response = follow(core, outgoing).await?;
    if response.status().is_success() {
        return Ok(response);
    }
    let (response, body) = read(core, timeout, response).await?;
    let shown = excerpt::of_body(&body, core.secrets());
    let wait = retry_after::header(&response.headers).map(|(name, _)| name.as_str());
    Err(Error::new(Failure::Status {
        wait: wait.map(|name| excerpt(name.as_bytes(), core.secrets())),
        response: RawResponse {
            body: Some(body),
            ..response
        },
        excerpt: shown,
    }))
}

/// Reads the whole body, unless it says that the call has failed.
pub(crate) async fn receive(
    core: &Core,
    timeout: Duration,
    response: reqwest::Response,
    expected: &[(&'static str, Expected)],
) -> Result<RawResponse, Error> {
    let (response, body) = read(core, timeout, response).await?;
    // Before it is decoded, because a failure need not have what a success must have.
    if let Some(otherwise) = expected::otherwise(&body, expected) {
        return Err(Error::new(Failure::Refused {
            pointer: otherwise.pointer,
            found: excerpt(otherwise.found.as_bytes(), core.secrets()),
            excerpt: excerpt::of_body(&body, core.secrets()),
            status: otherwise
                .status
                .and_then(|status| StatusCode::from_u16(status).ok()),
            response: RawResponse {
                body: Some(body),
                ..response
            },
        }));
    }
    Ok(RawResponse {
        body: Some(body),
        ..response
    })
}

/// The error of a successful response whose body is not what was expected.
pub(crate) fn misfit(core: &Core, response: RawResponse, mismatch: Mismatch) -> Error {
    let content_type = response.headers.get(CONTENT_TYPE);
    Error::new(Failure::Decode {
        came_as: content_type.map(|of| excerpt(of.as_bytes(), core.secrets())),
        path: excerpt(mismatch.path.as_bytes(), core.secrets()),
        // Not serde's own error: its text repeats values of the body, at any length. And no excerpt of the body, as
        // errors get logged and the response to a login is a token.
        source: excerpt(mismatch.reason.as_bytes(), core.secrets()).into(),
        is_json: mismatch.is_json,
        response,
    })
}

/// Redirects are followed here and not by reqwest, whose policies do not see the method: it would turn a redirected
/// POST into a GET (301 to 303) or send it a second time (307, 308).
async fn follow(core: &Core, outgoing: Outgoing) -> Result<reqwest::Response, Error> {
    let started = Instant::now();
    let Outgoing {
        method,
        mut url,
        query_key,
        mut headers,
        body,
        timeout,
    } = outgoing;
    let (body, mut form) = match body {
        Some(Body::Bytes(_, bytes)) => (Some(bytes), None),
        Some(Body::Multipart(parts)) => (None, parts.into_form().await?),
        None => (None, None),
    };
    let is_sent_once = form.is_some();
    if is_sent_once {
        // The form says its own, with the boundary between its parts.
        headers.remove(CONTENT_TYPE);
    }
    let mut redirects = 0;
    loop {
        let mut request = core
            .http()
            .request(method.clone(), with_key(&url, query_key.as_deref()))
            .headers(headers.clone())
            .timeout(timeout.saturating_sub(started.elapsed()));
        if let Some(body) = &body {
            request = request.body(body.clone());
        }
        if let Some(form) = form.take() {
            request = request.multipart(form);
        }
        let response = request
            .send()
            .await
            .map_err(|source| no_response(core, source, timeout, redirects > 0))?;
        match redirect_target(&method, &url, &response) {
            Some(target) if redirects < MAX_REDIRECTS && !is_sent_once => url = target,
            _ => return Ok(response),
        }
        redirects += 1;
    }
}

/// The address with the key in its query, once.
fn with_key(url: &Url, key: Option<&str>) -> Url {
    let mut url = url.clone();
    let query = url.query().unwrap_or_default();
    match key {
        Some(key) if !query.split('&').any(|pair| pair == key) => {
            let query = match query {
                "" => key.to_owned(),
                query => format!("{query}&{key}"),
            };
            url.set_query(Some(&query));
        }
        _ => {}
    }
    url
}

/// Where to go next, if that is within the same origin and cannot repeat an effect.
fn redirect_target(method: &Method, from: &Url, response: &reqwest::Response) -> Option<Url> {
    if !matches!(*method, Method::GET | Method::HEAD)
        || !matches!(response.status().as_u16(), 301..=303 | 307 | 308)
    {
        return None;
    }
    let target = from
        .join(response.headers().get(LOCATION)?.to_str().ok()?)
        .ok()?;
    // reqwest would replace our authorization by a user name and password in the target.
    let anonymous = target.username().is_empty() && target.password().is_none();
    (target.origin() == from.origin() && anonymous).then_some(target)
}

/// Reads a body chunk by chunk, so that no claim of the server makes us allocate. The response comes without its body.
async fn read(
    core: &Core,
    timeout: Duration,
    mut incoming: reqwest::Response,
) -> Result<(RawResponse, Bytes), Error> {
    let limit = core.max_response_bytes();
    let response = RawResponse {
        status: incoming.status(),
        headers: std::mem::take(incoming.headers_mut()),
        body: None,
    };
    // Room for all that is stated, taken at once, would make a page of 100 chats a fifth slower.
    let mut body = BytesMut::new();
    loop {
        match incoming.chunk().await {
            Ok(None) => return Ok((response, body.freeze())),
            Ok(Some(chunk)) if chunk.len() <= limit.saturating_sub(body.len()) => {
                body.extend_from_slice(&chunk)
            }
            Ok(Some(_)) => {
                let what = format!("its body is larger than {limit} bytes");
                let cure = "allow more with `max_response_bytes`";
                return Err(Error::new(Failure::MaybeSent {
                    response: Some(response),
                    what,
                    cure,
                    source: None,
                }));
            }
            Err(source) => {
                return Err(broken_off(
                    core,
                    Some(response),
                    timeout,
                    without_query(source),
                ));
            }
        }
    }
}

/// Sorts an error that came instead of a response; `redirected` if the server has seen an earlier hop.
fn no_response(core: &Core, source: reqwest::Error, timeout: Duration, redirected: bool) -> Error {
    let source = without_query(source);
    if source.is_builder() {
        Error::invalid(
            "the request does not fit the HTTP client's settings; check those given to `http`",
        )
        .caused_by(source)
    } else if source.is_connect() && !redirected {
        let url = source.url().unwrap_or(core.base());
        let origin = url.origin().ascii_serialization();
        Error::new(Failure::Connect {
            origin,
            cause: root_cause(core, &source),
            source,
        })
    } else {
        broken_off(core, None, timeout, source)
    }
}

fn broken_off(
    core: &Core,
    response: Option<RawResponse>,
    timeout: Duration,
    source: reqwest::Error,
) -> Error {
    let (what, cure) = if source.is_timeout() {
        let what = format!("no complete response came within {timeout:?}");
        (what, ALLOW_MORE)
    } else {
        let what = format!(
            "the connection broke before the response was complete: {}",
            root_cause(core, &source)
        );
        (what, CHECK_FIRST)
    };
    Error::new(Failure::MaybeSent {
        response,
        what,
        cure,
        source: Some(source),
    })
}

/// Query strings hold the caller's data; the path is enough to know what was called.
fn without_query(mut error: reqwest::Error) -> reqwest::Error {
    if let Some(url) = error.url_mut() {
        url.set_query(None);
    }
    error
}

/// The innermost cause, such as "Connection refused (os error 111)"; the layers above only repeat that it failed.
fn root_cause(core: &Core, error: &reqwest::Error) -> String {
    let mut cause: &dyn StdError = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    excerpt(cause.to_string().as_bytes(), core.secrets())
}
