//! How a request is made and sent: the parts that are known beforehand, and the declaration of its type.
//!
//! An operation in, tokens and text out; everything that they do is done by the runtime.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::body::BodySetters;
use super::docs;
use super::rust_type::{Scope, pretty_type};
use super::setter::Setter;
use crate::api::{BodyKind, Expected, Location, Operation, OwnServer, Parameter, Response, Style};

/// The request before anything is set, with the arguments of the method in its path.
pub(super) fn request(operation: &Operation, body: Option<&BodySetters<'_>>) -> TokenStream {
    let (id, path) = (&operation.id, &operation.template);
    let started = match starter(&operation.method) {
        Some(function) => quote!(Request::#function(&self.core, #id, #path)),
        None => {
            let method = format_ident!("{}", operation.method);
            quote!(Request::operation(&self.core, #id, Method::#method, #path))
        }
    };
    let server = match &operation.server {
        OwnServer::Client | OwnServer::Prefix(_) => None,
        OwnServer::Below(path) => Some(quote!(.below(#path))),
        OwnServer::Other(base_url) => Some(quote!(.other_server(#base_url))),
    };
    let fixed = operation
        .fixed_query
        .iter()
        .map(|(name, value)| quote!(.query(#name, #value)));
    let arguments = operation.arguments().map(|parameter| {
        let setter = setter(parameter);
        let ident = &setter.ident;
        add(parameter, &setter.value(&quote!(#ident)))
    });
    let media_type = operation
        .body
        .as_ref()
        .and_then(|body| body.media_type.as_ref());
    let content_type = media_type.map(|media_type| quote!(.content_type(#media_type)));
    let accept = operation
        .accept
        .as_ref()
        .map(|media_types| quote!(.accept(#media_types)));
    let expected = expected(operation);
    let required = operation.setters().filter(|parameter| parameter.required);
    let required = required.map(|parameter| {
        let Parameter { wire, field, .. } = parameter;
        let place = place(parameter.location);
        quote!(.requires(ArgumentPlace::#place, #wire, #field))
    });
    let required_body = body.and_then(BodySetters::requirement);
    let is_part_named = operation
        .setters()
        .any(|parameter| parameter.required && parameter.location.is_part());
    let needs_part = operation
        .body
        .as_ref()
        .is_some_and(|body| body.kind == BodyKind::Parts && body.is_required && !is_part_named);
    let needs_part = needs_part.then(|| quote!(.requires_part()));
    let one_of = operation.exactly_one_of.iter();
    let one_of = one_of.map(|names| quote!(.exactly_one_of(&[#(#names),*])));
    quote! {
        #started
            #server #(#fixed)* #(#arguments)* #content_type #accept #expected #(#required)* #required_body #needs_part #(#one_of)*
    }
}

/// The function of the runtime for one of the usual methods.
pub(super) fn starter(method: &str) -> Option<Ident> {
    let is_usual = matches!(method, "GET" | "POST" | "PUT" | "PATCH" | "DELETE");
    is_usual.then(|| format_ident!("{}", method.to_ascii_lowercase()))
}

/// The setter of a parameter, whose documentation is that of the parameter.
pub(super) fn setter(parameter: &Parameter) -> Setter {
    let name = format_ident!("{}", parameter.field);
    let docs = docs::parameter(parameter);
    Setter::new(name, &parameter.ty, parameter.required, docs).in_range(parameter.range)
}

/// The runtime's name for the place of a parameter.
fn place(location: Location) -> Ident {
    format_ident!(
        "{}",
        match location {
            Location::Path => "Path",
            Location::Query => "Query",
            Location::Header => "Header",
            Location::Cookie => "Cookie",
            Location::Field | Location::File | Location::Files => "Part",
        }
    )
}

/// The call that adds a parameter to a request.
pub(super) fn add(parameter: &Parameter, value: &TokenStream) -> TokenStream {
    let wire = &parameter.wire;
    match parameter.location {
        Location::Path if parameter.required => quote!(.path_argument(#wire, #value)),
        Location::Path => quote!(.optional_path_argument(#wire, #value)),
        Location::Query => match style(parameter.style) {
            Some(style) => quote!(.styled_query_argument(#style, #wire, #value)),
            None => quote!(.query_argument(#wire, #value)),
        },
        Location::Header => quote!(.header_argument(#wire, #value)),
        Location::Cookie => quote!(.cookie_argument(#wire, #value)),
        Location::Field => quote!(.field_argument(#wire, #value)),
        Location::File => quote!(.file_argument(#wire, #value)),
        Location::Files => quote!(.files_argument(#wire, #value)),
    }
}

/// The line of the request's type: how it adds its body, how it is sent, and what comes back.
pub(super) fn declaration(
    operation: &Operation,
    body: Option<&BodySetters<'_>>,
    names: &str,
) -> String {
    let (held, sending) = sending(&operation.response, Scope::Crate);
    let body = body.and_then(BodySetters::drafted).unwrap_or_default();
    // A file is sent once: there is no second one to clone.
    let once = if operation.sends_files() {
        ", once"
    } else {
        ""
    };
    format!(
        "pub struct {}{body} -> {sending} {held}{names}{once};",
        operation.request
    )
}

/// The runtime's name for the way in which a query parameter is written; nothing for the usual one.
fn style(style: Style) -> Option<TokenStream> {
    match style {
        Style::Repeat => None,
        Style::Comma => Some(quote!(QueryStyle::Comma)),
        Style::Space => Some(quote!(QueryStyle::Space)),
        Style::Pipe => Some(quote!(QueryStyle::Pipe)),
        Style::Brackets => Some(quote!(QueryStyle::Brackets)),
        Style::Properties => Some(quote!(QueryStyle::Properties)),
        Style::Json => Some(quote!(QueryStyle::Json)),
    }
}

/// What a request says of the body of a response other than 2xx.
pub(super) fn failure(operation: &Operation) -> Vec<String> {
    let failure = operation.failure.iter();
    failure.map(|name| format!(
        "The body of a response other than 2xx is a [`{name}`](crate::types::{name}): `error.json::<types::{name}>()`."
    )).collect()
}

/// What has to be true in the body of a response that is a success.
fn expected(operation: &Operation) -> TokenStream {
    let has_body = operation.response != Response::Empty;
    let success = operation.success.iter().filter(|_| has_body);
    let calls = success.map(|(pointer, expected)| {
        let expected = match expected {
            Expected::Status2xx => quote!(Status2xx),
            Expected::Bool(value) => quote!(Bool(#value)),
            Expected::Integer(value) => {
                let value = Literal::i64_unsuffixed(*value);
                quote!(Integer(#value))
            }
            Expected::String(text) => quote!(Text(#text)),
        };
        quote!(.succeeds_if(#pointer, Expected::#expected))
    });
    quote!(#(#calls)*)
}

/// The type of the response's value, and the runtime's function that brings it.
pub(super) fn sending(response: &Response, scope: Scope) -> (String, &'static str) {
    match response {
        Response::Empty => ("()".to_string(), "send_empty"),
        Response::Json { ty, may_be_empty } => {
            let ty = pretty_type(ty, scope);
            match may_be_empty {
                true => (format!("Option<{ty}>"), "send_optional_json"),
                false => (ty, "send_json"),
            }
        }
        Response::Text => ("String".to_string(), "send_text"),
        Response::Bytes => ("Bytes".to_string(), "send_bytes"),
        Response::Unknown => ("AnyBody".to_string(), "send_any"),
    }
}
