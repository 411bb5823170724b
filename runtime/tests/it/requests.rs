//! What arrives at the server is what the caller meant.

use openapi_client_runtime::codegen::{ArgumentPlace, in_range};
use openapi_client_runtime::{FilePart, Method, Multipart, QueryStyle, Request, Value};
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::support::{asked, builder, core, get, ok, post, responding};

#[tokio::test]
async fn paths_are_encoded_below_the_prefix() {
    let server = responding(ok("{}")).await;
    let core = core(&format!("{}/v1/", server.uri()));
    Request::operation(&core, "a", Method::GET, "/users/{user}/chats")
        .path("user", "a b?ö%2F")
        .send_json::<Value>()
        .await
        .unwrap();
    assert_eq!(
        asked(&server).await,
        ["GET /v1/users/a%20b%3F%C3%B6%252F/chats"]
    );
}

#[tokio::test]
async fn queries_are_encoded() {
    let server = responding(ok("{}")).await;
    let request = get(&server.uri())
        .query("none", None::<u32>)
        .query("limit", Some(5))
        .query("ids[]", [1, 2])
        .query("text", "a&b=c ü+");
    request.send_json::<Value>().await.unwrap();
    assert_eq!(
        asked(&server).await,
        ["GET /thing?limit=5&ids%5B%5D=1&ids%5B%5D=2&text=a%26b%3Dc%20%C3%BC%2B"]
    );
    let received = server.received_requests().await.unwrap();
    let pairs: Vec<_> = received[0]
        .url
        .query_pairs()
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    assert_eq!(
        pairs,
        ["limit: 5", "ids[]: 1", "ids[]: 2", "text: a&b=c ü+"]
    );
}

#[tokio::test]
async fn a_query_of_nothing_leaves_no_question_mark() {
    let server = responding(ok("{}")).await;
    get(&server.uri())
        .query("none", &Value::Null)
        .send_json::<Value>()
        .await
        .unwrap();
    assert_eq!(asked(&server).await, ["GET /thing"]);
}

#[tokio::test]
async fn a_json_body_is_sent_as_json() {
    let server = responding(ok("{}")).await;
    post(&server.uri())
        .json(json!({"text": "hi"}))
        .send_json::<Value>()
        .await
        .unwrap();
    let request = &server.received_requests().await.unwrap()[0];
    assert_eq!(request.body, br#"{"text":"hi"}"#);
    assert_eq!(request.headers["content-type"], "application/json");
    assert_eq!(request.headers["accept"], "application/json");
}

#[tokio::test]
async fn without_a_body_there_is_no_content_type() {
    let server = responding(ok("{}")).await;
    get(&server.uri()).send_empty().await.unwrap();
    let request = &server.received_requests().await.unwrap()[0];
    assert!(request.body.is_empty() && !request.headers.contains_key("content-type"));
    assert_eq!(request.headers["accept"], "application/json");
}

#[tokio::test]
async fn the_user_agent_is_the_builders() {
    let server = responding(ok("{}")).await;
    let core = builder(&server.uri())
        .user_agent("my-crate/1.0")
        .build()
        .unwrap();
    Request::operation(&core, "a", Method::GET, "/")
        .send_json::<Value>()
        .await
        .unwrap();
    assert_eq!(
        server.received_requests().await.unwrap()[0].headers["user-agent"],
        "my-crate/1.0"
    );
    assert!(
        builder(&server.uri())
            .user_agent("a\nb")
            .build()
            .unwrap_err()
            .is_not_sent()
    );
}

#[tokio::test]
async fn the_first_broken_part_is_reported_and_nothing_is_sent() {
    let server = responding(ok("{}")).await;
    let filter = json!({"a": 1});
    let broken = [
        (
            get(&server.uri())
                .query("filter", &filter)
                .query("other", &filter),
            "query parameter `filter`",
        ),
        (
            Request::operation(&core(&server.uri()), "getThing", Method::GET, "/a/../b"),
            "the path",
        ),
        (
            Request::operation(&core(&server.uri()), "getThing", Method::GET, "/a/{b}"),
            "path parameter `b` is not set",
        ),
        (
            Request::operation(&core(&server.uri()), "getThing", Method::GET, "/a/{b}")
                .path("b", ".."),
            "path parameter `b` is `.` or `..`",
        ),
        (
            get(&server.uri()).json(std::collections::HashMap::from([([1], 1)])),
            "body cannot be written as JSON",
        ),
    ];
    for (request, part) in broken {
        let error = request.send_json::<Value>().await.unwrap_err();
        assert!(
            error.is_not_sent() && error.to_string().contains(part),
            "{error}"
        );
        assert_eq!(error.operation(), Some("getThing"));
    }
    assert!(asked(&server).await.is_empty());
}

#[test]
fn a_call_can_run_on_any_thread() {
    fn is_send<T: Send>(_: T) {}
    is_send(get("http://127.0.0.1").send_json::<Value>());
    is_send(get("http://127.0.0.1").send_empty());
}

#[test]
fn no_value_of_a_request_is_in_its_debug_print() {
    let core = core("http://127.0.0.1");
    let request = Request::operation(&core, "a", Method::POST, "/{id}")
        .path("id", "hunter2")
        .query("q", "hunter2")
        .header("x-token", "hunter2")
        .cookie("sid", "hunter2")
        .json("hunter2");
    let shown = format!("{request:?}");
    assert!(
        !shown.contains("hunter2") && shown.contains("/{id}"),
        "{shown}"
    );
}

#[tokio::test]
async fn arguments_are_known_by_place_and_name() {
    let server = responding(ok("{}")).await;
    let core = core(&server.uri());
    let request =
        || Request::post(&core, "upload", "/a").requires(ArgumentPlace::Part, "id", "part_id");
    let error = request()
        .query_argument::<String>("id", Some("1".to_owned()))
        .send_json::<Value>()
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "upload: `part_id` is missing; set it with `.part_id(…)`"
    );
    let request = request()
        .field_argument::<String>("id", Some("1".to_owned()))
        .query_argument::<String>("id", None::<String>);
    request.send_json::<Value>().await.unwrap();
    assert_eq!(asked(&server).await, ["POST /a"]);
}

