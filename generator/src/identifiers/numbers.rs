//! Numbers behind names whose wish is taken: `x_2`, `x_3`, …
//!
//! A wish and an attempt in, the lowest number whose attempt succeeds out. Names are never given back, so the search for
//! a wish goes on where the last one ended: a thousand equal wishes take a thousand attempts, and not a million.

use std::collections::{BTreeMap, BTreeSet};

/// The next number to try, by wish.
#[derive(Debug, Clone, Default)]
pub struct Numbers(BTreeMap<String, u64>);

impl Numbers {
    /// What the first successful one of `attempt(2)`, `attempt(3)`, … returns.
    ///
    /// `wish` is what the attempts depend on beside the number; a number that failed once for a wish has to fail always.
    pub fn first_free<T>(
        &mut self,
        wish: &str,
        mut attempt: impl FnMut(u64) -> Option<T>,
    ) -> Option<T> {
        let next = self.0.entry(wish.to_string()).or_insert(2);
        std::iter::from_fn(|| {
            let number = *next;
            *next = number.checked_add(1)?;
            Some(attempt(number))
        })
        .flatten()
        .next()
    }

    /// Takes `wish`, or else `wish`, `separator` and the lowest number that make a name which is not in `taken`.
    pub fn claim(&mut self, wish: String, separator: &str, taken: &mut BTreeSet<String>) -> String {
        if taken.insert(wish.clone()) {
            return wish;
        }
        let name = self.first_free(&wish, |number| {
            let name = format!("{wish}{separator}{number}");
            taken.insert(name.clone()).then_some(name)
        });
        name.unwrap_or(wish)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wish_is_numbered_from_two_without_gaps() {
        let mut numbers = Numbers::default();
        let mut claim = |wish: &str| numbers.first_free(wish, |number| Some((number, ())));
        assert_eq!(claim("a"), Some((2, ())));
        assert_eq!(claim("a"), Some((3, ())));
        assert_eq!(claim("b"), Some((2, ())));
    }

    #[test]
    fn a_number_that_failed_is_not_tried_again() {
        let mut numbers = Numbers::default();
        let mut tried = Vec::new();
        let mut claim = |least: u64| {
            numbers.first_free("a", |number| {
                tried.push(number);
                (number >= least).then_some(number)
            })
        };
        assert_eq!((claim(4), claim(0), claim(7)), (Some(4), Some(5), Some(7)));
        assert_eq!(tried, [2, 3, 4, 5, 6, 7]);
    }

    #[test]
    fn a_name_that_is_taken_gets_the_lowest_free_number() {
        let mut numbers = Numbers::default();
        let mut taken = BTreeSet::from(["x_2".to_string()]);
        let names =
            ["x", "x", "x_2", "x"].map(|wish| numbers.claim(wish.to_string(), "_", &mut taken));
        assert_eq!(names, ["x", "x_3", "x_2_2", "x_4"]);
    }
}
