//! `cargo xtask fetch` against servers on this machine: what upstream publishes is taken whole and checked, or not at all.

mod common;

use std::net::TcpListener;
use std::time::{Duration, Instant};

use common::server::{Server, response};
use common::{DOCUMENT, TempWorkspace};
use generator::Settings;
use xtask::commands::fetch::download::{Limits, download};

/// The workspace with the API `shop`, which is published at `address`.
fn published_at(address: &str) -> TempWorkspace {
    let workspace = TempWorkspace::shop();
    publish(&workspace, "shop", address);
    workspace
}

fn publish(workspace: &TempWorkspace, api: &str, address: &str) {
    let path = format!("spec/{api}/api.toml");
    let text = workspace.read(&path);
    workspace.write(
        path,
        text.replace("https://shop.example/openapi.yaml", address),
    );
}

/// What upstream publishes after the document that the workspace has.
fn newer() -> String {
    DOCUMENT.replace("Everything that is for sale.", "All that is for sale.")
}

/// Runs `fetch`, asserts that it refuses and leaves everything as it was, and returns the error, in which the address is
/// written ADDRESS.
fn refusal(address: &str) -> String {
    let error = published_at(address).refuse(&["fetch"]);
    error.replace(address, "ADDRESS")
}

const REFUSED: &str = "error: spec/shop/api.toml: document.address ADDRESS";
const MOVED: &str = "  cure: open the address in a browser; if upstream has moved the document, correct `document.address`\n";

#[test]
fn what_upstream_publishes_replaces_the_document_and_is_recorded() {
    let server = Server::of(newer());
    let workspace = published_at(&server.url("/openapi.yaml"));
    let before = workspace.read("spec/shop/api.toml");

    let ran = workspace.run(&["fetch"]);
    assert_eq!(ran.code, Some(0), "{ran}");
    assert_eq!(
        ran.stdout,
        "shop  changed: spec/shop/openapi.yaml, spec/shop/api.toml (2 operations)\n\
         next: `cargo xtask regenerate shop`, then review the diff: CONTRIBUTING.md, recipe 3\n"
    );
    assert_eq!(workspace.read("spec/shop/openapi.yaml"), newer());

    let after = workspace.read("spec/shop/api.toml");
    let settings = Settings::parse("api.toml", &after).unwrap();
    assert_eq!(
        settings.document.provenance,
        format!("Downloaded from {}.", server.url("/openapi.yaml"))
    );
    assert!(settings.document.retrieved.is_some(), "{after}");
    assert_eq!(
        settings.package,
        Settings::parse("api.toml", &before).unwrap().package
    );

    let ran = workspace.run(&["regenerate", "shop"]);
    assert_eq!(ran.code, Some(0), "{ran}");
    let (name, day) = ("spec/shop/REPORT.md", settings.document.retrieved.unwrap());
    assert!(!workspace.read(name).contains(&day), "a date in {name}");
}

#[test]
fn what_has_not_changed_is_left_alone() {
    let server = Server::of(DOCUMENT);
    let workspace = published_at(&server.url("/openapi.yaml"));
    let before = workspace.tree();
    let ran = workspace.run(&["fetch", "shop"]);
    assert_eq!(ran.code, Some(0), "{ran}");
    assert_eq!(
        ran.stdout,
        format!("shop  unchanged: {}\n", server.url("/openapi.yaml"))
    );
    assert_eq!(workspace.tree(), before);
}

#[test]
fn an_api_without_an_address_says_where_its_document_is_from() {
    let workspace = TempWorkspace::shop();
    let text = workspace.read("spec/shop/api.toml");
    workspace.write("spec/shop/api.toml", text.replace("address = ", "# "));
    let before = workspace.tree();
    let ran = workspace.run(&["fetch"]);
    assert_eq!(ran.code, Some(0), "{ran}");
    assert_eq!(
        ran.stdout,
        "shop  nothing to fetch: spec/shop/api.toml has no `document.address`. Provenance: made by hand for a test\n"
    );
    assert_eq!(workspace.tree(), before);
}

