//! The call of progenitor, which asserts and panics on documents it does not like.
//!
//! In: the lowered document; out: its syntax tree and the operations that are in it. An operation that progenitor
//! refuses or panics on, or whose types would not compile, is found by trying each alone, and skipped with the reason.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use openapiv3::OpenAPI;
use progenitor_impl::{CrateVers, GenerationSettings, Generator, InterfaceStyle, TagStyle};

use super::repair;
use crate::lower::{Lowered, Operation, native};
use crate::{Error, Skipped};

/// What progenitor made.
pub(super) struct Made {
    pub file: syn::File,
    pub operations: Vec<Operation>,
    pub skipped: Vec<Skipped>,
}

/// Makes the syntax tree for as many operations as possible.
pub(super) fn make(api: &str, lowered: &Lowered) -> Result<Made, Error> {
    if let Ok(file) = generate(lowered, &|_| true) {
        return Ok(Made {
            file,
            operations: lowered.operations.clone(),
            skipped: Vec::new(),
        });
    }
    let mut good = Vec::new();
    let mut skipped = Vec::new();
    for operation in &lowered.operations {
        match generate(lowered, &|name| name == operation.name) {
            Ok(_) => good.push(operation.clone()),
            Err(reason) => skipped.push(skip(operation, reason)),
        }
    }
    let together = generate(lowered, &|name| is_among(&good, name));
    let (operations, together) = match together {
        Ok(file) => (good, Ok(file)),
        Err(_) => {
            let kept = one_by_one(lowered, good, &mut skipped);
            let file = generate(lowered, &|name| is_among(&kept, name));
            (kept, file)
        }
    };
    let file = together.map_err(|reason| {
        Error::new(
            format!("spec/{api}/effective.yaml"),
            format!("the generator cannot make a crate of this document: {reason}"),
            "leave operations out by an action in fixups/10-document.overlay.yaml until it can, and report the document",
        )
    })?;
    Ok(Made {
        file,
        operations,
        skipped,
    })
}

/// Keeps each operation that can be made together with those before it.
fn one_by_one(
    lowered: &Lowered,
    good: Vec<Operation>,
    skipped: &mut Vec<Skipped>,
) -> Vec<Operation> {
    let mut kept: Vec<Operation> = Vec::new();
    for operation in good {
        kept.push(operation);
        if let Err(reason) = generate(lowered, &|name| is_among(&kept, name))
            && let Some(operation) = kept.pop()
        {
            let reason = format!("not together with the operations before it: {reason}");
            skipped.push(skip(&operation, reason));
        }
    }
    kept
}

fn is_among(operations: &[Operation], name: &str) -> bool {
    operations.iter().any(|operation| operation.name == name)
}

fn skip(operation: &Operation, reason: String) -> Skipped {
    Skipped {
        operation: operation.id.clone(),
        pointer: operation.pointer.clone(),
        reason,
    }
}

fn generate(lowered: &Lowered, is_wanted: &dyn Fn(&str) -> bool) -> Result<syn::File, String> {
    let document: OpenAPI = lowered.openapi(is_wanted)?;
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Builder)
        .with_tag(TagStyle::Merged)
        .with_map_type("::std::collections::BTreeMap")
        .with_derive("PartialEq")
        .with_crate(native::PACKAGE, CrateVers::Any, None);
    let tokens = quietly(|| Generator::new(&settings).generate_tokens(&document))?
        .map_err(|error| error.to_string())?;
    let mut file =
        syn::parse2(tokens).map_err(|error| format!("progenitor's output is no Rust: {error}"))?;
    repair::wire_names(&mut file);
    repair::check_names(&file)?;
    Ok(file)
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
