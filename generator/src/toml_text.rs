//! Text from outside as a key or a string of TOML, for files whose layout is written by hand.
//!
//! Any text in, a token out that TOML reads as exactly that text. What TOML itself cannot have in a string is escaped here,
//! what disrupts a reader in [`disruptive`].

use crate::disruptive;

/// A basic string: `"a \"b\""`.
///
/// ```
/// assert_eq!(generator::toml_text::string("a\n[b]"), r#""a\n[b]""#);
/// assert_eq!(generator::toml_text::string("\u{202e}"), r#""\u202E""#);
/// ```
pub fn string(text: &str) -> String {
    let mut string = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => string.extend(['\\', c]),
            '\n' => string.push_str("\\n"),
            '\r' => string.push_str("\\r"),
            '\t' => string.push_str("\\t"),
            c => string.push(c),
        }
    }
    string.push('"');
    disruptive::in_toml(&string)
}

/// A key: bare where TOML takes it so, in quotes otherwise.
///
/// ```
/// assert_eq!(generator::toml_text::key("ChatId"), "ChatId");
/// assert_eq!(generator::toml_text::key("App.Users"), r#""App.Users""#);
/// ```
pub fn key(text: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !text.is_empty() && text.chars().all(is_bare) {
        text.to_string()
    } else {
        string(text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What TOML reads where `text` is the key and the string.
    fn read(text: &str) -> toml::Table {
        let line = format!("{} = {}\n", key(text), string(text));
        toml::from_str(&line).unwrap_or_else(|error| panic!("{line}{error}"))
    }

    fn is_seen(text: &str) -> bool {
        !text.contains(|c: char| c.is_control() || disruptive::is_disruptive(c))
    }

    #[test]
    fn what_is_written_is_read_as_the_text_it_was_made_of() {
        for text in [
            "plain",
            "",
            "a\"b\\c",
            "tab\t, line\r\n, \u{7f}, \u{0} and \u{85}",
            "é 🦀",
            "turned \u{202e}around",
            "x\n[evil]\n",
            "a.b = 'c' # d",
        ] {
            assert_eq!(read(text)[text].as_str(), Some(text));
            assert!(is_seen(&string(text)), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_as_it_was(text in prop_oneof![any::<String>(), "[\\]\\[.\"'#=\n\r\u{202e}\u{feff} a]{0,8}"]) {
            let table = read(&text);
            prop_assert_eq!(table.len(), 1);
            prop_assert_eq!(table[&text].as_str(), Some(text.as_str()));
            prop_assert!(is_seen(&key(&text)) && is_seen(&string(&text)));
        }
    }
}
