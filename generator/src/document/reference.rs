//! Local references: `{"$ref": "#/…"}` in, what stands there out. Nothing outside of the document is ever read.

use serde_json::Value;

/// How many references may lead to one another before we call it a circle.
const MAX_STEPS: usize = 16;

/// `value`, or what it refers to; the error is the end of a sentence that names it.
pub(crate) fn resolve<'a>(document: &'a Value, value: &'a Value) -> Result<&'a Value, String> {
    let mut value = value;
    for _ in 0..MAX_STEPS {
        let Some(reference) = value.get("$ref").and_then(Value::as_str) else {
            return Ok(value);
        };
        value = reference
            .strip_prefix('#')
            .and_then(|pointer| document.pointer(&decoded(pointer)))
            .ok_or_else(|| format!("refers to `{reference}`, which is not in the document"))?;
    }
    Err("refers to itself".to_string())
}

/// A pointer without the escapes of an address.
pub(crate) fn decoded(pointer: &str) -> String {
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
