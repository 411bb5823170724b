//! The examples of whole bodies that a media type shows, wherever people write them.
//!
//! A media type in; its own examples out, named ones behind a `$ref` included, and those that Scribe puts into the schema
//! and the schema's alternatives. Whoever counts, infers or tests takes them from here, so that all see the same.

use serde_json::{Map, Value};

use super::{Pointer, resolve};

/// Where a normalised schema keeps the examples that OpenAPI 3.0 has no room for: a list.
pub(crate) const MORE_EXAMPLES: &str = "x-examples";

/// An example of a whole body.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Shown<'a> {
    /// Where it stands; below the media type even if it is written behind a `$ref`.
    pub pointer: Pointer,
    /// What a reader calls it: `example`, `example a`.
    pub name: String,
    pub body: &'a Value,
}

/// The examples of `media_type`, which stands at `place`.
pub(crate) fn examples<'a>(
    document: &'a Value,
    media_type: &'a Value,
    place: &Pointer,
) -> Vec<Shown<'a>> {
    let mut shown = Vec::new();
    if let Some(body) = media_type.get("example") {
        shown.push(Shown {
            pointer: place.child("example"),
            name: "example".to_string(),
            body,
        });
    }
    let named = media_type.get("examples").and_then(Value::as_object);
    for (name, example) in named.into_iter().flatten() {
        let example = resolve(document, example).ok();
        if let Some(body) = example.and_then(|example| example.get("value")) {
            shown.push(Shown {
                pointer: place.child("examples").child(name).child("value"),
                name: format!("example {name}"),
                body,
            });
        }
    }
    let Some(schema) = media_type.get("schema") else {
        return shown;
    };
    let place = place.child("schema");
    in_schema(schema, &place, "example", &mut shown);
    for keyword in ["oneOf", "anyOf"] {
        let branches = schema.get(keyword).and_then(Value::as_array);
        for (index, branch) in branches.into_iter().flatten().enumerate() {
            let place = place.child(keyword).child(&index.to_string());
            in_schema(
                branch,
                &place,
                &format!("example {}", index + 1),
                &mut shown,
            );
        }
    }
    shown
}

/// `example` of OpenAPI 3.0 and the list of 3.1.
fn in_schema<'a>(schema: &'a Value, place: &Pointer, name: &str, shown: &mut Vec<Shown<'a>>) {
    let one = schema
        .get("example")
        .map(|body| (place.child("example"), body));
    let list = schema.get("examples").and_then(Value::as_array);
    let list = list.into_iter().flatten().enumerate();
    let list = list.map(|(index, body)| (place.child("examples").child(&index.to_string()), body));
    shown.extend(one.into_iter().chain(list).map(|(pointer, body)| Shown {
        pointer,
        name: name.to_string(),
        body,
    }));
}

/// Moves the lists that OpenAPI 3.1 has in the media type's schema and its alternatives to the media type, since 3.0 has
/// room for one example in a schema. The first of an alternative stays there: it says which alternative it is of.
pub(crate) fn move_lists(media_type: &mut Map<String, Value>) {
    let mut moved = Vec::new();
    let mut alternatives = 0;
    if let Some(Value::Object(schema)) = media_type.get_mut("schema") {
        moved.extend(taken(schema));
        for keyword in ["oneOf", "anyOf"] {
            let branches = schema.get_mut(keyword).and_then(Value::as_array_mut);
            for branch in branches.into_iter().flatten() {
                alternatives += 1;
                let Some(branch) = branch.as_object_mut() else {
                    continue;
                };
                let mut list = taken(branch).into_iter();
                if !branch.contains_key("example")
                    && let Some(first) = list.next()
                {
                    branch.insert("example".to_string(), first);
                }
                moved.extend(list);
            }
        }
    }
    if moved.is_empty() {
        return;
    }
    let named = media_type
        .entry("examples")
        .or_insert_with(|| Map::new().into());
    let Value::Object(named) = named else { return };
    // The examples of alternatives may come later, under the numbers of the alternatives.
    let mut numbers = (alternatives + 1)..;
    for body in moved {
        let free = numbers.find(|number| !named.contains_key(&number.to_string()));
        let example = Map::from_iter([("value".to_string(), body)]);
        named.insert(free.unwrap_or_default().to_string(), example.into());
    }
}

/// The list of a schema's examples, taken out of it.
fn taken(schema: &mut Map<String, Value>) -> Vec<Value> {
    match schema.get_mut("examples") {
        Some(Value::Array(list)) => {
            let list = std::mem::take(list);
            schema.remove("examples");
            list
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_place_of_an_example_is_known() {
        let document = json!({ "components": { "examples": { "B": { "value": 3 } } } });
        let media_type = json!({
            "example": 1,
            "examples": { "a": { "value": 2 }, "b": { "$ref": "#/components/examples/B" }, "c": { "$ref": "#/gone" } },
            "schema": { "example": 4, "examples": [5], "oneOf": [{ "example": 6 }, { "examples": [7, 8] }] },
        });
        let shown = examples(&document, &media_type, &Pointer::root());
        let shown: Vec<String> = shown
            .iter()
            .map(|shown| format!("{} {}: {}", shown.pointer, shown.name, shown.body))
            .collect();
        assert_eq!(
            shown,
            [
                "/example example: 1",
                "/examples/a/value example a: 2",
                "/examples/b/value example b: 3",
                "/schema/example example: 4",
                "/schema/examples/0 example: 5",
                "/schema/oneOf/0/example example 1: 6",
                "/schema/oneOf/1/examples/0 example 2: 7",
                "/schema/oneOf/1/examples/1 example 2: 8",
            ]
        );
    }

    #[test]
    fn lists_of_examples_move_to_the_media_type() {
        let mut media_type = json!({
            "examples": { "4": { "value": 1 } },
            "schema": { "examples": [2], "oneOf": [{ "examples": [3, 4] }, { "type": "string" }] },
        });
        move_lists(media_type.as_object_mut().unwrap());
        assert_eq!(
            media_type,
            json!({
                "examples": { "3": { "value": 2 }, "4": { "value": 1 }, "5": { "value": 4 } },
                "schema": { "oneOf": [{ "example": 3 }, { "type": "string" }] },
            })
        );
    }
}
