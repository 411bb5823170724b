//! `tests/examples.rs`: every response that the document shows, decoded into its type and encoded back.

use quote::{format_ident, quote};

use super::docs;
use super::imports::Imports;
use super::package;
use super::render::Renderer;
use super::rust_type::{Scope, rust_type};
use crate::api::Api;
use crate::file::File;
use crate::identifiers;
use crate::settings::Settings;
use crate::text;

/// The test file and one JSON file per example; nothing where the document shows none.
pub(super) fn files(renderer: &Renderer, settings: &Settings, api: &Api) -> Vec<File> {
    let mut files = Vec::new();
    let mut tests = Vec::new();
    let mut imports = Imports::default();
    let mut names = identifiers::Scope::with(&["round_trip"]);
    for operation in &api.operations {
        let Some(ty) = operation.response.decoded() else {
            continue;
        };
        if !operation.examples.is_empty() {
            imports.add_type(&ty);
        }
        let ty = rust_type(&ty, Scope::Crate);
        for example in &operation.examples {
            let status = example.status.to_ascii_lowercase();
            // Another operation may be called `a_200`.
            let name = names.claim(&[format!("{}_{status}", operation.name)]);
            let ident = format_ident!("{name}");
            let path = format!("examples/{name}.json");
            let docs = docs::comment(&[format!("`{}`", text::code(&example.pointer))]);
            tests.push(quote! {
                #docs
                #[test]
                fn #ident() {
                    round_trip::<#ty>(include_str!(#path));
                }
            });
            files.push(renderer.plain(&format!("tests/{path}"), &format!("{:#}", example.body)));
        }
    }
    if tests.is_empty() {
        return files;
    }
    let crate_name = format_ident!("{}", package::crate_name(settings));
    let imports = imports.items(&quote!(#crate_name), false);
    let module_docs = "Every response that the document shows decodes into its type, and encodes back with every value in place.";
    files.push(renderer.items(
        "tests/examples.rs",
        &[module_docs],
        quote! {
            use openapi_client_runtime::testing::round_trip;
            #imports
            #(#tests)*
        },
    ));
    files
}
