//! Identifiers in the letters of any alphabet, as long as their text: fields, variants and nested types.

use heck::{ToPascalCase, ToSnakeCase};
use unicode_ident::{is_xid_continue, is_xid_start};
use unicode_normalization::UnicodeNormalization;

use super::reserved::is_keyword;
use crate::disruptive::is_disruptive;

/// A field name: the words of a property's name in snake case, an `x` where it would begin with a digit.
pub fn field_name(text: &str) -> String {
    identifier(text, &|words| words.to_snake_case(), "x")
}

/// A type name: the words of a text in upper camel case, an `X` where it would begin with a digit.
pub fn type_name(text: &str) -> String {
    identifier(text, &|words| words.to_pascal_case(), "X")
}

/// A type name of which [`type_name`] makes itself, without disruptive characters. [`type_name`] alone does not make one: of
/// `a_b` it makes `AB`, and of `AB` it makes `Ab`. So progenitor, which has the same rule, leaves it as it is.
pub fn stable_type_name(text: &str) -> String {
    stable(text, &type_name)
}

/// As [`stable_type_name`], for fields: a name of which [`field_name`] makes itself, without disruptive characters.
pub fn stable_field_name(text: &str) -> String {
    stable(text, &field_name)
}

/// Disruptive characters separate words: some are letters to Rust, and an identifier has no escapes to write them with.
/// The name is in the form NFC, in which rustc compares identifiers and gives them to macros.
fn stable(text: &str, convert: &dyn Fn(&str) -> String) -> String {
    let convert = |text: &str| convert(text).nfc().collect::<String>();
    // Words of one letter grow together each time, so twice is usual; a bound all the same, for any alphabet.
    let mut name = convert(&text.replace(is_disruptive, "-"));
    for _ in 0..8 {
        let next = convert(&name);
        if next == name {
            break;
        }
        name = next;
    }
    name
}

fn identifier(text: &str, recase: &dyn Fn(&str) -> String, prefix: &str) -> String {
    let name = match text {
        "+1" => recase("plus1"),
        "-1" => recase("minus1"),
        _ => recase(&text.replace('\'', "").replace(|c| !is_xid_continue(c), "-")),
    };
    let name = match name.chars().next() {
        None => prefix.to_string(),
        Some(first) if is_xid_start(first) => name,
        Some(_) => format!("{prefix}{name}"),
    };
    if is_keyword(&name) {
        format!("{name}_")
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::disruptive::letters;
    use crate::identifiers::{file, pascal, snake};

    #[test]
    fn any_text_becomes_an_identifier() {
        for (text, field, ty) in [
            ("userId", "user_id", "UserId"),
            ("1", "x1", "X1"),
            ("", "x", "X"),
            ("🦀", "x", "X"),
            ("чат", "чат", "Чат"),
            ("type", "type_", "Type"),
            ("it's", "its", "Its"),
            ("+1", "plus1", "Plus1"),
            ("-1", "minus1", "Minus1"),
        ] {
            assert_eq!(field_name(text), field, "{text}");
            assert_eq!(type_name(text), ty, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_stable_name_makes_itself(text in prop_oneof![any::<String>(), "[abAB12_ é'-]{0,9}"]) {
            let (field, ty) = (stable_field_name(&text), stable_type_name(&text));
            prop_assert_eq!(field_name(&field), field);
            prop_assert_eq!(type_name(&ty), ty);
        }

        #[test]
        fn no_identifier_has_a_character_that_disrupts(text in proptest::collection::vec(prop_oneof![
            proptest::sample::select(letters()), any::<char>(), proptest::char::range('a', 'z')
        ], 1..9)) {
            let text: String = text.into_iter().collect();
            for name in [stable_field_name(&text), stable_type_name(&text), snake(&text), pascal(&text), file(&text)] {
                prop_assert!(!name.contains(is_disruptive), "{:?} of {:?}", name, text);
                prop_assert!(syn::parse_str::<syn::Ident>(&name).is_ok(), "{:?} of {:?}", name, text);
            }
        }
    }
}
