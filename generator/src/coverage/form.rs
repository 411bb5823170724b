//! What a Rust type takes of JSON, as far as it matters for whether a value has a type.
//!
//! `emit` describes the types it has made by these; nothing here knows Rust.

use std::collections::BTreeMap;

use serde_json::Value;

/// The types of a crate's answers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Forms {
    /// The type of each JSON answer, by the pointer of its operation.
    pub answers: BTreeMap<String, Answer>,
    /// The crate's own types, by name.
    pub named: BTreeMap<String, Form>,
}

/// The type of a JSON answer.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    /// As Rust text, with `types` for that module of the crate.
    pub rust_type: String,
    pub form: Form,
}

/// What a type takes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Form {
    /// Any JSON.
    Any,
    /// One value: a text, a number or a boolean.
    Scalar(Scalar),
    List(Box<Form>),
    /// An object whose names are data.
    Map(Box<Form>),
    Object(Object),
    /// The first of them that takes the value.
    OneOf(Vec<Form>),
    /// A type of the crate.
    Named(String),
}

/// An object whose names are fields.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Object {
    /// By their names in JSON.
    pub fields: BTreeMap<String, Form>,
    /// Fields that have to be there.
    pub required: Vec<String>,
    /// What takes all the other names.
    pub rest: Vec<Form>,
}

/// Which single values a type takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scalar {
    Text,
    Number,
    /// A whole number from the first to the last of them.
    Integer(i128, i128),
    Boolean,
}

impl Scalar {
    /// Whether it takes `value`.
    pub fn takes(self, value: &Value) -> bool {
        match value {
            Value::String(_) => self == Self::Text,
            Value::Number(number) => match self {
                Self::Integer(first, last) => {
                    let number = number
                        .as_i64()
                        .map(i128::from)
                        .or_else(|| number.as_u64().map(i128::from));
                    number.is_some_and(|number| (first..=last).contains(&number))
                }
                of => of == Self::Number,
            },
            Value::Bool(_) => self == Self::Boolean,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_integer_takes_what_its_width_holds() {
        let i64s = Scalar::Integer(i64::MIN.into(), i64::MAX.into());
        assert!(i64s.takes(&json!(i64::MIN)));
        assert!(!i64s.takes(&json!(u64::MAX)));
        assert!(!i64s.takes(&json!(1.0)));
        assert!(!i64s.takes(&json!("1")));
    }
}
