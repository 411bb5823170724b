//! The settings of a client.
//!
//! In: base URL, authentication and limits. Out: a client whose settings are all valid, or the first error.
//! Never: a key in `Debug`, or a proxy of the environment between a client and its own machine.

use std::marker::PhantomData;
use std::{fmt, time::Duration};

use reqwest::Url;
use reqwest::header::{HeaderMap, HeaderValue};

use crate::auth::Credential;
use crate::core::Shared;
use crate::{Auth, Core, Error, base_url, headers};

/// A client that is made of a [`Core`]. For generated code.
pub trait FromCore {
    /// The client.
    fn from_core(core: Core) -> Self;
}

impl FromCore for Core {
    fn from_core(core: Core) -> Self {
        core
    }
}

/// Settings of a client, which [`build`](Self::build) makes.
///
/// | setting | default |
/// |---|---|
/// | [`timeout`](Self::timeout) | 60 seconds |
/// | [`connect_timeout`](Self::connect_timeout) | 10 seconds |
/// | [`max_response_bytes`](Self::max_response_bytes) | 64 MiB |
/// | [`user_agent`](Self::user_agent) | the name and version of the client's crate |
/// | [`base_url`](Self::base_url) | the server that the API's document names |
///
/// ## Proxies
///
/// A proxy that the environment names (`HTTPS_PROXY`, `HTTP_PROXY`) is used, but never for a base URL on this machine
/// (`localhost`, `127.0.0.1`, `[::1]`). Over `https` a proxy sees the host alone, since it passes on an encrypted connection;
/// over `http` it reads everything, the API key too.
#[must_use = "a builder does nothing until `build`"]
pub struct ClientBuilder<C = Core> {
    base_url: String,
    is_documented: bool,
    auth: Auth,
    timeout: Duration,
    connect_timeout: Duration,
    max_response_bytes: usize,
    user_agent: String,
    headers: HeaderMap,
    http: reqwest::ClientBuilder,
    error: Option<Error>,
    client: PhantomData<fn() -> C>,
}

impl<C: FromCore> ClientBuilder<C> {
    /// Starts with the server of the API's document and the caller's authentication. For generated code.
    #[doc(hidden)]
    pub fn new(base_url: &str, auth: Auth) -> Self {
        Self {
            base_url: base_url.to_owned(),
            is_documented: true,
            auth,
            timeout: Duration::from_secs(60),
            connect_timeout: Duration::from_secs(10),
            max_response_bytes: 64 * 1024 * 1024,
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")).to_owned(),
            headers: HeaderMap::new(),
            http: reqwest::Client::builder(),
            error: None,
            client: PhantomData,
        }
    }

    /// Starts with a server of the caller's own, where the API's document names none. For generated code.
    #[doc(hidden)]
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

    /// Limits a whole call: connecting, sending, redirects, and reading the response.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Limits the making of a connection, within [`ClientBuilder::timeout`].
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Limits the body of a response, in bytes; a longer one is an error.
    pub fn max_response_bytes(mut self, limit: usize) -> Self {
        self.max_response_bytes = limit;
        self
    }

    /// Sets the `user-agent` header.
    pub fn user_agent(mut self, user_agent: &str) -> Self {
        self.user_agent = user_agent.to_owned();
        self
    }

    /// Adds a header to every request, marked sensitive, such as one that a gateway in front of the API asks for.
    ///
    /// A request that sets the same header replaces it. It is not sent to another host that the document names for an
    /// operation. What cannot be sent, and a header that the client or its connection decides (`host`,
    /// `content-length`, …), makes [`build`](Self::build) an error.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let error = match headers::header(name, value) {
            Ok(Some((name, _))) if headers::is_decided(&name) => Some(Error::invalid(format!(
                "`{name}` is decided by each request; a client cannot set it"
            ))),
            Ok(Some((name, value))) => {
                self.headers.insert(name, value);
                None
            }
            Ok(None) => None,
            Err(error) => Some(error),
        };
        self.error = self.error.or(error);
        self
    }

    /// Starts from a prepared reqwest client, for a proxy, certificates or name resolution.
    ///
    /// Its timeouts, user agent, redirect policy, retries and referer are replaced by those of this builder.
    pub fn http(mut self, http: reqwest::ClientBuilder) -> Self {
        self.http = http;
        self
    }

    /// Checks everything and makes the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// When the base URL, the API key or the user agent breaks its rule, or TLS cannot be set up.
    pub fn build(self) -> Result<C, Error> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let base = base_url::parse(&self.base_url)?;
        let credential = self.auth.to_credential()?;
        let mut secrets = self.auth.secrets();
        let values = self
            .headers
            .values()
            .filter_map(|value| value.to_str().ok());
        secrets.extend(values.filter(|value| !value.is_empty()).map(str::to_owned));
        if let Credential::Header(name, _) = &credential
            && self.headers.contains_key(name)
        {
            return Err(Error::invalid(format!(
                "the header `{name}` carries the API key and cannot be set; make the client with the key"
            )));
        }
        let user_agent = HeaderValue::from_str(&self.user_agent).map_err(|_| {
            Error::invalid(
                "the user agent has a control character, such as a line break; remove it",
            )
        })?;
        #[cfg(all(feature = "rustls-ring", not(feature = "rustls")))]
        if rustls::crypto::CryptoProvider::get_default().is_none() {
            // Of two threads the second finds the provider of the first, which is the same.
            let _ = rustls::crypto::ring::default_provider().install_default();
        }
        let mut http = self.http;
        if base_url::is_loopback(&base) {
            // Proxies that the caller names stay; those of the environment are not looked at once there is any.
            http = http.proxy(reqwest::Proxy::custom(|_| None::<Url>));
        }
        let http = http
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
        Ok(C::from_core(Core::new(Shared {
            http,
            base,
            is_documented: self.is_documented,
            auth: self.auth,
            credential,
            secrets,
            headers: self.headers,
            timeout: self.timeout,
            max_response_bytes: self.max_response_bytes,
        })))
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without the base URL, which is not checked yet and may hold a password, and without reqwest's settings, which
        // may hold header values.
        f.debug_struct("ClientBuilder")
            .field("auth", &self.auth)
            .field("timeout", &self.timeout)
            .field("connect_timeout", &self.connect_timeout)
            .field("max_response_bytes", &self.max_response_bytes)
            .field("user_agent", &self.user_agent)
            .finish_non_exhaustive()
    }
}
