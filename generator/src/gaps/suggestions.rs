//! What a person could add to `fixups/`, ready to paste: places that look like one component, and counts typed as text.
//!
//! Nothing of it is done by itself: that two places look alike does not make them one.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToPascalCase;
use serde_json::Value;

use super::Suggestion;
use super::walk::Place;
use crate::document::{self, OperationIds, Target};

/// Objects with fewer properties are alike by chance.
const MIN_PROPERTIES: usize = 3;

/// How much of the smaller object's properties the larger one must have, and how much of both together they must share,
/// in hundredths.
const MIN_OVERLAP: usize = 80;
const MIN_JACCARD: usize = 50;

/// Places of answers that look like one component and are not named as one.
pub(super) fn components(places: &[Place<'_>]) -> Vec<Suggestion> {
    let objects: Vec<Object<'_>> = places.iter().filter_map(Object::of).collect();
    let mut groups: Vec<Vec<&Object<'_>>> = Vec::new();
    // Objects with the same properties are alike without being compared one by one.
    let mut by_names: BTreeMap<Vec<&str>, Vec<&Object<'_>>> = BTreeMap::new();
    for object in &objects {
        by_names
            .entry(object.properties.keys().copied().collect())
            .or_default()
            .push(object);
    }
    for same in by_names.into_values() {
        let Some(first) = same.first() else { continue };
        match groups
            .iter_mut()
            .find(|group| group.iter().any(|other| other.is_like(first)))
        {
            Some(group) => group.extend(same),
            None => groups.push(same),
        }
    }
    let mut suggestions: Vec<Suggestion> = groups
        .into_iter()
        .filter(|group| group.len() > 1 && !is_settled(group))
        .map(|mut group| {
            group.sort_by_key(|object| object.place.label());
            suggestion(&group, &objects)
        })
        .collect();
    suggestions.sort_by(|a, b| {
        b.places
            .len()
            .cmp(&a.places.len())
            .then_with(|| a.text.cmp(&b.text))
    });
    suggestions
}

/// Whether a group needs no name: all of it has one, or it is the same part of one component everywhere.
fn is_settled(group: &[&Object<'_>]) -> bool {
    let is_named = |object: &&Object<'_>| object.place.schema.get("x-schema-name").is_some();
    let parts: BTreeSet<_> = group.iter().map(|object| &object.place.within).collect();
    group.iter().all(is_named) || (parts.len() == 1 && parts.iter().all(|part| part.is_some()))
}

/// An object with the types of its properties.
struct Object<'a> {
    place: &'a Place<'a>,
    properties: BTreeMap<&'a str, Option<&'a str>>,
}

impl<'a> Object<'a> {
    fn of(place: &'a Place<'a>) -> Option<Self> {
        let properties = place.schema.get("properties")?.as_object()?;
        let properties: BTreeMap<&str, Option<&str>> = properties
            .iter()
            .map(|(name, schema)| (name.as_str(), schema.get("type").and_then(Value::as_str)))
            .collect();
        // The answer itself is an envelope, which is named after its operation.
        (properties.len() >= MIN_PROPERTIES && !place.way.is_empty())
            .then_some(Self { place, properties })
    }

    fn is_like(&self, other: &Self) -> bool {
        let shared: Vec<_> = self
            .properties
            .iter()
            .filter(|(name, _)| other.properties.contains_key(*name))
            .collect();
        let smaller = self.properties.len().min(other.properties.len());
        let all = self.properties.len() + other.properties.len() - shared.len();
        let are_compatible =
            shared
                .iter()
                .all(|(name, of)| match (of, other.properties.get(*name)) {
                    (Some(a), Some(Some(b))) => a == b || is_number(a) && is_number(b),
                    _ => true,
                });
        are_compatible
            && shared.len() * 100 >= smaller * MIN_OVERLAP
            && shared.len() * 100 >= all * MIN_JACCARD
    }
}

fn is_number(name: &str) -> bool {
    matches!(name, "integer" | "number")
}

fn suggestion(group: &[&Object<'_>], all: &[Object<'_>]) -> Suggestion {
    let name = name(group);
    let places: Vec<String> = group.iter().map(|object| object.place.label()).collect();
    let targets = targets(group, all);
    let actions: Vec<String> = targets
        .iter()
        .map(|target| {
            format!(
                "  - target: {target}\n    x-reason: one component, wherever it is shown\n    update:\n      x-schema-name: {name}\n"
            )
        })
        .collect();
    Suggestion {
        text: format!("{} places look like one `{name}`", places.len()),
        file: "10-document.overlay.yaml",
        places,
        actions: actions.concat(),
    }
}

/// The commonest name of the places in the singular.
fn name(group: &[&Object<'_>]) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for object in group {
        let known = object
            .place
            .schema
            .get("x-schema-name")
            .and_then(Value::as_str);
        let name = known.map_or_else(
            || singular(&object.place.name, object.place.is_item),
            str::to_string,
        );
        // A name that a person gave outweighs all others.
        *counts.entry(name).or_default() += if known.is_some() { group.len() } else { 1 };
    }
    let most = counts
        .iter()
        .max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)));
    most.map(|(name, _)| name.clone()).unwrap_or_default()
}

