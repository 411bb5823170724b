//! Fields that are set one by one: of requests, and of the builders of request bodies.
//!
//! A plain value (`impl Into<String>`) is taken as it is. A type of the crate is taken by `TryInto`, so that a word, a
//! number or a builder will do; what does not fit is an error when the request is sent or the builder is built.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::Ident;

use super::rust_type::{Scope, rust_type};
use crate::api::Type;

/// A field and how it is set.
pub(super) struct Setter {
    pub ident: Ident,
    /// Without the `Option` of an optional one.
    ty: TokenStream,
    pub is_required: bool,
    docs: TokenStream,
    /// The smallest and the largest number that fit.
    pub range: (Option<i64>, Option<i64>),
    kind: Kind,
}

/// How the value is taken.
enum Kind {
    /// As it is.
    Plain,
    /// As items of this type.
    List(TokenStream),
    /// By `TryInto`.
    Checked,
}

impl Setter {
    /// The setter of a field of this type, which is written outside of `types`.
    pub fn of(ident: Ident, ty: &Type, is_required: bool, docs: TokenStream) -> Self {
        let kind = match ty {
            Type::List(item) => Kind::List(rust_type(item, Scope::Crate)),
            _ if ty.named().is_some() => Kind::Checked,
            _ => Kind::Plain,
        };
        Self {
            ident,
            ty: rust_type(ty, Scope::Crate),
            is_required,
            docs,
            range: (None, None),
            kind,
        }
    }

    fn is_plain(&self) -> bool {
        !matches!(self.kind, Kind::Checked)
    }

    /// Whether taking its value can fail.
    pub fn is_checked(&self) -> bool {
        self.is_required || !self.is_plain()
    }

    /// The value in `send`, where what is checked is a variable.
    pub fn variable(&self) -> TokenStream {
        let ident = &self.ident;
        if self.is_checked() {
            quote!(#ident)
        } else {
            quote!(self.#ident)
        }
    }

    /// The field while it may not be set yet.
    pub fn field(&self) -> TokenStream {
        let (ident, ty) = (&self.ident, &self.ty);
        if self.is_plain() {
            quote!(#ident: Option<#ty>,)
        } else {
            quote!(#ident: Option<Result<#ty, String>>,)
        }
    }

    /// The function that sets it.
    pub fn function(&self) -> TokenStream {
        let Self {
            ident, ty, docs, ..
        } = self;
        match &self.kind {
            Kind::List(item) => quote! {
                #docs
                pub fn #ident(mut self, values: impl IntoIterator<Item = impl Into<#item>>) -> Self {
                    self.#ident = Some(values.into_iter().map(Into::into).collect());
                    self
                }
            },
            Kind::Plain => quote! {
                #docs
                pub fn #ident(mut self, value: impl Into<#ty>) -> Self {
                    self.#ident = Some(value.into());
                    self
                }
            },
            Kind::Checked => quote! {
                #docs
                pub fn #ident<V>(mut self, value: V) -> Self
                where
                    V: TryInto<#ty>,
                    V::Error: std::fmt::Display,
                {
                    self.#ident = Some(value.try_into().map_err(|error| error.to_string()));
                    self
                }
            },
        }
    }

    /// The range to check before sending.
    pub fn range(&self) -> Option<TokenStream> {
        let (min, max) = self.range;
        let is_limited = min.is_some() || max.is_some();
        let min = min.map(Literal::i64_unsuffixed);
        let max = max.map(Literal::i64_unsuffixed);
        // `..` and `=` put together would be two operators.
        let range = match max {
            Some(max) => quote!(#min..=#max),
            None => quote!(#min..),
        };
        is_limited.then_some(range)
    }

    /// An expression that is the value, or leaves by `?` with one of the two errors.
    ///
    /// `error` is the type whose functions `missing` and `unfit` make them, `first` what these take before the field's
    /// name.
    pub fn value(&self, error: &TokenStream, first: &TokenStream) -> TokenStream {
        let ident = &self.ident;
        let name = ident.to_string();
        let missing = quote!(.ok_or_else(|| #error::missing(#first #name))?);
        let unfit = quote!(.map_err(|why| #error::unfit(#first #name, &why))?);
        match (self.is_required, self.is_plain()) {
            (true, true) => quote!(self.#ident #missing),
            (true, false) => quote!(self.#ident #missing #unfit),
            (false, true) => quote!(self.#ident),
            (false, false) => quote!(self.#ident.transpose()#unfit),
        }
    }
}
