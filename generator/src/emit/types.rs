//! The files of `src/types/`: one per tag, one for what several tags share, and the builders of what is sent.
//!
//! progenitor's items in, readable and documented ones out. What is received is `#[non_exhaustive]`, so that a field which
//! upstream adds breaks no caller; only what is sent keeps a builder.

use std::collections::{BTreeMap, BTreeSet};

use quote::format_ident;
use syn::{Field, Fields, Ident, ImplItem, Item, ItemStruct, Type, parse_quote};

use super::builders;
use super::docs;
use super::parts::{Parts, mentioned, mentioned_by, reaches_into};
use super::prefilled::Filled;
use super::render::Renderer;
use super::scalars;
use super::secrets;
use super::tidy;
use crate::api::{Api, Types};
use crate::file::File;
use crate::lower::Lowered;
use crate::text;

/// All files of `src/types/`.
pub(super) fn files(
    renderer: &Renderer,
    lowered: &Lowered,
    api: &Api,
    parts: Parts,
    added: &Added,
) -> Vec<File> {
    let modules = modules(lowered, &api.types, parts, added);
    let mut files = vec![types_index(renderer, &modules)];
    files.extend(builder_index(renderer, &modules));
    for (name, module) in &modules {
        let about = if *name == api.shared_module {
            "Types of operations of several tags.".to_string()
        } else {
            format!("Types of the operations in `src/operations/{name}.rs`.")
        };
        let mut file = renderer.rust(
            &format!("src/types/{name}.rs"),
            &[about],
            &with_imports(&module.types, &api.types, Some(name)),
        );
        for call in &module.calls {
            file.text.push('\n');
            file.text.push_str(call);
        }
        files.push(file);
        if !module.builders.is_empty() {
            files.push(renderer.rust(
                &format!("src/types/builder/{name}.rs"),
                &["Builders of request bodies."],
                &with_imports(&module.builders, &api.types, None),
            ));
        }
    }
    files
}

/// What types have beyond what progenitor makes of them.
pub(super) struct Added {
    /// The accessors of payloads, by the name of the type.
    pub accessors: BTreeMap<String, Item>,
    /// What builders fill in by themselves.
    pub filled: Filled,
}

/// The items of one file of types, and of the file of builders that goes with it.
#[derive(Default)]
struct Module {
    types: Vec<Item>,
    /// Macro calls that make types.
    calls: Vec<String>,
    builders: Vec<Item>,
}

/// The readable items of every module.
fn modules<'a>(
    lowered: &Lowered,
    uses: &'a Types,
    parts: Parts,
    added: &Added,
) -> BTreeMap<&'a str, Module> {
    let own: BTreeSet<String> = parts.types.keys().cloned().collect();
    let of_any_text: BTreeSet<String> = parts
        .types
        .iter()
        .filter(|(name, items)| {
            let is_received = uses.get(*name).is_some_and(|ty| ty.is_received);
            scalars::takes_any_text(name, items, lowered, is_received)
        })
        .map(|(name, _)| name.clone())
        .collect();
    let mut modules: BTreeMap<&str, Module> = BTreeMap::new();
    for (name, mut items) in parts.types {
        let Some(used) = uses.get(&name) else {
            continue;
        };
        let is_sent = used.is_sent;
        let origin = docs::places(&used.places).unwrap_or_default();
        items.retain(|item| is_sent || !is_builder_function(item));
        if items.iter().any(|item| has_variant_of(item, &of_any_text)) {
            items.retain(|item| !is_conversion_of_text(item));
        }
        items.extend(added.accessors.get(&name).cloned());
        for item in &mut items {
            document(item, &origin);
            leave_room(item, used.is_received);
        }
        let module = modules.entry(&used.module).or_default();
        let is_received = used.is_received;
        if let Some(call) = scalars::call(&name, &items, lowered, is_received) {
            module.calls.push(call);
            continue;
        }
        secrets::hide(&mut items);
        tidy::shorten(&mut items, &own);
        if is_sent {
            let built = items.iter().filter_map(with_named_fields);
            let mut builders: Vec<Item> = built
                .flat_map(|item| builders::builder(item, &own, added.filled.get(&name)))
                .collect();
            tidy::shorten(&mut builders, &own);
            secrets::hide(&mut builders);
            module.builders.extend(builders);
        }
        module.types.extend(items);
    }
    modules
}

