//! `names.lock.toml`: every public name with the places it serves, so that a document that grows renames nothing.
//!
//! The text of the last run in, names by place out; and the text of this run back. A name whose places are gone is dropped
//! with them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Deserialize;

use crate::Error;
use crate::document::path_template::{self, Part};

/// The names of the last run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lock {
    #[serde(default)]
    types: BTreeMap<String, Vec<String>>,
    /// The methods of the client, with the request that each starts.
    #[serde(default)]
    methods: BTreeMap<String, String>,
}

impl Lock {
    /// Reads the text; `file` is for messages.
    pub fn parse(file: &str, text: &str) -> Result<Self, Error> {
        toml::from_str(text).map_err(|error| {
            let before = error
                .span()
                .and_then(|span| text.get(..span.start))
                .unwrap_or_default();
            Error::new(
                format!("{file}:{}", before.matches('\n').count() + 1),
                error.message().trim_end(),
                format!("it is machine-written: bring it back with `git restore {file}`"),
            )
        })
    }

    /// A lock of these names.
    pub fn new(types: BTreeMap<String, Vec<String>>) -> Self {
        Self {
            types,
            methods: BTreeMap::new(),
        }
    }

    /// The method that starts a request.
    pub fn method(&self, verb: &str, path: &str) -> Option<&str> {
        let place = place(verb, path);
        let mut methods = self.methods.iter();
        methods
            .find(|(_, known)| **known == place)
            .map(|(name, _)| name.as_str())
    }

    /// Remembers the method that starts a request.
    pub fn add_method(&mut self, name: &str, verb: &str, path: &str) {
        self.methods.insert(name.to_string(), place(verb, path));
    }

    /// Whether a method of this name is remembered.
    pub fn has_method(&self, name: &str) -> bool {
        self.methods.contains_key(name)
    }

    /// Names of types with the places they serve.
    pub fn types(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.types
            .iter()
            .map(|(name, places)| (name.as_str(), places.as_slice()))
    }

    /// The text, without a header.
    pub fn to_text(&self) -> String {
        let mut text = String::from("[types]\n");
        for (name, places) in &self.types {
            let _ = writeln!(text, "{name} = [");
            for place in places {
                let _ = writeln!(text, "    {},", quoted(place));
            }
            text.push_str("]\n");
        }
        text.push_str("\n[methods]\n");
        for (name, place) in &self.methods {
            let _ = writeln!(text, "{name} = {}", quoted(place));
        }
        text
    }
}

/// A request without the names of its path parameters, which upstream may respell.
pub(super) fn place(verb: &str, path: &str) -> String {
    let mut place = format!("{verb} ");
    for part in path_template::parts(path) {
        match part {
            Part::Literal(text) => place.push_str(text),
            Part::Place(_) => place.push_str("{}"),
            Part::Query(names) => place.push_str(&format!("{{?{}}}", names.join(","))),
        }
    }
    place
}

/// A basic string of TOML: JSON's escapes are among TOML's, which also wants U+007F escaped.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text)
        .to_string()
        .replace('\u{7f}', "\\u007F")
}
