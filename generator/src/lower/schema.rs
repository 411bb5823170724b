//! A schema, reduced to what becomes a Rust type.
//!
//! Constraints go: a client that checks `pattern` or `maximum` in an answer loses the whole answer to one odd value, and a
//! `default` that is filled in sends or shows a value that nobody gave. What they say is kept in the description, and so
//! is the example, because that is what a reader of the generated code wants to see. For the same reason an `enum` stays
//! in what is sent, and is only told in what is received.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::{described, native, prefilled, reference, wire_name};
use crate::document::{self, Reference};

/// Keywords that are taken over as they are. `title` is not among them, because it would rename the type; nor is `not`,
/// which says nothing about a type.
const KEPT: [&str; 2] = ["nullable", "type"];

/// The types that OpenAPI knows.
const TYPES: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];

/// How many allowed values become an enumeration; a longer list is a table, and its values stay texts or numbers.
const MAX_VALUES: usize = 500;

/// Formats of numbers that choose the type of what is received; inference widens those that an example exceeds.
const WIDE_FORMATS: [&str; 4] = ["double", "int32", "int64", "uint64"];

/// Field names of emitted types that a property must not take: a builder's last function.
const RESERVED_FIELDS: [&str; 1] = ["build"];

/// What typify calls the map of all other properties.
const RESERVED_BESIDE_MAP: [&str; 2] = ["build", "extra"];

/// Whether a schema is part of an answer. A component that is both counts as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Only sent.
    Request,
    /// Received, and perhaps sent.
    Answer,
}

/// What lowering a schema has to know of the rest of the document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'a> {
    /// The type name of each component.
    names: &'a BTreeMap<String, String>,
    role: Role,
}

impl<'a> Context<'a> {
    /// `names` has the type name of each component.
    pub fn new(names: &'a BTreeMap<String, String>, role: Role) -> Self {
        Self { names, role }
    }
}

/// The schema that progenitor gets.
pub(super) fn lower(schema: &Value, context: &Context<'_>) -> Value {
    let Value::Object(schema) = schema else {
        return schema.clone();
    };
    if let Some(reference) = schema.get("$ref") {
        // OpenAPI 3.0 ignores whatever stands beside a reference.
        let name = reference::component(&Value::Object(schema.clone()));
        let reference = match name.and_then(|name| context.names.get(&name)) {
            Some(name) => Value::String(Reference::to_component(name)),
            None => reference.clone(),
        };
        return Value::Object(Map::from_iter([("$ref".to_string(), reference)]));
    }
    if let Some(mark) = native::mark(schema, context) {
        let mut lowered = Map::from_iter([("x-rust-type".to_string(), mark)]);
        for key in KEPT {
            if let Some(value) = schema.get(key) {
                lowered.insert(key.to_string(), value.clone());
            }
        }
        let description = described::of(schema, false);
        if !description.is_empty() {
            lowered.insert("description".to_string(), Value::String(description));
        }
        return Value::Object(lowered);
    }
    let mut lowered: Map<String, Value> = KEPT
        .iter()
        .filter_map(|key| Some(((*key).to_string(), schema.get(*key)?.clone())))
        .collect();
    let known = lowered.get("type").and_then(Value::as_str);
    if known.is_none_or(|name| !TYPES.contains(&name)) {
        lowered.remove("type");
    }
    if let Some(ty) = document::implied_type(schema) {
        lowered.insert("type".to_string(), ty.into());
    }
    let is = |name: &str| {
        let known = lowered.get("type").and_then(Value::as_str);
        known.is_none_or(|known| known == name)
    };
    let (is_object, is_array) = (is("object"), is("array"));
    let allowed = allowed_values(schema);
    if let Some(Value::Array(values)) = schema.get("enum")
        && values.contains(&Value::Null)
    {
        lowered.insert("nullable".to_string(), Value::Bool(true));
    }
    let is_kept = allowed.is_some();
    if let Some(values) = allowed {
        lowered.insert("enum".to_string(), Value::Array(values));
    }
    if is_object {
        lowered.extend(object(schema, context));
    }
    if let Some(items) = schema
        .get("items")
        .filter(|items| is_array && items.is_object())
    {
        lowered.insert("items".to_string(), lower(items, context));
    }
    // A list of another length cannot be built, but one that is received is no reason to lose an answer.
    if let Some(length) = prefilled::fixed_length(schema).filter(|_| context.role == Role::Request)
    {
        lowered.insert("minItems".to_string(), length.into());
        lowered.insert("maxItems".to_string(), length.into());
    }
    let each = |schemas: &Vec<Value>| schemas.iter().map(|one| lower(one, context)).collect();
    if let Some(Value::Array(schemas)) = schema.get("oneOf") {
        lowered.insert("oneOf".to_string(), each(schemas));
    }
    if let Some(Value::Array(schemas)) = schema.get("allOf") {
        // The type stands beside a reference only for the sake of `nullable`.
        if !schema.contains_key("properties") {
            lowered.remove("type");
        }
        lowered.insert("allOf".to_string(), each(schemas));
    }
    // Half the width would change numbers: 0.1 is another number as an `f32`. And one number that is too large for a byte
    // would cost the whole answer.
    let is_wide = |format: &&Value| {
        let format = format.as_str().unwrap_or_default();
        WIDE_FORMATS.contains(&format) || (context.role == Role::Request && format != "float")
    };
    if let Some(format) = schema
        .get("format")
        .filter(|format| described::is_number(schema) && is_wide(format))
    {
        lowered.insert("format".to_string(), format.clone());
    }
    let description = described::of(schema, !is_kept);
    if !description.is_empty() {
        lowered.insert("description".to_string(), Value::String(description));
    }
    Value::Object(lowered)
}

