//! One schema for the places of one name: everybody's properties, and only what all require.
//!
//! The schemas of two places in, one out. What a place refers to is not followed: the caller hears of each pair that stands
//! at the same place, and makes one of what both refer to.

use serde_json::{Map, Value, json};

use super::keywords::NAME;
use super::schema::required_by_all;
use super::secret::{any_marked, marked};

/// Hears of two schemas that stand at the same place.
type Meet<'a> = dyn FnMut(&Map<String, Value>, &Map<String, Value>) + 'a;

/// One schema for two: everybody's properties, and only what both require. What one of them hides is hidden.
pub(crate) fn cover(first: Value, second: Value, meet: &mut Meet<'_>) -> Value {
    let both = [first, second];
    let is_secret = any_marked(&both);
    let [first, second] = both;
    marked(cover_values(first, second, meet), is_secret)
}

fn cover_values(first: Value, second: Value, meet: &mut Meet<'_>) -> Value {
    let (Value::Object(mut first), Value::Object(second)) = (first.clone(), second) else {
        return first;
    };
    meet(&first, &second);
    // One that says which alternatives there are, and one that says it is none of several: any JSON.
    let is_union = |of: &Map<String, Value>| of.contains_key("oneOf") || of.contains_key("anyOf");
    if is_union(&first) != is_union(&second) {
        let name = first.get(NAME).or(second.get(NAME));
        return name.map_or_else(|| json!({}), |name| json!({ NAME: name }));
    }
    let required = required_by_all(&[&first, &second]);
    for (key, value) in second {
        match (key.as_str(), first.get(&key).cloned()) {
            ("required", _) => {}
            (_, None) => {
                first.insert(key, value);
            }
            ("properties", Some(Value::Object(mut into))) => {
                for (name, property) in value.as_object().cloned().unwrap_or_default() {
                    let covered = match into.remove(&name) {
                        Some(known) => cover(known, property, meet),
                        None => property,
                    };
                    into.insert(name, covered);
                }
                first.insert(key, Value::Object(into));
            }
            ("items" | "additionalProperties" | "contentSchema", Some(known)) => {
                let covered = cover(known, value, meet);
                first.insert(key, covered);
            }
            ("nullable", Some(known)) => {
                first.insert(key, Value::Bool(known == true || value == true));
            }
            ("type", Some(known)) if known != value => {
                let are_numbers = [&known, &value]
                    .iter()
                    .all(|of| **of == "integer" || **of == "number");
                if are_numbers {
                    first.insert(key, "number".into());
                } else {
                    // Two types under one name, and no way to say which: any JSON.
                    return json!({});
                }
            }
            _ => {}
        }
    }
    first.remove("required");
    if !required.is_empty() {
        first.insert("required".to_string(), Value::Array(required));
    }
    Value::Object(first)
}
