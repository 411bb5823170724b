//! `oneOf` and `anyOf`: alternatives of different kinds stay, others become one schema that covers them.
//!
//! Scribe writes a schema per example. Alternatives of one kind cannot be told apart when a response is decoded: the first
//! one whose properties are all optional takes everything.

use serde_json::{Map, Value};

use super::edit::{Reason, Step, applied};
use super::{Repair, with_null};
use crate::infer::kind::Kind;
use crate::infer::places::Role;
use crate::infer::schema;
use crate::infer::shape::Shape;

impl Repair<'_> {
    /// `oneOf` or `anyOf`: alternatives of different kinds stay and are repaired each; others become one.
    pub(super) fn alternatives(
        &mut self,
        keyword: &'static str,
        declared: &Map<String, Value>,
        shape: &Shape,
    ) {
        let branches: Vec<&Value> = declared
            .get(keyword)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .collect();
        let kinds: Vec<Option<Kind>> = branches
            .iter()
            .map(|branch| self.components.kind(branch))
            .collect();
        if self.role == Role::Request || kinds.iter().any(Option::is_none) {
            return;
        }
        let is_proper = Kind::ALL
            .into_iter()
            .all(|kind| kinds.iter().filter(|of| **of == Some(kind)).count() <= 1);
        let unlisted: Vec<Kind> = Kind::all_in(shape)
            .into_iter()
            .filter(|kind| !kinds.contains(&Some(*kind)))
            .collect();
        let has_reference = branches.iter().any(|branch| branch.get("$ref").is_some());
        // Components of one kind have become one schema before.
        if has_reference && !is_proper {
            return;
        }
        if self.is_any_open(&branches, &kinds, shape) {
            let names: Vec<&str> = Kind::all_in(shape).iter().map(|kind| kind.name()).collect();
            let detail = names.join(" or ");
            return self.edit(
                Reason::Union,
                &detail,
                &[keyword],
                Map::new(),
                shape.places(),
            );
        }
        if is_proper {
            for (index, (branch, kind)) in branches.iter().zip(&kinds).enumerate() {
                if let Some(kind) = kind {
                    self.below(
                        &[Step::Key(keyword.to_string()), Step::Index(index)],
                        branch,
                        &kind.only(shape),
                    );
                }
            }
            self.nullable(declared, shape);
            let added: Vec<Value> = unlisted
                .iter()
                .map(|kind| schema::of(&kind.only(shape)))
                .collect();
            if !added.is_empty() {
                let names: Vec<&str> = unlisted.iter().map(|kind| kind.name()).collect();
                let set = Map::from_iter([(keyword.to_string(), Value::Array(added))]);
                self.edit(Reason::Union, &names.join(" or "), &[], set, shape.places());
            }
            return;
        }
        let mut merged: Vec<Value> = Vec::new();
        for kind in Kind::ALL {
            let of_kind: Vec<&Value> = branches
                .iter()
                .zip(&kinds)
                .filter(|(_, of)| **of == Some(kind))
                .map(|(branch, _)| *branch)
                .collect();
            let only = kind.only(shape);
            if of_kind.is_empty() && !kind.is_in(shape) {
                continue;
            }
            let base = if of_kind.is_empty() {
                schema::of(&only)
            } else {
                cover(&of_kind)
            };
            let edits = self.nested(&base, &only);
            merged.push(applied(base, &edits));
        }
        let set = match merged.as_mut_slice() {
            [Value::Object(only)] => std::mem::take(only),
            _ => Map::from_iter([("oneOf".to_string(), Value::Array(merged))]),
        };
        let set = with_null(set, shape, declared);
        let detail = format!("{} examples", branches.len());
        self.edit(
            Reason::Alternatives,
            &detail,
            &[keyword],
            set,
            shape.places(),
        );
    }
}

impl Repair<'_> {
    /// Whether an alternative holds values that no schema but the open one holds: it then swallows all others.
    fn is_any_open(&self, branches: &[&Value], kinds: &[Option<Kind>], shape: &Shape) -> bool {
        Kind::all_in(shape).into_iter().any(|kind| {
            let only = kind.only(shape);
            let of_kind = branches
                .iter()
                .zip(kinds)
                .filter(|(_, of)| **of == Some(kind));
            let of_kind: Vec<&Value> = of_kind.map(|(branch, _)| *branch).collect();
            // A component is repaired where it is declared.
            if of_kind.iter().any(|branch| branch.get("$ref").is_some()) {
                return false;
            }
            let base = if of_kind.is_empty() {
                schema::of(&only)
            } else {
                cover(&of_kind)
            };
            let edits = self.nested(&base, &only);
            let covered = applied(base, &edits);
            covered
                .as_object()
                .is_none_or(|covered| !covered.contains_key("type"))
        })
    }
}

/// One schema for several of the same kind: the first one's keywords, and everybody's properties.
fn cover(schemas: &[&Value]) -> Value {
    let mut covering = Map::new();
    for schema in schemas.iter().filter_map(|schema| schema.as_object()) {
        for (key, value) in schema {
            // Scenarios differ in these, and what one of them requires another may lack.
            if ["description", "example", "required", "title"].contains(&key.as_str()) {
                continue;
            }
            match (covering.get_mut(key), value) {
                (None, value) => {
                    covering.insert(key.clone(), value.clone());
                }
                (Some(Value::Object(into)), Value::Object(more)) if key == "properties" => {
                    for (name, property) in more {
                        let both = into.get(name).map(|first| cover_property(first, property));
                        into.insert(name.clone(), both.unwrap_or_else(|| property.clone()));
                    }
                }
                _ => {}
            }
        }
    }
    Value::Object(covering)
}

/// The same property of two schemas: covered together where both are of one kind, else the first.
fn cover_property(first: &Value, second: &Value) -> Value {
    let kind = |schema: &Value| schema.as_object().and_then(Kind::declared);
    match (kind(first), kind(second)) {
        (Some(Kind::Object), Some(Kind::Object)) => cover(&[first, second]),
        _ => first.clone(),
    }
}
