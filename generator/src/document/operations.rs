//! The operations of a document, one by one.
//!
//! A document in, every operation with its path, method and pointer out, sorted by path and in a fixed order of methods.
//! Keys of a path item that are no methods are passed over. Methods may be written in any case; of one that is written
//! twice, the spelling in lower case counts.

use serde_json::{Map, Value};

use super::Pointer;

/// The methods of a path item, in the order in which operations are listed.
const METHODS: [&str; 8] = [
    "get", "post", "put", "patch", "delete", "head", "options", "trace",
];

/// An operation as it stands in the document.
#[derive(Debug, Clone)]
pub struct OperationEntry<'a> {
    /// Its path template.
    pub path: &'a str,
    /// Its method, in lower case.
    pub method: &'static str,
    /// Its method as the document writes it.
    pub key: &'a str,
    /// Where it stands.
    pub pointer: Pointer,
    /// The path item it belongs to.
    pub item: &'a Map<String, Value>,
    /// The operation itself.
    pub operation: &'a Value,
}

impl<'a> OperationEntry<'a> {
    /// `operationId`; nothing where it is missing or empty.
    pub fn id(&self) -> Option<&'a str> {
        let id = self.operation.get("operationId")?.as_str()?;
        (!id.is_empty()).then_some(id)
    }

    /// `operationId`, or method and path where there is none.
    pub fn label(&self) -> String {
        match self.id() {
            Some(id) => id.to_string(),
            None => format!("{} {}", self.method.to_uppercase(), self.path),
        }
    }
}

/// Every operation of the document, by path and method.
pub fn operations(document: &Value) -> impl Iterator<Item = OperationEntry<'_>> {
    let paths = document
        .get("paths")
        .and_then(Value::as_object)
        .into_iter()
        .flatten();
    paths.flat_map(|(path, item)| {
        let item = item.as_object();
        METHODS.into_iter().filter_map(move |method| {
            let (key, operation) = written(item?, method)?;
            Some(OperationEntry {
                path,
                method,
                key,
                pointer: Pointer::root().child("paths").child(path).child(key),
                item: item?,
                operation,
            })
        })
    })
}

/// The operation of a method, with the method as the document writes it: in lower case, else in the first other spelling.
fn written<'a>(item: &'a Map<String, Value>, method: &str) -> Option<(&'a str, &'a Value)> {
    let other = || {
        item.iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(method))
    };
    let (key, operation) = item.get_key_value(method).or_else(other)?;
    Some((key, operation))
}

/// A key of a path item that looks like an operation and is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stray<'a> {
    /// The path template.
    pub path: &'a str,
    /// The key.
    pub key: &'a str,
    /// Why it is none.
    pub reason: StrayReason,
    /// Where it stands.
    pub pointer: Pointer,
}

/// Why a key of a path item is no operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StrayReason {
    /// A reference that leads nowhere.
    Reference,
    /// A method that OpenAPI does not know.
    UnknownMethod,
    /// A method that the path item has in another spelling.
    SecondSpelling,
}

/// Whatever in the document's path items a reader would take for an operation, beyond [`operations`].
pub fn strays(document: &Value) -> impl Iterator<Item = Stray<'_>> {
    let paths = document.get("paths").and_then(Value::as_object);
    paths.into_iter().flatten().flat_map(|(path, item)| {
        let item = item.as_object();
        let keys = item.into_iter().flatten();
        keys.filter_map(move |(key, value)| {
            Some(Stray {
                path,
                key,
                reason: stray(item?, key, value)?,
                pointer: Pointer::root().child("paths").child(path).child(key),
            })
        })
    })
}

fn stray(item: &Map<String, Value>, key: &str, value: &Value) -> Option<StrayReason> {
    let mut methods = METHODS.into_iter();
    match methods.find(|method| key.eq_ignore_ascii_case(method)) {
        Some(method) => {
            let (counts, _) = written(item, method)?;
            (counts != key).then_some(StrayReason::SecondSpelling)
        }
        None if key == "$ref" => Some(StrayReason::Reference),
        None => {
            let is_operation = value.get("responses").is_some() && !key.starts_with("x-");
            is_operation.then_some(StrayReason::UnknownMethod)
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_method_in_capitals_is_a_method_unless_it_is_there_already() {
        let document = json!({ "paths": {
            "/a": { "GET": {}, "Post": {}, "get": {}, "POST": {}, "purge": { "responses": {} } },
        } });
        let keys: Vec<&str> = operations(&document).map(|found| found.key).collect();
        assert_eq!(keys, ["get", "POST"]);
        let strays: Vec<(&str, StrayReason)> = strays(&document)
            .map(|stray| (stray.key, stray.reason))
            .collect();
        assert_eq!(
            strays,
            [
                ("GET", StrayReason::SecondSpelling),
                ("Post", StrayReason::SecondSpelling),
                ("purge", StrayReason::UnknownMethod),
            ]
        );
    }
}
