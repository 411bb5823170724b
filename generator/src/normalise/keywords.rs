//! The keywords of one schema and of all below it, each with a value of its kind.
//!
//! Junk goes by its evident meaning (PHP's `[]` for an empty map, a `required` that stands one level off, a `type` that is
//! a sentence), JSON Schema of OpenAPI 3.1 becomes what 3.0 says for it. Where neither holds, the place is any JSON.

use serde_json::{Map, Value, json};

use super::place::{Files, Place};
use super::types::{self, KNOWN};
use super::{Notes, inside, objects};
use crate::document::{MediaType, Pointer};
use crate::text;

/// Keywords of JSON Schema that only constrain, or that OpenAPI 3.0 has no word for; what they would add to a type is
/// noted.
const NOT_IN_30: [&str; 18] = [
    "$anchor",
    "$dynamicAnchor",
    "$dynamicRef",
    "$id",
    "$vocabulary",
    "contains",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "if",
    "maxContains",
    "minContains",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
    "$schema",
    "$comment",
];

/// Where the examples of a schema are kept that 3.0 has no room for: a list.
pub(crate) const MORE_EXAMPLES: &str = "x-examples";

/// Of those, the ones that nobody misses.
const SILENT: [&str; 6] = [
    "$anchor",
    "$comment",
    "$dynamicAnchor",
    "$id",
    "$schema",
    "$vocabulary",
];

/// Normalises a schema and all below it.
pub(super) fn normalise(schema: &mut Value, pointer: &Pointer, place: Place, notes: &mut Notes) {
    as_object(schema, pointer, notes);
    let Value::Object(declared) = schema else {
        return;
    };
    reference(declared, pointer, notes);
    lists(declared, pointer, notes);
    constant(declared);
    of_type(declared, pointer, place, notes);
    allowed_values(declared, pointer, notes);
    null_alternatives(declared);
    objects::properties(declared, pointer, notes);
    objects::required(declared, pointer, notes);
    items(declared, pointer, notes);
    objects::others(declared, pointer, notes);
    content(declared, place);
    annotations(declared, pointer, notes);
    inside(declared, pointer, &mut |below, pointer| {
        normalise(below, pointer, place.below(), notes);
    });
    objects::lift_required(declared);
}

/// A schema that is no mapping: `true`, PHP's `[]`, a bare type.
fn as_object(schema: &mut Value, pointer: &Pointer, notes: &mut Notes) {
    let note = match schema {
        Value::Object(_) => return,
        Value::Bool(true) | Value::Null => None,
        Value::Array(list) if list.is_empty() => None,
        Value::String(name) if types::meaning(name).is_some() => {
            *schema = json!({ "type": name });
            return;
        }
        Value::Bool(false) => Some("The schema `false`, which no value fits, is any JSON"),
        _ => Some("The schema is no mapping, so it is any JSON"),
    };
    if let Some(note) = note {
        notes.at(pointer, note);
    }
    *schema = Value::Object(Map::new());
}

/// What stands beside a `$ref` is kept, as OpenAPI 3.1 has it and as everybody means it.
fn reference(declared: &mut Map<String, Value>, pointer: &Pointer, notes: &mut Notes) {
    match declared.get("$ref") {
        None => return,
        Some(Value::String(_)) => {}
        Some(_) => {
            declared.remove("$ref");
            notes.at(pointer, "The `$ref` is no text and is left out");
            return;
        }
    }
    if declared.len() == 1 {
        return;
    }
    let reference = declared.remove("$ref").unwrap_or_default();
    let reference = json!({ "$ref": reference });
    match declared.get_mut("allOf") {
        Some(Value::Array(parts)) => parts.push(reference),
        _ => {
            declared.insert("allOf".to_string(), json!([reference]));
        }
    }
}

/// Lists that PHP has written as maps, single values, and empty ones.
fn lists(declared: &mut Map<String, Value>, pointer: &Pointer, notes: &mut Notes) {
    allowed_text(declared, pointer, notes);
    objects::required_flag(declared);
    for key in ["allOf", "anyOf", "oneOf", "enum", "required"] {
        let list = match declared.get_mut(key) {
            Some(Value::Object(map)) => map.values().cloned().collect(),
            Some(Value::String(one)) if key != "allOf" => vec![Value::from(one.as_str())],
            Some(Value::Array(list)) if list.is_empty() && key.ends_with("Of") => {
                declared.remove(key);
                continue;
            }
            Some(Value::Null) => {
                declared.remove(key);
                continue;
            }
            _ => continue,
        };
        declared.insert(key.to_string(), Value::Array(list));
    }
}

