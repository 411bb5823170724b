//! What makes a folder a package: `Cargo.toml`, `README.md`, licences, and the first call that README and crate
//! documentation show.

use std::fmt::Write as _;

use quote::quote;

use super::operations::Joined;
use super::render::Renderer;
use crate::lower::Lowered;
use crate::settings::Settings;
use crate::{Error, File, text};

/// `Cargo.toml`.
pub(super) fn manifest(renderer: &Renderer, settings: &Settings) -> File {
    let package = &settings.package;
    let text = format!(
        r#"{notice}
[package]
name = {name}
version = {version}
description = {description}
edition = "2024"
rust-version = "1.88"
license = "MIT OR Apache-2.0"
readme = "README.md"
categories = ["api-bindings"]
include = ["/src", "/tests", "/README.md", "/LICENSE-*"]

[features]
default = ["rustls"]
# TLS by rustls, or by the operating system's library; without either only plain http works.
rustls = ["openapi-client-runtime/rustls"]
native-tls = ["openapi-client-runtime/native-tls"]

[dependencies]
openapi-client-runtime = {{ version = "0.1.0", path = "../../runtime", default-features = false }}
serde = {{ version = "1.0", features = ["derive"] }}
serde_json = "1.0"

[dev-dependencies]
openapi-client-runtime = {{ version = "0.1.0", path = "../../runtime", default-features = false, features = ["testing"] }}
tokio = {{ version = "1", features = ["macros", "rt-multi-thread"] }}
"#,
        notice = renderer.comment("# "),
        name = literal(&package.name),
        version = literal(&package.version),
        description = literal(&package.description),
    );
    renderer.plain("Cargo.toml", &text)
}

/// Both licences, as the workspace has them.
pub(super) fn licences(renderer: &Renderer) -> [File; 2] {
    [
        renderer.plain("LICENSE-APACHE", include_str!("../../../LICENSE-APACHE")),
        renderer.plain("LICENSE-MIT", include_str!("../../../LICENSE-MIT")),
    ]
}

/// `README.md`: what it is, how to depend on it, the first call, every operation in a table.
pub(super) fn readme(
    renderer: &Renderer,
    settings: &Settings,
    lowered: &Lowered,
    operations: &[Joined],
) -> Result<File, Error> {
    let package = &settings.package;
    let mut text = String::new();
    let _ = writeln!(text, "<!--\n{}-->\n", renderer.comment(""));
    let _ = writeln!(text, "# {}\n", package.name);
    let _ = writeln!(text, "{}.\n", text::one_line(&package.description));
    let _ = writeln!(
        text,
        "The types are those of the published OpenAPI document after its gaps were repaired. Where they come from: {}\n",
        text::one_line(&settings.document.provenance)
    );
    let _ = writeln!(text, "## Install\n");
    let _ = writeln!(
        text,
        "```toml\n[dependencies]\n{} = \"{}\"\ntokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n```\n",
        package.name, package.version
    );
    let _ = writeln!(
        text,
        "As long as the crate is not on the registry, name the checkout instead: `{} = {{ path = \"…/generated/{}\" }}`. \
         TLS is rustls; for the operating system's library set `default-features = false, features = [\"native-tls\"]`.\n",
        package.name,
        renderer.api()
    );
    let _ = writeln!(text, "## First call\n");
    let _ = writeln!(
        text,
        "```rust,no_run\nuse {}::Client;\n",
        crate_name(settings)
    );
    let _ = writeln!(
        text,
        "#[tokio::main]\nasync fn main() -> Result<(), Box<dyn std::error::Error>> {{"
    );
    for line in calls(settings, operations)? {
        let _ = writeln!(text, "    {line}");
    }
    let _ = writeln!(text, "    Ok(())\n}}\n```\n");
    let _ = writeln!(
        text,
        "`Client::from_env` reads the key from `{}`; `Client::new(\"…\")` takes it from anywhere else. The answer \
         dereferences to its type and also has `status()` and `headers()`. An `Error` tells whether the server can have \
         seen the request, and keeps status, headers and body of what it answered.\n",
        package.key_variable
    );
    let _ = writeln!(text, "## Operations\n");
    for tag in &lowered.tags {
        let of_tag: Vec<&Joined> = operations
            .iter()
            .filter(|joined| joined.operation.module == tag.module)
            .collect();
        if of_tag.is_empty() {
            continue;
        }
        let _ = writeln!(text, "### {}\n", text::one_line(&tag.name));
        let _ = writeln!(
            text,
            "| method of `Client` | request | what it does |\n|---|---|---|"
        );
        for joined in of_tag {
            let operation = &joined.operation;
            let _ = writeln!(
                text,
                "| `{}` | `{} {}` | {} |",
                operation.name,
                operation.method,
                text::code(&operation.path).replace('|', ""),
                text::one_line(&operation.summary)
            );
        }
        text.push('\n');
    }
    let _ = writeln!(text, "## Licence\n\nMIT or Apache-2.0, at your choice.");
    Ok(renderer.plain("README.md", &text))
}

/// The first call as the body of a doc test, its frame hidden.
pub(super) fn first_call(settings: &Settings, operations: &[Joined]) -> Result<Vec<String>, Error> {
    let name = crate_name(settings);
    let mut lines = vec![
        format!("use {name}::Client;"),
        String::new(),
        format!("# async fn run() -> Result<(), {name}::Error> {{"),
    ];
    lines.extend(calls(settings, operations)?);
    lines.push("# Ok(())".to_string());
    lines.push("# }".to_string());
    Ok(lines)
}

/// The name the crate has in Rust.
pub(super) fn crate_name(settings: &Settings) -> String {
    settings.package.name.replace('-', "_")
}

fn calls(settings: &Settings, operations: &[Joined]) -> Result<Vec<String>, Error> {
    let mut lines = vec!["let client = Client::from_env()?;".to_string()];
    let wanted = settings.package.example_operation.as_deref();
    let chosen = match wanted {
        Some(wanted) => Some(
            operations
                .iter()
                .find(|joined| joined.operation.id == wanted)
                .filter(|joined| joined.body.is_none())
                .ok_or_else(|| {
                    Error::new(
                        "api.toml: crate.example-operation",
                        format!("no operation `{wanted}` without a request body is generated"),
                        "name the operationId of another one, or delete the line",
                    )
                })?,
        ),
        None => operations.iter().find(|joined| joined.body.is_none()),
    };
    let Some(joined) = chosen else {
        lines.push("println!(\"{client:?}\");".to_string());
        return Ok(lines);
    };
    lines.push("let answer = client".to_string());
    lines.push(format!("    .{}()", joined.operation.name));
    for field in joined
        .fields
        .iter()
        .filter(|field| field.parameter.required)
    {
        let ty = &field.ty;
        let example = field.parameter.example.as_deref().unwrap_or("1");
        let value = match quote!(#ty).to_string().as_str() {
            "i64" | "i32" | "u64" | "u32" | "f64" | "bool" => example.to_string(),
            _ => literal(example),
        };
        lines.push(format!("    .{}({value})", field.ident));
    }
    lines.push("    .send()".to_string());
    lines.push("    .await?;".to_string());
    lines.push("println!(\"{answer:#?}\");".to_string());
    Ok(lines)
}

/// A string literal that Rust, TOML and JSON all read as the same text.
fn literal(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
