//! From the effective document to the graph of the API: operations with claimed names, and a Rust type for every schema.
//!
//! An operation that cannot be generated is left out with its reason; the rest is not touched by it. Nothing later looks
//! at the effective document again.

mod body;
mod components;
mod conversions;
mod described;
mod examples;
mod failure;
mod field_names;
mod given_methods;
mod headers;
mod isolate;
mod kind;
mod methods;
mod native;
mod nested_names;
mod notes;
mod nullable;
mod numbers;
mod one_of;
mod operation;
mod outcome;
mod parameter;
mod parts;
mod payload;
mod prefill;
mod progenitor;
mod response;
mod route;
mod scalars;
mod schema;
mod scopes;
mod secrets;
mod security;
mod server;
mod sizes;
mod tags;
mod types;
mod uses;
mod wanted;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::api::Api;
use crate::document::{self, OperationIds, StrayReason, text_at};
use crate::error::Error;
use crate::identifiers::{RESERVED_TYPES, Scope};
use crate::name::lock::Lock;
use crate::name::operation_places::OperationPlaces;
use crate::notes::{Blame, Note, Skipped};
use crate::union::alternatives;

use components::Components;
use given_methods::GivenMethods;
use methods::Methods;
use operation::Draft;
use parameter::Routes;
use tags::Tags;

/// What lowering makes of a document.
#[derive(Debug, Clone)]
pub(crate) struct Lowered {
    /// Everything that is emitted.
    pub api: Api,
    /// What is done differently from the document: first what concerns all of it, then each operation.
    pub notes: Vec<Note>,
}

/// Lowers an effective document, which is called `file` in messages; `lock` has the names of methods that were published
/// before.
///
/// # Errors
///
/// A fixup's extension that leads nowhere or says what cannot be, such as `x-flags` that name no bits; a document that grows without end.
pub fn lower(file: &str, document: &Value, lock: &Lock) -> Result<Lowered, Error> {
    secrets::check(document)?;
    let combined = alternatives::combine(document).map_err(|outgrown| outgrown.error(file))?;
    let document = &nullable::move_to_places(&combined);
    let (security, mut notes) = security::of(document);
    let (server, of_server) = server::of(document);
    notes.extend(of_server);
    let mut tags = Tags::of(document);
    let routes = Routes::of(document);
    let mut types = Scope::exact(&RESERVED_TYPES);
    let components = Components::lower(document, &mut types);
    let mut drafts = Vec::new();
    let mut skipped = Vec::new();
    let ids = OperationIds::of(document);
    let places = OperationPlaces::of(document, &ids, lock);
    let given_methods = GivenMethods::of(document, &places, lock)?;
    let mut claims = operation::Claims {
        ids: &ids,
        security: &security,
        server: server.as_deref(),
        places: &places,
        methods: &mut Methods::of(lock, given_methods.published()),
        given_methods: &given_methods,
        types: &mut types,
        tags: &mut tags,
        routes: &routes,
    };
    for found in document::operations(document) {
        let outcome = outcome::find(&found)?;
        let exactly_one_of = one_of::find(&found)?;
        match operation::lower(document, &components, &found, &mut claims) {
            Ok(mut draft) => {
                draft.operation.success = outcome.success;
                draft.operation.exactly_one_of = exactly_one_of;
                draft.operation.failure = failure::component(document, &found, &components);
                draft.payload = outcome.payload;
                drafts.push(draft);
            }
            Err(reason) => skipped.push(Skipped {
                operation: found.label(),
                pointer: found.pointer.to_string(),
                reason,
                blame: Blame::Document,
            }),
        }
    }
    given_methods.check(drafts.iter().map(|draft| &draft.operation))?;
    skipped.extend(document::strays(document).map(|stray| {
        let spelled = || format!("{} {}", stray.key.to_uppercase(), stray.path);
        let (operation, reason) = match stray.reason {
            StrayReason::Reference => (
                stray.path.to_string(),
                "its path item refers to something that is not in the document",
            ),
            StrayReason::UnknownMethod => (spelled(), "OpenAPI knows no such method"),
            StrayReason::SecondSpelling => (
                spelled(),
                "its path has another operation of this method, written in another case",
            ),
        };
        Skipped {
            operation,
            pointer: stray.pointer.to_string(),
            reason: reason.to_string(),
            blame: Blame::Document,
        }
    }));
    keep_shared_failures(&mut drafts);
    let scalars = scalars::find(document, &components)?;
    let make = |some: &[&Draft]| {
        // Attempts are for finding out; what they claim counts for none of the others.
        let mut names = types.clone();
        isolate::quietly(|| types::of(some, &components, &scalars, &mut names))
            .and_then(|made| made)
            .map_err(|reason| format!("progenitor makes no types of it: {reason}"))
    };
    let all: Vec<&Draft> = drafts.iter().collect();
    let mut refused = BTreeMap::new();
    let made = make(&all).or_else(|_| {
        let (kept, bad) = isolate::keep(&all, &|some| make(some).map(|_| ()));
        let bad = bad.into_iter();
        refused.extend(bad.map(|(draft, reason)| (draft.operation.pointer.clone(), reason)));
        make(&kept)
    });
    let (mut types, of_places) = made.map_err(|reason| fault(file, &reason))?;
    let mut of_places = of_places.into_iter();
    let (mut operations, mut payloads) = (Vec::new(), Vec::new());
    for mut draft in drafts {
        match refused.remove(&draft.operation.pointer) {
            Some(reason) => skipped.push(Skipped {
                operation: draft.operation.id,
                pointer: draft.operation.pointer,
                reason,
                blame: Blame::Generator,
            }),
            None => {
                payloads.push(std::mem::take(&mut draft.payload));
                operations.push(draft.finish(&mut of_places));
            }
        }
    }
    notes.extend(sizes::limit(&mut types, &components.document_names()));
    prefill::prefill(document, &components, &mut types)?;
    secrets::mark(document, &components, &mut types);
    for (operation, payload) in operations.iter().zip(&payloads) {
        payload::find(&mut types, operation, payload)?;
        one_of::check(operation, &types)?;
    }
    let scopes = scopes::find(&operations)?;
    let tags = tags.into_vec();
    let shared_module = uses::place(&tags, &operations, &mut types);
    conversions::find(&mut types);
    let of_operations = operations.iter().flat_map(|operation| &operation.notes);
    notes.extend(of_operations.cloned());
    Ok(Lowered {
        api: Api {
            description: text_at(document, "/info/description"),
            server,
            security,
            tags,
            shared_module,
            operations,
            scopes,
            skipped,
            types,
        },
        notes,
    })
}

/// progenitor does not make a type that it always makes: a fault of ours.
fn fault(file: &str, reason: &str) -> Error {
    Error::fault(
        file,
        format!("progenitor makes no types of this document: {reason}"),
        "please report it with the document; until it is repaired, leave out what is odd by an action in \
         fixups/10-document.overlay.yaml",
    )
}

/// A failure that only one operation has is not worth a type of its own.
fn keep_shared_failures(drafts: &mut [Draft]) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let named = drafts
        .iter()
        .filter_map(|draft| draft.operation.failure.clone());
    named.for_each(|name| *counts.entry(name).or_default() += 1);
    for draft in drafts {
        let failure = &mut draft.operation.failure;
        failure.take_if(|name| counts.get(name).is_none_or(|count| *count < 2));
    }
}
