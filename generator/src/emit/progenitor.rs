//! The call of progenitor, which asserts and panics on documents it does not like.
//!
//! In: the lowered document; out: its syntax tree and the operations that are in it. Where it refuses or panics, or where
//! types would not compile, the schemas that it stumbles over become any JSON, parameters text; an operation that still
//! cannot be made is skipped with the reason.

use std::collections::BTreeSet;

use openapiv3::OpenAPI;
use progenitor_impl::{CrateVers, GenerationSettings, Generator, InterfaceStyle, TagStyle};
use syn::Item;

use super::adapter::operations;
use super::adapter::types::shapes;
use super::isolate::{self, quietly};
use super::parts::{self, Parts};
use super::repair;
use crate::api::Types;
use crate::document::Pointer;
use crate::error::Error;
use crate::lower::sizes::{self, Spilled, TooLarge};
use crate::lower::{Bodies, Lowered, Operation, Parameter, native};
use crate::notes::{Note, Skipped};
use crate::text;

/// What progenitor made.
pub(super) struct Made {
    pub file: syn::File,
    /// Its types; nobody knows yet where they occur.
    pub types: Types,
    pub operations: Vec<Operation>,
    pub skipped: Vec<Skipped>,
    /// Schemas that became any JSON.
    pub notes: Vec<Note>,
}

/// Why there is no syntax tree.
#[derive(Debug, thiserror::Error)]
enum Failure {
    /// Types that the runtime would not decode safely.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
    /// Anything else: a reason for people.
    #[error("{0}")]
    Other(String),
}

impl From<String> for Failure {
    fn from(reason: String) -> Self {
        Self::Other(reason)
    }
}

/// A syntax tree, and its types that do not have all properties.
struct Tree {
    file: syn::File,
    types: Types,
    spilled: Vec<Spilled>,
}

/// Makes the syntax tree for as many operations as possible.
pub(super) fn make(api: &str, lowered: &Lowered) -> Result<Made, Error> {
    let whole = |lowered: &Lowered, tree: Tree, mut notes: Vec<Note>| {
        notes.extend(spilled(lowered, &tree.spilled));
        Made {
            file: tree.file,
            types: tree.types,
            operations: lowered.operations.clone(),
            skipped: Vec::new(),
            notes,
        }
    };
    let failure = match generate(lowered, &lowered.operations) {
        Ok(tree) => return Ok(whole(lowered, tree, Vec::new())),
        Err(failure) => failure,
    };
    let mut lowered = lowered.clone();
    let mut notes = Vec::new();
    if let Failure::TooLarge(too_large) = &failure {
        // All of them are known, so none has to be searched for.
        notes = open_too_large(&mut lowered, too_large);
        if let Ok(tree) = generate(&lowered, &lowered.operations) {
            return Ok(whole(&lowered, tree, notes));
        }
    }
    notes.extend(open_components(&mut lowered));
    let (mut operations, mut skipped) = keep_operations(&lowered);
    if !skipped.is_empty() {
        let mut changed = text_parameters(&mut lowered, &skipped);
        changed.extend(open_bodies(&mut lowered, &skipped));
        notes.extend(changed);
        (operations, skipped) = keep_operations(&lowered);
        notes.retain(|note| skipped.iter().all(|skip| skip.pointer != note.pointer));
    }
    let tree = generate(&lowered, &operations).map_err(|reason| {
        Error::new(
            format!("spec/{api}/effective.yaml"),
            format!("the generator cannot make a crate of this document: {reason}"),
            "leave operations out by an action in fixups/10-document.overlay.yaml until it can, and report the document",
        )
    })?;
    notes.extend(spilled(&lowered, &tree.spilled));
    Ok(Made {
        file: tree.file,
        types: tree.types,
        operations,
        skipped,
        notes,
    })
}

/// What is said of types that do not have all properties.
fn spilled<'a>(lowered: &'a Lowered, types: &'a [Spilled]) -> impl Iterator<Item = Note> + 'a {
    types.iter().map(|Spilled { name, properties }| {
        let is_component = lowered.has_component(name);
        let pointer = is_component.then(|| component_pointer(lowered, name));
        Note {
            operation: None,
            // A nested type has a name only.
            pointer: pointer.unwrap_or_default(),
            note: format!(
                "The type `{}` has {properties} of its properties in its map of all others, `extra`, since a struct of all \
                 would be too large to decode",
                text::code(name)
            ),
        }
    })
}

fn component_pointer(lowered: &Lowered, type_name: &str) -> String {
    let place = Pointer::root().child("components").child("schemas");
    place.child(lowered.document_name(type_name)).to_string()
}

/// The operations that can be made together, and the others.
fn keep_operations(lowered: &Lowered) -> (Vec<Operation>, Vec<Skipped>) {
    let attempt = |some: &[Operation]| made(generate(lowered, some));
    let (kept, bad) = isolate::keep(&lowered.operations, &attempt);
    let skipped = bad.into_iter().map(|(operation, reason)| Skipped {
        operation: operation.id,
        pointer: operation.pointer,
        reason,
    });
    (kept, skipped.collect())
}

