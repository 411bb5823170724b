//! What a text becomes, and which texts are refused.

use serde_json::{Value, json};

use crate::document::{MAX_BYTES, MAX_DEPTH, parse};

fn value(text: &str) -> Value {
    parse("f.yaml", text.as_bytes()).expect(text)
}

fn refused(text: &str) -> String {
    parse("f.yaml", text.as_bytes())
        .expect_err(text)
        .to_string()
}

#[test]
fn yaml_and_json_give_the_same_value() {
    let expected = json!({ "a": [1, -2, 2.5, true, null, "x"], "b": {} });
    assert_eq!(value("b: {}\na: [1, -2, 2.5, true, ~, x]\n"), expected);
    assert_eq!(
        value("{\n\t\"a\": [1, -2, 2.5, true, null, \"x\"],\n\t\"b\": {}\n}"),
        expected
    );
    assert_eq!(value("{ a: [1, -2, 2.5, true, null, x], b: {} }"), expected);
    assert_eq!(value("[{\"a\": 1}]"), json!([{ "a": 1 }]));
}

#[test]
fn the_order_of_keys_means_nothing() {
    assert_eq!(
        value("b: 1\na: { d: 1, c: 2 }").to_string(),
        r#"{"a":{"c":2,"d":1},"b":1}"#
    );
}

#[test]
fn a_byte_order_mark_is_accepted() {
    assert_eq!(value("\u{feff}a: 1"), json!({ "a": 1 }));
    assert_eq!(value("\u{feff}{\"a\": 1}"), json!({ "a": 1 }));
}

#[test]
fn strings_stay_strings() {
    assert_eq!(
        value(
            "a: '1'\nb: yes\nc: 2024-01-01\nd: 007\ne: \"null\"\nf: wow !!\ng: \"!!x\"\nh: inf\ni: '1e999'"
        ),
        json!({
            "a": "1", "b": "yes", "c": "2024-01-01", "d": "007", "e": "null", "f": "wow !!", "g": "!!x", "h": "inf",
            "i": "1e999"
        })
    );
}

#[test]
fn integer_keys_are_text() {
    assert_eq!(
        value("200: a\n-1: b\n007: c"),
        json!({ "200": "a", "-1": "b", "007": "c" })
    );
}

#[test]
fn aliases_are_expanded() {
    assert_eq!(
        value("a: &x { y: 1 }\nb: [*x, *x]"),
        json!({ "a": { "y": 1 }, "b": [{ "y": 1 }, { "y": 1 }] })
    );
}

#[test]
fn an_empty_file_is_refused() {
    for text in [
        "",
        " \n\t\n",
        "# only\n  # comments\n",
        "\u{feff}",
        "---\n...\n",
    ] {
        assert_eq!(
            refused(text),
            "f.yaml: the file is empty\n  cure: fetch the file again, or restore it"
        );
    }
}

#[test]
fn a_web_page_is_refused() {
    for text in ["<!DOCTYPE html>", "\u{feff}\n  <html>"] {
        assert_eq!(
            refused(text),
            "f.yaml: this is an HTML page, not an OpenAPI document\n  cure: upstream responded with a login or error \
             page: check the address and fetch again"
        );
    }
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    assert_eq!(
        parse("f.yaml", b"a: \xff")
            .expect_err("not UTF-8")
            .to_string(),
        "f.yaml: the file is not UTF-8 text (byte 3 is the first that is not)\n  cure: save it as UTF-8; if it was \
         downloaded, it may be compressed: fetch it again"
    );
}

#[test]
fn a_file_that_is_too_large_is_refused() {
    let size = usize::try_from(MAX_BYTES).expect("a small number") + 1;
    assert_eq!(
        parse("f.yaml", &vec![b'#'; size])
            .expect_err("too large")
            .to_string(),
        "f.yaml: the file has 16777217 bytes, the limit is 16777216\n  cure: check that it is the right file; a \
         larger document has to be split"
    );
}

#[test]
fn a_key_that_appears_twice_is_refused_on_its_line() {
    let cure = "keep one of them (a number and the same digits in quotes are one key)";
    let twice = |line: &str| {
        format!("f.yaml:{line}: the key \"200\" appears twice in one mapping\n  cure: {cure}")
    };
    assert_eq!(
        refused("a:\n  '200': 1\n  b: 2\n  '200': 3\n"),
        twice("4:3")
    );
    assert_eq!(refused("200: 1\n\"200\": 2\n"), twice("2:1"));
    assert_eq!(refused("{\"200\": 1, \"200\": 2}"), twice("1:16"));
}

#[test]
fn keys_that_are_not_text_are_refused() {
    assert_eq!(
        refused("a: 1\ntrue: 2"),
        "f.yaml:2:1: the key true is a boolean, not text\n  cure: quote the key"
    );
    assert!(refused("~: 1").starts_with("f.yaml:1:1: a key is null, not text"));
    assert!(refused("1.50: 1").starts_with("f.yaml:1:1: the key 1.5 is a fraction, not text"));
    assert!(refused("? [a]\n: 1").starts_with("f.yaml:1:3: a key is a list, not text"));
    assert!(refused("? {a: b}\n: 1").starts_with("f.yaml:1:3: a key is a mapping, not text"));
}

