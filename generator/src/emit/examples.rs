//! `tests/examples.rs`: every answer that the document shows, decoded into its type and encoded back.

use std::collections::BTreeSet;

use quote::format_ident;
use syn::{Item, parse_quote};

use super::docs;
use super::imports;
use super::operations::Joined;
use super::package;
use super::render::Renderer;
use super::send;
use crate::error::Error;
use crate::file::File;
use crate::names::Scope;
use crate::settings::Settings;
use crate::text;

/// The test file and one JSON file per example; nothing where the document shows none.
pub(super) fn files(
    renderer: &Renderer,
    settings: &Settings,
    operations: &[Joined],
) -> Result<Vec<File>, Error> {
    let mut files = Vec::new();
    let mut tests: Vec<Item> = Vec::new();
    let mut names = Scope::with(&["round_trip"]);
    for joined in operations {
        let Some(answer) = send::json_type(joined) else {
            continue;
        };
        for example in &joined.operation.examples {
            let status = example.status.to_ascii_lowercase();
            // Another operation may be called `a_200`.
            let name = names.claim(&[format!("{}_{status}", joined.operation.name)]);
            let ident = format_ident!("{name}");
            let path = format!("examples/{name}.json");
            let docs = docs::attributes(&[format!("`{}`", text::code(&example.pointer))]);
            tests.push(parse_quote! {
                #(#docs)*
                #[test]
                fn #ident() {
                    round_trip::<#answer>(include_str!(#path));
                }
            });
            let body = serde_json::to_string_pretty(&example.body).map_err(|error| {
                Error::new(
                    &example.pointer,
                    format!("the example cannot be written as JSON: {error}"),
                    "correct the example",
                )
            })?;
            files.push(renderer.plain(&format!("tests/{path}"), &body));
        }
    }
    if tests.is_empty() {
        return Ok(files);
    }
    super::tidy::shorten(&mut tests, &BTreeSet::new());
    let crate_name = format_ident!("{}", package::crate_name(settings));
    let mut items: Vec<Item> = vec![parse_quote!(
        use openapi_client_runtime::testing::round_trip;
    )];
    items.extend(imports::from(&tests, &parse_quote!(#crate_name)));
    items.extend(tests);
    let module_docs = vec![
        "Every answer that the document shows decodes into its type, and encodes back with every value in place.".to_string(),
    ];
    files.push(renderer.rust("tests/examples.rs", &module_docs, &items));
    Ok(files)
}
