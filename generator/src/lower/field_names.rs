//! Fields of structs and variants of enumerations: names that Rust can tell apart, for names on the wire that it cannot, such
//! as `a-b` and `a_b`, or that our own functions already have.
//!
//! In: the properties of one schema, or a word. Out: the name of each field, or of the variant.

use std::collections::BTreeMap;

use unicode_normalization::is_nfc;

use crate::disruptive::is_disruptive;
use crate::identifiers::{self, Scope};

/// The field of each of `properties`. `reserved` are field names that are taken.
pub(super) fn claim<'a>(
    properties: impl Iterator<Item = &'a str>,
    reserved: &[&str],
) -> BTreeMap<&'a str, String> {
    let mut names: Vec<&str> = properties.collect();
    // Who is called as the field would be is asked first.
    names.sort_by_cached_key(|name| {
        let is_field = identifiers::field_name(name).trim_end_matches('_') == *name;
        (!(is_field && is_plain(name)), *name)
    });
    names.dedup();
    let mut fields = Scope::exact(reserved);
    names
        .into_iter()
        .map(|name| {
            let wish = match is_plain(name) {
                true => identifiers::field_name(name),
                false => identifiers::stable_field_name(name),
            };
            let other = format!("{}_value", wish.trim_end_matches('_'));
            (
                name,
                fields.claim_field(&[wish, identifiers::stable_field_name(&other)]),
            )
        })
        .collect()
}

/// The variant of a word of an `enum`.
pub(super) fn variant(word: &str) -> String {
    match is_plain(word) {
        true => identifiers::type_name(word),
        false => identifiers::stable_type_name(word),
    }
}

/// Whether whatever of a name stays in an identifier can be seen and is spelled as rustc spells it.
fn is_plain(name: &str) -> bool {
    name.is_ascii()
        || !name.contains(is_disruptive)
            && [identifiers::field_name(name), identifiers::type_name(name)]
                .iter()
                .all(|identifier| is_nfc(identifier))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields<'a>(properties: &[&'a str], reserved: &[&str]) -> BTreeMap<&'a str, String> {
        claim(properties.iter().copied(), reserved)
    }

    #[test]
    fn two_spellings_of_one_letter_are_two_fields() {
        // A compatibility ideograph beside the ideograph, an accent of its own beside the letter that has it, jamo.
        for (odd, usual) in [
            ("\u{f900}", "\u{8c48}"),
            ("e\u{301}", "\u{e9}"),
            ("\u{1100}\u{1161}", "\u{ac00}"),
        ] {
            let fields = fields(&[odd, usual], &[]);
            assert!(fields.values().all(|field| is_nfc(field)), "{fields:?}");
            assert_eq!(fields[usual], usual);
            assert_ne!(fields[odd], fields[usual]);
        }
    }

    #[test]
    fn only_who_comes_second_gets_another_name() {
        let properties = ["a-b", "a_b", "userId", "user_id", "1", "", "🦀", "build"];
        let fields = fields(&properties, &["build"]);
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(wire, field)| (*wire, field.as_str()))
            .collect();
        assert_eq!(
            fields,
            [
                ("", "x"),
                ("1", "x1"),
                ("a-b", "a_b_value"),
                ("a_b", "a_b"),
                ("build", "build_value"),
                ("userId", "user_id_value"),
                ("user_id", "user_id"),
                ("🦀", "x_value"),
            ]
        );
    }

    #[test]
    fn a_disruptive_letter_separates_words() {
        let fields = fields(&["a\u{3164}b", "a_b", "\u{3164}"], &[]);
        assert_eq!(fields["a_b"], "a_b");
        assert_eq!(fields["a\u{3164}b"], "a_b_value");
        assert_eq!(fields["\u{3164}"], "x");
        for (word, expected) in [
            ("plain", "Plain"),
            ("+1", "Plus1"),
            ("-1", "Minus1"),
            ("a b", "AB"),
            ("\u{3164}x", "X"),
            ("a\u{3164}b", "Ab"),
        ] {
            assert_eq!(variant(word), expected, "{word:?}");
        }
    }
}
