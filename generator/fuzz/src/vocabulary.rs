//! The words that mutants are made of: keywords, names, prose and values that have broken generators before.
//!
//! Random choices in, words and JSON values out. Nothing here knows where in a document a word will stand.

use fastrand::Rng;
use serde_json::{Map, Value, json};

/// The mark of text that must stay text: these letters with a number are an identifier only where text became code. A name
/// that is made of a text has more words, since every text with a canary has.
pub const CANARY: &str = "zqcanary";

/// Keywords of schemas, in OpenAPI 3.0, 3.1 and our own extensions.
const SCHEMA_KEYWORDS: &[&str] = &[
    "$defs",
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "contentMediaType",
    "contentSchema",
    "default",
    "dependentSchemas",
    "deprecated",
    "description",
    "discriminator",
    "enum",
    "example",
    "examples",
    "exclusiveMaximum",
    "format",
    "if",
    "items",
    "maxItems",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "not",
    "nullable",
    "oneOf",
    "pattern",
    "patternProperties",
    "prefixItems",
    "properties",
    "readOnly",
    "required",
    "title",
    "type",
    "uniqueItems",
    "writeOnly",
    "x-flags",
    "x-items",
    "x-schema-name",
    "x-secret",
    "x-unit",
    "xml",
];

/// Keywords of everything in a document that is no schema.
const DOCUMENT_KEYWORDS: &[&str] = &[
    "GET",
    "callbacks",
    "components",
    "content",
    "delete",
    "description",
    "encoding",
    "explode",
    "get",
    "headers",
    "in",
    "info",
    "links",
    "name",
    "openapi",
    "operationId",
    "parameters",
    "patch",
    "paths",
    "post",
    "put",
    "requestBody",
    "required",
    "responses",
    "schema",
    "schemas",
    "security",
    "securitySchemes",
    "servers",
    "style",
    "summary",
    "tags",
    "url",
    "variables",
    "x-method-name",
    "x-one-of",
    "x-payload",
    "x-scope",
    "x-success",
];

/// Names of properties, components, operations, tags and parameters.
const NAMES: &[&str] = &[
    "",
    " ",
    "$ref",
    "0",
    "1st",
    "200",
    "2XX",
    "A",
    "App.Users",
    "Box",
    "Client",
    "Content-Type",
    "Error",
    "Icon",
    "None",
    "Option",
    "Page«User»",
    "Result[User]",
    "Self",
    "String",
    "Value",
    "Vec",
    "Über",
    "\u{202e}abc",
    "a b",
    "a-b",
    "a.b",
    "a/b~c",
    "a_b",
    "ab",
    "authorization",
    "body",
    "build",
    "con",
    "crate",
    "data",
    "default",
    "extra",
    "fn",
    "id",
    "line\nbreak",
    "list[]",
    "lorem-ipsum",
    "password",
    "quote\"s",
    "self",
    "send",
    "tab\tbed",
    "token",
    "type",
    "type_",
    "x\n[evil]",
    "{id}",
    "é",
    "日本",
    "ſ",
];

const TYPES: &[&str] = &[
    "array", "boolean", "date", "file", "integer", "null", "number", "object", "string",
];

const FORMATS: &[&str] = &[
    "binary",
    "byte",
    "date",
    "date-time",
    "double",
    "email",
    "float",
    "int32",
    "int64",
    "ip",
    "uri",
    "uuid",
];

/// Prose that ends comments, strings, code blocks, tables and attributes; `{}` stands for the canary.
const PROSE: &[&str] = &[
    "\n```\n{}!();\n```\n",
    "\n~~~rust\n{}!();\n~~~\n",
    "    {}!();",
    "*/ {}(); /*",
    "\"); {}(\"",
    "\"#; {}(); r#\"",
    "\\` a ~~~rust {}!(); `",
    "`` ` `` ``` {} ```",
    "#![{}]",
    "/// {}",
    "<script>{}</script>",
    "<!-- {} -->",
    "[{}](javascript:{})",
    "![{}](https://x.example/{})",
    "[{}]: https://x.example",
    "| {} | b |\n|---|---|\n| c | d |",
    "# {}\n===",
    "- [ ] {}\n1. {}\n> {}",
    "[^{}]: note",
    "{}\u{202e}\u{200b}\u{7}\u{1b}[31m",
    "\\u{{}}",
    "${{}} {{}} {{{}}}",
    "'{}",
    "https://x.example/{}?a=b\\`",
    "{}",
];

const NUMBERS: &[&str] = &[
    "0",
    "-0.0",
    "1",
    "-1",
    "0.5",
    "1e400",
    "1e-400",
    "255",
    "2147483648",
    "9007199254740993",
    "9223372036854775808",
    "18446744073709551615",
    "1e308",
    "-9223372036854775808",
];

/// One of the choices.
pub fn one<'a>(rng: &mut Rng, choices: &[&'a str]) -> &'a str {
    choices[rng.usize(..choices.len())]
}

/// A name of a property, component, operation or parameter.
pub fn name(rng: &mut Rng) -> String {
    match rng.usize(..8) {
        0 => format!("{}{}", one(rng, NAMES), one(rng, NAMES)),
        1 => one(rng, SCHEMA_KEYWORDS).to_owned(),
        _ => one(rng, NAMES).to_owned(),
    }
}

