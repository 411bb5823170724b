//! `README.md` of a generated crate.
//!
//! Settings and the API in, Markdown out, in the order in which a caller needs it; text of the document only on one line and
//! made safe. The operations are in `api.md`.

use std::fmt::Write as _;

use super::constructors::Constructors;
use super::first_call;
use super::package;
use super::render::Renderer;
use crate::api::{Api, NamedType, Operation, Response, Shape};
use crate::file::File;
use crate::settings::Settings;
use crate::text;

/// `README.md`: what it is, how to depend on it, the first call, what can go wrong, and the ways out.
pub(super) fn readme(renderer: &Renderer, settings: &Settings, api: &Api) -> File {
    let package = &settings.package;
    let name = &package.name;
    let crate_name = package::crate_name(settings);
    let published = match settings.document.address {
        Some(_) => "the published",
        None => "an",
    };
    let mut text = format!(
        "<!--\n{notice}-->\n\n# {name}\n\n{description}\n\nThe types are those of {published} OpenAPI document after its gaps \
         were repaired. Where they come from: {provenance}\n\n",
        notice = renderer.comment(""),
        description = text::sentence(&package.description),
        provenance = text::one_line(&settings.document.provenance),
    );
    let _ = write!(
        text,
        r#"## Install

```toml
[dependencies]
{name} = "{version}"
tokio = {{ version = "1", features = ["macros", "rt-multi-thread"] }}
```

As long as the crate is not on the registry, name the checkout instead: `{name} = {{ path = "…/generated/{folder}" }}`. Rust {rust} or later. The default TLS needs a C compiler; see the features below.

"#,
        version = package.version,
        folder = renderer.api(),
        rust = package::RUST_VERSION,
    );
    let first_call = first_call::lines(settings, api);
    let first_call: Vec<String> = first_call
        .iter()
        .map(|line| format!("    {line}"))
        .collect();
    let _ = write!(
        text,
        r#"## First call

```rust,no_run
use {crate_name}::Client;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {{
{first_call}
    Ok(())
}}
```

{making} A `Response` dereferences to its type and also has `status()` and `headers()`; `into_inner()` takes the value out of it, which moving a field needs. Calls are awaited inside of a Tokio runtime with I/O and time enabled, as above; outside of one they are an error.

What the path needs is an argument of the method, all else a setter. An id is passed as itself, by reference or as text, a number as any integer type; what may be left out takes an `Option`, too (a bare `None` is written `None::<&str>`). What is missing or invalid is returned by `send`, before anything is sent. Every operation stands in `api.md`.

"#,
        first_call = first_call.join("\n"),
        making = Constructors::new(settings, api).sentences(),
    );
    for scope in &api.scopes {
        // Rather one that reads and needs nothing else.
        let example = scope
            .operations(&api.operations)
            .min_by_key(|operation| (operation.method != "GET", operation.arguments().count()));
        let _ = writeln!(
            text,
            "`client.{method}(…)` holds the `{field}`, so that its calls need not repeat it: `let {method} = client.{method}(\"…\"); {method}.{example}({rest})`.\n",
            rest = match example {
                Some(operation) if operation.arguments().count() > 1 => "…",
                _ => "",
            },
            method = scope.method,
            field = scope.parameter.field,
            example = example.map_or("call", |operation| operation.name.as_str()),
        );
    }
    if let Some(example) = &package.example {
        let _ = writeln!(
            text,
            "## A closer look\n\n```rust,no_run\n{}\n```\n",
            example.trim().replace("```", "").replace('\r', "")
        );
    }
    text.push_str(&errors(api));
    let _ = write!(
        text,
        r#"## Recipes

Without async: a runtime of your own waits for each call.

```rust,no_run
fn main() -> Result<(), Box<dyn std::error::Error>> {{
    tokio::runtime::Runtime::new()?.block_on(async {{
{blocking}
        Ok(())
    }})
}}
```

Tests without network: start a server on this machine, such as that of the crate `wiremock`, and give its address to `Client::builder(…).base_url(…)`. It is called directly, whatever proxy the environment names.

Pages: repeat the call with the next `offset`, `page` or cursor, whichever the operation has, until a page is empty or names no next one. A request can be cloned, so what stays the same is set once.

"#,
        blocking = first_call::lines(settings, api)
            .iter()
            .map(|line| format!(
                "        {}",
                line.replace("Client::", &format!("{crate_name}::Client::"))
            ))
            .collect::<Vec<_>>()
            .join("\n"),
    );
    text.push_str(&values(api));
    let _ = write!(
        text,
        r#"## What the crate lacks

`client.request(Method::GET, "/new/{{id}}").path("id", id).query("limit", 20).send_json::<T>()` calls any endpoint of the API with the same key, limits and errors; `json(&body)` sends a body; `send_optional_json` takes a response that may be empty, `send_empty`, `send_text` and `send_bytes` all others. Every call has `timeout`, `header` and `query` for what the document does not name. `Client::builder` sets the base URL, time limits, headers of all requests, the largest response, and a `reqwest` builder for proxies and certificates. That `reqwest` is `{crate_name}::unversioned::reqwest`, whose version may change with any version of this crate.

## Features

| feature | |
|---|---|
| `rustls` (default) | TLS by rustls with AWS-LC, whose C code takes most of a first build |
| `rustls-ring` | rustls with ring, which builds in seconds: `default-features = false, features = ["rustls-ring"]` |
| `native-tls` | TLS by the operating system's library: `default-features = false, features = ["native-tls"]` |
| `chrono`, `jiff`, `time` | times to and from the types of these crates |

Without a TLS feature only plain `http` works.

## Versions

A new field, method or value of an enum is a minor version; types that come from the API are `#[non_exhaustive]` for that reason. What is renamed, removed or gets another type is a new major version (before 1.0 a minor one).

"#
    );
    if !api.skipped.is_empty() {
        text.push_str("## Not in this crate\n\n| operation | why |\n|---|---|\n");
        for skip in &api.skipped {
            let (operation, reason) = (&skip.operation, &skip.reason);
            let _ = writeln!(
                text,
                "| `{}` | {} |",
                text::code_cell(operation),
                text::one_line(reason)
            );
        }
        text.push('\n');
    }
    let _ = writeln!(text, "## Licence\n\nMIT or Apache-2.0, at your choice.");
    renderer.plain("README.md", &text)
}

