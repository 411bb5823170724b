//! A place that becomes a component: what the lock calls it, where it stands, and what it can be named after.
//!
//! Made by [`super::extract`], told apart by [`super::labels`], named by [`super::naming`].

use super::groups::GroupId;
use crate::document::Pointer;

/// Where a component is used, which is what it can be named after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// The group, as it was found.
    pub group: GroupId,
    /// What the lock file remembers: `POST /chats 200 data.users[]`.
    pub label: String,
    /// What the last lock may have in its place; nothing where its operation was not there then.
    pub before: Option<String>,
    /// What a lock of an earlier version may have in its place, where that is another label.
    pub earlier: Option<String>,
    /// How deep it is inside of other schemas; the outer ones are named first.
    pub depth: usize,
    /// Where it stands in the document.
    pub pointer: Pointer,
    /// The property that leads here; nothing for a whole response or body.
    pub property: Option<String>,
    /// Whether it is an item of a list or a value of a map.
    pub is_item: bool,
    /// What it is called as a whole response or body: `ListChatsResponse`.
    pub root: String,
    /// Where the object stands that it is inside of.
    pub parent: Option<Pointer>,
    /// Whether the document itself has it as a component.
    pub is_published: bool,
}

impl Place {
    /// What earlier versions called it in the last lock.
    pub fn earliest(&self) -> Option<&str> {
        self.earlier.as_deref().or(self.before.as_deref())
    }
}
