//! Creates a chat with either vendor, chosen by an argument: `cargo run -p tests --example create_chat -- apifansly`.
//!
//! Both responses come from a mock on loopback. What the two programs do with the chat is one function, word for word, since
//! both crates call the parts of a chat the same.

use std::process::ExitCode;

use wiremock::matchers::{body_json, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

/// What is printed of a chat, from the types of either crate.
macro_rules! describe {
    ($chat:expr, $flags:ty) => {{
        let chat = $chat;
        let users = chat
            .users
            .iter()
            .flatten()
            .filter_map(|user| user.user_id.as_ref());
        let users: Vec<String> = users.map(ToString::to_string).collect();
        let is_paid = chat.dm_permission_flags.iter().flatten().any(|flag| {
            let flags = flag.flags.as_ref();
            flags.is_some_and(|flags| flags.contains(<$flags>::PRICE))
        });
        let last = chat
            .last_message
            .as_ref()
            .and_then(|message| message.content.as_deref());
        format!(
            "chat {} of {}; paid messages: {is_paid}; last message: {}",
            chat.id,
            users.join(" and "),
            last.unwrap_or("none yet")
        )
    }};
}

/// Creates a chat by way of OnlyFansAPI, whose bearer token stands for the creator.
async fn with_onlyfansapi(server: &MockServer) -> Result<String, onlyfansapi_fansly::Error> {
    use onlyfansapi_fansly::{Client, types};

    Mock::given(method("POST"))
        .and(path("/api/fansly/fansly_acct_1/chats"))
        .and(header("authorization", "Bearer key"))
        .respond_with(respond(include_str!("../data/seeds/create_chat.json")))
        .mount(server)
        .await;

    let client = Client::builder("key").base_url(&server.uri()).build()?;
    let response = client
        .account("fansly_acct_1")
        .create_chat()
        .user_id("839848000000000002")
        .send()
        .await?;
    Ok(describe!(response.payload(), types::DmFlags))
}

/// Creates a chat by way of APIFansly, which is told who the creator is.
async fn with_apifansly(server: &MockServer) -> Result<String, apifansly::Error> {
    use apifansly::{Client, types};

    let users = [("865407000000000001", 0), ("839848000000000002", 0)]
        .map(|(id, flags)| serde_json::json!({ "userId": id, "permissionFlags": flags }));
    Mock::given(method("POST"))
        .and(path("/api/fansly/fansly_acc_1/group"))
        .and(header("x-api-key", "key"))
        .and(body_json(serde_json::json!({ "users": users, "type": 1 })))
        .respond_with(respond(include_str!(
            "../data/seeds/create_group_chat.json"
        )))
        .mount(server)
        .await;

    let client = Client::builder("key").base_url(&server.uri()).build()?;
    let response = client
        .account("fansly_acc_1")
        .create_group_chat()
        .creator("865407000000000001")
        .fan("839848000000000002")
        .send()
        .await?;
    Ok(describe!(response.payload(), types::DmFlags))
}

fn respond(body: &str) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_raw(body, "application/json")
}

/// Creates a chat with the vendor of this name and describes it.
pub async fn run(vendor: &str) -> Result<String, Box<dyn std::error::Error>> {
    let server = MockServer::start().await;
    match vendor {
        "onlyfansapi-fansly" => Ok(with_onlyfansapi(&server).await?),
        "apifansly" => Ok(with_apifansly(&server).await?),
        other => Err(format!(
            "no vendor is called `{other}`; name onlyfansapi-fansly or apifansly"
        )
        .into()),
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let vendor = std::env::args().nth(1).unwrap_or_default();
    match run(&vendor).await {
        Ok(described) => {
            println!("{described}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}
