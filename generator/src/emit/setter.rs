//! Values that a caller gives: arguments of methods, setters of requests, fields of builders.
//!
//! A name and a type in, tokens out. All take an argument of the runtime, which knows what may be passed for each type; a
//! type that it does not know, such as a list of what may be null, is taken as it is.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use syn::Ident;

use super::docs;
use super::rust_type::{Scope, rust_type};
use crate::api::{Integer, Type};

/// A value and how it is given.
pub(super) struct Setter {
    pub ident: Ident,
    /// Without the `Option` of an optional one.
    pub ty: Type,
    pub is_required: bool,
    docs: Vec<String>,
    /// The smallest and the largest number that may be given.
    range: (Option<i64>, Option<i64>),
    /// Whether nothing but the type itself is taken.
    is_exact: bool,
}

impl Setter {
    /// The setter of a value of this type, which is written outside of `types`.
    pub fn new(ident: Ident, ty: &Type, is_required: bool, docs: Vec<String>) -> Self {
        Self {
            ident,
            ty: ty.clone(),
            is_required,
            docs,
            range: (None, None),
            is_exact: holds_options(ty),
        }
    }

    /// The same setter of a number that is refused outside of a range; only an `i64` is.
    pub fn in_range(self, range: (Option<i64>, Option<i64>)) -> Self {
        let range = match self.ty == Type::Integer(Integer::I64) {
            true if range.0.zip(range.1).is_none_or(|(min, max)| min <= max) => range,
            _ => (None, None),
        };
        Self { range, ..self }
    }

    /// Whether a number is checked before it is sent.
    pub fn has_range(&self) -> bool {
        self.range != (None, None)
    }

    /// The trait of the runtime whose values are taken; nothing where the type itself is.
    pub fn argument(&self) -> Option<&'static str> {
        match (self.is_exact, self.is_required) {
            (true, _) => None,
            (false, true) => Some("Argument"),
            (false, false) => Some("OptionalArgument"),
        }
    }

    /// The first line of its documentation.
    pub fn about(&self) -> Option<&str> {
        self.docs.first().map(String::as_str)
    }

    /// The type of the parameter of a function.
    pub fn parameter(&self) -> TokenStream {
        let ty = rust_type(&self.ty, Scope::Crate);
        match self.argument() {
            None => ty,
            Some(name) => {
                let name = format_ident!("{name}");
                quote!(impl #name<#ty>)
            }
        }
    }

    /// What is given on, where the parameter is called `name`.
    pub fn value(&self, name: &TokenStream) -> TokenStream {
        if self.is_exact {
            return quote!(Ok(#name));
        }
        let (min, max) = self.range;
        let (min, max) = (
            min.map(Literal::i64_unsuffixed),
            max.map(Literal::i64_unsuffixed),
        );
        match (&min, &max) {
            (None, None) => quote!(#name),
            // `..` and `=` put together would be two operators.
            (_, Some(max)) => quote!(in_range(#name, #min..=#max)),
            (Some(min), None) => quote!(in_range(#name, #min..)),
        }
    }

    /// The place for the value while it may not be set yet.
    pub fn slot(&self) -> TokenStream {
        let (ident, ty) = (&self.ident, rust_type(&self.ty, Scope::Crate));
        quote!(#ident: Slot<#ty>,)
    }

    /// The function that sets it, as this expression of `self` and `value`.
    pub fn function(&self, set: &TokenStream) -> TokenStream {
        let (ident, parameter) = (&self.ident, self.parameter());
        let docs = docs::comment(&self.docs);
        quote! {
            #docs
            pub fn #ident(self, value: #parameter) -> Self { #set }
        }
    }

    /// The function that sets it in its slot, beside other slots unless it is the only one.
    pub fn slot_function(&self, is_only: bool) -> TokenStream {
        let ident = &self.ident;
        let value = self.value(&quote!(value));
        let others = (!is_only).then(|| quote!(..self));
        self.function(&quote!(Self { #ident: Slot::new(#value), #others }))
    }

    /// An expression that is the value of the slot, or leaves by `?`.
    pub fn slot_value(&self) -> TokenStream {
        let ident = &self.ident;
        let name = ident.to_string();
        match self.is_required {
            true => quote!(self.#ident.required(#name)?),
            false => quote!(self.#ident.optional(#name)?),
        }
    }
}

/// Whether a list or a map holds what may be null, for which there is no argument.
fn holds_options(ty: &Type) -> bool {
    ty.inner()
        .is_some_and(|inner| inner.optional().is_some() || holds_options(inner))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signature(ty: &Type, is_required: bool) -> String {
        let setter = Setter::new(format_ident!("limit"), ty, is_required, Vec::new());
        setter.parameter().to_string().replace(' ', "")
    }

    #[test]
    fn what_may_be_left_out_takes_an_option() {
        let named = Type::Named("ChatId".to_string());
        assert_eq!(signature(&named, true), "implArgument<types::ChatId>");
        assert_eq!(
            signature(&Type::List(Box::new(named)), false),
            "implOptionalArgument<Vec<types::ChatId>>"
        );
    }

    #[test]
    fn a_list_of_what_may_be_null_is_taken_as_it_is() {
        let nullable = Type::List(Box::new(Type::Optional(Box::new(Type::Bool))));
        assert_eq!(signature(&nullable, true), "Vec<Option<bool>>");
        let setter = Setter::new(format_ident!("flags"), &nullable, true, Vec::new());
        assert_eq!(setter.value(&quote!(value)).to_string(), "Ok (value)");
    }

    #[test]
    fn a_range_is_checked_where_the_number_is_an_i64() {
        let checked = |ty: &Type, range| {
            let setter = Setter::new(format_ident!("limit"), ty, false, Vec::new());
            let value = setter.in_range(range).value(&quote!(value));
            value.to_string().replace(' ', "")
        };
        let long = Type::Integer(Integer::I64);
        assert_eq!(
            checked(&long, (Some(1), Some(100))),
            "in_range(value,1..=100)"
        );
        assert_eq!(checked(&long, (None, Some(100))), "in_range(value,..=100)");
        assert_eq!(checked(&long, (Some(1), None)), "in_range(value,1..)");
        assert_eq!(checked(&Type::String, (Some(1), None)), "value");
        // What no number satisfies is a mistake of the document.
        assert_eq!(checked(&long, (Some(100), Some(1))), "value");
    }
}
