//! OpenAPI 3.1 outside of schemas: the version, and what 3.0 has no place for.

use serde_json::{Map, Value};

use super::Notes;
use crate::document::order::{self, Kind};
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
                media_types(value, order::child(kind, key));
            }
        }
        (_, Value::Array(items)) => {
            for value in items {
                media_types(value, order::item(kind));
            }
        }
        _ => {}
    }
}
