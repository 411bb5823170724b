//! The call of progenitor, which asserts and panics on documents it does not like.
//!
//! In: the lowered document; out: its syntax tree and the operations that are in it. Where it refuses or panics, or where
//! types would not compile, the schemas that it stumbles over become any JSON, parameters text; an
//! operation that still cannot be made is skipped with the reason.

use std::collections::BTreeSet;

use openapiv3::OpenAPI;
use progenitor_impl::{CrateVers, GenerationSettings, Generator, InterfaceStyle, TagStyle};
use syn::Item;

use super::buffered;
use super::isolate::{self, quietly};
use super::operations;
use super::parts::Parts;
use super::repair;
use super::sizes;
use crate::document::Pointer;
use crate::lower::{Lowered, Operation, native};
use crate::{Error, Note, Skipped, text};

/// What progenitor made.
pub(super) struct Made {
    pub file: syn::File,
    pub operations: Vec<Operation>,
    pub skipped: Vec<Skipped>,
    /// Schemas that became any JSON.
    pub notes: Vec<Note>,
}

/// Makes the syntax tree for as many operations as possible.
pub(super) fn make(api: &str, lowered: &Lowered) -> Result<Made, Error> {
    if let Ok(file) = generate(lowered, &lowered.operations) {
        return Ok(Made {
            file,
            operations: lowered.operations.clone(),
            skipped: Vec::new(),
            notes: Vec::new(),
        });
    }
    let mut lowered = lowered.clone();
    let mut notes = open_components(&mut lowered);
    let (mut operations, mut skipped) = keep_operations(&lowered);
    if !skipped.is_empty() {
        let mut changed = text_parameters(&mut lowered, &skipped);
        changed.extend(open_bodies(&mut lowered, &skipped));
        notes.extend(changed);
        (operations, skipped) = keep_operations(&lowered);
        notes.retain(|note| skipped.iter().all(|skip| skip.pointer != note.pointer));
    }
    let file = generate(&lowered, &operations).map_err(|reason| {
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
        notes,
    })
}

/// The operations that can be made together, and the others.
fn keep_operations(lowered: &Lowered) -> (Vec<Operation>, Vec<Skipped>) {
    let attempt = |some: &[Operation]| generate(lowered, some).map(|_| ());
    let (kept, bad) = isolate::keep(&lowered.operations, &attempt);
    let skipped = bad.into_iter().map(|(operation, reason)| Skipped {
        operation: operation.id,
        pointer: operation.pointer,
        reason,
    });
    (kept, skipped.collect())
}

/// Opens the components that cannot be made.
fn open_components(lowered: &mut Lowered) -> Vec<Note> {
    let attempt = |some: &[String]| types(&lowered.openapi_of_components(some)?).map(|_| ());
    let (_, bad) = isolate::keep(&lowered.components(), &attempt);
    let mut notes = Vec::new();
    for (name, reason) in bad {
        lowered.open_component(&name);
        let name = lowered.document_name(&name);
        let place = Pointer::root().child("components").child("schemas");
        notes.push(Note {
            operation: None,
            pointer: place.child(name).to_string(),
            note: format!(
                "The component `{}` is any JSON, since {reason}",
                text::code(name)
            ),
        });
    }
    notes
}

