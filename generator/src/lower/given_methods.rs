//! The names that fixups give to methods (`x-method-name`).
//!
//! A document in; the names out, or an error that says which of them cannot be, or whose they are already. They are given, so
//! none of them is ever changed. How all other methods are called is decided by `methods`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::methods;
use crate::api::Operation;
use crate::document;
use crate::error::Error;
use crate::identifiers::{self, Scope};
use crate::name::lock::Lock;
use crate::name::operation_places::OperationPlaces;

/// Given names, by the pointer of their operation.
#[derive(Debug)]
pub(super) struct GivenMethods(BTreeMap<String, Given>);

#[derive(Debug)]
struct Given {
    name: String,
    /// Whether the operation had it in the last run.
    is_published: bool,
}

impl GivenMethods {
    /// Finds the given names of a document; `lock` has the methods of the last run, at their `places`.
    ///
    /// # Errors
    ///
    /// A name that is no method's, that the client already has, or that two operations are given.
    pub fn of(document: &Value, places: &OperationPlaces<'_>, lock: &Lock) -> Result<Self, Error> {
        let mut names: BTreeMap<String, Given> = BTreeMap::new();
        for found in document::operations(document) {
            let Some(given) = found.operation.get("x-method-name") else {
                continue;
            };
            let pointer = found.pointer.to_string();
            let name = given.as_str().unwrap_or_default();
            if !is_method(name) {
                return Err(wrong(
                    &pointer,
                    format!("{given} is not the name of a method"),
                    "name the method as Rust writes it, such as `submit_code`, in at most 60 characters",
                ));
            }
            if !methods::reserved().is_free(name) {
                return Err(wrong(
                    &pointer,
                    format!("`{name}` is reserved: the client itself has such a method or type"),
                    OTHER_NAME,
                ));
            }
            if let Some((other, given)) = names.iter().find(|(_, other)| is_same(&other.name, name))
            {
                return Err(wrong(
                    &pointer,
                    format!(
                        "the operation at {other} is given `{}`, and the names of two methods differ in more than underscores",
                        given.name
                    ),
                    OTHER_NAME,
                ));
            }
            let before = places.of_operation(&found).before;
            let mut locked = lock.methods();
            let is_published =
                locked.any(|(known, place)| known == name && Some(place) == before.as_deref());
            let name = name.to_string();
            names.insert(pointer, Given { name, is_published });
        }
        Ok(Self(names))
    }

    /// The name that the operation at `pointer` is given.
    pub fn get(&self, pointer: &str) -> Option<&str> {
        self.0.get(pointer).map(|given| given.name.as_str())
    }

    /// Those that their operations had in the last run already: nobody who comes later takes them away.
    pub fn published(&self) -> impl Iterator<Item = &str> {
        let published = self.0.values().filter(|given| given.is_published);
        published.map(|given| given.name.as_str())
    }

    /// Checks that no other operation has a given name, by its place in the lock or because it is called so.
    ///
    /// # Errors
    ///
    /// A name that another operation has: one of both would be renamed, and a person has to say which.
    pub fn check<'a>(
        &self,
        operations: impl Iterator<Item = &'a Operation> + Clone,
    ) -> Result<(), Error> {
        for operation in operations.clone() {
            let Some(name) = self.get(&operation.pointer) else {
                continue;
            };
            let mut others = operations
                .clone()
                .filter(|other| self.get(&other.pointer).is_none());
            if let Some(other) = others.find(|other| is_same(&other.name, name)) {
                return Err(wrong(
                    &operation.pointer,
                    format!(
                        "the operation `{}` at {} has the method `{}` already",
                        other.id, other.pointer, other.name
                    ),
                    "give another name, or give that operation another one by `x-method-name`, too",
                ));
            }
        }
        Ok(())
    }
}

/// What to do about a name that is taken.
const OTHER_NAME: &str = "give another name, such as `submit_code`";

/// Whether a name is that of a method as Rust writes it.
pub(super) fn is_method(name: &str) -> bool {
    // The empty name is no name, though it makes one.
    !name.is_empty() && identifiers::snake(name) == name
}

/// Whether two names make the same type of a request, or the same file.
fn is_same(one: &str, other: &str) -> bool {
    !Scope::with(&[one]).is_free(other)
}

fn wrong(pointer: &str, rule: String, cure: &str) -> Error {
    Error::new(
        format!("effective.yaml: {pointer}/x-method-name"),
        rule,
        cure,
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::document::OperationIds;

    fn given(operations: [Value; 2], lock: &Lock) -> Result<GivenMethods, Error> {
        let [get, post] = operations;
        let document = json!({ "paths": { "/a": { "get": get, "post": post } } });
        let ids = OperationIds::of(&document);
        GivenMethods::of(&document, &OperationPlaces::of(&document, &ids, lock), lock)
    }

    fn named(name: impl Into<Value>) -> Value {
        json!({ "x-method-name": name.into() })
    }

    #[test]
    fn a_method_has_the_name_that_a_fixup_gives() {
        let names = given([named("look_up"), json!({})], &Lock::default()).unwrap();
        assert_eq!(names.get("/paths/~1a/get"), Some("look_up"));
        assert_eq!(names.get("/paths/~1a/post"), None);
        assert_eq!(names.published().count(), 0);
        let mut lock = Lock::default();
        lock.add_method("look_up", "GET /a");
        let names = given([named("look_up"), json!({})], &lock).unwrap();
        assert_eq!(names.published().collect::<Vec<_>>(), ["look_up"]);
    }

    #[test]
    fn a_name_that_is_none_is_an_error_with_its_place() {
        let reserved = "is reserved: the client itself has such a method or type";
        for (name, rule) in [
            (json!("lookUp"), "\"lookUp\" is not the name of a method"),
            (json!("fn"), "\"fn\" is not the name of a method"),
            (json!(""), "\"\" is not the name of a method"),
            (json!("чат"), "\"чат\" is not the name of a method"),
            (json!(["a"]), "[\"a\"] is not the name of a method"),
            (json!("from_env"), &format!("`from_env` {reserved}")),
            (json!("fromenv"), &format!("`fromenv` {reserved}")),
            (json!("error"), &format!("`error` {reserved}")),
            (json!("file_part"), &format!("`file_part` {reserved}")),
        ] {
            let error = given([named(name), json!({})], &Lock::default()).unwrap_err();
            assert_eq!(
                error.place(),
                "effective.yaml: /paths/~1a/get/x-method-name"
            );
            assert_eq!(error.rule(), rule);
        }
        // Of a longer one the type of the request would have only the beginning.
        let long = format!("{}_a", "x".repeat(59));
        let error = given([named(long), json!({})], &Lock::default()).unwrap_err();
        assert!(error.rule().ends_with("is not the name of a method"));
    }

    #[test]
    fn a_name_is_given_once() {
        for second in ["submit_2fa", "submit2fa"] {
            let twice = given([named("submit_2fa"), named(second)], &Lock::default());
            let error = twice.unwrap_err();
            assert_eq!(
                error.place(),
                "effective.yaml: /paths/~1a/post/x-method-name"
            );
            let rule = "the operation at /paths/~1a/get is given `submit_2fa`";
            assert!(error.rule().starts_with(rule), "{error}");
        }
    }
}
