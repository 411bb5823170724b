//! Which types can be printed and parsed as text: those that are made of strings, numbers and truth values alone.
//!
//! The types, of which it is known how they are used, in; unions and aliases say it afterwards.

use crate::api::{Content, Shape, Type, Types};

/// How deep types of types are followed.
const MAX_DEPTH: usize = 16;

/// What is done with a type.
#[derive(Clone, Copy, PartialEq)]
enum Conversion {
    Printed,
    /// A union is not parsed where any string is a value of one of its variants, as the others would be out of reach.
    Parsed,
}

/// Tells unions and aliases whether they can be printed and parsed.
pub(super) fn find(types: &mut Types) {
    let can = |name: &String, what| is_possible(types, &Type::Named(name.clone()), what, 0);
    let found: Vec<(bool, bool)> = types
        .keys()
        .map(|name| {
            (
                can(name, Conversion::Printed),
                can(name, Conversion::Parsed),
            )
        })
        .collect();
    for (ty, (displayed, parsed)) in types.values_mut().zip(found) {
        match &mut ty.shape {
            Shape::Union(of) => (of.is_displayed, of.is_parsed) = (displayed, parsed),
            Shape::Alias(of) => (of.is_displayed, of.is_parsed) = (displayed, parsed),
            _ => {}
        }
    }
}

fn is_possible(types: &Types, ty: &Type, what: Conversion, depth: usize) -> bool {
    let inner = |ty: &Type| depth < MAX_DEPTH && is_possible(types, ty, what, depth + 1);
    let is_hidden = |ty: &Type| what == Conversion::Parsed && takes_any_string(types, ty, depth);
    match (ty, shape(types, ty)) {
        (Type::String | Type::Bool | Type::Integer(_) | Type::Float(_), _) => true,
        (_, Some(Shape::Words(_) | Shape::Id)) => true,
        (_, Some(Shape::Alias(of))) => inner(&of.ty),
        (_, Some(Shape::Union(of))) => of.variants.iter().all(|variant| match &variant.content {
            Content::Value(ty) => inner(ty) && !is_hidden(ty),
            Content::Fields(_) => false,
        }),
        _ => false,
    }
}

/// Whether any string is a value: ids are such, and the words of what is received, which keep unknown ones.
fn takes_any_string(types: &Types, ty: &Type, depth: usize) -> bool {
    match (ty, shape(types, ty)) {
        (Type::String, _) | (_, Some(Shape::Id)) => true,
        (Type::Named(name), Some(Shape::Words(_))) => {
            types.get(name).is_some_and(|of| of.is_received)
        }
        (_, Some(Shape::Alias(of))) => {
            depth > MAX_DEPTH || takes_any_string(types, &of.ty, depth + 1)
        }
        _ => false,
    }
}

fn shape<'a>(types: &'a Types, ty: &Type) -> Option<&'a Shape> {
    match ty {
        Type::Named(name) => types.get(name).map(|of| &of.shape),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{Alias, Integer, NamedType, Union, Variant};

    fn union(contents: &[Type]) -> Shape {
        let variants = contents.iter().map(|ty| Variant {
            name: "Variant".to_string(),
            description: String::new(),
            content: Content::Value(ty.clone()),
        });
        Shape::Union(Union {
            variants: variants.collect(),
            is_displayed: false,
            is_parsed: false,
        })
    }

    fn named(name: &str) -> Type {
        Type::Named(name.to_string())
    }

    /// Whether the union of an integer and `other` can be printed and parsed.
    fn conversions(other: &Type) -> (bool, bool) {
        let alias = |ty: Type| {
            Shape::Alias(Alias {
                ty,
                is_displayed: false,
                is_parsed: false,
            })
        };
        let integer = Type::Integer(Integer::I64);
        let all = [
            ("Union", union(&[integer.clone(), other.clone()])),
            ("Id", Shape::Id),
            ("Received", Shape::Words(Vec::new())),
            ("Sent", Shape::Words(Vec::new())),
            ("Text", alias(Type::String)),
            ("Count", alias(integer)),
            ("Itself", alias(named("Itself"))),
        ];
        let all = all.map(|(name, shape)| (name.to_string(), NamedType::new(shape)));
        let mut types: Types = all.into_iter().collect();
        if let Some(ty) = types.get_mut("Received") {
            ty.is_received = true;
        }
        find(&mut types);
        match &types["Union"].shape {
            Shape::Union(of) => (of.is_displayed, of.is_parsed),
            _ => unreachable!("it is a union"),
        }
    }

    #[test]
    fn a_union_is_parsed_where_no_variant_takes_any_string() {
        for (other, expected) in [
            (Type::Bool, (true, true)),
            (Type::String, (true, false)),
            (named("Sent"), (true, true)),
            (named("Received"), (true, false)),
            (named("Id"), (true, false)),
            (named("Text"), (true, false)),
            (named("Count"), (true, true)),
            (Type::List(Box::new(Type::Bool)), (false, false)),
            (Type::Any, (false, false)),
            (named("Itself"), (false, false)),
        ] {
            assert_eq!(conversions(&other), expected, "{other:?}");
        }
    }
}
