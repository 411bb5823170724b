//! Bodies of every kind: what is sent, and what comes back.

use openapi_client_runtime::{ErrorKind, Method, Request, Value};
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::support::{core, get, ok, responding};

/// The media type and the body of the only request.
async fn sent(
    request: openapi_client_runtime::Request,
    server: &wiremock::MockServer,
) -> (String, String) {
    request.send_empty().await.unwrap();
    let requests = server.received_requests().await.unwrap();
    let [request] = requests.as_slice() else {
        panic!("{} requests", requests.len())
    };
    let media_type = request.headers["content-type"].to_str().unwrap().to_owned();
    (media_type, String::from_utf8(request.body.clone()).unwrap())
}

#[tokio::test]
async fn a_form_is_sent_with_the_names_that_php_reads() {
    let server = responding(ok("")).await;
    let body = json!({ "name": "A & B", "is_new": true, "ids": [1, 2], "address": { "city": "Köln" }, "none": null });
    let request = Request::operation(&core(&server.uri()), "a", Method::POST, "/").form(&body);
    assert_eq!(
        sent(request, &server).await,
        (
            "application/x-www-form-urlencoded".to_owned(),
            "address%5Bcity%5D=K%C3%B6ln&ids%5B%5D=1&ids%5B%5D=2&is_new=1&name=A%20%26%20B"
                .to_owned()
        )
    );
}

#[tokio::test]
async fn text_and_bytes_are_sent_as_they_are() {
    let server = responding(ok("")).await;
    let request = Request::operation(&core(&server.uri()), "a", Method::PUT, "/").text("a;ü\r\n");
    assert_eq!(
        sent(request, &server).await,
        ("text/plain; charset=utf-8".to_owned(), "a;ü\r\n".to_owned())
    );
    let server = responding(ok("")).await;
    let request = Request::operation(&core(&server.uri()), "a", Method::PUT, "/").bytes("raw");
    assert_eq!(
        sent(request, &server).await,
        ("application/octet-stream".to_owned(), "raw".to_owned())
    );
}

#[tokio::test]
async fn a_body_can_go_under_another_media_type() {
    let server = responding(ok("")).await;
    let request = Request::operation(&core(&server.uri()), "a", Method::PATCH, "/")
        .content_type("application/vnd.api+json")
        .json(json!({}));
    assert_eq!(
        sent(request, &server).await,
        ("application/vnd.api+json".to_owned(), "{}".to_owned())
    );
}

#[tokio::test]
async fn a_body_goes_with_get_and_delete_too() {
    for method in [Method::GET, Method::DELETE] {
        let server = responding(ok("")).await;
        let request =
            Request::operation(&core(&server.uri()), "a", method, "/").json(json!({ "id": 1 }));
        assert_eq!(
            sent(request, &server).await,
            ("application/json".to_owned(), r#"{"id":1}"#.to_owned())
        );
    }
}

#[tokio::test]
async fn what_is_no_object_is_no_form() {
    let request = Request::operation(&core("http://127.0.0.1"), "a", Method::POST, "/").form([1]);
    let error = request.send_empty().await.unwrap_err();
    assert!(
        error.is_not_sent() && error.to_string().contains("no object"),
        "{error}"
    );
}

#[tokio::test]
async fn an_empty_response_is_none_where_it_may_be_empty() {
    for (response, value) in [
        (ResponseTemplate::new(204), None),
        (ok(" "), None),
        (ok("null"), None),
        (ok("[1]"), Some(json!([1]))),
    ] {
        let server = responding(response).await;
        let response = get(&server.uri())
            .send_optional_json::<Value>()
            .await
            .unwrap();
        assert_eq!(*response, value);
    }
    let server = responding(ok("<html>")).await;
    let error = get(&server.uri())
        .send_optional_json::<Value>()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn a_text_is_utf_8_or_an_error_with_its_bytes() {
    let server = responding(ResponseTemplate::new(200).set_body_raw("a;ü\r\n", "text/csv")).await;
    let response = get(&server.uri())
        .accept("text/csv")
        .send_text()
        .await
        .unwrap();
    assert_eq!(*response, "a;ü\r\n");
    let asked = &server.received_requests().await.unwrap()[0];
    assert_eq!(
        asked.headers["accept"],
        "text/csv, application/json;q=0.9, */*;q=0.8"
    );

    let latin = b"caf\xe9".to_vec();
    let response =
        ResponseTemplate::new(200).set_body_raw(latin.clone(), "text/plain; charset=iso-8859-1");
    let server = responding(response).await;
    let error = get(&server.uri()).send_text().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.body()),
        (ErrorKind::Decode, Some(latin.as_slice()))
    );
}

#[tokio::test]
async fn bytes_come_as_they_are() {
    let server =
        responding(ResponseTemplate::new(200).set_body_raw(vec![0, 255], "image/png")).await;
    let response = get(&server.uri()).send_bytes().await.unwrap();
    assert_eq!(response.as_ref(), [0, 255]);
    let asked = &server.received_requests().await.unwrap()[0];
    assert_eq!(asked.headers["accept"], "*/*");
}

#[tokio::test]
async fn a_response_that_nobody_describes_is_what_the_caller_takes_it_for() {
    let server = responding(ok(r#"{"id": 7}"#)).await;
    let response = get(&server.uri()).send_any().await.unwrap();
    assert_eq!(response.status().as_u16(), 200);
    assert_eq!(response.json::<Value>().unwrap(), json!({ "id": 7 }));
    assert_eq!(response.text().unwrap(), r#"{"id": 7}"#);
    assert_eq!(response.bytes().as_ref(), br#"{"id": 7}"#);
    assert_eq!(
        format!("{response:?}"),
        "Response { status: 200, value: AnyBody { bytes: 9, .. }, .. }"
    );
    let asked = &server.received_requests().await.unwrap()[0];
    assert_eq!(asked.headers["accept"], "application/json, */*;q=0.8");

    let error = response.json::<Vec<u8>>().unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::Decode, Some("getThing"))
    );
    assert_eq!(error.body_text().unwrap(), r#"{"id": 7}"#);

    let server = responding(ResponseTemplate::new(204)).await;
    assert!(get(&server.uri()).send_any().await.unwrap().is_empty());
}
