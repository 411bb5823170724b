//! The bodies that the vendor's pages print, and the promise that Create Chat may respond with an existing chat.

use std::time::{Duration, SystemTime};

use onlyfansapi_fansly::types::{
    ChatId, CreateChatResponse, DmFlags, ListChatsResponse, MessageId, ShowChatResponse, UserId,
};
use openapi_client_runtime::testing::round_trip;

const CREATE_CHAT: &str = include_str!("../data/seeds/create_chat.json");
const SHOW_CHAT: &str = include_str!("../data/seeds/show_chat.json");
const LIST_CHATS: &str = include_str!("../data/seeds/list_chats.json");

#[test]
fn the_printed_bodies_lose_nothing() {
    round_trip::<CreateChatResponse>(CREATE_CHAT);
    round_trip::<ShowChatResponse>(SHOW_CHAT);
    round_trip::<ListChatsResponse>(LIST_CHATS);
}

#[test]
fn create_chat_may_response_with_an_existing_chat() {
    round_trip::<CreateChatResponse>(SHOW_CHAT);
    let chat: CreateChatResponse = serde_json::from_str(SHOW_CHAT).unwrap();
    let message = chat.data.last_message.unwrap();
    assert_eq!(message.content.as_deref(), Some("Message text"));
}

#[test]
fn show_chat_may_response_with_a_new_chat() {
    round_trip::<ShowChatResponse>(CREATE_CHAT);
    let chat: ShowChatResponse = serde_json::from_str(CREATE_CHAT).unwrap();
    assert_eq!(chat.data.last_message, None);
}

#[test]
fn the_flags_of_a_chats_users_are_typed() {
    let chat: CreateChatResponse = serde_json::from_str(CREATE_CHAT).unwrap();
    let users = chat.data.users.unwrap();
    let flags = users[1].dm_permission_flags.as_ref().unwrap();
    assert_eq!(flags[0].flags, Some(DmFlags::BIT_2));
    assert_eq!(users[0].dm_permission_flags, None);
}

#[test]
fn the_price_of_a_message_and_the_time_of_the_last_one_are_typed() {
    let chat = serde_json::from_str::<ShowChatResponse>(SHOW_CHAT)
        .unwrap()
        .data;
    let flag = &chat.dm_permission_flags.as_ref().unwrap()[0];
    assert_eq!(flag.flags, Some(DmFlags::PRICE | DmFlags::BIT_2));
    let terms = flag
        .metadata
        .as_ref()
        .unwrap()
        .at(DmFlags::PRICE.bits())
        .unwrap()
        .unwrap();
    assert_eq!(terms.price.unwrap().to_string(), "2.00");
    let sent = chat
        .last_message
        .unwrap()
        .created_at
        .unwrap()
        .to_system_time()
        .unwrap();
    assert_eq!(
        sent,
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000)
    );
}

#[test]
fn the_list_of_chats_leads_to_the_chat_its_partner_and_its_messages() {
    let list: ListChatsResponse = serde_json::from_str(LIST_CHATS).unwrap();
    let beside = list.data.aggregation_data.unwrap();
    let (chat, account) = (&beside.groups.unwrap()[0], &beside.accounts.unwrap()[0]);
    let row = &list.data.data.unwrap()[0];
    let chat_id: &ChatId = row.group_id.as_ref().unwrap();
    let partner: &UserId = row.partner_account_id.as_ref().unwrap();
    let last: &MessageId = row.last_message_id.as_ref().unwrap();
    assert_eq!(chat_id, &chat.id);
    assert_eq!(partner, &account.id);
    assert_eq!(last, &chat.last_message.as_ref().unwrap().id);
    // Whose list it is: a Fansly user, although it is called like the id of a connected account.
    let own: &UserId = row.account_id.as_ref().unwrap();
    let users = chat.users.as_ref().unwrap();
    assert!(users.iter().any(|user| user.user_id.as_ref() == Some(own)));
}

/// The body of Show Chat with `old` replaced, decoded and encoded back without loss.
fn odd(old: &str, new: &str) -> ShowChatResponse {
    let body = SHOW_CHAT.replace(old, new);
    assert_ne!(body, SHOW_CHAT, "{old} is not in it");
    round_trip::<ShowChatResponse>(&body);
    serde_json::from_str(&body).unwrap()
}

#[test]
fn unknown_bits_and_odd_json_texts_are_kept() {
    let flags = |response: ShowChatResponse| response.data.dm_permission_flags.unwrap().remove(0);
    let unknown = flags(odd("\"flags\": 3", "\"flags\": 1027"));
    assert_eq!(unknown.flags.unwrap().bits(), 1027);
    let text = r#""{\"1\":\"{\\\"price\\\":2000}\"}""#;
    for odd_text in [
        r#""""#,
        r#""{""#,
        r#""no json""#,
        r#""{\"1\":\"{\"}""#,
        r#""[]""#,
    ] {
        let metadata = flags(odd(text, odd_text)).metadata.unwrap();
        let price = metadata.at(1);
        assert!(matches!(price, Ok(None) | Err(_)), "{odd_text}: {price:?}");
    }
}

#[test]
fn unknown_fields_are_kept() {
    let response = odd(
        "\"hidden\": 0",
        "\"hidden\": 0, \"brandNew\": { \"a\": [1, null] }",
    );
    let settings = response.data.user_settings.unwrap();
    assert_eq!(settings.hidden, Some(0));
    assert_eq!(
        settings.extra["brandNew"],
        serde_json::json!({ "a": [1, null] })
    );
}
