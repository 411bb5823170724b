//! What makes a folder a package: `Cargo.toml` and the licences.

use super::render::Renderer;
use crate::file::File;
use crate::settings::Settings;
use crate::toml_text;

/// The Rust that generated crates need: this package's, since all of the workspace have the same.
pub(super) const RUST_VERSION: &str = env!("CARGO_PKG_RUST_VERSION");

/// The runtime's version: this package's, for the same reason.
const RUNTIME_VERSION: &str = env!("CARGO_PKG_VERSION");

/// `Cargo.toml`.
pub(super) fn manifest(renderer: &Renderer, settings: &Settings) -> File {
    let package = &settings.package;
    let repository = package.repository.as_ref();
    let repository =
        repository.map(|address| format!("repository = {}\n", toml_text::string(address)));
    let text = format!(
        r#"{notice}
[package]
name = {name}
version = {version}
description = {description}
edition = "2024"
rust-version = "{RUST_VERSION}"
license = "MIT OR Apache-2.0"
readme = "README.md"
keywords = ["api", "client", "openapi"]
categories = ["api-bindings"]
documentation = {documentation}
{repository}include = ["/src", "/tests", "/README.md", "/api.md", "/LICENSE-*"]

[features]
default = ["rustls"]
# TLS by rustls, or by the operating system's library; without either only plain http works.
rustls = ["openapi-client-runtime/rustls"]
native-tls = ["openapi-client-runtime/native-tls"]
# rustls on ring in place of AWS-LC, whose C code takes most of a first build: without the default features.
rustls-ring = ["openapi-client-runtime/rustls-ring"]
# Times to and from the types of these crates.
chrono = ["openapi-client-runtime/chrono"]
jiff = ["openapi-client-runtime/jiff"]
time = ["openapi-client-runtime/time"]

[dependencies]
openapi-client-runtime = {{ version = "{RUNTIME_VERSION}", path = "../../runtime", default-features = false }}
serde = {{ version = "1.0", features = ["derive"] }}
serde_json = "1.0"

[dev-dependencies]
openapi-client-runtime = {{ version = "{RUNTIME_VERSION}", path = "../../runtime", default-features = false, features = ["testing"] }}
tokio = {{ version = "1", features = ["macros", "rt-multi-thread"] }}
"#,
        notice = renderer.comment("# "),
        name = toml_text::string(&package.name),
        version = toml_text::string(&package.version),
        description = toml_text::string(&package.description),
        documentation = toml_text::string(&format!("https://docs.rs/{}", package.name)),
        repository = repository.unwrap_or_default(),
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

/// The name the crate has in Rust.
pub(super) fn crate_name(settings: &Settings) -> String {
    settings.package.name.replace('-', "_")
}
