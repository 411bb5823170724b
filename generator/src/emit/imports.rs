//! The `use` items of a file of operations or of tests: what its operations and their types are written with.
//!
//! Files of types also import each other, and do that in `types`.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::api::{TimeUnit, Type};

/// What a file uses by short names.
#[derive(Default)]
pub(super) struct Imports {
    /// Names of the runtime.
    runtime: BTreeSet<&'static str>,
    /// Names of the runtime that only generated code uses.
    codegen: BTreeSet<&'static str>,
    has_maps: bool,
    has_types: bool,
}

impl Imports {
    /// Adds what a type is written with.
    pub fn add_type(&mut self, ty: &Type) {
        match ty {
            Type::Map(of) => self.has_maps |= **of != Type::Any,
            Type::Named(_) => self.has_types = true,
            Type::JsonText(_) => self.add("JsonText"),
            Type::Time(TimeUnit::Seconds) => self.add("UnixSeconds"),
            Type::Time(TimeUnit::Milliseconds) => self.add("UnixMilliseconds"),
            Type::Money => self.add("Millidollars"),
            Type::File => self.add("FilePart"),
            Type::Bytes => self.add("Bytes"),
            Type::Multipart => self.add("Multipart"),
            _ => {}
        }
        if let Some(inner) = ty.inner() {
            self.add_type(inner);
        }
    }

    /// Adds a name of the runtime.
    pub fn add(&mut self, name: &'static str) {
        self.runtime.insert(name);
    }

    /// Adds a name of the runtime's `codegen`.
    pub fn add_codegen(&mut self, name: &'static str) {
        self.codegen.insert(name);
    }

    /// The items; `root` is the path of the crate.
    pub fn items(&self, root: &TokenStream, has_client: bool) -> TokenStream {
        let elsewhere = self.elsewhere();
        let client = has_client.then(|| quote!(use #root::Client;));
        let types = self.has_types.then(|| quote!(use #root::types;));
        quote!(#elsewhere #client #types)
    }

    /// The items of what is not the crate's.
    pub fn elsewhere(&self) -> TokenStream {
        let maps = self.has_maps.then(|| {
            quote!(
                use std::collections::BTreeMap;
            )
        });
        let runtime = named(&quote!(openapi_client_runtime), &self.runtime);
        let codegen = named(&quote!(openapi_client_runtime::codegen), &self.codegen);
        quote!(#maps #codegen #runtime)
    }
}

/// The `use` item of these names; nothing where there are none.
fn named(path: &TokenStream, names: &BTreeSet<&str>) -> Option<TokenStream> {
    let names: Vec<_> = names.iter().map(|name| format_ident!("{name}")).collect();
    match names.as_slice() {
        [] => None,
        [only] => Some(quote!(use #path::#only;)),
        _ => Some(quote!(use #path::{#(#names),*};)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_imported_with_what_is_inside_them() {
        let times = Type::JsonText(Box::new(Type::Time(TimeUnit::Seconds)));
        let mut imports = Imports::default();
        imports.add_type(&Type::Map(Box::new(Type::Optional(Box::new(times)))));
        imports.add_type(&Type::List(Box::new(Type::Named("Chat".to_string()))));
        let items = imports.items(&quote!(crate), true).to_string();
        assert_eq!(
            items.replace(' ', ""),
            "usestd::collections::BTreeMap;useopenapi_client_runtime::{JsonText,UnixSeconds};usecrate::Client;usecrate::types;"
        );
        let mut imports = Imports::default();
        imports.add_type(&Type::Map(Box::new(Type::Any)));
        assert!(imports.items(&quote!(shop), false).is_empty());
    }
}