fn singular(name: &str, is_item: bool) -> String {
    let name = name.to_pascal_case();
    let name = if name.is_empty() {
        "Item".to_string()
    } else {
        name
    };
    match (is_item, name.strip_suffix("ies"), name.strip_suffix('s')) {
        (true, Some(stem), _) => format!("{stem}y"),
        (true, None, Some(stem)) if !stem.ends_with('s') => stem.to_string(),
        _ => name,
    }
}

/// One target for all, where every object under that property's name is in the group; else one for each place.
fn targets(group: &[&Object<'_>], all: &[Object<'_>]) -> Vec<String> {
    let members: BTreeSet<&Target> = group.iter().map(|object| &object.place.target).collect();
    let names: BTreeSet<(&str, bool)> = group
        .iter()
        .map(|object| (object.place.name.as_str(), object.place.is_item))
        .collect();
    let mut targets = Vec::new();
    for (name, is_item) in names {
        let is_same =
            |object: &&Object<'_>| object.place.name == name && object.place.is_item == is_item;
        let of_name: Vec<&Object<'_>> = all.iter().filter(is_same).collect();
        let here: Vec<&&Object<'_>> = group.iter().filter(|object| is_same(object)).collect();
        let is_direct = here.iter().all(|object| {
            let text = object.place.target.as_str();
            let end = property_path(name, is_item);
            text.ends_with(end.strip_prefix("$").unwrap_or(&end))
        });
        if here.len() > 1
            && is_direct
            && of_name
                .iter()
                .all(|object| members.contains(&object.place.target))
        {
            targets.push(format!(
                "$.paths.{}",
                property_path(name, is_item).trim_start_matches('$')
            ));
        } else {
            targets.extend(here.iter().map(|object| object.place.target.to_string()));
        }
    }
    targets
}

/// `$.properties.users.items`.
fn property_path(name: &str, is_item: bool) -> String {
    let path = Target::root().key("properties").key(name);
    let path = if is_item { path.key("items") } else { path };
    path.to_string()
}

