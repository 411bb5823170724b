//! JSON pointers (RFC 6901): the places inside a document, as text.
//!
//! A pointer is built from the root down; looking one up is [`serde_json::Value::pointer`].

use std::borrow::Cow;
use std::fmt;

use serde_json::Value;

/// A place in a document: `/paths/~1chats/get`. The root is the empty text.
///
/// ```
/// use generator::document::Pointer;
///
/// let mut pointer = Pointer::root();
/// pointer.push("paths");
/// pointer.push("/a~b");
/// assert_eq!(pointer.to_string(), "/paths/~1a~0b");
/// assert_eq!(pointer.child("get").as_str(), "/paths/~1a~0b/get");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// The document as a whole.
    pub fn root() -> Self {
        Self::default()
    }

    /// Steps down to a key of an object or, in digits, to an item of a list.
    pub fn push(&mut self, key: &str) {
        self.0.push('/');
        self.0.push_str(&escape(key));
    }

    /// The place one step below, where this one is still needed.
    #[must_use]
    pub fn child(&self, key: &str) -> Self {
        let mut child = self.clone();
        child.push(key);
        child
    }

    /// The place one step above; the root's is the root.
    #[must_use]
    pub fn parent(&self) -> Self {
        Self(
            self.0
                .rsplit_once('/')
                .map_or_else(String::new, |(above, _)| above.to_string()),
        )
    }

    /// The text, as [`serde_json::Value::pointer`] takes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A key as a step of a pointer.
pub(crate) fn escape(key: &str) -> Cow<'_, str> {
    match key.contains(['~', '/']) {
        true => Cow::Owned(key.replace('~', "~0").replace('/', "~1")),
        false => Cow::Borrowed(key),
    }
}

/// The key that a step of a pointer means.
pub(crate) fn unescape(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

/// The string at a JSON pointer inside of `value`; empty where there is none.
pub(crate) fn text_at(value: &Value, pointer: &str) -> String {
    let found = value.pointer(pointer).and_then(Value::as_str);
    found.unwrap_or_default().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_the_empty_text() {
        assert_eq!(Pointer::root().to_string(), "");
    }

    #[test]
    fn an_empty_key_is_a_step_too() {
        assert_eq!(Pointer::root().child("").to_string(), "/");
    }

    #[test]
    fn what_was_built_is_found() {
        let document = serde_json::json!({ "paths": { "/a~1/{b}": ["x"] } });
        let pointer = Pointer::root().child("paths").child("/a~1/{b}").child("0");
        assert_eq!(pointer.as_str(), "/paths/~1a~01~1{b}/0");
        assert_eq!(document.pointer(pointer.as_str()), Some(&"x".into()));
    }
}
