//! Identifiers of ASCII letters and digits, of bearable length: functions, parameters, types of operations, files.

use heck::{ToPascalCase, ToSnakeCase};

use super::reserved::{RESERVED_FILES, is_device, is_keyword};

/// Longest identifier or file name that is made, in characters; longer ones are cut behind a word.
const MAX_LENGTH: usize = 60;

/// A function, field or module name: `fanslyAccount` → `fansly_account`, `type` → `type_`, `2fa` → `x2fa`.
pub fn snake(text: &str) -> String {
    let name = cut(&ascii_words(text).to_snake_case());
    let name = match name.chars().next() {
        None => "unnamed".to_string(),
        Some(first) if first.is_ascii_digit() => format!("x{name}"),
        Some(_) => name,
    };
    if is_keyword(&name) {
        format!("{name}_")
    } else {
        name
    }
}

/// A type name: `list_chats` → `ListChats`.
pub fn pascal(text: &str) -> String {
    let name = cut(&ascii_words(text).to_pascal_case());
    match name.chars().next() {
        None => "Unnamed".to_string(),
        Some(first) if first.is_ascii_digit() => format!("X{name}"),
        Some(_) if name == "Self" => "Self_".to_string(),
        Some(_) => name,
    }
}

/// A module that is a file of its own: like [`snake`], and safe on every file system.
pub fn file(text: &str) -> String {
    let name = snake(text);
    if is_device(&name) || RESERVED_FILES.contains(&name.as_str()) {
        format!("{name}_")
    } else {
        name
    }
}

/// Everything that is no ASCII letter or digit separates words; apostrophes vanish.
fn ascii_words(text: &str) -> String {
    text.chars()
        .filter(|&c| c != '\'')
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect()
}

/// Cuts a long name behind a word: at an underscore, or before a capital letter.
fn cut(name: &str) -> String {
    let Some(short) = name.get(..MAX_LENGTH).filter(|_| name.len() > MAX_LENGTH) else {
        return name.to_string();
    };
    let starts_word = |c: char| c == '_' || c.is_ascii_uppercase();
    let next = name[MAX_LENGTH..].chars().next();
    let end = match next {
        Some(next) if starts_word(next) => MAX_LENGTH,
        _ => short
            .rfind(starts_word)
            .filter(|end| *end > 0)
            .unwrap_or(MAX_LENGTH),
    };
    short[..end].trim_end_matches('_').to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_identifiers() {
        for (text, expected) in [
            ("fanslyAccount", "fansly_account"),
            ("filter['type']", "filter_type"),
            ("Chat Messages", "chat_messages"),
            ("submit2fa", "submit2fa"),
            ("2fa", "x2fa"),
            ("type", "type_"),
            ("чат", "unnamed"),
            ("", "unnamed"),
        ] {
            assert_eq!(snake(text), expected, "{text}");
        }
        assert_eq!(pascal("list_chats"), "ListChats");
        assert_eq!(pascal("self"), "Self_");
    }

    #[test]
    fn a_tag_never_leaves_its_folder_or_takes_our_files() {
        for (tag, expected) in [
            ("../../x", "x"),
            ("con", "con_"),
            ("COM1", "com1_"),
            ("lib", "lib_"),
            ("mod", "mod_"),
        ] {
            assert_eq!(file(tag), expected, "{tag}");
        }
        assert_eq!(file(&"long ".repeat(100)).len(), 59);
        assert_eq!(file(&"longer ".repeat(100)).len(), 55);
        assert_eq!(file(&"x".repeat(100)).len(), 60);
        assert_eq!(pascal(&"longer ".repeat(100)), "Longer".repeat(10));
    }
}
