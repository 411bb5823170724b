//! Names of types that have no name in the document: the object in `data` of a response, the items of an array.
//!
//! A lowered schema and the name of its place in; out the same, in which every type that needs a name has one that no other
//! type has. They are called after the place where they stand.

use heck::ToSnakeCase;

use super::kind::{Kind, Schema};
use crate::identifiers::{self, Scope};

/// How long the name of a place may be, in bytes: rustdoc makes a file of each type, and file names have 255 bytes.
const MAX_LENGTH: usize = 100;

/// Claims the type at `place` and those below it.
pub(super) fn claim(schema: &mut Schema, place: &str, types: &mut Scope) {
    let mut base = shortened(&identifiers::type_name(place));
    if makes_a_type(schema) {
        base = match types.is_free(&base) {
            true => types.claim_type(&[base]),
            false => types.claim_type(&[identifiers::stable_type_name(&base)]),
        };
        schema.name = Some(base.clone());
    }
    claim_below(schema, &base, types);
}

/// A name of bearable length: its beginning and its end.
fn shortened(name: &str) -> String {
    if name.len() <= MAX_LENGTH {
        return name.to_string();
    }
    let characters: Vec<char> = name.chars().collect();
    // Of letters that have up to four bytes.
    let half = MAX_LENGTH * characters.len() / name.len() / 2;
    let (first, last) = (&characters[..half], &characters[characters.len() - half..]);
    identifiers::type_name(&first.iter().chain(last).collect::<String>())
}

/// Claims the types below a schema whose own name is claimed.
pub(super) fn claim_below(schema: &mut Schema, base: &str, types: &mut Scope) {
    match &mut schema.kind {
        Kind::Object(object) => {
            for property in &mut object.properties {
                let is_usual = identifiers::field_name(&property.wire) == property.field;
                let name = if is_usual {
                    &property.wire
                } else {
                    &property.field
                };
                let place = format!("{base}_{}", name.to_snake_case());
                claim(&mut property.schema, &place, types);
            }
            if let Some(others) = &mut object.others {
                let place = if object.is_listed {
                    "_extra_value"
                } else {
                    "_value"
                };
                claim(others, &format!("{base}{place}"), types);
            }
        }
        Kind::Array(items, _) => claim(items, &format!("{base}_item"), types),
        // An alternative itself is called after its kind.
        Kind::OneOf(alternatives) => {
            for alternative in alternatives {
                claim_below(alternative, base, types);
            }
        }
        _ => {}
    }
}

/// As [`claim`], for a place that stands for itself: a parameter with fields, or a part of a body.
pub(super) fn claim_whole(schema: &mut Schema, place: &str, types: &mut Scope) {
    if makes_a_type(schema) {
        let name = types.claim_type(&[identifiers::stable_type_name(place)]);
        claim_below(schema, &name, types);
        schema.name = Some(name);
        return;
    }
    match &mut schema.kind {
        Kind::Array(items, _) => claim_whole(items, &format!("{place}_item"), types),
        Kind::Object(object) => {
            if let Some(others) = &mut object.others {
                claim_whole(others, &format!("{place}_value"), types);
            }
        }
        _ => {}
    }
}

/// Objects with fields, enumerations and alternatives get a type; the rest is one of Rust's own.
fn makes_a_type(schema: &Schema) -> bool {
    match &schema.kind {
        Kind::Object(object) => object.is_listed,
        Kind::Words(_) | Kind::Numbers(_) | Kind::OneOf(_) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::{Value, json};

    use super::super::schema::{self, Context, Role};
    use super::*;

    /// The names that are claimed in a schema at the place `Show_Response`, from the outside to the inside.
    fn claimed(schema: &Value) -> Vec<String> {
        fn collect(schema: &Schema, names: &mut Vec<String>) {
            names.extend(schema.name.clone());
            for inner in schema.inner() {
                collect(inner, names);
            }
        }
        let mut lowered = schema::lower(schema, &Context::new(&BTreeMap::new(), Role::Request));
        claim(&mut lowered, "Show_Response", &mut Scope::exact(&[]));
        let mut names = Vec::new();
        collect(&lowered, &mut names);
        names
    }

    fn object(properties: &Value) -> Value {
        json!({ "type": "object", "properties": properties })
    }

    #[test]
    fn a_type_deep_inside_has_a_name_of_bearable_length() {
        let leaf = object(&json!({ "id": {} }));
        let schema = (0..30).fold(leaf, |inner, _| object(&json!({ "ячейка": inner })));
        let names = claimed(&schema);
        assert_eq!(names.len(), 31);
        assert!(
            names.iter().all(|name| name.len() <= MAX_LENGTH + 8),
            "{names:?}"
        );
    }

    #[test]
    fn types_inside_of_alternatives_have_names() {
        let items = object(&json!({ "id": {} }));
        let schema =
            json!({ "oneOf": [{ "type": "array", "items": items }, { "type": "string" }] });
        assert_eq!(claimed(&schema), ["ShowResponse", "ShowResponseItem"]);
    }

    #[test]
    fn two_places_of_one_name_are_two_types() {
        let leaf = object(&json!({ "id": {} }));
        let schema = object(&json!({
            "user": object(&json!({ "profile_image": leaf })),
            "user_profile": object(&json!({ "image": leaf })),
        }));
        assert_eq!(
            claimed(&schema),
            [
                "ShowResponse",
                "ShowResponseUser",
                "ShowResponseUserProfileImage",
                "ShowResponseUserProfile",
                "ShowResponseUserProfileImage2",
            ]
        );
    }
}
