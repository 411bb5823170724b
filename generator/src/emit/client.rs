//! `src/lib.rs` and `src/client.rs`: what a reader of the crate meets first.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Attribute, Item, parse_quote};

use super::constructors::Constructors;
use super::docs;
use super::first_call::FirstCall;
use super::package;
use super::parts::Parts;
use super::render::Renderer;
use crate::file::File;
use crate::lower::{Answer, Lowered, Operation};
use crate::settings::Settings;
use crate::text;

/// Lints of style that are about names and forms which the document chose. They do not apply to what a machine writes.
const ALLOWED: [&str; 6] = [
    "enum_variant_names",
    "large_enum_variant",
    "module_inception",
    "should_implement_trait",
    "struct_field_names",
    "wrong_self_convention",
];

/// `src/lib.rs`: crate documentation with an example that compiles, and the public names.
pub(super) fn root(
    renderer: &Renderer,
    settings: &Settings,
    lowered: &Lowered,
    call: &FirstCall,
    parts: &Parts,
) -> File {
    let name = package::crate_name(settings);
    let mut lines = vec![text::sentence(&settings.package.description), String::new()];
    let described = text::documentation(&lowered.description);
    if !described.is_empty() {
        lines.extend(described);
        lines.push(String::new());
    }
    lines.push("```no_run".to_string());
    lines.push(format!("use {name}::Client;"));
    lines.push(String::new());
    lines.push(format!("# async fn run() -> Result<(), {name}::Error> {{"));
    lines.extend(call.lines.iter().cloned());
    lines.push("# Ok(())".to_string());
    lines.push("# }".to_string());
    lines.push("```".to_string());
    lines.push(String::new());
    lines.push("Every method of [`Client`] starts a request; its setters take the parameters, and `send` sends it once.".to_string());
    lines.push(
        "[`operations`] has the requests, [`types`] what they send and bring back.".to_string(),
    );
    lines.extend(
        [
            "",
            "An answer decodes into its type if it has what the type requires. A property that the document does not",
            "describe is kept in `extra`; null and absent are one. An answer other than 2xx is an error, which keeps it:",
            "",
            "```no_run",
        ]
        .map(str::to_string),
    );
    lines.push(format!("# fn on(error: {name}::Error) {{"));
    lines.push("if error.status().is_some_and(|status| status == 402) {".to_string());
    lines.push("    println!(\"{:?}\", error.body_text());".to_string());
    lines.push("}".to_string());
    lines.push("# }".to_string());
    lines.push("```".to_string());
    let tells_inside = |operation: &Operation| !operation.outcome.success.is_empty();
    if lowered.operations.iter().any(tells_inside) {
        lines.push(String::new());
        lines.push("This API may answer 200 and tell in the body that the call failed. That is an error of the kind".to_string());
        lines.push("[`ErrorKind::Refused`], which keeps the body; [`Error::inner_status`] is the status it tells.".to_string());
    }
    lines.extend(bodies(lowered));
    let allowed = ALLOWED.map(|lint| format_ident!("{lint}"));
    let api_key: Option<TokenStream> = Constructors::new(settings, lowered)
        .has_key()
        .then(|| quote!(ApiKey,));
    let mut attributes: Vec<Attribute> = vec![parse_quote!(#![allow(#(clippy::#allowed),*)])];
    if parts.has_foreign_letters() {
        attributes.push(parse_quote!(
            #![allow(confusable_idents, mixed_script_confusables, uncommon_codepoints)]
        ));
    }
    let mut items: Vec<Item> = vec![
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
            pub use openapi_client_runtime::{
                AnyBody, #api_key Bytes, ConversionError, Error, ErrorKind, FilePart, HeaderMap, JsonText, JsonTextError,
                Millidollars, Multipart, Response, StatusCode, UnixMilliseconds, UnixSeconds, reqwest, serde_json,
            };
        ),
    ];
    let readme: Item = parse_quote! {
        /// The README's examples are compiled.
        #[cfg(doctest)]
        #[doc = include_str!("../README.md")]
        struct Readme;
    };
    items.push(readme);
    renderer.rust_with("src/lib.rs", &lines, &attributes, &items)
}

/// What a reader has to know of bodies that are no JSON, where the crate has any.
fn bodies(lowered: &Lowered) -> Vec<String> {
    let has = |is: fn(&Operation) -> bool| lowered.operations.iter().any(is);
    let mut lines = Vec::new();
    if has(|operation| operation.answer == Answer::Unknown) {
        lines.extend([
            "",
            "Where the document does not say what a success answers, the answer is an [`AnyBody`]: JSON, text or bytes, as",
            "the caller takes it.",
        ]);
    }
    if has(Operation::sends_files) {
        lines.extend([
            "",
            "A file to send is a [`FilePart`]: bytes, a path or a stream, with a name and a content type.",
        ]);
    }
    lines.into_iter().map(str::to_string).collect()
}

/// `src/client.rs`: the client, made from an API key where the document requires one.
///
/// `is_used` tells whether any operation sends requests with it.
pub(super) fn client(
    renderer: &Renderer,
    settings: &Settings,
    lowered: &Lowered,
    is_used: bool,
) -> File {
    let constructors = Constructors::new(settings, lowered);
    let has_key = constructors.has_key();
    let secrecy = if has_key {
        " Neither it nor its errors ever show the key."
    } else {
        ""
    };
    let about = docs::attributes(&docs::paragraphs(&[
        vec![constructors.about()],
        text::documentation(&lowered.security.description),
        vec![format!(
            "Cheap to clone: clones share their connections.{secrecy}"
        )],
    ]));
    // Where every operation was left out, nothing reads it.
    let unused: Option<TokenStream> = (!is_used).then(|| quote!(#[allow(dead_code)]));
    let mut items: Vec<Item> = vec![
        parse_quote!(
            use std::time::Duration;
        ),
        if has_key {
            parse_quote!(
                use openapi_client_runtime::{ApiKey, Auth, Core, CoreBuilder, Error, reqwest};
            )
        } else {
            parse_quote!(
                use openapi_client_runtime::{Auth, Core, CoreBuilder, Error, reqwest};
            )
        },
        parse_quote! {
            /// What requests say of who sends them.
            const USER_AGENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
        },
        parse_quote! {
            #(#about)*
            #[derive(Debug, Clone)]
            pub struct Client { #unused pub(crate) core: Core }
        },
        constructors.functions(),
    ];
    items.splice(2..2, constructors.constant());
    items.extend(builder(has_key));
    let module_docs = vec!["The client and its settings.".to_string()];
    renderer.rust("src/client.rs", &module_docs, &items)
}

/// `ClientBuilder` and its setters.
fn builder(has_key: bool) -> [Item; 2] {
    let (base_url, redirects, errors) = if has_key {
        (
            "Another server, such as a mock on loopback. The key is sent there.",
            "so that the key never travels to another host.",
            "A key or a base URL that cannot be used, or TLS that cannot be set up.",
        )
    } else {
        (
            "Another server, such as a mock on loopback.",
            "so that a request never travels to another host.",
            "A base URL that cannot be used, or TLS that cannot be set up.",
        )
    };
    let base_url = docs::attributes(&[base_url.to_string()]);
    let http = docs::attributes(&[
        "A `reqwest` builder with settings of your own: proxies, certificates. Its timeouts, user agent, retries and"
            .to_string(),
        "redirect policy are replaced by those set here,".to_string(),
        redirects.to_string(),
    ]);
    let build = docs::attributes(&["The client.", "", "# Errors", "", errors].map(str::to_string));
    [
        parse_quote! {
            /// Settings of a [`Client`].
            #[derive(Debug)]
            #[must_use = "a builder does nothing until `build`"]
            pub struct ClientBuilder { core: CoreBuilder }
        },
        parse_quote! {
            impl ClientBuilder {
                #(#base_url)*
                pub fn base_url(mut self, base_url: &str) -> Self {
                    self.core = self.core.base_url(base_url);
                    self
                }
                /// How long a whole request may take. Default: 60 seconds.
                pub fn timeout(mut self, timeout: Duration) -> Self {
                    self.core = self.core.timeout(timeout);
                    self
                }
                /// The `user-agent` that is sent. Default: this crate's name and version.
                pub fn user_agent(mut self, user_agent: &str) -> Self {
                    self.core = self.core.user_agent(user_agent);
                    self
                }
                /// How long a connection may take to be made. Default: 10 seconds.
                pub fn connect_timeout(mut self, timeout: Duration) -> Self {
                    self.core = self.core.connect_timeout(timeout);
                    self
                }
                #(#http)*
                pub fn http(mut self, http: reqwest::ClientBuilder) -> Self {
                    self.core = self.core.http(http);
                    self
                }
                #(#build)*
                pub fn build(self) -> Result<Client, Error> {
                    Ok(Client { core: self.core.build()? })
                }
            }
        },
    ]
}