/// What an attempt to find out more has to know.
fn made<T>(result: Result<T, Failure>) -> Result<(), String> {
    result.map(|_| ()).map_err(|failure| failure.to_string())
}

/// Opens the components whose types are too large.
fn open_too_large(lowered: &mut Lowered, too_large: &TooLarge) -> Vec<Note> {
    let names = too_large.names().filter(|name| lowered.has_component(name));
    let names: Vec<String> = names.map(str::to_owned).collect();
    let reason = "its type would be too large to decode";
    names
        .iter()
        .map(|name| open_component(lowered, name, reason))
        .collect()
}

/// Opens the components that cannot be made.
fn open_components(lowered: &mut Lowered) -> Vec<Note> {
    let attempt = |some: &[String]| made(types(&lowered.openapi_of_components(some)?));
    let (_, bad) = isolate::keep(&lowered.components(), &attempt);
    bad.iter()
        .map(|(name, reason)| open_component(lowered, name, reason))
        .collect()
}

fn open_component(lowered: &mut Lowered, name: &str, reason: &str) -> Note {
    lowered.open_component(name);
    Note {
        operation: None,
        pointer: component_pointer(lowered, name),
        note: format!(
            "The component `{}` is any JSON, since {reason}",
            text::code(lowered.document_name(name))
        ),
    }
}

/// Makes text of the parameters by which operations could not be made, and of no others.
fn text_parameters(lowered: &mut Lowered, skipped: &[Skipped]) -> Vec<Note> {
    let mut notes = Vec::new();
    for operation in of_skipped(lowered, skipped) {
        let mut only = lowered.only(&operation.name);
        // Whether the bodies can be made is looked at later.
        only.open_bodies(&operation.name, Bodies::Both);
        let parameters = operation.parameters.iter();
        let all: Vec<&Parameter> = parameters.filter(|of| !of.location.is_part()).collect();
        // The others are text.
        let with_types = |some: &[&Parameter]| {
            let mut changed = only.clone();
            for parameter in all.iter().filter(|one| !some.contains(one)) {
                changed.set_text_parameter(&operation.name, &parameter.field);
            }
            made(generate(&changed, &changed.operations))
        };
        if with_types(&[]).is_err() {
            // No parameter is to blame, or not alone.
            continue;
        }
        let (_, bad) = isolate::keep(&all, &with_types);
        for (parameter, _) in bad {
            lowered.set_text_parameter(&operation.name, &parameter.field);
            notes.push(Note {
                operation: Some(operation.id.clone()),
                pointer: operation.pointer.clone(),
                note: format!(
                    "The parameter `{}` is taken as text, since its type cannot be made",
                    text::code(&parameter.wire)
                ),
            });
        }
    }
    notes
}

/// The operations that were skipped.
fn of_skipped(lowered: &Lowered, skipped: &[Skipped]) -> Vec<Operation> {
    let pointers: BTreeSet<&str> = skipped.iter().map(|skip| skip.pointer.as_str()).collect();
    let operations = lowered.operations.iter();
    operations
        .filter(|operation| pointers.contains(operation.pointer.as_str()))
        .cloned()
        .collect()
}

/// Opens the bodies by which operations could not be made.
fn open_bodies(lowered: &mut Lowered, skipped: &[Skipped]) -> Vec<Note> {
    let mut notes = Vec::new();
    for operation in of_skipped(lowered, skipped) {
        let only = lowered.only(&operation.name);
        let good = Bodies::ALL.into_iter().find(|bodies| {
            let mut changed = only.clone();
            changed.open_bodies(&operation.name, *bodies)
                && generate(&changed, &changed.operations).is_ok()
        });
        if let Some(bodies) = good {
            lowered.open_bodies(&operation.name, bodies);
            notes.push(Note {
                operation: Some(operation.id.clone()),
                pointer: operation.pointer.clone(),
                note: format!(
                    "The {} is any JSON, since its type cannot be made",
                    bodies.words()
                ),
            });
        }
    }
    notes
}

/// The syntax tree for these operations, in which each of them is found.
fn generate(lowered: &Lowered, operations: &[Operation]) -> Result<Tree, Failure> {
    let wanted: BTreeSet<&str> = operations
        .iter()
        .map(|operation| operation.name.as_str())
        .collect();
    let tree = types(&lowered.openapi(&|name| wanted.contains(name))?)?;
    quietly(|| {
        let mut parts = Parts::split(tree.file.clone())?;
        operations::join(operations, &mut parts)
    })?
    .map_err(|error| error.rule().to_string())?;
    Ok(tree)
}

