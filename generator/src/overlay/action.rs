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
use crate::document::{MAX_DEPTH, MAX_NODES};

/// An action that is ready to be applied.
#[derive(Debug, Clone)]
pub(super) struct Action {
    target: String,
    path: JsonPath,
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

    /// The document with its keys sorted.
    pub(super) fn finish(mut self) -> Value {
        self.document.sort_all_objects();
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

    /// Changes the document and says how many places matched.
    pub(super) fn apply(&self, working: &mut Working) -> Result<usize, Refusal> {
        let places = locate(&working.document, &self.path);
        if places.is_empty() {
            return Ok(0);
        }
        match &self.change {
            Change::Nothing => {}
            Change::Remove => remove(working, &places)?,
            Change::Update(update) => merge(working, &places, update)?,
            Change::Copy { source, path } => {
                let value = one(&working.document, path, source)?;
                merge(working, &places, &value)?;
            }
        }
        Ok(places.len())
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

fn merge(working: &mut Working, places: &[Place], update: &Value) -> Result<(), Refusal> {
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
    for place in places.iter().rev() {
        match (working.document.pointer_mut(&place.pointer), update) {
            (Some(Value::Array(items)), Value::Array(more)) => items.extend(more.iter().cloned()),
            (Some(Value::Array(items)), entry) => items.push(entry.clone()),
            (Some(target), update) => merge_json(target, update),
            (None, _) => {}
        }
    }
    Ok(())
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
