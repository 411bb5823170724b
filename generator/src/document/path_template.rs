//! Path templates as people write them: literal text, and places in braces.
//!
//! Any text in, its parts out. What is between two braces that pair, in one segment, is a place; any other brace is literal.
//! Nothing is encoded or judged here.

/// Longest text between braces that is looked through for the closing one, in bytes.
const MAX_PLACE: usize = 256;

/// One part of a path template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part<'a> {
    /// Text as it stands there.
    Literal(&'a str),
    /// `{id}`.
    Place(Place<'a>),
    /// `{?page,limit}` of RFC 6570: query parameters.
    Query(Vec<&'a str>),
}

/// A place in braces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place<'a> {
    /// What is between the braces, letter for letter.
    pub raw: &'a str,
    /// The parameter's name: without the marks of frameworks (`id?`, `*path`, `id:[0-9]+`).
    pub name: &'a str,
    /// Whether it is marked as optional: `{id?}`.
    pub is_optional: bool,
}

impl<'a> Place<'a> {
    fn new(raw: &'a str) -> Self {
        let unwrapped = |text: &'a str| text.strip_prefix('{').and_then(|of| of.strip_suffix('}'));
        // `{{id}}`, as Postman has it.
        let mut name = unwrapped(raw).unwrap_or(raw).trim();
        let is_optional = name.ends_with('?');
        name = name.trim_end_matches(['?', '*', '.']);
        name = name.trim_start_matches(['*', '+', '#', '.', ';']);
        // A pattern or a binding behind the name.
        name = name.split([':', '<', '=', '{']).next().unwrap_or_default();
        Self {
            raw,
            name: name.trim(),
            is_optional,
        }
    }
}

/// The parts of a template, in order.
pub(crate) fn parts(template: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = template;
    // How far `rest` is literal.
    let mut literal = 0;
    while let Some(open) = rest[literal..].find('{').map(|found| literal + found) {
        let Some(raw) = place(&rest[open..]) else {
            literal = open + 1;
            continue;
        };
        if open > 0 {
            parts.push(Part::Literal(&rest[..open]));
        }
        parts.push(match raw.strip_prefix(['?', '&']) {
            Some(names) => Part::Query(
                names
                    .split(',')
                    .map(|name| name.trim_end_matches('*'))
                    .collect(),
            ),
            None => Part::Place(Place::new(raw)),
        });
        rest = &rest[open + raw.len() + 2..];
        literal = 0;
    }
    if !rest.is_empty() {
        parts.push(Part::Literal(rest));
    }
    parts
}

/// What is between the brace that `text` begins with and the one that pairs with it.
fn place(text: &str) -> Option<&str> {
    let mut depth = 0;
    for (index, byte) in text.bytes().enumerate().take(MAX_PLACE) {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            b'/' => return None,
            _ => {}
        }
        if depth == 0 {
            return text.get(1..index);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names of places in angle brackets between the literal parts.
    fn shown(template: &str) -> String {
        let parts = parts(template).into_iter().map(|part| match part {
            Part::Literal(text) => text.to_string(),
            Part::Place(place) if place.is_optional => format!("<{} or not>", place.name),
            Part::Place(place) => format!("<{}>", place.name),
            Part::Query(names) => format!("<query {}>", names.join(" ")),
        });
        parts.collect()
    }

    #[test]
    fn braces_that_pair_are_places_and_others_are_text() {
        for (template, expected) in [
            ("/a/{id}/b", "/a/<id>/b"),
            ("/{a}-{b}.{format}", "/<a>-<b>.<format>"),
            ("/{tab?}", "/<tab or not>"),
            ("/{{id}}", "/<id>"),
            (r"/{id:\d{3}}/x", "/<id>/x"),
            ("/{user:slug}", "/<user>"),
            ("/{*path}{+rest}", "/<path><rest>"),
            ("/items{?page,limit*}", "/items<query page limit>"),
            ("/{}", "/<>"),
            ("/{a", "/{a"),
            ("/a}/{b}", "/a}/<b>"),
            ("/{a/{b}", "/{a/<b>"),
            ("/{a/b}", "/{a/b}"),
            ("/{é}ß", "/<é>ß"),
            ("", ""),
        ] {
            assert_eq!(shown(template), expected, "{template}");
        }
    }

    #[test]
    fn many_open_braces_are_read_in_linear_time() {
        let many = "{".repeat(1_000_000);
        assert_eq!(parts(&many), [Part::Literal(many.as_str())]);
    }
}
