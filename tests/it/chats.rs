//! The bodies that the vendor's pages print, and the promise that Create Chat may answer with an existing chat.

use onlyfansapi_fansly::types::{CreateChatResponse, ListChatsResponse, ShowChatResponse};
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
fn create_chat_may_answer_with_an_existing_chat() {
    round_trip::<CreateChatResponse>(SHOW_CHAT);
    let chat: CreateChatResponse = serde_json::from_str(SHOW_CHAT).unwrap();
    let message = chat.data.last_message.unwrap();
    assert_eq!(message.content.as_deref(), Some("Message text"));
}

#[test]
fn show_chat_may_answer_with_a_new_chat() {
    round_trip::<ShowChatResponse>(CREATE_CHAT);
    let chat: ShowChatResponse = serde_json::from_str(CREATE_CHAT).unwrap();
    assert_eq!(chat.data.last_message, None);
}

#[test]
fn the_flags_of_a_chats_users_are_typed() {
    let chat: CreateChatResponse = serde_json::from_str(CREATE_CHAT).unwrap();
    let users = chat.data.users.unwrap();
    let flags = users[1].dm_permission_flags.as_ref().unwrap();
    assert_eq!(flags[0].flags, Some(2));
    assert_eq!(users[0].dm_permission_flags, None);
}