/// Query parameters that are typed as text and described as a number in a range.
pub(super) fn counts(document: &Value) -> Vec<Suggestion> {
    let ids = OperationIds::of(document);
    let mut by_name: BTreeMap<String, (Vec<String>, String)> = BTreeMap::new();
    for found in document::operations(document) {
        let parameters = found.operation.get("parameters").and_then(Value::as_array);
        for parameter in parameters.into_iter().flatten() {
            let text = |key: &str| {
                parameter
                    .get(key)
                    .and_then(Value::as_str)
                    .unwrap_or_default()
            };
            let is_text = parameter
                .pointer("/schema/type")
                .is_some_and(|of| of == "string");
            let is_digits = !text("example").is_empty()
                && text("example").bytes().all(|byte| byte.is_ascii_digit());
            if text("in") == "query" && is_text && is_digits && says_number(text("description")) {
                let entry = by_name.entry(text("name").to_string()).or_default();
                entry
                    .0
                    .push(format!("{} {}", ids.label(&found), text("name")));
                entry.1 = text("description").to_string();
            }
        }
    }
    by_name
        .into_iter()
        .map(|(name, (places, description))| Suggestion {
            text: format!("`{name}` is typed as text and described as a number: {description}"),
            file: "20-shape.overlay.yaml",
            places,
            actions: format!(
                "  - target: $.paths..parameters[?@.in=='query' && @.name=='{}'].schema\n    \
                 x-reason: a count is a number for the caller, and is sent as the same digits\n    \
                 update:\n      type: integer\n",
                name.replace('\\', "\\\\").replace('\'', "\\'")
            ),
        })
        .collect()
}

/// A range such as `(1 - 100)` or a default such as `Default = 20`.
fn says_number(description: &str) -> bool {
    let after = |mark: &str| {
        description
            .split_once(mark)
            .map(|(_, after)| after.trim_start())
    };
    let starts_with_digit = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    after("Default =").is_some_and(starts_with_digit)
        || after("(").is_some_and(|range| starts_with_digit(range) && range.contains(" - "))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::gaps::walk;

    fn schema_with(names: &[&str]) -> Value {
        let properties: serde_json::Map<String, Value> = names
            .iter()
            .map(|name| (name.to_string(), json!({ "type": "string" })))
            .collect();
        json!({ "type": "object", "properties": properties })
    }

    #[test]
    fn places_that_share_most_properties_are_suggested_as_one() {
        let document = json!({ "components": { "schemas": { "A": { "type": "object", "properties": {
            "users": { "type": "array", "items": schema_with(&["id", "name", "age", "mail"]) },
            "owner": schema_with(&["id", "name", "age", "mail", "role"]),
            "other": schema_with(&["id", "x", "y", "z"]),
        } } } } });
        let suggestions = components(&walk::places(&document));
        let [suggestion] = suggestions.as_slice() else {
            panic!("{suggestions:?}")
        };
        assert_eq!(suggestion.text, "2 places look like one `Owner`");
        assert_eq!(suggestion.places, ["A owner", "A users[]"]);
        assert!(
            suggestion
                .actions
                .contains("  - target: $.components.schemas.A.properties.users.items\n")
        );
    }

    #[test]
    fn a_name_that_always_means_the_same_is_one_target() {
        let answer = |id: &str| {
            json!({ "get": { "operationId": id, "responses": { "200": { "content": { "application/json": { "schema": {
                "type": "object", "properties": { "_meta": schema_with(&["a", "b", "c"]) }
            } } } } } } })
        };
        let document = json!({ "paths": { "/a": answer("a"), "/b": answer("b") } });
        let suggestions = components(&walk::places(&document));
        assert!(
            suggestions[0]
                .actions
                .starts_with("  - target: $.paths..properties['_meta']\n"),
            "{suggestions:?}"
        );
    }

    #[test]
    fn a_count_that_is_typed_as_text_is_suggested_as_a_number() {
        let document = json!({ "paths": { "/a": { "get": { "operationId": "a", "parameters": [
            { "in": "query", "name": "limit", "description": "How many (1 - 100). Default = 20", "example": "20", "schema": { "type": "string" } },
            { "in": "query", "name": "search", "description": "What", "example": "20", "schema": { "type": "string" } },
        ] } } } });
        let suggestions = counts(&document);
        assert_eq!(suggestions.len(), 1);
        assert_eq!(suggestions[0].places, ["a limit"]);
    }
}
