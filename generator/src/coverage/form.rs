//! What a type of the graph takes of JSON, as far as it matters for whether a value has a type.

use serde_json::Value;

use crate::api::{Content, Field, Integer, Shape, Type, Types, Variant};

/// What a type takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Form<'a> {
    /// Any JSON.
    Any,
    Bool,
    Number,
    String,
    /// An integer from the first to the last of them.
    Integer(i128, i128),
    List(&'a Type),
    /// An object whose names are data.
    Map(&'a Type),
    /// An object whose names are fields, and what takes all the other names.
    Object(&'a [Field], Option<&'a Type>),
    /// The first of them that takes the value.
    OneOf(&'a [Variant]),
    /// A type of the crate.
    Named(&'a str),
}

impl<'a> Form<'a> {
    /// What a type takes.
    pub fn of(ty: &'a Type) -> Self {
        match ty {
            Type::Any | Type::File | Type::Bytes | Type::Multipart => Self::Any,
            Type::Bool => Self::Bool,
            Type::Integer(width) => Self::integer(*width),
            Type::Money => Self::integer(Integer::I64),
            Type::Float(_) | Type::Time(_) => Self::Number,
            Type::String | Type::JsonText(_) => Self::String,
            Type::List(of) | Type::Array(of, _) => Self::List(of),
            Type::Map(of) => Self::Map(of),
            Type::Optional(of) | Type::Boxed(of) => Self::of(of),
            Type::Named(name) => Self::Named(name),
        }
    }

    /// What a type of the crate takes; nothing where there is no such type.
    pub fn named(types: &'a Types, name: &str) -> Option<Self> {
        Some(match &types.get(name)?.shape {
            Shape::Struct(of) => Self::Object(&of.fields, of.extra.as_ref()),
            Shape::Union(of) => Self::OneOf(&of.variants),
            Shape::Words(_) | Shape::Id => Self::String,
            Shape::Numbers(_) | Shape::Flags(_) => Self::integer(Integer::I64),
            Shape::Alias(of) => Self::of(&of.ty),
        })
    }

    /// What a variant takes.
    pub fn variant(variant: &'a Variant) -> Self {
        match &variant.content {
            Content::Value(ty) => Self::of(ty),
            Content::Fields(of) => Self::Object(&of.fields, of.extra.as_ref()),
        }
    }

    /// The range of an integer type.
    fn integer(width: Integer) -> Self {
        let (first, last) = match width {
            Integer::I8 => (i8::MIN.into(), i8::MAX.into()),
            Integer::I16 => (i16::MIN.into(), i16::MAX.into()),
            Integer::I32 => (i32::MIN.into(), i32::MAX.into()),
            Integer::I64 => (i64::MIN.into(), i64::MAX.into()),
            Integer::U8 => (0, u8::MAX.into()),
            Integer::U16 => (0, u16::MAX.into()),
            Integer::U32 => (0, u32::MAX.into()),
            Integer::U64 => (0, u64::MAX.into()),
        };
        Self::Integer(first, last)
    }

    /// Whether it takes a value, as far as its kind and the fields that have to be there tell.
    pub fn takes(self, value: &Value) -> bool {
        match (self, value) {
            (Self::Any, _)
            | (Self::Bool, Value::Bool(_))
            | (Self::Number, Value::Number(_))
            | (Self::String, Value::String(_))
            | (Self::List(_), Value::Array(_))
            | (Self::Map(_), Value::Object(_)) => true,
            (Self::Integer(first, last), Value::Number(number)) => {
                let unsigned = || number.as_u64().map(i128::from);
                let number = number.as_i64().map(i128::from).or_else(unsigned);
                number.is_some_and(|number| (first..=last).contains(&number))
            }
            (Self::Object(fields, _), Value::Object(members)) => fields
                .iter()
                .filter(|field| field.is_required && field.ty.optional().is_none())
                .all(|field| members.contains_key(&field.wire)),
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
        let integers = Form::of(&Type::Integer(Integer::I64));
        assert!(integers.takes(&json!(i64::MIN)));
        assert!(!integers.takes(&json!(u64::MAX)));
        assert!(!integers.takes(&json!(1.0)));
        assert!(!integers.takes(&json!("1")));
    }

    #[test]
    fn an_object_takes_what_has_its_required_fields() {
        let field = |wire: &str, ty: Type, is_required| Field {
            wire: wire.to_string(),
            ty,
            is_required,
            ..Field::default()
        };
        let fields = [
            field("id", Type::String, true),
            field("name", Type::Optional(Box::new(Type::String)), true),
            field("list", Type::List(Box::new(Type::Any)), false),
        ];
        let object = Form::Object(&fields, None);
        assert!(object.takes(&json!({ "id": 1 })));
        assert!(!object.takes(&json!({ "name": "a", "list": [] })));
        assert!(!object.takes(&json!([])));
    }
}