#[tokio::test]
async fn what_is_set_again_is_replaced_and_none_takes_it_back() {
    let server = responding(ok("{}")).await;
    let core = core(&server.uri());
    let request = Request::get(&core, "list", "/a")
        .query_argument::<i64>("page", 1_i64)
        .query_argument::<i64>("page", 2_i64)
        .query_argument::<String>("sort", Some("new".to_owned()))
        .query_argument::<String>("sort", None::<String>)
        .header_argument::<String>("x-a", "1".to_owned())
        .header_argument::<String>("x-a", None::<String>);
    request.clone().send_json::<Value>().await.unwrap();
    request.send_json::<Value>().await.unwrap();
    assert_eq!(asked(&server).await, ["GET /a?page=2"; 2]);
    let requests = server.received_requests().await.unwrap();
    assert!(!requests[0].headers.contains_key("x-a"));
}

#[tokio::test]
async fn a_request_with_files_is_not_sent_twice() {
    let server = responding(ok("{}")).await;
    let core = core(&server.uri());
    let request = Request::post(&core, "upload", "/a").file_argument("f", FilePart::bytes("a"));
    let error = request.clone().send_json::<Value>().await.unwrap_err();
    assert!(error.is_not_sent(), "{error}");
    request.send_json::<Value>().await.unwrap();
}

#[tokio::test]
async fn headers_of_the_client_go_to_its_own_server_only() {
    let (own, other) = (responding(ok("{}")).await, responding(ok("{}")).await);
    let core = builder(&own.uri())
        .header("x-gateway", "secret")
        .build()
        .unwrap();
    let address: &'static str = Box::leak(other.uri().into_boxed_str());
    let call = |request: Request| async { request.send_json::<Value>().await.unwrap() };
    call(core.request(Method::GET, "/a")).await;
    call(core.request(Method::GET, "/a").other_server(address)).await;
    let sent = |requests: Vec<wiremock::Request>| requests[0].headers.contains_key("x-gateway");
    assert!(sent(own.received_requests().await.unwrap()));
    assert!(!sent(other.received_requests().await.unwrap()));
    let error = builder(&own.uri()).header("host", "a").build().unwrap_err();
    assert!(error.to_string().contains("`host`"), "{error}");
}

