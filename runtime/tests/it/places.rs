//! Where parameters and keys stand in what is sent.

use openapi_client_runtime::codegen::{Auth, Core};
use openapi_client_runtime::{ClientBuilder, Method, QueryStyle, Request, Value};
use serde_json::json;
use wiremock::{MockServer, ResponseTemplate};

use crate::support::{KEY, asked, core, get, ok, responding};

/// What `server` got in the header `name`, of the last request.
async fn header(server: &MockServer, name: &str) -> Option<String> {
    let requests = server.received_requests().await.unwrap();
    let value = requests.last()?.headers.get(name)?;
    Some(value.to_str().unwrap().to_owned())
}

async fn send(request: Request) {
    request.send_json::<Value>().await.unwrap();
}

#[tokio::test]
async fn header_and_cookie_parameters_are_sent() {
    let server = responding(ok("{}")).await;
    let request = get(&server.uri())
        .header("x-tenant", "acme")
        .header("X-Tags", ["a", "b"])
        .header("x-none", None::<u8>)
        .cookie("sid", "a b")
        .cookie("theme", Some(1));
    assert!(!format!("{request:?}").contains("acme"));
    send(request).await;
    assert_eq!(header(&server, "x-tenant").await.unwrap(), "acme");
    assert_eq!(header(&server, "x-tags").await.unwrap(), "a,b");
    assert_eq!(header(&server, "x-none").await, None);
    assert_eq!(
        header(&server, "cookie").await.unwrap(),
        "sid=a%20b; theme=1"
    );
    assert_eq!(
        header(&server, "authorization").await.unwrap(),
        format!("Bearer {KEY}")
    );
}

#[tokio::test]
async fn a_header_that_cannot_be_sent_is_an_error_before_sending() {
    let server = responding(ok("{}")).await;
    for (name, value) in [("x-a", "1\r\nx-b: 2"), ("host", "evil.example")] {
        let request = get(&server.uri()).header(name, value);
        let error = request.send_json::<Value>().await.unwrap_err();
        assert!(error.is_not_sent(), "{error}");
    }
    assert!(asked(&server).await.is_empty());
}

#[tokio::test]
async fn the_key_is_not_replaced_by_a_parameter() {
    let server = responding(ok("{}")).await;
    for (request, place) in [
        (
            get(&server.uri()).header("authorization", "Bearer other"),
            "header `authorization`",
        ),
        (
            with(&server, Auth::cookie("sid", KEY.into())).cookie("sid", "other"),
            "cookie `sid`",
        ),
        (
            with(&server, Auth::query("key", KEY.into())).query("key", "other"),
            "query parameter `key`",
        ),
    ] {
        let error = request.send_json::<Value>().await.unwrap_err();
        assert!(error.is_not_sent());
        assert_eq!(
            error.to_string(),
            format!(
                "getThing: the {place} carries the client's key and cannot be set; make another client for another key"
            )
        );
    }
    assert_eq!(server.received_requests().await.unwrap().len(), 0);
}

#[tokio::test]
async fn objects_have_their_style() {
    let server = responding(ok("{}")).await;
    let request = get(&server.uri())
        .query("page", 2)
        .query_as(QueryStyle::Brackets, "filter", json!({"state": "open"}))
        .query_as(QueryStyle::Comma, "ids", [1, 2]);
    send(request).await;
    assert_eq!(
        asked(&server).await,
        ["GET /thing?page=2&filter%5Bstate%5D=open&ids=1%2C2"]
    );
}

#[tokio::test]
async fn optional_segments_are_left_out() {
    let server = responding(ok("{}")).await;
    for tab in [None, Some("news")] {
        let request =
            Request::operation(&core(&server.uri()), "getTab", Method::GET, "/tabs/{tab?}")
                .optional_path_argument::<String>("tab", tab);
        send(request).await;
    }
    assert_eq!(asked(&server).await, ["GET /tabs", "GET /tabs/news"]);
}

fn with(server: &MockServer, auth: Auth) -> Request {
    let core = ClientBuilder::<Core>::new(&server.uri(), auth)
        .build()
        .unwrap();
    Request::operation(&core, "getThing", Method::GET, "/thing")
}

#[tokio::test]
async fn a_key_in_the_query_stands_behind_the_parameters() {
    let server = responding(ok("{}")).await;
    send(with(&server, Auth::query("api_key", KEY.into())).query("page", 1)).await;
    send(with(&server, Auth::query("api_key", KEY.into()))).await;
    let key = format!("api_key={KEY}");
    assert_eq!(
        asked(&server).await,
        [
            format!("GET /thing?page=1&{key}"),
            format!("GET /thing?{key}")
        ]
    );
}

