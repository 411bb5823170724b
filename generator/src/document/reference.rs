//! References: what a `$ref` holds in, the place or the component that it leads to out.
//!
//! Nothing outside of the document is ever read. Whether something stands at the place is not decided here, but by
//! [`resolve`].

use serde_json::Value;

use super::component;
use super::pointer::unescape;

/// How many references may lead to one another before we call it a circle.
const MAX_STEPS: usize = 16;

/// Where components that are schemas are referred to.
const COMPONENT: &str = "#/components/schemas/";

/// What a `$ref` holds, as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Reference<'a>(pub &'a str);

impl<'a> Reference<'a> {
    /// The reference of an object that has one. In an object whose keys are free names, a `$ref` is no reference.
    pub fn of(value: &'a Value) -> Option<Self> {
        value.get("$ref")?.as_str().map(Self)
    }

    /// The place in this document that it leads to, without the escapes of an address.
    pub fn pointer(self) -> Option<String> {
        self.0.strip_prefix('#').map(decoded)
    }

    /// The name of the component that it leads to, in the one spelling that normalised documents have.
    pub fn component(self) -> Option<String> {
        self.0.strip_prefix(COMPONENT).map(unescape)
    }

    /// The name of the component that a schema refers to.
    pub fn component_of(schema: &'a Value) -> Option<String> {
        Self::of(schema)?.component()
    }

    /// How a document refers to a component, in that spelling.
    pub fn to_component(name: &str) -> String {
        format!("#{}", component::place(name))
    }
}

/// `value`, or what it refers to; the error is the end of a sentence that names it.
pub(crate) fn resolve<'a>(document: &'a Value, value: &'a Value) -> Result<&'a Value, String> {
    let mut value = value;
    for _ in 0..MAX_STEPS {
        let Some(reference) = Reference::of(value) else {
            return Ok(value);
        };
        value = reference
            .pointer()
            .and_then(|pointer| document.pointer(&pointer))
            .ok_or_else(|| {
                let reference = reference.0;
                format!("refers to `{reference}`, which is not in the document")
            })?;
    }
    Err("refers to itself".to_string())
}

/// A schema without a reference, and without an `allOf` that is there for the sake of a description. What a reference leads
/// to in vain is any value.
pub(crate) fn alone<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    let found = |schema| resolve(document, schema).unwrap_or(&Value::Null);
    let schema = found(schema);
    match schema.get("allOf").and_then(Value::as_array) {
        Some(parts) if parts.len() == 1 => found(&parts[0]),
        _ => schema,
    }
}

/// A pointer without the escapes of an address.
fn decoded(pointer: &str) -> String {
    if !pointer.contains('%') {
        return pointer.to_string();
    }
    let mut bytes = Vec::with_capacity(pointer.len());
    let mut rest = pointer.as_bytes();
    while let [first, tail @ ..] = rest {
        let escaped = tail.get(..2).filter(|_| *first == b'%');
        let byte = escaped
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match byte {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| pointer.to_string())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_chain_is_followed_and_a_circle_is_an_error() {
        let document = json!({ "a": { "$ref": "#/b" }, "b": { "x": 1 }, "c": { "$ref": "#/c" } });
        assert_eq!(resolve(&document, &document["a"]), Ok(&document["b"]));
        assert_eq!(
            resolve(&document, &document["c"]),
            Err("refers to itself".to_string())
        );
        assert_eq!(
            resolve(&document, &json!({ "$ref": "other.yaml#/x" })).unwrap_err(),
            "refers to `other.yaml#/x`, which is not in the document"
        );
    }

    #[test]
    fn a_component_has_the_name_that_refers_to_it() {
        for name in [
            "Chat", "a b", "a/b", "a~b", "a~1b", "", "50%", "it's", "\u{e4}",
        ] {
            let reference = Reference::to_component(name);
            assert_eq!(Reference(&reference).component().as_deref(), Some(name));
        }
        assert_eq!(Reference("#/components/responses/A").component(), None);
        assert_eq!(
            Reference("other.yaml#/components/schemas/A").component(),
            None
        );
    }
}
