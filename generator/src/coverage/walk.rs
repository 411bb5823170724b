//! One example along the type of its answer, value by value.
//!
//! A body and the types of the graph go in; out come how many values there are and how many have a type. Of
//! alternatives, the first that takes the value counts, as serde would take it.

use serde_json::Value;

use super::Untyped;
use super::form::Form;
use crate::api::{Field, Type, Types};
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

/// Counts the values of `body`, which goes into a type; into none where none is known.
pub(super) fn tally(types: &Types, ty: &Type, body: &Value) -> Tally {
    let mut walk = Walk {
        types,
        tally: Tally::default(),
    };
    walk.value(body, ty, &Pointer::root());
    walk.tally
}

struct Walk<'a> {
    types: &'a Types,
    tally: Tally,
}

impl<'a> Walk<'a> {
    fn value(&mut self, value: &Value, ty: &'a Type, place: &Pointer) {
        match (self.chosen(Form::of(ty), value, 0), value) {
            (_, Value::Null) => {}
            (Some(Form::Object(fields, extra)), Value::Object(members)) => {
                for (name, value) in members {
                    let place = place.child(name);
                    match field(fields, name).or(extra) {
                        Some(ty) => self.value(value, ty, &place),
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
            (Some(form), value) if form != Form::Any && form.takes(value) => {
                self.tally.leaves += 1;
                self.tally.typed += 1;
            }
            (_, value) => self.untyped(value, place),
        }
    }

    /// The form that a value meets behind names and alternatives.
    fn chosen(&self, form: Form<'a>, value: &Value, steps: usize) -> Option<Form<'a>> {
        if steps > MAX_STEPS {
            return None;
        }
        match form {
            Form::Named(name) => self.chosen(Form::named(self.types, name)?, value, steps + 1),
            Form::OneOf(variants) => variants
                .iter()
                .filter_map(|variant| self.chosen(Form::variant(variant), value, steps + 1))
                .find(|form| form.takes(value)),
            form => Some(form),
        }
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

/// The type of the field of that name.
fn field<'a>(fields: &'a [Field], name: &str) -> Option<&'a Type> {
    fields
        .iter()
        .find(|field| field.wire == name)
        .map(|field| &field.ty)
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
