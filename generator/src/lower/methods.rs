//! The methods of the client: each operation gets a name, once.
//!
//! The names of the last run and what an operation would like to be called in, its method out. What was published stays,
//! and nobody gets a name that somebody else had.

use std::collections::BTreeMap;

use crate::identifiers::{RESERVED_TYPES, Scope};
use crate::name::lock::Lock;

/// Methods of the emitted client that are no operations, and those of traits that it or `impl Client` relies on.
pub(super) const RESERVED_METHODS: [&str; 21] = [
    "as_mut",
    "as_ref",
    "borrow",
    "borrow_mut",
    "build",
    "builder",
    "client",
    "clone",
    "clone_from",
    "clone_into",
    "deref",
    "drop",
    "fmt",
    "from",
    "from_env",
    "into",
    "new",
    "request",
    "to_owned",
    "try_from",
    "try_into",
];

/// The names that no method of an operation can have: those of methods and of types, since a request is a type.
pub(super) fn reserved() -> Scope {
    let mut reserved = Scope::with(&RESERVED_METHODS);
    reserved.reserve(&RESERVED_TYPES);
    reserved
}

/// The names of methods, which are types of the operations' files, too.
pub(super) struct Methods {
    /// The names of the last run, by the place of their operation.
    remembered: BTreeMap<String, Vec<String>>,
    /// The remembered names that operations have got in this run.
    kept: Scope,
    /// All others.
    new: Scope,
}

impl Methods {
    /// No name is claimed yet but those that fixups have `given` and that are published; `lock` has those of the last run.
    pub fn of<'a>(lock: &Lock, given: impl Iterator<Item = &'a str>) -> Self {
        let mut kept = reserved();
        for name in given {
            kept.reserve(&[name]);
        }
        let mut new = kept.clone();
        let mut remembered: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, place) in lock.methods() {
            new.reserve(&[name]);
            let names = remembered.entry(place.to_string()).or_default();
            names.push(name.to_string());
        }
        Self {
            remembered,
            kept,
            new,
        }
    }

    /// The name of the operation that was at `before` in the last run.
    pub fn claim(&mut self, before: Option<&str>, wishes: &[String]) -> String {
        let known = before.and_then(|place| self.remembered.get(place));
        let known = known.map(Vec::as_slice).unwrap_or_default();
        // Of several, which only an edited lock has, rather the one that it would get anyway.
        let own = wishes.iter().filter(|wish| known.contains(wish));
        let mut candidates = own.chain(known);
        match candidates.find(|name| self.kept.is_free(name)) {
            Some(name) => self.kept.claim(std::slice::from_ref(name)),
            None => self.new.claim(wishes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn methods(names: &[(&str, &str)]) -> Methods {
        let mut lock = Lock::default();
        for (name, place) in names {
            lock.add_method(name, place);
        }
        Methods::of(&lock, std::iter::empty())
    }

    fn claim(methods: &mut Methods, before: Option<&str>, wish: &str) -> String {
        methods.claim(before, &[wish.to_string(), format!("get_{wish}")])
    }

    #[test]
    fn what_was_published_stays_whoever_comes_first() {
        let mut methods = methods(&[("list", "GET /z"), ("list_2", "GET /y")]);
        assert_eq!(claim(&mut methods, None, "list"), "get_list");
        assert_eq!(claim(&mut methods, None, "list"), "list_3");
        assert_eq!(claim(&mut methods, Some("GET /y"), "list"), "list_2");
        assert_eq!(claim(&mut methods, Some("GET /z"), "other"), "list");
    }

    #[test]
    fn names_of_an_edited_lock_that_clash_are_given_once() {
        let mut methods = methods(&[("a_b", "GET /a"), ("ab", "GET /b"), ("clone", "GET /c")]);
        assert_eq!(claim(&mut methods, Some("GET /a"), "x"), "a_b");
        assert_eq!(claim(&mut methods, Some("GET /b"), "y"), "y");
        assert_eq!(claim(&mut methods, Some("GET /c"), "z"), "z");
    }
}
