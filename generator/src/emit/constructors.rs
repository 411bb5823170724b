//! How a client is made: from a key where the document requires one, and from a base URL where it names no server.
//!
//! The API in; `new`, `from_env` and `builder` of the client out, and the words that README and examples use
//! for them. The same functions always take the same things in the same order: base URL, user name, key.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use crate::api::{Api, Scheme};
use crate::settings::Settings;
use crate::text;

/// What stands for the user's own server in examples.
const EXAMPLE_SERVER: &str = "\"https://api.example.com\"";

/// What it takes to make a client.
pub(super) struct Constructors<'a> {
    server: Option<&'a str>,
    scheme: &'a Scheme,
    variable: &'a str,
}

impl<'a> Constructors<'a> {
    pub fn new(settings: &'a Settings, api: &'a Api) -> Self {
        Self {
            server: api.server.as_deref(),
            scheme: &api.security.scheme,
            variable: &settings.package.key_variable,
        }
    }

    pub fn has_key(&self) -> bool {
        *self.scheme != Scheme::None
    }

    /// The expression that makes a client in an example.
    pub fn example(&self) -> String {
        let server = if self.server.is_none() {
            EXAMPLE_SERVER
        } else {
            ""
        };
        let function = if self.has_key() { "from_env" } else { "new" };
        format!("Client::{function}({server})")
    }

    /// The sentences of the README that say how a client gets what it needs.
    pub fn sentences(&self) -> String {
        let new = match (self.server, self.scheme) {
            (None, Scheme::None) => {
                return "`Client::new` takes the base URL, since the document names no server, and no key, since it \
                        requires none."
                    .to_string();
            }
            (Some(_), Scheme::None) => {
                return "`Client::new` needs no key, since the document requires none.".to_string();
            }
            (None, Scheme::Basic) => "`Client::new(\"https://…\", \"user\", \"…\")`",
            (Some(_), Scheme::Basic) => "`Client::new(\"user\", \"…\")`",
            (None, _) => "`Client::new(\"https://…\", \"…\")`",
            (Some(_), _) => "`Client::new(\"…\")`",
        };
        let server = match self.server {
            None => {
                " Both take the base URL first, since the document names no server that can be used."
            }
            Some(_) => "",
        };
        let (what, it) = (
            self.key(),
            if *self.scheme == Scheme::Basic {
                "them"
            } else {
                "it"
            },
        );
        format!(
            "`Client::from_env` reads {what} from `{}`; {new} takes {it} from anywhere else.{server}",
            self.variable
        )
    }

