//! Calls of the crate whose document was written from a page: what goes over the wire is what the page's curl sends.

use apifansly::types::{
    CreateGroupChatBody, Cursor, Failure, NewChatUser, SendMessageBody, UserId,
};
use apifansly::{Client, ErrorKind};
use serde_json::{Value, json};
use wiremock::matchers::{body_json, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

const KEY: &str = "YOUR_API_KEY";
const CREATE_GROUP_CHAT: &str = include_str!("../data/seeds/create_group_chat.json");

fn client(server: &MockServer) -> Client {
    Client::builder(KEY)
        .base_url(&server.uri())
        .build()
        .unwrap()
}

fn json_response(status: u16, body: &Value) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(body)
}

async fn responding(response: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(wiremock::matchers::any())
        .respond_with(response)
        .mount(&server)
        .await;
    server
}

/// What Fansly responds with, in the two envelopes of the vendor.
fn envelope(response: &Value) -> Value {
    let outcome = json!({ "success": true, "response": response });
    json!({
        "statusCode": 200, "message": "Success", "timestamp": "2026-03-02T10:00:00.000Z",
        "data": { "status_code": 200, "data": outcome },
    })
}

fn chat() -> apifansly::types::builder::CreateGroupChatBodyBuilder {
    CreateGroupChatBody::builder()
        .creator("CREATOR_ACCOUNT_ID")
        .fan("TARGET_USER_ID")
}

#[tokio::test]
async fn create_group_chat_sends_what_the_pages_curl_sends() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/api/fansly/fansly_acc_1/group"))
        .and(header("x-api-key", KEY))
        .and(header("content-type", "application/json"))
        .and(body_json(json!({
            "users": [
                { "userId": "CREATOR_ACCOUNT_ID", "permissionFlags": 0 },
                { "userId": "TARGET_USER_ID", "permissionFlags": 0 }
            ],
            "type": 1
        })))
        .respond_with(
            ResponseTemplate::new(200).set_body_raw(CREATE_GROUP_CHAT, "application/json"),
        )
        .mount(&server)
        .await;

    let response = client(&server)
        .create_group_chat("fansly_acc_1")
        .body(chat())
        .send()
        .await
        .unwrap();

    let chat = response.payload();
    assert_eq!(chat.id, "884669xxxxxxxxxx");
    assert_eq!(chat.last_message, None);
    let users = chat.users.as_ref().unwrap();
    assert_eq!(users[1].group_id.as_ref(), Some(&chat.id));
    let requests = server.received_requests().await.unwrap();
    assert_eq!(requests.len(), 1);
    assert!(!requests[0].headers.contains_key("authorization"));
    assert_eq!(response.into_inner().into_payload().type_, Some(1));
}

#[tokio::test]
async fn a_chat_without_one_of_its_two_users_is_not_sent() {
    let server = MockServer::start().await;
    for (body, missing) in [
        (CreateGroupChatBody::builder().creator("1"), "fan"),
        (CreateGroupChatBody::builder().fan("1"), "creator"),
    ] {
        let request = client(&server).create_group_chat("a").body(body);
        let error = request.send().await.unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("createGroupChat: `{missing}` is missing; set it with `.{missing}(…)`")
        );
    }
    assert_eq!(server.received_requests().await.unwrap().len(), 0);
    // The type itself has room for two, neither fewer nor more.
    let users: [NewChatUser; 2] = chat().build().unwrap().users;
    assert_eq!(users[0].permission_flags, 0);
}

#[tokio::test]
async fn a_refusal_inside_a_200_is_an_error_that_keeps_the_body() {
    let refused = |status: u16, success: bool| {
        json!({
            "statusCode": 200, "message": "Success", "timestamp": "2026-03-02T10:00:00.000Z",
            "data": { "status_code": status, "data": { "success": success, "error": { "code": 5 } } },
        })
    };
    let envelope = json!({ "statusCode": 401, "message": "Invalid API key", "data": null });
    for (body, says) in [
        (envelope, "`401` at `/statusCode`"),
        (refused(429, false), "`429` at `/data/status_code`"),
        (refused(200, false), "`false` at `/data/data/success`"),
    ] {
        let server = responding(json_response(200, &body)).await;
        let request = client(&server).create_group_chat("a").body(chat());
        let error = request.send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Refused);
        assert_eq!(error.status().unwrap(), 200);
        assert_eq!(error.json::<Value>(), Some(body));
        assert!(error.to_string().contains(says), "{error}");
    }
}

