//! Large types get smaller: their largest fields move into a `Box`.
//!
//! A value is moved from frame to frame of the stack while it is decoded, cloned or awaited, and structs that hold each
//! other by value double with each level. In: the types. Out: the same, of which each takes at most [`LARGE`] bytes
//! if boxes of what is worth one can do that, and at most [`LARGEST`] in any case: what a received struct has beyond
//! that is left to its map of all other properties. A type that has no such map is any JSON. Sizes are estimated, the same
//! on every machine.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::api::{Alias, Content, Field, Integer, NamedType, Shape, Struct, Type, Types};
use crate::document::component;
use crate::notes::{Note, NoteKind};
use crate::text;

/// From how many bytes on a struct's fields are boxed.
const LARGE: usize = 4 * 1024;

/// The largest type that the runtime decodes: `AHEAD` of its `stack.rs` depends on it.
const LARGEST: usize = 16 * 1024;

/// The least that makes a `Box` worth an allocation, unless the struct would be larger than [`LARGEST`].
const WORTH_A_BOX: usize = 64;

/// What a `Box` takes.
const POINTER: usize = 8;

/// What a `String`, a `Vec` or a map takes.
const COLLECTION: usize = 24;

/// What is neither the document's nor known here, such as a type of the runtime.
const UNKNOWN: usize = 32;

/// What is done to types that would be too large, by their names.
#[derive(Default)]
pub(super) struct Limited {
    /// How many properties are left to the map of all others.
    spilled: Vec<(String, usize)>,
    /// Types that are any JSON.
    opened: Vec<String>,
}

/// Limits the size of all types; `components` are the names in the document of those that have one.
pub(super) fn limit(types: &mut Types, components: &BTreeMap<String, String>) -> Vec<Note> {
    let Limited { spilled, opened } = bound(types);
    // A nested type has a name only.
    let in_document = |name: &str| {
        components
            .get(name)
            .map_or(name, String::as_str)
            .to_string()
    };
    let note = |name: &str, note: String| {
        let place = components.get(name).map(|name| component::place(name));
        Note::on_document(place.unwrap_or_default(), note, NoteKind::Other)
    };
    let opened = opened.iter().map(|name| {
        let component = text::code(&in_document(name));
        note(name, format!("The component `{component}` is any JSON, since its type would be too large to decode"))
    });
    let spilled = spilled.iter().map(|(name, properties)| {
        let ty = text::code(name);
        note(name, format!(
            "The type `{ty}` has {properties} of its properties in its map of all others, `extra`, since a struct of all \
             would be too large to decode",
        ))
    });
    opened.chain(spilled).collect()
}

/// Boxes the largest fields of large types, and leaves to the map of all other properties what is too much all the same. A
/// type that has no such map, such as one that is sent and has a thousand properties, becomes any JSON.
fn bound(types: &mut Types) -> Limited {
    let mut sizes = Sizes::default();
    let mut limited = Limited::default();
    for name in parts_first(types) {
        let Some(named) = types.get_mut(&name) else {
            continue;
        };
        match &mut named.shape {
            Shape::Struct(of) => {
                shrink(of, &sizes);
                let properties = spill(of, &sizes);
                if properties > 0 {
                    limited.spilled.push((name.clone(), properties));
                }
            }
            Shape::Union(of) => {
                for variant in &mut of.variants {
                    if let Content::Fields(of) = &mut variant.content {
                        shrink(of, &sizes);
                    }
                }
            }
            _ => {}
        }
        if sizes.of_shape(&named.shape) > LARGEST {
            *named = NamedType::new(Shape::Alias(Alias::new(Type::Any)));
            limited.opened.push(name.clone());
        }
        sizes.0.insert(name, sizes.of_shape(&named.shape));
    }
    limited
}

