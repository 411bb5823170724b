//! Operations by their `operationId`, where only one has it: how people, fixups and samples know an operation.
//!
//! A document in; out the id, the label and the target of each operation. One without an id, or with another one's, is known
//! by its path and method.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{OperationEntry, Target, operations};

/// How often each `operationId` occurs.
pub(crate) struct OperationIds<'a>(BTreeMap<&'a str, usize>);

impl<'a> OperationIds<'a> {
    /// Counts the ids of a document.
    pub fn of(document: &'a Value) -> Self {
        let mut counts = BTreeMap::new();
        for found in operations(document) {
            if let Some(id) = found.id() {
                *counts.entry(id).or_default() += 1;
            }
        }
        Self(counts)
    }

    /// The operation's id, if no other operation has the same.
    pub fn unique<'f>(&self, found: &OperationEntry<'f>) -> Option<&'f str> {
        found.id().filter(|id| self.0.get(id) == Some(&1))
    }

    /// The operation's place: by its id where only it has that one, else by path and method.
    pub fn target(&self, found: &OperationEntry<'_>) -> Target {
        match self.unique(found) {
            Some(id) => Target::of_operation(id),
            None => Target::root().key("paths").key(found.path).key(found.key),
        }
    }

    /// What a reader calls the operation: unique, and not changed by a respelled path where it has an id.
    pub fn label(&self, found: &OperationEntry<'_>) -> String {
        match self.unique(found) {
            Some(id) => id.to_string(),
            None => format!("{} {}", found.method.to_uppercase(), found.path),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use serde_json_path::JsonPath;

    use super::*;

    #[test]
    fn an_operation_is_found_by_its_id_if_that_is_unique() {
        let document = json!({ "paths": {
            "/a": { "get": { "operationId": "it's" }, "parameters": [] },
            "/b": { "get": { "operationId": "twice" }, "put": { "operationId": "twice" } },
        } });
        let ids = OperationIds::of(&document);
        let targets: Vec<String> = operations(&document)
            .map(|found| ids.target(&found).to_string())
            .collect();
        assert_eq!(
            targets,
            [
                "$.paths.*[?@.operationId=='it\\'s']",
                "$.paths['/b'].get",
                "$.paths['/b'].put"
            ]
        );
        for (found, target) in operations(&document).zip(&targets) {
            let path = JsonPath::parse(target).unwrap();
            assert_eq!(path.query(&document).all(), [found.operation]);
        }
    }
}
