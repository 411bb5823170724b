//! One action of an overlay: where it applies and what it does there.
//!
//! The JSONPath is compiled once, so that an action can be applied many times. All places are found before the first
//! one is changed, and changed from the last to the first, children before their parents: no change moves or removes a
//! place that is still to come.

use std::collections::{BTreeMap, BTreeSet};

use roas_overlay::common::apply::{merge_json, remove_at};
use roas_overlay::v1_1;
use serde_json::Value;
use serde_json_path::JsonPath;

use super::Refusal;
use super::path::{Place, compile, locate};
use super::pattern::Pattern;
use crate::document::pointer::escape;
use crate::document::{MAX_DEPTH, MAX_NODES};

/// An action that is ready to be applied.
#[derive(Debug, Clone)]
pub(super) struct Action {
    target: String,
    path: JsonPath,
    /// Where the path could lead.
    pattern: Pattern,
    change: Change,
    /// Its `x-` keys.
    notes: BTreeMap<String, Value>,
    /// Whether it has an `update` that its `remove` makes void.
    is_void_update: bool,
}

#[derive(Debug, Clone)]
enum Change {
    /// The standard allows an action that only describes.
    Nothing,
    Update(Value),
    Copy {
        source: String,
        path: JsonPath,
    },
    Remove,
}

/// What an action did to a document.
#[derive(Debug, Default)]
pub(super) struct Effect {
    /// How many places matched.
    pub(super) matched: usize,
    /// Values that were set and are other than before, by JSON pointer. What was removed, or appended as a single entry,
    /// is not listed.
    pub(super) set: Vec<(String, Value)>,
}

/// A document that actions are being applied to.
#[derive(Debug, Clone)]
pub(super) struct Working {
    document: Value,
    /// No fewer than the document has; counting again after each action would take longer than the action.
    nodes: usize,
}

impl Working {
    pub(super) fn new(document: Value) -> Self {
        let nodes = measure(&document).nodes;
        Self { document, nodes }
    }

    pub(super) fn document(&self) -> &Value {
        &self.document
    }

    pub(super) fn sort(&mut self) {
        self.document.sort_all_objects();
    }

    /// The document with its keys sorted.
    pub(super) fn finish(mut self) -> Value {
        self.sort();
        self.document
    }
}

impl Action {
    pub(super) fn compile(model: v1_1::Action) -> Result<Self, Refusal> {
        let path = compile("target", &model.target)?;
        let is_void_update = model.remove == Some(true) && model.update.is_some();
        let change = match (model.remove, model.update, model.copy) {
            (Some(true), _, _) => Change::Remove,
            (_, Some(_), Some(_)) => {
                return Err(Refusal::new(
                    "the action has both `update` and `copy`",
                    "keep one of them, or make two actions of it",
                ));
            }
            (_, Some(update), None) => Change::Update(update),
            (_, None, Some(source)) => Change::Copy {
                path: compile("copy", &source)?,
                source,
            },
            (_, None, None) => Change::Nothing,
        };
        Ok(Self {
            pattern: Pattern::of(&model.target),
            target: model.target,
            path,
            change,
            notes: model.extensions.unwrap_or_default(),
            is_void_update,
        })
    }

    pub(super) fn target(&self) -> &str {
        &self.target
    }

    /// What it merges in.
    pub(super) fn update(&self) -> Option<&Value> {
        match &self.change {
            Change::Update(update) => Some(update),
            _ => None,
        }
    }

    /// Whether it has an `update` that its `remove` makes void.
    pub(super) fn is_void_update(&self) -> bool {
        self.is_void_update
    }

    /// The value of an `x-` key.
    pub(super) fn note(&self, key: &str) -> Option<&Value> {
        self.notes.get(key)
    }

    /// Changes the document and says what was done.
    pub(super) fn apply(&self, working: &mut Working) -> Result<Effect, Refusal> {
        let places = locate(&working.document, &self.path);
        let set = match &self.change {
            _ if places.is_empty() => Vec::new(),
            Change::Nothing => Vec::new(),
            Change::Remove => {
                remove(working, &places)?;
                Vec::new()
            }
            Change::Update(update) => merge(working, &places, update)?,
            Change::Copy { source, path } => {
                let value = one(&working.document, path, source)?;
                merge(working, &places, &value)?
            }
        };
        Ok(Effect {
            matched: places.len(),
            set,
        })
    }

    /// Whether there could be a document in which it gives the place of a JSON pointer another value, or takes it away.
    pub(super) fn could_write(&self, pointer: &str) -> bool {
        let steps: Vec<&str> = pointer.split('/').skip(1).collect();
        let ends = self.pattern.ends(&steps);
        match &self.change {
            Change::Nothing => false,
            Change::Remove | Change::Copy { .. } => !ends.is_empty(),
            Change::Update(update) => {
                let below = |end: &usize| pointer_of(steps.get(*end..).unwrap_or_default());
                let is_written = |rest: &String| {
                    let mut leaves = leaves(update).into_iter();
                    // What matches could be a list, which gets the update as its entry.
                    rest.is_empty()
                        || leaves
                            .any(|(leaf, _)| format!("{rest}/").starts_with(&format!("{leaf}/")))
                };
                ends.iter().map(below).any(|rest| is_written(&rest))
            }
        }
    }
}

