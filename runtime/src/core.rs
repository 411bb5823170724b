//! The part of a client that all its operations share.
//!
//! In: what a [`ClientBuilder`](crate::ClientBuilder) has checked. Out: a [`Core`] that starts requests, cheap to clone.
//! Never: redirects, retries or a referer made by reqwest; what is sent, and where, is decided in `transport`.

use std::{fmt, sync::Arc, time::Duration};

use reqwest::header::HeaderMap;
use reqwest::{Method, Url};

use crate::auth::Credential;
use crate::{Auth, Request};

/// What all operations of a client share: connections, address, authentication and limits.
///
/// Clones share the same connections.
#[derive(Clone)]
pub struct Core(Arc<Shared>);

pub(crate) struct Shared {
    pub(crate) http: reqwest::Client,
    pub(crate) base: Url,
    /// Whether `base` is the server of the document.
    pub(crate) is_documented: bool,
    pub(crate) auth: Auth,
    pub(crate) credential: Credential,
    pub(crate) secrets: Vec<String>,
    /// What every request to the client's own server has.
    pub(crate) headers: HeaderMap,
    pub(crate) timeout: Duration,
    pub(crate) max_response_bytes: usize,
}

impl Core {
    pub(crate) fn new(shared: Shared) -> Self {
        Self(Arc::new(shared))
    }

    /// Starts a request that the document does not have; errors name it by `template`.
    pub fn request(&self, method: Method, template: &'static str) -> Request {
        Request::operation(self, template, method, template)
    }

    pub(crate) fn http(&self) -> &reqwest::Client {
        &self.0.http
    }

    pub(crate) fn base(&self) -> &Url {
        &self.0.base
    }

    pub(crate) fn is_documented(&self) -> bool {
        self.0.is_documented
    }

    pub(crate) fn credential(&self) -> &Credential {
        &self.0.credential
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// The texts that must not be shown.
    pub(crate) fn secrets(&self) -> &[String] {
        &self.0.secrets
    }

    pub(crate) fn timeout(&self) -> Duration {
        self.0.timeout
    }

    pub(crate) fn max_response_bytes(&self) -> usize {
        self.0.max_response_bytes
    }
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core")
            .field("base_url", &self.0.base.as_str())
            .field("auth", &self.0.auth)
            .field("timeout", &self.0.timeout)
            .field("max_response_bytes", &self.0.max_response_bytes)
            .finish_non_exhaustive()
    }
}
