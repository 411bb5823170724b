//! `send` of a request: the checks, the parts of the request, and how its answer is read.
//!
//! An operation with its setters in, the function out; everything that it does is done by the runtime.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use syn::{Type, parse_quote};

use super::body;
use super::docs;
use super::operations::Joined;
use super::parts::{mentioned_by, optional};
use super::setter::Setter;
use crate::lower::{Answer, Expected, Location, Operation, OwnServer, Style};

/// The type of an answer that has content, without the `Option` of one that may be empty; `made` is progenitor's.
pub(super) fn answer_type(answer: Answer, made: Type) -> Option<Type> {
    match answer {
        Answer::Empty => None,
        Answer::Json { may_be_empty: true } => Some(optional(&made).unwrap_or(&made).clone()),
        Answer::Json { .. } => Some(made),
        Answer::Text => Some(parse_quote!(String)),
        Answer::Bytes => Some(parse_quote!(Bytes)),
        Answer::Unknown => Some(parse_quote!(AnyBody)),
    }
}

/// What a JSON body of the answer is decoded as; nothing where none comes.
pub(super) fn json_type(joined: &Joined) -> Option<Type> {
    let answer = joined.answer.as_ref()?;
    match joined.operation.answer {
        Answer::Json { may_be_empty: true } => Some(parse_quote!(Option<#answer>)),
        Answer::Json { .. } => Some(answer.clone()),
        // Any JSON is part of what it may be.
        Answer::Unknown => Some(parse_quote!(serde_json::Value)),
        Answer::Empty | Answer::Text | Answer::Bytes => None,
    }
}

/// The function itself.
pub(super) fn function(joined: &Joined, setters: &[Setter]) -> TokenStream {
    let operation = &joined.operation;
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
    let parameters = joined
        .fields
        .iter()
        .zip(setters)
        .filter_map(|(field, setter)| {
            let (wire, value) = (&field.parameter.wire, setter.variable());
            match field.parameter.location {
                Location::Path if field.parameter.required => {
                    Some(quote!(.path_parameter(#wire, &#value)))
                }
                Location::Path => Some(quote!(.optional_path_parameter(#wire, #value.as_ref()))),
                Location::Query => Some(match style(field.parameter.style) {
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
    let (answer, sending) = sending(joined);
    let expected = expected(operation);
    let last = quote!(#accept #expected #sending);
    let docs = docs::attributes(
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
        .chain(joined.failure.iter().flat_map(failure))
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
    let of_body = setters.last().filter(|_| joined.body.is_some());
    let sent = match (body, of_body, body::parts(joined, setters)) {
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
        #(#docs)*
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

/// How the body of an answer that is no success is read.
fn failure(ty: &Type) -> Vec<String> {
    let name = mentioned_by(ty).pop().unwrap_or_default();
    vec![
        String::new(),
        format!(
            "The body of an answer that is no success is a [`{name}`](crate::types::{name}): `error.json::<types::{name}>()`."
        ),
    ]
}

/// What has to be true in the body of an answer that is a success.
fn expected(operation: &Operation) -> TokenStream {
    let has_body = operation.answer != Answer::Empty;
    let success = operation.outcome.success.iter().filter(|_| has_body);
    let calls = success.map(|(pointer, expected)| {
        let expected = match expected {
            Expected::Status2xx => quote!(Status2xx),
            Expected::Bool(value) => quote!(Bool(#value)),
            Expected::Integer(value) => {
                let value = Literal::i64_unsuffixed(*value);
                quote!(Integer(#value))
            }
            Expected::Text(text) => quote!(Text(#text)),
        };
        quote!(.succeeds_if(#pointer, Expected::#expected))
    });
    quote!(#(#calls)*)
}

/// The value of the answer, and the call that brings it.
fn sending(joined: &Joined) -> (TokenStream, TokenStream) {
    let answer = &joined.answer;
    match joined.operation.answer {
        Answer::Empty => (quote!(()), quote!(.send_empty())),
        Answer::Json { may_be_empty: true } => {
            (quote!(Option<#answer>), quote!(.send_optional::<#answer>()))
        }
        Answer::Json { .. } => (quote!(#answer), quote!(.send::<#answer>())),
        Answer::Text => (quote!(#answer), quote!(.send_text())),
        Answer::Bytes => (quote!(#answer), quote!(.send_bytes())),
        Answer::Unknown => (quote!(#answer), quote!(.send_any())),
    }
}
