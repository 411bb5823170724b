//! A schema, reduced to what becomes a Rust type.
//!
//! Constraints go: a client that checks `pattern` or `maximum` in a response loses the whole response to one odd value, and a
//! `default` that is filled in sends or shows a value that nobody gave. What they say is kept in the description, and so
//! is the example, because that is what a reader of the generated code wants to see. For the same reason an `enum` stays
//! in what is sent, and is only described in what is received.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::kind::{Kind, Object, Property, Schema};
use super::{described, field_names, native};
use crate::api::Word;
use crate::document::{self, Reference};

/// How many allowed values become an enumeration; a longer list is a table, and its values stay strings or numbers.
const MAX_VALUES: usize = 500;

/// Formats of numbers that choose the type of what is received; inference widens those that an example exceeds.
const WIDE_FORMATS: [&str; 4] = ["double", "int32", "int64", "uint64"];

/// Field names of emitted types that a property must not take: a builder's last function.
const RESERVED_FIELDS: [&str; 1] = ["build"];

/// What the map of all other properties is called.
const RESERVED_BESIDE_MAP: [&str; 2] = ["build", "extra"];

/// Whether a schema is part of a response. A component that is both counts as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Only sent.
    Request,
    /// Received, and perhaps sent.
    Response,
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

/// Lowers a schema.
pub(super) fn lower(declared: &Value, context: &Context<'_>) -> Schema {
    let Value::Object(schema) = declared else {
        return Schema::default();
    };
    if schema.contains_key("$ref") {
        // OpenAPI 3.0 ignores whatever stands beside a reference.
        return Schema::of(component(declared, context));
    }
    let is_nullable = schema.get("nullable") == Some(&Value::Bool(true));
    let content = || {
        Some(Kind::JsonText(Box::new(lower(
            native::content(schema)?,
            context,
        ))))
    };
    if let Some(kind) = native::unit(schema).or_else(content) {
        return Schema {
            kind,
            is_nullable,
            description: described::of(schema, false),
            name: None,
        };
    }
    let values = schema.get("enum").and_then(Value::as_array);
    let allowed = allowed_values(schema);
    let is_kept = allowed.is_some();
    Schema {
        is_nullable: is_nullable || values.is_some_and(|values| values.contains(&Value::Null)),
        description: described::of(schema, !is_kept),
        kind: allowed.unwrap_or_else(|| kind(schema, context)),
        name: None,
    }
}

fn component(schema: &Value, context: &Context<'_>) -> Kind {
    let name = Reference::component_of(schema);
    match name.and_then(|name| context.names.get(&name)) {
        Some(name) => Kind::Component(name.clone()),
        None => Kind::Dangling(document::text_at(schema, "/$ref")),
    }
}

fn kind(schema: &Map<String, Value>, context: &Context<'_>) -> Kind {
    let each = |key: &str| {
        let alternatives = schema.get(key)?.as_array()?;
        Some(alternatives.iter().map(|one| lower(one, context)).collect())
    };
    if let Some(alternatives) = each("oneOf") {
        return Kind::OneOf(alternatives);
    }
    // What is left of `allOf` is a component beside `nullable` or a description.
    if let Some([only]) = each("allOf").as_deref() {
        let only: &Schema = only;
        return only.kind.clone();
    }
    let declared = schema.get("type").and_then(Value::as_str);
    match document::implied_type(schema).or(declared) {
        Some("boolean") => Kind::Boolean,
        Some("string") => Kind::String,
        Some("integer") => Kind::Integer(format(schema, context)),
        Some("number") => Kind::Number(format(schema, context)),
        Some("array") => {
            let items = schema.get("items").map(|items| lower(items, context));
            // A list of another length cannot be built, but one that is received is no reason to lose a response.
            let length = fixed_length(schema);
            Kind::Array(
                Box::new(items.unwrap_or_default()),
                length.filter(|_| context.role == Role::Request),
            )
        }
        Some("object") => Kind::Object(object(schema, context)),
        _ => Kind::Any,
    }
}

/// How many items a list has, where it always has as many. As many as serde has arrays for.
pub(super) fn fixed_length(schema: &Map<String, Value>) -> Option<usize> {
    let limit = |key: &str| schema.get(key)?.as_u64();
    let length = limit("minItems").filter(|min| limit("maxItems") == Some(*min))?;
    usize::try_from(length)
        .ok()
        .filter(|length| (1..=32).contains(length))
}

/// The format of a number, where it may choose the type: half the width would change numbers, as 0.1 is another number as
/// an `f32`, and one number that is too large for a byte would cost the whole response.
fn format(schema: &Map<String, Value>, context: &Context<'_>) -> Option<String> {
    let format = schema.get("format")?.as_str()?;
    let is_sent = context.role == Role::Request && format != "float";
    (is_sent || WIDE_FORMATS.contains(&format)).then(|| format.to_string())
}

