//! The files of `src/types/`: one per tag, one for what several tags share, and the builders of what is sent.
//!
//! Types of the graph in, files out. What is received is `#[non_exhaustive]`, so that a field which upstream adds breaks
//! no caller; only what is sent has a builder.

mod alias;
mod builder;
mod macros;
mod payload;
mod structs;
#[cfg(test)]
mod tests;
mod union;

pub(super) use builder::setters as builder_setters;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs;
use super::imports::Imports;
use super::render::Renderer;
use crate::api::{Api, NamedType, Shape, Struct, Types};
use crate::file::File;
use crate::text;

/// The types of one module, by name.
type Module<'a> = Vec<(&'a str, &'a NamedType)>;

/// All files of `src/types/`.
pub(super) fn files(renderer: &Renderer, api: &Api) -> Vec<File> {
    let mut modules: BTreeMap<&str, Module<'_>> = BTreeMap::new();
    for (name, named) in &api.types {
        let module = modules.entry(&named.module).or_default();
        module.push((name, named));
    }
    let with_builders: Vec<&str> = modules
        .iter()
        .filter(|(_, module)| built(module).next().is_some())
        .map(|(name, _)| *name)
        .collect();
    let builder = (!with_builders.is_empty()).then(|| {
        quote!(
            pub mod builder;
        )
    });
    let index = index(modules.keys().copied());
    let mut files = vec![renderer.items(
        "src/types/mod.rs",
        &["What requests and responses are made of."],
        quote!(#builder #index),
    )];
    if !with_builders.is_empty() {
        let about = "Builders of request bodies: `types::X::builder()` gives the one for `X`.";
        let index = self::index(with_builders.into_iter());
        files.push(renderer.items("src/types/builder/mod.rs", &[about], index));
    }
    for (name, module) in &modules {
        files.push(types(renderer, api, name, module));
        files.extend(builders(renderer, name, module));
    }
    files
}

/// Private modules whose content is public.
fn index<'a>(modules: impl Iterator<Item = &'a str>) -> TokenStream {
    let names: Vec<_> = modules.map(|name| format_ident!("{name}")).collect();
    quote!(#(mod #names;)* #(pub use self::#names::*;)*)
}

/// The file of a module's types.
fn types(renderer: &Renderer, api: &Api, name: &str, module: &Module<'_>) -> File {
    let about = if name == api.shared_module {
        "Types of operations of several tags.".to_string()
    } else {
        format!("Types of the operations in `src/operations/{name}.rs`.")
    };
    let imports = imports(&api.types, name, module);
    let mut calls = Vec::new();
    let mut items = imports;
    for (name, named) in module {
        match &named.shape {
            Shape::Struct(of) => items.extend(structs::items(name, named, of)),
            Shape::Union(of) => items.extend(union::items(name, named, of)),
            Shape::Alias(of) => items.extend(alias::items(name, named, of)),
            Shape::Words(of) => calls.push(macros::words(name, named, of)),
            Shape::Numbers(of) => calls.push(macros::numbers(name, named, of)),
            Shape::Id => calls.push(macros::id(name, named)),
            Shape::Flags(of) => calls.push(macros::flags(name, named, of)),
        }
    }
    let mut file = renderer.items(&format!("src/types/{name}.rs"), &[about], items);
    for call in calls {
        file.text.push('\n');
        file.text.push_str(&call);
    }
    file
}

/// The `use` items of a module's types.
fn imports(types: &Types, module: &str, of_module: &Module<'_>) -> TokenStream {
    let mut imports = Imports::default();
    let mut foreign = BTreeSet::new();
    for (_, named) in of_module {
        let payload = named.as_struct().and_then(|of| of.payload.as_ref());
        for ty in named
            .shape
            .types()
            .chain(payload.map(|payload| &payload.ty))
        {
            imports.add_type(ty);
            let name = ty.named().and_then(|name| types.get_key_value(name));
            foreign.extend(
                name.filter(|(_, of)| of.module != module)
                    .map(|(name, _)| name),
            );
        }
        if matches!(&named.shape, Shape::Union(of) if of.is_parsed) {
            imports.add("ConversionError");
        }
    }
    let imports = imports.elsewhere();
    let foreign: Vec<_> = foreign
        .into_iter()
        .map(|name| format_ident!("{name}"))
        .collect();
    let foreign = (!foreign.is_empty()).then(|| quote!(use crate::types::{#(#foreign),*};));
    let has_builder = built(of_module).next().is_some();
    let builder = has_builder.then(|| {
        quote!(
            use crate::types::builder;
        )
    });
    quote!(#imports #foreign #builder)
}

/// The structs of a module that have a builder.
fn built<'a>(module: &Module<'a>) -> impl Iterator<Item = (&'a str, &'a Struct)> {
    let sent = module.iter().filter(|(_, named)| named.is_sent);
    sent.filter_map(|(name, named)| Some((*name, named.as_struct()?)))
}

/// The file of a module's builders; nothing where it has none.
fn builders(renderer: &Renderer, module: &str, of_module: &Module<'_>) -> Option<File> {
    let mut imports = Imports::default();
    imports.add("ConversionError");
    let mut items = TokenStream::new();
    for (name, of) in built(of_module) {
        for setter in builder::setters(of) {
            imports.add_codegen("Slot");
            imports.add_type(&setter.ty);
            setter
                .argument()
                .into_iter()
                .for_each(|name| imports.add(name));
        }
        items.extend(builder::items(name, of));
    }
    let imports = imports.elsewhere();
    (!items.is_empty()).then(|| {
        renderer.items(
            &format!("src/types/builder/{module}.rs"),
            &["Builders of request bodies."],
            quote!(#imports use crate::types; #items),
        )
    })
}

/// The documentation of a type: what it is comes before where it is.
fn about(named: &NamedType) -> Vec<String> {
    let description = text::documentation(&named.description);
    let places = docs::places(&named.places).into_iter().collect();
    docs::paragraphs(&[description, places])
}

/// `#[derive(…)]`, in the usual order; `more` are traits between the common ones and those of serde.
fn derive(is_debug: bool, more: Option<TokenStream>) -> TokenStream {
    let debug = is_debug.then(|| quote!(Debug,));
    quote!(#[derive(#debug Clone, PartialEq, #more serde::Serialize, serde::Deserialize)])
}