/// Makes text of the parameters by which operations could not be made.
fn text_parameters(lowered: &mut Lowered, skipped: &[Skipped]) -> Vec<Note> {
    let mut notes = Vec::new();
    let operations = lowered.operations.clone();
    let is_skipped =
        |operation: &&Operation| skipped.iter().any(|skip| skip.pointer == operation.pointer);
    for operation in operations.iter().filter(is_skipped) {
        // Whether the bodies can be made is looked at later.
        let is_good = |lowered: &Lowered| {
            let opened = lowered.with_open_bodies(&operation.name).pop();
            let opened = opened.as_ref().map_or(lowered, |(opened, _)| opened);
            generate_one(opened, &operation.name).is_ok()
        };
        if is_good(lowered) {
            continue;
        }
        let good = lowered
            .with_text_parameters(operation)
            .into_iter()
            .find(|(changed, _)| is_good(changed));
        let Some((changed, fields)) = good else {
            continue;
        };
        *lowered = changed;
        let is_text = |field: &String| fields.contains(field);
        let parameters = operation.parameters.iter();
        notes.extend(
            parameters
                .filter(|of| is_text(&of.field))
                .map(|parameter| Note {
                    operation: Some(operation.id.clone()),
                    pointer: operation.pointer.clone(),
                    note: format!(
                        "The parameter `{}` is taken as text, since its type cannot be made",
                        text::code(&parameter.wire)
                    ),
                }),
        );
    }
    notes
}

/// The syntax tree for one operation.
fn generate_one(lowered: &Lowered, name: &str) -> Result<syn::File, String> {
    let mut operations = lowered.operations.iter();
    let operation = operations.find(|operation| operation.name == name);
    generate(lowered, operation.map_or(&[], std::slice::from_ref))
}

/// Opens the bodies by which operations could not be made.
fn open_bodies(lowered: &mut Lowered, skipped: &[Skipped]) -> Vec<Note> {
    let mut notes = Vec::new();
    let operations = lowered.operations.clone();
    let is_skipped =
        |operation: &&Operation| skipped.iter().any(|skip| skip.pointer == operation.pointer);
    for operation in operations.iter().filter(is_skipped) {
        let this = std::slice::from_ref(operation);
        let good = lowered
            .with_open_bodies(&operation.name)
            .into_iter()
            .find(|(opened, _)| generate(opened, this).is_ok());
        if let Some((opened, what)) = good {
            *lowered = opened;
            notes.push(Note {
                operation: Some(operation.id.clone()),
                pointer: operation.pointer.clone(),
                note: format!("The {what} is any JSON, since its type cannot be made"),
            });
        }
    }
    notes
}

/// The syntax tree for these operations, in which each of them is found.
fn generate(lowered: &Lowered, operations: &[Operation]) -> Result<syn::File, String> {
    let wanted: BTreeSet<&str> = operations
        .iter()
        .map(|operation| operation.name.as_str())
        .collect();
    let file = types(&lowered.openapi(&|name| wanted.contains(name))?)?;
    quietly(|| {
        let mut parts = Parts::split(file.clone())?;
        operations::join(operations, &mut parts)
    })?
    .map_err(|error| error.rule().to_string())?;
    Ok(file)
}

