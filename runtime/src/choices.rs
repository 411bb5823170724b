//! What the enums of `closed_enum!` say about a value that is not in their list.
//!
//! In: a value and the choices. Out: an error that names both. Never: a long or disruptive text in that error.

use std::fmt;

use serde::de::Expected;

use crate::ConversionError;
use crate::excerpt::excerpt;

/// Most characters of a refused text that its error shows.
const SHOWN: usize = 40;

/// The error for a text that is none of `choices`. It shows the start of the text, as callers mistype; a choice is no
/// secret.
pub fn no_choice(text: &str, choices: &[&str]) -> ConversionError {
    let start: String = text.chars().take(SHOWN).collect();
    let cut = if start.len() < text.len() { "…" } else { "" };
    let start = excerpt(start.as_bytes(), &[]);
    not_one_of(
        &format!("`{start}{cut}`"),
        choices.iter().map(|choice| format!("`{choice}`")),
    )
}

/// The error for a number that is none of `choices`.
pub fn no_number_choice(number: i64, choices: &[i64]) -> ConversionError {
    not_one_of(&number.to_string(), choices.iter().map(i64::to_string))
}

fn not_one_of(given: &str, choices: impl Iterator<Item = String>) -> ConversionError {
    format!("{given} is not one of {}", list(choices)).into()
}

fn list(choices: impl Iterator<Item = String>) -> String {
    choices.collect::<Vec<_>>().join(", ")
}

/// What serde expected where none of these numbers came. The error must be one of serde's own kinds, as the value is cut
/// out of these before they get into an error text.
pub struct OneOf<'a>(pub &'a [i64]);

impl Expected for OneOf<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "one of {}", list(self.0.iter().map(i64::to_string)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::no_choice;

    fn refused(text: &str) -> String {
        no_choice(text, &["newest", "oldest"]).to_string()
    }

    #[test]
    fn a_short_value_is_shown_whole() {
        assert_eq!(refused("newst"), "`newst` is not one of `newest`, `oldest`");
        assert_eq!(refused(""), "`` is not one of `newest`, `oldest`");
    }

    #[test]
    fn a_long_or_disruptive_value_is_shortened_and_escaped() {
        let long = format!("`{}…` is not", "🦀".repeat(40));
        assert!(refused(&"🦀".repeat(1000)).starts_with(&long));
        assert!(refused("a\nb\u{1b}").starts_with(r"`a\nb\u{1b}` is not"));
    }

    proptest! {
        #[test]
        fn any_value_gives_one_line(text in any::<String>()) {
            let line = refused(&text);
            prop_assert!(!line.contains(char::is_control) && line.chars().count() < 500);
        }
    }
}
