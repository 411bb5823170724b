//! Names for components: those a person gave, those the lock remembers, and new ones from properties and operations.
//!
//! Groups with their places in, one name each out. A clash is settled by the nearest parent that tells the two apart, and by
//! a number only where no word does.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToPascalCase;

use super::groups::{GroupId, Groups};
use super::lock::Lock;
use super::place::Place;
use crate::document::Pointer;
use crate::identifiers::{self, Numbers, RESERVED_COMPONENTS};

/// Properties whose names say nothing about what they hold: what is under them is named after its parent, too.
const GENERIC: [&str; 16] = [
    "attributes",
    "body",
    "content",
    "data",
    "entries",
    "info",
    "item",
    "items",
    "list",
    "payload",
    "response",
    "result",
    "results",
    "rows",
    "value",
    "values",
];

/// One name for every group; `taken` are the names of all components that the document has already.
pub(super) fn names(
    groups: &Groups,
    places: &[Place],
    lock: &Lock,
    taken: &BTreeSet<String>,
) -> BTreeMap<GroupId, String> {
    let mut naming = Naming::new(groups, places, taken);
    naming.published();
    naming.given();
    naming.locked(lock);
    naming.roots();
    naming.properties();
    naming.names
}

struct Naming<'a> {
    groups: &'a Groups,
    /// The places of each group, in the document's order.
    of_group: BTreeMap<GroupId, Vec<&'a Place>>,
    by_pointer: BTreeMap<&'a str, &'a Place>,
    /// Groups in the order in which the document first shows them, outer ones first.
    order: Vec<GroupId>,
    /// The names of components that are taken.
    components: BTreeSet<String>,
    /// The types that are taken: those of components, and those that the emitted code uses.
    types: BTreeSet<String>,
    names: BTreeMap<GroupId, String>,
    numbers: Numbers,
}

impl<'a> Naming<'a> {
    fn new(groups: &'a Groups, places: &'a [Place], taken: &BTreeSet<String>) -> Self {
        let mut of_group: BTreeMap<GroupId, Vec<&Place>> = BTreeMap::new();
        let mut order: Vec<(usize, usize, GroupId)> = Vec::new();
        for (index, place) in places.iter().enumerate() {
            let group = groups.find(place.group);
            order.push((place.depth, index, group));
            of_group.entry(group).or_default().push(place);
        }
        order.sort_unstable();
        let mut seen = BTreeSet::new();
        let order = order
            .into_iter()
            .map(|(_, _, group)| group)
            .filter(|group| seen.insert(*group))
            .collect();
        let reserved = RESERVED_COMPONENTS.iter().map(|name| key(name));
        Self {
            groups,
            of_group,
            by_pointer: places
                .iter()
                .map(|place| (place.pointer.as_str(), place))
                .collect(),
            order,
            components: taken.iter().map(|name| key(name)).collect(),
            types: taken
                .iter()
                .map(|name| type_key(name))
                .chain(reserved)
                .collect(),
            names: BTreeMap::new(),
            numbers: Numbers::default(),
        }
    }

    fn unnamed(&self) -> Vec<GroupId> {
        self.order
            .iter()
            .copied()
            .filter(|group| !self.names.contains_key(group))
            .collect()
    }

    /// Takes a name that no component has, and whose type no component gets: `a b` and `ab` are two components and one
    /// type.
    fn claim(&mut self, group: GroupId, wish: &str) -> bool {
        let is_free = !wish.is_empty()
            && !self.components.contains(&key(wish))
            && !self.types.contains(&type_key(wish));
        if is_free {
            self.take(group, wish);
        }
        is_free
    }

    /// Takes a name that was published before. That another component of the document has come to the same type does not
    /// matter: it is that component which gets another type.
    fn keep(&mut self, group: GroupId, name: &str) {
        let is_reserved = RESERVED_COMPONENTS
            .iter()
            .any(|reserved| key(reserved) == type_key(name));
        if !is_reserved && !self.components.contains(&key(name)) {
            self.take(group, name);
        }
    }

    fn take(&mut self, group: GroupId, name: &str) {
        self.components.insert(key(name));
        self.types.insert(type_key(name));
        self.names.insert(group, name.to_string());
    }

    /// Names that the document itself has given are not ours to change.
    fn published(&mut self) {
        for (group, name) in self.groups.published() {
            self.names.insert(group, name.to_string());
        }
    }

    /// Names that a person has given by `x-schema-name`.
    fn given(&mut self) {
        for group in self.unnamed() {
            if let Some(name) = self.groups.given_name(group) {
                let name = identifiers::pascal(name);
                self.claim(group, &name);
            }
        }
    }

    /// Names that were published before, for the group that has most of their places.
    fn locked(&mut self, lock: &Lock) {
        let mut candidates: Vec<(usize, &str, GroupId)> = Vec::new();
        for group in self.unnamed() {
            let places = self.of_group.get(&group).into_iter().flatten();
            let known: BTreeSet<&str> =
                places.filter_map(|place| place.before.as_deref()).collect();
            let mut shared: BTreeMap<&str, usize> = BTreeMap::new();
            for name in known.into_iter().flat_map(|place| lock.types_at(place)) {
                *shared.entry(name).or_default() += 1;
            }
            candidates.extend(shared.into_iter().map(|(name, count)| (count, name, group)));
        }
        candidates.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
        for (_, name, group) in candidates {
            if !self.names.contains_key(&group) {
                self.keep(group, name);
            }
        }
        // What the lock still holds belongs to places that are gone; the names are free again, but not for this run's
        // guesses: a name must not change its meaning from one day to the next.
        self.types.extend(lock.types().map(type_key));
    }

