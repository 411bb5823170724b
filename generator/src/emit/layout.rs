//! Which file a type lives in, and whether it is sent or received.
//!
//! A type that only operations of one tag reach lives in that tag's file; one that several reach lives in `shared`.

use std::collections::{BTreeMap, BTreeSet};

use crate::lower::Tag;
use crate::names::Scope;

use super::operations::Joined;
use super::parts::{Parts, mentioned, mentioned_by};

/// The place and use of every type that some operation reaches.
pub(super) struct Layout {
    /// The name of the module for what operations of several tags use.
    pub shared: String,
    /// The module of each type.
    pub module_of: BTreeMap<String, String>,
    /// Types that are part of a request: they get builders.
    pub sent: BTreeSet<String>,
    /// Types that are part of an answer.
    pub received: BTreeSet<String>,
}

impl Layout {
    /// Follows every operation to the types it reaches.
    pub fn new(tags: &[Tag], operations: &[Joined], parts: &Parts) -> Self {
        let mut modules = Scope::default();
        for tag in tags {
            modules.claim(std::slice::from_ref(&tag.module));
        }
        let shared = modules.claim(&["shared".to_string(), "common".to_string()]);
        let mentions: BTreeMap<&str, BTreeSet<String>> = parts
            .types
            .iter()
            .map(|(name, items)| {
                let mentioned = items
                    .iter()
                    .flat_map(mentioned)
                    .filter(|of| parts.types.contains_key(of));
                (name.as_str(), mentioned.collect())
            })
            .collect();

        let mut layout = Self {
            shared,
            module_of: BTreeMap::new(),
            sent: BTreeSet::new(),
            received: BTreeSet::new(),
        };
        for joined in operations {
            let sent = joined
                .fields
                .iter()
                .map(|field| &field.ty)
                .chain(&joined.body);
            let sent = reach(&mentions, sent.flat_map(mentioned_by));
            let answers = joined.answer.iter().chain(&joined.failure);
            let received = reach(&mentions, answers.flat_map(mentioned_by));
            for name in sent.union(&received) {
                layout
                    .module_of
                    .entry(name.clone())
                    .and_modify(|module| {
                        if *module != joined.operation.module {
                            module.clone_from(&layout.shared);
                        }
                    })
                    .or_insert_with(|| joined.operation.module.clone());
            }
            layout.sent.extend(sent);
            layout.received.extend(received);
        }
        layout
    }
}

/// All types that the first ones lead to, themselves included.
fn reach(
    mentions: &BTreeMap<&str, BTreeSet<String>>,
    first: impl Iterator<Item = String>,
) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut next: Vec<String> = first.collect();
    while let Some(name) = next.pop() {
        if let Some(mentioned) = mentions.get(name.as_str())
            && reached.insert(name)
        {
            next.extend(mentioned.iter().cloned());
        }
    }
    reached
}