#[test]
fn a_status_other_than_200_is_refused() {
    for (status, shown) in [
        ("404 Gone Fishing", "404 Not Found"),
        ("401 Unauthorized", "401 Unauthorized"),
        ("500 Oops", "500 Internal Server Error"),
        ("206 Partial Content", "206 Partial Content"),
        ("304 Not Modified", "304 Not Modified"),
    ] {
        let bytes = response(status, "", DOCUMENT);
        let server = Server::start(move |_| bytes.clone());
        assert_eq!(
            refusal(&server.url("/openapi.yaml")),
            format!(
                "{REFUSED}: the server responds with {shown}, and only 200 brings a document\n{MOVED}"
            )
        );
    }
}

#[test]
fn a_body_that_is_no_openapi_document_is_refused() {
    for (body, error) in [
        (
            "<!doctype html><title>Log in</title>",
            ": this is an HTML page, not an OpenAPI document\n  cure: upstream responded with a login or error page: check \
             the address and fetch again\n",
        ),
        (
            "message: ok\n",
            ": `openapi` is missing, so this is not an OpenAPI document\n  cure: check the address of the document and \
             fetch it again\n",
        ),
        (
            "openapi: 3.0.3\ninfo: { title: Shop }\npaths: {}\n",
            ": the document there has no operation\n  cure: open the address in a browser; if upstream has moved the \
             document, correct `document.address`\n",
        ),
        (
            "",
            ": the file is empty\n  cure: fetch the file again, or restore it\n",
        ),
    ] {
        let server = Server::of(body);
        assert_eq!(
            refusal(&server.url("/openapi.yaml")),
            format!("{REFUSED}{error}")
        );
    }
}

#[test]
fn what_the_server_writes_cannot_command_the_terminal() {
    let server = Server::of(
        "{\"openapi\": \"\\u001b[2J\\u202e3.0.3\", \"openapi\": 1, \"\\u001b]0;x\\u0007\": 1}",
    );
    let error = refusal(&server.url("/openapi.yaml"));
    let is_plain = |c: char| c == '\n' || !c.is_control();
    assert!(error.chars().all(is_plain), "{error:?}");
}

#[test]
fn a_body_that_is_too_long_is_refused_with_and_without_its_length() {
    let long = " ".repeat(16 * 1024 * 1024 + 1);
    let announced = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", long.len());
    let endless = format!(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{long}\r\n",
        long.len()
    );
    for bytes in [announced, endless] {
        let server = Server::start(move |_| bytes.clone().into_bytes());
        assert_eq!(
            refusal(&server.url("/openapi.yaml")),
            format!(
                "{REFUSED}: the server responds with more than 16777216 bytes, which is the limit\n  cure: check that the \
                 address is that of an OpenAPI document\n"
            )
        );
    }
}

#[test]
fn a_body_that_breaks_off_is_refused() {
    let half = newer().split_off(newer().len() / 2).len();
    let mut bytes = response("200 OK", "", newer());
    bytes.truncate(bytes.len() - half);
    let server = Server::start(move |_| bytes.clone());
    let error = refusal(&server.url("/openapi.yaml"));
    assert!(
        error.starts_with(&format!("{REFUSED}: cannot be downloaded: ")),
        "{error}"
    );
}

#[test]
fn a_server_that_is_not_there_is_refused() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/openapi.yaml", listener.local_addr().unwrap());
    drop(listener);
    let error = refusal(&address);
    assert!(
        error.starts_with(&format!("{REFUSED}: cannot be downloaded: ")),
        "{error}"
    );
    assert!(
        error.ends_with("  cure: check the network and the address, then run the command again\n"),
        "{error}"
    );
}

