//! Large types get smaller: their largest fields move into a `Box`.
//!
//! A value is moved from frame to frame of the stack while it is decoded, cloned or awaited, and structs that hold each
//! other by value double with each level. In: progenitor's types. Out: the same, of which each takes at most [`LARGE`] bytes
//! if boxes can do that, or why a type is too large for the runtime to decode. Sizes are estimated, the same on every
//! machine.

use std::collections::BTreeMap;

use syn::{Expr, ExprLit, Field, Fields, Item, Lit, PathArguments, Type, parse_quote};

use super::builders::is_flat;
use super::parts::{is, optional};

/// From how many bytes on a struct's fields are boxed.
const LARGE: usize = 4 * 1024;

/// The largest type that the runtime decodes: `AHEAD` of its `stack.rs` depends on it.
const LARGEST: usize = 16 * 1024;

/// The least that makes a `Box` worth an allocation.
const WORTH_A_BOX: usize = 64;

/// Numbers and truth values: an `Option` needs a place of its own beside these.
const SCALARS: [&str; 7] = ["bool", "f32", "f64", "i32", "i64", "u32", "u64"];

/// What is neither the document's nor known here, such as a type of the runtime.
const UNKNOWN: usize = 32;

/// Boxes the largest fields of large structs.
///
/// # Errors
///
/// When a type is too large all the same, as one with a thousand properties is.
pub(super) fn bound(types: &mut [Item]) -> Result<(), String> {
    let index: BTreeMap<String, usize> = types
        .iter()
        .enumerate()
        .filter_map(|(index, item)| Some((name(item)?, index)))
        .collect();
    let mut sizes = Sizes::default();
    for index in parts_first(types, &index) {
        let item = &mut types[index];
        let Some(name) = name(item) else { continue };
        if let Item::Struct(of) = item {
            shrink(&mut of.fields, &sizes);
        }
        let size = sizes.of_item(item);
        if size > LARGEST {
            return Err(format!(
                "its type `{name}` would take {size} bytes, more than {LARGEST}"
            ));
        }
        sizes.0.insert(name, size);
    }
    Ok(())
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

/// Boxes fields, the largest first, until the struct is not large.
fn shrink(fields: &mut Fields, sizes: &Sizes) {
    let Fields::Named(fields) = fields else {
        return;
    };
    let mut all = fields
        .named
        .iter()
        .fold(0_usize, |sum, of| sum.saturating_add(sizes.of_field(of)));
    while all > LARGE {
        let boxable = |field: &&mut Field| !is_flat(field) && can_be_boxed(&field.ty);
        let candidates = fields.named.iter_mut().filter(boxable).rev();
        let Some(largest) = candidates.max_by_key(|field| sizes.of_field(field)) else {
            return;
        };
        let size = sizes.of_field(largest);
        if size < WORTH_A_BOX {
            return;
        }
        largest.ty = boxed(&largest.ty);
        all = all.saturating_sub(size - sizes.of_field(largest));
    }
}

/// Whether it is a type of the document, or one that may be absent. Arrays stay, as their builders write them out.
fn can_be_boxed(ty: &Type) -> bool {
    match optional(ty).unwrap_or(ty) {
        Type::Path(path) => {
            let last = path.path.segments.last();
            last.is_some_and(|last| matches!(last.arguments, PathArguments::None))
        }
        _ => false,
    }
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
                    "Box" => 8,
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
        bound(&mut file.items)?;
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
    fn a_type_that_no_box_makes_small_is_an_error() {
        assert!(bounded(wide(680)).is_ok());
        assert_eq!(
            bounded(wide(700)).unwrap_err(),
            "its type `Wide` would take 16800 bytes, more than 16384"
        );
    }
}
