//! `names.lock.toml`: every public name with the places it serves, so that a document that grows renames nothing.
//!
//! The text of the last run in, names by place out; and the text of this run back. A name whose places are gone is dropped
//! with them. The file is input like any other: a name that this generator cannot have written is not believed.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::document::path_template::{self, Part};
use crate::error::Error;
use crate::{identifiers, toml_text};

/// Longest name that is believed, in characters; none that is made is nearly as long.
const MAX_LENGTH: usize = 400;

/// The names of the last run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Lock {
    /// The names of types that serve a place. They are several only where a person has edited the file.
    at: BTreeMap<String, BTreeSet<String>>,
    /// The names of all types.
    types: BTreeSet<String>,
    /// The methods of the client, with the request that each starts.
    methods: BTreeMap<String, String>,
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    types: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    methods: BTreeMap<String, String>,
}

impl Lock {
    /// Reads the text; `file` is for messages.
    pub fn parse(file: &str, text: &str) -> Result<Self, Error> {
        let written: Written = toml::from_str(text).map_err(|error| {
            let before = error
                .span()
                .and_then(|span| text.get(..span.start))
                .unwrap_or_default();
            Error::new(
                format!("{file}:{}", before.matches('\n').count() + 1),
                error.message().trim_end(),
                format!(
                    "it is machine-written: bring it back with `git restore {file}`. Where it was committed like that: \
                     earlier versions left out the quotes around names such as \"App.User\"; add them, or delete the \
                     file and regenerate, which makes every name anew (compare them by `git diff {file}`)"
                ),
            )
        })?;
        let mut lock = Self::default();
        for (name, places) in written.types {
            if is_type_name(&name) {
                for place in places {
                    lock.add_type(&name, &place);
                }
                lock.types.insert(name);
            }
        }
        lock.methods = written.methods;
        lock.methods.retain(|name, _| is_method_name(name));
        Ok(lock)
    }

    /// Remembers that a type serves a place.
    pub fn add_type(&mut self, name: &str, place: &str) {
        let names = self.at.entry(place.to_string()).or_default();
        names.insert(name.to_string());
        self.types.insert(name.to_string());
    }

    /// Remembers the method that starts the request at `place`.
    pub fn add_method(&mut self, name: &str, place: &str) {
        self.methods.insert(name.to_string(), place.to_string());
    }

    /// Names of methods with the place of the request that each starts.
    pub fn methods(&self) -> impl Iterator<Item = (&str, &str)> {
        let methods = self.methods.iter();
        methods.map(|(name, place)| (name.as_str(), place.as_str()))
    }

    /// The names of all types.
    pub fn types(&self) -> impl ExactSizeIterator<Item = &str> {
        self.types.iter().map(String::as_str)
    }

    /// Places, each with the name of a type that serves it.
    pub fn places(&self) -> impl Iterator<Item = (&str, &str)> {
        let places = self.at.iter();
        places.flat_map(|(place, names)| names.iter().map(|name| (place.as_str(), name.as_str())))
    }

    /// The names of types that serve a place.
    pub fn types_at(&self, place: &str) -> impl Iterator<Item = &str> {
        self.at.get(place).into_iter().flatten().map(String::as_str)
    }

    /// Whether a type serves a place.
    pub fn has_place(&self, place: &str) -> bool {
        self.at.contains_key(place)
    }

    /// Whether a type serves a place whose label begins so.
    pub fn has_place_below(&self, beginning: &str) -> bool {
        let mut from = self.at.range(beginning.to_string()..);
        from.next()
            .is_some_and(|(place, _)| place.starts_with(beginning))
    }

