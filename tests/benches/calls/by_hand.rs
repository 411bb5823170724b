//! What a person would write for the same responses, who wants to keep what the structs do not name.
#![allow(dead_code)]

use serde::Deserialize;
use serde_json::{Map, Value};

#[derive(Deserialize)]
pub struct CreateChat {
    pub data: Chat,
    #[serde(rename = "_meta")]
    pub meta: Option<Value>,
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

#[derive(Deserialize)]
pub struct ListChats {
    pub data: ListChatsData,
    #[serde(rename = "_pagination")]
    pub pagination: Option<Value>,
    #[serde(rename = "_meta")]
    pub meta: Option<Value>,
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ListChatsData {
    pub data: Vec<Row>,
    pub aggregation_data: AggregationData,
    pub has_more: bool,
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    #[serde(rename = "account_id")]
    pub account_id: String,
    pub group_id: String,
    pub partner_account_id: String,
    pub partner_username: Option<String>,
    pub flags: Option<i64>,
    pub unread_count: Option<i64>,
    pub subscription_tier_id: Option<String>,
    pub last_message_id: Option<String>,
    pub last_unread_message_id: Option<String>,
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

#[derive(Deserialize)]
pub struct AggregationData {
    pub accounts: Vec<Account>,
    pub groups: Vec<Chat>,
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    pub id: String,
    pub username: Option<String>,
    pub display_name: Option<String>,
    pub flags: Option<i64>,
    pub created_at: Option<i64>,
    pub follow_count: Option<i64>,
    pub subscriber_count: Option<i64>,
    pub about: Option<String>,
    pub location: Option<String>,
    pub following: Option<bool>,
    pub avatar: Option<Avatar>,
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

#[derive(Deserialize)]
pub struct Avatar {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: Option<i64>,
    pub mimetype: Option<String>,
    pub locations: Option<Vec<Location>>,
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Location {
    pub location_id: Option<String>,
    pub location: Option<String>,
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Chat {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: Option<i64>,
    pub group_flags: Option<i64>,
    pub created_by: Option<String>,
    pub users: Option<Vec<User>>,
    pub last_message: Option<Message>,
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    pub group_id: Option<String>,
    pub user_id: Option<String>,
    #[serde(rename = "type")]
    pub kind: Option<i64>,
    pub permission_flags: Option<i64>,
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: Option<i64>,
    pub content: Option<String>,
    pub group_id: Option<String>,
    pub sender_id: Option<String>,
    pub created_at: Option<i64>,
    pub attachments: Option<Vec<Value>>,
    pub embeds: Option<Vec<Value>>,
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}