#[test]
fn merge_keys_are_refused_and_text_that_looks_like_one_is_not() {
    assert_eq!(
        refused("a: &x { b: 1 }\nc:\n  <<: *x"),
        "f.yaml:3:3: YAML merge keys (`<<`) are not supported\n  cure: write the merged keys out, or quote the key if \
         it is meant as text"
    );
    let quoted = json!({ "<<": 1 });
    for text in ["\"<<\": 1", "'<<': 1", "{\"<<\": 1}", "? '<<'\n: 1"] {
        assert_eq!(value(text), quoted);
    }
}

#[test]
fn tags_are_refused() {
    let message = |place: &str| {
        format!(
            "{place}: YAML tags (`!name`) have no place in JSON\n  cure: delete the tag; quote the value if it is \
             meant as text"
        )
    };
    assert_eq!(refused("a: 1\nb: !foo 1"), message("f.yaml:2:4"));
    assert_eq!(refused("a: 1\nb: !!foo 1"), message("f.yaml:2:4"));
    assert_eq!(refused("a: !!str 1"), message("f.yaml:1:4"));
    assert_eq!(refused("a: ! 1"), message("f.yaml:1:4"));
    assert_eq!(refused("!!foo a: 1"), message("f.yaml:1:1"));
    assert!(refused("a: !<tag:yaml.org,2002:str> 1").contains("YAML tags"));
}

#[test]
fn numbers_without_a_place_in_json_are_refused() {
    for text in ["a: .nan", "a: .inf", "a: -.Inf"] {
        assert_eq!(
            refused(text),
            "f.yaml:1:4: a number that is not finite (`.nan`, `.inf`) has no place in JSON\n  cure: quote it if \
             it is meant as text, or write a number"
        );
    }
    assert!(
        refused("{\"a\": 1e999}")
            .starts_with("f.yaml:1:11: this is not JSON: number out of range\n")
    );
}

#[test]
fn an_integer_beyond_64_bits_is_the_nearest_number() {
    for text in [
        "a: 123456789012345678901234567890",
        "{\"a\": 123456789012345678901234567890}",
    ] {
        assert_eq!(
            parse("f.yaml", text.as_bytes()).unwrap(),
            serde_json::json!({ "a": 1.234_567_890_123_456_8e29 })
        );
    }
}

#[test]
fn several_documents_in_one_file_are_refused() {
    assert_eq!(
        refused("a: 1\n---\nb: 1\n"),
        "f.yaml: the file holds more than one YAML document\n  cure: keep one of them, without a `---` line after it"
    );
    assert_eq!(value("---\na: 1\n...\n"), json!({ "a": 1 }));
}

#[test]
fn broken_syntax_names_line_and_column() {
    let cure = "repair the syntax there; if the file was downloaded, fetch it again";
    assert_eq!(
        refused("a: 1\nb: [1\nc: 2\n"),
        format!("f.yaml:3:2: this is not YAML: did not find expected ',' or ']'\n  cure: {cure}")
    );
    assert_eq!(
        refused("{\n  \"a\": 1\n  \"b\": 2\n}"),
        format!("f.yaml:3:3: this is not JSON: expected `,` or `}}`\n  cure: {cure}")
    );
    assert!(
        refused("{\"a\": 1} x").starts_with("f.yaml:1:10: this is not JSON: trailing characters")
    );
    assert!(refused("a: \u{1}").contains("control characters are not allowed"));
    assert!(refused("a: *none").contains("unknown anchor"));
}

#[test]
fn deep_nesting_is_refused() {
    let nested =
        |open: &str, close: &str, depth: usize| open.repeat(depth) + "1" + &close.repeat(depth);
    let message = "mappings and lists are nested more than 100 deep";
    for (open, close) in [("[", "]"), ("{\"a\": ", "}"), ("{a: ", "}"), ("- ", "")] {
        assert!(parse("f.yaml", nested(open, close, MAX_DEPTH).as_bytes()).is_ok());
        assert!(
            refused(&nested(open, close, MAX_DEPTH + 1)).contains(message),
            "{open}"
        );
    }
    assert!(refused(&"[".repeat(1_000_000)).contains(message));
    assert!(
        refused(&format!("a: {}", "[".repeat(1_000_000)))
            .contains("more than 10000 brackets are open at once")
    );
    assert!(refused(&"- ".repeat(100_000)).contains(message));
    assert!(refused("a: &x [*x]").contains(message));
}

#[test]
fn exploding_aliases_are_refused() {
    let laughs = |lines: usize, width: usize| {
        let mut text = "l0: &l0 lol\n".to_owned();
        for line in 1..lines {
            let alias = vec![format!("*l{}", line - 1); width].join(", ");
            text += &format!("l{line}: &l{line} [{alias}]\n");
        }
        text
    };
    assert_eq!(
        refused(&laughs(10, 10)),
        "f.yaml: YAML aliases repeat more than the document could need\n  cure: write it without nested YAML aliases"
    );
    // Wide lists use few aliases, so that only the count of values stops them.
    let list = format!("a: &a [{}]\n", vec!["1"; 10_000].join(", "));
    let message = refused(&format!("{list}b: [{}]\n", vec!["*a"; 300].join(", ")));
    assert!(
        message
            .contains("the document holds more than 2000000 values once its aliases are expanded"),
        "{message}"
    );
    let long = format!(
        "a: &a {}\nb: [{}]\n",
        "x".repeat(1_000_000),
        vec!["*a"; 70].join(", ")
    );
    assert!(refused(&long).contains("the document holds more than 67108864 bytes of text"));
}
