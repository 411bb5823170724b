//! The places of a document as JSONPaths (RFC 9535), the way a person would address them in a fixup.
//!
//! An operation is found by its `operationId` where that is unique, so that a respelled path does not lose it.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use crate::disruptive::is_disruptive;
use crate::document::{self, Found, JsonAnswer};

/// A JSONPath that matches one place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target(String);

impl Target {
    /// The document as a whole.
    pub fn root() -> Self {
        Self("$".to_string())
    }

    /// The place one key below.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        let is_name = key.starts_with(|c: char| c.is_ascii_alphabetic())
            && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if is_name {
            Self(format!("{}.{key}", self.0))
        } else {
            Self(format!("{}[{}]", self.0, quoted(key)))
        }
    }

    /// The schema of an answer, seen from its operation.
    #[must_use]
    pub(crate) fn answer_schema(&self, answer: &JsonAnswer<'_>) -> Self {
        self.key("responses")
            .key(answer.status)
            .key("content")
            .key(answer.media_type)
            .key("schema")
    }

    /// The place one list item below.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}[{index}]", self.0))
    }

    /// The place one key above; only for places made by [`Target::key`] with a plain name.
    #[must_use]
    pub(super) fn parent(&self) -> Self {
        Self(
            self.0
                .rsplit_once('.')
                .map_or_else(|| self.0.clone(), |(above, _)| above.to_string()),
        )
    }

    /// The text, as an overlay takes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How often each `operationId` occurs.
pub(crate) struct OperationIds<'a>(BTreeMap<&'a str, usize>);

impl<'a> OperationIds<'a> {
    /// Counts the ids of a document.
    pub fn of(document: &'a Value) -> Self {
        let mut counts = BTreeMap::new();
        for found in document::operations(document) {
            if let Some(id) = found.id() {
                *counts.entry(id).or_default() += 1;
            }
        }
        Self(counts)
    }

    /// The operation's id, if no other operation has the same.
    pub fn unique<'f>(&self, found: &Found<'f>) -> Option<&'f str> {
        found.id().filter(|id| self.0.get(id) == Some(&1))
    }

    /// The operation's place: by its id where only it has that one, else by path and method.
    pub fn target(&self, found: &Found<'_>) -> Target {
        match self.unique(found) {
            Some(id) => Target(format!("$.paths.*[?@.operationId=={}]", quoted(id))),
            None => Target::root().key("paths").key(found.path).key(found.key),
        }
    }

    /// What a reader calls the operation: unique, and not changed by a respelled path where it has an id.
    pub fn label(&self, found: &Found<'_>) -> String {
        match self.unique(found) {
            Some(id) => id.to_string(),
            None => format!("{} {}", found.method.to_uppercase(), found.path),
        }
    }
}

/// A string literal of RFC 9535, whose escapes are those of JSON; in capitals, since readers take surrogates in no other way.
fn quoted(text: &str) -> String {
    let mut out = String::from("'");
    for c in text.chars() {
        match c {
            '\'' => out.push_str("\\'"),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() || is_disruptive(c) => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    out.push_str(&format!("\\u{unit:04X}"));
                }
            }
            c => out.push(c),
        }
    }
    out.push('\'');
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use serde_json_path::JsonPath;

    use super::*;

    #[test]
    fn odd_keys_are_found() {
        for key in [
            "",
            "a",
            "a.b",
            "it's",
            "back\\slash",
            "new\nline",
            "\u{7f}",
            "\u{202e}",
            "tag \u{e0100}",
            "ä",
            "$ref",
            "__proto__",
            "200",
        ] {
            let document = json!({ "x": { key: 1, "other": 2 } });
            let target = Target::root().key("x").key(key);
            let path = JsonPath::parse(target.as_str())
                .unwrap_or_else(|error| panic!("{target}: {error}"));
            assert_eq!(path.query(&document).all(), [&json!(1)], "{target}");
        }
    }

    #[test]
    fn an_operation_is_found_by_its_id_if_that_is_unique() {
        let document = json!({ "paths": {
            "/a": { "get": { "operationId": "it's" }, "parameters": [] },
            "/b": { "get": { "operationId": "twice" }, "put": { "operationId": "twice" } },
        } });
        let ids = OperationIds::of(&document);
        let targets: Vec<String> = document::operations(&document)
            .map(|found| ids.target(&found).to_string())
            .collect();
        assert_eq!(
            targets,
            [
                "$.paths.*[?@.operationId=='it\\'s']",
                "$.paths['/b'].get",
                "$.paths['/b'].put"
            ]
        );
        for (found, target) in document::operations(&document).zip(&targets) {
            let path = JsonPath::parse(target).unwrap();
            assert_eq!(path.query(&document).all(), [found.operation]);
        }
    }
}