    /// What is in the environment variable.
    fn key(&self) -> &'static str {
        match self.scheme {
            Scheme::Basic => "user name and password (`user:password`)",
            _ => "the key",
        }
    }

    /// `BASE_URL`, where the document says it.
    pub fn constant(&self) -> Option<TokenStream> {
        let server = self.server?;
        Some(quote! {
            /// Where requests go unless [`ClientBuilder::base_url`] says otherwise: the server that the document names.
            const BASE_URL: &str = #server;
        })
    }

    /// What the client's documentation says of server and key.
    pub fn about(&self) -> String {
        let key = match self.scheme {
            Scheme::None => String::new(),
            Scheme::Bearer => " with the key in `Authorization: Bearer <key>`".to_string(),
            Scheme::Basic => " with user name and password in `Authorization: Basic`".to_string(),
            Scheme::Header(name) => format!(" with the key in the header `{}`", text::code(name)),
            Scheme::Query(name) => {
                format!(
                    " with the key in the query parameter `{}`",
                    text::code(name)
                )
            }
            Scheme::Cookie(name) => format!(" with the key in the cookie `{}`", text::code(name)),
        };
        match self.server {
            Some(server) => format!(
                "A client that sends requests to <{}>{key}.",
                text::code(server)
            ),
            None => format!("A client that sends requests to the base URL it is made with{key}."),
        }
    }

    /// The functions that make a client.
    pub fn functions(&self) -> TokenStream {
        let base_url = self.server.is_none();
        let url_parameter = base_url.then(|| quote!(base_url: &str,));
        let url = base_url.then(|| quote!(base_url,));
        // What the caller says takes everything, also calls for which the document names a server of their own.
        let (start, address) = match self.server {
            None => (quote!(ClientBuilder::with_base_url), quote!(base_url)),
            Some(_) => (quote!(ClientBuilder::new), quote!(BASE_URL)),
        };
        let (parameters, arguments) = match self.scheme {
            Scheme::None => (quote!(), quote!()),
            Scheme::Basic => (
                quote!(user: &str, password: impl Into<ApiKey>),
                quote!(user, password),
            ),
            _ => (quote!(api_key: impl Into<ApiKey>), quote!(api_key)),
        };
        let auth = match self.scheme {
            Scheme::None => quote!(Auth::none()),
            Scheme::Bearer => quote!(Auth::bearer(api_key)),
            Scheme::Basic => quote!(Auth::basic(user, password.into())),
            Scheme::Header(name) => quote!(Auth::header(#name, api_key)),
            Scheme::Query(name) => quote!(Auth::query(#name, api_key)),
            Scheme::Cookie(name) => quote!(Auth::cookie(#name, api_key)),
        };
        let key: Option<TokenStream> = (self.has_key() && *self.scheme != Scheme::Basic)
            .then(|| quote!(let api_key = api_key.into();));
        let new = docs::comment(&self.documentation(
            "A client with the default settings of [`ClientBuilder`].",
            self.errors(),
        ));
        let builder = docs::comment(&self.documentation("A client with settings of your own.", ""));
        let from_env = self.environment(&url_parameter, &url, &start, &address);
        quote! {
            impl Client {
                #new
                pub fn new(#url_parameter #parameters) -> Result<Self, Error> {
                    Self::builder(#url #arguments).build()
                }
                #from_env
                #builder
                pub fn builder(#url_parameter #parameters) -> ClientBuilder {
                    #key
                    #start(#address, #auth).user_agent(USER_AGENT)
                }
            }
        }
    }

    /// `from_env`, where there is a key.
    fn environment(
        &self,
        url_parameter: &Option<TokenStream>,
        url: &Option<TokenStream>,
        start: &TokenStream,
        address: &TokenStream,
    ) -> Option<TokenStream> {
        let variable = self.variable;
        let body = match self.scheme {
            Scheme::None => return None,
            Scheme::Basic => quote! {
                let auth = Auth::basic_from_env(#variable)?;
                #start(#address, auth).user_agent(USER_AGENT).build()
            },
            _ => quote!(Self::new(#url ApiKey::from_env(#variable)?)),
        };
        let what = self.key();
        let lines = self.documentation(
            &format!(
                "A client with {what} in the environment variable `{}`.",
                text::code(variable)
            ),
            "As [`Client::new`], and a variable that is not set.",
        );
        let docs = docs::comment(&lines);
        Some(quote! {
            #docs
            pub fn from_env(#url_parameter) -> Result<Self, Error> {
                #body
            }
        })
    }

    /// What a function does, what its base URL is, and its errors.
    fn documentation(&self, does: &str, errors: &str) -> Vec<String> {
        let base_url = match self.server {
            None => vec![
                "`base_url` is where the API is, such as `https://api.example.com/v1`: the document names no server that"
                    .to_string(),
                "can be used.".to_string(),
            ],
            Some(_) => Vec::new(),
        };
        let mut parts = vec![vec![does.to_string()], base_url];
        if !errors.is_empty() {
            parts.push(vec!["# Errors".to_string()]);
            parts.push(vec![errors.to_string()]);
        }
        docs::paragraphs(&parts)
    }

    fn errors(&self) -> &'static str {
        match (self.server, self.scheme) {
            (Some(_), Scheme::None) => "TLS that cannot be set up.",
            (None, Scheme::None) => "A base URL that cannot be used, or TLS that cannot be set up.",
            (Some(_), Scheme::Basic) => "A user name or a password that cannot be sent.",
            (None, Scheme::Basic) => {
                "A base URL that cannot be used, or a user name or a password that cannot be sent."
            }
            (Some(_), Scheme::Bearer | Scheme::Header(_)) => {
                "A key that is empty or cannot be sent in a header."
            }
            (Some(_), _) => "A key that is empty or cannot be sent.",
            (None, _) => {
                "A base URL that cannot be used, or a key that is empty or cannot be sent."
            }
        }
    }
}
