//! The operations of a document, one by one.
//!
//! A document in, every operation with its path, method and pointer out, sorted by path and in a fixed order of methods.
//! Keys of a path item that are no methods are passed over.

use serde_json::{Map, Value};

use super::Pointer;

/// The methods of a path item, in the order in which operations are listed.
const METHODS: [&str; 8] = [
    "get", "post", "put", "patch", "delete", "head", "options", "trace",
];

/// An operation as it stands in the document.
#[derive(Debug, Clone)]
pub struct Found<'a> {
    /// Its path template.
    pub path: &'a str,
    /// Its method, in lower case.
    pub method: &'static str,
    /// Where it stands.
    pub pointer: Pointer,
    /// The path item it belongs to.
    pub item: &'a Map<String, Value>,
    /// The operation itself.
    pub operation: &'a Value,
}

impl<'a> Found<'a> {
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
pub fn operations(document: &Value) -> impl Iterator<Item = Found<'_>> {
    let paths = document
        .get("paths")
        .and_then(Value::as_object)
        .into_iter()
        .flatten();
    paths.flat_map(|(path, item)| {
        let item = item.as_object();
        METHODS.into_iter().filter_map(move |method| {
            let item = item?;
            Some(Found {
                path,
                method,
                pointer: Pointer::root().child("paths").child(path).child(method),
                item,
                operation: item.get(method)?,
            })
        })
    })
}