/// `enum` as one text: `open,closed` or `open|closed`. What is a sentence allows nothing that we know.
fn allowed_text(declared: &mut Map<String, Value>, pointer: &Pointer, notes: &mut Notes) {
    let Some(Value::String(written)) = declared.get("enum") else {
        return;
    };
    let separator = if written.contains('|') { '|' } else { ',' };
    let words: Vec<&str> = written.split(separator).map(str::trim).collect();
    let is_word =
        |word: &&str| !word.is_empty() && word.split_whitespace().count() <= MAX_WORDS_OF_VALUE;
    if !words.iter().all(is_word) {
        notes.at(pointer, "The `enum` is a text and no list, and is left out");
        declared.remove("enum");
        return;
    }
    if words.len() > 1 {
        notes.at(
            pointer,
            format!(
                "The `enum` is the text `{}`, which is taken for a list of values between `{separator}`",
                text::code(written)
            ),
        );
    }
    declared.insert("enum".to_string(), json!(words));
}

/// How many words an allowed value has at most; more are a sentence.
const MAX_WORDS_OF_VALUE: usize = 3;

fn constant(declared: &mut Map<String, Value>) {
    if let Some(value) = declared.remove("const") {
        declared
            .entry("enum")
            .or_insert_with(|| Value::Array(vec![value]));
    }
}

/// `type` as one that OpenAPI 3.0 knows, with `nullable`.
fn of_type(declared: &mut Map<String, Value>, pointer: &Pointer, place: Place, notes: &mut Notes) {
    match declared.remove("type") {
        None => {}
        Some(Value::String(name)) if KNOWN.contains(&name.as_str()) => {
            declared.insert("type".to_string(), Value::String(name));
        }
        Some(Value::String(name)) => word(declared, &name, pointer, place, notes),
        Some(Value::Array(names)) => {
            let names: Vec<&str> = names.iter().filter_map(Value::as_str).collect();
            word(declared, &names.join("|"), pointer, place, notes);
        }
        Some(_) => notes.at(pointer, "The `type` is no text and is left out"),
    }
    match declared.get("nullable") {
        Some(Value::Bool(_)) | None => {}
        Some(other) => {
            let is_true = *other == json!("true") || *other == json!(1);
            declared.insert("nullable".to_string(), Value::Bool(is_true));
        }
    }
}

fn word(
    declared: &mut Map<String, Value>,
    name: &str,
    pointer: &Pointer,
    place: Place,
    notes: &mut Notes,
) {
    let code = text::code(name);
    let Some(meaning) = types::meaning(&in_place(name, declared, place)) else {
        let has = |key: &str| declared.contains_key(key);
        let (implied, words) = if has("properties") {
            ("object", "an object")
        } else if has("items") {
            ("array", "a list")
        } else if place.is_text {
            ("string", "a text")
        } else {
            notes.at(
                pointer,
                format!("`{code}` is no type of OpenAPI, so this is any JSON"),
            );
            return;
        };
        notes.at(
            pointer,
            format!("`{code}` is no type of OpenAPI; it is taken for {words}"),
        );
        declared.insert("type".to_string(), implied.into());
        return;
    };
    let is_respelled = name
        .split('|')
        .all(|part| KNOWN.contains(&part) || part == "null");
    if !is_respelled {
        let taken: Vec<String> = meaning
            .alternatives
            .iter()
            .filter_map(|one| Some(format!("`{}`", one.get("type")?.as_str()?)))
            .chain(meaning.is_nullable.then(|| "null".to_string()))
            .collect();
        let taken = match taken.as_slice() {
            [] => "any JSON".to_string(),
            taken => taken.join(" or "),
        };
        notes.at(
            pointer,
            format!("`{code}` is no type of OpenAPI; it is taken for {taken}"),
        );
    }
    if meaning.is_nullable && !meaning.alternatives.is_empty() {
        declared.insert("nullable".to_string(), Value::Bool(true));
    }
    match meaning.alternatives.as_slice() {
        [] => {}
        [one] => {
            for (key, value) in one {
                declared.entry(key).or_insert_with(|| value.clone());
            }
        }
        several => {
            let combined = ["oneOf", "anyOf", "allOf"];
            if !combined.iter().any(|key| declared.contains_key(*key)) {
                let alternatives = several.iter().map(|one| part(declared, one)).collect();
                for key in OF_ONE_TYPE {
                    declared.remove(key);
                }
                declared.insert("oneOf".to_string(), Value::Array(alternatives));
            }
        }
    }
}

/// The words of a `type` whose meaning depends on where they stand.
fn in_place(name: &str, declared: &Map<String, Value>, place: Place) -> String {
    let word = name.to_ascii_lowercase();
    let parts = word.split('|').map(|part| {
        let bare = part.trim().trim_start_matches('?').trim_end_matches("[]");
        match bare {
            // Laravel sends a decimal as a text, others as a number.
            "decimal" if !place.is_text => part.replace("decimal", kind_of_example(declared)),
            // An upload; in JSON it is the address of one.
            "image" if place.files != Files::Everywhere => part.replace("image", "string"),
            _ => part.to_string(),
        }
    });
    parts.collect::<Vec<_>>().join("|")
}

