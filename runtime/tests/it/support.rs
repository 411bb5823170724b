//! Servers and clients that the tests share.

use openapi_client_runtime::codegen::{Auth, Core};
use openapi_client_runtime::{ApiKey, ClientBuilder, Method, Request};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

pub const KEY: &str = "sk-secret-123";

pub fn builder(address: &str) -> ClientBuilder<Core> {
    // Without a proxy, whatever the environment of the test run says.
    ClientBuilder::<Core>::new(address, Auth::bearer(ApiKey::from(KEY)))
        .http(openapi_client_runtime::reqwest::Client::builder().no_proxy())
}

pub fn core(address: &str) -> Core {
    builder(address).build().unwrap()
}

pub fn get(address: &str) -> Request {
    Request::operation(&core(address), "getThing", Method::GET, "/thing")
}

pub fn post(address: &str) -> Request {
    Request::operation(&core(address), "createThing", Method::POST, "/thing").json([1])
}

/// A server that responds to everything with `response`.
pub async fn responding(response: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(response)
        .mount(&server)
        .await;
    server
}

/// A 200 response with `body` as JSON.
pub fn ok(body: &str) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_raw(body, "application/json")
}

/// The paths, with queries, that `server` was asked for.
pub async fn asked(server: &MockServer) -> Vec<String> {
    let requests = server.received_requests().await.unwrap();
    requests
        .iter()
        .map(|request| match request.url.query() {
            Some(query) => format!("{} {}?{query}", request.method, request.url.path()),
            None => format!("{} {}", request.method, request.url.path()),
        })
        .collect()
}

/// A listener for servers that break the rules of HTTP, and its address.
pub async fn listener() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    (listener, address)
}

/// Reads one request with the body `[1]` or none, and returns its first line; `None` when the client hung up.
pub async fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut text = Vec::new();
    loop {
        let mut chunk = [0; 1024];
        let count = stream.read(&mut chunk).await.ok()?;
        text.extend_from_slice(&chunk[..count]);
        if text.ends_with(b"\r\n\r\n[1]")
            || (text.starts_with(b"GET") && text.ends_with(b"\r\n\r\n"))
        {
            let text = String::from_utf8(text).unwrap();
            return text.lines().next().map(str::to_owned);
        }
        if count == 0 {
            return None;
        }
    }
}

pub async fn write(stream: &mut TcpStream, text: &str) {
    stream.write_all(text.as_bytes()).await.unwrap();
}
