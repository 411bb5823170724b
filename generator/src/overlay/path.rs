//! JSONPaths: from text to places in a document.
//!
//! Paths are those of RFC 9535, with one liberty that the examples of the Overlay standard take: a name after a dot may
//! hold hyphens (`$.info.x-logo`). Places come in the order of the document, each once.

use std::collections::BTreeSet;

use roas_overlay::common::apply::compile_path;
use serde_json::Value;
use serde_json_path::{JsonPath, PathElement};

use super::Refusal;

/// Compiles the JSONPath of the given key of an action.
pub(super) fn compile(key: &str, path: &str) -> Result<JsonPath, Refusal> {
    compile_path(path).or_else(|said| {
        compile_path(&bracket_hyphens(path)).map_err(|_| {
            Refusal::new(
                format!("`{key}` {path:?} is not a JSONPath: {said}"),
                "write it as in RFC 9535, beginning with `$`",
            )
        })
    })
}

/// `$.a.x-b` becomes `$.a['x-b']`; what is quoted stays. RFC 9535 knows no subtraction that this could be.
fn bracket_hyphens(path: &str) -> String {
    let mut result = String::with_capacity(path.len());
    let mut quote = None;
    let mut chars = path.chars();
    while let Some(char) = chars.next() {
        result.push(char);
        match quote {
            // An escaped character does not end the quote.
            Some(_) if char == '\\' => result.extend(chars.next()),
            Some(open) if open == char => quote = None,
            None if char == '\'' || char == '"' => quote = Some(char),
            None if char == '.' => {
                let name = leading_name(chars.as_str());
                if !name.contains('-') {
                    continue;
                }
                // `..` keeps its dots: `$..x-b` is `$..['x-b']`.
                if !result.ends_with("..") {
                    result.pop();
                }
                result.push_str(&format!("['{name}']"));
                chars = chars
                    .as_str()
                    .strip_prefix(name)
                    .unwrap_or_default()
                    .chars();
            }
            _ => {}
        }
    }
    result
}

fn leading_name(text: &str) -> &str {
    let is_start = |c: char| c.is_ascii_alphabetic() || c == '_' || !c.is_ascii();
    let is_part = |c: char| is_start(c) || c.is_ascii_digit() || c == '-';
    if text.starts_with(is_start) {
        text.split(|c| !is_part(c)).next().unwrap_or_default()
    } else {
        ""
    }
}

/// A step of a place; the order of places puts parents before children and items in the order of their indexes.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Index(usize),
    Key(String),
}

/// A place that a JSONPath selects.
pub(super) struct Place {
    /// How many steps it is below the root.
    pub(super) depth: usize,
    /// As JSON pointer.
    pub(super) pointer: String,
}

/// The places that a JSONPath selects, each once, in their order. A JSONPath may select one twice: `$.a[0,0]`.
pub(super) fn locate(document: &Value, path: &JsonPath) -> Vec<Place> {
    let mut found = BTreeSet::new();
    for node in path.query_located(document) {
        let location = node.location();
        let steps: Vec<_> = location
            .iter()
            .map(|element| match element {
                PathElement::Name(key) => Step::Key((*key).to_owned()),
                PathElement::Index(index) => Step::Index(*index),
            })
            .collect();
        found.insert((steps, location.to_json_pointer()));
    }
    found
        .into_iter()
        .map(|(steps, pointer)| Place {
            depth: steps.len(),
            pointer,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::bracket_hyphens;

    #[test]
    fn names_with_hyphens_are_put_in_brackets() {
        for (path, bracketed) in [
            ("$.a.x-b.c", "$.a['x-b'].c"),
            ("$..x-b", "$..['x-b']"),
            ("$.a[?@.x-b.c == 'd.e-f']", "$.a[?@['x-b'].c == 'd.e-f']"),
            ("$['a.b-c'].d-e", "$['a.b-c']['d-e']"),
            (r"$['\'.b-c'].d", r"$['\'.b-c'].d"),
            ("$.a[-1].b[1.5]", "$.a[-1].b[1.5]"),
            ("$.é-b", "$['é-b']"),
        ] {
            assert_eq!(bracket_hyphens(path), bracketed);
        }
    }
}