    /// The text, without a header.
    pub fn to_text(&self) -> String {
        let mut places: BTreeMap<&str, Vec<&str>> =
            self.types().map(|name| (name, Vec::new())).collect();
        for (place, name) in self.places() {
            places.entry(name).or_default().push(place);
        }
        let mut text = String::from("[types]\n");
        for (name, places) in places {
            text.push_str(&format!("{} = [\n", toml_text::key(name)));
            for place in places {
                text.push_str(&format!("    {},\n", toml_text::string(place)));
            }
            text.push_str("]\n");
        }
        text.push_str("\n[methods]\n");
        for (name, place) in &self.methods {
            let (name, place) = (toml_text::key(name), toml_text::string(place));
            text.push_str(&format!("{name} = {place}\n"));
        }
        text
    }
}

/// A name that a type or a component may have got from this generator; earlier versions kept what a component was called
/// in front: `user_listItem`.
fn is_type_name(name: &str) -> bool {
    let is_known = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    name.len() <= MAX_LENGTH
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(is_known)
}

fn is_method_name(name: &str) -> bool {
    name.len() <= MAX_LENGTH && name.is_ascii() && identifiers::field_name(name) == name
}

/// A request without the names of its path parameters, which upstream may respell.
pub(super) fn place(verb: &str, path: &str) -> String {
    let mut place = format!("{verb} ");
    for part in path_template::parts(path) {
        match part {
            Part::Literal(text) => place.push_str(text),
            Part::Place(_) => place.push_str("{}"),
            Part::Query(names) => place.push_str(&format!("{{?{}}}", names.join(","))),
        }
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Lock {
        Lock::parse("names.lock.toml", text).unwrap()
    }

    #[test]
    fn a_name_that_nobody_can_have_written_is_not_believed() {
        let hostile = r#"
            [types]
            "x\n[evil]" = ["GET /a 200"]
            "a b" = ["GET /a 200"]
            "" = ["GET /a 200"]
            "чат" = ["GET /a 200"]
            2fa = ["GET /a 200"]
            user_listItem = ["GET /a 200"]
            [methods]
            "x\n[evil]" = "GET /a"
            "a b" = "GET /a"
            Vec = "GET /a"
            fn = "GET /a"
            self = "GET /a"
            type_ = "GET /a"
            get_x_2 = "GET /a"
        "#;
        let lock = parsed(hostile);
        let types: Vec<&str> = lock.types().collect();
        assert_eq!(types, ["user_listItem"]);
        let methods: Vec<&str> = lock.methods().map(|(name, _)| name).collect();
        assert_eq!(methods, ["get_x_2", "type_"]);
    }

    #[test]
    fn names_are_quoted_where_toml_wants_it_and_marks_are_escaped() {
        let mut lock = Lock::default();
        lock.add_type("App.User", "GET /\u{202e}a 200");
        lock.add_type("ChatId", "GET /\"a\"");
        lock.add_method("get_a", "GET /a");
        let text = "[types]\n\"App.User\" = [\n    \"GET /\\u202Ea 200\",\n]\nChatId = [\n    \"GET /\\\"a\\\"\",\n]\n\n\
                    [methods]\nget_a = \"GET /a\"\n";
        assert_eq!(lock.to_text(), text);
        let written: Written = toml::from_str(text).unwrap();
        assert_eq!(written.types["App.User"], ["GET /\u{202e}a 200"]);
    }

    #[test]
    fn what_earlier_versions_left_unquoted_is_an_error_with_a_cure_that_works() {
        for name in ["App.User", "Result[User]", "Page«User»"] {
            let text = |name: &str| format!("[types]\n{name} = [\n    \"components {name}\",\n]\n");
            let error = Lock::parse("spec/x/names.lock.toml", &text(name)).unwrap_err();
            assert!(
                error.place().starts_with("spec/x/names.lock.toml:"),
                "{error}"
            );
            assert!(
                error.cure().contains("delete the file and regenerate"),
                "{error}"
            );
            let cured = format!("[types]\n\"{name}\" = []\n");
            assert!(Lock::parse("names.lock.toml", &cured).is_ok(), "{name}");
        }
    }
}
