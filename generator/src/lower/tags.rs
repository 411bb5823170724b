//! The tags of a document: each is a module of the crate.
//!
//! What the document lists comes first, in its order; a tag that only operations have comes when the first of them does.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::api::Tag;
use crate::document::text_at;
use crate::identifiers::{self, Scope};

/// The tags so far.
#[derive(Default)]
pub(super) struct Tags {
    tags: Vec<Tag>,
    /// The module of each tag.
    modules: BTreeMap<String, String>,
    taken: Scope,
}

impl Tags {
    /// Those that the document lists.
    pub fn of(document: &Value) -> Self {
        let mut tags = Self::default();
        let listed = document.get("tags").and_then(Value::as_array);
        for tag in listed.into_iter().flatten() {
            tags.module(&text_at(tag, "/name"), &text_at(tag, "/description"));
        }
        tags
    }

    /// The module of a tag, which is added where it is new.
    pub fn module(&mut self, name: &str, description: &str) -> String {
        if let Some(known) = self.modules.get(name) {
            return known.clone();
        }
        let module = self.taken.claim(&[identifiers::file(name)]);
        self.modules.insert(name.to_string(), module.clone());
        self.tags.push(Tag {
            name: name.to_string(),
            description: description.to_string(),
            module: module.clone(),
        });
        module
    }

    pub fn into_vec(self) -> Vec<Tag> {
        self.tags
    }
}