/// `properties`, `required` and `additionalProperties`. That there are no others is not repeated: an answer that has
/// grown must still decode.
fn object(schema: &Map<String, Value>, context: &Context<'_>) -> Map<String, Value> {
    let properties = schema.get("properties").and_then(Value::as_object);
    let required: Vec<&str> = schema
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let others = schema
        .get("additionalProperties")
        .filter(|others| **others != Value::Bool(false));
    // What an answer has beyond that is kept, not dropped.
    let anything = Value::Object(Map::new());
    let others = others.map(|others| match others {
        Value::Bool(true) => &anything,
        others => others,
    });
    let has_fields = properties.is_some_and(|of| !of.is_empty()) || !required.is_empty();
    let is_answer = context.role == Role::Answer && has_fields;
    let others = others.or(is_answer.then_some(&anything));
    let reserved: &[&str] = match others {
        Some(Value::Object(_)) => &RESERVED_BESIDE_MAP,
        _ => &RESERVED_FIELDS,
    };
    let known = properties
        .into_iter()
        .flatten()
        .map(|(name, _)| name.as_str());
    let names = wire_name::claim(known.chain(required.iter().copied()), reserved);

    let mut lowered = Map::new();
    if let Some(properties) = properties {
        let properties: Map<String, Value> = properties
            .iter()
            .map(|(name, property)| {
                let is_optional = !required.contains(&name.as_str());
                let property = lower_property(property, is_optional, context);
                (names[name.as_str()].clone(), property)
            })
            .collect();
        lowered.insert("properties".to_string(), Value::Object(properties));
    }
    if !required.is_empty() {
        let required = required.iter().map(|name| names[name].clone()).collect();
        lowered.insert("required".to_string(), required);
    }
    if let Some(others) = others {
        lowered.insert("additionalProperties".to_string(), lower(others, context));
    }
    lowered
}

