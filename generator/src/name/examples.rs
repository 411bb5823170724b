//! The examples of whole bodies move from schemas to media types.
//!
//! Scribe shows a whole body inside its schema, or one in each alternative. Media types may share a schema once it is a
//! component, and each has to keep its own examples.

use serde_json::{Map, Value, json};

/// Moves the examples of a media type's schema, and of the schema's alternatives, to the media type.
pub(super) fn keep(media_type: &mut Map<String, Value>) {
    let Some(Value::Object(schema)) = media_type.get_mut("schema") else {
        return;
    };
    let mut shown: Vec<Value> = schema.remove("example").into_iter().collect();
    for keyword in ["oneOf", "anyOf"] {
        let alternatives = schema.get_mut(keyword).and_then(Value::as_array_mut);
        let alternatives = alternatives.into_iter().flatten();
        shown.extend(alternatives.filter_map(|of| of.as_object_mut()?.remove("example")));
    }
    shown.retain(|body| !known(media_type).any(|known| known == body));
    if let [only] = shown.as_slice()
        && known(media_type).next().is_none()
    {
        media_type.insert("example".to_string(), only.clone());
        return;
    }
    if shown.is_empty() {
        return;
    }
    // A media type has either one example or several.
    shown.extend(media_type.remove("example"));
    let examples = media_type.entry("examples").or_insert_with(|| json!({}));
    let Value::Object(examples) = examples else {
        return;
    };
    let mut numbers = 1..;
    for body in shown {
        let number = numbers.find(|number| !examples.contains_key(&number.to_string()));
        examples.insert(number.unwrap_or(0).to_string(), json!({ "value": body }));
    }
}

fn known(media_type: &Map<String, Value>) -> impl Iterator<Item = &Value> {
    let named = media_type.get("examples").and_then(Value::as_object);
    let named = named.into_iter().flatten();
    media_type
        .get("example")
        .into_iter()
        .chain(named.filter_map(|(_, example)| example.get("value")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(mut media_type: Value) -> Value {
        if let Value::Object(media_type) = &mut media_type {
            keep(media_type);
        }
        media_type
    }

    #[test]
    fn an_example_of_the_schema_is_the_media_types() {
        assert_eq!(
            kept(json!({ "schema": { "example": 1 } })),
            json!({ "schema": {}, "example": 1 })
        );
        assert_eq!(
            kept(json!({ "schema": { "example": 1 }, "example": 1 })),
            json!({ "schema": {}, "example": 1 })
        );
    }

    #[test]
    fn every_other_example_stays_beside_it() {
        assert_eq!(
            kept(json!({ "schema": { "example": 1 }, "example": 2 })),
            json!({ "schema": {}, "examples": { "1": { "value": 1 }, "2": { "value": 2 } } })
        );
        assert_eq!(
            kept(json!({
                "schema": { "oneOf": [{ "example": "a" }, { "example": [] }] }, "examples": { "1": { "value": "b" } },
            })),
            json!({ "schema": { "oneOf": [{}, {}] }, "examples": {
                "1": { "value": "b" }, "2": { "value": "a" }, "3": { "value": [] },
            } })
        );
    }
}