/// The syntax tree with the types of a document.
fn types(document: &OpenAPI) -> Result<syn::File, String> {
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Builder)
        .with_tag(TagStyle::Merged)
        .with_map_type("::std::collections::BTreeMap")
        .with_derive("PartialEq")
        .with_crate(native::PACKAGE, CrateVers::Any, None);
    let tokens = quietly(|| Generator::new(&settings).generate_tokens(document))
        .map_err(|message| format!("progenitor cannot make it: {message}"))?
        .map_err(|error| error.to_string())?;
    let mut file =
        syn::parse2(tokens).map_err(|error| format!("progenitor's output is no Rust: {error}"))?;
    repair::wire_names(&mut file);
    repair::check_names(&file)?;
    for item in &mut file.items {
        if let Item::Mod(module) = item
            && module.ident == "types"
            && let Some((_, types)) = &mut module.content
        {
            sizes::bound(types)?;
            buffered::watch(types);
        }
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::lower;
    use crate::name::lock::Lock;

    /// Two operations: one that answers with the component `Odd`, and one that answers with a text.
    fn lowered(odd: &Value) -> Lowered {
        let answers = |schema: Value| json!({ "200": { "description": "", "content": { "application/json": { "schema": schema } } } });
        let document = json!({
            "servers": [{ "url": "https://shop.example" }],
            "paths": {
                "/a": { "get": { "operationId": "a", "responses": answers(json!({ "$ref": "#/components/schemas/Odd" })) } },
                "/b": { "get": { "operationId": "b", "responses": answers(json!({ "type": "string" })) } },
            },
            "components": { "schemas": { "Odd": { "type": "object", "properties": { "id": {} } } } },
        });
        let mut lowered = lower::lower("effective.yaml", &document, &Lock::default()).unwrap();
        lowered.set_component("Odd", odd.clone());
        lowered
    }

    #[test]
    fn a_component_that_cannot_be_made_is_any_json() {
        // What lowering itself never writes: two fields of one name, and a schema that typify asserts against.
        for odd in [
            json!({ "type": "object", "properties": { "a-b": {}, "a_b": {} } }),
            json!({ "type": "string", "enum": ["a", "A"] }),
        ] {
            let made = make("shop", &lowered(&odd)).unwrap();
            assert_eq!(made.operations.len(), 2, "{odd}");
            let [note] = made.notes.as_slice() else {
                panic!("{:?}", made.notes);
            };
            assert_eq!(note.pointer, "/components/schemas/Odd");
            assert!(
                note.note
                    .starts_with("The component `Odd` is any JSON, since "),
                "{note:?}"
            );
        }
    }

    #[test]
    fn a_component_is_blamed_by_its_name_in_the_document_and_for_itself_alone() {
        let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
        let object = |of: Value| json!({ "type": "object", "properties": { "of": of } });
        let answers = |schema: Value| json!({ "200": { "description": "", "content": { "application/json": { "schema": schema } } } });
        let document = json!({
            "servers": [{ "url": "https://shop.example" }],
            "paths": { "/a": { "get": { "operationId": "a", "responses": answers(reference("outer")) } } },
            // Each is part of the other.
            "components": { "schemas": { "outer": object(reference("odd one")), "odd one": object(reference("outer")) } },
        });
        let mut lowered = lower::lower("effective.yaml", &document, &Lock::default()).unwrap();
        lowered.set_component(
            "OddOne",
            json!({ "type": "object", "properties": { "a-b": {}, "a_b": reference("Outer") } }),
        );
        let made = make("shop", &lowered).unwrap();
        let places: Vec<&str> = made
            .notes
            .iter()
            .map(|note| note.pointer.as_str())
            .collect();
        assert_eq!(places, ["/components/schemas/odd one"]);
        assert_eq!(made.operations.len(), 1);
    }

    #[test]
    fn a_parameter_that_cannot_be_made_is_text() {
        let parameter =
            |name: &str| json!({ "in": "query", "name": name, "schema": { "type": "integer" } });
        let document = json!({
            "servers": [{ "url": "https://shop.example" }],
            "paths": { "/a": { "get": {
                "operationId": "a",
                "parameters": [parameter("good"), parameter("odd"), parameter("worse")],
                "responses": { "204": { "description": "" } },
            } } },
        });
        let mut lowered = lower::lower("effective.yaml", &document, &Lock::default()).unwrap();
        // Of two words with one name no enum can be made.
        let odd = json!({ "type": "string", "enum": ["a", "A"] });
        lowered.set_parameter("a", "odd", &odd);
        let made = make("shop", &lowered).unwrap();
        let notes: Vec<&str> = made.notes.iter().map(|note| note.note.as_str()).collect();
        let note = "The parameter `odd` is taken as text, since its type cannot be made";
        assert_eq!((made.operations.len(), notes), (1, vec![note]));
        lowered.set_parameter("a", "worse", &odd);
        let made = make("shop", &lowered).unwrap();
        assert_eq!((made.operations.len(), made.notes.len()), (1, 3));
    }

    #[test]
    fn nothing_is_opened_where_all_can_be_made() {
        let made = make("shop", &lowered(&json!({ "type": "string" }))).unwrap();
        assert_eq!(
            (made.operations.len(), made.skipped, made.notes),
            (2, vec![], vec![])
        );
    }
}