/// Whether the example is a text or a number; any JSON where there is none.
fn kind_of_example(declared: &Map<String, Value>) -> &'static str {
    let example = declared
        .get("example")
        .or_else(|| declared.get("examples")?.get(0))
        .or_else(|| declared.get("default"));
    let item = match example {
        Some(Value::Array(items)) => items.first(),
        one => one,
    };
    match item {
        Some(Value::String(_)) => "string",
        Some(Value::Number(_)) => "number",
        _ => "mixed",
    }
}

/// Keywords that say something of values of one type only.
const OF_ONE_TYPE: [&str; 7] = [
    "additionalProperties",
    "enum",
    "format",
    "items",
    "patternProperties",
    "properties",
    "required",
];

/// What a schema of several types says of one of them.
fn part(declared: &Map<String, Value>, of_type: &Map<String, Value>) -> Value {
    let mut part = of_type.clone();
    let name = of_type.get("type").and_then(Value::as_str);
    let wanted: &[&str] = match name {
        Some("object") => &[
            "additionalProperties",
            "patternProperties",
            "properties",
            "required",
        ],
        Some("array") => &["items"],
        _ => &["format"],
    };
    for key in wanted {
        if let Some(value) = declared.get(*key) {
            part.entry(*key).or_insert_with(|| value.clone());
        }
    }
    if let Some(Value::Array(values)) = declared.get("enum") {
        let fits = |value: &&Value| match name {
            Some("string") => value.is_string(),
            Some("integer" | "number") => value.is_number(),
            _ => false,
        };
        let values: Vec<Value> = values.iter().filter(fits).cloned().collect();
        if !values.is_empty() {
            part.insert("enum".to_string(), Value::Array(values));
        }
    }
    Value::Object(part)
}

/// Allowed values of a number that are written as texts, and null among the values.
fn allowed_values(declared: &mut Map<String, Value>, pointer: &Pointer, notes: &mut Notes) {
    let is_number = matches!(
        declared.get("type").and_then(Value::as_str),
        Some("integer" | "number")
    );
    let Some(Value::Array(values)) = declared.get_mut("enum") else {
        if declared.remove("enum").is_some() {
            notes.at(pointer, "The `enum` is no list and is left out");
        }
        return;
    };
    let has_null = values.contains(&Value::Null);
    if is_number && values.iter().all(Value::is_string) && !values.is_empty() {
        let numbers: Option<Vec<Value>> = values
            .iter()
            .map(|value| {
                let number = serde_json::from_str(value.as_str()?).ok()?;
                matches!(number, Value::Number(_)).then_some(number)
            })
            .collect();
        if let Some(numbers) = numbers {
            *values = numbers;
            notes.at(
                pointer,
                "The values of `enum` are texts and the `type` is a number; they are taken for numbers",
            );
        }
    }
    if has_null {
        declared.insert("nullable".to_string(), Value::Bool(true));
    }
}

/// An alternative that is null makes the schema nullable; one that is alone is no alternative.
fn null_alternatives(declared: &mut Map<String, Value>) {
    for key in ["oneOf", "anyOf"] {
        let Some(Value::Array(list)) = declared.get_mut(key) else {
            continue;
        };
        let count = list.len();
        list.retain(|one| !is_null(one));
        let has_null = list.len() < count;
        let rest = list.len();
        if has_null {
            declared.insert("nullable".to_string(), Value::Bool(true));
        }
        if rest == 0 {
            declared.remove(key);
        } else if rest == 1 && has_null {
            // The one that is left; as a part it is the same.
            if let Some(Value::Array(list)) = declared.remove(key) {
                match declared.get_mut("allOf") {
                    Some(Value::Array(parts)) => parts.extend(list),
                    _ => {
                        declared.insert("allOf".to_string(), Value::Array(list));
                    }
                }
            }
        }
    }
}

fn is_null(schema: &Value) -> bool {
    let is =
        |key: &str, values: &[Value]| schema.get(key).is_some_and(|value| values.contains(value));
    is("type", &[json!("null"), json!(["null"])])
        || is("const", &[Value::Null]) && schema.get("const").is_some()
        || is("enum", &[json!([null])])
}

