//! The part of a client that all its operations share.
//!
//! In: base URL, authentication and limits. Out: a [`Core`] that starts requests, cheap to clone.
//! Never: redirects, retries or a referer made by reqwest; what is sent, and where, is decided in `transport`.

use std::{fmt, sync::Arc, time::Duration};

use reqwest::header::HeaderValue;
use reqwest::{Method, Url};

use crate::auth::Credential;
use crate::{Auth, Error, Request, base_url};

/// Collects what a [`Core`] needs.
///
/// | setting | default |
/// |---|---|
/// | [`timeout`](Self::timeout) | 60 seconds |
/// | [`connect_timeout`](Self::connect_timeout) | 10 seconds |
/// | [`max_response_bytes`](Self::max_response_bytes) | 64 MiB |
/// | [`user_agent`](Self::user_agent) | `openapi-client-runtime/<version>` |
pub struct CoreBuilder {
    base_url: String,
    is_documented: bool,
    auth: Auth,
    timeout: Duration,
    connect_timeout: Duration,
    max_response_bytes: usize,
    user_agent: String,
    http: reqwest::ClientBuilder,
}

impl CoreBuilder {
    /// Starts with the server of the API's document and the caller's authentication.
    ///
    /// Nothing is checked before [`CoreBuilder::build`].
    pub fn new(base_url: &str, auth: Auth) -> Self {
        Self {
            base_url: base_url.to_owned(),
            is_documented: true,
            auth,
            timeout: Duration::from_secs(60),
            connect_timeout: Duration::from_secs(10),
            max_response_bytes: 64 * 1024 * 1024,
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")).to_owned(),
            http: reqwest::Client::builder(),
        }
    }

    /// Starts with a server of the caller's own, where the API's document names none.
    ///
    /// It is as good as one that [`CoreBuilder::base_url`] sets: all requests go there.
    pub fn with_base_url(base_url: &str, auth: Auth) -> Self {
        Self::new(base_url, auth).base_url(base_url)
    }

    /// Calls another server: `http` or `https`, a host, perhaps a port and a path prefix, and nothing else.
    ///
    /// All requests go there then, also those for which the document names a server or a path of their own: the server is
    /// this one, and the path is appended to this one's.
    ///
    /// Over `http` everything, the API key too, can be read on the way: use it for tests on your own machine.
    pub fn base_url(mut self, base_url: &str) -> Self {
        self.base_url = base_url.to_owned();
        self.is_documented = false;
        self
    }

    /// Limits a whole call: connecting, sending, redirects, and reading the answer.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Limits the making of a connection, within [`CoreBuilder::timeout`].
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Limits the body of an answer, in bytes; a longer one is an error.
    pub fn max_response_bytes(mut self, limit: usize) -> Self {
        self.max_response_bytes = limit;
        self
    }

    /// Sets the `user-agent` header.
    pub fn user_agent(mut self, user_agent: &str) -> Self {
        self.user_agent = user_agent.to_owned();
        self
    }

    /// Starts from a prepared reqwest client, for a proxy, certificates or name resolution.
    ///
    /// Its timeouts, user agent, redirect policy, retries and referer are replaced by those of this builder.
    pub fn http(mut self, http: reqwest::ClientBuilder) -> Self {
        self.http = http;
        self
    }

    /// Checks everything and makes the [`Core`]. Nothing is sent.
    ///
    /// # Errors
    ///
    /// When the base URL, the API key or the user agent breaks its rule, or TLS cannot be set up.
    pub fn build(self) -> Result<Core, Error> {
        let base = base_url::parse(&self.base_url)?;
        let credential = self.auth.to_credential()?;
        let secrets = self.auth.secrets();
        let user_agent = HeaderValue::from_str(&self.user_agent).map_err(|_| {
            Error::invalid(
                "the user agent has a control character, such as a line break; remove it",
            )
        })?;
        let http = self
            .http
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .connect_timeout(self.connect_timeout)
            .user_agent(user_agent)
            .build()
            .map_err(|source| {
                Error::invalid("the HTTP client cannot be set up; check its TLS and proxy settings")
                    .caused_by(source)
            })?;
        Ok(Core(Arc::new(Shared {
            http,
            base,
            is_documented: self.is_documented,
            auth: self.auth,
            credential,
            secrets,
            timeout: self.timeout,
            max_response_bytes: self.max_response_bytes,
        })))
    }
}

impl fmt::Debug for CoreBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without the base URL, which is not checked yet and may hold a password, and without reqwest's settings, which
        // may hold header values.
        f.debug_struct("CoreBuilder")
            .field("auth", &self.auth)
            .field("timeout", &self.timeout)
            .field("connect_timeout", &self.connect_timeout)
            .field("max_response_bytes", &self.max_response_bytes)
            .field("user_agent", &self.user_agent)
            .finish_non_exhaustive()
    }
}

/// What all operations of a client share: connections, address, authentication and limits.
///
/// Clones share the same connections.
#[derive(Clone)]
pub struct Core(Arc<Shared>);

struct Shared {
    http: reqwest::Client,
    base: Url,
    /// Whether `base` is the server of the document.
    is_documented: bool,
    auth: Auth,
    credential: Credential,
    secrets: Vec<String>,
    timeout: Duration,
    max_response_bytes: usize,
}

impl Core {
    /// Starts a request.
    ///
    /// `operation` is the `operationId`, which errors name; `template` is the path as the document writes it, such as
    /// `/chats/{chat_id}`, whose parameters [`Request::path_parameter`] fills in.
    pub fn request(
        &self,
        operation: &'static str,
        method: Method,
        template: &'static str,
    ) -> Request {
        Request::new(self.clone(), operation, method, template)
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