#[tokio::test]
async fn arguments_of_every_kind_arrive() {
    let server = responding(ok("{}")).await;
    let core = core(&server.uri());
    let post = || Request::post(&core, "a", "/a");
    let requests = [
        post()
            .styled_query_argument::<Vec<i64>>(QueryStyle::Comma, "ids", [1, 2])
            .query_argument("limit", in_range(5_u8, 1..=10))
            .cookie_argument::<String>("theme", "dark"),
        post().json_argument::<Value>(json!({ "a": 1 })),
        post().form_argument::<Value>(json!({ "a": true })),
        post().text_argument("hello"),
        post().bytes_argument(vec![104, 105]),
        post().multipart_argument(Multipart::new().field("a", 1)),
        post().files_argument("f", [FilePart::bytes("x"), FilePart::bytes("y")]),
        // Parts without files can be cloned.
        post().field_argument::<i64>("a", 1).clone(),
    ];
    for request in requests {
        request.send_json::<Value>().await.unwrap();
    }
    let received = server.received_requests().await.unwrap();
    assert_eq!(received[0].url.query(), Some("ids=1%2C2&limit=5"));
    assert_eq!(received[0].headers["cookie"], "theme=dark");
    let bodies = received[1..5].iter().map(|request| {
        let media_type = request.headers["content-type"].to_str().unwrap();
        (media_type, std::str::from_utf8(&request.body).unwrap())
    });
    assert_eq!(
        bodies.collect::<Vec<_>>(),
        [
            ("application/json", r#"{"a":1}"#),
            ("application/x-www-form-urlencoded", "a=1"),
            ("text/plain; charset=utf-8", "hello"),
            ("application/octet-stream", "hi"),
        ]
    );
    for (request, parts) in received[5..].iter().zip([1, 2, 1]) {
        let body = String::from_utf8_lossy(&request.body);
        assert_eq!(body.matches("Content-Disposition").count(), parts, "{body}");
    }
}

#[tokio::test]
async fn what_was_invalid_may_be_set_again() {
    let server = responding(ok("{}")).await;
    let core = core(&server.uri());
    let request = || Request::get(&core, "list", "/{id}/a");
    let mended = request()
        .query_argument::<i64>("limit", u64::MAX)
        .query_argument::<i64>("limit", 5)
        .path("id", "1")
        .path("id", "2")
        .header("x-a", "1")
        .header("x-a", "2");
    mended.send_json::<Value>().await.unwrap();
    assert_eq!(asked(&server).await, ["GET /2/a?limit=5"]);
    let received = server.received_requests().await.unwrap();
    assert_eq!(received[0].headers.get_all("x-a").iter().count(), 1);

    let empty = request()
        .path("id", "1")
        .requires(ArgumentPlace::Query, "ids", "ids")
        .query_argument::<Vec<i64>>("ids", Vec::<i64>::new());
    let error = empty.send_json::<Value>().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "list: `ids` is missing; set it with `.ids(…)`"
    );
    let error = request().path("zzz", 1).send_json::<Value>().await;
    assert!(
        error
            .unwrap_err()
            .to_string()
            .contains("has no place `{zzz}`")
    );
}

#[tokio::test]
async fn a_header_of_the_client_is_a_secret() {
    let response = ResponseTemplate::new(403).set_body_string("bad GATEWAY-TOKEN");
    let server = responding(response).await;
    let client = builder(&server.uri()).header("x-gateway", "GATEWAY-TOKEN");
    let core = client.build().unwrap();
    let error = core.request(Method::GET, "/a").send_json::<Value>().await;
    let error = error.unwrap_err();
    assert!(
        !format!("{error} {error:?}").contains("GATEWAY-TOKEN"),
        "{error}"
    );
    for name in ["content-type", "accept", "authorization"] {
        let error = builder(&server.uri())
            .header(name, "a")
            .build()
            .unwrap_err();
        assert!(error.to_string().contains(name), "{error}");
    }
}

#[tokio::test]
async fn a_required_body_of_parts_needs_one() {
    let server = responding(ok("{}")).await;
    let core = core(&server.uri());
    let request = || Request::post(&core, "upload", "/a").requires_part();
    let none = request().field_argument::<String>("a", None::<String>);
    let error = none.send_json::<Value>().await.unwrap_err();
    assert!(
        error.to_string().contains("set one of its parts"),
        "{error}"
    );
    let one = request().field_argument::<String>("a", "b");
    one.send_json::<Value>().await.unwrap();
    assert_eq!(asked(&server).await, ["POST /a"]);
}
