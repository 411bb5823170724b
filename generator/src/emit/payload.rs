//! The payload of a wrapped answer, reachable in one step: `payload` and `into_payload` of the answer's type.
//!
//! In: where an operation says that its payload is, and what tells of a failure. Out: an `impl` block for the type of the
//! answer, or an error that names the property which is not there. The way leads through structs only; what may be absent
//! makes an `Option`.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Ident, Item, PathArguments, Type, parse_quote};

use super::adapter::operations::Joined;
use super::docs;
use super::parts::{ByType, field, is, optional, unboxed};
use crate::error::Error;
use crate::lower::Operation;
use crate::text;

/// The accessors of every answer that has a payload, by the name of its type.
pub(super) fn accessors(
    operations: &[Joined],
    types: &ByType,
) -> Result<BTreeMap<String, Item>, Error> {
    let mut accessors = BTreeMap::new();
    for joined in operations {
        let operation = &joined.operation;
        for (pointer, _) in &operation.outcome.success {
            check(joined, pointer, types)?;
        }
        if operation.outcome.payload.is_empty() {
            continue;
        }
        let name = answer(joined, types).ok_or_else(|| {
            wrong(
                operation,
                "x-payload",
                "its answer is no object with properties",
            )
        })?;
        let item = accessor(operation, &name, types)?;
        if let Some(other) = accessors.insert(name.clone(), item.clone())
            && other != item
        {
            let rule = format!("another operation that answers with `{name}` has another payload");
            return Err(wrong(operation, "x-payload", &rule));
        }
    }
    Ok(accessors)
}

/// A place that no answer has would never tell of a failure. What is below any JSON is not known.
fn check(joined: &Joined, pointer: &str, types: &ByType) -> Result<(), Error> {
    let operation = &joined.operation;
    if joined.answer.is_none() {
        return Err(wrong(operation, "x-success", "its answer is no JSON"));
    }
    let mut here = answer(joined, types);
    for property in pointer.split('/').skip(1) {
        let Some(name) = here else { break };
        let property = property.replace("~1", "/").replace("~0", "~");
        let (_, ty) = field(types, &name, &property).ok_or_else(|| {
            let rule = format!("`{property}` of `{pointer}` is no property of the type `{name}`");
            wrong(operation, "x-success", &rule)
        })?;
        here = struct_name(optional(&ty).unwrap_or(&ty), types);
    }
    Ok(())
}

fn answer(joined: &Joined, types: &ByType) -> Option<String> {
    struct_name(joined.answer.as_ref()?, types)
}

/// One property on the way.
struct Step {
    ident: Ident,
    is_optional: bool,
    /// How large a type is decides about its box, and must not be seen in a signature.
    is_boxed: bool,
}

fn accessor(operation: &Operation, name: &str, types: &ByType) -> Result<Item, Error> {
    let mut steps: Vec<Step> = Vec::new();
    let mut here = Some(name.to_string());
    let mut found: Option<Type> = None;
    for property in &operation.outcome.payload {
        let step = here.as_ref().and_then(|name| field(types, name, property));
        let (ident, ty) = step.ok_or_else(|| {
            let rule = match &here {
                Some(name) => format!("`{property}` is no property of the type `{name}`"),
                None => format!(
                    "`{property}` would be inside something that is no object with properties"
                ),
            };
            wrong(operation, "x-payload", &rule)
        })?;
        let inner = optional(&ty);
        let is_optional = inner.is_some();
        let held = inner.unwrap_or(&ty);
        steps.push(Step {
            ident,
            is_optional,
            is_boxed: is(held, "Box"),
        });
        let ty = unboxed(held);
        here = struct_name(ty, types);
        found = Some(ty.clone());
    }
    let ty = found.ok_or_else(|| wrong(operation, "x-payload", "it leads nowhere"))?;
    let is_optional = steps.iter().any(|step| step.is_optional);
    let (borrowed, taken) = (way(&steps, true), way(&steps, false));
    let answer = format_ident!("{name}");
    let path = text::code(&operation.outcome.payload.join("."));
    let absent = if is_optional {
        "; nothing where the answer has none"
    } else {
        ""
    };
    let show = docs::attributes(&[format!(
        "What was asked for, without what is around it: `{path}`{absent}."
    )]);
    let take = docs::attributes(&[format!("Takes out what was asked for: `{path}`{absent}.")]);
    Ok(if is_optional {
        parse_quote! {
            impl #answer {
                #(#show)*
                pub fn payload(&self) -> Option<&#ty> { #borrowed }
                #(#take)*
                pub fn into_payload(self) -> Option<#ty> { #taken }
            }
        }
    } else {
        parse_quote! {
            impl #answer {
                #(#show)*
                pub fn payload(&self) -> &#ty { #borrowed }
                #(#take)*
                pub fn into_payload(self) -> #ty { #taken }
            }
        }
    })
}