/// The allowed values for progenitor, null and repeated ones left out, if they become an enumeration: words with names of
/// their own, or whole numbers. What is received keeps unknown values beside them.
fn allowed_values(schema: &Map<String, Value>) -> Option<Vec<Value>> {
    let mut values: Vec<Value> = Vec::new();
    for value in schema.get("enum")?.as_array()? {
        if !value.is_null() && values.len() <= MAX_VALUES && !values.contains(value) {
            values.push(value.clone());
        }
    }
    if values.is_empty() || values.len() > MAX_VALUES {
        return None;
    }
    let words: Option<Vec<(String, String)>> = values
        .iter()
        .map(|value| value.as_str().map(wire_name::variant))
        .collect();
    let declared = schema.get("type").and_then(Value::as_str);
    let declared = declared.or_else(|| document::implied_type(schema));
    let is_declared = |name: &str| declared.is_none_or(|of| of == name);
    match words {
        Some(words) => {
            let names: BTreeSet<&String> = words.iter().map(|(name, _)| name).collect();
            let have_names = names.len() == words.len() && is_declared("string");
            have_names.then(|| words.into_iter().map(|(_, word)| word.into()).collect())
        }
        None => (values.iter().all(Value::is_i64) && is_declared("integer")).then_some(values),
    }
}

