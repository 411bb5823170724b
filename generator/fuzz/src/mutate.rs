//! Changes to a document, each at a random place: what stands there is spliced, wrapped, renamed, removed or replaced.
//!
//! A document and random choices in, the changed document out. Prose comes last, so that a canary stands where text
//! belongs and nowhere else.

use fastrand::Rng;
use serde_json::{Map, Value, json};

use crate::role::{self, Role};
use crate::stock::Stock;
use crate::vocabulary;

/// Keys below which text is prose or a value, and never a name.
const PROSE_KEYS: [&str; 6] = [
    "default",
    "description",
    "example",
    "pattern",
    "summary",
    "title",
];

/// The most changes to one document.
const MAX_CHANGES: usize = 6;

/// Changes a document in a few places.
pub fn document(document: &mut Value, rng: &mut Rng, stock: &Stock) {
    for _ in 0..rng.usize(1..=MAX_CHANGES) {
        change(document, rng, stock);
    }
    for _ in 0..rng.usize(..4) {
        plant_canary(document, rng);
    }
}

/// Changes any JSON value in one to three places, without regard for what it means.
pub fn value(value: &mut Value, rng: &mut Rng, stock: &Stock) {
    for _ in 0..rng.usize(1..4) {
        let places = role::places(value);
        if let Some((pointer, _)) = rng.choice(&places) {
            anything(value, pointer, rng, stock);
        }
    }
}

fn change(document: &mut Value, rng: &mut Rng, stock: &Stock) {
    let places = role::places(document);
    let schemas: Vec<&(String, Role)> = places
        .iter()
        .filter(|(_, role)| *role == Role::Schema)
        .collect();
    match (rng.usize(..3), rng.choice(&schemas)) {
        (0, Some((pointer, _))) => schema(document, pointer, rng, stock),
        (1, _) => {
            let known: Vec<_> = places
                .iter()
                .filter(|(_, role)| *role != Role::Other)
                .collect();
            if let Some((pointer, role)) = rng.choice(&known) {
                splice(document, pointer, *role, rng, stock);
            }
        }
        _ => {
            if let Some((pointer, _)) = rng.choice(&places) {
                anything(document, pointer, rng, stock);
            }
        }
    }
}

/// Puts a fragment of the same role in a place, or beside it.
fn splice(document: &mut Value, pointer: &str, role: Role, rng: &mut Rng, stock: &Stock) {
    let Some(fragment) = stock.fragment(rng, role) else {
        return;
    };
    let parent = pointer.rsplit_once('/').map(|(parent, _)| parent);
    let beside = parent.and_then(|parent| document.pointer_mut(parent));
    match beside {
        Some(Value::Array(items)) if rng.bool() => items.push(fragment),
        Some(Value::Object(object)) if rng.bool() => {
            let mut name = vocabulary::name(rng);
            if role == Role::PathItem {
                name = format!("/{name}/{{{}}}", vocabulary::name(rng));
            }
            object.insert(name, fragment);
        }
        _ => {
            if let Some(place) = document.pointer_mut(pointer) {
                *place = fragment;
            }
        }
    }
}

/// Changes what a schema says.
fn schema(document: &mut Value, pointer: &str, rng: &mut Rng, stock: &Stock) {
    let components = components(document);
    let Some(place) = document.pointer_mut(pointer) else {
        return;
    };
    let inner = place.clone();
    match (rng.usize(..8), &mut *place) {
        (0..=3, Value::Object(object)) => {
            for _ in 0..rng.usize(1..3) {
                let (keyword, value) = vocabulary::keyword(rng, &components, 3);
                object.insert(keyword, value);
            }
        }
        (4, _) => {
            let keyword = vocabulary::one(rng, &["oneOf", "anyOf", "allOf"]);
            let other = vocabulary::schema(rng, &components, 2);
            let alternatives = if rng.bool() {
                vec![inner]
            } else {
                vec![inner, other]
            };
            *place = json!({ keyword: alternatives });
        }
        (5, _) => {
            let keyword = vocabulary::one(rng, &["items", "additionalProperties", "not"]);
            *place = json!({ keyword: inner });
        }
        (6, _) => *place = json!({ "$ref": vocabulary::reference(rng, &components) }),
        _ => match stock.fragment(rng, Role::Schema) {
            Some(Value::Object(more)) if place.is_object() => {
                if let Value::Object(object) = place {
                    object.extend(more);
                }
            }
            _ => *place = vocabulary::schema(rng, &components, 3),
        },
    }
}