/// Properties, and what all others hold. That there are no others is not repeated: a response that has grown must still
/// decode, and what it has beyond its document is kept.
fn object(schema: &Map<String, Value>, context: &Context<'_>) -> Object {
    let listed = schema.get("properties").and_then(Value::as_object);
    let required: BTreeSet<&str> = schema
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let others = match schema.get("additionalProperties") {
        None | Some(Value::Bool(false)) => None,
        Some(others) => Some(lower(others, context)),
    };
    let has_fields = listed.is_some_and(|listed| !listed.is_empty()) || !required.is_empty();
    let is_response = context.role == Role::Response && has_fields;
    let others = others.or(is_response.then(Schema::default));
    let reserved: &[&str] = match others {
        Some(_) => &RESERVED_BESIDE_MAP,
        None => &RESERVED_FIELDS,
    };
    let known = listed.into_iter().flatten().map(|(name, _)| name.as_str());
    let fields = field_names::claim(known.chain(required.iter().copied()), reserved);
    let properties = fields
        .into_iter()
        .map(|(wire, field)| {
            let is_required = required.contains(wire);
            let schema = listed.and_then(|listed| listed.get(wire));
            Property {
                wire: wire.to_string(),
                field,
                is_required,
                schema: schema.map_or_else(Schema::default, |schema| {
                    property(schema, is_required, context)
                }),
            }
        })
        .collect();
    Object {
        properties,
        others: others.map(Box::new),
        is_listed: listed.is_some() || !required.is_empty(),
    }
}

/// An optional list or map is `Option<Vec<…>>`, as any other optional property is an `Option`: an empty list stays one on
/// the way back, and null is no error.
fn property(schema: &Value, is_required: bool, context: &Context<'_>) -> Schema {
    let mut lowered = lower(schema, context);
    lowered.is_nullable |=
        !is_required && matches!(lowered.kind, Kind::Array(..) | Kind::Object(_));
    lowered
}