#[tokio::test]
async fn a_key_in_the_query_follows_a_redirect_and_stays_out_of_errors() {
    let server = MockServer::start().await;
    let moved = ResponseTemplate::new(302).insert_header("location", "/other?a=1");
    let refused = ResponseTemplate::new(404).set_body_string(format!("no /other?a=1&k={KEY}"));
    for (path, response) in [("/thing", moved), ("/other", refused)] {
        wiremock::Mock::given(wiremock::matchers::path(path))
            .respond_with(response)
            .mount(&server)
            .await;
    }
    let request = with(&server, Auth::query("k", KEY.into()));
    let shown = format!("{request:?}");
    let error = request.send_json::<Value>().await.unwrap_err();
    let text = format!("{shown} {error} {error:?}");
    assert!(!text.contains(KEY) && text.contains("k=***"), "{text}");
    assert_eq!(
        asked(&server).await,
        [
            format!("GET /thing?k={KEY}"),
            format!("GET /other?a=1&k={KEY}")
        ]
    );
}

#[tokio::test]
async fn a_connection_that_fails_does_not_show_the_key_of_the_query() {
    let core = ClientBuilder::<Core>::new("http://127.0.0.1:1", Auth::query("k", KEY.into()))
        .build()
        .unwrap();
    let request = Request::operation(&core, "getThing", Method::GET, "/thing");
    let error = request.send_json::<Value>().await.unwrap_err();
    let mut text = format!("{error} {error:?}");
    let mut source = std::error::Error::source(&error);
    while let Some(deeper) = source {
        text += &format!("{deeper} {deeper:?}");
        source = deeper.source();
    }
    assert!(!text.contains(KEY), "{text}");
}

#[tokio::test]
async fn a_key_in_a_cookie_stands_beside_other_cookies() {
    let server = responding(ok("{}")).await;
    send(with(&server, Auth::cookie("sid", KEY.into())).cookie("theme", "dark")).await;
    assert_eq!(
        header(&server, "cookie").await.unwrap(),
        format!("sid={KEY}; theme=dark")
    );
}

#[tokio::test]
async fn basic_sends_user_and_password() {
    let server = responding(ok("{}")).await;
    send(with(&server, Auth::basic("Aladdin", "open sesame".into()))).await;
    assert_eq!(
        header(&server, "authorization").await.unwrap(),
        "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
    );
}

/// A call to a server of its own needs a `'static` address.
fn leaked(address: String) -> &'static str {
    address.leak()
}

#[tokio::test]
async fn another_server_gets_the_request_and_not_the_key() {
    let (own, other) = (responding(ok("{}")).await, responding(ok("{}")).await);
    let address = leaked(format!("{}/v2", other.uri()));
    send(with(&own, Auth::bearer(KEY.into())).other_server(address)).await;
    send(with(&own, Auth::query("k", KEY.into())).other_server(address)).await;
    send(with(&own, Auth::cookie("k", KEY.into())).other_server(address)).await;
    assert_eq!(asked(&own).await, [""; 0]);
    assert_eq!(asked(&other).await, ["GET /v2/thing"; 3]);
    for request in other.received_requests().await.unwrap() {
        assert!(!format!("{:?}", request.headers).contains(KEY));
    }
}

#[tokio::test]
async fn a_base_url_of_the_callers_own_gets_everything() {
    let (own, other) = (responding(ok("{}")).await, responding(ok("{}")).await);
    let core = ClientBuilder::<Core>::new("https://documented.invalid", Auth::bearer(KEY.into()))
        .base_url(&own.uri())
        .build()
        .unwrap();
    let request = Request::operation(&core, "getThing", Method::GET, "/thing");
    send(request.other_server(leaked(other.uri()))).await;
    assert_eq!(asked(&own).await, ["GET /thing"]);
    assert!(header(&own, "authorization").await.is_some());
    assert_eq!(asked(&other).await, [""; 0]);
}

#[tokio::test]
async fn another_path_of_the_same_host_takes_the_place_of_the_base_urls() {
    let server = responding(ok("{}")).await;
    let request = Request::operation(
        &core(&format!("{}/v1", server.uri())),
        "getThing",
        Method::GET,
        "/thing",
    );
    send(request.below("/v2/")).await;
    assert_eq!(asked(&server).await, ["GET /v2/thing"]);
    assert!(header(&server, "authorization").await.is_some());
}

#[tokio::test]
async fn a_base_url_that_a_client_is_made_with_gets_everything() {
    let (own, other) = (responding(ok("{}")).await, responding(ok("{}")).await);
    let core = ClientBuilder::<Core>::with_base_url(&own.uri(), Auth::bearer(KEY.into()))
        .build()
        .unwrap();
    let request = Request::operation(&core, "getThing", Method::GET, "/thing");
    send(request.other_server(leaked(other.uri()))).await;
    assert_eq!(asked(&own).await, ["GET /thing"]);
    assert!(header(&own, "authorization").await.is_some());
    assert_eq!(asked(&other).await, [""; 0]);
}

#[tokio::test]
async fn another_path_comes_behind_the_path_of_a_base_url_that_the_caller_has_set() {
    let server = responding(ok("{}")).await;
    let base_url = format!("{}/proxy", server.uri());
    let core = ClientBuilder::<Core>::with_base_url(&base_url, Auth::none())
        .build()
        .unwrap();
    let request = Request::operation(&core, "getThing", Method::GET, "/thing");
    send(request.below("/v2/")).await;
    assert_eq!(asked(&server).await, ["GET /proxy/v2/thing"]);
}
