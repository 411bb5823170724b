//! The call of progenitor, which asserts and panics on documents it does not like.
//!
//! In: the lowered document; out: its syntax tree and the operations that are in it. An operation that progenitor
//! refuses or panics on is found by trying each alone, and skipped with progenitor's own words as the reason.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use openapiv3::OpenAPI;
use progenitor_impl::{GenerationSettings, Generator, InterfaceStyle, TagStyle};

use crate::lower::{Lowered, Operation};
use crate::{Error, Skipped};

/// What progenitor made.
pub(super) struct Made {
    pub file: syn::File,
    pub operations: Vec<Operation>,
    pub skipped: Vec<Skipped>,
}

/// Makes the syntax tree for as many operations as possible.
pub(super) fn make(api: &str, lowered: &Lowered) -> Result<Made, Error> {
    if let Ok(file) = generate(&lowered.openapi) {
        return Ok(Made {
            file,
            operations: lowered.operations.clone(),
            skipped: Vec::new(),
        });
    }
    let mut operations = Vec::new();
    let mut skipped = Vec::new();
    for operation in &lowered.operations {
        match generate(&only(&lowered.openapi, &|name| name == operation.name)) {
            Ok(_) => operations.push(operation.clone()),
            Err(reason) => skipped.push(Skipped {
                operation: operation.id.clone(),
                pointer: operation.pointer.clone(),
                reason,
            }),
        }
    }
    let is_kept = |name: &str| operations.iter().any(|operation| operation.name == name);
    let file = generate(&only(&lowered.openapi, &is_kept)).map_err(|reason| {
        Error::new(
            format!("spec/{api}/effective.yaml"),
            format!("the generator cannot make a crate of this document: {reason}"),
            "if one of its components/schemas is odd, correct it by an action in fixups/10-document.overlay.yaml",
        )
    })?;
    Ok(Made {
        file,
        operations,
        skipped,
    })
}

/// The document with just the operations whose names are wanted.
fn only(document: &OpenAPI, is_wanted: &dyn Fn(&str) -> bool) -> OpenAPI {
    let mut document = document.clone();
    document.paths.paths.retain(|_, item| {
        item.as_item().is_some_and(|item| {
            item.iter()
                .any(|(_, operation)| operation.operation_id.as_deref().is_some_and(is_wanted))
        })
    });
    document
}

fn generate(document: &OpenAPI) -> Result<syn::File, String> {
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Builder)
        .with_tag(TagStyle::Merged)
        .with_map_type("::std::collections::BTreeMap")
        .with_derive("PartialEq");
    let tokens = quietly(|| Generator::new(&settings).generate_tokens(document))?
        .map_err(|error| error.to_string())?;
    syn::parse2(tokens).map_err(|error| format!("progenitor's output is no Rust: {error}"))
}

thread_local! {
    static IS_QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work` and turns a panic into its message, without the panic being printed.
///
/// The hook is process-wide, so it is set once and only ever silences the thread that is in here.
fn quietly<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let previous = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !IS_QUIET.get() {
                previous(info);
            }
        }));
    });
    IS_QUIET.set(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    IS_QUIET.set(false);
    result.map_err(|payload| {
        let message = payload
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| payload.downcast_ref::<&str>().copied())
            .unwrap_or("no message");
        let first_line = message.lines().next().unwrap_or_default();
        format!("progenitor cannot make it: {first_line}")
    })
}
