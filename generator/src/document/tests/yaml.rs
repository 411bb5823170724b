//! How a document is written, and that it is read back as it was.

use serde_json::{Map, Value, json};

use crate::document::{Ordered, parse, to_yaml, write_yaml};

fn assert_round_trip(value: &Value) {
    let text = to_yaml(value);
    match parse("f.yaml", text.as_bytes()) {
        Ok(read) => assert_eq!(read, *value, "{text}"),
        Err(error) => panic!("{error}\n{text}"),
    }
}

#[test]
fn well_known_keys_come_in_their_usual_order() {
    let document = json!({
        "components": { "schemas": { "B": { "required": ["id"], "properties": {
            "type": { "example": 1, "description": "d", "nullable": true, "type": "integer", "x-unit": "cent" },
            "items": { "items": { "type": "string" }, "type": "array" },
        }, "type": "object" }, "A": {} } },
        "paths": { "/b": {
            "post": {
                "responses": { "default": {}, "404": {}, "200": {
                    "content": { "application/json": { "example": { "type": 1, "openapi": 2, "name": 3, "in": 4 },
                    "schema": { "enum": [{ "type": 1, "items": 2, "description": 3 }], "type": "object" } } },
                    "description": "",
                } },
                "parameters": [{ "example": 1, "schema": {}, "in": "query", "name": "n" }],
                "summary": "s",
                "operationId": "o",
                "x-a": { "type": 1, "description": 2 },
            },
            "get": {},
            "parameters": [],
        }, "/a": {} },
        "info": { "version": "1", "title": "t" },
        "x-z": 1,
        "openapi": "3.0.3",
    });
    let expected = "\
openapi: 3.0.3
info:
  title: t
  version: '1'
paths:
  /a: {}
  /b:
    parameters: []
    get: {}
    post:
      operationId: o
      summary: s
      parameters:
      - name: n
        in: query
        schema: {}
        example: 1
      responses:
        '200':
          description: ''
          content:
            application/json:
              schema:
                type: object
                enum:
                - description: 3
                  items: 2
                  type: 1
              example:
                in: 4
                name: 3
                openapi: 2
                type: 1
        '404': {}
        default: {}
      x-a:
        description: 2
        type: 1
components:
  schemas:
    A: {}
    B:
      type: object
      properties:
        items:
          type: array
          items:
            type: string
        type:
          type: integer
          nullable: true
          description: d
          x-unit: cent
          example: 1
      required:
      - id
x-z: 1
";
    assert_eq!(to_yaml(&document), expected);
    assert_round_trip(&document);
}

#[test]
fn strings_that_look_like_something_else_are_read_back() {
    let tricky = [
        "",
        " ",
        "yes",
        "No",
        "on",
        "y",
        "true",
        "False",
        "null",
        "Null",
        "~",
        "0x1F",
        "0o17",
        "0b1",
        "1e3",
        "1.0",
        ".5",
        "-1",
        "+1",
        "007",
        "1_000",
        "1e999",
        ".inf",
        ".nan",
        "NaN",
        "inf",
        "2024-01-01",
        "12:30:45",
        "<<",
        "=",
        "-",
        "- a",
        "---",
        "...",
        "--- a",
        "a: b",
        "a:",
        ":",
        ": a",
        "a #b",
        "# a",
        "#",
        "?",
        "? a",
        "[",
        "]",
        "{",
        "}",
        "{}",
        "[a, b]",
        ",",
        "&a",
        "*a",
        "!a",
        "!!str",
        "!<x>",
        "a !!b",
        "|",
        ">",
        "|-",
        "%TAG",
        "@a",
        "`a`",
        "'",
        "\"",
        "'a'",
        "\"a\"",
        "it's",
        "\\",
        "\\n",
        "a\\",
        "a\nb",
        "a\n",
        "\na",
        "\n",
        "\n\n",
        "a\n\n",
        "a\n\nb\n",
        " a\nb",
        "  a\n b",
        "\ta\nb",
        "a \nb ",
        "a\n ",
        "a\n\t",
        "a\r\nb",
        "\r",
        "a\rb",
        " a",
        "a ",
        "\ta",
        "a\t",
        "\t",
        "\0",
        "\u{1}",
        "\u{7}",
        "\u{1b}[0m",
        "\u{7f}",
        "\u{80}",
        "\u{85}",
        "a\u{85}b",
        "\u{9f}",
        "\u{a0}",
        "\u{ad}",
        "\u{2028}",
        "\u{2029}",
        "a\u{2028}b\nc",
        "\u{feff}",
        "a\u{feff}b",
        "\u{fffd}",
        "\u{fffe}",
        "\u{ffff}",
        "\u{10ffff}",
        "é",
        "😀",
        "😀\n😀",
        "#a\nb",
        "- a\n- b",
        "--- \n...",
        "a\n---\nb",
        "a\n...\n",
    ];
    for text in tricky {
        assert_round_trip(&json!({ "value": text, "list": [text, [text]], "after": 1 }));
        assert_round_trip(&json!({ text: text }));
        assert_round_trip(&json!({ "a": { text: [{ text: text }] } }));
    }
    let all: Map<_, _> = tricky
        .iter()
        .map(|text| ((*text).to_owned(), json!(text)))
        .collect();
    assert_round_trip(&Value::Object(all));
}

