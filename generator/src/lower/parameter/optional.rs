//! Path parameters that may be left out: OpenAPI knows none, but routes of Laravel do.
//!
//! In: a declared parameter and its place in the path. Out: whether a caller may leave it out. Never where the shorter path
//! is another operation: forgetting a setter must not call that one.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::document::text_at;
use crate::document::{self, OperationEntry};

/// What Scribe writes before the description of a path parameter that may be left out.
pub(super) const SCRIBE_OPTIONAL: &str = "Optional parameter.";

/// Whether Scribe says that a path parameter is optional. That it is not `required` says nothing: the standard has no
/// such path parameters, and many documents leave the keyword out or wrong.
pub(super) fn is_marked(parameter: &Value) -> bool {
    text_at(parameter, "/description").starts_with(SCRIBE_OPTIONAL)
        || parameter.pointer("/examples/omitted").is_some()
}

/// The methods and paths of all operations of a document; the places in a path have no names.
pub(in crate::lower) struct Routes(BTreeSet<(&'static str, String)>);

impl Routes {
    pub fn of(document: &Value) -> Self {
        let operations = document::operations(document);
        Self(
            operations
                .map(|found| (found.method, form(found.path)))
                .collect(),
        )
    }

    /// Whether there is an operation of the same method at the path that is left without `place` (as it is written between
    /// the braces) and all behind it.
    pub fn lead_elsewhere(&self, found: &OperationEntry<'_>, place: &str) -> bool {
        let Some(at) = found.path.find(&format!("{{{place}}}")) else {
            return true;
        };
        let shorter = found.path.get(..at).unwrap_or_default();
        let shorter = form(shorter.rsplit_once('/').map_or("", |(before, _)| before));
        self.0.contains(&(found.method, shorter))
    }
}

/// A path whose places have no names, without a slash at its end.
fn form(path: &str) -> String {
    let mut form = String::new();
    let mut rest = path.trim_end_matches('/');
    while let Some((before, behind)) = rest.split_once('{') {
        form.push_str(before);
        form.push_str("{}");
        rest = behind.split_once('}').map_or("", |(_, rest)| rest);
    }
    form.push_str(rest);
    form
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_shorter_path_that_is_another_operation_is_never_called() {
        let operation = json!({ "responses": {} });
        let document = json!({ "paths": {
            "/users": { "delete": operation },
            "/users/{user}": { "delete": operation, "get": operation },
            "/users/{id}/posts/{post?}": { "get": operation },
            "/users/{user}/posts/": { "get": operation },
        } });
        let routes = Routes::of(&document);
        let leads = |method: &str, path: &str, place: &str| {
            let mut all = document::operations(&document);
            let found = all.find(|found| found.method == method && found.path == path);
            routes.lead_elsewhere(&found.unwrap(), place)
        };
        assert!(leads("delete", "/users/{user}", "user"));
        assert!(!leads("get", "/users/{user}", "user"), "GET /users is none");
        assert!(leads("get", "/users/{id}/posts/{post?}", "post?"));
    }
}