#[test]
fn a_server_that_never_responds_is_given_up() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let limits = Limits {
        time: Duration::from_millis(200),
        ..Limits::default()
    };
    let start = Instant::now();
    let address = format!("http://{}/", silent.local_addr().unwrap());
    assert_eq!(
        download("shop", &address, limits).unwrap_err().to_string(),
        "shop: the server needs more than 200ms for its response\n  cure: check the network and the address, then run the \
         command again"
    );
    assert!(start.elapsed() < Duration::from_secs(20));
}

#[test]
fn a_redirect_on_the_same_origin_is_followed() {
    let server = Server::start(|path| match path {
        "/latest" => response("302 Found", "Location: ../v2/openapi.yaml\r\n", ""),
        "/v2/openapi.yaml" => response("200 OK", "", newer()),
        _ => response("404 Not Found", "", ""),
    });
    let workspace = published_at(&server.url("/latest"));
    let ran = workspace.run(&["fetch"]);
    assert_eq!(ran.code, Some(0), "{ran}");
    assert_eq!(workspace.read("spec/shop/openapi.yaml"), newer());
}

#[test]
fn a_redirect_to_another_origin_is_refused_and_that_one_is_never_asked() {
    let other = Server::of(newer());
    let elsewhere = other.url("/openapi.yaml");
    let bytes = response(
        "301 Moved Permanently",
        &format!("Location: {elsewhere}\r\n"),
        "",
    );
    let server = Server::start(move |_| bytes.clone());
    assert_eq!(
        refusal(&server.url("/openapi.yaml")),
        format!(
            "{REFUSED}: the server redirects to another origin ({}), and only the one in `document.address` is asked\n  \
             cure: if upstream has moved the document there, correct `document.address`\n",
            other.url("")
        )
    );
    assert_eq!(other.requests(), Vec::<String>::new());
}

#[test]
fn redirects_without_end_or_aim_are_refused() {
    let round = Server::start(|_| response("302 Found", "Location: /again\r\n", ""));
    assert_eq!(
        refusal(&round.url("/openapi.yaml")),
        format!("{REFUSED}: the server redirects more than 5 times\n{MOVED}")
    );
    assert_eq!(round.requests().len(), 6);
    let aimless = Server::start(|_| response("302 Found", "", ""));
    assert_eq!(
        refusal(&aimless.url("/openapi.yaml")),
        format!("{REFUSED}: the server redirects without saying where to\n{MOVED}")
    );
}

#[test]
fn an_address_that_may_not_be_asked_is_refused_without_asking() {
    assert_eq!(
        refusal("http://shop.example/openapi.yaml"),
        format!(
            "{REFUSED}: is `http`, so that anybody on the way could exchange the document\n  cure: write `https`; only \
             addresses of this machine may be `http`\n"
        )
    );
}

#[test]
fn no_key_is_sent() {
    let server = Server::of(DOCUMENT);
    let workspace = published_at(&server.url("/openapi.yaml"));
    let ran = common::run(workspace.root(), &["fetch"], &[("SHOP_API_KEY", "secret")]);
    assert_eq!(ran.code, Some(0), "{ran}");
    let requests = server.requests();
    let head = requests.first().unwrap().to_lowercase();
    assert!(head.starts_with("get /openapi.yaml http/1.1\r\n"), "{head}");
    for word in ["authorization", "cookie", "secret"] {
        assert!(!head.contains(word), "{head}");
    }
}

#[test]
fn a_document_that_was_edited_by_hand_is_not_overwritten() {
    let server = Server::of(newer());
    let workspace = published_at(&server.url("/openapi.yaml"));
    workspace.write("spec/shop/openapi.yaml", format!("{DOCUMENT}# mine\n"));
    let error = workspace.refuse(&["fetch"]);
    assert!(
        error.starts_with(
            "error: spec/shop/openapi.yaml: its sha256 is not the one in spec/shop/api.toml"
        ),
        "{error}"
    );
}