/// The syntax tree with the types of a document.
fn types(document: &OpenAPI) -> Result<Tree, Failure> {
    #[cfg(test)]
    tests::ATTEMPTS.set(tests::ATTEMPTS.get() + 1);
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
    let mut types = Types::new();
    let mut spilled = Vec::new();
    for item in &file.items {
        if let Item::Mod(module) = item
            && module.ident == "types"
            && let Some((_, items)) = &module.content
        {
            types = shapes(&parts::by_type(items.clone()))?;
            spilled.extend(sizes::bound(&mut types)?);
        }
    }
    Ok(Tree {
        file,
        types,
        spilled,
    })
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use serde_json::{Value, json};

    use super::*;
    use crate::lower;
    use crate::name::lock::Lock;

    thread_local! {
        /// How often progenitor was called.
        pub(super) static ATTEMPTS: Cell<usize> = const { Cell::new(0) };
    }

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
        assert_eq!((made.operations.len(), made.notes.len()), (1, 2));
    }

    /// What is made of an operation that answers with the component `Wide` and sends `Sent`, beside one that answers with
    /// an innocent component; and how often progenitor was called for that.
    fn made_of_wide(received: &Value, sent: &Value) -> (Made, usize) {
        let reference = |name: &str| json!({ "application/json": { "schema": { "$ref": format!("#/components/schemas/{name}") } } });
        let answers =
            |name: &str| json!({ "200": { "description": "", "content": reference(name) } });
        let document = json!({
            "servers": [{ "url": "https://shop.example" }],
            "paths": {
                "/a": { "post": { "operationId": "a", "requestBody": { "content": reference("Sent") }, "responses": answers("Wide") } },
                "/b": { "get": { "operationId": "b", "responses": answers("Innocent") } },
            },
            "components": { "schemas": {
                "Wide": { "type": "object", "properties": received },
                "Sent": { "type": "object", "properties": sent },
                "Innocent": { "type": "object", "properties": { "id": { "type": "string" } } },
            } },
        });
        let lowered = lower::lower("effective.yaml", &document, &Lock::default()).unwrap();
        let before = ATTEMPTS.get();
        let made = make("shop", &lowered).unwrap();
        (made, ATTEMPTS.get() - before)
    }

    fn properties(count: usize, schema: &Value) -> Value {
        let all = (0..count).map(|index| (format!("p{index}"), schema.clone()));
        all.collect()
    }

    #[test]
    fn a_wide_answer_is_a_struct_at_the_first_attempt() {
        let text = json!({ "type": "string" });
        let object = json!({ "type": "object", "properties": { "id": text } });
        for (count, schema, places) in [
            (400, &object, vec![]),
            (1000, &object, vec![]),
            (3000, &object, vec!["/components/schemas/Wide"]),
            (3000, &text, vec!["/components/schemas/Wide"]),
        ] {
            let (made, attempts) = made_of_wide(&properties(count, schema), &json!({}));
            assert_eq!((made.operations.len(), attempts), (2, 1), "{count}");
            let noted = made.notes.iter().map(|note| note.pointer.as_str());
            assert_eq!(noted.collect::<Vec<_>>(), places, "{count}");
            let parts = Parts::split(made.file).unwrap();
            for name in ["Wide", "Innocent"] {
                let is_struct = matches!(parts.types[name].first(), Some(Item::Struct(_)));
                assert!(is_struct, "{name} {count}");
            }
        }
    }

    #[test]
    fn a_component_that_is_sent_and_too_large_is_opened_at_once() {
        let text = json!({ "type": "string" });
        let (made, attempts) = made_of_wide(&json!({}), &properties(3000, &text));
        assert_eq!((made.operations.len(), attempts), (2, 2));
        let notes: Vec<&str> = made.notes.iter().map(|note| note.note.as_str()).collect();
        let note = "The component `Sent` is any JSON, since its type would be too large to decode";
        assert_eq!(notes, [note]);
        let parts = Parts::split(made.file).unwrap();
        assert!(matches!(
            parts.types["Innocent"].first(),
            Some(Item::Struct(_))
        ));
    }

    #[test]
    fn of_many_parameters_only_the_odd_ones_are_text() {
        let parameters: Vec<Value> = (0..60)
            .map(|number| json!({ "in": "query", "name": format!("p{number}"), "schema": { "type": "integer" } }))
            .collect();
        let document = json!({
            "servers": [{ "url": "https://shop.example" }],
            "paths": { "/a": { "get": { "operationId": "a", "parameters": parameters, "responses": { "204": { "description": "" } } } } },
        });
        let mut lowered = lower::lower("effective.yaml", &document, &Lock::default()).unwrap();
        for field in ["p7", "p43"] {
            let odd = json!({ "type": "string", "enum": ["a", "A"] });
            lowered.set_parameter("a", field, &odd);
        }
        let before = ATTEMPTS.get();
        let made = make("shop", &lowered).unwrap();
        let notes: Vec<&str> = made.notes.iter().map(|note| note.note.as_str()).collect();
        let note = |name: &str| {
            format!("The parameter `{name}` is taken as text, since its type cannot be made")
        };
        // By name, as parameters are.
        assert_eq!(notes, [note("p43"), note("p7")]);
        let attempts = ATTEMPTS.get() - before;
        assert!(attempts < 40, "{attempts}");
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
