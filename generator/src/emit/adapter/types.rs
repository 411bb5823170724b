//! The items that progenitor made of schemas, as types of the graph; only what is read beside `src/types/`.

use syn::{Field, Fields, GenericArgument, Item, ItemEnum, PathArguments, Type};

use crate::api;
use crate::api::{
    Alias, Content, Float, Integer, NamedType, Places, Shape, Struct, TimeUnit, Types, Union,
    Variant, Word,
};
use crate::emit::builders::is_flat;
use crate::emit::parts::{ByType, wire_name};
use crate::lower::{Lowered, Scalar};

/// The types.
pub(in crate::emit) fn types(lowered: &Lowered, types: &ByType) -> Types {
    let is_own = |name: &str| types.contains_key(name);
    let named = types.iter().filter_map(|(name, items)| {
        let shape = match lowered.scalars.get(name) {
            Some(Scalar::Id) => Shape::Id,
            Some(Scalar::Flags(_)) => Shape::Flags(Vec::new()),
            None => items.iter().find_map(|item| shape(item, &is_own))?,
        };
        let ty = NamedType {
            description: String::new(),
            places: Places::default(),
            module: String::new(),
            is_sent: false,
            is_received: false,
            shape,
        };
        Some((name.clone(), ty))
    });
    named.collect()
}

fn shape(item: &Item, is_own: &dyn Fn(&str) -> bool) -> Option<Shape> {
    match item {
        Item::Struct(item) => Some(match &item.fields {
            Fields::Named(named) => {
                let mut fields = Vec::new();
                let mut extra = None;
                for of in &named.named {
                    match is_flat(of) {
                        true => extra = rust_type(&of.ty, is_own).inner().cloned(),
                        false => fields.extend(field(of, is_own)),
                    }
                }
                Shape::Struct(Struct {
                    fields,
                    extra,
                    payload: None,
                })
            }
            Fields::Unnamed(of) => alias(&of.unnamed[0].ty, is_own),
            Fields::Unit => alias(&Type::Verbatim(Default::default()), is_own),
        }),
        Item::Enum(item) => Some(enumeration(item, is_own)),
        Item::Type(item) => Some(alias(&item.ty, is_own)),
        _ => None,
    }
}

fn alias(ty: &Type, is_own: &dyn Fn(&str) -> bool) -> Shape {
    Shape::Alias(Alias {
        ty: rust_type(ty, is_own),
        is_displayed: false,
        is_parsed: false,
    })
}

fn field(field: &Field, is_own: &dyn Fn(&str) -> bool) -> Option<api::Field> {
    Some(api::Field {
        name: field.ident.as_ref()?.to_string(),
        wire: wire_name(field)?,
        ty: rust_type(&field.ty, is_own),
        is_required: !has_word(&field.attrs, "default"),
        description: String::new(),
        prefill: None,
    })
}

fn enumeration(item: &ItemEnum, is_own: &dyn Fn(&str) -> bool) -> Shape {
    if !has_word(&item.attrs, "untagged") {
        let words = item.variants.iter().map(|variant| Word {
            name: variant.ident.to_string(),
            value: String::new(),
        });
        return Shape::Words(words.collect());
    }
    let variants = item.variants.iter().filter_map(|variant| {
        Some(Variant {
            name: variant.ident.to_string(),
            description: String::new(),
            content: match &variant.fields {
                Fields::Named(of) => {
                    Content::Fields(of.named.iter().filter_map(|of| field(of, is_own)).collect())
                }
                Fields::Unnamed(of) => Content::Value(rust_type(&of.unnamed[0].ty, is_own)),
                Fields::Unit => return None,
            },
        })
    });
    Shape::Union(Union {
        variants: variants.collect(),
        is_displayed: false,
        is_parsed: false,
    })
}

/// A Rust type as a type of the graph.
pub(super) fn rust_type(ty: &Type, is_own: &dyn Fn(&str) -> bool) -> api::Type {
    let inner = |ty: &Type| Box::new(rust_type(ty, is_own));
    let path = match ty {
        Type::Path(path) => &path.path,
        Type::Array(array) => {
            let count = match &array.len {
                syn::Expr::Lit(syn::ExprLit {
                    lit: syn::Lit::Int(count),
                    ..
                }) => count.base10_parse().unwrap_or_default(),
                _ => 0,
            };
            return api::Type::Array(inner(&array.elem), count);
        }
        _ => return api::Type::Any,
    };
    let Some(last) = path.segments.last() else {
        return api::Type::Any;
    };
    let name = last.ident.to_string();
    let foreign = ["std", "serde_json", "openapi_client_runtime"];
    let is_foreign = path
        .segments
        .first()
        .is_some_and(|first| foreign.iter().any(|of| first.ident == of));
    if !is_foreign && is_own(&name) {
        return api::Type::Named(name);
    }
    let arguments: Vec<&Type> = match &last.arguments {
        PathArguments::AngleBracketed(of) => of
            .args
            .iter()
            .filter_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    };
    let argument = |index: usize| {
        arguments
            .get(index)
            .map_or(Box::new(api::Type::Any), |ty| inner(ty))
    };
    match name.as_str() {
        "Option" => api::Type::Optional(argument(0)),
        "Box" => api::Type::Boxed(argument(0)),
        "Vec" => api::Type::List(argument(0)),
        "Map" | "BTreeMap" => api::Type::Map(argument(1)),
        "JsonText" => api::Type::JsonText(argument(0)),
        "String" => api::Type::String,
        "bool" => api::Type::Bool,
        "f32" => api::Type::Float(Float::F32),
        "f64" => api::Type::Float(Float::F64),
        "i8" => api::Type::Integer(Integer::I8),
        "i16" => api::Type::Integer(Integer::I16),
        "i32" => api::Type::Integer(Integer::I32),
        "i64" => api::Type::Integer(Integer::I64),
        "u8" => api::Type::Integer(Integer::U8),
        "u16" => api::Type::Integer(Integer::U16),
        "u32" => api::Type::Integer(Integer::U32),
        "u64" => api::Type::Integer(Integer::U64),
        "UnixSeconds" => api::Type::Time(TimeUnit::Seconds),
        "UnixMilliseconds" => api::Type::Time(TimeUnit::Milliseconds),
        "Millidollars" => api::Type::Money,
        "FilePart" => api::Type::File,
        _ => api::Type::Any,
    }
}

/// Whether `#[serde(…)]` has a word, with or without a value.
pub(in crate::emit) fn has_word(attributes: &[syn::Attribute], word: &str) -> bool {
    attributes.iter().any(|attribute| {
        let mut has = false;
        if attribute.path().is_ident("serde") {
            let _ = attribute.parse_nested_meta(|meta| {
                has |= meta.path.is_ident(word);
                if meta.input.peek(syn::Token![=]) {
                    meta.value()?.parse::<syn::Lit>()?;
                }
                Ok(())
            });
        }
        has
    })
}
