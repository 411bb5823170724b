//! The emitted types, described by what they take of JSON, so that it can be told which values of an example have a type.
//!
//! progenitor's items and the answers of the operations in, forms out. A Rust type that is not known here counts as one
//! that takes a text or a number, as those of the runtime do.

use quote::quote;
use syn::{Field, Fields, GenericArgument, Item, ItemEnum, PathArguments, Type, TypePath};

use super::builders::is_flat;
use super::operations::Joined;
use super::parts::{ByType, is, wire_name};
use super::send;
use crate::coverage::{Answer, Form, Forms, Object, Scalar};

/// The forms of all answers, and of the crate's own types.
pub(super) fn of(operations: &[Joined], types: &ByType) -> Forms {
    let answers = operations.iter().filter_map(|joined| {
        let ty = send::json_type(joined)?;
        let answer = Answer {
            // No token of such a type needs a space.
            rust_type: quote!(#ty).to_string().replace(' ', ""),
            form: of_type(&ty, types),
        };
        Some((joined.operation.pointer.clone(), answer))
    });
    let named = types.iter().filter_map(|(name, items)| {
        let form = items.iter().find_map(|item| of_item(item, types))?;
        Some((name.clone(), form))
    });
    Forms {
        answers: answers.collect(),
        named: named.collect(),
    }
}

fn of_item(item: &Item, types: &ByType) -> Option<Form> {
    match item {
        Item::Struct(item) => Some(of_fields(&item.fields, types)),
        Item::Enum(item) => Some(of_enum(item, types)),
        Item::Type(item) => Some(of_type(&item.ty, types)),
        _ => None,
    }
}

fn of_fields(fields: &Fields, types: &ByType) -> Form {
    match fields {
        Fields::Named(of) => {
            let mut object = Object::default();
            for field in &of.named {
                add(&mut object, field, types);
            }
            Form::Object(object)
        }
        Fields::Unnamed(of) if of.unnamed.len() == 1 => of_type(&of.unnamed[0].ty, types),
        // Only a null becomes this, and tuples are not made; neither holds a value that could be typed.
        Fields::Unnamed(_) | Fields::Unit => Form::Any,
    }
}

fn add(object: &mut Object, field: &Field, types: &ByType) {
    let form = of_type(&field.ty, types);
    if is_flat(field) {
        object.rest.push(form);
    } else if let Some(name) = wire_name(field) {
        let has_default = has_word(&field.attrs, "default");
        if !has_default && !is(&field.ty, "Option") {
            object.required.push(name.clone());
        }
        object.fields.insert(name, form);
    }
}

fn of_enum(item: &ItemEnum, types: &ByType) -> Form {
    let is_word = |variant: &syn::Variant| matches!(variant.fields, Fields::Unit);
    if has_word(&item.attrs, "untagged") {
        let variants = item.variants.iter().filter(|variant| !is_word(variant));
        Form::OneOf(variants.map(|of| of_fields(&of.fields, types)).collect())
    } else if item.variants.iter().all(is_word) {
        Form::Scalar(Scalar::Text)
    } else {
        Form::Any
    }
}

fn of_type(ty: &Type, types: &ByType) -> Form {
    match ty {
        Type::Path(path) => of_path(path, types),
        Type::Array(of) => Form::List(Box::new(of_type(&of.elem, types))),
        _ => Form::Any,
    }
}

fn of_path(path: &TypePath, types: &ByType) -> Form {
    let Some(last) = path.path.segments.last() else {
        return Form::Any;
    };
    let name = last.ident.to_string();
    let is_foreign = path.path.segments.first().is_some_and(|first| {
        ["std", "serde_json", "openapi_client_runtime"]
            .iter()
            .any(|of| first.ident == of)
    });
    if !is_foreign && types.contains_key(&name) {
        return Form::Named(name);
    }
    let arguments: Vec<Form> = match &last.arguments {
        PathArguments::AngleBracketed(of) => of
            .args
            .iter()
            .filter_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(of_type(ty, types)),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    };
    let argument = |index: usize| Box::new(arguments.get(index).cloned().unwrap_or(Form::Any));
    match name.as_str() {
        "Value" => Form::Any,
        "Option" | "Box" => *argument(0),
        "Vec" => Form::List(argument(0)),
        "Map" | "BTreeMap" | "HashMap" => Form::Map(argument(1)),
        "String" => Form::Scalar(Scalar::Text),
        "JsonText" if is_foreign => Form::Scalar(Scalar::Text),
        "bool" => Form::Scalar(Scalar::Boolean),
        "f32" | "f64" => Form::Scalar(Scalar::Number),
        "UnixMilliseconds" | "UnixSeconds" if is_foreign => Form::Scalar(Scalar::Number),
        name => integer(name).map_or(Form::Any, Form::Scalar),
    }
}

/// The range of an integer type: those of Rust, and the amounts of the runtime.
fn integer(name: &str) -> Option<Scalar> {
    let bare = name.strip_prefix("NonZero").unwrap_or(name);
    let (first, last) = match bare.to_ascii_lowercase().as_str() {
        "i8" => (i8::MIN.into(), i8::MAX.into()),
        "i16" => (i16::MIN.into(), i16::MAX.into()),
        "i32" => (i32::MIN.into(), i32::MAX.into()),
        "i64" | "millidollars" => (i64::MIN.into(), i64::MAX.into()),
        "u8" => (0, u8::MAX.into()),
        "u16" => (0, u16::MAX.into()),
        "u32" => (0, u32::MAX.into()),
        "u64" => (0, u64::MAX.into()),
        _ => return None,
    };
    let is_not_zero = bare != name && first == 0;
    Some(Scalar::Integer(first + i128::from(is_not_zero), last))
}

/// Whether `#[serde(…)]` has a word, with or without a value.
pub(super) fn has_word(attributes: &[syn::Attribute], word: &str) -> bool {
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use syn::parse_quote;

    use super::*;

    #[test]
    fn a_struct_tells_its_fields_by_their_names_in_json() {
        let types: ByType = BTreeMap::from([("Chat".to_string(), Vec::new())]);
        let item: Item = parse_quote!(
            pub struct Chat {
                #[serde(rename = "userId", skip_serializing_if = "Option::is_none", default)]
                pub user_id: ::std::option::Option<f64>,
                pub r#type: ::std::vec::Vec<Chat>,
                #[serde(flatten)]
                pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
            }
        );
        let number = Form::Scalar(Scalar::Number);
        let list = Form::List(Box::new(Form::Named("Chat".to_string())));
        assert_eq!(
            of_item(&item, &types),
            Some(Form::Object(Object {
                fields: [("userId", number), ("type", list)]
                    .map(|(name, form)| (name.to_string(), form))
                    .into(),
                required: vec!["type".to_string()],
                rest: vec![Form::Map(Box::new(Form::Any))],
            }))
        );
    }

    #[test]
    fn alternatives_and_words_are_told_apart() {
        let types = ByType::new();
        let union: Item = parse_quote!(
            #[serde(untagged)]
            pub enum Who {
                Id(::std::num::NonZeroU64),
                Text(::openapi_client_runtime::JsonText<Value>),
                Time(::openapi_client_runtime::UnixSeconds),
                Amount(::openapi_client_runtime::Millidollars),
                Other(::openapi_client_runtime::Unheard),
                Nobody,
            }
        );
        let i64s = Scalar::Integer(i64::MIN.into(), i64::MAX.into());
        let ids = Scalar::Integer(1, u64::MAX.into());
        let mut of = [ids, Scalar::Text, Scalar::Number, i64s]
            .map(Form::Scalar)
            .to_vec();
        of.push(Form::Any);
        assert_eq!(of_item(&union, &types), Some(Form::OneOf(of)));
        let words: Item = parse_quote!(
            pub enum Kind {
                A,
                #[serde(rename = "b")]
                B,
            }
        );
        assert_eq!(of_item(&words, &types), Some(Form::Scalar(Scalar::Text)));
    }
}
