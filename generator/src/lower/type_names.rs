//! Names of types that have no name in the document: the object in `data` of an answer, the items of a list.
//!
//! typify names them after the place where they stand, and where two places give one name it takes the first type for
//! both. In: a lowered schema and the name of its place. Out: the same, with a `title`, which typify takes as the name,
//! wherever the name of a place is taken.

use heck::ToSnakeCase;
use serde_json::{Map, Value};

use crate::names::{self, Scope};

/// How long the name of a place may be, in bytes: rustdoc makes a file of each type, and file names have 255 bytes.
const MAX_LENGTH: usize = 100;

/// Claims the type at `place` and those below it.
pub(super) fn claim(schema: &mut Value, place: &str, types: &mut Scope) {
    claim_at(schema, place, types, false);
}

/// `told_above` says that typify may call what is around the place something else, so that it has to be told here, too.
fn claim_at(schema: &mut Value, place: &str, types: &mut Scope, told_above: bool) {
    let Value::Object(object) = schema else {
        return;
    };
    if object.contains_key("$ref") || object.contains_key("x-rust-type") {
        return;
    }
    let foreseen = names::typify_type(place);
    let wish = shortened(&foreseen);
    // Where null fits, typify converts the name twice.
    let is_nullable = object.get("nullable") == Some(&Value::Bool(true));
    let is_settled = names::settled_type(&foreseen) == foreseen;
    let mut is_unforeseen = told_above || wish != foreseen || (is_nullable && !is_settled);
    let mut base = wish.clone();
    if makes_a_type(object) {
        is_unforeseen |= !types.is_free(&wish);
        if is_unforeseen {
            // A title is converted once more.
            base = types.claim_type(&[names::settled_type(&wish)]);
            object.insert("title".to_string(), Value::String(base.clone()));
            is_unforeseen = wish != foreseen || told_above;
        } else {
            base = types.claim_type(&[wish]);
        }
    } else {
        // It has no name, and typify goes on from that of the place: as it is, or converted where null fits.
        let item = |of: &str| names::typify_type(&format!("{of}_item"));
        is_unforeseen |= item(place) != item(&base);
    }
    below(schema, &base, types, is_unforeseen);
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
    names::typify_type(&first.iter().chain(last).collect::<String>())
}

/// Claims the types below a schema whose own name is claimed.
pub(super) fn claim_below(schema: &mut Value, base: &str, types: &mut Scope) {
    below(schema, base, types, false);
}

fn below(schema: &mut Value, base: &str, types: &mut Scope, is_unforeseen: bool) {
    let Value::Object(object) = schema else {
        return;
    };
    let has_properties = object.contains_key("properties");
    if let Some(Value::Object(properties)) = object.get_mut("properties") {
        for (name, property) in properties {
            let place = format!("{base}_{}", name.to_snake_case());
            claim_at(property, &place, types, is_unforeseen);
        }
    }
    if let Some(items) = object.get_mut("items") {
        claim_at(items, &format!("{base}_item"), types, is_unforeseen);
    }
    if let Some(values) = object.get_mut("additionalProperties") {
        let place = if has_properties {
            "_extra_value"
        } else {
            "_value"
        };
        claim_at(values, &format!("{base}{place}"), types, is_unforeseen);
    }
    // An alternative itself is called after its kind; what is in it, we say.
    if let Some(Value::Array(alternatives)) = object.get_mut("oneOf") {
        for alternative in alternatives {
            below(alternative, base, types, true);
        }
    }
}

/// Claims the types of the properties of `object`, as if each stood at `base` by itself. The object gets a name, too, and
/// no type of it is ever seen.
pub(super) fn claim_parts(object: &mut Value, base: &str, types: &mut Scope) {
    if let Some(Value::Object(properties)) = object.get_mut("properties") {
        for (name, property) in properties {
            claim_with_title(property, &format!("{base}_{name}"), types);
        }
    }
    set_title(object, &format!("{base}_parts"), types);
}

/// As [`claim`], where typify would make another name of the place.
pub(super) fn claim_with_title(schema: &mut Value, place: &str, types: &mut Scope) {
    let Value::Object(object) = schema else {
        return;
    };
    if object.contains_key("$ref") || object.contains_key("x-rust-type") {
        return;
    }
    if makes_a_type(object) {
        let title = set_title(schema, place, types);
        claim_below(schema, &title, types);
        return;
    }
    for (key, part) in [("items", "item"), ("additionalProperties", "value")] {
        if let Some(inner) = object.get_mut(key) {
            claim_with_title(inner, &format!("{place}_{part}"), types);
        }
    }
}

fn set_title(schema: &mut Value, place: &str, types: &mut Scope) -> String {
    let title = types.claim_type(&[names::settled_type(place)]);
    if let Value::Object(object) = schema {
        object.insert("title".to_string(), Value::String(title.clone()));
    }
    title
}

/// Objects with fields, enumerations and combinations get a type; the rest is one of Rust's own.
fn makes_a_type(schema: &Map<String, Value>) -> bool {
    ["properties", "required", "enum", "allOf", "anyOf", "oneOf"]
        .iter()
        .any(|key| schema.contains_key(*key))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_type_deep_inside_has_a_name_of_bearable_length() {
        let leaf = json!({ "type": "object", "properties": { "id": {} } });
        let mut schema = (0..30).fold(
            leaf,
            |inner, _| json!({ "type": "object", "properties": { "ячейка": inner } }),
        );
        claim(&mut schema, "Show_Response", &mut Scope::exact(&[]));
        let mut titles = Vec::new();
        let mut inner = &schema;
        while let Some(next) = inner.pointer("/properties/ячейка") {
            titles.extend(next.get("title").and_then(Value::as_str));
            inner = next;
        }
        assert!(titles.len() > 20, "{titles:?}");
        assert!(
            titles.iter().all(|title| title.len() <= MAX_LENGTH + 8),
            "{titles:?}"
        );
    }

    #[test]
    fn types_inside_of_alternatives_are_told() {
        let item = json!({ "type": "object", "properties": { "id": {} } });
        let mut schema =
            json!({ "oneOf": [{ "type": "array", "items": item }, { "type": "string" }] });
        claim(&mut schema, "Show_Response", &mut Scope::exact(&[]));
        assert_eq!(schema["oneOf"][0]["items"]["title"], "ShowResponseItem");
        assert_eq!(schema.get("title"), None);
    }

    #[test]
    fn two_places_of_one_name_are_two_types() {
        let object = |properties: Value| json!({ "type": "object", "properties": properties });
        let leaf = object(json!({ "id": {} }));
        let mut schema = object(json!({
            "user": object(json!({ "profile_image": leaf })),
            "user_profile": object(json!({ "image": leaf })),
        }));
        claim(&mut schema, "Show_Response", &mut Scope::exact(&[]));
        let second = &schema["properties"]["user_profile"];
        assert_eq!(second.get("title"), None);
        assert_eq!(
            second["properties"]["image"]["title"],
            "ShowResponseUserProfileImage2"
        );
    }
}
