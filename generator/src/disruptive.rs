//! Characters that disrupt what a reader sees: invisible ones, ones that turn the writing direction, and control characters.
//!
//! A reviewer trusts a diff only if none of them stands in a committed file. The one table of them is here, and for each
//! kind of file how a character is written instead. Nothing is dropped: in a literal the escape has the same value, in
//! prose a reader sees the character's number.

use std::fmt::Write as _;

/// Whether a character disrupts what a reader sees. Line feed and tab do not.
///
/// The joiners U+200C and U+200D do not count: Persian and emoji are spelled with them.
///
/// ```
/// use generator::disruptive::is_disruptive;
/// assert!(is_disruptive('\u{202E}') && is_disruptive('\u{200B}') && is_disruptive('\u{7}'));
/// assert!(!is_disruptive('é') && !is_disruptive('\n'));
/// ```
pub fn is_disruptive(c: char) -> bool {
    match c {
        ' '..='~' | '\n' | '\t' => false,
        // Direction: the Arabic letter mark, marks, embeddings, overrides, isolates.
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{206F}' => {
            true
        }
        // No width: space, joiners of words, invisible operators, the byte order mark.
        '\u{200B}' | '\u{2060}'..='\u{2065}' | '\u{FEFF}' => true,
        // What ends a line or a paragraph unseen.
        '\u{2028}' | '\u{2029}' => true,
        // Tags and what is reserved beside them: a whole invisible alphabet.
        '\u{E0000}'..='\u{E0FFF}' => true,
        // What else Unicode calls default ignorable, but for variation selectors, which emoji are spelled with: soft hyphen,
        // letters without a shape, controls of single scripts, of annotations, of shorthand and of music.
        '\u{AD}' | '\u{34F}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}' => true,
        '\u{180B}'..='\u{180F}' | '\u{3164}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' => true,
        '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' => true,
        c => c.is_control(),
    }
}

/// A text in which each disruptive character is written as Rust writes it, `\u{202e}`: for prose and comments, and for
/// the whole text of a Rust file, where such a character can only stand in a literal or a comment, since `identifiers` keeps it
/// out of identifiers.
pub fn visible(text: &str) -> String {
    escaped(text, |out, c| {
        let _ = write!(out, "{}", c.escape_unicode());
    })
}

/// The text of a JSON file, in which such a character can only stand in a string.
pub(crate) fn in_json(text: &str) -> String {
    escaped(text, |out, c| {
        for unit in c.encode_utf16(&mut [0; 2]) {
            let _ = write!(out, "\\u{unit:04x}");
        }
    })
}

/// A string of TOML between double quotes, or the text of a file whose strings all are. Everything that TOML refuses in
/// such a string is disruptive, but for the quote, the backslash and the line feed.
pub(crate) fn in_toml(text: &str) -> String {
    escaped(text, |out, c| {
        let _ = match u32::from(c) {
            number @ ..=0xFFFF => write!(out, "\\u{number:04X}"),
            number => write!(out, "\\U{number:08X}"),
        };
    })
}

/// The text of a generated file that is no YAML, by the syntax that its name tells. YAML is escaped by its writer, because
/// only that one can put a string between quotes.
pub(crate) fn in_file(path: &str, text: &str) -> String {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("json") => in_json(text),
        Some("toml") => in_toml(text),
        Some("yaml") => text.to_string(),
        _ => visible(text),
    }
}

/// What a string is written as before a writer of YAML that leaves disruptive characters as they are: each becomes its
/// number between two control characters, for which every writer puts the string between double quotes, with escapes.
/// [`in_yaml`] makes them YAML's escapes in what was written.
pub(crate) fn before_yaml(text: &str) -> String {
    escaped(text, |out, c| {
        let _ = write!(out, "{OPEN}{:x}{CLOSE}", u32::from(c));
    })
}

/// The control characters around a number, and as YAML escapes them.
const OPEN: char = '\u{1}';
const CLOSE: char = '\u{2}';
const OPENED: &str = "\\x01";
const CLOSED: &str = "\\x02";

/// The text of a YAML file whose strings were written by [`before_yaml`]. A string that spells such an escape itself comes
/// out as another value, so whoever writes reads back and compares.
pub(crate) fn in_yaml(text: &str) -> String {
    let mut parts = text.split(OPENED);
    let mut out = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let number = part
            .split_once(CLOSED)
            .and_then(|(digits, rest)| Some((u32::from_str_radix(digits, 16).ok()?, rest)));
        let _ = match number {
            Some((number @ ..=0xFF, rest)) => write!(out, "\\x{number:02X}{rest}"),
            Some((number @ ..=0xFFFF, rest)) => write!(out, "\\u{number:04X}{rest}"),
            Some((number, rest)) => write!(out, "\\U{number:08X}{rest}"),
            None => write!(out, "{OPENED}{part}"),
        };
    }
    out
}

fn escaped(text: &str, escape: fn(&mut String, char)) -> String {
    if !text.contains(is_disruptive) {
        return text.to_string();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match is_disruptive(c) {
            true => escape(&mut out, c),
            false => out.push(c),
        }
    }
    out
}

/// The disruptive characters that Rust takes in an identifier, where no escape can be written.
#[cfg(test)]
pub(crate) fn letters() -> Vec<char> {
    ('\0'..=char::MAX)
        .filter(|&c| is_disruptive(c) && unicode_ident::is_xid_continue(c))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every disruptive character, with letters around.
    fn all() -> String {
        let disruptive = ('\0'..=char::MAX).filter(|&c| is_disruptive(c));
        disruptive.flat_map(|c| ['a', c]).collect()
    }

    #[test]
    fn a_string_of_rust_json_and_toml_keeps_its_value() {
        let text = all();
        let rust: syn::LitStr =
            syn::parse_str(&visible(&proc_macro2::Literal::string(&text).to_string())).unwrap();
        assert_eq!(rust.value(), text);
        let json = in_json(&serde_json::to_string(&text).unwrap());
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        // A control character stands in no string of TOML, escaped or not, before ours are.
        let toml: toml::Table = toml::from_str(&in_toml(&format!("x = \"{text}\""))).unwrap();
        assert_eq!(toml["x"].as_str(), Some(text.as_str()));
        for written in [visible(&text), json, in_toml(&text)] {
            assert!(!written.contains(is_disruptive), "{written}");
        }
    }

    #[test]
    fn what_languages_are_spelled_with_stays() {
        let text = "می\u{200C}خواهم 👩\u{200D}💻 ❤\u{FE0F} é\n\tx";
        assert_eq!(visible(text), text);
    }
}
