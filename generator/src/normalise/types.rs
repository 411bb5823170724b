//! What a `type` means that OpenAPI does not know: `date`, `numeric`, `string|null`, `?int`, `string[]`.
//!
//! The word as its author wrote it in; the types that it evidently means out, or nothing where that would be a guess.

use serde_json::{Map, Value, json};

/// The types that OpenAPI 3.0 knows.
pub(super) const KNOWN: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];

/// Words for types that others use, with what they mean: type and `format`.
const WORDS: [(&str, &str, &str); 52] = [
    ("array", "array", ""),
    ("associative array", "object", ""),
    ("base64", "string", "byte"),
    ("bigint", "integer", "int64"),
    ("binary", "string", "binary"),
    ("bool", "boolean", ""),
    ("boolean", "boolean", ""),
    ("collection", "array", ""),
    ("date", "string", "date"),
    ("date-time", "string", "date-time"),
    ("datetime", "string", "date-time"),
    ("decimal", "number", ""),
    ("dict", "object", ""),
    ("dictionary", "object", ""),
    ("double", "number", "double"),
    ("email", "string", "email"),
    ("file", "string", "binary"),
    ("float", "number", ""),
    ("hash", "string", ""),
    ("hashmap", "object", ""),
    ("image", "string", "binary"),
    ("int", "integer", ""),
    ("int32", "integer", "int32"),
    ("int64", "integer", "int64"),
    ("integer", "integer", ""),
    ("list", "array", ""),
    ("long", "integer", "int64"),
    ("map", "object", ""),
    ("num", "number", ""),
    ("number", "number", ""),
    ("numeric", "number", ""),
    ("obj", "object", ""),
    ("object", "object", ""),
    ("password", "string", "password"),
    ("phone", "string", ""),
    ("real", "number", ""),
    ("record", "object", ""),
    ("short", "integer", ""),
    ("slug", "string", ""),
    ("stdclass", "object", ""),
    ("str", "string", ""),
    ("string", "string", ""),
    ("struct", "object", ""),
    ("text", "string", ""),
    ("time", "string", "time"),
    ("tinyint", "integer", ""),
    ("ulid", "string", ""),
    ("uri", "string", "uri"),
    ("url", "string", "uri"),
    ("uuid", "string", "uuid"),
    ("varchar", "string", ""),
    ("year", "integer", ""),
];

/// Words for a value of any kind.
const ANY: [&str; 4] = ["*", "any", "mixed", "unknown"];

/// What a word means.
#[derive(Debug, PartialEq)]
pub(super) struct Meaning {
    /// The schema of each type; nothing for any JSON.
    pub alternatives: Vec<Map<String, Value>>,
    /// Whether null is one of them.
    pub is_nullable: bool,
}

/// What the author of a `type` means; nothing where the word says nothing to us.
pub(super) fn meaning(written: &str) -> Option<Meaning> {
    let word = written.trim().to_ascii_lowercase();
    let (word, mut is_nullable) = match word.strip_prefix('?') {
        Some(rest) => (rest.to_string(), true),
        None => (word, false),
    };
    let mut alternatives = Vec::new();
    let mut is_any = false;
    for part in word.replace(" or ", "|").split('|') {
        match part.trim() {
            "null" | "nil" => is_nullable = true,
            any if ANY.contains(&any) => is_any = true,
            part => {
                let one = one(part)?;
                if !alternatives.contains(&one) {
                    alternatives.push(one);
                }
            }
        }
    }
    if is_any {
        alternatives.clear();
    }
    Some(Meaning {
        alternatives,
        is_nullable,
    })
}

/// The schema of one type: `int`, `string[]`, `array<string>`.
fn one(word: &str) -> Option<Map<String, Value>> {
    let of_items = word.strip_suffix("[]").or_else(|| {
        ["array<", "list<", "collection<"]
            .iter()
            .find_map(|generic| word.strip_prefix(generic)?.strip_suffix('>'))
    });
    if let Some(item) = of_items {
        let item = one(item.trim()).unwrap_or_default();
        return Some(object(json!({ "type": "array", "items": item })));
    }
    let (_, name, format) = WORDS.iter().find(|(known, _, _)| *known == word)?;
    let mut schema = object(json!({ "type": name }));
    if !format.is_empty() {
        schema.insert("format".to_string(), Value::from(*format));
    }
    Some(schema)
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn means(written: &str) -> Option<Value> {
        let meaning = meaning(written)?;
        Some(json!([meaning.alternatives, meaning.is_nullable]))
    }

    #[test]
    fn evident_words_have_a_meaning() {
        for (written, expected) in [
            (
                "Date",
                json!([[{ "type": "string", "format": "date" }], false]),
            ),
            ("numeric", json!([[{ "type": "number" }], false])),
            ("string|null", json!([[{ "type": "string" }], true])),
            ("?int", json!([[{ "type": "integer" }], true])),
            (
                "int|string",
                json!([[{ "type": "integer" }, { "type": "string" }], false]),
            ),
            (
                "string[]",
                json!([[{ "type": "array", "items": { "type": "string" } }], false]),
            ),
            (
                "array<Foo>",
                json!([[{ "type": "array", "items": {} }], false]),
            ),
            ("mixed", json!([[], false])),
            ("null", json!([[], true])),
        ] {
            assert_eq!(means(written), Some(expected), "{written}");
        }
    }

    #[test]
    fn other_words_have_none() {
        for written in ["['nl',", "Número", "confirmed", "", "string|Foo"] {
            assert_eq!(means(written), None, "{written}");
        }
    }

    #[test]
    fn words_are_sorted_and_mean_known_types() {
        assert!(WORDS.is_sorted());
        assert!(WORDS.iter().all(|(_, name, _)| KNOWN.contains(name)));
    }
}
