//! The types of the graph, read from progenitor's: scaffolding until `lower` asks for them.

use std::collections::BTreeSet;

use quote::format_ident;
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Expr, ExprArray, ExprLit, Fields, Item, ItemEnum, Lit, Path, Type};

use crate::api::{self, Content, Field, NamedType, Shape, Struct, Types, Union, Variant};
use crate::emit::docs;
use crate::emit::parts::{ByType, argument, optional, renamed, wire_name};
use crate::lower::{Lowered, Scalar, numbers};

/// Tells the names of the crate's own types.
type IsOwn<'a> = &'a dyn Fn(&str) -> bool;

/// What progenitor's types are made of; nobody knows yet where they occur. The error says what the graph has no word for.
pub(in crate::emit) fn shapes(types: &ByType) -> Result<Types, String> {
    let own = |name: &str| types.contains_key(name);
    let each = types.iter().map(|(name, items)| {
        let (description, shape) = shape(name, items, &own)?;
        let named = NamedType {
            description,
            ..NamedType::new(shape)
        };
        Ok((name.clone(), named))
    });
    each.collect()
}

/// Adds what a fixup made of the types.
pub(in crate::emit) fn complete(types: &mut Types, lowered: &Lowered) {
    for (name, of) in types.iter_mut() {
        match lowered.scalars.get(name) {
            Some(Scalar::Id) => of.shape = Shape::Id,
            Some(Scalar::Flags(flags)) => {
                let flags = flags.iter().map(|flag| api::Flag {
                    name: flag.name.clone(),
                    bit: flag.bit,
                    description: flag.description.clone(),
                });
                of.shape = Shape::Flags(flags.collect());
            }
            None => {}
        }
    }
}

fn shape(name: &str, items: &[Item], own: IsOwn<'_>) -> Result<(String, Shape), String> {
    let has = |of: &str| {
        items.iter().any(|item| match item {
            Item::Impl(block) => block
                .trait_
                .as_ref()
                .is_some_and(|(path, _)| ends(path, of)),
            _ => false,
        })
    };
    for item in items {
        match item {
            Item::Struct(item) => {
                let said = description(&item.attrs, name);
                let shape = match &item.fields {
                    Fields::Named(named) => Shape::Struct(structure(named, own)?),
                    Fields::Unnamed(unnamed) if unnamed.unnamed.len() == 1 => {
                        let ty = exact_type(&unnamed.unnamed[0].ty, own)?;
                        let mut values = Integers::default();
                        items
                            .iter()
                            .cloned()
                            .for_each(|mut item| values.visit_item_mut(&mut item));
                        if values.0.is_empty() {
                            Shape::Alias(api::Alias {
                                ty,
                                is_displayed: has("Display"),
                                is_parsed: has("FromStr"),
                            })
                        } else {
                            Shape::Numbers(numbers(values.0, &said))
                        }
                    }
                    _ => return Err("a struct is a tuple".to_string()),
                };
                return Ok((said, shape));
            }
            Item::Enum(item) => {
                let said = description(&item.attrs, name);
                let shape = if has_word(&item.attrs, "untagged") {
                    Shape::Union(Union {
                        variants: variants(item, own)?,
                        is_displayed: has("Display"),
                        is_parsed: has("FromStr"),
                    })
                } else {
                    Shape::Words(words(item)?)
                };
                return Ok((said, shape));
            }
            _ => {}
        }
    }
    Err(format!("`{name}` is no type"))
}

fn structure(fields: &syn::FieldsNamed, own: IsOwn<'_>) -> Result<Struct, String> {
    let mut of = Struct::default();
    for field in &fields.named {
        if is_flat(field) {
            of.extra = match exact_type(&field.ty, own)? {
                api::Type::Map(of) => Some(*of),
                _ => return Err("`extra` is no map".to_string()),
            };
        } else {
            of.fields.push(self::field(field, own)?);
        }
    }
    Ok(of)
}

fn field(field: &syn::Field, own: IsOwn<'_>) -> Result<Field, String> {
    let ty = exact_type(&field.ty, own)?;
    // The body of a form of parts has lists with a default, but nobody prints it.
    let is_optional = ["skip_serializing_if", "default"];
    let is_required = !is_optional.iter().any(|word| has_word(&field.attrs, word));
    Ok(Field {
        name: field
            .ident
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        wire: wire_name(field).unwrap_or_default(),
        ty,
        is_required,
        description: docs::take(&mut field.attrs.clone()),
        prefill: None,
    })
}

fn variants(item: &ItemEnum, own: IsOwn<'_>) -> Result<Vec<Variant>, String> {
    let each = item.variants.iter().map(|variant| {
        let content = match &variant.fields {
            Fields::Named(fields) => Content::Fields(structure(fields, own)?),
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                Content::Value(exact_type(&fields.unnamed[0].ty, own)?)
            }
            _ => return Err("a variant is no value".to_string()),
        };
        Ok(Variant {
            name: variant.ident.to_string(),
            description: docs::take(&mut variant.attrs.clone()),
            content,
        })
    });
    each.collect()
}