#[tokio::test]
async fn the_envelope_of_an_error_keeps_its_message() {
    let body = json!({ "statusCode": 401, "message": "Invalid API key", "data": null, "timestamp": "2026-01-09T21:59:45.908Z" });
    let limited = json_response(401, &body).insert_header("X-RateLimit-Remaining", "0");
    let server = responding(limited).await;
    let client = client(&server);
    let error = client.list_chats("a").send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
    assert_eq!(error.headers().unwrap()["x-ratelimit-remaining"], "0");
    let failure = error.json::<Failure>().unwrap();
    assert_eq!(failure.message.as_deref(), Some("Invalid API key"));
    assert_eq!(failure.status_code, Some(401));
    assert_eq!(error.json::<Value>(), Some(body));
    for text in [
        format!("{error}"),
        format!("{error:?}"),
        format!("{client:?}"),
    ] {
        assert!(!text.contains(KEY), "{text}");
    }
}

#[tokio::test]
async fn a_page_of_chats_leads_to_the_messages_of_one_and_to_the_next_page() {
    let page = json!({
        "data": [{ "groupId": "200", "partnerAccountId": "300", "lastMessageId": "400", "subscriptionTierId": null }],
        "aggregationData": {
            "accounts": [{ "id": "300", "username": "partner", "createdAt": 1_700_000_000_000_i64 }],
            "groups": [{ "id": "200", "lastMessage": { "id": "400", "senderId": "300" } }],
        },
        "cursor": 20,
    });
    let server = responding(json_response(200, &envelope(&page))).await;
    let client = client(&server);
    let account = client.account("a");
    let response = account.list_chats().send().await.unwrap();
    let chats = response.into_inner().into_payload().unwrap();
    let row = &chats.data.as_ref().unwrap()[0];
    let beside = chats.aggregation_data.as_ref().unwrap();
    let (partner, chat) = (
        &beside.accounts.as_ref().unwrap()[0],
        &beside.groups.as_ref().unwrap()[0],
    );
    assert_eq!(row.partner_account_id, partner.id);
    let created = partner.created_at.unwrap().to_system_time().unwrap();
    let since = created.duration_since(std::time::UNIX_EPOCH).unwrap();
    assert_eq!(since.as_secs(), 1_700_000_000);
    assert_eq!(row.group_id.as_ref(), Some(&chat.id));
    let last = chat.last_message.as_ref().unwrap();
    assert_eq!(row.last_message_id, last.id);
    assert_eq!(last.sender_id, Some(UserId::from("300")));
    assert_eq!(row.subscription_tier_id, None);

    // What a page says is what the next requests take: a cursor of either kind, and the id of the chat.
    let next = account.list_chats().cursor(chats.cursor);
    next.send().await.unwrap();
    let messages = account.list_chat_messages(row.group_id.as_ref().unwrap());
    messages.send().await.unwrap();
    let requests = server.received_requests().await.unwrap();
    let urls: Vec<&str> = requests.iter().skip(1).map(|it| it.url.as_str()).collect();
    assert!(
        urls[0].ends_with("/api/fansly/a/chats?cursor=20"),
        "{urls:?}"
    );
    assert!(
        urls[1].ends_with("/api/fansly/a/chats/200/messages"),
        "{urls:?}"
    );
}

