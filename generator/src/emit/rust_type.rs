//! How a type of the graph is written in Rust: below `src/types/`, where the crate's own types have plain names, and outside.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use crate::api::{Float, TimeUnit, Type};

/// Where a type is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// Below `src/types/`: `Order`.
    Types,
    /// Anywhere else: `types::Order`.
    Crate,
    /// Where nothing but `types` is imported: `openapi_client_runtime::UnixSeconds`.
    Bare,
}

/// The type as it can be written wherever `types` is known.
pub(crate) fn full_rust_type(ty: &Type) -> String {
    // No token of a type needs a space.
    rust_type(ty, Scope::Bare).to_string().replace(' ', "")
}

/// The type as a person writes it.
pub(super) fn pretty_type(ty: &Type, scope: Scope) -> String {
    let text = rust_type(ty, scope).to_string();
    text.replace(' ', "").replace(',', ", ").replace(';', "; ")
}

/// The type, by the short names that each file imports or knows.
pub(super) fn rust_type(ty: &Type, scope: Scope) -> TokenStream {
    let inner = |ty: &Type| rust_type(ty, scope);
    let (std, runtime) = match scope {
        Scope::Types | Scope::Crate => (quote!(), quote!()),
        Scope::Bare => (quote!(std::collections::), quote!(openapi_client_runtime::)),
    };
    match ty {
        Type::Any => quote!(serde_json::Value),
        Type::Bool => quote!(bool),
        Type::Integer(integer) => {
            let name = format_ident!("{}", integer.name());
            quote!(#name)
        }
        Type::Float(Float::F32) => quote!(f32),
        Type::Float(Float::F64) => quote!(f64),
        Type::String => quote!(String),
        Type::Time(TimeUnit::Seconds) => quote!(#runtime UnixSeconds),
        Type::Time(TimeUnit::Milliseconds) => quote!(#runtime UnixMilliseconds),
        Type::Money => quote!(#runtime Millidollars),
        Type::File => quote!(FilePart),
        Type::Bytes => quote!(Bytes),
        Type::Multipart => quote!(Multipart),
        Type::Named(name) => {
            let name = format_ident!("{name}");
            match scope {
                Scope::Types => quote!(#name),
                Scope::Crate | Scope::Bare => quote!(types::#name),
            }
        }
        Type::JsonText(of) => wrapped(&quote!(#runtime JsonText), &inner(of)),
        Type::List(of) => wrapped(&quote!(Vec), &inner(of)),
        Type::Optional(of) => wrapped(&quote!(Option), &inner(of)),
        Type::Boxed(of) => wrapped(&quote!(Box), &inner(of)),
        Type::Array(of, length) => {
            let (of, length) = (inner(of), Literal::usize_unsuffixed(*length));
            quote!([#of; #length])
        }
        Type::Map(of) => {
            let value = inner(of);
            match **of {
                Type::Any => quote!(serde_json::Map<String, #value>),
                _ => quote!(#std BTreeMap<String, #value>),
            }
        }
    }
}

fn wrapped(outer: &TokenStream, inner: &TokenStream) -> TokenStream {
    quote!(#outer<#inner>)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_type_needs_no_import_but_that_of_types() {
        let times = Type::Map(Box::new(Type::JsonText(Box::new(Type::Time(
            TimeUnit::Seconds,
        )))));
        let (map, runtime) = ("std::collections::BTreeMap", "openapi_client_runtime");
        assert_eq!(
            full_rust_type(&times),
            format!("{map}<String,{runtime}::JsonText<{runtime}::UnixSeconds>>")
        );
    }

    #[test]
    fn only_the_crates_own_types_depend_on_the_place() {
        let named = || Box::new(Type::Named("Order".to_string()));
        for (ty, inside, outside) in [
            (
                Type::Optional(Box::new(Type::Boxed(named()))),
                "Option<Box<Order>>",
                "Option<Box<types::Order>>",
            ),
            (
                Type::Map(Box::new(Type::List(named()))),
                "BTreeMap<String,Vec<Order>>",
                "BTreeMap<String,Vec<types::Order>>",
            ),
            (
                Type::Array(Box::new(Type::JsonText(Box::new(Type::Any))), 2),
                "[JsonText<serde_json::Value>;2]",
                "[JsonText<serde_json::Value>;2]",
            ),
            (
                Type::Map(Box::new(Type::Any)),
                "serde_json::Map<String,serde_json::Value>",
                "serde_json::Map<String,serde_json::Value>",
            ),
        ] {
            let text = |scope| rust_type(&ty, scope).to_string().replace(' ', "");
            assert_eq!(
                (text(Scope::Types), text(Scope::Crate)),
                (inside.into(), outside.into())
            );
        }
    }
}
