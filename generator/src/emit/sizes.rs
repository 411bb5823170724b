//! Large types get smaller: their largest fields move into a `Box`.
//!
//! A value is moved from frame to frame of the stack while it is decoded, cloned or awaited, and structs that hold each
//! other by value double with each level. In: progenitor's types. Out: the same, of which each takes at most [`LARGE`] bytes
//! if boxes of what is worth one can do that, and at most [`LARGEST`] in any case: what a received struct has beyond
//! that is left to its map of all other properties. A type that has no such map is an error. Sizes are estimated, the same
//! on every machine.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use syn::{Expr, ExprLit, Field, Fields, Item, Lit, PathArguments, Type, parse_quote};

use super::builders::is_flat;
use super::parts::{is, mentioned_by, optional};

/// From how many bytes on a struct's fields are boxed.
const LARGE: usize = 4 * 1024;

/// The largest type that the runtime decodes: `AHEAD` of its `stack.rs` depends on it.
const LARGEST: usize = 16 * 1024;

/// The least that makes a `Box` worth an allocation, unless the struct would be larger than [`LARGEST`].
const WORTH_A_BOX: usize = 64;

/// What a `Box` takes.
const POINTER: usize = 8;

/// Numbers and truth values: an `Option` needs a place of its own beside these.
const SCALARS: [&str; 7] = ["bool", "f32", "f64", "i32", "i64", "u32", "u64"];

/// What is neither the document's nor known here, such as a type of the runtime.
const UNKNOWN: usize = 32;

/// A type of which some properties have no field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spilled {
    /// The name of the type.
    pub name: String,
    /// How many properties have no field.
    pub properties: usize,
}

/// Types that no box makes small enough for the runtime.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("its type `{}` would take {} bytes, more than {LARGEST}", .first.name, .first.size)]
pub(super) struct TooLarge {
    /// The first of them.
    pub first: Large,
    /// The others.
    pub others: Vec<Large>,
}

impl TooLarge {
    /// The names of all types that are too large.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let all = std::iter::once(&self.first).chain(&self.others);
        all.map(|large| large.name.as_str())
    }
}

/// A type that is too large.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Large {
    /// The name of the type.
    pub name: String,
    /// How many bytes it takes.
    pub size: usize,
}

/// Boxes the largest fields of large types, and leaves to the map of all other properties what is too much all the same.
///
/// # Errors
///
/// The types that are too large and have no such map, such as one that is sent and has a thousand properties.
pub(super) fn bound(types: &mut [Item]) -> Result<Vec<Spilled>, TooLarge> {
    let index: BTreeMap<String, usize> = types
        .iter()
        .enumerate()
        .filter_map(|(index, item)| Some((name(item)?, index)))
        .collect();
    let mut sizes = Sizes::default();
    let mut all_spilled = Vec::new();
    let mut too_large = Vec::new();
    for index in parts_first(types, &index) {
        let item = &mut types[index];
        let Some(name) = name(item) else { continue };
        match item {
            Item::Struct(of) => {
                shrink(&mut of.fields, &sizes);
                let properties = spill(&mut of.fields, &sizes);
                if properties > 0 {
                    let name = name.clone();
                    all_spilled.push(Spilled { name, properties });
                }
            }
            Item::Enum(of) => {
                for variant in &mut of.variants {
                    shrink(&mut variant.fields, &sizes);
                }
            }
            _ => {}
        }
        let mut size = sizes.of_item(item);
        if size > LARGEST {
            too_large.push(Large {
                name: name.clone(),
                size,
            });
            // Whoever holds it is not to blame.
            size = UNKNOWN;
        }
        sizes.0.insert(name, size);
    }
    let mut too_large = too_large.into_iter();
    match too_large.next() {
        Some(first) => Err(TooLarge {
            first,
            others: too_large.collect(),
        }),
        None => Ok(all_spilled),
    }
}

