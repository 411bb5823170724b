//! One example along the type of its response, value by value.
//!
//! A body and the types of the graph go in; out come how many values there are and how many have a type. Of
//! alternatives, the first that takes the value counts, as serde would take it.

use serde_json::{Number, Value};

use super::Untyped;
use crate::api::{Content, Integer, Shape, Struct, Type, Types};
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

/// What a value meets behind names and alternatives.
#[derive(Clone, Copy)]
enum Target<'a> {
    Type(&'a Type),
    Fields(&'a Struct),
}

/// What lists of allowed strings and ids take.
static STRING: Type = Type::String;

/// What lists of allowed integers and flags take.
static INTEGER: Type = Type::Integer(Integer::I64);

impl<'a> Walk<'a> {
    fn value(&mut self, value: &Value, ty: &'a Type, place: &Pointer) {
        match (self.target(ty, value, 0), value) {
            (_, Value::Null) => {}
            (Some(Target::Fields(of)), Value::Object(members)) => {
                let extra = of.extra.as_ref().and_then(Type::inner);
                for (name, value) in members {
                    let place = place.child(name);
                    let field = of.fields.iter().find(|field| field.wire == *name);
                    match field.map(|field| &field.ty).or(extra) {
                        Some(ty) => self.value(value, ty, &place),
                        None => self.untyped(value, &place),
                    }
                }
            }
            (Some(Target::Type(Type::Map(of))), Value::Object(members)) => {
                for (name, value) in members {
                    self.value(value, of, &place.child(name));
                }
            }
            (Some(Target::Type(Type::List(of) | Type::Array(of, _))), Value::Array(items)) => {
                for (index, value) in items.iter().enumerate() {
                    self.value(value, of, &place.child(&index.to_string()));
                }
            }
            (Some(Target::Type(ty)), value) if !is_any(ty) && is_taken(value, ty) => {
                self.tally.leaves += 1;
                self.tally.typed += 1;
            }
            (_, value) => self.untyped(value, place),
        }
    }

    fn target(&self, ty: &'a Type, value: &Value, steps: usize) -> Option<Target<'a>> {
        let inner = |ty| self.target(ty, value, steps + 1);
        match ty {
            _ if steps > MAX_STEPS => None,
            Type::Optional(of) | Type::Boxed(of) => inner(of),
            Type::Named(name) => match &self.types.get(name)?.shape {
                Shape::Struct(of) => Some(Target::Fields(of)),
                Shape::Union(of) => {
                    let mut variants =
                        of.variants
                            .iter()
                            .filter_map(|variant| match &variant.content {
                                Content::Value(ty) => inner(ty),
                                Content::Fields(of) => Some(Target::Fields(of)),
                            });
                    variants.find(|target| target.takes(value))
                }
                Shape::Words(_) | Shape::Id => Some(Target::Type(&STRING)),
                Shape::Numbers(_) | Shape::Flags(_) => Some(Target::Type(&INTEGER)),
                Shape::Alias(of) => inner(&of.ty),
            },
            ty => Some(Target::Type(ty)),
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

impl Target<'_> {
    /// Whether it takes a value, as far as its kind and the fields that have to be there tell.
    fn takes(self, value: &Value) -> bool {
        match (self, value) {
            (Self::Type(ty), value) => is_taken(value, ty),
            (Self::Fields(of), Value::Object(members)) => of
                .fields
                .iter()
                .filter(|field| field.is_required && field.ty.optional().is_none())
                .all(|field| members.contains_key(&field.wire)),
            _ => false,
        }
    }
}

fn is_any(ty: &Type) -> bool {
    matches!(ty, Type::Any | Type::File | Type::Bytes | Type::Multipart)
}

/// Whether a value is of the kind of JSON that a type is made of.
fn is_taken(value: &Value, ty: &Type) -> bool {
    match (ty, value) {
        (Type::Integer(width), Value::Number(number)) => is_within(number, *width),
        (Type::Money, Value::Number(number)) => is_within(number, Integer::I64),
        (Type::Bool, Value::Bool(_))
        | (Type::Float(_) | Type::Time(_), Value::Number(_))
        | (Type::String | Type::JsonText(_), Value::String(_))
        | (Type::List(_) | Type::Array(..), Value::Array(_))
        | (Type::Map(_), Value::Object(_)) => true,
        (ty, _) => is_any(ty),
    }
}

/// Whether a number is an integer that the width holds.
fn is_within(number: &Number, width: Integer) -> bool {
    let unsigned = || number.as_u64().map(i128::from);
    let number = number.as_i64().map(i128::from).or_else(unsigned);
    number.is_some_and(|number| width.holds(number))
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::api::Field;

    #[test]
    fn an_integer_takes_what_its_width_holds() {
        let takes = |value: Value| is_taken(&value, &INTEGER);
        assert!(takes(json!(i64::MIN)));
        assert!(!takes(json!(u64::MAX)));
        assert!(!takes(json!(1.0)));
        assert!(!takes(json!("1")));
        let byte = Type::Integer(Integer::U8);
        assert!(is_taken(&json!(255), &byte));
        assert!(!is_taken(&json!(256), &byte) && !is_taken(&json!(-1), &byte));
    }

    #[test]
    fn an_object_takes_what_has_its_required_fields() {
        let field = |wire: &str, ty: Type, is_required| Field {
            wire: wire.to_string(),
            ty,
            is_required,
            ..Field::default()
        };
        let of = Struct {
            fields: vec![
                field("id", Type::String, true),
                field("name", Type::Optional(Box::new(Type::String)), true),
                field("list", Type::List(Box::new(Type::Any)), false),
            ],
            ..Struct::default()
        };
        let object = Target::Fields(&of);
        assert!(object.takes(&json!({ "id": 1 })));
        assert!(!object.takes(&json!({ "name": "a", "list": [] })));
        assert!(!object.takes(&json!([])));
    }
}
