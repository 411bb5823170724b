//! The builder of a struct that is sent.
//!
//! A struct in, the items of its builder out. progenitor's own builders have no documentation, and every field of theirs
//! is a `Result` that a reader has to think through.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::structs::{MAP_DOCS, field_docs};
use crate::api::{self, Field, Prefill, Struct, Type};
use crate::emit::docs;
use crate::emit::secrets::{self, Member};
use crate::emit::setter::Setter;
use crate::text;

/// The builder, its setters, and what finishes it.
pub(super) fn items(name: &str, of: &Struct) -> TokenStream {
    let fields = builder_fields(of);
    let lets = fields.iter().map(|field| &field.lets);
    let values = fields
        .iter()
        .map(|BuilderField { name, value, .. }| quote!(#name: #value,));
    let setters = || fields.iter().flat_map(|field| &field.setters);
    let names: Vec<_> = setters().map(|setter| &setter.ident).collect();
    let slots = setters().map(Setter::slot);
    let is_only = setters().count() == 1;
    let functions = setters().map(|setter| setter.slot_function(is_only));
    let about = docs::comment(&[format!("Builder of [`{name}`](types::{name}).")]);
    let builder_name = format!("{name}Builder");
    let hiding = secrets::struct_debug(&builder_name, &builder_members(of));
    let debug = hiding.is_none().then(|| quote!(Debug,));
    let (builder, ident) = (format_ident!("{builder_name}"), format_ident!("{name}"));
    quote! {
        #about
        #[derive(#debug Clone, Default)]
        #[must_use = "a builder does nothing until it is built"]
        pub struct #builder { #(#slots)* }
        impl #builder {
            #(#functions)*
            /// The finished value.
            ///
            /// # Errors
            ///
            /// A required field that is not set, or a value that is invalid.
            pub fn build(self) -> Result<types::#ident, ConversionError> {
                #(#lets)*
                Ok(types::#ident { #(#values)* })
            }
        }
        openapi_client_runtime::codegen::builder! { #builder { #(#names),* } }
        impl TryFrom<#builder> for types::#ident {
            type Error = ConversionError;
            fn try_from(builder: #builder) -> Result<Self, ConversionError> {
                builder.build()
            }
        }
        #hiding
    }
}

/// The setters of the builder of a struct, in order.
pub(in crate::emit) fn setters(of: &Struct) -> Vec<Setter> {
    let fields = builder_fields(of).into_iter();
    fields.flat_map(|field| field.setters).collect()
}

fn builder_fields(of: &Struct) -> Vec<BuilderField> {
    let fields = of.fields.iter().map(BuilderField::new);
    fields
        .chain(of.extra.as_ref().map(BuilderField::of_map))
        .collect()
}

/// The fields of the builder as `Debug` shows or hides them.
fn builder_members(of: &Struct) -> Vec<Member<'_>> {
    let fields = Member::all(of)
        .into_iter()
        .zip(of.fields.iter().map(Some).chain([None]));
    let each = fields.flat_map(
        |(member, field)| match field.and_then(|of| of.prefill.as_ref()) {
            Some(Prefill::Items(_, items)) => {
                let items = items.iter().map(|item| Member::new(&item.name, &item.ty));
                items.collect()
            }
            _ => vec![member],
        },
    );
    each.collect()
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
    fn new(field: &Field) -> Self {
        let name = format_ident!("{}", field.name);
        let default = match &field.prefill {
            Some(Prefill::Items(item, items)) => {
                return Self::of_items(name, item, items, &field.ty);
            }
            Some(Prefill::Default(value)) => Some(literal(value)),
            None => None,
        };
        let (presence, is_required) = match (&default, field.ty.optional()) {
            (Some(_), _) => ("The default is sent unless it is set.", false),
            (None, None) => ("Required.", true),
            (None, Some(_)) => ("", false),
        };
        let held = field.ty.present();
        // A caller sets what is in the box: a value, or its builder.
        let setter = setter(
            &name,
            held.unboxed(),
            is_required,
            field_docs(field),
            presence,
        );
        let mut value = setter.slot_value();
        if matches!(held, Type::Boxed(_)) {
            value = match is_required {
                true => quote!(Box::new(#value)),
                false => quote!(#value.map(Box::new)),
            };
        }
        let default = default.map(|default| quote!(.unwrap_or(#default)));
        Self {
            name,
            setters: vec![setter],
            lets: TokenStream::new(),
            value: quote!(#value #default),
        }
    }

    /// The map of all other properties.
    fn of_map(ty: &Type) -> Self {
        let name = format_ident!("{}", Struct::MAP);
        let setter = setter(&name, ty, false, vec![MAP_DOCS.to_string()], "");
        let value = setter.slot_value();
        Self {
            name,
            setters: vec![setter],
            lets: TokenStream::new(),
            value: quote!(#value.unwrap_or_default()),
        }
    }

    /// A list of fixed length: one setter for each item, which is built of that one value.
    fn of_items(name: Ident, item: &str, items: &[api::Item], list: &Type) -> Self {
        let item = format_ident!("{item}");
        let mut setters = Vec::new();
        let mut lets = TokenStream::new();
        let mut values = Vec::new();
        for part in items {
            let name = format_ident!("{}", part.name);
            let docs = text::documentation(&part.description);
            let setter = setter(&name, &part.ty, true, docs, "Required.");
            let value = setter.slot_value();
            let set = format_ident!("{}", part.setter);
            lets.extend(quote!(let #name = #value;));
            values.push(quote!(types::#item::builder().#set(#name).build()?));
            setters.push(setter);
        }
        let value = match list {
            Type::Array(..) => quote!([#(#values),*]),
            _ => quote!(vec![#(#values),*]),
        };
        Self {
            name,
            setters,
            lets,
            value,
        }
    }
}

fn setter(name: &Ident, ty: &Type, is_required: bool, docs: Vec<String>, presence: &str) -> Setter {
    Setter::new(name.clone(), ty, is_required, docs::joined(docs, presence))
}

fn literal(value: &api::Literal) -> TokenStream {
    match value {
        api::Literal::Bool(value) => quote!(#value),
        api::Literal::Integer(value) => {
            let value = Literal::i64_unsuffixed(*value);
            quote!(#value)
        }
        api::Literal::Float(value) => {
            let value = Literal::f64_unsuffixed(*value);
            quote!(#value)
        }
        api::Literal::String(value) => quote!(#value.to_string()),
    }
}
