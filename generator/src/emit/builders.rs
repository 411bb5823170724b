//! Builders of request bodies: `types::builder`.
//!
//! A sent struct in, its builder out. progenitor's own builders are left behind: theirs have no documentation, and every
//! field of theirs is a `Result` that a reader has to think through.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{Field, Ident, Item, ItemStruct, Path, Type, parse_quote};

use super::docs;
use super::parts::{is, optional, unboxed};
use super::prefilled::{Filling, Items};
use super::setter::Setter;
use crate::text;

/// The builder of a struct with named fields, whose documentation is in place.
///
/// `filled` are the fields that need not be set as they are.
pub(super) fn builder(
    of: &ItemStruct,
    own: &BTreeSet<String>,
    filled: Option<&BTreeMap<String, Filling>>,
) -> Vec<Item> {
    let ident = &of.ident;
    let filling = |field: &Field| filled?.get(&field.ident.as_ref()?.to_string());
    let fields: Vec<BuilderField> = of
        .fields
        .iter()
        .filter_map(|field| {
            let name = field.ident.clone()?;
            if let Some(Filling::Items(items)) = filling(field) {
                return Some(BuilderField::of_items(name, items, own));
            }
            let default = match filling(field) {
                Some(Filling::Default(value)) => Some(value),
                _ => None,
            };
            let inner = optional(&field.ty);
            let is_required = inner.is_none() && !is_flat(field) && default.is_none();
            let presence = match default {
                Some(_) => "Optional: the default is sent unless it is set.".to_string(),
                None if is_required => "Required.".to_string(),
                None => "Optional.".to_string(),
            };
            let mut attributes = field.attrs.clone();
            let said = docs::take(&mut attributes);
            let said: Vec<String> = said
                .lines()
                .map(|line| line.strip_prefix(' ').unwrap_or(line).to_string())
                .collect();
            let lines = docs::paragraphs(&[said, vec![presence]]);
            let held = inner.unwrap_or(&field.ty);
            // A caller sets what is in the box: a value, or its builder.
            let ty = qualified(unboxed(held), own);
            let docs = docs::attributes(&lines);
            let is_own = |name: &str| own.contains(name);
            let setter = Setter::new(name.clone(), ty, is_required, docs, &is_own);
            let mut value = setter.value(&quote!(ConversionError), &quote!());
            if is(held, "Box") {
                value = match is_required {
                    true => quote!(Box::new(#value)),
                    false => quote!(#value.map(Box::new)),
                };
            }
            let absent = match default {
                Some(value) => Some(quote!(.unwrap_or(#value))),
                None => is_flat(field).then(|| quote!(.unwrap_or_default())),
            };
            Some(BuilderField {
                name,
                setters: vec![setter],
                lets: TokenStream::new(),
                value: quote!(#value #absent),
            })
        })
        .collect();
    let lets = fields.iter().map(|field| &field.lets);
    let values = fields
        .iter()
        .map(|BuilderField { name, value, .. }| quote!(#name: #value,));
    let setters: Vec<&Setter> = fields.iter().flat_map(|field| &field.setters).collect();
    let fields = setters.iter().map(|setter| setter.field());
    let functions = setters.iter().map(|setter| setter.function());
    let about = docs::attributes(&[format!("Builder of [`{ident}`](types::{ident}).")]);
    let builder = format_ident!("{ident}");
    vec![
        parse_quote! {
            #(#about)*
            #[derive(Debug, Clone, Default)]
            #[must_use = "a builder does nothing until it is built"]
            pub struct #builder { #(#fields)* }
        },
        parse_quote! {
            impl #builder {
                #(#functions)*
                /// The finished value.
                ///
                /// # Errors
                ///
                /// A required field that is not set, or a value that does not fit.
                pub fn build(self) -> Result<types::#ident, ConversionError> {
                    #(#lets)*
                    Ok(types::#ident { #(#values)* })
                }
            }
        },
        parse_quote! {
            impl TryFrom<#builder> for types::#ident {
                type Error = ConversionError;
                fn try_from(builder: #builder) -> Result<Self, ConversionError> {
                    builder.build()
                }
            }
        },
    ]
}

/// A field of what is built, with the setters that give its value.
struct BuilderField {
    name: Ident,
    setters: Vec<Setter>,
    /// What stands before the value.
    lets: TokenStream,
    value: TokenStream,
}

impl BuilderField {
    /// A list of fixed length: one setter for each item, which is built of that one value.
    fn of_items(name: Ident, items: &Items, own: &BTreeSet<String>) -> Self {
        let item = &items.item;
        let mut setters = Vec::new();
        let mut lets = TokenStream::new();
        let mut values = Vec::new();
        for part in &items.parts {
            let said = text::documentation(&part.description);
            let docs = docs::paragraphs(&[said, vec!["Required.".to_string()]]);
            let setter = Setter::new(
                part.ident.clone(),
                qualified(&part.ty, own),
                true,
                docs::attributes(&docs),
                &|name| own.contains(name),
            );
            let value = setter.value(&quote!(ConversionError), &quote!());
            let (name, set) = (&part.ident, &part.setter);
            lets.extend(quote!(let #name = #value;));
            values.push(quote!(types::#item::builder().#set(#name).build()?));
            setters.push(setter);
        }
        let value = if items.is_vec {
            quote!(vec![#(#values),*])
        } else {
            quote!([#(#values),*])
        };
        Self {
            name,
            setters,
            lets,
            value,
        }
    }
}

/// Whether a field holds all other properties.
pub(super) fn is_flat(field: &Field) -> bool {
    field.attrs.iter().any(|attribute| {
        let mut is_flat = false;
        if attribute.path().is_ident("serde") {
            let _ = attribute.parse_nested_meta(|meta| {
                is_flat |= meta.path.is_ident("flatten");
                Ok(())
            });
        }
        is_flat
    })
}

/// A type as it is written outside the module of types: `Order` becomes `types::Order`.
pub(super) fn qualified(ty: &Type, own: &BTreeSet<String>) -> Type {
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
