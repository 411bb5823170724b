//! `src/lib.rs` and `src/client.rs`: what a reader of the crate meets first.

use quote::quote;
use syn::{Item, parse_quote};

use super::docs;
use super::operations::Joined;
use super::package;
use super::render::Renderer;
use crate::lower::{Lowered, Security};
use crate::settings::Settings;
use crate::{Error, File, text};

/// `src/lib.rs`: crate documentation with an example that compiles, and the public names.
pub(super) fn root(
    renderer: &Renderer,
    settings: &Settings,
    lowered: &Lowered,
    operations: &[Joined],
) -> Result<File, Error> {
    let example = package::first_call(settings, operations)?;
    let mut lines = vec![
        format!("{}.", text::one_line(&settings.package.description)),
        String::new(),
    ];
    let described = docs::described(&lowered.description);
    if !described.is_empty() {
        lines.extend(described);
        lines.push(String::new());
    }
    lines.push("```no_run".to_string());
    lines.extend(example);
    lines.push("```".to_string());
    lines.push(String::new());
    lines.push("Every method of [`Client`] starts a request; its setters take the parameters, and `send` sends it once.".to_string());
    lines.push(
        "[`operations`] lists the requests by tag, [`types`] what they send and bring back."
            .to_string(),
    );
    let items: Vec<Item> = vec![
        parse_quote!(
            mod client;
        ),
        parse_quote!(
            pub mod operations;
        ),
        parse_quote!(
            pub mod types;
        ),
        parse_quote!(
            pub use client::{Client, ClientBuilder};
        ),
        parse_quote!(
            pub use openapi_client_runtime::{ApiKey, ConversionError, Error, ErrorKind, Response};
        ),
    ];
    Ok(renderer.rust("src/lib.rs", &lines, &items))
}

/// `src/client.rs`: the client, made from an API key.
pub(super) fn client(
    renderer: &Renderer,
    settings: &Settings,
    lowered: &Lowered,
) -> Result<File, Error> {
    let server = lowered.server.as_deref().unwrap_or_default();
    let variable = &settings.package.key_variable;
    let (auth, sent, about) = match &lowered.security {
        Security::Bearer(about) => (
            quote!(Auth::bearer(api_key)),
            "`Authorization: Bearer <key>`".to_string(),
            about.clone(),
        ),
        Security::Header { name, description } => (
            quote!(Auth::header(#name, api_key)),
            format!("the header `{}`", text::code(name)),
            description.clone(),
        ),
        Security::None => {
            return Err(Error::new(
                "effective.yaml: /security",
                "the document requires no authentication, and a client without a key is not generated so far",
                "add `security` and `components.securitySchemes` by an action in fixups/10-document.overlay.yaml",
            ));
        }
    };
    let about = docs::attributes(&docs::paragraphs(&[
        vec![format!("A client that sends requests to <{server}> with the key in {sent}.")],
        docs::described(&about),
        vec!["Cheap to clone: clones share their connections. Neither it nor its errors ever show the key.".to_string()],
    ]));
    let from_env = docs::attributes(&[format!(
        "A client with the key in the environment variable `{variable}`."
    )]);
    let items: Vec<Item> = vec![
        parse_quote!(
            use std::time::Duration;
        ),
        parse_quote!(
            use openapi_client_runtime::{ApiKey, Auth, Core, CoreBuilder, Error, reqwest};
        ),
        parse_quote! {
            /// Where requests go unless [`ClientBuilder::base_url`] says otherwise: the document's first server.
            const BASE_URL: &str = #server;
        },
        parse_quote! {
            #(#about)*
            #[derive(Debug, Clone)]
            pub struct Client { pub(crate) core: Core }
        },
        parse_quote! {
            impl Client {
                /// A client with the default settings of [`ClientBuilder`].
                ///
                /// # Errors
                ///
                /// A key that is empty or cannot be sent in a header.
                pub fn new(api_key: impl Into<ApiKey>) -> Result<Self, Error> {
                    Self::builder(api_key).build()
                }
                #(#from_env)*
                ///
                /// # Errors
                ///
                /// As [`Client::new`], and a variable that is not set.
                pub fn from_env() -> Result<Self, Error> {
                    Self::new(ApiKey::from_env(#variable)?)
                }
                /// A client with settings of your own.
                pub fn builder(api_key: impl Into<ApiKey>) -> ClientBuilder {
                    let api_key = api_key.into();
                    ClientBuilder { core: CoreBuilder::new(BASE_URL, #auth) }
                }
            }
        },
        parse_quote! {
            /// Settings of a [`Client`].
            #[derive(Debug)]
            #[must_use = "a builder does nothing until `build`"]
            pub struct ClientBuilder { core: CoreBuilder }
        },
        parse_quote! {
            impl ClientBuilder {
                /// Another server, such as a mock on loopback. The key is sent there.
                pub fn base_url(mut self, base_url: &str) -> Self {
                    self.core = self.core.base_url(base_url);
                    self
                }
                /// How long a whole request may take. Default: 60 seconds.
                pub fn timeout(mut self, timeout: Duration) -> Self {
                    self.core = self.core.timeout(timeout);
                    self
                }
                /// How long a connection may take to be made. Default: 10 seconds.
                pub fn connect_timeout(mut self, timeout: Duration) -> Self {
                    self.core = self.core.connect_timeout(timeout);
                    self
                }
                /// A `reqwest` builder with settings of your own: proxies, certificates. Its redirect policy is replaced,
                /// so that the key never travels to another host.
                pub fn http(mut self, http: reqwest::ClientBuilder) -> Self {
                    self.core = self.core.http(http);
                    self
                }
                /// The client.
                ///
                /// # Errors
                ///
                /// A key or a base URL that cannot be used, or TLS that cannot be set up.
                pub fn build(self) -> Result<Client, Error> {
                    Ok(Client { core: self.core.build()? })
                }
            }
        },
    ];
    let module_docs = vec!["The client and its settings.".to_string()];
    Ok(renderer.rust("src/client.rs", &module_docs, &items))
}
