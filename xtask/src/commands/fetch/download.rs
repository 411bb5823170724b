//! One file from the network: an address goes in, the body of its server's response comes out.
//!
//! Asks one host and no other: a redirect may lead elsewhere on it, but not to another scheme, host or port. No key, cookie
//! or other credential is sent. Time and size are limited, and the body must say where it ends. Text of the server never gets
//! into a message.

use std::time::Duration;

use generator::document::MAX_BYTES;
use reqwest::header::{CONTENT_LENGTH, HeaderMap, LOCATION, TRANSFER_ENCODING};
use reqwest::{Client, Response, StatusCode, Url, Version, redirect};

use crate::error::Error;
use crate::printable::printable;

/// How many redirects are followed.
const MAX_REDIRECTS: usize = 5;

const MOVED: &str =
    "open the address in a browser; if upstream has moved the document, correct `document.address`";
const AGAIN: &str = "check the network and the address, then run the command again";

/// What a download may cost.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// From the first connection to the last byte.
    pub time: Duration,
    /// Of the body.
    pub bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            time: Duration::from_secs(60),
            bytes: MAX_BYTES,
        }
    }
}

/// Downloads `address`; `place` is what messages call it.
///
/// # Errors
///
/// The address is not `https` (or `http` on this machine), the server cannot be reached or responds with a status other
/// than 200, it redirects to another origin or too often, a limit is exceeded, or only the end of the connection says where
/// the body ends.
pub fn download(place: &str, address: &str, limits: Limits) -> Result<Vec<u8>, Error> {
    let url = checked(address).map_err(|(rule, cure)| Error::repair(place, rule, cure))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|cause| Error::System {
            place: place.to_owned(),
            action: "downloaded",
            cause,
            cure: AGAIN,
        })?;
    let download = async { tokio::time::timeout(limits.time, get(url, limits.bytes)).await };
    let outcome = runtime.block_on(download);
    // A name that is still being resolved is not waited for.
    runtime.shutdown_background();
    let refusal = match outcome {
        Ok(Ok(bytes)) => return Ok(bytes),
        Ok(Err(refusal)) => refusal,
        Err(_) => Refusal {
            rule: format!(
                "the server needs more than {:?} for its response",
                limits.time
            ),
            cure: AGAIN,
        },
    };
    Err(Error::repair(place, refusal.rule, refusal.cure))
}

/// What is wrong with a response; the caller knows where it comes from.
struct Refusal {
    rule: String,
    cure: &'static str,
}

impl Refusal {
    fn new(rule: impl Into<String>, cure: &'static str) -> Self {
        Self {
            rule: rule.into(),
            cure,
        }
    }

    /// The causes say most: `error sending request` alone helps nobody.
    fn network(error: reqwest::Error) -> Self {
        let error = error.without_url();
        let mut text = error.to_string();
        let mut cause = std::error::Error::source(&error);
        while let Some(error) = cause {
            text = format!("{text}: {error}");
            cause = error.source();
        }
        Self::new(format!("cannot be downloaded: {}", printable(&text)), AGAIN)
    }
}

/// An address that may be asked, or the rule that it breaks and the cure.
fn checked(address: &str) -> Result<Url, (&'static str, &'static str)> {
    let cure = "write an absolute address such as \"https://api.example.com/openapi.yaml\"";
    let url = Url::parse(address).map_err(|_| ("is not an absolute address", cure))?;
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(&url) => {}
        "http" => {
            return Err((
                "is `http`, so that anybody on the way could exchange the document",
                "write `https`; only addresses of this machine may be `http`",
            ));
        }
        _ => return Err(("is neither `https` nor `http`", cure)),
    }
    if has_credentials(&url) {
        return Err((
            "has a user name or password in it, and credentials are sent to nobody",
            "remove what stands before the `@`",
        ));
    }
    Ok(url)
}

