//! `src/lib.rs` and `src/client.rs`: what a reader of the crate meets first.

use quote::{format_ident, quote};
use syn::{Attribute, parse_quote};

use super::constructors::Constructors;
use super::docs;
use super::first_call;
use super::package;
use super::render::Renderer;
use crate::api::{Api, Content, Field, Operation, Response, Shape, Types};
use crate::file::File;
use crate::identifiers::{API_KEY, REEXPORTED_TYPES};
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
pub(super) fn root(renderer: &Renderer, settings: &Settings, api: &Api) -> File {
    let name = package::crate_name(settings);
    let mut lines = vec![text::sentence(&settings.package.description), String::new()];
    let described = text::documentation(&api.description);
    if !described.is_empty() {
        lines.extend(described);
        lines.push(String::new());
    }
    let first_call = first_call::lines(settings, api).join("\n");
    let text = format!(
        r#"```no_run
use {name}::Client;

# async fn run() -> Result<(), {name}::Error> {{
{first_call}
# Ok(())
# }}
```

Every method of [`Client`] starts a request; its setters take the parameters, and `send` sends it once.
[`operations`] has the requests, [`types`] what they send and bring back.

A response decodes into its type if it has what the type requires. A property that the document does not
describe is kept in `extra`; null and absent are one. A response other than 2xx is an error, which keeps it:

```no_run
# fn on(error: {name}::Error) {{
if error.status().is_some_and(|status| status == 402) {{
    println!("{{:?}}", error.body_text());
}}
# }}
```"#
    );
    lines.extend(text.lines().map(str::to_string));
    let tells_inside = |operation: &Operation| !operation.success.is_empty();
    if api.operations.iter().any(tells_inside) {
        lines.push(String::new());
        lines.push("This API may respond with 200 and a body that says that the call failed. That is an error of the kind".to_string());
        lines.push("[`ErrorKind::Refused`], which keeps the body; [`Error::inner_status`] is the status in it.".to_string());
    }
    lines.extend(bodies(api));
    let allowed = ALLOWED.map(|lint| format_ident!("{lint}"));
    let has_key = Constructors::new(settings, api).has_key();
    let mut attributes: Vec<Attribute> = vec![parse_quote!(#![allow(#(clippy::#allowed),*)])];
    if has_foreign_letters(&api.types) {
        attributes.push(parse_quote!(
            #![allow(confusable_idents, mixed_script_confusables, uncommon_codepoints)]
        ));
    }
    let names = api.scopes.iter();
    let names: Vec<_> = names
        .map(|scope| format_ident!("{}", scope.type_name))
        .collect();
    let scopes = (!names.is_empty()).then(|| quote!(mod scopes; pub use scopes::{#(#names),*};));
    let reexported = REEXPORTED_TYPES
        .iter()
        .filter(|name| has_key || **name != API_KEY)
        .map(|name| format_ident!("{name}"));
    let items = quote! {
        mod client;
        pub mod operations;
        #scopes
        pub mod types;
        pub use client::{Client, ClientBuilder};
        pub use openapi_client_runtime::{
            #(#reexported,)* serde_json,
        };
        /// Crates whose versions may change with any version of this one.
        pub mod unversioned {
            pub use openapi_client_runtime::reqwest;
        }
        /// The README's examples are compiled.
        #[cfg(doctest)]
        #[doc = include_str!("../README.md")]
        struct Readme;
    };
    renderer.items_with("src/lib.rs", &lines, &attributes, items)
}

/// Whether a name is written in other letters than those of English, which rustc has lints about.
fn has_foreign_letters(types: &Types) -> bool {
    fn fields(fields: &[Field]) -> bool {
        fields.iter().any(|field| !field.name.is_ascii())
    }
    types.iter().any(|(name, ty)| {
        let is_inside = match &ty.shape {
            Shape::Struct(of) => fields(&of.fields),
            Shape::Union(of) => of.variants.iter().any(|variant| {
                !variant.name.is_ascii()
                    || matches!(&variant.content, Content::Fields(own) if fields(&own.fields))
            }),
            Shape::Words(words) => words.iter().any(|word| !word.name.is_ascii()),
            Shape::Numbers(numbers) => numbers.iter().any(|number| !number.name.is_ascii()),
            Shape::Id | Shape::Flags(_) | Shape::Alias(_) => false,
        };
        is_inside || !name.is_ascii()
    })
}

/// What a reader has to know of bodies that are no JSON, where the crate has any.
fn bodies(api: &Api) -> Vec<String> {
    let has = |is: fn(&Operation) -> bool| api.operations.iter().any(is);
    let mut lines = Vec::new();
    if has(|operation| operation.response == Response::Unknown) {
        lines.extend([
            "",
            "Where the document does not say what a successful response holds, the response is an [`AnyBody`]: JSON, text or bytes, as",
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
pub(super) fn client(renderer: &Renderer, settings: &Settings, api: &Api) -> File {
    let constructors = Constructors::new(settings, api);
    let has_key = constructors.has_key();
    let secrecy = if has_key {
        " Neither it nor its errors ever show the key."
    } else {
        ""
    };
    let about = docs::comment(&docs::paragraphs(&[
        vec![constructors.about()],
        text::documentation(&api.security.description),
        vec![format!(
            "Cheap to clone: clones share their connections.{secrecy}"
        )],
    ]));
    let api_key = has_key.then(|| quote!(ApiKey,));
    let constant = constructors.constant();
    let functions = constructors.functions();
    let items = quote! {
        use openapi_client_runtime::codegen::{Auth, Core, FromCore};
        use openapi_client_runtime::{#api_key Error, Method, Request};
        #constant
        /// What requests say of who sends them.
        const USER_AGENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
        #about
        #[derive(Debug, Clone)]
        pub struct Client { pub(crate) core: Core }
        #functions
        impl Client {
            /// Starts a request of an endpoint that this crate does not have.
            ///
            /// `path` is a template such as `/v2/chats/{id}`; values reach it by [`Request::path`] alone, so that none leads
            /// elsewhere. It is authenticated, limited and checked like every other request.
            pub fn request(&self, method: Method, path: &'static str) -> Request {
                self.core.request(method, path)
            }
        }
        /// Settings of a [`Client`].
        pub type ClientBuilder = openapi_client_runtime::ClientBuilder<Client>;
        impl FromCore for Client {
            fn from_core(core: Core) -> Self {
                Self { core }
            }
        }
    };
    renderer.items("src/client.rs", &["The client and its settings."], items)
}