/// An optional list or map is `Option<Vec<…>>`, as any other optional property is an `Option`: typify would make it an
/// empty list where it is absent, fail where it is null, and drop an empty one on the way back.
fn lower_property(property: &Value, is_optional: bool, context: &Context<'_>) -> Value {
    let mut lowered = lower(property, context);
    let is_collection = matches!(
        lowered.get("type").and_then(Value::as_str),
        Some("array" | "object")
    );
    if let Value::Object(lowered) = &mut lowered
        && is_optional
        && is_collection
    {
        lowered.insert("nullable".to_string(), Value::Bool(true));
    }
    lowered
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn lower_as(role: Role, schema: &Value) -> Value {
        super::lower(schema, &Context::new(&BTreeMap::new(), role))
    }

    fn lower(schema: &Value) -> Value {
        lower_as(Role::Answer, schema)
    }

    #[test]
    fn constraints_move_into_the_description() {
        let lowered = lower(&json!({
            "type": "integer", "description": "How many.", "minimum": 1, "maximum": 100, "default": 20, "example": 5
        }));
        assert_eq!(
            lowered,
            json!({
                "type": "integer",
                "description": "How many.\n\nDefault: `20`. Minimum: `1`. Maximum: `100`. Example: `5`."
            })
        );
    }

    #[test]
    fn a_property_called_like_a_keyword_is_kept() {
        let schema = json!({ "type": "object", "properties": { "default": { "type": "string" }, "x-y": {} } });
        assert_eq!(lower_as(Role::Request, &schema), schema);
    }

    #[test]
    fn an_optional_list_may_be_absent_or_null() {
        let list = json!({ "type": "array", "items": {} });
        let schema =
            json!({ "type": "object", "properties": { "a": list, "b": list }, "required": ["a"] });
        let lowered = lower(&schema);
        assert_eq!(lowered["properties"]["a"], list);
        assert_eq!(lowered["properties"]["b"]["nullable"], json!(true));
    }

    #[test]
    fn string_formats_choose_no_type_and_number_formats_do() {
        assert_eq!(
            lower(&json!({ "type": "string", "format": "uuid" })),
            json!({ "type": "string", "description": "Format: `uuid`." })
        );
        let number = json!({ "type": "integer", "format": "int64" });
        assert_eq!(lower(&number), number);
        let byte = json!({ "type": "integer", "format": "uint8" });
        assert_eq!(
            lower(&byte),
            json!({ "type": "integer" }),
            "300 must not cost an answer"
        );
        assert_eq!(lower_as(Role::Request, &byte), byte);
        assert_eq!(
            lower(&json!({ "type": "number", "format": "float" })),
            json!({ "type": "number" })
        );
    }

    #[test]
    fn long_and_empty_examples_are_not_told() {
        assert_eq!(lower(&json!({ "example": "x".repeat(81) })), json!({}));
        assert_eq!(lower(&json!({ "example": "" })), json!({}));
    }

    #[test]
    fn a_collection_without_a_type_gets_one() {
        let schema = json!({ "properties": {
            "list": { "items": {} }, "map": { "additionalProperties": {} }, "object": { "properties": {} }
        } });
        let lowered = lower(&schema);
        assert_eq!(lowered["type"], "object");
        for (name, ty) in [("list", "array"), ("map", "object"), ("object", "object")] {
            let property = &lowered["properties"][name];
            assert_eq!(property["type"], ty, "{name}");
            assert_eq!(property["nullable"], true, "{name}");
        }
    }

    #[test]
    fn an_answer_may_grow() {
        assert_eq!(
            lower(&json!({ "type": "object", "additionalProperties": false, "not": {} })),
            json!({ "type": "object" })
        );
        let object = json!({ "type": "object", "properties": { "id": {} } });
        assert_eq!(
            lower_as(Role::Answer, &object)["additionalProperties"],
            json!({})
        );
        assert_eq!(
            lower_as(Role::Request, &object).get("additionalProperties"),
            None
        );
        let kind = json!({ "type": "string", "enum": ["a", "b"] });
        assert_eq!(lower_as(Role::Request, &kind), kind);
        assert_eq!(lower_as(Role::Answer, &kind), kind);
        // Two values of one name cannot become an open enum.
        assert_eq!(
            lower_as(
                Role::Answer,
                &json!({ "type": "string", "enum": ["a", "A"] })
            ),
            json!({ "type": "string", "description": "One of: `a`, `A`." })
        );
    }

    #[test]
    fn a_received_struct_has_room_for_others_and_so_takes_no_list() {
        // serde takes a list for a struct by the position of its fields, unless one of them is the map of all others.
        for schema in [
            json!({ "required": ["a"] }),
            json!({ "type": "object", "required": ["a"], "additionalProperties": false }),
            json!({ "properties": { "a": {} }, "additionalProperties": false }),
        ] {
            assert_eq!(
                lower(&schema)["additionalProperties"],
                json!({}),
                "{schema}"
            );
        }
    }

    #[test]
    fn allowed_words_of_an_object_are_no_enumeration() {
        let said = json!({ "type": "object", "enum": ["a"] });
        assert_eq!(lower_as(Role::Request, &said).get("enum"), None);
        // Without a type, properties bind objects alone, and the words bind every value.
        let implied = json!({ "properties": {}, "enum": ["a"] });
        assert_eq!(lower_as(Role::Request, &implied)["enum"], json!(["a"]));
    }

    #[test]
    fn only_values_with_names_of_their_own_are_an_enumeration() {
        for (written, expected) in [
            (
                json!({ "type": "string", "enum": ["a", "b", "a", null] }),
                json!({ "type": "string", "enum": ["a", "b"], "nullable": true }),
            ),
            (
                json!({ "type": "string", "enum": ["", "a"] }),
                json!({ "type": "string", "enum": ["", "a"] }),
            ),
            (
                json!({ "type": "string", "enum": [] }),
                json!({ "type": "string" }),
            ),
            (
                json!({ "type": "boolean", "enum": [true] }),
                json!({ "type": "boolean", "description": "One of: `true`." }),
            ),
            (
                json!({ "enum": ["a", 1] }),
                json!({ "description": "One of: `a`, `1`." }),
            ),
            (
                json!({ "type": "number", "enum": [1.5] }),
                json!({ "type": "number", "description": "One of: `1.5`." }),
            ),
            (
                json!({ "type": "integer", "enum": [1, 2] }),
                json!({ "type": "integer", "enum": [1, 2] }),
            ),
            (
                json!({ "type": "date", "items": {} }),
                json!({ "items": {} }),
            ),
        ] {
            for role in [Role::Request, Role::Answer] {
                assert_eq!(lower_as(role, &written), expected, "{written}");
            }
        }
    }

    #[test]
    fn what_php_writes_for_an_empty_object_is_one() {
        assert_eq!(
            lower(&json!({ "type": "object", "properties": [], "required": true })),
            json!({ "type": "object" })
        );
    }
}
