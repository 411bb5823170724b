//! Names as PHP reads them: `a[b]` for a field of an object, `a[]` for an item of a list, `a[0][b]` for a field in an item.
//!
//! In: a name and a value. Out: a pair of name and text for each scalar in it. Never: a pair for null, or for what is empty,
//! since PHP cannot be told of one.

use serde_json::Value;

/// Gives each pair to `add`; `boolean` is how a truth value is written.
pub(crate) fn each(
    name: &str,
    value: &Value,
    boolean: fn(bool) -> String,
    add: &mut impl FnMut(&str, String),
) {
    match value {
        Value::Null => {}
        Value::Bool(value) => add(name, boolean(*value)),
        Value::Number(number) => add(name, number.to_string()),
        Value::String(text) => add(name, text.clone()),
        Value::Array(items) => {
            let base = name.strip_suffix("[]").unwrap_or(name);
            for (index, item) in items.iter().enumerate() {
                // `a[]` for every field of an object would put each into an item of its own.
                let name = match item {
                    Value::Array(_) | Value::Object(_) => format!("{base}[{index}]"),
                    _ => format!("{base}[]"),
                };
                each(&name, item, boolean, add);
            }
        }
        Value::Object(object) => {
            for (key, value) in object {
                each(&format!("{name}[{key}]"), value, boolean, add);
            }
        }
    }
}
