//! Calls against a loopback server: what goes over the wire is what the document describes, and nothing else.

use std::time::Duration;

use onlyfansapi_fansly::types::{CreateChatBody, ListChatsOrder, ShowChatResponse};
use onlyfansapi_fansly::{Client, ErrorKind, FilePart, Method};
use wiremock::matchers::{any, body_json, header, method, path, query_param};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

const KEY: &str = "secret-key";
const ACCOUNT: &str = "fansly_acct_1";
const CREATE_CHAT: &str = include_str!("../data/seeds/create_chat.json");
const SHOW_CHAT: &str = include_str!("../data/seeds/show_chat.json");
const LIST_CHATS: &str = include_str!("../data/seeds/list_chats.json");

fn client(server: &MockServer) -> Client {
    Client::builder(KEY)
        .base_url(&server.uri())
        .build()
        .unwrap()
}

fn json(status: u16, body: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_raw(body, "application/json")
}

/// The only request that the server got.
async fn only_request(server: &MockServer) -> Request {
    let mut requests = server.received_requests().await.unwrap();
    assert_eq!(requests.len(), 1);
    requests.remove(0)
}

#[tokio::test]
async fn create_chat_posts_the_user_id_and_takes_an_existing_chat() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/api/fansly/fansly_acct_1/chats"))
        .and(header("authorization", "Bearer secret-key"))
        .and(header("content-type", "application/json"))
        .and(header("accept", "application/json"))
        .and(body_json(
            serde_json::json!({ "user_id": "300000000000000001" }),
        ))
        .respond_with(json(200, SHOW_CHAT))
        .mount(&server)
        .await;

    let response = client(&server)
        .create_chat(ACCOUNT)
        .user_id("300000000000000001")
        .send()
        .await
        .unwrap();

    let chat = &response.data;
    assert_eq!(chat.id, "200000000000000001");
    let message = chat.last_message.as_ref().unwrap();
    assert_eq!(message.content.as_deref(), Some("Message text"));
    let request = only_request(&server).await;
    assert_eq!(request.url.query(), None);
    assert!(
        !request.headers.contains_key("api-version"),
        "this API defines no such header"
    );
}

#[tokio::test]
async fn show_chat_gets_the_chat_by_its_id() {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/api/fansly/fansly_acct_1/chats/200000000000000010"))
        .and(header("authorization", "Bearer secret-key"))
        .respond_with(json(200, CREATE_CHAT))
        .mount(&server)
        .await;

    let response = client(&server)
        .show_chat(ACCOUNT, "200000000000000010")
        .send()
        .await
        .unwrap();

    assert_eq!(response.status().as_u16(), 200);
    assert_eq!(response.data.last_message, None);
    let request = only_request(&server).await;
    assert!(request.body.is_empty());
    assert_eq!(request.url.query(), None);
}

#[tokio::test]
async fn list_chats_sends_only_the_query_parameters_that_are_set() {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/api/fansly/fansly_acct_1/chats"))
        .and(query_param("limit", "100"))
        .and(query_param("search", "a b&c"))
        .and(query_param("order", "unread"))
        .respond_with(json(200, LIST_CHATS))
        .mount(&server)
        .await;

    let response = client(&server)
        .list_chats(ACCOUNT)
        .limit(100)
        .search("a b&c")
        .order(ListChatsOrder::Unread)
        .send()
        .await
        .unwrap();

    let chats = &response.data;
    assert_eq!(chats.has_more, Some(false));
    let request = only_request(&server).await;
    assert_eq!(
        request.url.query(),
        Some("limit=100&search=a%20b%26c&order=unread")
    );
}

#[tokio::test]
async fn a_request_that_lacks_something_is_not_sent() {
    let server = MockServer::start().await;
    let client = client(&server);

    let error = client
        .list_chats(ACCOUNT)
        .order("odd")
        .send()
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "listChats: query parameter `order` is invalid: `odd` is not one of `newest`, `oldest`, `unread`"
    );

    let error = client
        .create_chat(ACCOUNT)
        .body(CreateChatBody::builder())
        .send()
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "createChat: `user_id` is missing; set it with `.user_id(…)`"
    );

    let error = client
        .list_chats(ACCOUNT)
        .limit(101)
        .send()
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "listChats: query parameter `limit` is invalid: 101 is not a number from 1 to 100"
    );

    assert_eq!(server.received_requests().await.unwrap().len(), 0);
}