/// `self.data.data`, with `?` behind what is optional and not last, and no box around what is last.
fn way(steps: &[Step], is_borrowed: bool) -> TokenStream {
    let Some((last, before)) = steps.split_last() else {
        return quote!(self);
    };
    let mut way = quote!(self);
    for step in before {
        let ident = &step.ident;
        let borrow = (is_borrowed && step.is_optional).then(|| quote!(.as_ref()));
        let question = step.is_optional.then(|| quote!(?));
        way = quote!(#way.#ident #borrow #question);
    }
    let ident = &last.ident;
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

/// The name of a type that is a struct of ours itself, neither a list of it nor a text that holds it.
fn struct_name(ty: &Type, types: &ByType) -> Option<String> {
    let Type::Path(path) = unboxed(ty) else {
        return None;
    };
    let last = path.path.segments.last()?;
    let name = last.ident.to_string();
    let is_plain = matches!(last.arguments, PathArguments::None) && types.contains_key(&name);
    is_plain.then_some(name)
}

fn wrong(operation: &Operation, key: &str, rule: &str) -> Error {
    Error::new(
        format!("effective.yaml: {}/{key}", operation.pointer),
        rule,
        format!(
            "correct the way in the fixup that sets `{key}`; it leads through objects with properties"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lower::Outcome;

    /// Each function of the accessors of `data.list`, without its documentation.
    fn functions(answer: TokenStream) -> Vec<String> {
        let types = quote!(
            struct Data {
                list: Vec<String>,
            }
        );
        let types = [syn::parse2(answer).unwrap(), syn::parse2(types).unwrap()];
        let types = ["Answer", "Data"].into_iter().zip(types);
        let types = types.map(|(name, item): (_, Item)| (name.to_string(), vec![item]));
        let operation = Operation {
            outcome: Outcome {
                payload: vec!["data".to_string()],
                ..Outcome::default()
            },
            ..Operation::default()
        };
        let item = accessor(&operation, "Answer", &types.collect()).unwrap();
        let Item::Impl(block) = item else {
            panic!("{item:?}")
        };
        let functions = block.items.into_iter().map(|mut function| {
            if let syn::ImplItem::Fn(function) = &mut function {
                function.attrs.clear();
            }
            quote!(#function).to_string().replace(' ', "")
        });
        functions.collect()
    }

    #[test]
    fn the_signature_does_not_depend_on_a_box() {
        for (answer, expected) in [
            (
                quote!(
                    struct Answer {
                        data: Data,
                    }
                ),
                ["&self)->&Data{&self.data}", "self)->Data{self.data}"],
            ),
            (
                quote!(
                    struct Answer {
                        data: Box<Data>,
                    }
                ),
                ["&self)->&Data{&self.data}", "self)->Data{*self.data}"],
            ),
            (
                quote!(
                    struct Answer {
                        data: Option<Data>,
                    }
                ),
                [
                    "&self)->Option<&Data>{self.data.as_ref()}",
                    "self)->Option<Data>{self.data}",
                ],
            ),
            (
                quote!(
                    struct Answer {
                        data: Option<Box<Data>>,
                    }
                ),
                [
                    "&self)->Option<&Data>{self.data.as_deref()}",
                    "self)->Option<Data>{self.data.map(|of|*of)}",
                ],
            ),
        ] {
            let [borrowed, taken] = expected;
            let expected = [
                format!("pubfnpayload({borrowed}"),
                format!("pubfninto_payload({taken}"),
            ];
            assert_eq!(functions(answer), expected);
        }
    }
}
