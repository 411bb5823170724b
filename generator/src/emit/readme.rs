//! `README.md` of a generated crate.
//!
//! Settings and the API in, Markdown out; text of the document only on one line and made safe.

use std::fmt::Write as _;

use super::constructors::Constructors;
use super::first_call;
use super::operations::by_tag;
use super::package;
use super::render::Renderer;
use crate::api::Api;
use crate::file::File;
use crate::settings::Settings;
use crate::text;

/// `README.md`: what it is, how to depend on it, the first call, every operation in a table.
pub(super) fn readme(renderer: &Renderer, settings: &Settings, api: &Api) -> File {
    let package = &settings.package;
    let published = match settings.document.address {
        Some(_) => "the published",
        None => "an",
    };
    let first_call: Vec<String> = first_call::lines(settings, api)
        .into_iter()
        .map(|line| format!("    {line}"))
        .collect();
    let mut text = format!(
        r#"<!--
{notice}-->

# {name}

{description}

The types are those of {published} OpenAPI document after its gaps were repaired. Where they come from: {provenance}

## Install

```toml
[dependencies]
{name} = "{version}"
tokio = {{ version = "1", features = ["macros", "rt-multi-thread"] }}
```

As long as the crate is not on the registry, name the checkout instead: `{name} = {{ path = "…/generated/{folder}" }}`. TLS is rustls; for the operating system's library set `default-features = false, features = ["native-tls"]`.

## First call

```rust,no_run
use {crate_name}::Client;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {{
{first_call}
    Ok(())
}}
```

{making} The response dereferences to its type and also has `status()` and `headers()`. An `Error` tells whether the server can have seen the request, and keeps status, headers and body of what it responded. Calls are awaited inside of a Tokio runtime with I/O and time enabled, as above; outside of one they are an error.

"#,
        notice = renderer.comment(""),
        name = package.name,
        version = package.version,
        description = text::sentence(&package.description),
        provenance = text::one_line(&settings.document.provenance),
        folder = renderer.api(),
        crate_name = package::crate_name(settings),
        first_call = first_call.join("\n"),
        making = Constructors::new(settings, api).sentences(),
    );
    if let Some(example) = &package.example {
        let _ = writeln!(text, "## A closer look\n");
        let _ = writeln!(
            text,
            "```rust,no_run\n{}\n```\n",
            example.trim().replace("```", "").replace('\r', "")
        );
    }
    let _ = writeln!(text, "## Operations\n");
    for (tag, of_tag) in by_tag(api) {
        let _ = writeln!(text, "### {}\n", text::one_line(&tag.name));
        let _ = writeln!(
            text,
            "| method of `Client` | request | what it does |\n|---|---|---|"
        );
        for operation in of_tag {
            let _ = writeln!(
                text,
                "| `{}` | `{} {}` | {} |",
                operation.name,
                operation.method,
                text::code_cell(&operation.path),
                text::one_line(&operation.summary)
            );
        }
        text.push('\n');
    }
    if !api.skipped.is_empty() {
        let _ = writeln!(
            text,
            "## Not in this crate\n\n| operation | why |\n|---|---|"
        );
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
