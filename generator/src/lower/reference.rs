//! Local references: `{"$ref": "#/…"}` in, what stands there out.
//!
//! Request bodies, answers, parameters and examples are looked up; schemas keep their references, which become
//! names of types. Nothing outside the document is ever read.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::document::Reference;
pub(crate) use crate::document::resolve;

/// The name of the component that a schema refers to.
pub(super) fn component(schema: &Value) -> Option<String> {
    Reference::of(schema)?.component()
}

/// Every reference below `value`, as it is written. A property that is called `$ref` is no reference.
pub(super) fn all(value: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(value, &mut found);
    found
}

fn collect(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            if let Some(reference) = object.get("$ref").and_then(Value::as_str) {
                found.insert(reference.to_string());
            }
            for value in object.values() {
                collect(value, found);
            }
        }
        Value::Array(items) => {
            for item in items {
                collect(item, found);
            }
        }
        _ => {}
    }
}