/// The names in an order in which each type comes behind those that it holds by value. Without recursion, since a document
/// may have a hundred thousand of them in a row.
fn parts_first(types: &Types) -> Vec<String> {
    let mut order = Vec::new();
    let mut seen = BTreeSet::new();
    let mut next: Vec<(&str, bool)> = types
        .keys()
        .rev()
        .map(|name| (name.as_str(), false))
        .collect();
    while let Some((name, are_parts_done)) = next.pop() {
        if are_parts_done {
            order.push(name.to_string());
        } else if seen.insert(name) {
            next.push((name, true));
            let parts = types.get(name).into_iter().flat_map(|of| of.shape.types());
            next.extend(parts.filter_map(inline).map(|part| (part, false)));
        }
    }
    order
}

/// The name of what a type holds without a pointer in between.
fn inline(ty: &Type) -> Option<&str> {
    match ty {
        Type::Array(of, _) | Type::Optional(of) => inline(of),
        Type::Named(name) => Some(name),
        _ => None,
    }
}

/// Boxes fields, the largest first, until what they are part of is not large. What is not worth a box gets one only where
/// the type would be too large without.
fn shrink(of: &mut Struct, sizes: &Sizes) {
    let mut all = sizes.of_struct(of);
    if all <= LARGE {
        return;
    }
    let mut candidates: Vec<(usize, &mut Field)> = of
        .fields
        .iter_mut()
        .map(|field| (sizes.of(&field.ty), field))
        .filter(|(size, field)| *size > POINTER && sizes.can_be_boxed(&field.ty))
        .collect();
    candidates.sort_by_key(|(size, _)| Reverse(*size));
    for (size, field) in candidates {
        let enough = if size < WORTH_A_BOX { LARGEST } else { LARGE };
        if all <= enough {
            return;
        }
        let boxed = |ty: &Type| Box::new(Type::Boxed(Box::new(ty.clone())));
        field.ty = match field.ty.optional() {
            Some(inner) => Type::Optional(boxed(inner)),
            None => *boxed(&field.ty),
        };
        all = all.saturating_sub(size - POINTER);
    }
}

/// Removes fields, the optional ones and the last ones first, until the struct is not too large; their properties become
/// part of the map of all others. Returns how many.
fn spill(of: &mut Struct, sizes: &Sizes) -> usize {
    let mut all = sizes.of_struct(of);
    if all <= LARGEST || !of.extra.as_ref().is_some_and(Type::is_open) {
        return 0;
    }
    let fields = of.fields.iter().enumerate();
    let mut candidates: Vec<(bool, Reverse<usize>, usize)> = fields
        .map(|(index, field)| {
            let is_needed = field.ty.optional().is_none();
            (is_needed, Reverse(index), sizes.of(&field.ty))
        })
        .collect();
    candidates.sort_unstable();
    let mut spilled = BTreeSet::new();
    for (_, Reverse(index), size) in candidates {
        if all <= LARGEST {
            break;
        }
        all = all.saturating_sub(size);
        spilled.insert(index);
    }
    let mut index = 0..;
    of.fields
        .retain(|_| index.next().is_some_and(|index| !spilled.contains(&index)));
    spilled.len()
}

/// How many bytes the document's types take, as far as that is known.
#[derive(Default)]
struct Sizes(BTreeMap<String, usize>);

impl Sizes {
    /// Whether it is a type of the document, or one that may be absent. Arrays stay, as their builders write them out, and so
    /// does a small type that is not the document's, such as a `String`.
    fn can_be_boxed(&self, ty: &Type) -> bool {
        matches!(ty.present(), Type::Named(name) if self.0.contains_key(name))
    }

    fn of_shape(&self, shape: &Shape) -> usize {
        match shape {
            Shape::Struct(of) => self.of_struct(of),
            Shape::Union(of) => {
                let variants = of.variants.iter().map(|variant| match &variant.content {
                    Content::Value(ty) => self.of(ty),
                    Content::Fields(of) => self.of_struct(of),
                });
                variants.max().unwrap_or_default().saturating_add(8)
            }
            Shape::Alias(of) => self.of(&of.ty),
            Shape::Words(_) | Shape::Numbers(_) | Shape::Flags(_) => 8,
            Shape::Id => COLLECTION,
        }
    }