#[tokio::test]
async fn what_is_left_out_is_not_sent_and_what_is_set_again_is_replaced() {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(json(200, LIST_CHATS))
        .mount(&server)
        .await;
    let search: Option<&str> = None;
    let request = client(&server)
        .list_chats(ACCOUNT)
        .limit(5_u8)
        .limit(Some(20_usize))
        .offset(None::<i64>)
        .search("a")
        .search(search);
    request.send().await.unwrap();
    assert_eq!(only_request(&server).await.url.query(), Some("limit=20"));
}

#[tokio::test]
async fn the_calls_of_an_account_need_not_repeat_it() {
    let server = MockServer::start().await;
    Mock::given(path("/api/fansly/fansly_acct_1/chats/200000000000000010"))
        .respond_with(json(200, CREATE_CHAT))
        .mount(&server)
        .await;
    let account = client(&server).account(ACCOUNT);
    let chat = account
        .show_chat("200000000000000010")
        .send()
        .await
        .unwrap();
    assert_eq!(chat.data.id, "200000000000000010");

    // What is invalid is returned by the call.
    let elsewhere = client(&server).account("a/b").list_chats();
    let error = elsewhere.send().await.unwrap_err();
    assert!(
        error.is_not_sent() && error.to_string().contains("`fanslyAccount`"),
        "{error}"
    );
}

#[tokio::test]
async fn exactly_one_of_a_file_and_its_address_is_sent() {
    let server = MockServer::start().await;
    let upload = || client(&server).upload_media(ACCOUNT).async_(false);
    let both = upload()
        .file(FilePart::bytes("a"))
        .file_url("https://example.com/a");
    for (request, count) in [(upload(), "none"), (both, "2")] {
        let error = request.send().await.unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "uploadMedia: {count} of `file` and `file_url` are set; set exactly one of them"
            )
        );
    }
    assert_eq!(server.received_requests().await.unwrap().len(), 0);
}

#[test]
fn a_one_time_code_is_in_no_debug_print() {
    let request = Client::new(KEY).unwrap().submit_2fa("1").code("123456");
    assert!(!format!("{request:?}").contains("123456"), "{request:?}");
}

#[tokio::test]
async fn an_endpoint_that_the_crate_lacks_is_called_like_any_other() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/api/fansly/fansly_acct_1/vault"))
        .and(query_param("page", "2"))
        .and(header("authorization", "Bearer secret-key"))
        .and(header("x-trace", "7"))
        .and(body_json(serde_json::json!({ "name": "a" })))
        .respond_with(json(201, "[1,2]"))
        .mount(&server)
        .await;
    let request = client(&server)
        .request(Method::POST, "/api/fansly/{account}/vault")
        .path("account", ACCOUNT)
        .query("page", 2)
        .header("x-trace", "7")
        .timeout(Duration::from_secs(5))
        .json(serde_json::json!({ "name": "a" }));
    let numbers = request.send_json::<Vec<u8>>().await.unwrap();
    assert_eq!(*numbers, [1, 2]);

    let elsewhere = client(&server)
        .request(Method::GET, "/api/fansly/{account}/vault")
        .path("account", "../admin");
    let error = elsewhere.send_bytes().await.unwrap_err();
    assert!(error.is_not_sent());
}

#[tokio::test]
async fn a_call_has_a_time_headers_and_a_query_of_its_own() {
    let server = MockServer::start().await;
    Mock::given(query_param("trace", "a&b"))
        .and(header("x-trace", "7"))
        .and(header("authorization", "Bearer secret-key"))
        .respond_with(json(200, LIST_CHATS).set_delay(Duration::from_millis(300)))
        .mount(&server)
        .await;
    let request = client(&server)
        .list_chats(ACCOUNT)
        .query("trace", "a&b")
        .header("x-trace", "7");
    request.clone().send().await.unwrap();
    let error = request
        .timeout(Duration::from_millis(50))
        .send()
        .await
        .unwrap_err();
    assert!(error.is_timeout(), "{error}");
}

#[tokio::test]
async fn a_chat_id_never_reaches_another_endpoint() {
    let server = MockServer::start().await;
    for id in ["..", ".", "", "1/messages", "..\\accounts"] {
        let request = client(&server).show_chat(ACCOUNT, id);
        let error = request.send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid, "{id}");
    }
    assert_eq!(server.received_requests().await.unwrap().len(), 0);
}