#[test]
fn a_document_that_is_missing_or_was_replaced_by_hand_is_recorded() {
    let server = Server::of(newer());
    let workspace = published_at(&server.url("/openapi.yaml"));
    workspace.write("spec/shop/openapi.yaml", newer());
    let ran = workspace.run(&["fetch"]);
    assert!(
        ran.stdout
            .starts_with("shop  changed: spec/shop/api.toml (2 operations)\n"),
        "{ran}"
    );

    workspace.remove("spec/shop/openapi.yaml");
    let ran = workspace.run(&["fetch"]);
    assert!(
        ran.stdout.starts_with(
            "shop  changed: spec/shop/openapi.yaml, spec/shop/api.toml (2 operations)\n"
        ),
        "{ran}"
    );
    assert_eq!(workspace.run(&["regenerate"]).code, Some(0));
}

#[test]
fn a_response_that_only_the_end_of_the_connection_ends_is_refused() {
    for head in [
        "HTTP/1.0 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
    ] {
        let bytes = format!("{head}{}", newer()).into_bytes();
        let server = Server::start(move |_| bytes.clone());
        assert_eq!(
            refusal(&server.url("/openapi.yaml")),
            format!(
                "{REFUSED}: the server does not say how long its response is, so one that was cut \
                 off would look the same\n  cure: download it by other means, see that it is whole, and go on with \
                 CONTRIBUTING.md, recipe 3, step 2\n"
            )
        );
    }
}

#[test]
fn a_response_in_chunks_is_taken() {
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    let body = newer();
    let bytes = format!("{head}{:x}\r\n{body}\r\n0\r\n\r\n", body.len()).into_bytes();
    let server = Server::start(move |_| bytes.clone());
    let workspace = published_at(&server.url("/openapi.yaml"));
    let ran = workspace.run(&["fetch"]);
    assert_eq!(ran.code, Some(0), "{ran}");
    assert_eq!(workspace.read("spec/shop/openapi.yaml"), newer());
}

#[cfg(unix)]
#[test]
fn a_link_is_not_replaced() {
    for name in ["api.toml", "openapi.yaml"] {
        let server = Server::of(newer());
        let workspace = published_at(&server.url("/openapi.yaml"));
        let path = workspace.at(format!("spec/shop/{name}"));
        std::fs::rename(&path, workspace.at(name)).unwrap();
        std::os::unix::fs::symlink(workspace.at(name), &path).unwrap();
        let error = workspace.refuse(&["fetch"]);
        assert!(
            error.starts_with(&format!(
                "error: spec/shop/{name}: is a symbolic link where a file has to be"
            )),
            "{error}"
        );
    }
}

#[test]
fn one_refusal_does_not_keep_the_others_from_their_documents() {
    let server = Server::start(|path| match path {
        "/shop" => response("200 OK", "", newer()),
        _ => response("404 Not Found", "", ""),
    });
    let workspace = published_at(&server.url("/shop"));
    for api in ["bank", "zoo"] {
        workspace.add_api(api, DOCUMENT.as_bytes());
        publish(&workspace, api, &server.url(&format!("/{api}")));
    }
    let ran = workspace.run(&["fetch"]);
    assert_eq!(ran.code, Some(2), "{ran}");
    assert_eq!(
        ran.stdout,
        "bank  refused, and left as it was\n\
         shop  changed: spec/shop/openapi.yaml, spec/shop/api.toml (2 operations)\n\
         zoo   refused, and left as it was\n\
         next: `cargo xtask regenerate shop`, then review the diff: CONTRIBUTING.md, recipe 3\n"
    );
    let refused = |api: &str| {
        format!(
            "error: spec/{api}/api.toml: document.address {}: the server responds with 404 Not Found, and only 200 brings a \
             document\n{MOVED}",
            server.url(&format!("/{api}"))
        )
    };
    assert_eq!(ran.stderr, refused("bank") + &refused("zoo"));
}

#[test]
fn an_unknown_api_is_refused_with_the_known_ones() {
    let error = TempWorkspace::shop().refuse(&["fetch", "shopp"]);
    assert_eq!(
        error,
        "error: spec/shopp: there is no API of this name\n  cure: name one of: shop\n"
    );
}
