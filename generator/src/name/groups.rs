//! Schemas that are one component: equal ones, those a person has given one name, and what follows from that.
//!
//! Schemas go in with their inner components already replaced by references to groups; groups come out, each with one
//! schema that covers all its places. Descriptions and examples do not tell schemas apart.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::given_key;
use crate::union::{Purpose, SECRET, bare, cover_places};

/// A group, by the number it was made with; [`Groups::find`] tells the one it has become.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct GroupId(usize);

/// The key of a reference to a group while names are not known yet.
pub(super) const REFERENCE: &str = "\u{E000}group";

/// All groups of a document.
#[derive(Debug, Default)]
pub(super) struct Groups {
    schemas: Vec<Value>,
    /// The group each one was joined with; itself for one that stands.
    joined: Vec<usize>,
    named: BTreeMap<String, GroupId>,
    by_form: BTreeMap<String, GroupId>,
    published: BTreeMap<GroupId, String>,
    /// What is said at the places of each group, before groups were joined; nothing where a place says nothing. A published
    /// component has only what it says itself.
    descriptions: BTreeMap<GroupId, BTreeSet<Option<String>>>,
}

impl Groups {
    /// The group of a schema: that of its `x-schema-name`, else that of equal schemas.
    ///
    /// A whole response or body is its operation's own, `root` says whose: another operation that responds in the same form
    /// today may not do so tomorrow.
    pub fn add(&mut self, schema: Map<String, Value>, root: Option<&str>) -> GroupId {
        let name = schema
            .get("x-schema-name")
            .and_then(Value::as_str)
            .map(given_key);
        let schema = Value::Object(schema);
        let known = match &name {
            Some(name) => self.named.get(name).copied(),
            None => self.by_form.get(&form(&schema, root)).copied(),
        };
        match known {
            Some(group) => {
                self.hear(group, &schema);
                self.add_to(group, schema);
                self.find(group)
            }
            None => {
                let group = GroupId(self.schemas.len());
                match name {
                    Some(name) => self.named.insert(name, group),
                    None => self.by_form.insert(form(&schema, root), group),
                };
                self.hear(group, &schema);
                self.schemas.push(schema);
                self.joined.push(group.0);
                group
            }
        }
    }

    /// A group for a component that the document has already; its schema follows by [`Groups::cover_published`].
    ///
    /// It is not joined with others of its form, since the document tells them apart. A place to which a person gives
    /// the same `given` name is joined with it.
    pub fn add_published(&mut self, name: &str, given: Option<&str>) -> GroupId {
        let group = GroupId(self.schemas.len());
        self.schemas.push(Value::Null);
        self.joined.push(group.0);
        self.published.insert(group, name.to_string());
        if let Some(given) = given {
            self.named.entry(given_key(given)).or_insert(group);
        }
        group
    }

    /// Adds the schema of a published component to what its other places have shown.
    pub fn cover_published(&mut self, group: GroupId, schema: Map<String, Value>) {
        let schema = Value::Object(schema);
        self.descriptions
            .insert(group, [description(&schema)].into());
        self.add_to(group, schema);
    }

    /// Notes what a place says of its group.
    fn hear(&mut self, group: GroupId, schema: &Value) {
        if !self.published.contains_key(&group) {
            let said = self.descriptions.entry(group).or_default();
            said.insert(description(schema));
        }
    }

    /// Leaves each group the description that holds for all its places: a person's, by the name given, else the one that all
    /// of them have. Any other describes one place, and stays there.
    pub fn describe(&mut self, given: &BTreeMap<&str, &str>) {
        let given: BTreeMap<String, &str> = given
            .iter()
            .map(|(name, description)| (given_key(name), *description))
            .collect();
        let mut said: BTreeMap<GroupId, BTreeSet<Option<String>>> = BTreeMap::new();
        for (group, descriptions) in &self.descriptions {
            let group = self.find(*group);
            // A place that was joined with a published component says nothing of it.
            if !self.published.contains_key(&group) {
                said.entry(group).or_default().extend(descriptions.clone());
            }
        }
        for group in self.published.keys() {
            if let Some(own) = self.descriptions.get(group) {
                said.insert(*group, own.clone());
            }
        }
        for (group, descriptions) in said {
            let name = self.given_name(group).map(given_key);
            let given = name.and_then(|name| given.get(&name));
            let common = match Vec::from_iter(descriptions).as_mut_slice() {
                [only] => only.take(),
                _ => None,
            };
            let description = given.map(|given| given.to_string()).or(common);
            if let Some(Value::Object(schema)) = self.schemas.get_mut(group.0) {
                match description {
                    Some(text) => schema.insert("description".to_string(), text.into()),
                    None => schema.remove("description"),
                };
            }
        }
    }

