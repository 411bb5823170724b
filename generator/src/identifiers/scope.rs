//! Who has which name: each scope gives a name once, and whoever comes later another.

use std::collections::BTreeSet;

use super::numbers::Numbers;
use super::unicode::{stable_field_name, stable_type_name};

/// The names of one scope. A name is claimed once; whoever comes later gets another.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    taken: BTreeSet<String>,
    numbers: Numbers,
    is_exact: bool,
}

impl Scope {
    /// A scope in which `names` are already taken.
    ///
    /// Names that differ only in underscores or case count as one, since they are one type name and one file.
    pub fn with(names: &[&str]) -> Self {
        let mut scope = Self::default();
        scope.reserve(names);
        scope
    }

    /// A scope in which `names` are already taken, and every other spelling is another name.
    pub fn exact(names: &[&str]) -> Self {
        let mut scope = Self {
            is_exact: true,
            ..Self::default()
        };
        scope.reserve(names);
        scope
    }

    /// Takes `names` without asking.
    pub fn reserve(&mut self, names: &[&str]) {
        let keys: Vec<String> = names.iter().map(|name| self.key(name)).collect();
        self.taken.extend(keys);
    }

    /// The first of `wishes` that is free, else the first wish with the lowest free number.
    pub fn claim(&mut self, wishes: &[String]) -> String {
        self.claim_as(wishes, &|numbered| numbered)
    }

    /// As [`Scope::claim`], for types, whose names are stable (`identifiers::stable_type_name`), also behind a number: `Ab_2`
    /// is claimed as `Ab2`.
    pub fn claim_type(&mut self, wishes: &[String]) -> String {
        self.claim_as(wishes, &|numbered| stable_type_name(&numbered))
    }

    /// As [`Scope::claim_type`], for fields.
    pub fn claim_field(&mut self, wishes: &[String]) -> String {
        self.claim_as(wishes, &|numbered| stable_field_name(&numbered))
    }

    fn claim_as(&mut self, wishes: &[String], written: &dyn Fn(String) -> String) -> String {
        let free = wishes.iter().find(|wish| self.is_free(wish)).cloned();
        let name = free.unwrap_or_else(|| {
            let wish = wishes.first().map_or("unnamed", String::as_str);
            self.numbered(wish.trim_end_matches('_'), written)
        });
        self.taken.insert(self.key(&name));
        name
    }

    fn numbered(&mut self, wish: &str, written: &dyn Fn(String) -> String) -> String {
        // By its key: wishes that differ only in what the scope ignores use up each other's numbers.
        let key = self.key(wish);
        let mut numbers = std::mem::take(&mut self.numbers);
        let name = numbers.first_free(&key, |number| {
            let name = written(format!("{wish}_{number}"));
            self.is_free(&name).then_some(name)
        });
        self.numbers = numbers;
        name.unwrap_or_default()
    }

    /// Whether nobody has the name.
    pub fn is_free(&self, name: &str) -> bool {
        !self.taken.contains(&self.key(name))
    }

    fn key(&self, name: &str) -> String {
        if self.is_exact {
            name.to_string()
        } else {
            name.replace('_', "").to_ascii_lowercase()
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::identifiers::{RESERVED_TYPES, type_name};

    #[test]
    fn a_name_is_claimed_once() {
        let mut scope = Scope::with(&["new"]);
        let wish = |text: &str| vec![text.to_string(), format!("query_{text}")];
        assert_eq!(scope.claim(&wish("id")), "id");
        assert_eq!(scope.claim(&wish("id")), "query_id");
        assert_eq!(scope.claim(&wish("id")), "id_2");
        assert_eq!(scope.claim(&wish("new")), "query_new");
    }

    /// How often a name is made for 20,000 properties, each called by `wish`.
    fn attempts(mut scope: Scope, wish: impl Fn(usize) -> String) -> usize {
        let attempts = std::cell::Cell::new(0);
        for index in 0..20_000 {
            scope.claim_as(&[wish(index)], &|numbered| {
                attempts.set(attempts.get() + 1);
                stable_field_name(&numbered)
            });
        }
        attempts.get()
    }

    #[test]
    fn the_work_for_names_grows_as_their_number_does() {
        // Spellings of one name, of which no two are equal: each bit is an underscore or none.
        let spelling = |index: usize| -> String {
            let bits = (0..16).map(|bit| if index >> bit & 1 == 1 { "_a" } else { "a" });
            bits.collect()
        };
        for scope in [Scope::default(), Scope::exact(&[])] {
            assert_eq!(attempts(scope.clone(), |_| "x".to_string()), 19_999);
            assert_eq!(attempts(scope, |index| format!("p{index}")), 0);
        }
        assert_eq!(attempts(Scope::default(), spelling), 19_999);
    }

    #[test]
    fn a_number_that_is_a_name_already_is_left_out() {
        let mut scope = Scope::exact(&[]);
        let mut claim = |text: &str| scope.claim(&[text.to_string()]);
        let names = ["x", "x_3", "x", "x", "x_3", "x"].map(&mut claim);
        assert_eq!(names, ["x", "x_3", "x_2", "x_4", "x_3_2", "x_5"]);
    }

    #[test]
    fn an_exact_scope_tells_spellings_apart() {
        let mut scope = Scope::exact(&["build"]);
        let mut claim = |text: &str| scope.claim(&[text.to_string()]);
        assert_eq!(claim("user_id"), "user_id");
        assert_eq!(claim("userid"), "userid");
        assert_eq!(claim("user_id"), "user_id_2");
        assert_eq!(claim("type_"), "type_");
        assert_eq!(claim("type_"), "type_2");
        assert_eq!(claim("build"), "build_2");
    }

    proptest! {
        #[test]
        fn what_is_claimed_is_stable(texts in proptest::collection::vec("[abAB12_ -]{0,5}", 1..9)) {
            let mut types = Scope::exact(&RESERVED_TYPES);
            let mut claimed = BTreeSet::new();
            for text in &texts {
                let name = types.claim_type(&[stable_type_name(text)]);
                prop_assert_eq!(&type_name(&name), &name);
                prop_assert!(claimed.insert(name), "{:?}", texts);
            }
        }
    }
}
