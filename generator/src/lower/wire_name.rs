//! Names on the wire of which typify would make no good identifier: properties that Rust cannot tell apart, such as `a-b`
//! and `a_b`, or that our own functions already have; properties and words of an `enum` with a disruptive character.
//!
//! In: the properties of one schema, or a word. Out: the name under which progenitor sees each. Most keep theirs. Any other
//! is given a good name, with the name on the wire behind it, in characters that are part of no identifier: typify makes a
//! field or variant of what is in front and keeps the whole in `#[serde(rename = "…")]`, from where [`carried`] takes the
//! name on the wire. So no table has to be matched to typify's names.

use std::collections::BTreeMap;

use unicode_normalization::is_nfc;

use crate::disruptive::is_disruptive;
use crate::names::{self, Scope};

/// One character for each byte, from Unicode's private use area.
const FIRST: u32 = 0xE000;

/// The name for progenitor of each of `properties`. `reserved` are field names that are taken.
pub(super) fn claim<'a>(
    properties: impl Iterator<Item = &'a str>,
    reserved: &[&str],
) -> BTreeMap<&'a str, String> {
    let mut names: Vec<&str> = properties.collect();
    // Who is called as the field would be is asked first.
    names.sort_by_cached_key(|name| {
        let is_field = names::typify_field(name).trim_end_matches('_') == *name;
        (!(is_field && is_plain(name)), *name)
    });
    names.dedup();
    let mut fields = Scope::exact(reserved);
    let mut claimed = BTreeMap::new();
    for name in names {
        let is_plain = is_plain(name);
        let wish = match is_plain {
            true => names::typify_field(name),
            // What is carried is converted once more.
            false => names::settled_field(name),
        };
        let other = format!("{}_value", wish.trim_end_matches('_'));
        let field = fields.claim_field(&[wish.clone(), names::settled_field(&other)]);
        let lowered = if field == wish && is_plain {
            name.to_string()
        } else {
            carry(&field, name)
        };
        claimed.insert(name, lowered);
    }
    claimed
}

/// A word of an `enum`: the variant that typify makes of it, and the word for progenitor.
pub(super) fn variant(word: &str) -> (String, String) {
    if is_plain(word) {
        return (names::typify_type(word), word.to_string());
    }
    let variant = names::settled_type(word);
    let lowered = carry(&variant, word);
    (variant, lowered)
}

/// Whether typify can be given a name as it is: whatever of it stays in an identifier can be seen and is spelled as rustc
/// spells it, and it carries nothing.
fn is_plain(name: &str) -> bool {
    name.is_ascii()
        || !name.contains(|c| is_carrier(c) || is_disruptive(c))
            && [names::typify_field(name), names::typify_type(name)]
                .iter()
                .all(|identifier| is_nfc(identifier))
}

/// A name of a field or variant with the name on the wire behind it.
fn carry(name: &str, wire: &str) -> String {
    let carried = wire
        .bytes()
        .filter_map(|byte| char::from_u32(FIRST + u32::from(byte)));
    name.chars().chain(END.chars()).chain(carried).collect()
}

/// Stands between the two, so that an empty name can be carried too.
const END: &str = "\u{E100}";

/// The name on the wire that a name for progenitor carries, if it carries one.
pub(crate) fn carried(name: &str) -> Option<String> {
    let (_, carried) = name.split_once(END)?;
    let bytes: Option<Vec<u8>> = carried
        .chars()
        .map(|c| u8::try_from(u32::from(c).checked_sub(FIRST)?).ok())
        .collect();
    String::from_utf8(bytes?).ok()
}

fn is_carrier(c: char) -> bool {
    (FIRST..=FIRST + 0x100).contains(&u32::from(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_spellings_of_one_letter_are_two_fields() {
        // A compatibility ideograph beside the ideograph, an accent of its own beside the letter that has it, jamo.
        for (odd, usual) in [
            ("\u{f900}", "\u{8c48}"),
            ("e\u{301}", "\u{e9}"),
            ("\u{1100}\u{1161}", "\u{ac00}"),
        ] {
            let claimed = claim([odd, usual].into_iter(), &[]);
            let fields = [odd, usual].map(|name| names::typify_field(&claimed[name]));
            assert!(fields.iter().all(|field| is_nfc(field)), "{fields:?}");
            assert_ne!(fields[0], fields[1]);
            assert_eq!(claimed[usual], usual);
            let wire = carried(&claimed[odd]).unwrap_or_else(|| claimed[odd].clone());
            assert_eq!(wire, odd);
        }
    }

    #[test]
    fn only_who_comes_second_gets_another_name() {
        let properties = ["a-b", "a_b", "userId", "user_id", "1", "", "🦀", "build"];
        let claimed = claim(properties.into_iter(), &["build"]);
        let plain: Vec<&str> = claimed
            .iter()
            .filter(|(wire, name)| **wire == name.as_str())
            .map(|(wire, _)| *wire)
            .collect();
        assert_eq!(plain, ["", "1", "a_b", "user_id"]);
        let mut fields: Vec<String> = claimed
            .values()
            .map(|name| names::typify_field(name))
            .collect();
        fields.sort();
        assert_eq!(
            fields,
            [
                "a_b",
                "a_b_value",
                "build_value",
                "user_id",
                "user_id_value",
                "x",
                "x1",
                "x_value"
            ]
        );
        for (wire, name) in claimed
            .iter()
            .filter(|(wire, name)| **wire != name.as_str())
        {
            assert_eq!(carried(name).as_deref(), Some(*wire));
        }
    }

    #[test]
    fn a_disruptive_letter_separates_words_and_is_carried() {
        let claimed = claim(["a\u{3164}b", "a_b", "\u{3164}"].into_iter(), &[]);
        let field = |name: &str| names::typify_field(&claimed[name]);
        assert_eq!(field("a_b"), "a_b");
        assert_eq!(field("a\u{3164}b"), "a_b_value");
        assert_eq!(field("\u{3164}"), "x");
        assert_eq!(
            carried(&claimed["a\u{3164}b"]).as_deref(),
            Some("a\u{3164}b")
        );
    }

    #[test]
    fn a_variant_is_what_typify_makes_of_the_lowered_word() {
        for (word, expected) in [
            ("plain", "Plain"),
            ("a b", "AB"),
            ("\u{3164}x", "X"),
            ("a\u{3164}b", "Ab"),
            ("x\u{E100}\u{E061}", "X"),
        ] {
            let (variant, lowered) = super::variant(word);
            assert_eq!(variant, expected, "{word:?}");
            assert_eq!(names::typify_type(&lowered), variant, "{word:?}");
            assert_eq!(carried(&lowered).unwrap_or(lowered), word);
        }
    }
}