/// What can go wrong, as a table.
fn errors(api: &Api) -> String {
    let refused = match api
        .operations
        .iter()
        .any(|operation| !operation.success.is_empty())
    {
        true => {
            "| `Refused` | the status is 2xx, but the body says that the call failed; `inner_status()` is the status it names | yes |\n"
        }
        false => "",
    };
    format!(
        "## Errors\n\n`Error::kind` says whether the server can have seen the request:\n\n| kind | what happened | may have acted |\n|---|---|---|\n\
         | `Invalid` | something is missing or invalid; sending it again gives the same error | no |\n\
         | `Connect` | there was no connection; sending it again is safe | no |\n\
         | `MaybeSent` | the connection broke, or the time was up | perhaps |\n\
         | `Status` | the response is not 2xx: `status()`, `body_text()`, `json::<T>()`, `retry_after()` | by its status |\n\
         {refused}\
         | `Decode` | the body of a 2xx is not what the document describes; `json_path()` is the place, `body_text()` has all of it | yes |\n\n\
         A request is sent once: there are no retries, and only GET and HEAD follow redirects, within one origin. A call takes 60 seconds at \
         most (`timeout` on the client or the call), a connection 10 seconds, a response 64 MiB. Neither the client nor its errors show the key.\n\n"
    )
}

/// What a reader has to know of the values.
fn values(api: &Api) -> String {
    let is_open = |named: &NamedType| {
        named.is_received && matches!(named.shape, Shape::Words(_) | Shape::Numbers(_))
    };
    let enums = match api.types.values().any(is_open) {
        true => " So is a value that an enum does not know, in its last variant.",
        false => "",
    };
    let mut text = format!(
        "## Values\n\nA property that the document does not describe is kept in `extra`, and encoded again as it came.{enums} Null and absent are one, `None`. Where the document does not say what something holds, its type is any JSON.\n\n"
    );
    if api
        .types
        .values()
        .any(|named| named.as_struct().is_some_and(|of| of.payload.is_some()))
    {
        text.push_str(
            "Where a response is wrapped, `payload()` shows what was asked for without what is around it, and \
             `response.into_inner().into_payload()` takes it out; `api.md` says where.\n\n",
        );
    }
    if api.operations.iter().any(Operation::sends_files) {
        text.push_str(
            "A file to send is a `FilePart`: `FilePart::path(\"a.jpg\")`, `FilePart::bytes(…)` or `FilePart::stream(…)`, with \
             `file_name` and `content_type`.\n\n",
        );
    }
    let is_unknown = |operation: &Operation| operation.response == Response::Unknown;
    if api.operations.iter().any(is_unknown) {
        text.push_str(
            "Where the document does not say what a success holds, the response is an `AnyBody`: JSON, text or bytes, as the \
             caller takes it.\n\n",
        );
    }
    text
}
