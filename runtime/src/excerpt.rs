//! Foreign text made fit for one line of an error.
//!
//! In: what a server sent. Out: at most [`LIMIT`] characters, disruptive ones escaped, the caller's secret hidden, however
//! it is escaped.
//! Never: a line break, a terminal escape, a change of writing direction, or what nobody sees.

use std::borrow::Cow;
use std::ops::Range;

use crate::{disruptive, spelling};

/// Longest excerpt, in characters before escaping.
pub(crate) const LIMIT: usize = 200;

/// Most bytes looked at: enough for any excerpt, however large the text.
const WINDOW: usize = 16 * 1024;

/// Shows the start of `text`. Every occurrence of one of `secrets` becomes `***`.
pub(crate) fn excerpt(text: &[u8], secrets: &[String]) -> String {
    let window = Window::of(text);
    line(window.hidden(secrets).trim(), window.is_cut)
}

/// Shows the start of a body with its lines joined: of one that is indented, white space would be most of what is shown.
pub(crate) fn of_body(body: &[u8], secrets: &[String]) -> String {
    let window = Window::of(body);
    // Before the lines are joined: a secret may have white space of its own.
    let text = window.hidden(secrets);
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // And behind it: white space that was put into a secret is gone.
    let shown = Window {
        text: joined.into(),
        is_cut: false,
    };
    line(&shown.hidden(secrets), window.is_cut)
}

/// At most [`LIMIT`] characters of a text, and whether that is not all.
fn line(text: &str, is_cut: bool) -> String {
    let mut line = disruptive::escaped(text.chars().take(LIMIT));
    if is_cut || text.chars().nth(LIMIT).is_some() {
        line.push('…');
    }
    line
}

/// The start of a text.
struct Window<'a> {
    text: Cow<'a, str>,
    /// Whether the text goes on.
    is_cut: bool,
}

impl<'a> Window<'a> {
    fn of(text: &'a [u8]) -> Self {
        let window = text.get(..WINDOW).unwrap_or(text);
        Self {
            text: String::from_utf8_lossy(window),
            is_cut: window.len() < text.len(),
        }
    }

    /// The text with every one of `secrets` replaced.
    fn hidden(&self, secrets: &[String]) -> String {
        let text = self.text.as_ref();
        let found = secrets
            .iter()
            .flat_map(|secret| spelling::find(text, secret, self.is_cut).places);
        let mut places: Vec<Range<usize>> = found.collect();
        places.sort_by_key(|place| place.start);
        let mut shown = String::new();
        let mut end = 0;
        for place in places {
            if place.start >= end {
                shown.push_str(text.get(end..place.start).unwrap_or_default());
                shown.push_str("***");
            }
            end = end.max(place.end);
        }
        // What is cut off may make a secret of the last few bytes.
        let mut last = text.len() - if self.is_cut { spelling::LONGEST } else { 0 };
        while !text.is_char_boundary(last) {
            last -= 1;
        }
        shown.push_str(text.get(end..last).unwrap_or_default());
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_text_is_shown_whole() {
        assert_eq!(
            excerpt(br#" {"message": "zo\u00eb"} "#, &[]),
            r#"{"message": "zo\u00eb"}"#
        );
    }

    #[test]
    fn lines_are_joined() {
        let body = "{\n    \"message\": \"no\",\r\n    \"code\": 1\n}";
        assert_eq!(
            of_body(body.as_bytes(), &[]),
            r#"{ "message": "no", "code": 1 }"#
        );
    }

    #[test]
    fn long_text_is_cut_between_characters() {
        let shown = excerpt("🦀".repeat(300).as_bytes(), &[]);
        assert_eq!(shown, "🦀".repeat(LIMIT) + "…");
        assert!(excerpt(&vec![b'a'; WINDOW * 2], &[]).ends_with("a…"));
    }

    #[test]
    fn control_characters_are_escaped() {
        assert_eq!(
            excerpt("a\r\nb\u{1b}[31m\u{202e}c".as_bytes(), &[]),
            r"a\r\nb\u{1b}[31m\u{202e}c"
        );
    }

    #[test]
    fn what_nobody_sees_is_escaped() {
        assert_eq!(
            excerpt("a\u{61c}b\u{200b}c\u{feff}d\u{e0041}".as_bytes(), &[]),
            r"a\u{61c}b\u{200b}c\u{feff}d\u{e0041}"
        );
    }

    #[test]
    fn a_secret_across_the_end_of_the_window_is_hidden() {
        for visible in 1..6 {
            let mut body = vec![b' '; WINDOW - visible];
            body.extend(b"sk-123 is unknown");
            assert_eq!(of_body(&body, &["sk-123".to_owned()]), "***…");
        }
    }

    #[test]
    fn the_secret_is_hidden_in_either_case_and_encoded_twice() {
        assert_eq!(
            excerpt(b"SK%252F123, Sk/123 and sk%2F123", &["sk/123".to_owned()]),
            "***, *** and ***"
        );
    }

    #[test]
    fn bytes_that_are_not_text_are_replaced() {
        assert_eq!(excerpt(b"a\xffb", &[]), "a\u{fffd}b");
    }

    #[test]
    fn the_secret_is_hidden() {
        assert_eq!(
            excerpt(b"token sk-123 is unknown: sk-123", &["sk-123".to_owned()]),
            "token *** is unknown: ***"
        );
    }

    #[test]
    fn the_secret_is_hidden_however_it_is_escaped() {
        let secrets = [r#"a/b+c="d"#.to_owned(), "YTpiLys=".to_owned()];
        assert_eq!(
            of_body(
                br#"{"message": "no a\/b+c=\"d, a%2fb%2bc%3d%22d, a/b+c=&quot;d or YTpiLys%3D"}"#,
                &secrets
            ),
            r#"{"message": "no ***, ***, *** or ***"}"#
        );
    }

    #[test]
    fn a_secret_across_the_cut_is_hidden() {
        let text = "a".repeat(LIMIT - 3) + "sk-123";
        assert_eq!(
            excerpt(text.as_bytes(), &["sk-123".to_owned()]),
            "a".repeat(LIMIT - 3) + "***"
        );
    }
}