    fn of_struct(&self, of: &Struct) -> usize {
        let map = if of.extra.is_some() { COLLECTION } else { 0 };
        let sizes = of.fields.iter().map(|field| self.of(&field.ty));
        sizes.fold(map, usize::saturating_add)
    }

    fn of(&self, ty: &Type) -> usize {
        match ty {
            Type::Array(of, length) => self.of(of).saturating_mul(*length),
            // Beside a number, an `Option` needs a place of its own.
            Type::Optional(of) if is_scalar(of) => 16,
            Type::Optional(of) => self.of(of),
            ty if is_scalar(ty) => 8,
            Type::Boxed(_) => POINTER,
            Type::String | Type::List(_) | Type::Map(_) => COLLECTION,
            Type::Named(name) => self.0.get(name).copied().unwrap_or(UNKNOWN),
            _ => UNKNOWN,
        }
    }
}

/// Whether it is a number or a truth value. The smallest numbers are rare enough to count as unknown.
fn is_scalar(ty: &Type) -> bool {
    use Integer::{I32, I64, U32, U64};
    matches!(
        ty,
        Type::Bool | Type::Float(_) | Type::Integer(I32 | I64 | U32 | U64)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{NamedType, Union, Variant};

    /// The types, each with fields or, for what starts with `|`, a variant of such fields.
    fn types(all: &[(&str, Vec<(String, Type)>)]) -> Types {
        let each = all.iter().map(|(name, fields)| {
            let fields = fields.iter().map(|(name, ty)| Field {
                name: name.clone(),
                ty: ty.clone(),
                ..Field::default()
            });
            let shape = Shape::Struct(Struct {
                fields: fields.collect(),
                ..Struct::default()
            });
            ((*name).to_string(), NamedType::new(shape))
        });
        each.collect()
    }

    fn optional(ty: Type) -> Type {
        Type::Optional(Box::new(ty))
    }

    fn named(name: &str) -> Type {
        Type::Named(name.to_string())
    }

    fn boxed(name: &str) -> Type {
        Type::Boxed(Box::new(named(name)))
    }

    fn many(count: usize, ty: &Type) -> Vec<(String, Type)> {
        let each = (0..count).map(|index| (format!("f{index:04}"), ty.clone()));
        each.collect()
    }

    fn wide(count: usize) -> (&'static str, Vec<(String, Type)>) {
        ("Wide", many(count, &optional(Type::String)))
    }

    fn field(name: &str, ty: Type) -> (String, Type) {
        (name.to_string(), ty)
    }

    fn fields<'a>(types: &'a Types, name: &str) -> Vec<&'a Type> {
        types[name].shape.types().collect()
    }

    #[test]
    fn types_of_usual_size_stay_as_they_are() {
        let next = optional(boxed("Holder"));
        let holder = vec![field("wide", optional(named("Wide"))), field("next", next)];
        let mut types = types(&[wide(100), ("Holder", holder)]);
        let before = types.clone();
        bound(&mut types);
        assert_eq!(types, before);
    }

    #[test]
    fn the_largest_fields_of_a_large_struct_are_boxed() {
        let all = Type::List(Box::new(named("Wide")));
        let pair = Type::Array(Box::new(Type::String), 2);
        let holder = vec![
            field("id", Type::String),
            field("first", optional(named("Wide"))),
            field("all", all.clone()),
            field("second", named("Wide")),
            field("pair", pair.clone()),
        ];
        let mut types = types(&[wide(150), ("Holder", holder)]);
        bound(&mut types);
        let (first, second) = (optional(boxed("Wide")), named("Wide"));
        let expected = [&Type::String, &first, &all, &second, &pair];
        assert_eq!(fields(&types, "Holder"), expected);
    }

    #[test]
    fn structs_that_hold_each_other_do_not_double_without_end() {
        let names: Vec<String> = (0..=200).map(|level| format!("L{level:03}")).collect();
        let mut levels: Vec<(&str, Vec<(String, Type)>)> = Vec::new();
        for pair in names.windows(2) {
            let next = optional(named(&pair[1]));
            levels.push((&pair[0], vec![field("a", next.clone()), field("b", next)]));
        }
        levels.push((&names[200], vec![field("id", Type::String)]));
        let mut types = types(&levels);
        bound(&mut types);
        let is_boxed = |name: &String| *fields(&types, name)[0] == optional(boxed("L001"));
        assert!(!is_boxed(&names[0]));
        let mut all = names.iter().flat_map(|name| fields(&types, name));
        assert!(all.any(|ty| matches!(ty.present(), Type::Boxed(_))));
    }

    #[test]
    fn small_types_of_the_document_are_boxed_only_where_the_struct_would_be_too_large() {
        for (count, is_boxed) in [(300, false), (1000, true)] {
            let part = vec![field("id", Type::String), field("name", Type::String)];
            let mut holder = many(count, &optional(named("Part")));
            holder.push(field("plain", Type::String));
            let mut types = types(&[("Part", part), ("Holder", holder)]);
            bound(&mut types);
            let of_holder = fields(&types, "Holder");
            assert_eq!(of_holder.contains(&&optional(boxed("Part"))), is_boxed);
            assert!(of_holder.contains(&&Type::String));
        }
    }

    #[test]
    fn the_properties_of_a_union_are_boxed_too() {
        let mut types = types(&[wide(150), ("Either", Vec::new())]);
        let of = [
            field("a", named("Wide")),
            field("b", optional(named("Wide"))),
        ];
        let of = of.map(|(name, ty)| Field {
            name,
            ty,
            ..Field::default()
        });
        let variant = Variant {
            name: "Named".to_string(),
            description: String::new(),
            content: Content::Fields(Struct {
                fields: of.into(),
                ..Struct::default()
            }),
        };
        types.insert(
            "Either".to_string(),
            NamedType::new(Shape::Union(Union {
                variants: vec![variant],
                is_displayed: false,
                is_parsed: false,
            })),
        );
        bound(&mut types);
        let expected = [&boxed("Wide"), &optional(named("Wide"))];
        assert_eq!(fields(&types, "Either"), expected);
    }

    #[test]
    fn what_is_too_much_is_left_to_the_map_of_all_other_properties() {
        let mut all = wide(3000).1;
        all.push(field("id", Type::String));
        for (extra, is_bounded) in [(Type::Any, true), (Type::Integer(Integer::I64), false)] {
            let mut types = types(&[("Wide", all.clone())]);
            if let Some(Shape::Struct(of)) = types.get_mut("Wide").map(|named| &mut named.shape) {
                of.extra = Some(Type::Map(Box::new(extra)));
            }
            let Limited { spilled, opened } = bound(&mut types);
            assert_eq!(opened.is_empty(), is_bounded);
            if is_bounded {
                assert_eq!(spilled, [("Wide".to_string(), 3000 - 680)]);
                let Shape::Struct(of) = &types["Wide"].shape else {
                    panic!()
                };
                let kept: Vec<&str> = of.fields.iter().map(|field| field.name.as_str()).collect();
                assert!(
                    kept.contains(&"f0679") && !kept.contains(&"f0680") && kept.contains(&"id")
                );
            }
        }
    }

    #[test]
    fn types_that_cannot_be_made_small_are_any_json_and_their_holders_are_not() {
        assert!(bound(&mut types(&[wide(680)])).opened.is_empty());
        let array = Type::Array(Box::new(Type::String), 1000);
        let mut types = types(&[
            ("Holder", vec![field("wide", named("Wide"))]),
            ("Long", vec![field("all", array)]),
            wide(700),
        ]);
        assert_eq!(bound(&mut types).opened, ["Wide", "Long"]);
        assert_eq!(fields(&types, "Holder"), [&named("Wide")]);
        let any = |name: &str| matches!(&types[name].shape, Shape::Alias(of) if of.ty == Type::Any);
        assert!(any("Wide") && any("Long"));
    }
}