fn with_named_fields(item: &Item) -> Option<&ItemStruct> {
    match item {
        Item::Struct(item) if matches!(item.fields, Fields::Named(_)) => Some(item),
        _ => None,
    }
}

fn types_index(renderer: &Renderer, modules: &BTreeMap<&str, Module>) -> File {
    let mut items: Vec<Item> = Vec::new();
    if modules.values().any(|module| !module.builders.is_empty()) {
        items.push(parse_quote!(
            pub mod builder;
        ));
    }
    items.extend(index(modules.keys().copied()));
    renderer.rust(
        "src/types/mod.rs",
        &["What requests and answers are made of."],
        &items,
    )
}

fn builder_index(renderer: &Renderer, modules: &BTreeMap<&str, Module>) -> Option<File> {
    let with_builders = modules
        .iter()
        .filter(|(_, module)| !module.builders.is_empty());
    let items = index(with_builders.map(|(name, _)| *name));
    let about = "Builders of request bodies: `types::X::builder()` gives the one for `X`.";
    (!items.is_empty()).then(|| renderer.rust("src/types/builder/mod.rs", &[about], &items))
}

/// Private modules whose content is public.
fn index<'a>(modules: impl Iterator<Item = &'a str>) -> Vec<Item> {
    let names: Vec<Ident> = modules.map(|name| format_ident!("{name}")).collect();
    let declared = names
        .iter()
        .map(|name| -> Item { parse_quote!(mod #name;) });
    let exported = names
        .iter()
        .map(|name| -> Item { parse_quote!(pub use self::#name::*;) });
    declared.chain(exported).collect()
}

/// Types of the runtime that emitted types are made of.
const RUNTIME: [&str; 5] = [
    "ConversionError",
    "JsonText",
    "Millidollars",
    "UnixMilliseconds",
    "UnixSeconds",
];

/// `use` items for what a file mentions from elsewhere in the crate; `module` is the file's own, whose types need none.
fn with_imports(items: &[Item], uses: &Types, module: Option<&str>) -> Vec<Item> {
    let mentioned: BTreeSet<String> = items.iter().flat_map(mentioned).collect();
    let mut all: Vec<Item> = Vec::new();
    if mentioned.contains("BTreeMap") && !uses.contains_key("BTreeMap") {
        all.push(parse_quote!(
            use std::collections::BTreeMap;
        ));
    }
    let of_runtime: Vec<Ident> = RUNTIME
        .iter()
        .filter(|name| mentioned.contains(**name) && !uses.contains_key(**name))
        .map(|name| format_ident!("{name}"))
        .collect();
    if !of_runtime.is_empty() {
        all.push(parse_quote!(use openapi_client_runtime::{#(#of_runtime),*};));
    }
    match module {
        None => all.push(parse_quote!(
            use crate::types;
        )),
        Some(module) => {
            let foreign: Vec<Ident> = mentioned
                .iter()
                .filter(|name| uses.get(*name).is_some_and(|of| of.module != module))
                .map(|name| format_ident!("{name}"))
                .collect();
            if !foreign.is_empty() {
                all.push(parse_quote!(use crate::types::{#(#foreign),*};));
            }
            if items.iter().any(|item| reaches_into(item, "builder")) {
                all.push(parse_quote!(
                    use crate::types::builder;
                ));
            }
        }
    }
    all.extend(items.iter().cloned());
    all
}

/// `impl X { pub fn builder() … }`.
fn is_builder_function(item: &Item) -> bool {
    let Item::Impl(block) = item else {
        return false;
    };
    block.trait_.is_none()
        && matches!(block.items.as_slice(), [ImplItem::Fn(function)] if function.sig.ident == "builder")
}

/// Whether an enum has a variant that holds one of these types.
fn has_variant_of(item: &Item, names: &BTreeSet<String>) -> bool {
    let Item::Enum(item) = item else {
        return false;
    };
    let mut fields = item.variants.iter().flat_map(|variant| &variant.fields);
    fields.any(|field| {
        mentioned_by(&field.ty)
            .iter()
            .any(|name| names.contains(name))
    })
}

/// `impl FromStr` and `impl TryFrom` of text. Where any text is a value of one alternative, the others would be out of reach,
/// and typify writes no such conversions either.
fn is_conversion_of_text(item: &Item) -> bool {
    let Item::Impl(block) = item else {
        return false;
    };
    let of_trait = block
        .trait_
        .as_ref()
        .and_then(|(path, _)| path.segments.last());
    of_trait.is_some_and(|of| {
        let text = ["str", "String"];
        let is_of_text = || {
            let from: Type = parse_quote!(#of);
            mentioned_by(&from)
                .iter()
                .any(|name| text.contains(&name.as_str()))
        };
        of.ident == "FromStr" || of.ident == "TryFrom" && is_of_text()
    })
}

/// Gives a type and its fields safe documentation; a type says where it occurs.
fn document(item: &mut Item, origin: &str) {
    let (attributes, ident, fields) = match item {
        Item::Struct(item) => (
            &mut item.attrs,
            item.ident.to_string(),
            Some(&mut item.fields),
        ),
        Item::Enum(item) => {
            for variant in &mut item.variants {
                let said = docs::take(&mut variant.attrs);
                variant
                    .attrs
                    .splice(0..0, docs::attributes(&text::documentation(&said)));
            }
            (&mut item.attrs, item.ident.to_string(), None)
        }
        Item::Type(item) => (&mut item.attrs, item.ident.to_string(), None),
        Item::Impl(block) => {
            for item in &mut block.items {
                if let ImplItem::Fn(function) = item
                    && function.sig.ident == "builder"
                {
                    let line =
                        "A builder, all of whose required fields have to be set.".to_string();
                    function.attrs.splice(0..0, docs::attributes(&[line]));
                }
            }
            return;
        }
        _ => return,
    };
    let said = docs::take(attributes);
    let said = if said.trim() == format!("`{ident}`") {
        ""
    } else {
        &said
    };
    let origin: Vec<String> = (!origin.is_empty())
        .then(|| origin.to_string())
        .into_iter()
        .collect();
    // What it is comes before where it is.
    let lines = docs::paragraphs(&[text::documentation(said), origin]);
    attributes.splice(0..0, docs::attributes(&lines));
    for field in fields.into_iter().flatten() {
        let said = docs::take(&mut field.attrs);
        let lines = docs::paragraphs(&[text::documentation(&said), open(field, &said)]);
        field.attrs.splice(0..0, docs::attributes(&lines));
    }
}

/// What a field says of itself where the document does not tell its type, unless its description says so already.
fn open(field: &Field, said: &str) -> Vec<String> {
    if builders::is_flat(field) {
        return vec!["What else there is, by name: the document does not describe it.".to_string()];
    }
    let mentioned = mentioned_by(&field.ty);
    let is_told = said
        .lines()
        .any(|line| line.trim_start().starts_with("Any JSON:"));
    if !is_told && mentioned.iter().any(|name| name == "Value") {
        vec!["Any JSON: the document does not say what this holds.".to_string()]
    } else {
        Vec::new()
    }
}

/// What comes from the server may grow, and so may what is sent, since it has a builder.
fn leave_room(item: &mut Item, is_received: bool) {
    match item {
        Item::Struct(item) if matches!(item.fields, Fields::Named(_)) => {
            item.attrs.push(parse_quote!(#[non_exhaustive]));
        }
        Item::Enum(item) if is_received => item.attrs.push(parse_quote!(#[non_exhaustive])),
        _ => {}
    }
}
