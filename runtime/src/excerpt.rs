//! Foreign text made fit for one line of an error.
//!
//! In: what a server sent. Out: at most [`LIMIT`] characters, control characters escaped, the caller's secret hidden, however
//! it is escaped.
//! Never: a line break, a terminal escape or a change of writing direction.

use crate::spelling;

/// Longest excerpt, in characters before escaping.
pub(crate) const LIMIT: usize = 200;

/// Most bytes looked at: enough for any excerpt, however large the text.
const WINDOW: usize = 16 * 1024;

/// Shows the start of `text`. Every occurrence of one of `secrets` becomes `***`.
pub(crate) fn excerpt(text: &[u8], secrets: &[String]) -> String {
    let window = text.get(..WINDOW).unwrap_or(text);
    let shown = hidden(String::from_utf8_lossy(window).trim(), secrets);
    let mut line = String::new();
    for character in shown.chars().take(LIMIT) {
        match is_disruptive(character) {
            true => line.extend(character.escape_default()),
            false => line.push(character),
        }
    }
    if shown.chars().nth(LIMIT).is_some() || window.len() < text.len() {
        line.push('…');
    }
    line
}

/// `text` with every one of `secrets` replaced.
fn hidden(text: &str, secrets: &[String]) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let length = secrets
            .iter()
            .filter_map(|secret| spelling::length_at_start(rest, secret))
            .max();
        match length {
            Some(_) => shown.push_str("***"),
            None => shown.push(character),
        }
        rest = rest
            .get(length.unwrap_or(character.len_utf8())..)
            .unwrap_or_default();
    }
    shown
}

/// Shows the start of a body with its lines joined: of one that is indented, white space would be most of what is shown.
pub(crate) fn of_body(body: &[u8], secrets: &[String]) -> String {
    let window = body.get(..WINDOW).unwrap_or(body);
    // Before the lines are joined: a secret may have white space of its own.
    let text = hidden(&String::from_utf8_lossy(window), secrets);
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut shown = excerpt(joined.as_bytes(), secrets);
    if window.len() < body.len() && !shown.ends_with('…') {
        shown.push('…');
    }
    shown
}

/// Control characters, line and paragraph separators, and marks that turn the writing direction.
fn is_disruptive(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
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
