//! Characters that change how the text around them is shown, or that nobody sees.
//!
//! In: characters. Out: the same, those escaped. Never: other characters changed, so letters of all languages stay.

/// Text in which disruptive characters are escaped as in Rust.
pub(crate) fn escaped(text: impl IntoIterator<Item = char>) -> String {
    let mut escaped = String::new();
    for character in text {
        match is_disruptive(character) {
            true => escaped.extend(character.escape_default()),
            false => escaped.push(character),
        }
    }
    escaped
}

/// Control characters, separators of lines, and Unicode's default-ignorable and format characters: marks of the writing
/// direction, of zero width, and tags. Not the joiners and variation selectors, which Persian and emoji are spelled with.
///
/// The same table as the generator's, but for line feeds and tabs: what is shown here takes one line.
fn is_disruptive(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{3164}' | '\u{ffa0}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn what_changes_its_surroundings_or_is_not_seen_is_escaped() {
        for character in [
            '\0',
            '\n',
            '\u{1b}',
            '\u{7f}',
            '\u{85}',
            '\u{ad}',
            '\u{61c}',
            '\u{200b}',
            '\u{200e}',
            '\u{2028}',
            '\u{202e}',
            '\u{2060}',
            '\u{2066}',
            '\u{206f}',
            '\u{feff}',
            '\u{e0001}',
            '\u{e007f}',
        ] {
            let text = escaped(['a', character, 'b']);
            assert!(text.is_ascii() && text.starts_with("a\\"), "{text:?}");
        }
    }

    #[test]
    fn other_text_stays() {
        let text =
            "Größe ≠ 大 🦀 ❤\u{fe0f} 👩\u{200d}💻 עברית العربية می\u{200c}خواهم a\\b\u{fffd}";
        assert_eq!(escaped(text.chars()), text);
    }
}