    fn add_to(&mut self, group: GroupId, schema: Value) {
        let into = self.find(group);
        let merged = match self.schemas.get(into.0) {
            Some(Value::Null) | None => schema,
            Some(known) => self.cover(known.clone(), schema),
        };
        self.set(into, merged);
    }

    /// The names that the document itself has given.
    pub fn published(&self) -> impl Iterator<Item = (GroupId, &str)> {
        self.published
            .iter()
            .map(|(group, name)| (*group, name.as_str()))
    }

    /// The group that this one has become.
    pub fn find(&self, group: GroupId) -> GroupId {
        let mut at = group.0;
        while let Some(&next) = self.joined.get(at) {
            if next == at {
                break;
            }
            at = next;
        }
        GroupId(at)
    }

    /// Every group that stands, with its schema.
    pub fn all(&self) -> impl Iterator<Item = (GroupId, &Value)> {
        let stands = |(index, _): &(usize, &Value)| self.joined.get(*index) == Some(index);
        self.schemas
            .iter()
            .enumerate()
            .filter(stands)
            .map(|(index, schema)| (GroupId(index), schema))
    }

    /// The type of a group's schema.
    pub fn kind(&self, group: GroupId) -> Option<&Value> {
        self.schemas.get(group.0)?.get("type")
    }

    /// The name that a person has given a group.
    pub fn given_name(&self, group: GroupId) -> Option<&str> {
        let schema = self.schemas.get(group.0)?;
        schema.get("x-schema-name").and_then(Value::as_str)
    }

    fn set(&mut self, group: GroupId, schema: Value) {
        let group = self.find(group);
        if let Some(place) = self.schemas.get_mut(group.0) {
            *place = schema;
        }
    }

    /// One schema for two. Where both refer to a group at the same place, these become one, too.
    fn cover(&mut self, first: Value, second: Value) -> Value {
        cover_places(first, second, &mut |first, second| {
            if let (Some(a), Some(b)) = (reference(first), reference(second)) {
                self.join(a, b);
            }
        })
    }

    /// Makes two groups one, because the same property of one component leads to both.
    fn join(&mut self, a: GroupId, b: GroupId) {
        let (a, b) = (self.find(a), self.find(b));
        if a == b {
            return;
        }
        // The one with a published name stays, or a given one; else the earlier one.
        let rank = |of: GroupId| {
            let is_unnamed = self.given_name(of).is_none();
            (!self.published.contains_key(&of), is_unnamed, of)
        };
        let (stays, goes) = if rank(a) < rank(b) { (a, b) } else { (b, a) };
        if self.published.contains_key(&goes) {
            // References of the document lead to both.
            return;
        }
        if let Some(joined) = self.joined.get_mut(goes.0) {
            *joined = stays.0;
        }
        let schema =
            |groups: &Self, of: GroupId| groups.schemas.get(of.0).cloned().unwrap_or_default();
        let covered = self.cover(schema(self, stays), schema(self, goes));
        self.set(stays, covered);
    }
}

/// A reference to a group, with what its place says of itself.
pub(super) fn refer(group: GroupId, place: &Map<String, Value>) -> Value {
    let mut reference = Map::from_iter([(REFERENCE.to_string(), json!(group.0))]);
    for key in ["nullable", "description", SECRET] {
        if let Some(value) = place
            .get(key)
            .filter(|value| **value != "" && **value != false)
        {
            reference.insert(key.to_string(), value.clone());
        }
    }
    Value::Object(reference)
}

/// The group that a schema refers to.
pub(super) fn reference(schema: &Map<String, Value>) -> Option<GroupId> {
    let number = schema.get(REFERENCE)?.as_u64()?;
    usize::try_from(number).ok().map(GroupId)
}

/// What a schema says of itself.
fn description(schema: &Value) -> Option<String> {
    let text = schema.get("description")?.as_str()?;
    Some(text.to_string()).filter(|text| !text.is_empty())
}

/// The text that equal schemas share.
fn form(schema: &Value, root: Option<&str>) -> String {
    format!(
        "{} {}",
        root.unwrap_or_default(),
        bare(schema, Purpose::Places)
    )
}
