//! The path of an operation, made ready to be sent.
//!
//! A path template as the document writes it in; the template that the runtime fills in out, with its literal text encoded
//! and a name of its own for each place. Frameworks' marks (`{id?}`, `{id:[0-9]+}`) are understood, a query in the path
//! becomes query parameters. Never: a path that a URL parser would read as another one.

use std::collections::BTreeSet;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use crate::document::path_template::{self, Part, Place};
use crate::identifiers::Numbers;

/// What a path cannot have as it is. A percent sign is judged by what follows it.
const IN_PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The name of a place that has none.
const UNNAMED: &str = "parameter";

/// A path template, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Route<'a> {
    /// Encoded literal text and places, in order.
    parts: Vec<Piece>,
    /// The places, in order.
    pub slots: Vec<Slot<'a>>,
    /// What the path says of the query.
    pub query: Vec<(String, Fixed<'a>)>,
    /// What is not as the document writes it, for notes.
    pub changes: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Literal(String),
    Slot(usize),
}

/// A place of the path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slot<'a> {
    /// As the document writes it.
    pub place: Place<'a>,
    /// What the runtime calls it; no two are the same.
    pub name: String,
    /// Whether it is a whole segment.
    is_segment: bool,
}

/// What a query in the path has for a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fixed<'a> {
    /// This value, always.
    Value(String),
    /// What a caller gives.
    Place(&'a str),
    /// What a caller gives, or nothing.
    Optional,
}

impl<'a> Route<'a> {
    /// Takes a template apart; the error is the reason why it cannot be sent.
    pub fn parse(path: &'a str) -> Result<Self, String> {
        if !path.starts_with('/') && path.contains("://") {
            return Err("its path is a whole address: write the host into `servers`".to_string());
        }
        let mut changes = Vec::new();
        let (path, query) = split_query(path);
        let mut parts = Vec::new();
        let mut slots: Vec<Slot<'a>> = Vec::new();
        let (mut numbers, mut taken) = (Numbers::default(), BTreeSet::new());
        let mut query = fixed(query).ok_or(UNREADABLE)?;
        if !path.starts_with('/') {
            parts.push(Piece::Literal("/".to_string()));
            changes.push("The path is sent with a slash before it".to_string());
        }
        for part in path_template::parts(path) {
            match part {
                Part::Literal(text) => parts.push(Piece::Literal(encoded(text))),
                Part::Place(place) => {
                    parts.push(Piece::Slot(slots.len()));
                    slots.push(Slot {
                        name: numbers.claim(plain_name(&place), "_", &mut taken),
                        is_segment: false,
                        place,
                    });
                }
                Part::Query(names) => {
                    let names = names.into_iter().map(str::to_string);
                    query.extend(names.map(|name| (name, Fixed::Optional)));
                }
            }
        }
        let mut route = Self {
            parts,
            slots,
            query,
            changes,
        };
        route.find_segments();
        let template = route.template(&|_| false);
        if template.split('/').any(is_dots) {
            return Err(
                "its path has the segment `.` or `..`, which leads to another path".to_string(),
            );
        }
        Ok(route)
    }

    /// What the runtime gets: places that may be left out are `{name?}`.
    pub fn template(&self, is_optional: &dyn Fn(usize) -> bool) -> String {
        let parts = self.parts.iter().map(|part| match part {
            Piece::Literal(text) => text.clone(),
            Piece::Slot(slot) if is_optional(*slot) => format!("{{{}?}}", self.slots[*slot].name),
            Piece::Slot(slot) => format!("{{{}}}", self.slots[*slot].name),
        });
        parts.collect()
    }

    /// Whether each place can be left out, of those that the document marks: it and all behind it are whole segments
    /// that are marked.
    pub fn optional(&self, is_marked: &[bool]) -> Vec<bool> {
        let mut is_optional = vec![false; self.slots.len()];
        for part in self.parts.iter().rev() {
            match part {
                Piece::Literal(text) if text == "/" && is_optional.contains(&true) => {}
                Piece::Slot(slot) if self.slots[*slot].is_segment && is_marked[*slot] => {
                    is_optional[*slot] = true;
                }
                // Literal text that ends before the first of them, such as `/tabs/`.
                _ => break,
            }
        }
        is_optional
    }

    fn find_segments(&mut self) {
        let starts = |piece: Option<&Piece>| match piece {
            None => true,
            Some(Piece::Literal(text)) => text.starts_with('/'),
            Some(Piece::Slot(_)) => false,
        };
        for (index, piece) in self.parts.iter().enumerate() {
            let before = index
                .checked_sub(1)
                .and_then(|before| self.parts.get(before));
            let ends = matches!(before, Some(Piece::Literal(text)) if text.ends_with('/'));
            if let Piece::Slot(slot) = piece {
                self.slots[*slot].is_segment = ends && starts(self.parts.get(index + 1));
            }
        }
    }
}

/// The place's name, as far as a template can have it.
fn plain_name(place: &Place<'_>) -> String {
    let is_plain = |c: &char| !"{}/?".contains(*c);
    let name: String = place.name.chars().filter(is_plain).collect();
    match name.is_empty() {
        true => UNNAMED.to_string(),
        false => name,
    }
}

/// The path, and what is behind the first question mark that is not in a place.
fn split_query(path: &str) -> (&str, Option<&str>) {
    let mut at = 0;
    for part in path_template::parts(path) {
        at += match part {
            Part::Literal(text) => match text.split_once('?') {
                Some((before, _)) => {
                    let end = at + before.len();
                    return (&path[..end], Some(&path[end + 1..]));
                }
                None => text.len(),
            },
            Part::Place(place) => place.raw.len() + 2,
            Part::Query(_) => path[at..].find('}').map_or(0, |end| end + 1),
        };
    }
    (path, None)
}

