//! Both vendors pass on the chats of Fansly, so code that moves from one crate to the other changes little.

use std::collections::BTreeMap;

use quote::ToTokens;
use serde::de::DeserializeOwned;
use serde_json::Value;
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

/// Who wrote in which chat, from the pages of either crate: one function, word for word.
macro_rules! read_pages {
    ($chats:expr, $messages:expr) => {{
        let (chats, messages) = (&$chats, &$messages);
        let rows = chats.data.iter().flatten().map(|row| {
            format!(
                "chat {:?} with {:?} ({:?} unread), last {:?}",
                row.group_id, row.partner_username, row.unread_count, row.last_message_id
            )
        });
        let beside = chats.aggregation_data.as_ref().unwrap();
        let accounts = beside.accounts.iter().flatten().map(|account| {
            let known = account.created_at.map(|at| at.to_string());
            format!("{:?} since {known:?}", account.display_name)
        });
        let users = beside.groups.iter().flatten().map(|chat| {
            let users = chat.users.iter().flatten();
            let users: Vec<_> = users.map(|user| user.user_id.as_ref()).collect();
            format!("{:?} by {:?} in {}", users, chat.created_by, chat.id)
        });
        let texts = messages.messages.iter().flatten().map(|message| {
            let attached = message.attachments.iter().flatten();
            let attached: Vec<_> = attached.map(|it| it.content_id.as_ref()).collect();
            let read = message.interactions.iter().flatten();
            let read: Vec<_> = read.map(|it| (it.user_id.as_ref(), it.read_at)).collect();
            format!(
                "{:?} of {:?}, with {attached:?}, read {read:?}, replies to {:?}",
                message.content, message.sender_id, message.in_reply_to
            )
        });
        let lines: Vec<String> = rows.chain(accounts).chain(users).chain(texts).collect();
        lines.join("\n")
    }};
}

#[test]
fn one_function_reads_the_pages_of_both_vendors() {
    fn pages<C: DeserializeOwned, M: DeserializeOwned>() -> (C, M) {
        let data = |text: &str| {
            let mut body: Value = serde_json::from_str(text).unwrap();
            body["data"].take()
        };
        let chats = data(include_str!("../data/seeds/list_chats.json"));
        let messages = data(&read(
            "generated/onlyfansapi-fansly/tests/examples/list_chat_messages_200.json",
        ));
        let messages = serde_json::from_value(messages).unwrap();
        (serde_json::from_value(chats).unwrap(), messages)
    }
    let first = {
        use onlyfansapi_fansly::types::{ListChatMessagesData, ListChatsData};
        let (chats, messages) = pages::<ListChatsData, ListChatMessagesData>();
        read_pages!(chats, messages)
    };
    let second = {
        use apifansly::types::{ListChatMessagesData, ListChatsData};
        let (chats, messages) = pages::<ListChatsData, ListChatMessagesData>();
        read_pages!(chats, messages)
    };
    assert_eq!(first, second);
    assert_eq!(first.lines().count(), 6, "{first}");
    assert!(first.contains("Message text two"), "{first}");
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
    first.extend(fields(
        "generated/onlyfansapi-fansly/src/types/chat_messages.rs",
    ));
    let second = fields("generated/apifansly/src/types/chat_messages.rs");
    for name in [
        "Account",
        "AccountAvatar",
        "AccountDmPermissionFlags",
        "AggregationData",
        "Attachment",
        "Chat",
        "ChatSettings",
        "ChatSummary",
        "ChatUser",
        "DmPermissionFlag",
        "DmTerms",
        "Interaction",
        "Location",
        "Message",
    ] {
        assert_eq!(
            first[name].keys().collect::<Vec<_>>(),
            second[name].keys().collect::<Vec<_>>(),
            "{name}"
        );
        for (field, ty) in &second[name] {
            let other = &first[name][field];
            assert!(is_same(other, ty), "{name}.{field}: {other} and {ty}");
        }
    }
    // A page is what Fansly responds with, and where it ends each vendor says in its own way.
    for (name, own) in [
        ("ListChatsData", ["cursor", "cursor"]),
        ("ListChatMessagesData", ["cursor", "next_cursor"]),
    ] {
        for (field, ty) in &second[name] {
            if !own.contains(&field.as_str()) {
                let other = &first[name][field];
                assert!(is_same(other, ty), "{name}.{field}: {other} and {ty}");
            }
        }
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
