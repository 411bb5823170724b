//! `send` of a request: the checks, the parts of the request, and how its response is read.
//!
//! An operation with its setters in, the function out; everything that it does is done by the runtime.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::body;
use super::docs;
use super::rust_type::{Scope, rust_type};
use super::setter::Setter;
use crate::api::{Expected, Location, Operation, OwnServer, Response, Style};

/// The function itself.
pub(super) fn function(operation: &Operation, setters: &[Setter]) -> TokenStream {
    let (id, method, path) = (
        &operation.id,
        format_ident!("{}", operation.method),
        &operation.template,
    );
    let lets = setters
        .iter()
        .filter(|setter| setter.is_checked())
        .map(|setter| {
            let (name, value) = (&setter.ident, setter.value(&quote!(Error), &quote!(#id,)));
            quote!(let #name = #value;)
        });
    let ranges = setters.iter().filter_map(|setter| {
        let (name, range) = (&setter.ident, setter.range()?);
        let text = name.to_string();
        let value = if setter.is_checked() {
            quote!(Some(#name))
        } else {
            quote!(self.#name)
        };
        Some(quote!(check_range(#id, #text, #value, #range)?;))
    });
    let all = operation.parameters.iter().zip(setters);
    let parameters = all.filter_map(|(parameter, setter)| {
        let (wire, value) = (&parameter.wire, setter.variable());
        match parameter.location {
            Location::Path if parameter.required => Some(quote!(.path_parameter(#wire, &#value))),
            Location::Path => Some(quote!(.optional_path_parameter(#wire, #value.as_ref()))),
            Location::Query => Some(match style(parameter.style) {
                Some(style) => quote!(.query_as(#style, #wire, &#value)),
                None => quote!(.query(#wire, &#value)),
            }),
            Location::Header => Some(quote!(.header(#wire, &#value))),
            Location::Cookie => Some(quote!(.cookie(#wire, &#value))),
            Location::Field | Location::File | Location::Files => None,
        }
    });
    let accept = operation
        .accept
        .as_ref()
        .map(|media_types| quote!(.accept(#media_types)));
    let (answer, sending) = sending(&operation.response);
    let expected = expected(operation);
    let last = quote!(#accept #expected #sending);
    let docs = docs::comment(
        &[
            "Sends the request once and waits for the answer.",
            "",
            "# Errors",
            "",
            "A missing or unfit parameter (nothing is sent then), no answer, an answer that is no success, or one",
            "that is not what the document describes; see [`Error`].",
        ]
        .map(str::to_string)
        .into_iter()
        .chain(operation.failure.iter().flat_map(|name| failure(name)))
        .collect::<Vec<_>>(),
    );
    let fixed = operation
        .fixed_query
        .iter()
        .map(|(name, value)| quote!(.query(#name, #value)));
    let server = match &operation.server {
        OwnServer::Client | OwnServer::Prefix(_) => None,
        OwnServer::Below(path) => Some(quote!(.below(#path))),
        OwnServer::Other(base_url) => Some(quote!(.other_server(#base_url))),
    };
    let request = quote! {
        self.client.core.request(#id, Method::#method, #path) #server #(#fixed)* #(#parameters)*
    };
    let body = operation.body.as_ref();
    let of_body = setters.last().filter(|_| body.is_some());
    let sent = match (body, of_body, body::parts(operation, setters)) {
        (Some(body), _, Some(parts)) => {
            let call = body::call(body, &parts);
            quote!(#request #call #last.await)
        }
        (Some(body), Some(setter), None) if setter.is_required => {
            let call = body::call(body, &setter.variable());
            quote!(#request #call #last.await)
        }
        (Some(body), Some(setter), None) => {
            let (value, call) = (setter.variable(), body::call(body, &quote!(body)));
            quote! {
                let mut request = #request;
                if let Some(body) = #value {
                    request = request #call;
                }
                request #last.await
            }
        }
        _ => quote!(#request #last.await),
    };
    quote! {
        #docs
        pub async fn send(self) -> Result<Response<#answer>, Error> {
            #(#lets)*
            #(#ranges)*
            #sent
        }
    }
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

/// What the docs of `send` say of the body of a response that is no success.
fn failure(name: &str) -> [String; 2] {
    [
        String::new(),
        format!(
            "The body of an answer that is no success is a [`{name}`](crate::types::{name}): `error.json::<types::{name}>()`."
        ),
    ]
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

/// The type of the response's value, and the call that brings it.
fn sending(response: &Response) -> (TokenStream, TokenStream) {
    match response {
        Response::Empty => (quote!(()), quote!(.send_empty())),
        Response::Json { ty, may_be_empty } => {
            let ty = rust_type(ty, Scope::Crate);
            match may_be_empty {
                true => (quote!(Option<#ty>), quote!(.send_optional::<#ty>())),
                false => (quote!(#ty), quote!(.send::<#ty>())),
            }
        }
        Response::Text => (quote!(String), quote!(.send_text())),
        Response::Bytes => (quote!(Bytes), quote!(.send_bytes())),
        Response::Unknown => (quote!(AnyBody), quote!(.send_any())),
    }
}