/// What is said of a query that has no pairs which can be read.
const UNREADABLE: &str =
    "its path has a query that cannot be taken apart: declare query parameters instead";

/// The pairs of a query in the path; nothing where they cannot be read.
fn fixed(query: Option<&str>) -> Option<Vec<(String, Fixed<'_>)>> {
    let pairs = query.into_iter().flat_map(|query| query.split('&'));
    pairs
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = match path_template::parts(value).as_slice() {
                [] => Fixed::Value(String::new()),
                [Part::Literal(text)] => Fixed::Value(decoded(text)?),
                [Part::Place(place)] => Fixed::Place(place.raw),
                _ => return None,
            };
            match path_template::parts(name).as_slice() {
                [Part::Literal(name)] => Some((decoded(name)?, value)),
                _ => None,
            }
        })
        .collect()
}

fn decoded(text: &str) -> Option<String> {
    let decoded = percent_decode_str(text).decode_utf8().ok()?;
    (!text.contains('#')).then(|| decoded.into_owned())
}

/// Encodes what cannot stand in a path; what is encoded already stays so.
fn encoded(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        out.extend(utf8_percent_encode(before, IN_PATH));
        let is_escape =
            after.len() >= 2 && after.bytes().take(2).all(|byte| byte.is_ascii_hexdigit());
        out.push_str(if is_escape { "%" } else { "%25" });
        rest = after;
    }
    out.extend(utf8_percent_encode(rest, IN_PATH));
    out
}

/// URL parsers fold these, encoded or not.
fn is_dots(segment: &str) -> bool {
    matches!(
        segment.to_ascii_lowercase().replace("%2e", ".").as_str(),
        "." | ".."
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn template(path: &str) -> String {
        Route::parse(path).unwrap().template(&|_| false)
    }

    fn with_optional(path: &str) -> String {
        let route = Route::parse(path).unwrap();
        let marked: Vec<bool> = route
            .slots
            .iter()
            .map(|slot| slot.place.is_optional)
            .collect();
        let optional = route.optional(&marked);
        route.template(&|slot| optional[slot])
    }

    #[test]
    fn literal_text_is_encoded_once() {
        for (path, expected) in [
            ("/a/{id}", "/a/{id}"),
            ("/a b/é/c%20d/100%", "/a%20b/%C3%A9/c%20d/100%25"),
            ("/a#b\\c\n", "/a%23b%5Cc%0A"),
            ("/x\"{id}/{{", "/x%22{id}/%7B%7B"),
            ("/{a}-{b}.{format}", "/{a}-{b}.{format}"),
            ("/items(1)/@me:all", "/items(1)/@me:all"),
            ("items/{id:[0-9]+}", "/items/{id}"),
            ("/go/https://a.example", "/go/https://a.example"),
            ("", "/"),
        ] {
            assert_eq!(template(path), expected, "{path}");
        }
    }

    #[test]
    fn places_of_one_name_are_told_apart() {
        assert_eq!(
            template("/{id}/{id}/{}/{}"),
            "/{id}/{id_2}/{parameter}/{parameter_2}"
        );
    }

    #[test]
    fn whole_segments_at_the_end_can_be_left_out() {
        for (path, expected) in [
            ("/tabs/{tab?}", "/tabs/{tab?}"),
            ("/{a?}/{b?}", "/{a?}/{b?}"),
            ("/{a?}/{b}", "/{a}/{b}"),
            ("/{a?}/b/{c?}", "/{a}/b/{c?}"),
            ("/a-{b?}", "/a-{b}"),
            ("/{a?}.json", "/{a}.json"),
            ("/{a?}{b?}", "/{a}{b}"),
        ] {
            assert_eq!(with_optional(path), expected, "{path}");
        }
    }

    #[test]
    fn a_query_in_the_path_is_taken_apart() {
        let route = Route::parse("/a?type=x%20y&by={name}&all").unwrap();
        assert_eq!(route.template(&|_| false), "/a");
        assert_eq!(
            route.query,
            [
                ("type".to_string(), Fixed::Value("x y".to_string())),
                ("by".to_string(), Fixed::Place("name")),
                ("all".to_string(), Fixed::Value(String::new())),
            ]
        );
        let route = Route::parse("/a/{id?}{?page}").unwrap();
        assert_eq!(route.query, [("page".to_string(), Fixed::Optional)]);
        for path in ["/a?{x}=1", "/a?b=x{c}", "/a?b=c#d", "/a?b=%ff"] {
            assert!(Route::parse(path).is_err(), "{path}");
        }
    }

    #[test]
    fn a_path_that_leads_elsewhere_is_refused() {
        for path in ["/a/../b", "/.", "/a/%2E./b", "https://a.example/b"] {
            assert!(Route::parse(path).is_err(), "{path}");
        }
    }

    proptest! {
        /// Whatever a path is, what is sent has only what a URL's path may have, and every place once.
        #[test]
        fn any_path_is_sent_or_refused(path in "[a-z/{}?&=.%#:*\\\\é \n~-]{0,24}") {
            if let Ok(route) = Route::parse(&path) {
                let template = route.template(&|_| false);
                prop_assert!(template.starts_with('/'), "{template}");
                let mut literal = template.clone();
                for slot in &route.slots {
                    let place = format!("{{{}}}", slot.name);
                    prop_assert_eq!(literal.matches(&place).count(), 1, "{}", template);
                    literal = literal.replace(&place, "");
                }
                let is_plain = |c: char| c.is_ascii_graphic() && !"{}?#\\".contains(c);
                prop_assert!(literal.chars().all(is_plain), "{template}");
            }
        }
    }
}
