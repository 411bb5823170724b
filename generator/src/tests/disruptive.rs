//! A document with every character that disrupts what a reader sees, in every text and every kind of name: no file has one
//! of them.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use syn::visit::Visit;

use super::hostile_text::document_of;
use super::{document, input, operation, response, run};
use crate::disruptive::{is_disruptive, letters};
use crate::{File, Output, document as documents, generate};

/// All of them, with letters around.
fn all() -> String {
    let disruptive = ('\0'..=char::MAX).filter(|&c| is_disruptive(c));
    disruptive.flat_map(|c| ['a', c]).collect()
}

fn of_spec<'a>(output: &'a Output, name: &str) -> &'a str {
    let is_it = |file: &&File| file.path == format!("spec/shop/{name}");
    &output.files.iter().find(is_it).unwrap().text
}

fn assert_none_is_raw(output: &Output) {
    for file in &output.files {
        let raw = file.text.lines().find(|line| line.contains(is_disruptive));
        assert_eq!(raw, None, "{}", file.path);
    }
}

/// Every string of a value, names of members included.
fn strings(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            into.insert(text.clone());
        }
        Value::Array(items) => items.iter().for_each(|item| strings(item, into)),
        Value::Object(members) => {
            for (name, member) in members {
                into.insert(name.clone());
                strings(member, into);
            }
        }
        _ => {}
    }
}

#[test]
fn no_file_has_one_raw_and_the_documents_are_read_back_as_they_were() {
    let texts = [
        all(),
        "b\u{202E}".to_string(),
        "c: \u{FEFF}\n d\u{E0041}".to_string(),
    ];
    let document = document_of(&texts);
    let output = run(&document).unwrap();
    assert_none_is_raw(&output);
    let effective = of_spec(&output, "effective.yaml");
    assert!(
        effective.contains("\ninfo:\n"),
        "it is YAML, not the JSON that any text can be: {effective}"
    );
    let read = documents::read("effective.yaml", effective.as_bytes()).unwrap();
    assert_eq!(read["info"], document["info"]);
    let (mut before, mut after) = (BTreeSet::new(), BTreeSet::new());
    strings(&document["paths"]["/c"], &mut before);
    strings(&read, &mut after);
    assert!(before.is_subset(&after), "{:?}", before.difference(&after));
    let repairs = of_spec(&output, "inferred.overlay.yaml");
    assert!(repairs.contains("\nactions:\n"), "{repairs}");
    assert!(documents::parse("inferred.overlay.yaml", repairs.as_bytes()).is_ok());
}

#[test]
fn names_are_remembered_for_places_that_have_one() {
    let document = document(&json!({ "/a\u{202E}b": { "get": operation("x") } }));
    let first = run(&document).unwrap();
    assert_none_is_raw(&first);
    let mut input = input(&document);
    input.names_lock = Some(of_spec(&first, "names.lock.toml").to_string());
    let second = generate(&input, &mut |_| {}).unwrap();
    assert_eq!(first.files, second.files);
}

/// A document in which every name has `c` inside, before or alone; and the names on the wire of fields and variants.
fn named_with(c: char) -> (Value, [String; 6]) {
    let names = [
        format!("p{c}q"),
        format!("{c}first"),
        c.to_string(),
        format!("r{c}s"),
        format!("{c}2nd"),
        format!("{c}{c}"),
    ];
    let [property, object, alone, word, other, only] = &names;
    let kind = json!({ "type": "string", "enum": [word, other, only, "plain"] });
    let schema = json!({
        "type": "object",
        "title": format!("T{c}u"),
        "required": [property],
        "properties": {
            property: kind,
            object: { "type": "object", "properties": { alone: kind, "pq": { "type": "string" } } },
            "either": { "oneOf": [
                { "type": "object", "title": alone, "required": [alone], "properties": { alone: kind } }, kind,
            ] },
        },
    });
    let component = format!("C{c}d");
    let reference = json!({ "$ref": format!("#/components/schemas/{component}") });
    let of_event = json!({ "oneOf": [reference], "discriminator": {
        "propertyName": property, "mapping": { word: reference["$ref"] },
    } });
    let body = |media: &str| json!({ "content": { media: { "schema": schema } } });
    let parameter = |place: &str, name: String| {
        json!({
            "in": place, "name": name, "required": true, "schema": kind,
        })
    };
    let operation = |id: String| {
        json!({
            "operationId": id,
            "tags": [format!("t{c}g")],
            "parameters": [parameter("query", format!("q{c}r")), parameter("query", alone.clone()),
                parameter("path", format!("id{c}")), parameter("header", "X-Kind".to_string())],
            "responses": { "200": response(&schema), "404": response(&of_event) },
        })
    };
    let (mut send, mut upload) = (operation(format!("s{c}nd")), operation(c.to_string()));
    send["requestBody"] = body("application/json");
    upload["requestBody"] = body("multipart/form-data");
    let mut document = document(&json!({
        format!("/a{c}b/{{id{c}}}"): { "get": operation(format!("get{c}It")), "post": send, "put": upload },
    }));
    document["components"]["schemas"] = json!({ component: schema, c.to_string(): kind });
    document["components"]["schemas"]["Plain"] = json!({
        "type": "object", "x-schema-name": format!("N{c}m"), "properties": { "x": reference }
    });
    (document, names)
}

/// The values of all string literals, those inside of macros included.
#[derive(Default)]
struct Literals(BTreeSet<String>);

impl Literals {
    fn of_tokens(&mut self, tokens: proc_macro2::TokenStream) {
        for tree in tokens {
            match tree {
                proc_macro2::TokenTree::Group(group) => self.of_tokens(group.stream()),
                proc_macro2::TokenTree::Literal(literal) => {
                    if let syn::Lit::Str(text) = syn::Lit::new(literal) {
                        self.0.insert(text.value());
                    }
                }
                _ => {}
            }
        }
    }
}

impl<'ast> Visit<'ast> for Literals {
    fn visit_lit_str(&mut self, literal: &'ast syn::LitStr) {
        self.0.insert(literal.value());
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.of_tokens(call.tokens.clone());
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if let syn::Meta::List(list) = &attribute.meta {
            self.of_tokens(list.tokens.clone());
        }
    }
}

#[test]
fn a_letter_that_disrupts_is_in_no_identifier_and_stays_on_the_wire() {
    let letters = letters();
    assert!(letters.contains(&'\u{3164}') && letters.contains(&'\u{E0100}'));
    // Of a long run of them, which Unicode treats alike, the ends.
    let is_inside = |c: char| {
        [-1, 1].iter().all(|by| {
            let beside = u32::from(c)
                .checked_add_signed(*by)
                .and_then(char::from_u32);
            beside.is_some_and(|beside| letters.contains(&beside))
        })
    };
    for &c in letters.iter().filter(|&&c| !is_inside(c)) {
        let (document, names) = named_with(c);
        let output = run(&document).unwrap();
        assert_eq!((output.generated, output.skipped.len()), (3, 0), "{c:?}");
        assert_none_is_raw(&output);
        let mut literals = Literals::default();
        for file in output
            .files
            .iter()
            .filter(|file| file.path.ends_with(".rs"))
        {
            let parsed = syn::parse_file(&file.text);
            let parsed = parsed.unwrap_or_else(|error| panic!("{c:?}: {error} in {}", file.path));
            literals.visit_file(&parsed);
        }
        for name in names {
            assert!(literals.0.contains(&name), "{name:?}");
        }
    }
}