#[tokio::test]
async fn a_refusal_keeps_status_and_body_and_never_shows_the_key() {
    let server = MockServer::start().await;
    let body = r#"{"error":"out of credits","code":"no_credits"}"#;
    Mock::given(method("GET"))
        .respond_with(json(402, body))
        .mount(&server)
        .await;

    let client = client(&server);
    let error = client.list_accounts().send().await.unwrap_err();

    assert_eq!(error.status().map(|status| status.as_u16()), Some(402));
    assert_eq!(error.body_text().as_deref(), Some(body));
    for text in [
        format!("{error}"),
        format!("{error:?}"),
        format!("{client:?}"),
    ] {
        assert!(!text.contains(KEY), "{text}");
    }
}

#[tokio::test]
async fn a_response_of_another_shape_names_the_place() {
    let server = MockServer::start().await;
    let body = SHOW_CHAT.replace("\"id\": \"400000000000000001\"", "\"id\": 4");
    Mock::given(method("GET"))
        .respond_with(json(200, &body))
        .mount(&server)
        .await;

    let request = client(&server).show_chat(ACCOUNT, "1");
    let error = request.send().await.unwrap_err();

    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.json_path(), Some("$.data.lastMessage.id"));
    assert_eq!(error.body_text().as_deref(), Some(body.as_str()));
}

#[test]
fn a_password_is_in_no_debug_print() {
    let body = onlyfansapi_fansly::types::StartAuthenticationBody::builder()
        .username("me@example.org")
        .password("hunter2");
    let client = Client::new(KEY).unwrap();
    let request = client.start_authentication().body(body.clone());
    for text in [
        format!("{body:?}"),
        format!("{:?}", body.build()),
        format!("{request:?}"),
    ] {
        assert!(
            !text.contains("hunter2") && text.contains("me@example.org"),
            "{text}"
        );
    }
}

#[tokio::test]
async fn an_id_of_one_response_is_the_parameter_of_the_next_call() {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/api/fansly/fansly_acct_1/chats/200000000000000001"))
        .respond_with(json(200, SHOW_CHAT))
        .mount(&server)
        .await;
    let chat = serde_json::from_str::<ShowChatResponse>(SHOW_CHAT)
        .unwrap()
        .data;
    let request = client(&server).show_chat(ACCOUNT, &chat.id);
    assert_eq!(request.send().await.unwrap().data.id, chat.id);
}

#[tokio::test]
async fn a_file_goes_as_a_part_beside_its_options() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/api/fansly/fansly_acct_1/media/upload"))
        .and(header("authorization", "Bearer secret-key"))
        .respond_with(json(
            202,
            r#"{"prefixed_id":"fansly_media_1","status":"pending"}"#,
        ))
        .mount(&server)
        .await;

    let response = client(&server)
        .upload_media(ACCOUNT)
        .file(
            FilePart::bytes("not a photo")
                .file_name("photo.jpg")
                .content_type("image/jpeg"),
        )
        .async_(true)
        .send()
        .await
        .unwrap();

    assert_eq!(response.status().as_u16(), 202);
    assert_eq!(response.status.as_deref(), Some("pending"));
    let request = only_request(&server).await;
    let media_type = request.headers["content-type"].to_str().unwrap();
    let boundary = media_type
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    let expected = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"async\"\r\n\r\n1\r\n\
         --{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"photo.jpg\"\r\n\
         Content-Type: image/jpeg\r\n\r\nnot a photo\r\n--{boundary}--\r\n"
    );
    assert_eq!(String::from_utf8(request.body).unwrap(), expected);
}

#[tokio::test]
async fn an_upload_by_address_sends_no_file() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(json(200, r#"{"media_id":"1"}"#))
        .mount(&server)
        .await;

    client(&server)
        .upload_media(ACCOUNT)
        .file_url("https://example.com/photo.jpg")
        .send()
        .await
        .unwrap();

    let body = String::from_utf8(only_request(&server).await.body).unwrap();
    assert!(
        body.contains("name=\"file_url\"\r\n\r\nhttps://example.com/photo.jpg\r\n"),
        "{body}"
    );
    assert_eq!(body.matches("Content-Disposition").count(), 1, "{body}");
}