/// A key of a mapping: a keyword of OpenAPI, or any name.
pub fn key(rng: &mut Rng) -> String {
    match rng.usize(..3) {
        0 => one(rng, DOCUMENT_KEYWORDS).to_owned(),
        1 => one(rng, SCHEMA_KEYWORDS).to_owned(),
        _ => name(rng),
    }
}

/// Prose with a canary in it.
pub fn canary(rng: &mut Rng) -> String {
    let mark = format!("{CANARY}{}", rng.u8(..));
    let words = "word ".repeat(rng.usize(..30));
    let mut prose = words;
    for _ in 0..=rng.usize(..2) {
        prose.push_str(&one(rng, PROSE).replace("{}", &mark));
    }
    prose + " end"
}

/// Any JSON value, as deep as `depth`; without canaries, since some values become names.
pub fn any_json(rng: &mut Rng, depth: usize) -> Value {
    match rng.usize(..if depth == 0 { 6 } else { 8 }) {
        0 => Value::Null,
        1 => Value::Bool(rng.bool()),
        2 => one(rng, NUMBERS).parse().map_or(Value::Null, Value::Number),
        3 => Value::String(canary(rng)),
        4 => Value::String(String::from(
            *rng.choice(&["", "2024-01-31", "{\"a\": 1}", "1"])
                .unwrap_or(&""),
        )),
        5 => json!(rng.i64(-3..300)),
        6 => (0..rng.usize(..4))
            .map(|_| any_json(rng, depth - 1))
            .collect(),
        _ => (0..rng.usize(..4))
            .map(|_| (name(rng), any_json(rng, depth - 1)))
            .collect::<Map<_, _>>()
            .into(),
    }
}

/// A keyword of a schema with a value that often fits it, and sometimes anything.
pub fn keyword(rng: &mut Rng, components: &[String], depth: usize) -> (String, Value) {
    let keyword = one(rng, SCHEMA_KEYWORDS);
    if rng.usize(..12) == 0 {
        return (keyword.to_owned(), any_json(rng, 2));
    }
    let value = match keyword {
        "$ref" => reference(rng, components),
        "type" => match rng.usize(..5) {
            0 => json!([one(rng, TYPES), one(rng, TYPES)]),
            _ => json!(one(rng, TYPES)),
        },
        "format" => json!(one(rng, FORMATS)),
        "enum" | "examples" => (0..rng.usize(..4)).map(|_| any_json(rng, 1)).collect(),
        "required" => match rng.usize(..4) {
            0 => json!(rng.bool()),
            _ => (0..rng.usize(..3)).map(|_| json!(name(rng))).collect(),
        },
        "properties" | "patternProperties" | "$defs" | "dependentSchemas" => (0..rng.usize(..4))
            .map(|_| (name(rng), schema(rng, components, depth.saturating_sub(1))))
            .collect::<Map<_, _>>()
            .into(),
        "allOf" | "anyOf" | "oneOf" | "prefixItems" => (0..rng.usize(..4))
            .map(|_| schema(rng, components, depth.saturating_sub(1)))
            .collect(),
        "items" | "additionalProperties" | "not" | "contentSchema" | "if" => match rng.usize(..5) {
            0 => json!(rng.bool()),
            _ => schema(rng, components, depth.saturating_sub(1)),
        },
        "nullable" | "readOnly" | "writeOnly" | "deprecated" | "uniqueItems" | "x-secret" => {
            json!(rng.bool())
        }
        "contentMediaType" => json!("application/json"),
        "description" | "title" | "pattern" => json!(canary(rng)),
        "maximum" | "minimum" | "exclusiveMaximum" | "minLength" | "minItems" | "maxItems" => {
            one(rng, NUMBERS).parse().map_or(Value::Null, Value::Number)
        }
        "x-unit" => json!(one(
            rng,
            &["unix-seconds", "unix-milliseconds", "millidollars", "x"]
        )),
        "x-schema-name" => json!(name(rng)),
        "discriminator" => json!({ "propertyName": name(rng) }),
        _ => any_json(rng, 2),
    };
    (keyword.to_owned(), value)
}

/// A schema of a few keywords.
pub fn schema(rng: &mut Rng, components: &[String], depth: usize) -> Value {
    if depth == 0 || rng.usize(..4) == 0 {
        return json!({ "$ref": reference(rng, components) });
    }
    (0..rng.usize(..4))
        .map(|_| keyword(rng, components, depth))
        .collect::<Map<_, _>>()
        .into()
}

/// The address of a component, or of something else.
pub fn reference(rng: &mut Rng, components: &[String]) -> Value {
    match rng.usize(..10) {
        0 => json!(format!("#/components/schemas/{}", name(rng))),
        1 => json!(one(
            rng,
            &[
                "#",
                "#/",
                "#/paths",
                "other.yaml#/X",
                "#/components/schemas/"
            ]
        )),
        _ => match rng.choice(components) {
            Some(name) => json!(format!("#/components/schemas/{}", escaped(name))),
            None => json!("#/components/schemas/Missing"),
        },
    }
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
