//! What the places of a document are, as far as mutants need to know: a fragment is spliced where its like stands.
//!
//! A document in, JSON pointers with roles out.

use serde_json::Value;

/// The role of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// A path item below `paths`.
    PathItem,
    /// An operation of a path item.
    Operation,
    /// A parameter, inline or shared.
    Parameter,
    /// A response of an operation.
    Response,
    /// A media type below `content`.
    MediaType,
    /// A schema, wherever it stands.
    Schema,
    /// Everything else.
    Other,
}

/// Every place of a document with its role, outer ones first.
pub fn places(document: &Value) -> Vec<(String, Role)> {
    let mut places = Vec::new();
    walk(document, String::new(), &[], &mut places);
    places
}

fn walk(value: &Value, pointer: String, keys: &[&str], places: &mut Vec<(String, Role)>) {
    places.push((pointer.clone(), role(keys)));
    let mut enter = |key: &str, value: &Value| {
        let token = key.replace('~', "~0").replace('/', "~1");
        let mut deeper = keys.to_vec();
        deeper.push(key);
        walk(value, format!("{pointer}/{token}"), &deeper, places);
    };
    match value {
        Value::Object(object) => object.iter().for_each(|(key, value)| enter(key, value)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(index, item)| enter(&index.to_string(), item)),
        _ => {}
    }
}

/// The role of the place that these keys lead to; only the last two tell.
fn role(keys: &[&str]) -> Role {
    match keys {
        ["paths", _] => Role::PathItem,
        [
            "paths",
            _,
            "get" | "put" | "post" | "delete" | "patch" | "head" | "options",
        ] => Role::Operation,
        [.., "parameters", _] => Role::Parameter,
        [.., "responses", _] => Role::Response,
        [.., "content", _] => Role::MediaType,
        [
            ..,
            "schema" | "items" | "additionalProperties" | "not" | "contentSchema",
        ]
        | [
            ..,
            "properties" | "schemas" | "oneOf" | "anyOf" | "allOf",
            _,
        ] => Role::Schema,
        _ => Role::Other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn places_are_told_apart() {
        let document = json!({
            "paths": { "/a": { "get": { "responses": { "200": { "content": { "application/json": {
                "schema": { "items": { "type": "string" } }
            }}}}}}}
        });
        let all = places(&document);
        let known: Vec<Role> = all
            .iter()
            .map(|(_, role)| *role)
            .filter(|role| *role != Role::Other)
            .collect();
        assert_eq!(
            known,
            [
                Role::PathItem,
                Role::Operation,
                Role::Response,
                Role::MediaType,
                Role::Schema,
                Role::Schema
            ]
        );
        for (pointer, _) in all {
            assert!(document.pointer(&pointer).is_some(), "{pointer}");
        }
    }
}
