//! The places of a document as JSONPaths (RFC 9535), the way a person would address them in a fixup.
//!
//! A place is built from the root down, key by key; what a path matches is found by `overlay`.

use std::fmt;

use super::JsonResponse;
use crate::disruptive::is_disruptive;

/// A JSONPath that matches one place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target(String);

impl Target {
    /// The document as a whole.
    pub fn root() -> Self {
        Self("$".to_string())
    }

    /// The operation whose id this is, whatever its path and method.
    pub(super) fn of_operation(id: &str) -> Self {
        Self(format!("$.paths.*[?@.operationId=={}]", quoted(id)))
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

    /// The schema of a response, seen from its operation.
    #[must_use]
    pub(crate) fn response_schema(&self, response: &JsonResponse<'_>) -> Self {
        self.key("responses")
            .key(response.status)
            .key("content")
            .key(response.media_type)
            .key("schema")
    }

    /// The place one list item below.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}[{index}]", self.0))
    }

    /// The place one key above; only for places made by [`Target::key`] with a plain name.
    #[must_use]
    pub(crate) fn parent(&self) -> Self {
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
}
