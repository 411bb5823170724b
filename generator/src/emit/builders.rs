//! Builders of request bodies: `types::builder`.
//!
//! A sent struct in, its builder out. progenitor's own builders are left behind: theirs have no documentation, and every
//! field of theirs is a `Result` that a reader has to think through.

use std::collections::BTreeSet;

use quote::{format_ident, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{Field, Item, ItemStruct, Path, Type, parse_quote};

use super::docs;
use super::parts::{argument, is};
use super::setter::Setter;

/// The builder of a struct with named fields, whose documentation is in place.
pub(super) fn builder(of: &ItemStruct, own: &BTreeSet<String>) -> Vec<Item> {
    let ident = &of.ident;
    let setters: Vec<Setter> = of
        .fields
        .iter()
        .filter_map(|field| {
            let name = field.ident.clone()?;
            let inner = argument(&field.ty).filter(|_| is(&field.ty, "Option"));
            let is_required = inner.is_none() && !is_flat(field);
            let presence = if is_required {
                "Required."
            } else {
                "Optional."
            };
            let mut attributes = field.attrs.clone();
            let said = docs::take(&mut attributes);
            let said: Vec<String> = said
                .lines()
                .map(|line| line.strip_prefix(' ').unwrap_or(line).to_string())
                .collect();
            let lines = docs::paragraphs(&[said, vec![presence.to_string()]]);
            let ty = qualified(inner.unwrap_or(&field.ty), own);
            Some(Setter::new(
                name,
                ty,
                is_required,
                docs::attributes(&lines),
                &|name| own.contains(name),
            ))
        })
        .collect();
    let fields = setters.iter().map(Setter::field);
    let functions = setters.iter().map(Setter::function);
    let values = setters.iter().zip(&of.fields).map(|(setter, field)| {
        let name = &setter.ident;
        let value = setter.value(&quote!(ConversionError), &quote!());
        let default = is_flat(field).then(|| quote!(.unwrap_or_default()));
        quote!(#name: #value #default,)
    });
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
fn qualified(ty: &Type, own: &BTreeSet<String>) -> Type {
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