fn name(item: &Item) -> Option<String> {
    match item {
        Item::Struct(item) => Some(item.ident.to_string()),
        Item::Enum(item) => Some(item.ident.to_string()),
        Item::Type(item) => Some(item.ident.to_string()),
        _ => None,
    }
}

/// The items in an order in which each comes behind those that it holds by value. Without recursion, since a document may
/// have a hundred thousand of them in a row.
fn parts_first(types: &[Item], index: &BTreeMap<String, usize>) -> Vec<usize> {
    let mut order = Vec::new();
    let mut is_seen = vec![false; types.len()];
    let mut next: Vec<(usize, bool)> = index.values().rev().map(|of| (*of, false)).collect();
    while let Some((of, are_parts_done)) = next.pop() {
        if are_parts_done {
            order.push(of);
        } else if !std::mem::replace(&mut is_seen[of], true) {
            next.push((of, true));
            let mut parts = Vec::new();
            for ty in held(&types[of]) {
                inline(ty, &mut parts);
            }
            let parts = parts.iter().filter_map(|name| index.get(name));
            next.extend(parts.map(|part| (*part, false)));
        }
    }
    order
}

/// The types of all fields.
fn held(item: &Item) -> Vec<&Type> {
    match item {
        Item::Struct(item) => item.fields.iter().map(|field| &field.ty).collect(),
        Item::Enum(item) => {
            let fields = item.variants.iter().flat_map(|variant| &variant.fields);
            fields.map(|field| &field.ty).collect()
        }
        Item::Type(item) => vec![&item.ty],
        _ => Vec::new(),
    }
}

/// The names of what a type holds without a pointer in between.
fn inline(ty: &Type, names: &mut Vec<String>) {
    match ty {
        Type::Array(array) => inline(&array.elem, names),
        Type::Tuple(tuple) => tuple.elems.iter().for_each(|of| inline(of, names)),
        Type::Path(path) => match (optional(ty), path.path.segments.last()) {
            (Some(inner), _) => inline(inner, names),
            (None, Some(last)) if matches!(last.arguments, PathArguments::None) => {
                names.push(last.ident.to_string());
            }
            _ => {}
        },
        _ => {}
    }
}

/// Boxes fields, the largest first, until what they are part of is not large. What is not worth a box gets one only where
/// the type would be too large without.
fn shrink(fields: &mut Fields, sizes: &Sizes) {
    let mut all = sizes.of_fields(fields);
    let Fields::Named(fields) = fields else {
        return;
    };
    if all <= LARGE {
        return;
    }
    let candidates = fields.named.iter_mut().filter(|field| !is_flat(field));
    let mut candidates: Vec<(usize, &mut Field)> = candidates
        .map(|field| (sizes.of_field(field), field))
        .filter(|(size, field)| *size > POINTER && sizes.can_be_boxed(&field.ty, *size))
        .collect();
    candidates.sort_by_key(|(size, _)| Reverse(*size));
    for (size, field) in candidates {
        let enough = if size < WORTH_A_BOX { LARGEST } else { LARGE };
        if all <= enough {
            return;
        }
        field.ty = boxed(&field.ty);
        all = all.saturating_sub(size - POINTER);
    }
}