fn pointer_of(steps: &[&str]) -> String {
    steps.iter().map(|step| format!("/{step}")).collect()
}

/// The values of an update that are merged as a whole, with the pointers to them.
fn leaves(update: &Value) -> Vec<(String, &Value)> {
    match update {
        Value::Object(object) if !object.is_empty() => object
            .iter()
            .flat_map(|(key, value)| {
                let key = escape(key);
                let below = leaves(value).into_iter();
                below.map(move |(pointer, leaf)| (format!("/{key}{pointer}"), leaf))
            })
            .collect(),
        leaf => vec![(String::new(), leaf)],
    }
}

fn one(document: &Value, path: &JsonPath, source: &str) -> Result<Value, Refusal> {
    match locate(document, path).as_slice() {
        [place] => Ok(document
            .pointer(&place.pointer)
            .cloned()
            .unwrap_or_default()),
        places => Err(Refusal::new(
            format!(
                "`copy` {source:?} matches {} places, it has to be one",
                places.len()
            ),
            "name the one place to copy from",
        )),
    }
}

fn remove(working: &mut Working, places: &[Place]) -> Result<(), Refusal> {
    if places.iter().any(|place| place.depth == 0) {
        return Err(Refusal::new(
            "the document as a whole cannot be removed",
            "name what in it is to be removed",
        ));
    }
    for place in places.iter().rev() {
        remove_at(&mut working.document, &place.pointer);
    }
    Ok(())
}

fn merge(
    working: &mut Working,
    places: &[Place],
    update: &Value,
) -> Result<Vec<(String, Value)>, Refusal> {
    let kinds: BTreeSet<_> = places
        .iter()
        .filter_map(|place| working.document.pointer(&place.pointer))
        .map(kind)
        .collect();
    let mut kinds = kinds.into_iter();
    match (kinds.next(), kinds.next()) {
        (Some(one), Some(other)) => {
            return Err(Refusal::new(
                format!("the target matches {one} and {other} at once"),
                "make two actions of it",
            ));
        }
        (Some(of), None) if of != LIST && of != kind(update) => {
            return Err(Refusal::new(
                format!("the target is {of}, the update is {}", kind(update)),
                "to replace a value by one of another kind, select what contains it and update that",
            ));
        }
        _ => {}
    }

    within_limits(working, places, update)?;
    let mut set = Vec::new();
    let leaves = leaves(update);
    for place in places.iter().rev() {
        let Some(target) = working.document.pointer_mut(&place.pointer) else {
            continue;
        };
        let before: Vec<Option<Value>> = leaves
            .iter()
            .map(|(leaf, _)| target.pointer(leaf).cloned())
            .collect();
        match (&mut *target, update) {
            (Value::Array(items), Value::Array(more)) => items.extend(more.iter().cloned()),
            (Value::Array(items), entry) => {
                items.push(entry.clone());
                continue;
            }
            (target, update) => merge_json(target, update),
        }
        for ((leaf, _), before) in leaves.iter().zip(before) {
            let now = target
                .pointer(leaf)
                .filter(|now| before.as_ref() != Some(*now));
            set.extend(now.map(|now| (format!("{}{leaf}", place.pointer), now.clone())));
        }
    }
    Ok(set)
}

/// Repeated actions, above all copies of copies, could grow a document beyond what later stages are made for.
fn within_limits(working: &mut Working, places: &[Place], update: &Value) -> Result<(), Refusal> {
    let size = measure(update);
    let around = places.iter().map(|place| place.depth).max().unwrap_or(0) + 1;
    let added = size.nodes.saturating_mul(places.len());
    working.nodes = working.nodes.saturating_add(added);
    if working.nodes > MAX_NODES {
        working.nodes = measure(&working.document).nodes.saturating_add(added);
    }
    if around + size.depth > MAX_DEPTH || working.nodes > MAX_NODES {
        return Err(Refusal::new(
            format!(
                "the result could be nested more than {MAX_DEPTH} deep or hold more than {MAX_NODES} values"
            ),
            "update fewer places, or with less",
        ));
    }
    Ok(())
}

const LIST: &str = "a list";

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Object(_) => "an object",
        Value::Array(_) => LIST,
        _ => "a single value",
    }
}

struct Size {
    nodes: usize,
    depth: usize,
}

fn measure(value: &Value) -> Size {
    let mut size = Size { nodes: 1, depth: 0 };
    let mut add = |inner: &Value| {
        let inner = measure(inner);
        size.nodes += inner.nodes;
        size.depth = size.depth.max(inner.depth + 1);
    };
    match value {
        Value::Object(map) => map.values().for_each(&mut add),
        Value::Array(items) => items.iter().for_each(&mut add),
        _ => {}
    }
    size
}