    /// Whole responses and bodies are named after their operation.
    fn roots(&mut self) {
        for group in self.unnamed() {
            let root = self
                .places(group)
                .into_iter()
                .find(|place| place.property.is_none());
            if let Some(place) = root {
                let item = if place.is_item { "Item" } else { "" };
                let wish = format!("{}{item}", place.root);
                if !self.claim(group, &wish) {
                    self.number(group, &wish);
                }
            }
        }
    }

    /// All others after the property that leads to them.
    fn properties(&mut self) {
        // Who wants a name that others want, too, takes its parent's name before it.
        let mut wanted: BTreeMap<String, usize> = BTreeMap::new();
        for group in self.unnamed() {
            *wanted.entry(key(&self.base(group))).or_default() += 1;
        }
        for group in self.unnamed() {
            let base = self.base(group);
            let is_alone = wanted.get(&key(&base)) == Some(&1);
            if is_alone && !self.is_generic(group) && self.claim(group, &base) {
                continue;
            }
            let wishes = self.with_parents(group, &base);
            if !wishes.iter().any(|wish| self.claim(group, wish)) {
                self.number(group, wishes.last().unwrap_or(&base));
            }
        }
    }

    fn places(&self, group: GroupId) -> Vec<&'a Place> {
        self.of_group.get(&group).cloned().unwrap_or_default()
    }

    /// The name after the commonest property, in the singular for an item.
    fn base(&self, group: GroupId) -> String {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for place in self.places(group) {
            *counts.entry(of_property(place)).or_default() += 1;
        }
        let most = counts
            .iter()
            .max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)));
        most.map(|(name, _)| name.clone()).unwrap_or_default()
    }

    fn is_generic(&self, group: GroupId) -> bool {
        self.places(group).iter().all(|place| {
            let property = place
                .property
                .as_deref()
                .unwrap_or_default()
                .to_ascii_lowercase();
            GENERIC.contains(&property.as_str()) || identifiers::snake(&property) == "unnamed"
        })
    }

    /// `Avatar` → `AccountAvatar`, `ListChatsAccountAvatar`…: the nearest parent first.
    fn with_parents(&self, group: GroupId, base: &str) -> Vec<String> {
        let mut wishes = Vec::new();
        let Some(place) = self.places(group).into_iter().next() else {
            return wishes;
        };
        let mut prefix = String::new();
        let mut parent = place.parent.as_ref();
        while let Some(above) = parent.and_then(|pointer| self.nearest(pointer)) {
            let name = self
                .names
                .get(&self.groups.find(above.group))
                .map(|name| identifier(name))
                .unwrap_or_else(|| of_property(above));
            let name = name.strip_suffix("Response").unwrap_or(&name).to_string();
            prefix = if prefix.starts_with(&name) {
                prefix
            } else {
                format!("{name}{prefix}")
            };
            wishes.push(format!("{prefix}{base}"));
            parent = above.parent.as_ref();
        }
        wishes
    }

    /// The component at a place, or the nearest one around it.
    fn nearest(&self, pointer: &Pointer) -> Option<&'a Place> {
        let mut pointer = pointer.as_str();
        loop {
            if let Some(place) = self.by_pointer.get(pointer) {
                return Some(place);
            }
            pointer = pointer.get(..pointer.rfind('/')?)?;
        }
    }

    fn number(&mut self, group: GroupId, wish: &str) {
        let wish = if wish.is_empty() { "Unnamed" } else { wish };
        let mut numbers = std::mem::take(&mut self.numbers);
        let _ = numbers.first_free(&key(wish), |number| {
            self.claim(group, &format!("{wish}{number}")).then_some(())
        });
        self.numbers = numbers;
    }
}

/// `users` → `Users`; an item of it → `User`.
fn of_property(place: &Place) -> String {
    let property = place.property.as_deref().unwrap_or(&place.root);
    let name = identifiers::pascal(&property.to_pascal_case());
    if !place.is_item {
        return name;
    }
    match (name.strip_suffix("ies"), name.strip_suffix('s')) {
        (Some(stem), _) if !stem.is_empty() => format!("{stem}y"),
        (_, Some(stem)) if !stem.is_empty() && !stem.ends_with('s') && !stem.ends_with("statu") => {
            stem.to_string()
        }
        _ if GENERIC.contains(&name.to_ascii_lowercase().as_str()) => format!("{name}Item"),
        _ => name,
    }
}

/// A name for a component that a person may have called anything: `a b` is `AB`. What is a name already stays as it is.
fn identifier(name: &str) -> String {
    let is_name = name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric());
    if is_name {
        name.to_string()
    } else {
        identifiers::pascal(name)
    }
}

/// Names that differ only in case are one file name and one reader's mistake.
pub(super) fn key(name: &str) -> String {
    name.to_ascii_lowercase()
}

/// What the type of a component is compared by. Its name is made of the letters and digits of the component's.
fn type_key(name: &str) -> String {
    let is_kept = |c: &char| c.is_ascii_alphanumeric();
    let kept: String = name.chars().filter(is_kept).collect();
    match kept.chars().next() {
        None => "unnamed".to_string(),
        Some(first) if first.is_ascii_digit() => key(&format!("x{kept}")),
        Some(_) => key(&kept),
    }
}
