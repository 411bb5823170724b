//! References of schemas: each leads to a component, and no component consists of itself.
//!
//! OpenAPI lets a `$ref` lead anywhere; types have names, so whatever a schema refers to becomes a component of its own. A
//! reference that leads nowhere, or out of the document, makes its place any JSON, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::place::Place;
use super::{Notes, keywords};
use crate::document::pointer::unescape;
use crate::document::{
    LIST_OF_SCHEMAS, Pointer, Reference, component, inside, inside_mut, schemas, schemas_mut,
};
use crate::identifiers::{self, Numbers};
use crate::text;

/// How often what became a component may itself refer to something that has to become one.
const MAX_ROUNDS: usize = 16;

/// Where the schemas of components stand.
const SCHEMAS: &str = "/components/schemas/";

/// Makes every `$ref` of a schema one to a component.
pub(super) fn lead_to_components(document: &mut Value, notes: &mut Notes) {
    for _ in 0..MAX_ROUNDS {
        let (places, found) = all(document);
        let mut names = Names::of(document);
        let mut moved: BTreeMap<String, String> = BTreeMap::new();
        for (place, reference) in &found {
            let name = match target(document, &places, reference, place) {
                Some(Target::Component(name)) => Some(name),
                Some(Target::Elsewhere(pointer)) => {
                    let new = moved.entry(pointer.clone());
                    Some(new.or_insert_with(|| names.claim(&pointer)).clone())
                }
                None => None,
            };
            let Some(schema) = document.pointer_mut(place.as_str()) else {
                continue;
            };
            match name {
                Some(name) => schema["$ref"] = Reference::to_component(&name).into(),
                None => {
                    let reference = text::code(reference);
                    notes.at(
                        place,
                        format!(
                            "`{reference}` leads to no schema of the document, so this is any JSON"
                        ),
                    );
                    *schema = Value::Object(Map::new());
                }
            }
        }
        // The inner ones first, so that the outer ones take the references to them along.
        let mut moves: Vec<(String, String)> = moved.into_iter().collect();
        moves.sort_by_key(|(pointer, _)| std::cmp::Reverse(pointer.len()));
        let is_done = moves.is_empty();
        for (pointer, name) in moves {
            hoist(document, &pointer, name, notes);
        }
        if is_done {
            break;
        }
    }
    schemas_mut(document, &mut |schema, pointer, _| {
        without_definitions(schema, pointer);
    });
    break_circles(document, notes);
    shorten(document);
}

/// Makes what stands at a pointer a component, and what stood there a reference to it.
fn hoist(document: &mut Value, pointer: &str, name: String, notes: &mut Notes) {
    let Some(place) = document.pointer_mut(pointer) else {
        return;
    };
    let reference = json!({ "$ref": Reference::to_component(&name) });
    let mut schema = std::mem::replace(place, reference);
    // It may stand where nobody has looked for schemas.
    keywords::normalise(
        &mut schema,
        &component::place(&name),
        Place::default(),
        notes,
    );
    component::add(document, [(name, schema)]);
}

/// Where a reference leads.
enum Target {
    /// To a component that is a schema.
    Component(String),
    /// To a schema at another pointer.
    Elsewhere(String),
}

/// Where a reference leads, seen from its place; nothing where that is none of the `places` that are schemas.
fn target(
    document: &Value,
    places: &BTreeSet<String>,
    reference: &str,
    place: &Pointer,
) -> Option<Target> {
    let pointer = Reference(reference).pointer()?;
    let is_defined =
        |pointer: &str| pointer.starts_with("/definitions/") || pointer.starts_with("/$defs/");
    let is_schema = |pointer: &str| {
        (places.contains(pointer) || is_defined(pointer))
            && document.pointer(pointer).is_some_and(Value::is_object)
    };
    let mut candidates = vec![pointer.clone()];
    for definitions in ["/$defs/", "/definitions/"] {
        if let Some(rest) = pointer.strip_prefix(definitions) {
            // JSON Schema means the schema around; documents that were converted mean their components.
            let mut around = place.clone();
            while !around.as_str().is_empty() {
                candidates.push(format!("{around}{definitions}{rest}"));
                around = around.parent();
            }
            candidates.push(format!("{SCHEMAS}{rest}"));
        }
    }
    let pointer = candidates
        .into_iter()
        .find(|pointer| !pointer.is_empty() && is_schema(pointer))?;
    let name = pointer.strip_prefix(SCHEMAS);
    Some(match name.filter(|name| !name.contains('/')) {
        Some(name) => Target::Component(unescape(name)),
        None => Target::Elsewhere(pointer),
    })
}

