//! Only GET and HEAD are redirected, and only within one origin.

use openapi_client_runtime::{ErrorKind, Method, Request, Value, reqwest};
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{asked, builder, core, get, ok, post, responding};

fn redirect(status: u16, location: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).insert_header("location", location)
}

/// A server whose `/thing` redirects to its `/other`, which responds.
async fn redirecting(status: u16) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(path("/thing"))
        .respond_with(redirect(status, "/other?a=1"))
        .mount(&server)
        .await;
    Mock::given(path("/other"))
        .respond_with(ok("7"))
        .mount(&server)
        .await;
    server
}

#[tokio::test]
async fn a_get_follows_within_its_origin_and_stays_authenticated() {
    for status in [301, 302, 303, 307, 308] {
        let server = redirecting(status).await;
        assert_eq!(*get(&server.uri()).send_json::<u32>().await.unwrap(), 7);
        assert_eq!(asked(&server).await, ["GET /thing", "GET /other?a=1"]);
        for request in server.received_requests().await.unwrap() {
            assert!(request.headers.contains_key("authorization"));
            assert!(!request.headers.contains_key("referer"));
        }
    }
}

#[tokio::test]
async fn a_post_never_follows() {
    for status in [301, 302, 303, 307, 308] {
        let server = redirecting(status).await;
        let error = post(&server.uri()).send_json::<u32>().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.status().unwrap().as_u16()),
            (ErrorKind::Status, status)
        );
        assert_eq!(error.headers().unwrap()["location"], "/other?a=1");
        assert_eq!(asked(&server).await, ["POST /thing"]);
    }
}

#[tokio::test]
async fn another_origin_receives_nothing() {
    let stranger = responding(ok("7")).await;
    let server = responding(redirect(302, &stranger.uri())).await;
    let error = get(&server.uri()).send_json::<u32>().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 302);
    assert!(
        error.to_string().contains("302 Found") && error.to_string().contains("redirects"),
        "{error}"
    );
    assert_eq!(asked(&stranger).await, [""; 0]);
}

#[tokio::test]
async fn a_prepared_client_gets_the_same_policy() {
    let stranger = responding(ok("7")).await;
    let server = responding(redirect(307, &stranger.uri())).await;
    let eager = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::limited(10))
        .referer(true);
    let core = builder(&server.uri()).http(eager).build().unwrap();
    for method in [Method::GET, Method::POST] {
        let error = Request::operation(&core, "thing", method, "/thing")
            .send_json::<Value>()
            .await
            .unwrap_err();
        assert_eq!(error.status().unwrap(), 307);
    }
    assert_eq!(asked(&stranger).await, [""; 0]);
}

#[tokio::test]
async fn a_target_with_a_password_is_another_identity() {
    let server = MockServer::start().await;
    let target = server.uri().replace("http://", "http://joe:hunter2@");
    Mock::given(path("/thing"))
        .respond_with(redirect(302, &target))
        .mount(&server)
        .await;
    assert_eq!(
        get(&server.uri())
            .send_json::<Value>()
            .await
            .unwrap_err()
            .status()
            .unwrap(),
        302
    );
    assert_eq!(asked(&server).await, ["GET /thing"]);
}

#[tokio::test]
async fn a_circle_ends_after_five_redirects() {
    let server = responding(redirect(302, "/thing")).await;
    assert_eq!(
        get(&server.uri())
            .send_json::<Value>()
            .await
            .unwrap_err()
            .status()
            .unwrap(),
        302
    );
    assert_eq!(asked(&server).await.len(), 6);
}

#[tokio::test]
async fn a_redirect_without_a_usable_location_is_the_response() {
    for response in [
        ResponseTemplate::new(302),
        redirect(302, "http://["),
        redirect(302, "file:///etc/passwd"),
    ] {
        let server = responding(response).await;
        assert_eq!(
            Request::operation(&core(&server.uri()), "a", Method::HEAD, "/")
                .send_empty()
                .await
                .unwrap_err()
                .status()
                .unwrap(),
            302
        );
        assert_eq!(asked(&server).await.len(), 1);
    }
}
