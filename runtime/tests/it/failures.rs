//! Connections that fail, and what the server saw of them.

use std::error::Error as _;
use std::time::Duration;

use openapi_client_runtime::{ErrorKind, Method, Request, Value};
use wiremock::ResponseTemplate;

use crate::support::{
    KEY, asked, builder, core, get, listener, ok, post, read_request, responding, write,
};

#[tokio::test]
async fn a_refused_connection_is_not_sent() {
    let (listener, address) = listener().await;
    drop(listener);
    let error = post(&address)
        .query("q", "private")
        .send_json::<Value>()
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.is_not_sent(), error.is_timeout()),
        (ErrorKind::Connect, true, false)
    );
    assert!(error.to_string().starts_with(&format!(
        "createThing: no connection to {address}, nothing was sent"
    )));
    assert!(!format!("{error:?} {}", error.source().unwrap()).contains("private"));
}

#[tokio::test]
async fn a_late_response_is_a_timeout_that_may_have_been_sent() {
    let server = responding(ok("{}").set_delay(Duration::from_secs(30))).await;
    let core = builder(&server.uri())
        .timeout(Duration::from_millis(200))
        .build()
        .unwrap();
    let error = Request::operation(&core, "createThing", Method::POST, "/thing")
        .send_json::<Value>()
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.is_timeout(), error.status()),
        (ErrorKind::MaybeSent, true, None)
    );
    assert!(error.to_string().contains("within 200ms"), "{error}");
    assert_eq!(asked(&server).await, ["POST /thing"]);
}

#[tokio::test]
async fn the_timeout_covers_all_redirects_together() {
    let slow = ResponseTemplate::new(302)
        .insert_header("location", "/thing")
        .set_delay(Duration::from_millis(150));
    let server = responding(slow).await;
    let core = builder(&server.uri())
        .timeout(Duration::from_millis(400))
        .build()
        .unwrap();
    let error = Request::operation(&core, "getThing", Method::GET, "/thing")
        .send_json::<Value>()
        .await
        .unwrap_err();
    assert!(error.is_timeout(), "{error}");
}

#[tokio::test]
async fn a_body_that_stops_is_a_timeout_with_a_status() {
    let (listener, address) = listener().await;
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        read_request(&mut stream).await.unwrap();
        write(
            &mut stream,
            "HTTP/1.1 200 OK\r\ncontent-length: 9\r\nx-id: 7\r\n\r\n[1,",
        )
        .await;
        read_request(&mut stream).await
    });
    let core = builder(&address)
        .timeout(Duration::from_millis(200))
        .build()
        .unwrap();
    let error = Request::operation(&core, "getThing", Method::GET, "/")
        .send_json::<Value>()
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.is_timeout()),
        (ErrorKind::MaybeSent, true)
    );
    assert_eq!(
        (error.status().unwrap().as_u16(), error.body()),
        (200, None)
    );
    assert_eq!(error.headers().unwrap()["x-id"], "7");
    assert_eq!(server.await.unwrap(), None);
}

#[tokio::test]
async fn a_body_that_breaks_off_is_no_value() {
    let (listener, address) = listener().await;
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        read_request(&mut stream).await.unwrap();
        write(
            &mut stream,
            "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n[1]",
        )
        .await;
    });
    let error = get(&address).send_json::<Value>().await.unwrap_err();
    assert_eq!(
        (
            error.kind(),
            error.is_timeout(),
            error.status().unwrap().as_u16()
        ),
        (ErrorKind::MaybeSent, false, 200)
    );
    assert!(
        error
            .to_string()
            .contains("the server responded 200 OK, but the connection broke"),
        "{error}"
    );
}

/// Responses the first `responded` requests, closes the connection on each later one without a response, counts all.
async fn count_posts(responded: usize, calls: usize) -> (usize, Vec<Option<ErrorKind>>) {
    let (listener, address) = listener().await;
    let (seen, mut count) = tokio::sync::mpsc::unbounded_channel();
    let server = tokio::spawn(async move {
        let mut total = 0;
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            while let Some(line) = read_request(&mut stream).await {
                seen.send(line).unwrap();
                total += 1;
                if total > responded {
                    break;
                }
                write(
                    &mut stream,
                    "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n[1]",
                )
                .await;
            }
        }
    });
    let core = core(&address);
    let mut outcomes = Vec::new();
    for _ in 0..calls {
        let request = Request::operation(&core, "createThing", Method::POST, "/thing").json([1]);
        outcomes.push(
            request
                .send_json::<Value>()
                .await
                .err()
                .map(|error| error.kind()),
        );
    }
    // Time for a second send, were there one.
    tokio::time::sleep(Duration::from_millis(200)).await;
    server.abort();
    let mut total = 0;
    while count.try_recv().is_ok() {
        total += 1;
    }
    (total, outcomes)
}

#[tokio::test]
async fn a_post_whose_connection_closes_arrives_once() {
    assert_eq!(
        count_posts(0, 1).await,
        (1, vec![Some(ErrorKind::MaybeSent)])
    );
}

#[tokio::test]
async fn a_post_on_a_kept_connection_that_closes_arrives_once() {
    assert_eq!(
        count_posts(1, 2).await,
        (2, vec![None, Some(ErrorKind::MaybeSent)])
    );
}

#[tokio::test]
async fn the_key_in_a_media_type_or_in_the_name_of_a_header_is_hidden() {
    let page = ResponseTemplate::new(200).set_body_raw("<html>", &format!("text/{KEY}"));
    let limited = ResponseTemplate::new(429).insert_header(format!("x-{KEY}-retry-after"), "1");
    for (response, expected) in [
        (page, "it came as `text/***`"),
        (limited, "see `x-***-retry-after`"),
    ] {
        let server = responding(response).await;
        let error = get(&server.uri()).send_json::<Value>().await.unwrap_err();
        let text = format!("{error} {error:?} {error:#?}");
        assert!(text.contains(expected) && !text.contains(KEY), "{text}");
    }
}

#[test]
fn a_call_outside_of_tokio_is_an_error() {
    let call = std::pin::pin!(get("http://127.0.0.1:9").send_json::<Value>());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(Err(error)) = call.poll(&mut context) else {
        panic!("it goes on")
    };
    assert!(error.is_not_sent());
    assert!(
        error.to_string().contains("outside of a Tokio runtime"),
        "{error}"
    );
}

#[tokio::test]
async fn an_error_that_is_all_backslashes_costs_no_time() {
    let server = responding(ResponseTemplate::new(500).set_body_string("\\".repeat(1 << 20))).await;
    let started = std::time::Instant::now();
    let error = get(&server.uri()).send_json::<Value>().await.unwrap_err();
    assert!(error.to_string().contains("500"));
    assert!(started.elapsed() < Duration::from_secs(20));
}
