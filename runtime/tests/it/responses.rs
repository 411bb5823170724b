//! Responses become values, or errors that keep everything the server said.

use std::collections::BTreeMap;
use std::error::Error as _;

use openapi_client_runtime::codegen::Expected;
use openapi_client_runtime::{ErrorKind, Method, Request, Value};
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::support::{builder, get, ok, responding};

#[tokio::test]
async fn every_2xx_is_a_success_with_status_headers_and_value() {
    for status in [200, 201, 299] {
        let response = ResponseTemplate::new(status)
            .insert_header("x-left", "9")
            .insert_header("set-cookie", "hunter2");
        let server = responding(response.set_body_string("[1, 2]")).await;
        let response = get(&server.uri()).send_json::<Vec<u32>>().await.unwrap();
        assert_eq!((response.status().as_u16(), response.len()), (status, 2));
        assert_eq!(response.headers()["x-left"], "9");
        assert_eq!(
            format!("{response:?}"),
            format!("Response {{ status: {status}, value: [1, 2], .. }}")
        );
        assert_eq!(response.into_inner(), [1, 2]);
    }
}

#[tokio::test]
async fn a_response_without_content_is_a_success_where_none_is_expected() {
    for response in [
        ResponseTemplate::new(204),
        ResponseTemplate::new(200).set_body_string("done"),
    ] {
        let server = responding(response).await;
        assert!(
            get(&server.uri())
                .send_empty()
                .await
                .unwrap()
                .status()
                .is_success()
        );
    }
}

#[tokio::test]
async fn an_error_status_keeps_status_headers_and_body() {
    let response = ResponseTemplate::new(422)
        .insert_header("x-id", "7")
        .insert_header("set-cookie", "hunter2");
    let server = responding(response.set_body_string(r#"{"message": "name\n is taken"}"#)).await;
    for error in [
        get(&server.uri()).send_json::<Value>().await.unwrap_err(),
        get(&server.uri()).send_empty().await.unwrap_err(),
    ] {
        assert_eq!(
            (error.kind(), error.is_not_sent()),
            (ErrorKind::Status, false)
        );
        assert_eq!(error.status().unwrap().as_u16(), 422);
        assert_eq!(error.headers().unwrap()["x-id"], "7");
        assert_eq!(error.body().unwrap(), br#"{"message": "name\n is taken"}"#);
        assert_eq!(
            error.json::<Value>().unwrap(),
            json!({"message": "name\n is taken"})
        );
        assert_eq!(error.json::<u32>(), None);
        assert!(!format!("{error:?}").contains("hunter2"));
        assert_eq!(
            error.to_string(),
            "getThing: the server responded 422 Unprocessable Entity: \
             {\"message\": \"name\\n is taken\"}; correct the request"
        );
    }
}

#[tokio::test]
async fn a_long_error_body_is_cut_in_the_text_and_whole_in_the_error() {
    let server = responding(ResponseTemplate::new(500).set_body_string("ä\n".repeat(50_000))).await;
    let error = get(&server.uri()).send_json::<Value>().await.unwrap_err();
    assert_eq!(error.body().unwrap().len(), 150_000);
    for text in [error.to_string(), format!("{error:?}")] {
        assert!(text.chars().count() < 600 && !text.contains('\n'), "{text}");
    }
}

#[tokio::test]
async fn a_body_that_does_not_fit_names_its_json_path() {
    let server = responding(ok(r#"{"data": [1, "x"]}"#)).await;
    let error = get(&server.uri())
        .send_json::<BTreeMap<String, Vec<u32>>>()
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.json_path()),
        (ErrorKind::Decode, Some("$.data[1]"))
    );
    assert_eq!(error.status().unwrap().as_u16(), 200);
    assert_eq!(error.body_text().unwrap(), r#"{"data": [1, "x"]}"#);
    assert!(
        error
            .source()
            .unwrap()
            .to_string()
            .starts_with("invalid type: string, expected u32")
    );
    assert_eq!(
        error.to_string(),
        "getThing: the server responded 200 OK, but its body does not fit at `$.data[1]`: invalid type: string, expected \
         u32 at line 1 column 16; the document may be wrong: compare it with `Error::body_text()`"
    );
}

/// A log is no place for it: the body of a successful login is a token.
#[tokio::test]
async fn the_body_of_a_successful_response_is_in_no_text_of_its_error() {
    for body in [
        r#"{"token": "hunter2"}"#,
        r#""hunter2""#,
        r#"["hunter2"#,
        "hunter2",
        "{} hunter2",
    ] {
        let server = responding(ok(body)).await;
        let error = get(&server.uri())
            .send_json::<BTreeMap<String, u32>>()
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert_eq!(error.body_text().unwrap(), body);
        let source = error.source().unwrap();
        for text in [
            error.to_string(),
            format!("{error:?}"),
            source.to_string(),
            format!("{source:?}"),
        ] {
            assert!(!text.contains("hunter2"), "{text}");
        }
    }
}

#[tokio::test]
async fn an_empty_or_foreign_body_where_json_is_expected_does_not_fit() {
    for body in ["", " \n", "<html>", "{} trailing", "{\"a\":"] {
        let server = responding(ok(body)).await;
        let error = get(&server.uri()).send_json::<Value>().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.body_text().unwrap().as_ref()),
            (ErrorKind::Decode, body)
        );
    }
}

#[tokio::test]
async fn a_body_up_to_the_limit_is_read_and_a_longer_one_is_refused() {
    let server = responding(ok("123456")).await;
    let limited = |limit| {
        let core = builder(&server.uri())
            .max_response_bytes(limit)
            .build()
            .unwrap();
        Request::operation(&core, "getThing", Method::GET, "/").send_json::<u32>()
    };
    assert_eq!(*limited(6).await.unwrap(), 123_456);
    let error = limited(5).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::MaybeSent, 200)
    );
    assert_eq!((error.body(), error.is_timeout()), (None, false));
    assert!(
        error
            .to_string()
            .contains("larger than 5 bytes; allow more with `max_response_bytes`"),
        "{error}"
    );
}