/// Removes fields, the optional ones and the last ones first, until the struct is not too large; their properties become
/// part of the map of all others. Returns how many.
///
/// Nothing else has to be changed: typify names a field outside of its struct only where a `default` is left in the schema.
fn spill(fields: &mut Fields, sizes: &Sizes) -> usize {
    let mut all = sizes.of_fields(fields);
    let Fields::Named(fields) = fields else {
        return 0;
    };
    if all <= LARGEST || !fields.named.iter().any(takes_any_other) {
        return 0;
    }
    let mut candidates: Vec<(bool, Reverse<usize>, usize)> = fields
        .named
        .iter()
        .enumerate()
        .filter(|(_, field)| !is_flat(field))
        .map(|(index, field)| {
            let is_required = optional(&field.ty).is_none();
            (is_required, Reverse(index), sizes.of_field(field))
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
    let named = std::mem::take(&mut fields.named).into_iter().enumerate();
    fields.named = named
        .filter(|(index, _)| !spilled.contains(index))
        .map(|(_, field)| field)
        .collect();
    spilled.len()
}

/// Whether a field is the map of all other properties, whatever they hold.
fn takes_any_other(field: &Field) -> bool {
    let mentioned = mentioned_by(&field.ty);
    is_flat(field) && mentioned.last().is_some_and(|name| name == "Value")
}

fn boxed(ty: &Type) -> Type {
    match optional(ty) {
        Some(inner) => parse_quote!(::std::option::Option<::std::boxed::Box<#inner>>),
        None => parse_quote!(::std::boxed::Box<#ty>),
    }
}

/// How many bytes the document's types take, as far as that is known.
#[derive(Default)]
struct Sizes(BTreeMap<String, usize>);

impl Sizes {
    /// Whether it is a type of the document, or one that may be absent. Arrays stay, as their builders write them out, and so
    /// does a small type that is not the document's, such as a `String`.
    fn can_be_boxed(&self, ty: &Type, size: usize) -> bool {
        match optional(ty).unwrap_or(ty) {
            Type::Path(path) => path.path.segments.last().is_some_and(|last| {
                let is_own = || self.0.contains_key(&last.ident.to_string());
                matches!(last.arguments, PathArguments::None) && (size >= WORTH_A_BOX || is_own())
            }),
            _ => false,
        }
    }

    fn of_item(&self, item: &Item) -> usize {
        match item {
            Item::Struct(item) => self.of_fields(&item.fields),
            Item::Enum(item) => {
                let variants = item.variants.iter().map(|of| self.of_fields(&of.fields));
                variants.max().unwrap_or_default().saturating_add(8)
            }
            Item::Type(item) => self.of(&item.ty),
            _ => 0,
        }
    }

    fn of_fields(&self, fields: &Fields) -> usize {
        fields
            .iter()
            .fold(0, |sum, field| sum.saturating_add(self.of_field(field)))
    }

    fn of_field(&self, field: &Field) -> usize {
        self.of(&field.ty)
    }

    fn of(&self, ty: &Type) -> usize {
        match ty {
            Type::Array(array) => self.of(&array.elem).saturating_mul(length(&array.len)),
            Type::Tuple(tuple) => tuple
                .elems
                .iter()
                .fold(0, |sum, of| sum.saturating_add(self.of(of))),
            Type::Path(path) => {
                if let Some(inner) = optional(ty) {
                    let is_number = SCALARS.iter().any(|name| is(inner, name));
                    return self.of(inner).saturating_add(if is_number { 8 } else { 0 });
                }
                let Some(last) = path.path.segments.last() else {
                    return UNKNOWN;
                };
                let name = last.ident.to_string();
                match name.as_str() {
                    "Box" => POINTER,
                    name if SCALARS.contains(&name) => 8,
                    "String" | "Vec" | "BTreeMap" | "Map" => 24,
                    name => self.0.get(name).copied().unwrap_or(UNKNOWN),
                }
            }
            _ => UNKNOWN,
        }
    }
}

/// The length of an array; typify writes a number.
fn length(length: &Expr) -> usize {
    match length {
        Expr::Lit(ExprLit {
            lit: Lit::Int(number),
            ..
        }) => number.base10_parse().unwrap_or(usize::MAX),
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;
    use quote::{format_ident, quote};

    use super::*;

    fn bounded(types: TokenStream) -> Result<String, String> {
        let mut file: syn::File = syn::parse2(types).unwrap();
        bound(&mut file.items).map_err(|error| error.to_string())?;
        Ok(quote!(#file).to_string().replace(' ', ""))
    }

    fn wide(fields: usize) -> TokenStream {
        let names = (0..fields).map(|index| format_ident!("f{index}"));
        quote!(struct Wide { #(#names: Option<String>,)* })
    }

    #[test]
    fn types_of_usual_size_stay_as_they_are() {
        let wide = wide(100);
        let types = quote!(#wide struct Holder { wide: Option<Wide>, next: Option<Box<Holder>> });
        let before = types.to_string().replace(' ', "");
        assert_eq!(bounded(types).unwrap(), before);
    }

    #[test]
    fn the_largest_fields_of_a_large_struct_are_boxed() {
        let wide = wide(150);
        let types = bounded(quote! {
            #wide
            struct Holder { id: String, first: Option<Wide>, all: Vec<Wide>, second: Wide, pair: [String; 2] }
        });
        let holder = "structHolder{id:String,first:::std::option::Option<::std::boxed::Box<Wide>>,\
                      all:Vec<Wide>,second:Wide,pair:[String;2]}";
        assert!(types.unwrap().ends_with(holder));
    }

    #[test]
    fn structs_that_hold_each_other_do_not_double_without_end() {
        let levels = (0..200_u32).map(|level| {
            let (name, next) = (format_ident!("L{level}"), format_ident!("L{}", level + 1));
            quote!(struct #name { a: Option<#next>, b: Option<#next> })
        });
        let types = bounded(quote!(#(#levels)* struct L200 { id: String })).unwrap();
        assert!(types.contains("structL0{a:Option<") && types.contains("Box<"));
    }

    #[test]
    fn small_types_of_the_document_are_boxed_only_where_the_struct_would_be_too_large() {
        let holder = |count: u32| {
            let fields = (0..count).map(|index| format_ident!("f{index}"));
            quote! {
                struct Part { id: String, name: String }
                struct Holder { #(#fields: Option<Part>,)* plain: String }
            }
        };
        let small = holder(300);
        let before = small.to_string().replace(' ', "");
        assert_eq!(bounded(small).unwrap(), before);
        let large = bounded(holder(1000)).unwrap();
        assert!(large.contains("Box<Part>>") && large.contains("plain:String"));
    }

    #[test]
    fn the_properties_of_an_enum_are_boxed_too() {
        let wide = wide(150);
        let types = bounded(quote!(#wide enum Either { Named { a: Wide, b: Option<Wide> } }));
        let either = "enumEither{Named{a:::std::boxed::Box<Wide>,b:Option<Wide>}}";
        assert!(types.unwrap().ends_with(either));
    }

    #[test]
    fn what_is_too_much_is_left_to_the_map_of_all_other_properties() {
        let names = (0..3000).map(|index| format_ident!("f{index}"));
        let types = quote! {
            struct Wide {
                #[serde(flatten)] extra: Map<String, ::serde_json::Value>,
                #(#names: Option<String>,)*
                id: String
            }
        };
        let mut file: syn::File = syn::parse2(types.clone()).unwrap();
        let spilled = Spilled {
            name: "Wide".to_string(),
            properties: 3000 - 680,
        };
        assert_eq!(bound(&mut file.items), Ok(vec![spilled]));
        let kept = quote!(#file).to_string();
        assert!(kept.contains("f679") && !kept.contains("f680") && kept.contains("id"));
        // Of whole numbers only.
        let of_numbers = types.to_string().replace(":: serde_json :: Value", "i64");
        assert!(bounded(of_numbers.parse().unwrap()).is_err());
    }

    #[test]
    fn types_that_cannot_be_made_small_are_named_and_their_holders_are_not() {
        assert!(bounded(wide(680)).is_ok());
        let wide = wide(700);
        let types = quote! {
            #wide struct Holder { wide: Wide } struct Long { all: [String; 1000] }
        };
        let mut file: syn::File = syn::parse2(types).unwrap();
        let error = bound(&mut file.items).unwrap_err();
        assert_eq!(
            error.to_string(),
            "its type `Wide` would take 16800 bytes, more than 16384"
        );
        assert_eq!(error.names().collect::<Vec<_>>(), ["Wide", "Long"]);
    }
}
