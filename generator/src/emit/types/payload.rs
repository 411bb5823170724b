//! The payload of a wrapped response, reachable in one step: `payload` and `into_payload` of the response's type.
//!
//! The way through fields in, an `impl` block out. What may be absent makes an `Option`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::api::{Payload, Step};
use crate::emit::docs;
use crate::emit::rust_type::{Scope, rust_type};
use crate::text;

/// The accessors of the type `name`.
pub(super) fn accessors(name: &str, payload: &Payload) -> TokenStream {
    let is_optional = payload.steps.iter().any(|step| step.is_optional);
    let (borrowed, taken) = (way(&payload.steps, true), way(&payload.steps, false));
    let path = text::code(&payload.properties.join("."));
    let absent = match is_optional {
        true => "; nothing where the response has none",
        false => "",
    };
    let show = format!("What was asked for, without what is around it: `{path}`{absent}.");
    let take = format!("Takes out what was asked for: `{path}`{absent}.");
    let (show, take) = (docs::comment(&[show]), docs::comment(&[take]));
    let (name, ty) = (
        format_ident!("{name}"),
        rust_type(&payload.ty, Scope::Types),
    );
    let (shown, owned) = match is_optional {
        true => (quote!(Option<&#ty>), quote!(Option<#ty>)),
        false => (quote!(&#ty), ty),
    };
    quote! {
        impl #name {
            #show
            pub fn payload(&self) -> #shown { #borrowed }
            #take
            pub fn into_payload(self) -> #owned { #taken }
        }
    }
}

/// `self.data.data`, with `?` behind what is optional and not last, and no box around what is last.
fn way(steps: &[Step], is_borrowed: bool) -> TokenStream {
    let Some((last, before)) = steps.split_last() else {
        return quote!(self);
    };
    let mut way = quote!(self);
    for step in before {
        let ident = format_ident!("{}", step.field);
        let borrow = (is_borrowed && step.is_optional).then(|| quote!(.as_ref()));
        let question = step.is_optional.then(|| quote!(?));
        way = quote!(#way.#ident #borrow #question);
    }
    let ident = format_ident!("{}", last.field);
    let way = quote!(#way.#ident);
    if last.is_optional {
        return match (is_borrowed, last.is_boxed) {
            (true, false) => quote!(#way.as_ref()),
            (true, true) => quote!(#way.as_deref()),
            (false, false) => way,
            (false, true) => quote!(#way.map(|of| *of)),
        };
    }
    let is_optional = before.iter().any(|step| step.is_optional);
    match (is_borrowed, is_optional) {
        // A reference to a box is one to its content where the type is known.
        (true, false) => quote!(&#way),
        (true, true) if last.is_boxed => quote!(Some(&*#way)),
        (true, true) => quote!(Some(&#way)),
        (false, _) => {
            let way = if last.is_boxed { quote!(*#way) } else { way };
            if is_optional { quote!(Some(#way)) } else { way }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Type;

    #[test]
    fn the_signature_does_not_depend_on_a_box() {
        for (is_optional, is_boxed, shown, owned) in [
            (false, false, "&Data{&self.data}", "Data{self.data}"),
            (false, true, "&Data{&self.data}", "Data{*self.data}"),
            (
                true,
                false,
                "Option<&Data>{self.data.as_ref()}",
                "Option<Data>{self.data}",
            ),
            (
                true,
                true,
                "Option<&Data>{self.data.as_deref()}",
                "Option<Data>{self.data.map(|of|*of)}",
            ),
        ] {
            let payload = Payload {
                properties: vec!["data".to_string()],
                steps: vec![Step {
                    field: "data".to_string(),
                    is_optional,
                    is_boxed,
                }],
                ty: Type::Named("Data".to_string()),
            };
            let text = accessors("Response", &payload).to_string().replace(' ', "");
            for function in [
                format!("payload(&self)->{shown}"),
                format!("into_payload(self)->{owned}"),
            ] {
                assert!(text.contains(&function), "{text}");
            }
        }
    }
}
