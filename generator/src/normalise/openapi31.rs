//! OpenAPI 3.1 outside of schemas: the version, and what 3.0 has no place for.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::Notes;
use crate::document::grammar::{self, Kind};
use crate::document::{Pointer, examples};

/// Parts of a 3.1 document that no client calls.
const LEFT_OUT: [(&str, &str); 2] = [
    (
        "webhooks",
        "`webhooks` are left out, since they are calls of the server and not of its client",
    ),
    (
        "jsonSchemaDialect",
        "`jsonSchemaDialect` is left out: schemas are read as those of OpenAPI 3.1",
    ),
];

/// Makes the root of a 3.1 document that of a 3.0 one.
pub(super) fn root(document: &mut Value, notes: &mut Notes) {
    let Value::Object(root) = document else {
        return;
    };
    let is_31 = root
        .get("openapi")
        .and_then(Value::as_str)
        .is_some_and(|version| version.starts_with("3.1"));
    if !is_31 {
        return;
    }
    root.insert("openapi".to_string(), "3.0.3".into());
    // A document of webhooks alone has none.
    root.entry("paths").or_insert_with(|| Map::new().into());
    for (key, note) in LEFT_OUT {
        if root.remove(key).is_some() {
            notes.at(&Pointer::root().child(key), note);
        }
    }
    if let Some(Value::Object(info)) = root.get_mut("info") {
        about(info, notes);
    }
    if let Some(Value::Object(components)) = root.get_mut("components") {
        // They are at their paths by now.
        components.remove("pathItems");
        let schemes = components.get_mut("securitySchemes");
        let certificates = certificates(schemes.and_then(Value::as_object_mut), notes);
        if !certificates.is_empty() {
            requirements(document, Kind::Root, &certificates);
        }
    }
}

/// What 3.1 says of the document itself and of its licence, and 3.0 does not.
fn about(info: &mut Map<String, Value>, notes: &mut Notes) {
    let place = Pointer::root().child("info");
    if let Some(summary) = info.remove("summary") {
        if info.contains_key("description") {
            notes.at(
                &place,
                "The `summary` is left out, which OpenAPI 3.0 has no place for",
            );
        } else {
            info.insert("description".to_string(), summary);
        }
    }
    let license = info.get_mut("license").and_then(Value::as_object_mut);
    if license.is_some_and(|license| license.remove("identifier").is_some()) {
        notes.at(
            &place.child("license"),
            "The `identifier` is left out, which OpenAPI 3.0 has no place for",
        );
    }
}

/// Takes out the schemes that are certificates of the client, and names them.
fn certificates(schemes: Option<&mut Map<String, Value>>, notes: &mut Notes) -> BTreeSet<String> {
    let Some(schemes) = schemes else {
        return BTreeSet::new();
    };
    let is_certificate = |scheme: &Value| scheme.get("type").is_some_and(|of| of == "mutualTLS");
    let names: BTreeSet<String> = schemes
        .iter()
        .filter(|(_, scheme)| is_certificate(scheme))
        .map(|(name, _)| name.clone())
        .collect();
    let place = Pointer::root().child("components").child("securitySchemes");
    for name in &names {
        schemes.remove(name);
        notes.at(
            &place.child(name),
            "`mutualTLS` is left out: the certificate belongs to the HTTP client that the caller brings",
        );
    }
    names
}

/// Takes the schemes out of all that operations require; what requires nothing else stands only where nothing else does.
fn requirements(value: &mut Value, kind: Kind, schemes: &BTreeSet<String>) {
    match (kind, value) {
        (Kind::Data | Kind::Schema, _) => {}
        (_, Value::Object(map)) => {
            for (key, value) in map {
                match (kind, key.as_str(), value) {
                    (Kind::Root | Kind::Operation, "security", Value::Array(alternatives)) => {
                        without(alternatives, schemes);
                    }
                    (_, key, value) => requirements(value, grammar::child(kind, key), schemes),
                }
            }
        }
        (_, Value::Array(items)) => {
            for value in items {
                requirements(value, grammar::item(kind), schemes);
            }
        }
        _ => {}
    }
}

fn without(alternatives: &mut Vec<Value>, schemes: &BTreeSet<String>) {
    let count = alternatives.len();
    alternatives.retain_mut(|alternative| {
        let Value::Object(required) = alternative else {
            return true;
        };
        let before = required.len();
        required.retain(|name, _| !schemes.contains(name));
        before == 0 || !required.is_empty()
    });
    if count > 0 && alternatives.is_empty() {
        alternatives.push(Map::new().into());
    }
}

/// Moves the lists of examples in the schemas of whole bodies to where 3.0 has several: the media type.
pub(super) fn examples(document: &mut Value) {
    media_types(document, Kind::Root);
}

fn media_types(value: &mut Value, kind: Kind) {
    match (kind, value) {
        (Kind::Data | Kind::Schema, _) => {}
        (Kind::MediaType, Value::Object(media_type)) => examples::move_lists(media_type),
        (_, Value::Object(map)) => {
            for (key, value) in map {
                media_types(value, grammar::child(kind, key));
            }
        }
        (_, Value::Array(items)) => {
            for value in items {
                media_types(value, grammar::item(kind));
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::normalise::normalise;

    #[test]
    fn webhooks_are_left_out() {
        let normalised = normalise(&json!({
            "openapi": "3.1.0",
            "webhooks": { "x": {} },
            "paths": {},
        }));
        assert_eq!(normalised.document["openapi"], "3.0.3");
        assert_eq!(normalised.document.get("webhooks"), None);
        assert_eq!(normalised.notes[0].pointer, "/webhooks");
    }

    #[test]
    fn what_3_1_says_outside_of_schemas_is_said_as_in_3_0_or_noted() {
        let normalised = normalise(&json!({
            "openapi": "3.1.0",
            "info": { "summary": "A shop.", "license": { "name": "MIT", "identifier": "MIT" } },
            "security": [{ "certificate": [] }, { "certificate": [], "key": [] }],
            "paths": { "/a": { "get": { "security": [{ "certificate": [] }] } } },
            "components": {
                "pathItems": {},
                "securitySchemes": { "certificate": { "type": "mutualTLS" }, "key": { "type": "http", "scheme": "bearer" } },
            },
        }));
        assert_eq!(
            normalised.document,
            json!({
                "openapi": "3.0.3",
                "info": { "description": "A shop.", "license": { "name": "MIT" } },
                "security": [{ "key": [] }],
                "paths": { "/a": { "get": { "security": [{}] } } },
                "components": { "securitySchemes": { "key": { "type": "http", "scheme": "bearer" } } },
            })
        );
        let places: Vec<&str> = normalised
            .notes
            .iter()
            .map(|note| note.pointer.as_str())
            .collect();
        assert_eq!(
            places,
            ["/components/securitySchemes/certificate", "/info/license"]
        );
    }
}
