//! Inline schemas become named components.
//!
//! The effective document goes in; the same document comes out with `components.schemas` and `$ref`s, so that every tool
//! profits. Equal schemas become one component, and so do those that a person has given one `x-schema-name`. Names are
//! remembered in `names.lock.toml`.

mod examples;
mod extract;
mod groups;
mod labels;
pub(crate) mod lock;
pub(crate) mod method_names;
mod naming;
pub(crate) mod operation_places;
mod place;
mod responses;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::document::budget::{Budget, Outgrown};
use crate::document::{self, OperationEntry, OperationIds, Reference, component};
use crate::identifiers;

use extract::{Extractor, Here};
use groups::GroupId;
use lock::Lock;
use operation_places::{OperationPlace, OperationPlaces};

/// What JSON in a text looks like, as OpenAPI 3.0 can say it.
const EXTENSIONS: [(&str, &str); 2] = [
    ("contentMediaType", "x-contentMediaType"),
    ("contentSchema", "x-contentSchema"),
];

/// The document with named components, and its names.
pub(crate) struct Named {
    pub document: Value,
    pub lock: Lock,
    /// Where the document would have grown without end; responses from there on are not joined.
    pub outgrown: Option<Outgrown>,
}

/// Names the components of a document.
///
/// `descriptions` are what a person says of a component, by the name that he gives it.
pub(crate) fn name(document: &Value, lock: &Lock, descriptions: &BTreeMap<&str, &str>) -> Named {
    let mut named = document.clone();
    let mut extractor = Extractor::default();
    let published = published(document);
    let taken = published.keys().cloned().collect();
    extractor.published(&published);
    for (pointer, here) in shared(document) {
        if let Some(place) = named.pointer_mut(pointer.as_str()) {
            *place = extractor.schema(place, &here);
        }
    }
    let ids = OperationIds::of(document);
    let operations = OperationPlaces::of(document, &ids, lock);
    let budget = Budget::of(document);
    for found in document::operations(document) {
        responses::join(&mut named, &found, &budget);
        let operation = identifiers::pascal(&method_names::wishes(&found, &ids)[0]);
        let parameters = parameters(document, &found, &operations);
        let roots = roots(&found, &operation, &operations.of_operation(&found));
        for (pointer, here) in roots.into_iter().chain(parameters) {
            if let Some(Value::Object(media_type)) = named.pointer_mut(pointer.as_str()) {
                examples::keep(media_type);
                if let Some(place) = media_type.get_mut("schema") {
                    *place = extractor.schema(place, &here);
                }
            }
        }
    }
    labels::tell_apart(&mut extractor.places, lock);
    let names = naming::names(&extractor.groups, &extractor.places, lock, &taken);
    extractor.groups.describe(descriptions);
    resolve(&mut named, &extractor, &names);
    let components: Map<String, Value> = extractor
        .groups
        .all()
        .filter_map(|(group, schema)| {
            let mut schema = schema.clone();
            resolve(&mut schema, &extractor, &names);
            Some((names.get(&group)?.clone(), schema))
        })
        .collect();
    component::add(&mut named, components);
    extend(&mut named);
    named.sort_all_objects();
    Named {
        document: named,
        lock: locked(&extractor, &names),
        outgrown: budget.outgrown(),
    }
}

/// The components that the document has already. One whose name a person has given to another place is that place's
/// component, too.
fn published(document: &Value) -> Map<String, Value> {
    let mut published = component::all(document).clone();
    let mut given = BTreeSet::new();
    given_names(document, &mut given);
    for (name, schema) in &mut published {
        if let Value::Object(schema) = schema
            && given.contains(&given_key(name))
            && !schema.contains_key("$ref")
        {
            schema
                .entry("x-schema-name")
                .or_insert_with(|| Value::String(name.clone()));
        }
    }
    published
}

/// The schemas of responses, bodies and parameters that operations refer to.
fn shared(document: &Value) -> Vec<(document::Pointer, Here)> {
    let of = |kind: &str| {
        document
            .pointer(&format!("/components/{kind}"))?
            .as_object()
    };
    let pointer = |kind: &str, name: &str| {
        document::Pointer::root()
            .child("components")
            .child(kind)
            .child(name)
    };
    let mut shared = Vec::new();
    for (kind, ending) in [("responses", "Response"), ("requestBodies", "Body")] {
        for (name, component) in of(kind).into_iter().flatten() {
            let content = component.get("content").and_then(Value::as_object);
            for (media_type, content) in content.into_iter().flatten() {
                if content.get("schema").is_some() {
                    let label = format!("components/{kind} {name}");
                    let root = format!("{}{ending}", identifiers::pascal(name));
                    let at = pointer(kind, name).child("content").child(media_type);
                    let at = at.child("schema");
                    shared.push((at.clone(), Here::root(label, at, root)));
                }
            }
        }
    }
    for (name, parameter) in of("parameters").into_iter().flatten() {
        if parameter.pointer("/schema/x-schema-name").is_some() {
            let label = format!("components/parameters {name}");
            let at = pointer("parameters", name).child("schema");
            shared.push((at.clone(), Here::root(label, at, identifiers::pascal(name))));
        }
    }
    shared
}

