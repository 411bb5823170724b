//! Of some arguments exactly one is set: what counts is what is sent.

use openapi_client_runtime::{Request, Value};
use serde_json::json;

use crate::support::{asked, core, ok, responding};

/// A request of which exactly one of `file` and `url` is set.
fn request(address: &str) -> Request {
    Request::post(&core(address), "upload", "/upload").exactly_one_of(&["file", "url"])
}

fn as_json(request: Request, body: Value) -> Request {
    request.json_argument::<Value>(body)
}

fn as_form(request: Request, body: Value) -> Request {
    request.form_argument::<Value>(body)
}

#[tokio::test]
async fn a_property_of_a_body_counts_where_it_is_sent() {
    let server = responding(ok("{}")).await;
    let sent = |name: &str, value: Value| json!({ name: value, "other": 1 });
    for body in [as_json, as_form] {
        let request = body(request(&server.uri()), sent("url", json!("a")));
        request.send_json::<Value>().await.unwrap();
        // A whole body that is set again replaces the one before.
        let twice = body(self::request(&server.uri()), sent("file", json!("a")));
        let twice = body(twice, sent("url", json!("a")));
        twice.send_json::<Value>().await.unwrap();
    }
    assert_eq!(asked(&server).await.len(), 4);
    for (count, properties) in [
        ("none", json!({ "other": 1 })),
        ("2", json!({ "file": "a", "url": "b" })),
    ] {
        for body in [as_json, as_form] {
            let request = body(request(&server.uri()), properties.clone());
            let error = request.send_json::<Value>().await.unwrap_err();
            let rule = format!("{count} of `file` and `url` are set; set exactly one of them");
            assert!(error.to_string().ends_with(&rule), "{error}");
        }
    }
    assert_eq!(asked(&server).await.len(), 4);
}

#[tokio::test]
async fn a_form_has_no_field_of_null_or_of_what_is_empty() {
    let server = responding(ok("{}")).await;
    for nothing in [json!(null), json!([]), json!({ "a": [] })] {
        let properties = json!({ "file": nothing, "url": "a" });
        let request = as_form(request(&server.uri()), properties);
        request.send_json::<Value>().await.unwrap();
    }
}
