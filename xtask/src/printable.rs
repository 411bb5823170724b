//! Text from outside (a document, a server, a file's name) becomes text that a terminal shows and does not obey.
//!
//! What a reader cannot see, or what changes how the rest of a line is read, is written as an escape. Nothing is printed
//! here: [`console`](crate::console) is the only door, and passes everything through this module.

use generator::disruptive::is_disruptive;

/// How much of a quoted text is shown, in characters.
const MAX_CHARS: usize = 500;

/// `text` with everything that [`is_hidden`] written as `\u{…}`. Line feeds stay: messages have several lines.
pub fn escaped(text: &str) -> String {
    escape(text, |c, shown| shown.extend(c.escape_unicode()))
}

/// The text of a JSON value, with everything that [`is_hidden`] written as JSON writes it: `\u202e`.
///
/// Outside of its strings, JSON has no such character but line feeds, so the value stays the same.
///
/// ```
/// let json = serde_json::json!({ "title": "a\u{202e}b" }).to_string();
/// let shown = xtask::printable::escaped_json(&json);
/// assert_eq!(shown, r#"{"title":"a\u202eb"}"#);
/// assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).unwrap()["title"], "a\u{202e}b");
/// ```
pub fn escaped_json(json: &str) -> String {
    escape(json, |c, shown| {
        for unit in c.encode_utf16(&mut [0; 2]) {
            shown.push_str(&format!("\\u{unit:04x}"));
        }
    })
}

/// A quoted text: [`escaped`], and cut where it is endless.
pub fn printable(text: &str) -> String {
    match text.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{}…", escaped(text.get(..end).unwrap_or_default())),
        None => escaped(text),
    }
}

/// A quoted text that takes one line, so that it cannot be read as a message of ours: [`printable`], with a space for each
/// line feed.
pub fn one_line(text: &str) -> String {
    printable(&text.replace('\n', " "))
}

fn escape(text: &str, write: impl Fn(char, &mut String)) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if c != '\n' && is_hidden(c) {
            write(c, &mut shown);
        } else {
            shown.push(c);
        }
    }
    shown
}

/// Whether a terminal obeys `c`, or a reader does not see what it does: control characters, tabs and line feeds among
/// them, and [what disrupts a reader in files](generator::disruptive).
pub fn is_hidden(c: char) -> bool {
    c.is_control() || is_disruptive(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_stays() {
        for text in ["über `x`\n  cure: \"y\"", "日本語", "❤️", "עברית"] {
            assert_eq!(printable(text), text);
            assert_eq!(escaped_json(text), text);
        }
    }

    #[test]
    fn what_a_terminal_would_obey_is_written_out() {
        assert_eq!(
            printable("\u{1b}[2Ja\r\u{202e}b\u{85}"),
            "\\u{1b}[2Ja\\u{d}\\u{202e}b\\u{85}"
        );
    }

    #[test]
    fn what_is_escaped_is_escaped_once() {
        let once = escaped("\u{202e}a\tb");
        assert_eq!(escaped(&once), once);
    }

    #[test]
    fn an_endless_text_is_cut() {
        assert_eq!(printable(&"é".repeat(500)), "é".repeat(500));
        assert_eq!(printable(&"é".repeat(501)), format!("{}…", "é".repeat(500)));
    }

    #[test]
    fn a_text_of_one_line_cannot_begin_another() {
        assert_eq!(one_line("a\nerror: b\r\n"), "a error: b\\u{d} ");
    }

    #[test]
    fn every_string_of_json_stays_what_it_is() {
        let hidden: String = ('\0'..=char::MAX).filter(|c| is_hidden(*c)).collect();
        let value = serde_json::json!({ &hidden: [hidden.clone()] });
        for json in [value.to_string(), format!("{value:#}")] {
            let shown = escaped_json(&json);
            assert!(!shown.contains(|c| c != '\n' && is_hidden(c)));
            assert_eq!(
                serde_json::from_str::<serde_json::Value>(&shown).unwrap(),
                value
            );
        }
    }
}
