//! Allowed integers, each with the name that the description gives it.
//!
//! Integers and a description in, variants of an enum out: `2 = read, 3 = …` names two of them, any other is `Value4`.

use crate::api::Number;
use crate::identifiers::{self, Scope};
use crate::text;

/// The variants, by value.
pub(crate) fn numbers(mut values: Vec<i64>, description: &str) -> Vec<Number> {
    values.sort_unstable();
    values.dedup();
    let description = text::documentation(description).join(" ");
    let mut scope = Scope::exact(&["Self"]);
    let each = values.into_iter().map(|value| {
        let meaning = meaning(&description, value);
        let plain = match value {
            ..0 => format!("Minus{}", value.unsigned_abs()),
            _ => format!("Value{value}"),
        };
        let wish = meaning.map_or_else(|| plain.clone(), identifiers::pascal);
        Number {
            name: scope.claim(&[wish, plain]),
            value,
            meaning: meaning.map(str::to_string),
        }
    });
    each.collect()
}

/// What a description says of a number.
fn meaning(description: &str, number: i64) -> Option<&str> {
    let mark = format!("{number} = ");
    let is_digit = |c: char| c.is_ascii_digit() || c == '-';
    let mut places = description.match_indices(&mark);
    let (start, _) = places.find(|(start, _)| !description[..*start].ends_with(is_digit))?;
    let rest = &description[start + mark.len()..];
    let word = rest.split([',', ';', '.', '(', '\n']).next()?.trim();
    let is_word =
        word.starts_with(|c: char| c.is_ascii_alphabetic()) && word.split_whitespace().count() <= 4;
    is_word.then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_called_what_the_description_says_that_it_means() {
        let numbers = numbers(
            vec![12, 2, -1, 2, 3],
            "Kind: 12 = sent to all, 2 = read; 3 = 4.",
        );
        let meanings: Vec<(&str, i64, Option<&str>)> = numbers
            .iter()
            .map(|number| {
                (
                    number.name.as_str(),
                    number.value,
                    number.meaning.as_deref(),
                )
            })
            .collect();
        let expected = [
            ("Minus1", -1, None),
            ("Read", 2, Some("read")),
            ("Value3", 3, None),
            ("SentToAll", 12, Some("sent to all")),
        ];
        assert_eq!(meanings, expected);
    }
}