/// The allowed values, null and repeated ones left out, if they become an enumeration: words with names of their own, or
/// whole numbers. What is received keeps unknown values beside them.
fn allowed_values(schema: &Map<String, Value>) -> Option<Kind> {
    let mut values: Vec<&Value> = Vec::new();
    for value in schema.get("enum")?.as_array()? {
        if !value.is_null() && values.len() <= MAX_VALUES && !values.contains(&value) {
            values.push(value);
        }
    }
    if values.is_empty() || values.len() > MAX_VALUES {
        return None;
    }
    let declared = schema.get("type").and_then(Value::as_str);
    let declared = declared.or_else(|| document::implied_type(schema));
    let is_declared = |name: &str| declared.is_none_or(|declared| declared == name);
    if let Some(words) = values
        .iter()
        .map(|value| value.as_str())
        .collect::<Option<Vec<_>>>()
    {
        let words: Vec<Word> = words
            .into_iter()
            .map(|value| Word {
                name: field_names::variant(value),
                value: value.to_string(),
            })
            .collect();
        let names: BTreeSet<&String> = words.iter().map(|word| &word.name).collect();
        let have_names = names.len() == words.len() && is_declared("string");
        return have_names.then_some(Kind::Words(words));
    }
    let mut numbers: Vec<i64> = values
        .iter()
        .map(|value| value.as_i64())
        .collect::<Option<_>>()?;
    numbers.sort_unstable();
    is_declared("integer").then_some(Kind::Numbers(numbers))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn lower_as(role: Role, schema: &Value) -> Schema {
        super::lower(schema, &Context::new(&BTreeMap::new(), role))
    }

    fn lower(schema: &Value) -> Schema {
        lower_as(Role::Response, schema)
    }

    fn object(schema: &Value) -> Object {
        match lower(schema).kind {
            Kind::Object(object) => object,
            other => panic!("{other:?}"),
        }
    }

    fn words(values: &[(&str, &str)]) -> Kind {
        let words = values.iter().map(|(name, value)| Word {
            name: (*name).to_string(),
            value: (*value).to_string(),
        });
        Kind::Words(words.collect())
    }

    #[test]
    fn constraints_move_into_the_description() {
        let lowered = lower(&json!({
            "type": "integer", "description": "How many.", "minimum": 1, "maximum": 100, "default": 20, "example": 5
        }));
        assert_eq!(lowered.kind, Kind::Integer(None));
        assert_eq!(
            lowered.description,
            "How many.\n\nDefault: `20`. Minimum: `1`. Maximum: `100`. Example: `5`."
        );
    }

    #[test]
    fn a_property_called_like_a_keyword_is_kept() {
        let object = object(
            &json!({ "type": "object", "properties": { "default": { "type": "string" }, "x-y": {} } }),
        );
        let fields: Vec<(&str, &str, &Kind)> = object
            .properties
            .iter()
            .map(|of| (of.wire.as_str(), of.field.as_str(), &of.schema.kind))
            .collect();
        assert_eq!(
            fields,
            [
                ("default", "default", &Kind::String),
                ("x-y", "x_y", &Kind::Any)
            ]
        );
    }

    #[test]
    fn an_optional_list_or_map_may_be_absent_or_null() {
        let list = json!({ "type": "array", "items": {} });
        let schema = json!({
            "type": "object",
            "properties": { "a": list, "b": list, "c": { "additionalProperties": {} }, "d": { "items": {} } },
            "required": ["a"],
        });
        let object = object(&schema);
        let properties = object.properties.iter();
        let nullable: Vec<bool> = properties.map(|of| of.schema.is_nullable).collect();
        assert_eq!(nullable, [false, true, true, true]);
    }

    #[test]
    fn string_formats_choose_no_type_and_number_formats_do() {
        let uuid = lower(&json!({ "type": "string", "format": "uuid" }));
        assert_eq!(uuid.kind, Kind::String);
        assert_eq!(uuid.description, "Format: `uuid`.");
        let format = |format: &str| Some(format.to_string());
        let number = json!({ "type": "integer", "format": "int64" });
        assert_eq!(lower(&number).kind, Kind::Integer(format("int64")));
        let byte = json!({ "type": "integer", "format": "uint8" });
        let message = "300 must not cost a response";
        assert_eq!(lower(&byte).kind, Kind::Integer(None), "{message}");
        assert_eq!(
            lower_as(Role::Request, &byte).kind,
            Kind::Integer(format("uint8"))
        );
        let float = json!({ "type": "number", "format": "float" });
        for role in [Role::Request, Role::Response] {
            assert_eq!(lower_as(role, &float).kind, Kind::Number(None));
        }
    }

    #[test]
    fn long_and_empty_examples_are_not_described() {
        for example in ["x".repeat(81), String::new()] {
            assert_eq!(lower(&json!({ "example": example })), Schema::default());
        }
    }

    #[test]
    fn a_response_may_grow() {
        let closed = json!({ "type": "object", "additionalProperties": false, "not": {} });
        assert_eq!(object(&closed), Object::default());
        // serde takes a list for a struct by the position of its fields, unless one of them is the map of all others.
        for schema in [
            json!({ "required": ["a"] }),
            json!({ "type": "object", "required": ["a"], "additionalProperties": false }),
            json!({ "properties": { "a": {} }, "additionalProperties": false }),
        ] {
            assert_eq!(object(&schema).others, Some(Box::default()), "{schema}");
            let Kind::Object(sent) = lower_as(Role::Request, &schema).kind else {
                panic!("{schema}");
            };
            assert_eq!(sent.others, None, "{schema}");
        }
    }

    #[test]
    fn allowed_words_of_an_object_are_no_enumeration() {
        let declared = json!({ "type": "object", "enum": ["a"] });
        assert_eq!(lower(&declared).kind, Kind::Object(Object::default()));
        // Without a type, properties bind objects alone, and the words bind every value.
        let implied = json!({ "properties": {}, "enum": ["a"] });
        assert_eq!(lower(&implied).kind, words(&[("A", "a")]));
    }

    #[test]
    fn only_values_with_names_of_their_own_are_an_enumeration() {
        for (written, kind, description) in [
            (
                json!({ "type": "string", "enum": ["a", "b", "a"] }),
                words(&[("A", "a"), ("B", "b")]),
                "",
            ),
            (
                json!({ "type": "string", "enum": ["", "a"] }),
                words(&[("X", ""), ("A", "a")]),
                "",
            ),
            (
                json!({ "type": "string", "enum": ["a", "A"] }),
                Kind::String,
                "One of: `a`, `A`.",
            ),
            (json!({ "type": "string", "enum": [] }), Kind::String, ""),
            (
                json!({ "type": "boolean", "enum": [true] }),
                Kind::Boolean,
                "One of: `true`.",
            ),
            (json!({ "enum": ["a", 1] }), Kind::Any, "One of: `a`, `1`."),
            (
                json!({ "type": "number", "enum": [1.5] }),
                Kind::Number(None),
                "One of: `1.5`.",
            ),
            (
                json!({ "type": "integer", "enum": [2, 1, 2] }),
                Kind::Numbers(vec![1, 2]),
                "",
            ),
        ] {
            for role in [Role::Request, Role::Response] {
                let lowered = lower_as(role, &written);
                assert_eq!(lowered.kind, kind, "{written}");
                assert_eq!(lowered.description, description, "{written}");
            }
        }
        assert!(lower(&json!({ "type": "string", "enum": ["a", null] })).is_nullable);
    }

    #[test]
    fn what_php_writes_for_an_empty_object_is_one() {
        let empty = json!({ "type": "object", "properties": [], "required": true });
        assert_eq!(lower(&empty).kind, Kind::Object(Object::default()));
    }
}
