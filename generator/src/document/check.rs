//! Is this value an OpenAPI document that the generator can work on?
//!
//! Looks at the root only: the kind and version of the document and the two parts that every document has. What is
//! inside of `paths` is judged where it is used, operation by operation.

use serde_json::Value;

use super::{parse, path_items};
use crate::deep_stack;
use crate::error::Error;

const CHECK_ADDRESS: &str = "check the address of the document and fetch it again";
const CONVERT: &str = "publish or convert the document as OpenAPI 3.0.3";

/// Reads an OpenAPI 3.0.x or 3.1.x document; `file` is the name of the file in messages.
///
/// Any thread can call it: a document that is as deep as it may be is read on a stack of its own.
///
/// # Errors
///
/// Those of [`parse`], and a value that is no OpenAPI document or one of a version that is not supported.
pub fn read(file: &str, bytes: &[u8]) -> Result<Value, Error> {
    deep_stack::run(|_: &mut dyn FnMut(())| read_here(file, bytes), &mut |()| {})
        .unwrap_or_else(|message| Err(deep_stack::fault(file, &message)))
}

/// As [`read`], for who has a deep stack already.
pub(crate) fn read_here(file: &str, bytes: &[u8]) -> Result<Value, Error> {
    let document = parse(file, bytes)?;
    let Value::Object(root) = &document else {
        let rule = format!(
            "the root is {}, not a mapping as in an OpenAPI document",
            a(&document)
        );
        return Err(Error::new(file, rule, CHECK_ADDRESS));
    };
    if root.contains_key("swagger") {
        return Err(Error::new(
            format!("{file}#/swagger"),
            "this is a Swagger 2.0 document; only OpenAPI 3.0.x and 3.1.x are read",
            CONVERT,
        ));
    }
    match root.get("openapi") {
        Some(Value::String(version)) => supported(file, version)?,
        Some(other) => {
            return Err(Error::new(
                format!("{file}#/openapi"),
                format!("`openapi` is {}, not text", a(other)),
                "quote the version: `openapi: \"3.0.3\"`",
            ));
        }
        None => {
            return Err(Error::new(
                file,
                "`openapi` is missing, so this is not an OpenAPI document",
                CHECK_ADDRESS,
            ));
        }
    }
    let is_31 = root
        .get("openapi")
        .and_then(Value::as_str)
        .is_some_and(|version| version.starts_with("3.1"));
    for key in ["info", "paths"] {
        match root.get(key) {
            // A document of 3.1 may have webhooks alone.
            None if is_31 && key == "paths" => {}
            Some(Value::Object(_)) => {}
            Some(other) => {
                return Err(Error::new(
                    format!("{file}#/{key}"),
                    format!("`{key}` is {}, not a mapping", a(other)),
                    CHECK_ADDRESS,
                ));
            }
            None => {
                return Err(Error::new(
                    file,
                    format!("`{key}` is missing"),
                    CHECK_ADDRESS,
                ));
            }
        }
    }
    path_items::inline(file, document)
}

/// `3.0` alone is not a version that the standard knows, but what its author means is plain.
fn supported(file: &str, version: &str) -> Result<(), Error> {
    let is_known = ["3.0", "3.1"]
        .iter()
        .any(|known| version == *known || version.starts_with(&format!("{known}.")));
    if is_known {
        return Ok(());
    }
    Err(Error::new(
        format!("{file}#/openapi"),
        format!("the document is of version {version:?}: only OpenAPI 3.0.x and 3.1.x are read"),
        CONVERT,
    ))
}

/// What kind of value it is, for a message: `the number 3.0`, `a list`.
fn a(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => format!("the boolean {value}"),
        Value::Number(number) => format!("the number {number}"),
        Value::String(_) => "a text".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "a mapping".to_owned(),
    }
}