#[tokio::test]
async fn a_success_whose_body_says_that_it_failed_is_an_error_that_keeps_it() {
    for (body, text) in [
        (
            r#"{"inner": {"status": 429}}"#,
            "getThing: the server responded 200 OK, but its body says `429` at `/inner/status`: \
             {\"inner\": {\"status\": 429}}; the call did not succeed: check what it did with the request before sending it again",
        ),
        (
            r#"{"success": false}"#,
            "getThing: the server responded 200 OK, but its body says `false` at `/success`: {\"success\": false}; \
             the call did not succeed: check what it did with the request before sending it again",
        ),
    ] {
        let server = responding(ok(body)).await;
        let request = get(&server.uri())
            .succeeds_if("/inner/status", Expected::Status2xx)
            .succeeds_if("/success", Expected::Bool(true));
        let error = request.send_json::<Value>().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Refused);
        assert_eq!(error.to_string(), text);
        assert_eq!(error.status().unwrap(), 200);
        let inner = error.inner_status().map(|status| status.as_u16());
        assert_eq!(inner, body.contains("429").then_some(429));
        assert_eq!(error.body_text().unwrap(), body);
        assert!(!error.is_not_sent());
    }
    let server = responding(ok(r#"{"success": true, "inner": {"status": 201}}"#)).await;
    let request = get(&server.uri())
        .succeeds_if("/inner/status", Expected::Status2xx)
        .succeeds_if("/success", Expected::Bool(true));
    request.send_json::<Value>().await.unwrap();
}

#[tokio::test]
async fn a_page_where_json_is_expected_points_to_who_has_answered() {
    let page = ResponseTemplate::new(200).set_body_raw("<html>", "text/html; charset=utf-8");
    let server = responding(page).await;
    let error = get(&server.uri()).send_json::<Value>().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "getThing: the server responded 200 OK, but its body does not fit at `$`: expected value at line 1 column 1; \
         it came as `text/html; charset=utf-8`: check the base URL, and whether a proxy has responded"
    );
}