fn words(item: &ItemEnum) -> Result<Vec<api::Word>, String> {
    let each = item.variants.iter().map(|variant| match variant.fields {
        Fields::Unit => {
            let name = variant.ident.to_string();
            let value = variant.attrs.iter().find_map(renamed);
            Ok(api::Word {
                value: value.unwrap_or_else(|| name.clone()),
                name,
            })
        }
        _ => Err("a variant is no word".to_string()),
    });
    each.collect()
}

/// What the attributes say, without the name of the type that progenitor writes where nothing is said.
fn description(attributes: &[Attribute], name: &str) -> String {
    let said = docs::take(&mut attributes.to_vec());
    match said.trim() == format!("`{name}`") {
        true => String::new(),
        false => said,
    }
}

/// A type in the words of the graph; any JSON for what it has no word for.
pub(super) fn rust_type(ty: &Type, own: IsOwn<'_>) -> api::Type {
    exact_type(ty, own).unwrap_or_default()
}

/// A type in the words of the graph.
fn exact_type(ty: &Type, own: IsOwn<'_>) -> Result<api::Type, String> {
    use api::{Float, Integer, TimeUnit, Type as Of};
    let unknown = || format!("`{}` is no type of the graph", quote::quote!(#ty));
    let inner =
        |ty: Option<&Type>| Ok::<_, String>(Box::new(exact_type(ty.ok_or_else(unknown)?, own)?));
    if let Type::Array(array) = ty {
        let Expr::Lit(ExprLit {
            lit: Lit::Int(length),
            ..
        }) = &array.len
        else {
            return Err(unknown());
        };
        let length = length.base10_parse().map_err(|_| unknown())?;
        return Ok(Of::Array(inner(Some(&array.elem))?, length));
    }
    let Type::Path(path) = ty else {
        return Err(unknown());
    };
    let last = path.path.segments.last().ok_or_else(unknown)?;
    let name = last.ident.to_string();
    let segments = path.path.segments.len();
    let is_own = segments == 1 || segments == 2 && path.path.segments[0].ident == "types";
    if is_own && own(&name) {
        return Ok(Of::Named(name));
    }
    Ok(match name.as_str() {
        "Value" => Of::Any,
        "bool" => Of::Bool,
        "i8" => Of::Integer(Integer::I8),
        "i16" => Of::Integer(Integer::I16),
        "i32" => Of::Integer(Integer::I32),
        "i64" => Of::Integer(Integer::I64),
        "u8" => Of::Integer(Integer::U8),
        "u16" => Of::Integer(Integer::U16),
        "u32" => Of::Integer(Integer::U32),
        "u64" => Of::Integer(Integer::U64),
        "f32" => Of::Float(Float::F32),
        "f64" => Of::Float(Float::F64),
        "String" => Of::String,
        "UnixSeconds" => Of::Time(TimeUnit::Seconds),
        "UnixMilliseconds" => Of::Time(TimeUnit::Milliseconds),
        "Millidollars" => Of::Money,
        "FilePart" => Of::File,
        "Bytes" => Of::Bytes,
        "Multipart" => Of::Multipart,
        "JsonText" => Of::JsonText(inner(argument(ty))?),
        "Vec" => Of::List(inner(argument(ty))?),
        "Option" => Of::Optional(inner(optional(ty))?),
        "Box" => Of::Boxed(inner(argument(ty))?),
        "Map" | "BTreeMap" => Of::Map(inner(last_argument(ty))?),
        _ => return Err(unknown()),
    })
}

fn last_argument(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let syn::PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments
    else {
        return None;
    };
    match arguments.args.last()? {
        syn::GenericArgument::Type(ty) => Some(ty),
        _ => None,
    }
}

fn ends(path: &Path, name: &str) -> bool {
    path.segments.last().is_some_and(|last| last.ident == name)
}

/// All integers that stand in lists.
#[derive(Default)]
struct Integers(Vec<i64>);

impl VisitMut for Integers {
    fn visit_expr_array_mut(&mut self, array: &mut ExprArray) {
        for element in &array.elems {
            let (sign, literal) = match element {
                Expr::Unary(unary) => (-1, &*unary.expr),
                other => (1, other),
            };
            if let Expr::Lit(ExprLit {
                lit: Lit::Int(number),
                ..
            }) = literal
            {
                self.0.extend(
                    number
                        .base10_parse::<i64>()
                        .ok()
                        .map(|number| sign * number),
                );
            }
        }
        visit_mut::visit_expr_array_mut(self, array);
    }
}

/// Whether a field holds all other properties.
pub(in crate::emit) fn is_flat(field: &syn::Field) -> bool {
    has_word(&field.attrs, "flatten")
}

/// A type as it is written outside the module of types: `Order` becomes `types::Order`.
pub(in crate::emit) fn qualified(ty: &Type, own: &BTreeSet<String>) -> Type {
    struct Qualify<'a>(&'a BTreeSet<String>);
    impl VisitMut for Qualify<'_> {
        fn visit_path_mut(&mut self, path: &mut Path) {
            if path
                .get_ident()
                .is_some_and(|ident| self.0.contains(&ident.to_string()))
            {
                path.segments.insert(0, format_ident!("types").into());
            }
            visit_mut::visit_path_mut(self, path);
        }
    }
    let mut ty = ty.clone();
    Qualify(own).visit_type_mut(&mut ty);
    ty
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
