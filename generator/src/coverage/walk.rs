//! One example along the type of its answer, value by value.
//!
//! A body and the forms of the generated types go in; out come how many values there are and how many have a type. Of
//! alternatives, the first that takes the value counts, as serde would take it.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Untyped;
use super::form::{Form, Object};
use crate::document::Pointer;

/// How many names may lead to one another at one place: more would be a circle, which Rust does not compile.
const MAX_STEPS: usize = 32;

/// What was counted.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Tally {
    pub leaves: usize,
    pub typed: usize,
    pub untyped: Vec<Untyped>,
}

/// Counts the values of `body`, which goes into `form`; `named` are the crate's own types.
pub(super) fn tally(named: &BTreeMap<String, Form>, form: &Form, body: &Value) -> Tally {
    let mut walk = Walk {
        named,
        tally: Tally::default(),
    };
    walk.value(body, form, &Pointer::root());
    walk.tally
}

struct Walk<'a> {
    named: &'a BTreeMap<String, Form>,
    tally: Tally,
}

impl<'a> Walk<'a> {
    fn value(&mut self, value: &Value, form: &'a Form, place: &Pointer) {
        match (self.chosen(form, value, 0), value) {
            (_, Value::Null) => {}
            (Some(Form::Object(of)), Value::Object(members)) => {
                for (name, value) in members {
                    let place = place.child(name);
                    match self.field(of, name) {
                        Some(form) => self.value(value, form, &place),
                        None => self.untyped(value, &place),
                    }
                }
            }
            (Some(Form::Map(of)), Value::Object(members)) => {
                for (name, value) in members {
                    self.value(value, of, &place.child(name));
                }
            }
            (Some(Form::List(of)), Value::Array(items)) => {
                for (index, value) in items.iter().enumerate() {
                    self.value(value, of, &place.child(&index.to_string()));
                }
            }
            (Some(Form::Scalar(of)), value) if of.takes(value) => {
                self.tally.leaves += 1;
                self.tally.typed += 1;
            }
            (_, value) => self.untyped(value, place),
        }
    }

    /// The form that a value meets behind names and alternatives.
    fn chosen(&self, form: &'a Form, value: &Value, steps: usize) -> Option<&'a Form> {
        if steps > MAX_STEPS {
            return None;
        }
        match form {
            Form::Named(name) => self.chosen(self.named.get(name)?, value, steps + 1),
            Form::OneOf(forms) => forms
                .iter()
                .filter_map(|form| self.chosen(form, value, steps + 1))
                .find(|form| takes(form, value)),
            form => Some(form),
        }
    }

    /// What a member of an object goes into: the field of its name, or what takes all the others.
    fn field(&self, object: &'a Object, name: &str) -> Option<&'a Form> {
        let own = object.fields.get(name);
        own.or_else(|| {
            object.rest.iter().find_map(|rest| {
                match self.chosen(rest, &Value::Object(serde_json::Map::new()), 0)? {
                    Form::Object(of) => self.field(of, name),
                    Form::Map(of) => Some(of),
                    _ => None,
                }
            })
        })
    }

    fn untyped(&mut self, value: &Value, place: &Pointer) {
        let leaves = leaves(value);
        self.tally.leaves += leaves;
        if leaves > 0 {
            self.tally.untyped.push(Untyped {
                pointer: place.to_string(),
                leaves,
            });
        }
    }
}

/// Whether a form takes a value, as far as its kind and the fields that have to be there tell.
fn takes(form: &Form, value: &Value) -> bool {
    match (form, value) {
        (Form::Any, _) | (Form::List(_), Value::Array(_)) | (Form::Map(_), Value::Object(_)) => {
            true
        }
        (Form::Object(of), Value::Object(members)) => {
            of.required.iter().all(|name| members.contains_key(name))
        }
        (Form::Scalar(of), value) => of.takes(value),
        _ => false,
    }
}

/// How many strings, numbers and booleans there are.
pub(super) fn leaves(value: &Value) -> usize {
    match value {
        Value::Null => 0,
        Value::Array(of) => of.iter().map(leaves).sum(),
        Value::Object(of) => of.values().map(leaves).sum(),
        _ => 1,
    }
}
