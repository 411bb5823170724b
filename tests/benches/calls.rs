//! What a typed call costs beside bare reqwest with structs written by hand: `cargo bench -p tests --bench calls`.
//!
//! A server on loopback answers from memory. Not run in CI; ARCHITECTURE.md has the figures.

use divan::Bencher;
use onlyfansapi_fansly::Client;
use onlyfansapi_fansly::types::{CreateChatResponse, ListChatsResponse};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

#[path = "calls/by_hand.rs"]
mod by_hand;
#[path = "calls/server.rs"]
mod server;

fn main() {
    divan::main();
}

/// One chat.
fn small() -> String {
    include_str!("../data/seeds/create_chat.json").to_string()
}

/// A page of 100 chats.
fn page() -> String {
    let mut page: Value =
        serde_json::from_str(include_str!("../data/seeds/list_chats.json")).unwrap();
    for list in [
        "/data/data",
        "/data/aggregationData/accounts",
        "/data/aggregationData/groups",
    ] {
        let list = page.pointer_mut(list).unwrap();
        *list = json!(vec![list[0].clone(); 100]);
    }
    page.to_string()
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

mod decode {
    use super::*;

    #[divan::bench]
    fn small_by_hand(bencher: Bencher) {
        let body = small();
        bencher.bench_local(|| serde_json::from_str::<by_hand::CreateChat>(&body).unwrap());
    }

    #[divan::bench]
    fn small_generated(bencher: Bencher) {
        let body = small();
        bencher.bench_local(|| serde_json::from_str::<CreateChatResponse>(&body).unwrap());
    }

    #[divan::bench]
    fn page_by_hand(bencher: Bencher) {
        let body = page();
        bencher.bench_local(|| serde_json::from_str::<by_hand::ListChats>(&body).unwrap());
    }

    #[divan::bench]
    fn page_generated(bencher: Bencher) {
        let body = page();
        bencher.bench_local(|| serde_json::from_str::<ListChatsResponse>(&body).unwrap());
    }
}

mod call {
    use super::*;

    const KEY: &str = "sk-123";

    #[divan::bench]
    fn small_by_hand(bencher: Bencher) {
        let (address, runtime) = (server::start(small()), runtime());
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        bencher.bench_local(|| {
            runtime.block_on(async {
                let request = http
                    .post(format!("{address}/api/fansly/fansly_acct_1/chats"))
                    .bearer_auth(KEY)
                    .json(&json!({ "user_id": "1" }));
                let response = request.send().await.unwrap().error_for_status().unwrap();
                let body = response.bytes().await.unwrap();
                serde_json::from_slice::<by_hand::CreateChat>(&body).unwrap()
            })
        });
    }

    #[divan::bench]
    fn small_generated(bencher: Bencher) {
        let (address, runtime) = (server::start(small()), runtime());
        let client = Client::builder(KEY).base_url(&address).build().unwrap();
        bencher.bench_local(|| {
            runtime.block_on(async {
                let request = client.create_chat("fansly_acct_1").user_id("1");
                request.send().await.unwrap()
            })
        });
    }

    #[divan::bench]
    fn page_by_hand(bencher: Bencher) {
        let (address, runtime) = (server::start(page()), runtime());
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        bencher.bench_local(|| {
            runtime.block_on(async {
                let request = http
                    .get(format!(
                        "{address}/api/fansly/fansly_acct_1/chats?limit=100"
                    ))
                    .bearer_auth(KEY);
                let response = request.send().await.unwrap().error_for_status().unwrap();
                let body = response.bytes().await.unwrap();
                serde_json::from_slice::<by_hand::ListChats>(&body).unwrap()
            })
        });
    }

    #[divan::bench]
    fn page_generated(bencher: Bencher) {
        let (address, runtime) = (server::start(page()), runtime());
        let client = Client::builder(KEY).base_url(&address).build().unwrap();
        bencher.bench_local(|| {
            runtime.block_on(async {
                let request = client.list_chats("fansly_acct_1").limit(100);
                request.send().await.unwrap()
            })
        });
    }
}
