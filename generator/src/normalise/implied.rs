//! A schema without `type` whose keywords speak of one kind of JSON gets that type.
//!
//! A document in, whose `allOf` and alternatives are one schema where they can be; out the same with the types that it implies.
//! All later stages then take such a schema for the same, and inference gives it alternatives where an example is of another
//! kind.

use serde_json::Value;

use crate::document::{Pointer, implied_type, inside_mut, schemas_mut};

/// Writes the implied types of all schemas.
pub(super) fn write(document: &mut Value) {
    schemas_mut(document, &mut |schema, pointer, _| of(schema, pointer));
}

fn of(schema: &mut Value, pointer: &Pointer) {
    let Value::Object(declared) = schema else {
        return;
    };
    if let Some(name) = implied_type(declared) {
        declared.insert("type".to_string(), name.into());
    }
    inside_mut(declared, pointer, &mut |schema, pointer| {
        of(schema, pointer)
    });
}