#[tokio::test]
async fn a_message_that_was_sent_and_the_messages_of_a_chat_are_the_same_type() {
    let message = json!({
        "id": "400", "groupId": "200", "senderId": "100", "content": "Hello", "createdAt": 1_700_000_000.5,
        "attachments": [{ "messageId": "400", "contentType": 1, "contentId": "700", "pos": 0 }],
        "interactions": [{ "userId": "300", "readAt": 0 }],
    });
    let server = responding(json_response(200, &envelope(&message))).await;
    let request = client(&server).send_message("a", "200").content("Hello");
    let sent = request.send().await.unwrap();
    let sent = sent.payload().unwrap();
    let attachment = &sent.attachments.as_ref().unwrap()[0];
    assert_eq!(attachment.content_id.as_deref(), Some("700"));
    assert_eq!(attachment.message_id, sent.id);

    let page =
        json!({ "messages": [message], "accountMedia": [{ "id": "700" }], "nextCursor": "abc" });
    let server = responding(json_response(200, &envelope(&page))).await;
    let request = client(&server).list_chat_messages("a", "200");
    let page = request.send().await.unwrap();
    let page = page.payload().unwrap();
    assert_eq!(page.messages.as_ref().unwrap()[0], *sent);
    assert_eq!(page.next_cursor, Some(Cursor::String("abc".to_string())));
    assert_eq!(page.account_media.as_ref().unwrap()[0]["id"], "700");
}

#[tokio::test]
async fn a_page_of_which_nothing_is_known_decodes() {
    for response in [
        json!({}),
        json!({ "data": [{}], "cursor": null, "hasMore": false }),
    ] {
        let server = responding(json_response(200, &envelope(&response))).await;
        let page = client(&server).list_chats("a").send().await.unwrap();
        assert_eq!(page.payload().unwrap().cursor, None);
    }
    let server = responding(json_response(200, &json!({ "statusCode": 200 }))).await;
    let page = client(&server).list_chats("a").send().await.unwrap();
    assert_eq!(page.payload(), None);
}

#[tokio::test]
async fn the_other_operations_send_what_is_known_of_them() {
    let payload = envelope(&json!({ "a": [1] }));
    let server = responding(json_response(200, &payload)).await;
    let client = client(&server);
    let chats = client
        .list_chats("a")
        .filter("vips")
        .search("Lil & Co")
        .sort("newest")
        .subscription_tier_id("9")
        .cursor("c");
    chats.send().await.unwrap();
    let messages = client.list_chat_messages("a", "1").limit(10).cursor(7);
    messages.send().await.unwrap();
    let extra = serde_json::Map::from_iter([("mediaIds".to_string(), json!(["7"]))]);
    let message = SendMessageBody::builder().content("Hello").extra(extra);
    let request = client.send_message("a", "1").body(message);
    request.send().await.unwrap();
    let response = client.hide_chat("a", "1").send().await.unwrap();
    assert_eq!(response.payload(), Some(&json!({ "a": [1] })));
    let target = apifansly::types::TargetUser::builder().target_user_id("2");
    client
        .mute_chat("a")
        .body(target.clone())
        .send()
        .await
        .unwrap();
    client.unmute_chat("a").body(target).send().await.unwrap();
    let typing = apifansly::types::ShowTypingBody::builder().chat_id("1");
    client.show_typing("a").body(typing).send().await.unwrap();

    let requests = server.received_requests().await.unwrap();
    let seen: Vec<(String, String)> = requests
        .iter()
        .map(|request| {
            let query = request
                .url
                .query()
                .map(|query| format!("?{query}"))
                .unwrap_or_default();
            let body = String::from_utf8(request.body.clone()).unwrap();
            (
                format!("{} {}{query}", request.method, request.url.path()),
                body,
            )
        })
        .collect();
    let expected = [
        (
            "GET /api/fansly/a/chats?filter=vips&search=Lil%20%26%20Co&sort=newest&subscriptionTierId=9&cursor=c",
            "",
        ),
        ("GET /api/fansly/a/chats/1/messages?limit=10&cursor=7", ""),
        (
            "POST /api/fansly/a/chats/1/messages",
            r#"{"content":"Hello","mediaIds":["7"]}"#,
        ),
        ("POST /api/fansly/a/chats/1/hide", ""),
        ("POST /api/fansly/a/chats/mute", r#"{"targetUserId":"2"}"#),
        ("POST /api/fansly/a/chats/unmute", r#"{"targetUserId":"2"}"#),
        ("POST /api/fansly/a/chats/typing", r#"{"chatId":"1"}"#),
    ];
    assert_eq!(
        seen,
        expected.map(|(to, body)| (to.to_string(), body.to_string()))
    );
}