/// What a given name is compared by: `chat` and `Chat` are one type.
fn given_key(name: &str) -> String {
    naming::key(&identifiers::pascal(name))
}

fn given_names(value: &Value, given: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            let name = object.get("x-schema-name").and_then(Value::as_str);
            given.extend(name.map(given_key));
            object.values().for_each(|value| given_names(value, given));
        }
        Value::Array(items) => items.iter().for_each(|value| given_names(value, given)),
        _ => {}
    }
}

/// The media types of an operation's JSON responses and request bodies.
fn roots(
    found: &OperationEntry<'_>,
    operation: &str,
    place: &OperationPlace,
) -> Vec<(document::Pointer, Here)> {
    // By method and path, as methods are remembered: a renamed operation keeps its types, too.
    let root = |media_type: &document::Pointer, rest: &str, name: String| {
        let at = media_type.child("schema");
        Here::of_operation(place, rest, at, name)
    };
    let mut roots = Vec::new();
    for response in found.json_responses() {
        if response.content.get("schema").is_none() {
            continue;
        }
        let status = response.status;
        let name = if status.starts_with('2') {
            format!("{operation}Response")
        } else {
            let status = identifiers::pascal(status);
            format!("{operation}{}Response", status.trim_start_matches('X'))
        };
        let here = root(&response.pointer, status, name);
        roots.push((response.pointer, here));
    }
    for body in found.request_bodies() {
        if body.content.get("schema").is_some() {
            let here = root(&body.pointer, "body", format!("{operation}Body"));
            roots.push((body.pointer, here));
        }
    }
    roots
}

/// The parameters of an operation whose schemas a person has named.
fn parameters(
    document: &Value,
    found: &OperationEntry<'_>,
    operations: &OperationPlaces<'_>,
) -> Vec<(document::Pointer, Here)> {
    let of_item = document::Pointer::root().child("paths").child(found.path);
    let mut named = Vec::new();
    for (owner, place) in [
        (of_item, operations.of_path(found.path)),
        (found.pointer.clone(), operations.of_operation(found)),
    ] {
        let pointer = owner.child("parameters");
        let parameters = document.pointer(pointer.as_str()).and_then(Value::as_array);
        for (index, parameter) in parameters.into_iter().flatten().enumerate() {
            if parameter.pointer("/schema/x-schema-name").is_some() {
                let name = parameter
                    .get("name")
                    .and_then(Value::as_str)
                    .unwrap_or_default();
                let at = pointer.child(&index.to_string());
                let rest = format!("parameter {index}");
                let here = Here::of_operation(
                    &place,
                    &rest,
                    at.child("schema"),
                    identifiers::pascal(name),
                );
                named.push((at, here));
            }
        }
    }
    named
}

/// Turns references to groups into `$ref`s; what the place says of itself stands beside it in an `allOf`, because OpenAPI
/// 3.0 ignores the siblings of a `$ref`.
fn resolve(value: &mut Value, extractor: &Extractor, names: &BTreeMap<GroupId, String>) {
    if let Value::Object(object) = value
        && let Some(group) = groups::reference(object)
    {
        let name = names
            .get(&extractor.groups.find(group))
            .cloned()
            .unwrap_or_default();
        let reference = json!({ "$ref": Reference::to_component(&name) });
        object.remove(groups::REFERENCE);
        if object.is_empty() {
            *value = reference;
        } else {
            object.insert("allOf".to_string(), json!([reference]));
            // `nullable` counts only beside a type.
            let kind = extractor.groups.kind(extractor.groups.find(group));
            if let Some(kind) = kind.filter(|_| object.contains_key("nullable")) {
                object.insert("type".to_string(), kind.clone());
            }
        }
        return;
    }
    match value {
        Value::Object(object) => object
            .values_mut()
            .for_each(|value| resolve(value, extractor, names)),
        Value::Array(items) => items
            .iter_mut()
            .for_each(|value| resolve(value, extractor, names)),
        _ => {}
    }
}

/// Keywords of JSON Schema that OpenAPI 3.0 does not have become extensions, so that other tools accept the document.
fn extend(value: &mut Value) {
    match value {
        Value::Object(object) => {
            if object.get("contentMediaType").is_some_and(Value::is_string) {
                for (keyword, extension) in EXTENSIONS {
                    if let Some(value) = object.remove(keyword) {
                        object.insert(extension.to_string(), value);
                    }
                }
            }
            let schemas = object.iter_mut().filter(|(key, _)| {
                !["example", "examples", "default", "enum"].contains(&key.as_str())
            });
            schemas.for_each(|(_, value)| extend(value));
        }
        Value::Array(items) => items.iter_mut().for_each(extend),
        _ => {}
    }
}

fn locked(extractor: &Extractor, names: &BTreeMap<GroupId, String>) -> Lock {
    let mut lock = Lock::default();
    // A component that the document names itself needs no remembering.
    for place in extractor.places.iter().filter(|place| !place.is_published) {
        if let Some(name) = names.get(&extractor.groups.find(place.group)) {
            lock.add_type(name, &place.label);
        }
    }
    lock
}