/// `items` as one schema: PHP writes an empty one as `[]`, and JSON Schema has a list of one for each position.
fn items(declared: &mut Map<String, Value>, pointer: &Pointer, notes: &mut Notes) {
    let mut tuple: Vec<Value> = Vec::new();
    if let Some(Value::Array(list)) = declared.get_mut("items") {
        tuple = std::mem::take(list);
        declared.insert("items".to_string(), Value::Object(Map::new()));
    }
    if let Some(Value::Array(list)) = declared.remove("prefixItems") {
        tuple = list;
        let rest = declared.remove("items");
        tuple.extend(rest.filter(Value::is_object));
    }
    match declared.get("items") {
        Some(Value::Bool(_) | Value::Null) => {
            declared.insert("items".to_string(), Value::Object(Map::new()));
        }
        Some(Value::Object(_)) | None => {}
        Some(_) => as_object(
            declared.entry("items").or_insert(Value::Null),
            pointer,
            notes,
        ),
    }
    if tuple.is_empty() {
        return;
    }
    notes.at(
        pointer,
        "The items have a schema by position; the crate has a list of items that are any of them",
    );
    let items = match tuple.as_slice() {
        [one] => one.clone(),
        _ => json!({ "anyOf": tuple }),
    };
    declared.insert("items".to_string(), items);
    declared
        .entry("type")
        .or_insert_with(|| Value::from("array"));
}

/// What a text holds, as 3.0 says it: bytes of a file and base64 by a `format`, all else in words.
fn content(declared: &mut Map<String, Value>, place: Place) {
    if declared.contains_key("contentSchema") {
        return;
    }
    let is_json = declared
        .get("contentMediaType")
        .and_then(Value::as_str)
        .is_some_and(|of| of.contains("json"));
    let encoding = declared.remove("contentEncoding");
    let media_type = if is_json {
        None
    } else {
        declared.remove("contentMediaType")
    };
    let media_type = media_type.as_ref().and_then(Value::as_str);
    let encoding = encoding.as_ref().and_then(Value::as_str);
    let is_file = encoding.is_none()
        && place.files != Files::Nowhere
        && media_type.is_some_and(|name| MediaType::of(name, None) == MediaType::Binary);
    let is_text = declared.get("type").is_none_or(|of| of == "string");
    if !is_text || encoding.is_none() && media_type.is_none() {
        return;
    }
    declared.insert("type".to_string(), "string".into());
    let format = match encoding {
        Some("base64") => Some("byte"),
        _ => is_file.then_some("binary"),
    };
    if let Some(format) = format {
        declared
            .entry("format")
            .or_insert_with(|| Value::from(format));
    }
    if is_file {
        return;
    }
    let words = match (media_type, encoding) {
        (Some(of), Some(encoding)) => {
            format!(
                "Its content is `{}` in `{}`.",
                text::code(of),
                text::code(encoding)
            )
        }
        (Some(of), None) => format!("Its content is `{}`.", text::code(of)),
        (None, Some("base64") | None) => return,
        (None, Some(encoding)) => format!("Its content is encoded as `{}`.", text::code(encoding)),
    };
    let description = match declared.get("description").and_then(Value::as_str) {
        Some(description) => format!("{description}\n\n{words}"),
        None => words,
    };
    declared.insert("description".to_string(), description.into());
}

/// Examples, exclusive limits, and what 3.0 has no word for.
fn annotations(declared: &mut Map<String, Value>, pointer: &Pointer, notes: &mut Notes) {
    if matches!(declared.get("examples"), Some(Value::Array(_)))
        && let Some(Value::Array(list)) = declared.remove("examples")
    {
        examples(declared, list);
    }
    for (exclusive, limit) in [
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ] {
        if let Some(value @ Value::Number(_)) = declared.get(exclusive).cloned() {
            declared.insert(limit.to_string(), value);
            declared.insert(exclusive.to_string(), Value::Bool(true));
        }
    }
    for key in ["description", "format", "title"] {
        if declared.get(key).is_some_and(|value| !value.is_string()) {
            declared.remove(key);
        }
    }
    let left_out: Vec<&str> = NOT_IN_30
        .into_iter()
        .filter(|key| declared.remove(*key).is_some())
        .filter(|key| !SILENT.contains(key))
        .collect();
    if !left_out.is_empty() {
        notes.at(
            pointer,
            format!(
                "`{}` is left out, which OpenAPI 3.0 has no word for",
                left_out.join("`, `")
            ),
        );
    }
}

/// The list of examples of 3.1: 3.0 has room for one. All of them are kept beside it where the others may show more, since
/// they are evidence of what fits.
fn examples(declared: &mut Map<String, Value>, list: Vec<Value>) {
    let Some(first) = list.first() else { return };
    let first = declared.entry("example").or_insert_with(|| first.clone());
    if !list.iter().all(|other| shows_the_same(first, other)) {
        declared.insert(MORE_EXAMPLES.to_string(), Value::Array(list));
    }
}

/// Whether two examples are single values of one type, or the same.
fn shows_the_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::String(_), Value::String(_)) | (Value::Bool(_), Value::Bool(_)) => true,
        (Value::Number(one), Value::Number(other)) => one.is_f64() == other.is_f64(),
        _ => one == other,
    }
}
