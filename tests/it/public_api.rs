//! Every public name of the generated crate with its type: a change that callers feel shows up here.
//!
//! One snapshot per module, one line per item, sorted. Read from the source by syn, so that no nightly compiler is needed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use quote::ToTokens;
use syn::{Fields, ImplItem, Item, Visibility};

use crate::workspace::{FANSLY, apis, assert_no_orphan_snapshots, root};

#[test]
fn signatures() {
    let mut all = BTreeMap::new();
    for api in apis() {
        let source = root().join(format!("generated/{api}/src"));
        let mut modules = BTreeMap::new();
        collect(&source, "", &mut modules);
        assert!(
            modules.contains_key("client"),
            "no source in {}",
            source.display()
        );
        let modules = modules.into_iter();
        all.extend(modules.map(|(module, signatures)| (format!("{api}__{module}"), signatures)));
    }
    let names: Vec<String> = all.keys().cloned().collect();
    assert_no_orphan_snapshots("public_api", &names);
    for (name, signatures) in all {
        let signatures: Vec<String> = signatures.into_iter().collect();
        insta::assert_snapshot!(name, signatures.join("\n"));
    }
}

#[test]
fn the_chat_operations_share_their_types() {
    let mut mentions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let folder = root().join(format!("generated/{FANSLY}/src/types"));
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let file = syn::parse_file(&fs::read_to_string(&path).unwrap()).unwrap();
            for item in &file.items {
                if let Item::Struct(item) = item {
                    let words = tokens(&item.fields);
                    let words = words
                        .split(|c: char| !c.is_alphanumeric())
                        .map(str::to_string);
                    let is_new = mentions
                        .insert(item.ident.to_string(), words.collect())
                        .is_none();
                    assert!(is_new, "{} is declared twice", item.ident);
                }
            }
        }
    }
    let mut reached = BTreeSet::new();
    let roots = [
        "CreateChatBody",
        "CreateChatResponse",
        "ListChatsResponse",
        "ShowChatResponse",
    ];
    let mut next: Vec<String> = roots.map(str::to_string).to_vec();
    while let Some(name) = next.pop() {
        if let Some(mentioned) = mentions.get(&name)
            && reached.insert(name)
        {
            next.extend(mentioned.iter().cloned());
        }
    }
    for name in ["Chat", "ChatUser", "Message", "DmPermissionFlag", "Meta"] {
        assert!(reached.contains(name), "{name} is missing in {reached:?}");
    }
    assert!(reached.len() < 25, "{} structs: {reached:?}", reached.len());
}

/// The signatures of every file below `folder`, by module.
fn collect(folder: &Path, prefix: &str, modules: &mut BTreeMap<String, BTreeSet<String>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let name = format!("{prefix}{name}");
        if path.is_dir() {
            collect(&path, &format!("{name}__"), modules);
        } else {
            let file = syn::parse_file(&fs::read_to_string(&path).unwrap()).unwrap();
            let signatures: BTreeSet<String> = file.items.iter().flat_map(signatures_of).collect();
            modules.insert(name, signatures);
        }
    }
}

fn signatures_of(item: &Item) -> Vec<String> {
    match item {
        Item::Struct(item) if is_public(&item.vis) => {
            let name = &item.ident;
            let mut lines = vec![format!("struct {name}{}", tokens(&item.generics))];
            if let Fields::Named(fields) = &item.fields {
                let public = fields.named.iter().filter(|field| is_public(&field.vis));
                lines.extend(public.map(|field| {
                    format!("{name}.{}: {}", tokens(&field.ident), tokens(&field.ty))
                }));
            }
            lines
        }
        Item::Enum(item) => item
            .variants
            .iter()
            .map(|variant| {
                format!(
                    "{}::{}{}",
                    item.ident,
                    variant.ident,
                    tokens(&variant.fields)
                )
            })
            .chain([format!("enum {}", item.ident)])
            .collect(),
        Item::Impl(block) => match &block.trait_ {
            Some(of_trait) => vec![format!(
                "impl {} for {}",
                tokens(&of_trait.0),
                tokens(&block.self_ty)
            )],
            None => block
                .items
                .iter()
                .filter_map(|item| match item {
                    ImplItem::Fn(function) if is_public(&function.vis) => Some(format!(
                        "{}::{}",
                        tokens(&block.self_ty),
                        tokens(&function.sig)
                    )),
                    _ => None,
                })
                .collect(),
        },
        Item::Macro(item) => declared(&item.mac),
        Item::Use(item) if is_public(&item.vis) => vec![tokens(item)],
        Item::Mod(item) if is_public(&item.vis) => vec![format!("mod {}", item.ident)],
        _ => Vec::new(),
    }
}

/// What a macro of the runtime makes, without documentation: `closed_enum! pub enum Order { Newest = "newest" }`, and a line
/// for each of several requests.
fn declared(call: &syn::Macro) -> Vec<String> {
    let source = call.tokens.to_string();
    let mut text = String::new();
    let mut rest = source.as_str();
    while let Some((before, doc)) = rest.split_once("# [doc =") {
        text.push_str(before);
        // A doc comment holds no `"]` of its own: its quotes are escaped.
        rest = doc.split_once("\"]").map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    let name = call.path.segments.last().map(|last| last.ident.to_string());
    let name = name.unwrap_or_default();
    let declarations: Vec<&str> = match name.as_str() {
        "requests" => text.split_terminator(';').collect(),
        _ => vec![&text],
    };
    let declarations = declarations.into_iter();
    let line = |declaration: &str| declaration.split_whitespace().collect::<Vec<_>>().join(" ");
    declarations
        .map(line)
        .filter(|line| !line.is_empty())
        .map(|line| format!("{name}! {line}"))
        .collect()
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Source text without the spaces that printing tokens puts between them.
fn tokens(of: &impl ToTokens) -> String {
    let mut text = of.to_token_stream().to_string();
    for (spaced, tight) in [
        (" :: ", "::"),
        (" < ", "<"),
        (" > ", "> "),
        (" >", ">"),
        ("< ", "<"),
        (" , ", ", "),
        (" : ", ": "),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        ("& ", "&"),
        (" ;", ""),
        ("> )", ">)"),
        ("> ,", ">,"),
    ] {
        text = text.replace(spaced, tight);
    }
    text.replace(" ,>", ">")
        .trim_end_matches([' ', ','])
        .to_string()
}