/// The place of every schema, and every reference of a schema with its place.
fn all(document: &Value) -> (BTreeSet<String>, Vec<(Pointer, String)>) {
    let mut places = BTreeSet::new();
    let mut found = Vec::new();
    schemas(document, &mut |schema, pointer, _| {
        collect(schema, pointer, &mut places, &mut found);
    });
    (places, found)
}

fn collect(
    schema: &Value,
    pointer: &Pointer,
    places: &mut BTreeSet<String>,
    found: &mut Vec<(Pointer, String)>,
) {
    let Value::Object(declared) = schema else {
        return;
    };
    places.insert(pointer.to_string());
    if let Some(reference) = declared.get("$ref").and_then(Value::as_str) {
        found.push((pointer.clone(), reference.to_string()));
    }
    inside(declared, pointer, &mut |below, pointer| {
        collect(below, pointer, places, found);
    });
}

/// `$defs` are components by now, or nobody refers to them.
fn without_definitions(schema: &mut Value, pointer: &Pointer) {
    if let Value::Object(declared) = schema {
        for key in ["$anchor", "$defs", "$id", "definitions"] {
            declared.remove(key);
        }
        inside_mut(declared, pointer, &mut without_definitions);
    }
}

/// The names of new components.
#[derive(Default)]
struct Names {
    taken: BTreeSet<String>,
    numbers: Numbers,
}

impl Names {
    fn of(document: &Value) -> Self {
        Self {
            taken: component::all(document).keys().cloned().collect(),
            ..Self::default()
        }
    }

    /// A name made of the end of the pointer, as far as it says something.
    fn claim(&mut self, pointer: &str) -> String {
        const SAYS_NOTHING: [&str; 16] = [
            "$defs",
            "allOf",
            "anyOf",
            "application~1json",
            "components",
            "content",
            "definitions",
            "get",
            "oneOf",
            "paths",
            "post",
            "properties",
            "requestBody",
            "responses",
            "schema",
            "schemas",
        ];
        let says_something = |part: &&str| {
            !SAYS_NOTHING.contains(part) && !part.bytes().all(|byte| byte.is_ascii_digit())
        };
        let parts: Vec<&str> = pointer.split('/').filter(says_something).collect();
        let last = parts.len().saturating_sub(2);
        let wish = identifiers::pascal(&parts[last..].join(" ").replace("~1", " "));
        self.numbers.claim(wish, "", &mut self.taken)
    }
}

/// Cuts every chain of references by which a component would be itself.
fn break_circles(document: &mut Value, notes: &mut Notes) {
    let Some(components) = component::all_mut(document) else {
        return;
    };
    let names: Vec<String> = components.keys().cloned().collect();
    let mut is_done: BTreeSet<String> = BTreeSet::new();
    for name in &names {
        while let Some((owner, part)) = circle(components, name, &mut is_done) {
            notes.at(
                &component::place(&owner),
                format!(
                    "`{}` is part of itself, and this part is left out",
                    text::code(&part)
                ),
            );
            if let Some(schema) = components.get_mut(&owner) {
                cut(schema, &Reference::to_component(&part));
            }
        }
    }
}

/// Makes every component that is but another name lead to the end of its chain of names: each name is one step away, and
/// no type is a tower of others.
fn shorten(document: &mut Value) {
    let Some(components) = component::all_mut(document) else {
        return;
    };
    let mut next: BTreeMap<String, (String, bool)> = components
        .iter()
        .filter_map(|(name, schema)| Some((name.clone(), alias(schema)?)))
        .collect();
    let names: Vec<String> = next.keys().cloned().collect();
    for name in names {
        // There are no circles, so a chain ends; what is on the way leads to the end from now on.
        let mut way = vec![name];
        while let Some((further, _)) = way.last().and_then(|last| next.get(last)) {
            way.push(further.clone());
        }
        let Some(end) = way.pop() else { continue };
        let mut is_nullable = false;
        for name in way.into_iter().rev() {
            is_nullable |= next.get(&name).is_some_and(|(_, is_nullable)| *is_nullable);
            if let Some(Value::Object(schema)) = components.get_mut(&name) {
                lead_to(schema, &Reference::to_component(&end), is_nullable);
            }
            next.insert(name, (end.clone(), is_nullable));
        }
    }
}

