//! `api.md` of a generated crate: every operation on one page.
//!
//! The API in, Markdown out: per operation what it is called with, what may be set, and what comes back. Text of the document
//! only on one line and made safe.

use std::fmt::Write as _;

use super::body::BodySetters;
use super::first_call;
use super::operations::by_tag;
use super::render::Renderer;
use super::rust_type::{Scope, pretty_type};
use super::send;
use super::setter::Setter;
use crate::api::{Api, Operation};
use crate::file::File;
use crate::settings::Settings;
use crate::text;

/// The page.
pub(super) fn page(renderer: &Renderer, settings: &Settings, api: &Api) -> File {
    let calls = first_call::calls(api);
    let mut page = format!(
        "<!--\n{}-->\n\n# Operations of {}\n\nWhat stands behind `client.` is called on a `Client`",
        renderer.comment(""),
        settings.package.name
    );
    for scope in &api.scopes {
        let _ = write!(
            page,
            ", or without its `{}` on `client.{}(…)`",
            scope.parameter.field, scope.method
        );
    }
    page.push_str(
        ". Lines with a dot set what may be left out, unless they say \"required\"; `send` gives the type behind the arrow \
         inside of a `Response`.\n",
    );
    for (tag, operations) in by_tag(api) {
        let _ = writeln!(page, "\n## {}", text::one_line(&tag.name));
        for operation in operations {
            page.push_str(&section(operation, api));
            if let Some(call) = calls.get(operation.id.as_str()) {
                let _ = writeln!(page, "\n```rust\n{}\n```", call.join("\n"));
            }
        }
    }
    renderer.plain("api.md", &page)
}

/// The line of a setter.
fn line(start: &str, setter: &Setter, is_required: bool) -> String {
    let ty = pretty_type(&setter.ty, Scope::Types);
    let required = if is_required { " required" } else { "" };
    let about = setter.about();
    let about = about.map(|line| format!("  // {}", text::code(line)));
    format!(
        "    {start}.{}({ty}){required}{}\n",
        setter.ident,
        about.unwrap_or_default()
    )
}

fn section(operation: &Operation, api: &Api) -> String {
    let title = match text::one_line(&operation.summary) {
        title if title.is_empty() => format!("`{}`", operation.name),
        title => title,
    };
    let mut section = format!(
        "\n### {title}\n\n`{} {}`\n",
        operation.method,
        text::code(&operation.path)
    );
    let description = text::one_line(&operation.description);
    if !description.is_empty() {
        let _ = writeln!(section, "\n{description}");
    }
    let arguments = operation.arguments().map(|parameter| {
        let ty = pretty_type(&parameter.ty, Scope::Types);
        format!("{}: {ty}", parameter.field)
    });
    let arguments: Vec<String> = arguments.collect();
    let _ = writeln!(
        section,
        "\n```text\nclient.{}({})",
        operation.name,
        arguments.join(", ")
    );
    let body = BodySetters::new(operation, &api.types);
    let parameters: Vec<Setter> = operation.setters().map(send::setter).collect();
    let fields = body.iter().flat_map(BodySetters::fields);
    for setter in parameters.iter().chain(fields) {
        section.push_str(&line("", setter, setter.is_required));
    }
    if let Some(body) = &body {
        // Fields, which are required for themselves, or all of them at once.
        let start = if body.is_drafted() { "or " } else { "" };
        let is_required = body.whole().is_required && !body.is_drafted();
        section.push_str(&line(start, body.whole(), is_required));
    }
    let (held, _) = send::sending(&operation.response, Scope::Types);
    let payload = operation
        .response
        .held()
        .and_then(|ty| api.types.get(ty.named()?));
    let payload = payload.and_then(|named| named.as_struct()?.payload.as_ref());
    let payload = payload.map(|payload| {
        format!(
            "  // payload() -> {}",
            pretty_type(&payload.ty, Scope::Types)
        )
    });
    let _ = writeln!(
        section,
        "    .send() -> {held}{}\n```",
        payload.unwrap_or_default()
    );
    section
}
