//! Text from outside (a document, a server, a file's name) becomes text that a terminal shows and does not obey.

/// How much of a text is shown, in characters.
const MAX_CHARS: usize = 500;

/// `text` with control characters and marks that reorder a line written as escapes, and cut where it is endless. Line
/// feeds stay: messages have several lines.
pub fn printable(text: &str) -> String {
    let mut shown = String::new();
    for (index, c) in text.chars().enumerate() {
        if index == MAX_CHARS {
            shown.push('…');
            break;
        }
        if c != '\n' && (c.is_control() || reorders(c)) {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    shown
}

/// The marks of Unicode that change the direction of what follows, or that end a line.
fn reorders(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::printable;

    #[test]
    fn plain_text_stays() {
        assert_eq!(
            printable("über `x`\n  cure: \"y\""),
            "über `x`\n  cure: \"y\""
        );
    }

    #[test]
    fn what_a_terminal_would_obey_is_written_out() {
        assert_eq!(
            printable("\u{1b}[2Ja\r\u{202e}b\u{85}"),
            "\\u{1b}[2Ja\\u{d}\\u{202e}b\\u{85}"
        );
    }

    #[test]
    fn an_endless_text_is_cut() {
        assert_eq!(printable(&"é".repeat(501)), format!("{}…", "é".repeat(500)));
    }
}