fn has_credentials(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

/// Whether the host is this machine. A name is only taken for it if it is `localhost`, which RFC 6761 reserves.
fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || address
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

async fn get(mut url: Url, max_bytes: u64) -> Result<Vec<u8>, Refusal> {
    let mut builder = Client::builder()
        .redirect(redirect::Policy::none())
        .user_agent(concat!(
            env!("CARGO_PKG_NAME"),
            "/",
            env!("CARGO_PKG_VERSION")
        ));
    if url.scheme() == "http" {
        // What is meant for this machine stays on it.
        builder = builder.no_proxy();
    }
    let client = builder.build().map_err(Refusal::network)?;

    for _ in 0..=MAX_REDIRECTS {
        let response = client.get(url.clone()).send().await;
        let response = response.map_err(Refusal::network)?;
        match response.status() {
            StatusCode::OK => return body(response, max_bytes).await,
            StatusCode::MOVED_PERMANENTLY
            | StatusCode::FOUND
            | StatusCode::SEE_OTHER
            | StatusCode::TEMPORARY_REDIRECT
            | StatusCode::PERMANENT_REDIRECT => url = next(&url, &response)?,
            status => {
                let rule =
                    format!("the server responds with {status}, and only 200 brings a document");
                return Err(Refusal::new(rule, MOVED));
            }
        }
    }
    let rule = format!("the server redirects more than {MAX_REDIRECTS} times");
    Err(Refusal::new(rule, MOVED))
}

/// Where a redirect leads, if that is the same origin.
fn next(from: &Url, response: &Response) -> Result<Url, Refusal> {
    let location = response.headers().get(LOCATION);
    let to = location
        .and_then(|location| location.to_str().ok())
        .and_then(|location| from.join(location).ok())
        .ok_or_else(|| Refusal::new("the server redirects without saying where to", MOVED))?;
    if has_credentials(&to) {
        let rule = "the server redirects to an address with a user name or password in it";
        return Err(Refusal::new(rule, MOVED));
    }
    if to.origin() != from.origin() {
        // The parser of addresses has escaped what a terminal would obey.
        let origin = to.origin().ascii_serialization();
        let rule = format!(
            "the server redirects to another origin ({}), and only the one in `document.address` is asked",
            printable(&origin)
        );
        let cure = "if upstream has moved the document there, correct `document.address`";
        return Err(Refusal::new(rule, cure));
    }
    Ok(to)
}

/// Whether the response says where its body ends. Where only the end of the connection does, nobody can tell the whole from
/// what an accident or an attacker on the way has left of it, unless TLS is ended properly; one rule for all is simpler.
fn says_where_it_ends(version: Version, headers: &HeaderMap) -> bool {
    if version >= Version::HTTP_2 {
        return true;
    }
    let codings = headers.get_all(TRANSFER_ENCODING);
    match codings.iter().next_back() {
        // The last coding decides; a length beside it does not count.
        Some(last) => {
            let last = last.as_bytes().rsplit(|byte| *byte == b',').next();
            version == Version::HTTP_11
                && last.is_some_and(|last| last.trim_ascii().eq_ignore_ascii_case(b"chunked"))
        }
        None => headers.contains_key(CONTENT_LENGTH),
    }
}

async fn body(mut response: Response, max_bytes: u64) -> Result<Vec<u8>, Refusal> {
    if !says_where_it_ends(response.version(), response.headers()) {
        return Err(Refusal::new(
            "the server does not say how long its response is, so one that was cut off would look the same",
            "download it by other means, see that it is whole, and go on with CONTRIBUTING.md, recipe 3, step 2",
        ));
    }
    let too_long = || {
        Refusal::new(
            format!("the server responds with more than {max_bytes} bytes, which is the limit"),
            "check that the address is that of an OpenAPI document",
        )
    };
    if response
        .content_length()
        .is_some_and(|length| length > max_bytes)
    {
        return Err(too_long());
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(Refusal::network)? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() as u64 > max_bytes {
            return Err(too_long());
        }
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use reqwest::Version;
    use reqwest::header::{CONTENT_LENGTH, HeaderMap, HeaderValue, TRANSFER_ENCODING};

    use super::{checked, says_where_it_ends};

    #[test]
    fn a_length_chunks_or_frames_say_where_a_body_ends() {
        let (length, coding) = (CONTENT_LENGTH, TRANSFER_ENCODING);
        for (version, headers, expected) in [
            (Version::HTTP_2, vec![], true),
            (Version::HTTP_11, vec![], false),
            (Version::HTTP_10, vec![], false),
            (Version::HTTP_11, vec![(&length, "3")], true),
            (Version::HTTP_10, vec![(&length, "3")], true),
            (Version::HTTP_11, vec![(&coding, "Chunked")], true),
            (Version::HTTP_11, vec![(&coding, "gzip, chunked")], true),
            (
                Version::HTTP_11,
                vec![(&coding, "gzip"), (&coding, "chunked")],
                true,
            ),
            (Version::HTTP_11, vec![(&coding, "chunked, gzip")], false),
            (
                Version::HTTP_11,
                vec![(&coding, "gzip"), (&length, "3")],
                false,
            ),
            (Version::HTTP_11, vec![(&coding, "xchunked")], false),
            (Version::HTTP_10, vec![(&coding, "chunked")], false),
        ] {
            let mut map = HeaderMap::new();
            for (name, value) in &headers {
                map.append(*name, HeaderValue::from_static(value));
            }
            assert_eq!(
                says_where_it_ends(version, &map),
                expected,
                "{version:?} {headers:?}"
            );
        }
    }

    #[test]
    fn https_and_this_machine_may_be_asked() {
        for address in [
            "https://shop.example/openapi.yaml?v=1",
            "http://localhost:8000/openapi.yaml",
            "http://127.0.0.1/",
            "http://127.1.2.3:80/",
            "http://[::1]:8000/",
        ] {
            assert!(checked(address).is_ok(), "{address}");
        }
    }

    #[test]
    fn all_else_is_refused_by_its_rule() {
        for (address, rule) in [
            ("", "is not an absolute address"),
            ("openapi.yaml", "is not an absolute address"),
            ("file:///etc/passwd", "is neither `https` nor `http`"),
            ("ftp://shop.example/", "is neither `https` nor `http`"),
            (
                "https://joe:pw@shop.example/",
                "has a user name or password in it, and credentials are sent to nobody",
            ),
        ] {
            assert_eq!(checked(address).unwrap_err().0, rule, "{address}");
        }
        for address in [
            "http://shop.example/",
            "http://10.0.0.1/",
            "http://localhost.shop.example/",
            "http://127.0.0.1.shop.example/",
        ] {
            let (rule, _) = checked(address).unwrap_err();
            assert!(rule.starts_with("is `http`, so that"), "{address}: {rule}");
        }
    }
}
