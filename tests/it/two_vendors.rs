//! Both vendors pass on the chats of Fansly, so code that moves from one crate to the other changes little.

use std::collections::BTreeMap;

use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{Fields, Item};

use crate::workspace::read;

// The example is a program of its own; here it is run without a second build of both crates.
#[path = "../examples/create_chat.rs"]
#[allow(dead_code)]
mod create_chat;

#[tokio::test]
async fn the_example_creates_a_chat_with_either_vendor() {
    assert_eq!(
        create_chat::run("onlyfansapi-fansly").await.unwrap(),
        "chat 200000000000000010 of 800000000000000001 and 800000000000000002; paid messages: false; last message: none yet"
    );
    assert_eq!(
        create_chat::run("apifansly").await.unwrap(),
        "chat 884669xxxxxxxxxx of 865407xxxxxxxxxx and 839848xxxxxxxxxx; paid messages: false; last message: none yet"
    );
    let error = create_chat::run("fansly").await.unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("no vendor is called `fansly`")
    );
}

/// The fields of every struct of a file, with their types.
fn fields(path: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let file = syn::parse_file(&read(path)).unwrap();
    let structs = file.items.into_iter().filter_map(|item| match item {
        Item::Struct(item) => Some(item),
        _ => None,
    });
    structs
        .map(|item| {
            let fields = match item.fields {
                Fields::Named(fields) => fields.named,
                _ => Punctuated::default(),
            };
            let fields = fields.into_iter().map(|field| {
                let name = field.ident.to_token_stream().to_string();
                (name, field.ty.to_token_stream().to_string())
            });
            (item.ident.to_string(), fields.collect())
        })
        .collect()
}

#[test]
fn what_both_vendors_say_of_a_chat_has_one_name_and_one_type() {
    let mut first = fields("generated/onlyfansapi-fansly/src/types/chats.rs");
    first.extend(fields("generated/onlyfansapi-fansly/src/types/shared.rs"));
    let second = fields("generated/apifansly/src/types/chat_messages.rs");
    for name in [
        "Chat",
        "ChatUser",
        "ChatSettings",
        "DmPermissionFlag",
        "DmTerms",
        "AccountDmPermissionFlags",
    ] {
        for (field, ty) in &second[name] {
            let other = &first[name][field];
            assert!(is_same(other, ty), "{name}.{field}: {other} and {ty}");
        }
    }
    // What is open with one vendor may be typed with the other.
    for (field, ty) in &second["Message"] {
        let other = &first["Message"][field];
        let is_open = ty == "Option < Vec < serde_json :: Value > >";
        assert!(
            is_open || is_same(other, ty),
            "Message.{field}: {other} and {ty}"
        );
    }
}

/// What only one of the vendors has shown to be always there is an `Option` with the other.
fn is_same(first: &str, second: &str) -> bool {
    first == second || format!("Option < {first} >") == second
}

#[test]
fn both_vendors_have_the_same_flags() {
    let flags = |path: &str| {
        let text = read(path);
        let start = text
            .find("pub struct DmFlags")
            .expect("the flags are there");
        let end = text[start..].find("\n}").expect("they end");
        text[start..start + end].to_string()
    };
    assert_eq!(
        flags("generated/onlyfansapi-fansly/src/types/chats.rs"),
        flags("generated/apifansly/src/types/chat_messages.rs")
    );
}
