//! Proxies: one that the environment names never gets between a client and its own machine.

use std::process::Command;

use openapi_client_runtime::codegen::{Auth, Core};
use openapi_client_runtime::{ClientBuilder, Method, reqwest};
use wiremock::MockServer;

use crate::support::{KEY, asked, ok, responding};

const TARGET: &str = "RUNTIME_TEST_TARGET";

fn client(address: &str, http: reqwest::ClientBuilder) -> Core {
    ClientBuilder::new(address, Auth::bearer(KEY.into()))
        .http(http)
        .build()
        .unwrap()
}

/// A call in a process of its own, since the environment is that of a whole process.
#[tokio::test]
async fn child() {
    if let Ok(target) = std::env::var(TARGET) {
        let core = client(&target, reqwest::Client::builder());
        let request = core.request(Method::GET, "/thing");
        request.send_json::<u8>().await.unwrap();
    }
}

fn call_with_proxy(target: &str, proxy: &MockServer) {
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "proxies::child"])
        .env(TARGET, target)
        .env("HTTP_PROXY", proxy.uri())
        .env("http_proxy", proxy.uri())
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .env_remove("REQUEST_METHOD")
        .output()
        .unwrap();
    assert!(child.status.success(), "{child:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn loopback_is_called_past_a_proxy_of_the_environment() {
    let (server, proxy) = (responding(ok("1")).await, responding(ok("2")).await);
    call_with_proxy(&server.uri(), &proxy);
    assert_eq!(asked(&server).await, ["GET /thing"]);
    assert_eq!(asked(&proxy).await, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_host_is_called_through_it() {
    let proxy = responding(ok("2")).await;
    call_with_proxy("http://api.invalid", &proxy);
    assert_eq!(asked(&proxy).await, ["GET /thing"]);
}

#[tokio::test]
async fn a_proxy_that_the_caller_names_is_used_for_loopback_too() {
    let proxy = responding(ok("2")).await;
    let http = reqwest::Client::builder().proxy(reqwest::Proxy::all(proxy.uri()).unwrap());
    let core = client("http://127.0.0.1:9", http);
    let request = core.request(Method::GET, "/thing");
    assert_eq!(*request.send_json::<u8>().await.unwrap(), 2);
}