/// The component that another one is but a name of, and whether null fits the name beside.
fn alias(schema: &Value) -> Option<(String, bool)> {
    let declared = schema.as_object()?;
    let says_no_more = declared
        .keys()
        .all(|key| key == "$ref" || key == "allOf" || BESIDE_NAMES.contains(&key.as_str()));
    if !says_no_more {
        return None;
    }
    let only = match declared.get("allOf") {
        Some(parts) => match parts.as_array()?.as_slice() {
            [part @ Value::Object(keys)] if keys.len() == 1 => part,
            _ => return None,
        },
        None => schema,
    };
    let is_nullable = declared.get("nullable") == Some(&Value::Bool(true));
    Some((Reference::of(only)?.component()?, is_nullable))
}

fn lead_to(schema: &mut Map<String, Value>, reference: &str, is_nullable: bool) {
    let reference = json!({ "$ref": reference });
    if is_nullable {
        schema.insert("nullable".to_string(), Value::Bool(true));
    }
    if schema.remove("$ref").is_some() && schema.is_empty() {
        schema.insert("$ref".to_string(), reference["$ref"].clone());
    } else {
        schema.insert("allOf".to_string(), json!([reference]));
    }
}

/// Keywords beside a reference that leave it but another name.
const BESIDE_NAMES: [&str; 5] = [
    "deprecated",
    "description",
    "externalDocs",
    "nullable",
    "title",
];

/// A component and its part by which `start` leads back to a component that leads there. Components that lead to no circle
/// are noted in `is_done`.
fn circle(
    components: &Map<String, Value>,
    start: &str,
    is_done: &mut BTreeSet<String>,
) -> Option<(String, String)> {
    // A way from the start, with the parts that are still to be followed at each step.
    let mut way: Vec<(String, Vec<String>)> =
        vec![(start.to_string(), parts_of(components, start))];
    let mut on_way: BTreeSet<String> = BTreeSet::from([start.to_string()]);
    while let Some((name, parts)) = way.last_mut() {
        let Some(part) = parts.pop() else {
            on_way.remove(name);
            is_done.insert(std::mem::take(name));
            way.pop();
            continue;
        };
        if on_way.contains(&part) {
            return Some((name.clone(), part));
        }
        if !is_done.contains(&part) {
            let parts = parts_of(components, &part);
            on_way.insert(part.clone());
            way.push((part, parts));
        }
    }
    None
}

fn parts_of(components: &Map<String, Value>, name: &str) -> Vec<String> {
    let mut parts = Vec::new();
    if let Some(schema) = components.get(name) {
        whole(schema, &mut parts);
    }
    parts
}

/// The components that a schema is itself, rather than holds.
fn whole(schema: &Value, parts: &mut Vec<String>) {
    parts.extend(Reference::of(schema).and_then(Reference::component));
    for key in LIST_OF_SCHEMAS {
        let list = schema.get(key).and_then(Value::as_array);
        for one in list.into_iter().flatten() {
            whole(one, parts);
        }
    }
}

/// Takes out every part of a schema that is the reference.
fn cut(schema: &mut Value, reference: &str) {
    let is_it = |schema: &Value| schema.get("$ref").is_some_and(|of| of == reference);
    if is_it(schema) {
        *schema = Value::Object(Map::new());
        return;
    }
    let Value::Object(declared) = schema else {
        return;
    };
    for key in LIST_OF_SCHEMAS {
        let Some(Value::Array(list)) = declared.get_mut(key) else {
            continue;
        };
        list.retain(|one| !is_it(one));
        for one in list.iter_mut() {
            cut(one, reference);
        }
        if list.is_empty() {
            declared.remove(key);
        }
    }
}
