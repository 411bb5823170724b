//! The body of a request in the emitted code: its setters, and the call that adds it.
//!
//! An operation in, tokens out. A body that is an object has a setter for each of its fields beside the one for the whole;
//! a body of parts has none of its own, since each part is set like a parameter.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::setter::Setter;
use super::types;
use crate::api::{Body, BodyKind, Operation, Shape, Types};
use crate::identifiers::REQUEST_METHODS;

/// A body that is one value.
pub(super) struct BodySetters<'a> {
    body: &'a Body,
    whole: Setter,
    /// Where the body is an object whose fields are set one by one: its type and the setters of its builder.
    fields: Option<(&'a str, Vec<Setter>)>,
}

impl<'a> BodySetters<'a> {
    /// The setters of an operation's body; nothing where there is no body, or one of parts.
    pub fn new(operation: &'a Operation, types: &'a Types) -> Option<Self> {
        let body = operation.body.as_ref()?;
        let ty = body.ty.as_ref()?;
        let fields = fields(operation, body, types);
        let what = match body.kind {
            _ if fields.is_some() => {
                "The whole body, in place of its fields: a value or its builder."
            }
            BodyKind::Json | BodyKind::Form if ty.named().is_some() => {
                "The body to send: a value or its builder."
            }
            BodyKind::Json => "The body to send, as JSON.",
            BodyKind::Form => "The body to send: an object, whose fields are sent as a form.",
            BodyKind::Text => "The body to send, as it is.",
            BodyKind::Bytes => "The body to send: the bytes as they are.",
            BodyKind::Parts | BodyKind::Multipart => "The body to send: its parts.",
        };
        let presence = match (body.is_required, &fields) {
            (true, Some(_)) => "",
            (true, None) => " Required.",
            (false, Some(_)) => " No body is sent unless something of it is set.",
            (false, None) => " No body is sent unless it is set.",
        };
        Some(Self {
            body,
            whole: Setter::new(
                format_ident!("body"),
                ty,
                true,
                vec![format!("{what}{presence}")],
            ),
            fields,
        })
    }

    /// All setters.
    pub fn setters(&self) -> impl Iterator<Item = &Setter> {
        self.fields().chain([&self.whole])
    }

    /// The setters of single fields, where the body is put together from them.
    pub fn fields(&self) -> impl Iterator<Item = &Setter> {
        self.fields.iter().flat_map(|(_, setters)| setters)
    }

    /// The setter of the whole body.
    pub fn whole(&self) -> &Setter {
        &self.whole
    }

    /// Whether it is put together from fields.
    pub fn is_drafted(&self) -> bool {
        self.fields.is_some()
    }

    /// How the request's type declares a body that is put together from fields.
    pub fn drafted(&self) -> Option<String> {
        let (name, _) = self.fields.as_ref()?;
        Some(format!("({}: types::{name})", self.add()))
    }

    /// The body before anything is set.
    pub fn draft(&self) -> Option<TokenStream> {
        self.fields.as_ref()?;
        Some(match self.body.is_required {
            true => quote!(Draft::required()),
            false => quote!(Draft::optional()),
        })
    }

    /// What the request has to have, where nothing else says so.
    pub fn requirement(&self) -> Option<TokenStream> {
        (self.body.is_required && !self.is_drafted())
            .then(|| quote!(.requires(ArgumentPlace::Body, "body", "body")))
    }

    /// The functions of the request.
    pub fn functions(&self) -> TokenStream {
        let value = self.whole.value(&quote!(value));
        let whole = match self.is_drafted() {
            true => self
                .whole
                .function(&quote!(Self(self.0, self.1.whole(#value)))),
            false => {
                let add = self.add();
                self.whole.function(&quote!(Self(self.0.#add(#value))))
            }
        };
        let fields = self.fields().map(|setter| {
            let ident = &setter.ident;
            setter.function(&quote!(Self(self.0, self.1.with(|body| body.#ident(value)))))
        });
        quote!(#(#fields)* #whole)
    }

    /// The runtime's function that adds it.
    fn add(&self) -> Ident {
        let kind = match self.body.kind {
            BodyKind::Json => "json",
            BodyKind::Form => "form",
            BodyKind::Text => "text",
            BodyKind::Bytes => "bytes",
            BodyKind::Parts | BodyKind::Multipart => "multipart",
        };
        format_ident!("{kind}_argument")
    }
}

/// The type of a body whose fields can be set on the request, and their setters: none of them may be called like a parameter
/// or like a function that every request has.
fn fields<'a>(
    operation: &'a Operation,
    body: &'a Body,
    types: &'a Types,
) -> Option<(&'a str, Vec<Setter>)> {
    let is_object = matches!(body.kind, BodyKind::Json | BodyKind::Form);
    let name = match body.ty.as_ref()? {
        crate::api::Type::Named(name) if is_object => name,
        _ => return None,
    };
    let named = types.get(name).filter(|named| named.is_sent)?;
    let Shape::Struct(of) = &named.shape else {
        return None;
    };
    let setters = types::builder_setters(of);
    let is_taken = |setter: &Setter| {
        REQUEST_METHODS.iter().any(|name| setter.ident == name)
            || (operation.setters()).any(|parameter| setter.ident == parameter.field)
    };
    (!setters.iter().any(is_taken)).then_some((name, setters))
}
