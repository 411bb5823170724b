//! Is this value an overlay? The rules are those of the JSON schemas of Overlay 1.0 and 1.1.
//!
//! The model of `roas-overlay` drops keys it does not know and takes null for absent, so the shape is checked here,
//! with a place for each message; the model is filled afterwards. An overlay 1.0 comes out as the 1.1 that means the same.

use std::collections::BTreeSet;

use roas_overlay::{v1_0, v1_1};
use serde_json::{Map, Value};

use super::place;
use crate::error::Error;

/// What a key may hold.
#[derive(Clone, Copy)]
enum Holds {
    Text,
    Boolean,
    Mapping,
    List,
    Anything,
}

/// The keys of one object: name, content, required.
type Keys = &'static [(&'static str, Holds, bool)];

const ROOT: Keys = &[
    ("overlay", Holds::Text, true),
    ("info", Holds::Mapping, true),
    ("extends", Holds::Text, false),
    ("actions", Holds::List, true),
];
const INFO: Keys = &[
    ("title", Holds::Text, true),
    ("version", Holds::Text, true),
    ("description", Holds::Text, false),
];
const ACTION: Keys = &[
    ("target", Holds::Text, true),
    ("description", Holds::Text, false),
    ("update", Holds::Anything, false),
    ("copy", Holds::Text, false),
    ("remove", Holds::Boolean, false),
];

#[derive(Clone, Copy, PartialEq)]
enum Version {
    V1_0,
    V1_1,
}

/// Checks the shape of an overlay and gives its model.
pub(super) fn model(file: &str, value: Value) -> Result<v1_1::Overlay, Error> {
    let Value::Object(root) = &value else {
        return Err(Error::new(
            file,
            "the root is not a mapping, so this is not an overlay",
            "an overlay has `overlay`, `info` and `actions` at its root",
        ));
    };
    check_keys(&format!("{file}#"), root, ROOT)?;
    let version = version(file, root)?;
    if let Some(Value::Object(info)) = root.get("info") {
        let place = format!("{file}#/info");
        check_keys(&place, info, INFO)?;
        if version == Version::V1_0 && info.contains_key("description") {
            return Err(too_new(&place, "description"));
        }
    }
    let actions = match root.get("actions") {
        Some(Value::Array(actions)) => actions.as_slice(),
        _ => &[],
    };
    check_actions(file, actions, version)?;
    let nulls: Vec<bool> = actions
        .iter()
        .map(|action| action.get("update") == Some(&Value::Null))
        .collect();

    let unreadable = |error: serde_json::Error| {
        Error::new(
            file,
            format!("this is not an overlay: {error}"),
            "compare it with the Overlay standard",
        )
    };
    let mut model = match version {
        Version::V1_0 => upconvert(serde_json::from_value(value).map_err(unreadable)?),
        Version::V1_1 => serde_json::from_value(value).map_err(unreadable)?,
    };
    for (action, is_null) in model.actions.iter_mut().zip(nulls) {
        if is_null {
            action.update = Some(Value::Null);
        }
    }
    Ok(model)
}

/// In 1.0 an update of a list is one entry to append; in 1.1 it is a list of such entries if it is itself a list.
fn upconvert(mut overlay: v1_0::Overlay) -> v1_1::Overlay {
    for action in &mut overlay.actions {
        if let Some(entry @ Value::Array(_)) = action.update.take_if(|update| update.is_array()) {
            action.update = Some(Value::Array(vec![entry]));
        }
    }
    overlay.into()
}

fn version(file: &str, root: &Map<String, Value>) -> Result<Version, Error> {
    let version = root
        .get("overlay")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let is_patch =
        |patch: &str| !patch.is_empty() && patch.bytes().all(|byte| byte.is_ascii_digit());
    if version.strip_prefix("1.0.").is_some_and(is_patch) {
        Ok(Version::V1_0)
    } else if version.strip_prefix("1.1.").is_some_and(is_patch) {
        Ok(Version::V1_1)
    } else {
        Err(Error::new(
            format!("{file}#/overlay"),
            format!("overlay version {version:?} is neither 1.0.x nor 1.1.x"),
            "write `overlay: 1.1.0`",
        ))
    }
}

fn check_actions(file: &str, actions: &[Value], version: Version) -> Result<(), Error> {
    if actions.is_empty() {
        return Err(Error::new(
            format!("{file}#/actions"),
            "an overlay needs at least one action",
            "add an action or delete the file",
        ));
    }
    let mut seen = BTreeSet::new();
    for (index, action) in actions.iter().enumerate() {
        let place = place(file, index);
        let Value::Object(keys) = action else {
            return Err(Error::new(
                place,
                "the action is not a mapping",
                "an action has a `target`",
            ));
        };
        check_keys(&place, keys, ACTION)?;
        if version == Version::V1_0 && keys.contains_key("copy") {
            return Err(too_new(&place, "copy"));
        }
        // Keys are sorted, so equal actions have equal texts.
        if !seen.insert(action.to_string()) {
            return Err(Error::new(
                place,
                "the action is the same as an earlier one",
                "delete one of them",
            ));
        }
    }
    Ok(())
}

fn too_new(place: &str, key: &str) -> Error {
    Error::new(
        place,
        format!("`{key}` came with Overlay 1.1"),
        "write `overlay: 1.1.0`",
    )
}

fn check_keys(place: &str, object: &Map<String, Value>, keys: Keys) -> Result<(), Error> {
    for (key, value) in object {
        let known = keys.iter().find(|(name, _, _)| name == key);
        let (name, fits) = match known {
            None if key.starts_with("x-") => continue,
            None => {
                let known: Vec<_> = keys
                    .iter()
                    .map(|(name, _, _)| format!("`{name}`"))
                    .collect();
                return Err(Error::new(
                    place,
                    format!("the key {key:?} is unknown here"),
                    format!(
                        "known are {}; others have to begin with `x-`",
                        known.join(", ")
                    ),
                ));
            }
            Some((_, Holds::Text, _)) => ("text", value.is_string()),
            Some((_, Holds::Boolean, _)) => ("true or false", value.is_boolean()),
            Some((_, Holds::Mapping, _)) => ("a mapping", value.is_object()),
            Some((_, Holds::List, _)) => ("a list", value.is_array()),
            Some((_, Holds::Anything, _)) => ("anything", true),
        };
        if !fits {
            let cure = if name == "text" {
                "quote it"
            } else {
                "correct it"
            };
            return Err(Error::new(place, format!("`{key}` is not {name}"), cure));
        }
    }
    match keys
        .iter()
        .find(|(name, _, required)| *required && !object.contains_key(*name))
    {
        Some((name, _, _)) => Err(Error::new(place, format!("`{name}` is missing"), "add it")),
        None => Ok(()),
    }
}