/// Changes a place of any kind.
fn anything(document: &mut Value, pointer: &str, rng: &mut Rng, stock: &Stock) {
    let other = other_value(document, rng);
    let Some(place) = document.pointer_mut(pointer) else {
        return;
    };
    match (rng.usize(..8), &mut *place) {
        (0, Value::Object(object)) => {
            remove_one(object, rng);
        }
        (1, Value::Object(object)) => {
            if let Some((_, value)) = remove_one(object, rng) {
                object.insert(vocabulary::key(rng), value);
            }
        }
        (2, Value::Object(object)) => {
            if let Some((key, value)) = remove_one(object, rng) {
                object.insert(key.to_uppercase(), value);
            }
        }
        (3, Value::Object(object)) => {
            if let Some((key, value)) = remove_one(object, rng) {
                object.insert(key, value.clone());
                object.insert(vocabulary::name(rng), value);
            }
        }
        (4, Value::Object(object)) => {
            object.insert(vocabulary::key(rng), other);
        }
        (0..=2, Value::Array(items)) if !items.is_empty() => {
            let index = rng.usize(..items.len());
            let item = items.remove(index);
            if rng.bool() {
                items.extend([item.clone(), item]);
            }
        }
        (0..=2, Value::String(text)) => *text = vocabulary::name(rng),
        (5, _) => *place = other,
        (6, _) => {
            if let Some(fragment) = stock.fragment(rng, Role::Schema) {
                *place = fragment;
            }
        }
        _ => *place = vocabulary::any_json(rng, 2),
    }
}

fn remove_one(object: &mut Map<String, Value>, rng: &mut Rng) -> Option<(String, Value)> {
    let keys: Vec<String> = object.keys().cloned().collect();
    let key = rng.choice(keys)?;
    object.remove_entry(&key)
}

/// What stands elsewhere in the document.
fn other_value(document: &Value, rng: &mut Rng) -> Value {
    let places = role::places(document);
    let place = rng
        .choice(&places)
        .and_then(|(pointer, _)| document.pointer(pointer));
    place.cloned().unwrap_or(Value::Null)
}

/// Puts a canary into a text that is prose or a value.
fn plant_canary(document: &mut Value, rng: &mut Rng) {
    let places: Vec<String> = role::places(document)
        .into_iter()
        .map(|(pointer, _)| pointer)
        .filter(|pointer| {
            is_prose(pointer) && document.pointer(pointer).is_some_and(Value::is_string)
        })
        .collect();
    if let Some(pointer) = rng.choice(places)
        && let Some(place) = document.pointer_mut(&pointer)
    {
        *place = json!(vocabulary::canary(rng));
    }
}

/// Whether a text in this place is prose or a value, however the document is read.
fn is_prose(pointer: &str) -> bool {
    let keys: Vec<&str> = pointer.split('/').skip(1).collect();
    let is_name = |key: &str| ["properties", "schemas", "enum", "required"].contains(&key);
    match keys.iter().position(|key| PROSE_KEYS.contains(key)) {
        Some(first) => !keys.iter().any(|key| is_name(key)) || first + 1 == keys.len(),
        None => false,
    }
}

fn components(document: &Value) -> Vec<String> {
    let schemas = document
        .pointer("/components/schemas")
        .and_then(Value::as_object);
    schemas
        .into_iter()
        .flatten()
        .map(|(name, _)| name.clone())
        .collect()
}