#[test]
fn what_yaml_would_misread_is_written_as_json() {
    assert_eq!(to_yaml(&json!({ "<<": "a" })), "{\n  \"<<\": \"a\"\n}\n");
}

#[test]
fn brackets_in_strings_that_the_reader_would_refuse_are_written_as_json() {
    let strings: Vec<Value> = (0..10_001)
        .map(|index| json!(format!("k[{index}")))
        .collect();
    let value = json!({ "strings": strings });
    assert!(to_yaml(&value).starts_with('{'));
    assert_round_trip(&value);
}

#[test]
fn a_tree_keeps_its_order_in_yaml_and_in_json() {
    let tree = |key: &str| {
        let item = Ordered::object([(key, Ordered::scalar(1)), ("a", Ordered::scalar("x"))]);
        Ordered::object([("z", Ordered::Array(vec![item]))])
    };
    assert_eq!(write_yaml(&tree("b")), "z:\n- b: 1\n  a: x\n");
    assert_eq!(
        write_yaml(&tree("<<")),
        "{\n  \"z\": [\n    {\n      \"<<\": 1,\n      \"a\": \"x\"\n    }\n  ]\n}\n"
    );
}

#[test]
fn numbers_are_read_back() {
    for number in [
        json!(0),
        json!(-0.0),
        json!(1.0),
        json!(-1),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(0.1),
        json!(1e100),
        json!(1e-7),
        json!(f64::MAX),
        json!(f64::MIN_POSITIVE),
        json!(123_456_789.123_456_78),
        json!(1e21),
    ] {
        assert_round_trip(&json!({ "value": number, "list": [number] }));
    }
}

#[test]
fn random_values_are_read_back_and_give_the_same_bytes() {
    // The characters of the second alphabet are those of strings that are not read back while writing.
    for alphabet in [
        "ab01-+.:#?,[]{}&*!|>'\"%@`~=<\\/ex \t\n\r\u{1}\u{85}\u{a0}\u{2028}\u{feff}é😀_  \n\n",
        "ab01-+.:#?,[]{}&*!|>'\"%@`~=<\\/ex \n_éя界😀—…’£yNoY \n",
    ] {
        let mut random = Random {
            state: 1,
            alphabet: alphabet.chars().collect(),
        };
        for _ in 0..6_000 {
            let value = json!({ "value": random.value(4) });
            assert_round_trip(&value);
            assert_eq!(to_yaml(&value), to_yaml(&value.clone()));
        }
    }
}

/// A generator of values made of the characters that YAML treats in a special way.
struct Random {
    state: u64,
    alphabet: Vec<char>,
}

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.state = self
            .state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.state >> 33).expect("31 bits") % limit
    }

    fn text(&mut self) -> String {
        (0..self.below(9))
            .map(|_| {
                let index = self.below(self.alphabet.len());
                self.alphabet[index]
            })
            .collect()
    }

    fn value(&mut self, depth: usize) -> Value {
        match self.below(if depth == 0 { 6 } else { 9 }) {
            0 => Value::Null,
            1 => json!(self.below(2) == 0),
            2 => json!(self.below(1000)),
            3 => json!(self.below(1_000_000) as f64 / 1024.0),
            4 | 5 => json!(self.text()),
            6 => (0..self.below(4)).map(|_| self.value(depth - 1)).collect(),
            _ => {
                let entries = (0..self.below(4)).map(|_| (self.text(), self.value(depth - 1)));
                Value::Object(entries.collect())
            }
        }
    }
}
