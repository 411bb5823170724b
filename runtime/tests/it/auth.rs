//! The key reaches its server and no text.

use std::collections::BTreeMap;

use openapi_client_runtime::codegen::{Auth, Core};
use openapi_client_runtime::{ApiKey, ClientBuilder, Method, Request, Value};
use wiremock::ResponseTemplate;

use crate::support::{KEY, builder, core, get, ok, responding};

async fn header_sent(auth: Auth, name: &str) -> Option<String> {
    let server = responding(ok("{}")).await;
    let core = ClientBuilder::<Core>::new(&server.uri(), auth)
        .build()
        .unwrap();
    Request::operation(&core, "getThing", Method::GET, "/")
        .send_json::<Value>()
        .await
        .unwrap();
    let requests = server.received_requests().await.unwrap();
    requests[0]
        .headers
        .get(name)
        .map(|value| value.to_str().unwrap().to_owned())
}

#[tokio::test]
async fn bearer_sends_the_authorization_header() {
    assert_eq!(
        header_sent(Auth::bearer(KEY.into()), "authorization")
            .await
            .unwrap(),
        format!("Bearer {KEY}")
    );
}

#[tokio::test]
async fn header_sends_the_key_alone() {
    assert_eq!(
        header_sent(Auth::header("x-api-key", KEY.into()), "x-api-key")
            .await
            .unwrap(),
        KEY
    );
}

#[tokio::test]
async fn none_sends_no_authorization() {
    assert_eq!(header_sent(Auth::none(), "authorization").await, None);
}

#[test]
fn no_debug_text_shows_the_key() {
    let builder = builder("http://joe:hunter2@127.0.0.1");
    let core = core("http://127.0.0.1");
    let request = Request::operation(&core, "getThing", Method::GET, "/");
    for text in [
        format!("{builder:?}"),
        format!("{core:?}"),
        format!("{core:#?}"),
        format!("{request:?}"),
    ] {
        assert!(!text.contains(KEY) && !text.contains("hunter2"), "{text}");
    }
    assert!(format!("{core:?}").contains("Bearer(ApiKey(***))"));
}

#[test]
fn a_bad_key_is_refused_when_the_client_is_built() {
    for key in ["", "sk-secret-123\n"] {
        let error = ClientBuilder::<Core>::new("http://127.0.0.1", Auth::bearer(ApiKey::from(key)))
            .build()
            .unwrap_err();
        assert!(
            error.is_not_sent() && !format!("{error} {error:?}").contains(KEY),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn a_response_that_repeats_the_key_does_not_bring_it_into_error_texts() {
    let body = format!(r#"{{"message": "unknown token {KEY}"}}"#);
    let refusal = responding(ResponseTemplate::new(401).set_body_string(&body)).await;
    let misfit = responding(ok(&format!(r#"{{"{KEY}": "x"}}"#))).await;
    for server in [refusal, misfit] {
        let error = get(&server.uri())
            .send_json::<BTreeMap<String, u32>>()
            .await
            .unwrap_err();
        let source = std::error::Error::source(&error).map(ToString::to_string);
        let text = format!("{error} {error:?} {source:?}");
        assert!(text.contains("***") && !text.contains(KEY), "{text}");
        assert!(error.body_text().unwrap().contains(KEY));
    }
}
