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

/// Places of responses that look like one component and are not named as one.
pub(super) fn components(places: &[Place<'_>]) -> Vec<Suggestion> {
    let objects: Vec<Object<'_>> = places.iter().filter_map(Object::of).collect();
    let mut by_place_name = ByPlaceName::new();
    for object in &objects {
        let name = (object.place.name.as_str(), object.place.is_item);
        by_place_name.entry(name).or_default().push(object);
    }
    let mut suggestions: Vec<Suggestion> = groups(&objects)
        .into_iter()
        .filter(|group| group.len() > 1 && !is_settled(group))
        .map(|mut group| {
            group.sort_by_key(|object| object.place.label());
            suggestion(&group, &by_place_name)
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

/// Objects by the name of their place, and whether it is an item.
type ByPlaceName<'o> = BTreeMap<(&'o str, bool), Vec<&'o Object<'o>>>;

/// Objects in groups, each of which is like one that came to its group before.
fn groups<'o>(objects: &'o [Object<'o>]) -> Vec<Vec<&'o Object<'o>>> {
    // Objects with the same properties are alike without being compared one by one.
    let mut by_names: BTreeMap<Vec<&str>, Vec<&Object<'_>>> = BTreeMap::new();
    for object in objects {
        let names = object.properties.keys().copied().collect();
        by_names.entry(names).or_default().push(object);
    }
    let mut groups: Vec<Vec<&Object<'_>>> = Vec::new();
    // The objects of the groups that have a property, each with the index of its group.
    let mut by_property: BTreeMap<&str, Vec<(usize, &Object<'_>)>> = BTreeMap::new();
    for (mut names, same) in by_names {
        let Some(first) = same.first() else { continue };
        // What is alike has half of the properties of each, and so one of any half and one more: the rarest are asked.
        names.sort_by_key(|name| by_property.get(name).map_or(0, Vec::len));
        let rarest = names.iter().take(names.len() / 2 + 1);
        let group = rarest
            .filter_map(|name| by_property.get(name))
            .flatten()
            .filter(|(_, other)| other.is_like(first))
            .map(|(group, _)| *group)
            .min()
            .unwrap_or(groups.len());
        let mut types = BTreeSet::new();
        for object in same
            .iter()
            .filter(|object| types.insert(&object.properties))
        {
            for name in &names {
                by_property.entry(name).or_default().push((group, object));
            }
        }
        match groups.get_mut(group) {
            Some(group) => group.extend(same),
            None => groups.push(same),
        }
    }
    groups
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
        // The response itself is an envelope, which is named after its operation.
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

fn suggestion(group: &[&Object<'_>], all: &ByPlaceName<'_>) -> Suggestion {
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
fn targets(group: &[&Object<'_>], all: &ByPlaceName<'_>) -> Vec<String> {
    let members: BTreeSet<&Target> = group.iter().map(|object| &object.place.target).collect();
    let names: BTreeSet<(&str, bool)> = group
        .iter()
        .map(|object| (object.place.name.as_str(), object.place.is_item))
        .collect();
    let mut targets = Vec::new();
    for (name, is_item) in names {
        let is_same =
            |object: &&Object<'_>| object.place.name == name && object.place.is_item == is_item;
        let of_name = all.get(&(name, is_item)).map_or(&[][..], Vec::as_slice);
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
    use crate::report::walk;

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
    fn groups_are_those_of_comparing_everything_with_everything() {
        let mut random = 1_u32;
        let mut next = |below: u32| {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (random >> 16) % below
        };
        let mut properties = serde_json::Map::new();
        for index in 0..300 {
            let mut chosen = serde_json::Map::new();
            for _ in 0..3 + next(5) {
                let name = next(16).to_string();
                let kind = if next(3) > 0 { "string" } else { "integer" };
                chosen.insert(name, json!({ "type": kind }));
            }
            properties.insert(index.to_string(), json!({ "properties": chosen }));
        }
        let document =
            json!({ "components": { "schemas": { "A": { "properties": properties } } } });
        let places = walk::places(&document);
        let objects: Vec<Object<'_>> = places.iter().filter_map(Object::of).collect();
        let mut by_names: BTreeMap<Vec<&&str>, Vec<&Object<'_>>> = BTreeMap::new();
        for object in &objects {
            let names = object.properties.keys().collect();
            by_names.entry(names).or_default().push(object);
        }
        let mut slow: Vec<Vec<&Object<'_>>> = Vec::new();
        for same in by_names.into_values() {
            let is_like =
                |group: &&mut Vec<&Object<'_>>| group.iter().any(|other| other.is_like(same[0]));
            match slow.iter_mut().find(is_like) {
                Some(group) => group.extend(same),
                None => slow.push(same),
            }
        }
        let ways = |groups: Vec<Vec<&Object<'_>>>| -> Vec<Vec<String>> {
            let way = |object: &&Object<'_>| object.place.way.clone();
            let ways = groups.iter().map(|group| group.iter().map(way).collect());
            ways.collect()
        };
        let (fast, slow) = (ways(groups(&objects)), ways(slow));
        assert!(slow.len() > 9 && slow.len() < 250, "{}", slow.len());
        assert_eq!(fast, slow);
    }

    #[test]
    fn a_name_that_always_means_the_same_is_one_target() {
        let response = |id: &str| {
            json!({ "get": { "operationId": id, "responses": { "200": { "content": { "application/json": { "schema": {
                "type": "object", "properties": { "_meta": schema_with(&["a", "b", "c"]) }
            } } } } } } })
        };
        let document = json!({ "paths": { "/a": response("a"), "/b": response("b") } });
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
