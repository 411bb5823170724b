//! The files of `src/operations/`: per tag the client's methods and the requests they start.
//!
//! Names and texts come from the lowered document, types from progenitor; how a request is sent is the runtime's business.

use std::collections::BTreeSet;
use std::rc::Rc;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Ident, Item, Type, parse_quote};

use super::body;
use super::docs;
use super::imports;
use super::parts::{Parts, argument, is, mentioned_by, optional, unexpected};
use super::render::Renderer;
use super::secrets;
use super::send;
use super::setter::Setter;
use super::tidy;
use crate::error::Error;
use crate::file::File;
use crate::lower::{Answer, BodyKind, Location, Lowered, Operation, Parameter, Tag};
use crate::names;
use crate::text;

/// An operation with the types that progenitor gave it.
pub(super) struct Joined {
    pub operation: Operation,
    /// Its type name: `ListChats`.
    pub ident: Ident,
    /// Its parameters in the order in which they are documented.
    pub fields: Vec<JoinedField>,
    /// The type of the body it sends.
    pub body: Option<Type>,
    /// The type of an answer that has content.
    pub answer: Option<Type>,
    /// The type that an answer other than 2xx holds.
    pub failure: Option<Type>,
    /// The names of the crate's own types.
    own: Rc<BTreeSet<String>>,
}

/// A parameter with its type, without the `Option` of an optional one.
pub(super) struct JoinedField {
    pub parameter: Parameter,
    pub ident: Ident,
    pub ty: Type,
}

/// Gives every operation its types.
pub(super) fn join(operations: &[Operation], parts: &mut Parts) -> Result<Vec<Joined>, Error> {
    let own: Rc<BTreeSet<String>> = Rc::new(parts.types.keys().cloned().collect());
    operations
        .iter()
        .map(|operation| {
            let name = names::pascal(&operation.name);
            let mut made = parts
                .operations
                .remove(&name)
                .ok_or_else(|| unexpected(&format!("no builder `{name}`")))?;
            let fields = operation
                .parameters
                .iter()
                .map(|parameter| {
                    let made = match parameter.location.is_part() {
                        true => body::part_type(parameter, &made.fields, &parts.types),
                        false => made.fields.remove(&parameter.field),
                    };
                    let ty = made.ok_or_else(|| {
                        unexpected(&format!("no field `{}` in `{name}`", parameter.field))
                    })?;
                    let inner = optional(&ty).filter(|_| !parameter.required);
                    let ty = inner.unwrap_or(&ty);
                    let item = argument(ty).filter(|_| is(ty, "Vec") && parameter.is_wrapped);
                    Ok(JoinedField {
                        ident: format_ident!("{}", parameter.field),
                        ty: item.unwrap_or(ty).clone(),
                        parameter: parameter.clone(),
                    })
                })
                .collect::<Result<_, Error>>()?;
            if operation
                .body
                .as_ref()
                .is_some_and(|body| body.kind == BodyKind::Parts)
            {
                // Each of its fields is a part; nobody sees the whole.
                let whole = made
                    .fields
                    .remove("body")
                    .and_then(|ty| mentioned_by(&ty).pop());
                if let Some(name) = whole {
                    parts.types.remove(&name);
                }
            }
            Ok(Joined {
                ident: format_ident!("{name}"),
                fields,
                body: operation.body.as_ref().and_then(|body| {
                    let made = made.fields.remove("body").map(without_builder);
                    body::value_type(body.kind, made)
                }),
                failure: operation
                    .failure
                    .as_ref()
                    .filter(|name| parts.types.contains_key(*name))
                    .map(|name| format_ident!("{name}"))
                    .map(|name| parse_quote!(types::#name)),
                answer: send::answer_type(operation.answer, made.answer),
                operation: operation.clone(),
                own: Rc::clone(&own),
            })
        })
        .collect()
}

/// `types::builder::X` → `types::X`.
fn without_builder(ty: Type) -> Type {
    let Type::Path(mut path) = ty else { return ty };
    path.path.segments = path
        .path
        .segments
        .into_iter()
        .filter(|segment| segment.ident != "builder")
        .collect();
    Type::Path(path)
}

/// The operations of each tag that has any, in the document's order of tags.
pub(super) fn by_tag<'a>(
    lowered: &'a Lowered,
    operations: &'a [Joined],
) -> impl Iterator<Item = (&'a Tag, Vec<&'a Joined>)> {
    lowered.tags.iter().filter_map(move |tag| {
        let of_tag: Vec<&Joined> = operations
            .iter()
            .filter(|joined| joined.operation.module == tag.module)
            .collect();
        (!of_tag.is_empty()).then_some((tag, of_tag))
    })
}

/// All files of `src/operations/`.
pub(super) fn files(
    renderer: &Renderer,
    lowered: &Lowered,
    operations: &[Joined],
) -> Result<Vec<File>, Error> {
    let mut files = Vec::new();
    let mut modules = Vec::new();
    for (tag, of_tag) in by_tag(lowered, operations) {
        modules.push(format_ident!("{}", tag.module));
        let methods = of_tag.iter().map(|joined| method(joined));
        let mut items: Vec<Item> = vec![parse_quote! {
            impl Client { #(#methods)* }
        }];
        for joined in &of_tag {
            items.extend(request(joined));
        }
        secrets::hide_also(&mut items, &|request, field| {
            let is_asked = |joined: &Joined| joined.ident == *request && is_hidden(joined, field);
            of_tag.iter().any(|joined| is_asked(joined))
        });
        tidy::shorten(&mut items, &request_names(operations));
        let mut all = imports::of(&items);
        all.extend(items);
        let title = vec![text::sentence(&tag.name)];
        let module_docs = docs::paragraphs(&[title, text::documentation(&tag.description)]);
        files.push(renderer.rust(
            &format!("src/operations/{}.rs", tag.module),
            &module_docs,
            &all,
        ));
    }
    modules.sort();
    let mut index: Vec<Item> = modules
        .iter()
        .map(|name| parse_quote!(mod #name;))
        .collect();
    index.extend(
        modules
            .iter()
            .map(|name| -> Item { parse_quote!(pub use self::#name::*;) }),
    );
    let module_docs =
        vec!["The requests that [`Client`](crate::Client)'s methods start; a file for each tag of the document.".to_string()];
    files.push(renderer.rust("src/operations/mod.rs", &module_docs, &index));
    Ok(files)
}

/// Whether the field of a request is in no debug print: headers and cookies, which carry what identifies a caller, and a
/// body that is one text, bytes or free JSON.
fn is_hidden(joined: &Joined, field: &Ident) -> bool {
    let is_header = joined.fields.iter().any(|joined| {
        let location = joined.parameter.location;
        joined.ident == *field && matches!(location, Location::Header | Location::Cookie)
    });
    let is_parameter = joined.fields.iter().any(|joined| joined.ident == *field);
    let is_open = |ty: &Type| {
        let names = mentioned_by(ty);
        let open = ["Value", "Map", "Bytes", "String"];
        names.iter().any(|name| open.contains(&name.as_str()))
    };
    is_header || (!is_parameter && *field != "client" && joined.body.as_ref().is_some_and(is_open))
}

/// The names of the requests: the types that the files of operations declare.
fn request_names(operations: &[Joined]) -> BTreeSet<String> {
    operations
        .iter()
        .map(|joined| joined.ident.to_string())
        .collect()
}

/// The client's method.
fn method(joined: &Joined) -> TokenStream {
    let operation = &joined.operation;
    let wire = vec![format!(
        "Sends `{} {}` (`{}`).",
        operation.method,
        text::code(&operation.path),
        text::code(&operation.id)
    )];
    let notes = operation
        .notes
        .iter()
        .map(|note| text::documentation(&format!("{}.", note.note)));
    let mut parts = vec![
        text::documentation(&operation.summary),
        text::documentation(&operation.description),
        wire,
    ];
    parts.extend(notes);
    if operation.answer == Answer::Unknown {
        let unknown =
            "The answer is an [`AnyBody`]: the document does not settle what a success brings.";
        parts.push(vec![unknown.to_string()]);
    }
    let lines = docs::paragraphs(&parts);
    let docs = docs::attributes(&lines);
    let (name, ident) = (format_ident!("{}", operation.name), &joined.ident);
    quote! {
        #(#docs)*
        pub fn #name(&self) -> #ident {
            #ident::new(self.clone())
        }
    }
}

/// The request's type with its setters and `send`.
fn request(joined: &Joined) -> [Item; 2] {
    let ident = &joined.ident;
    let setters = setters(joined);
    let fields = setters.iter().map(Setter::field);
    let names = setters.iter().map(|setter| &setter.ident);
    let functions = setters.iter().map(Setter::function);
    let send = send::function(joined, &setters);
    let docs = docs::attributes(&[format!(
        "The request that [`Client::{}`] starts: set its parameters, then [`send`](Self::send) it.",
        joined.operation.name
    )]);
    // A file is sent once: there is no second one to clone.
    let clone = (!joined.operation.sends_files()).then(|| quote!(, Clone));
    [
        parse_quote! {
            #(#docs)*
            #[derive(Debug #clone)]
            #[must_use = "a request does nothing until it is sent"]
            pub struct #ident { client: Client, #(#fields)* }
        },
        parse_quote! {
            impl #ident {
                fn new(client: Client) -> Self {
                    Self { client, #(#names: None,)* }
                }
                #(#functions)*
                #send
            }
        },
    ]
}

/// One setter per parameter, and one for the body.
fn setters(joined: &Joined) -> Vec<Setter> {
    // A type of the crate is written `types::X` here.
    let is_own = |name: &str| joined.own.contains(name);
    let of_parameters = joined.fields.iter().map(|field| {
        let parameter = &field.parameter;
        let presence = if parameter.required {
            "Required."
        } else {
            "Optional."
        };
        let tail = match &parameter.example {
            Some(example) => format!("{presence} Example: `{}`.", text::code(example)),
            None => presence.to_string(),
        };
        let lines = docs::paragraphs(&[text::documentation(&parameter.description), vec![tail]]);
        let docs = docs::attributes(&lines);
        let (ident, ty) = (field.ident.clone(), field.ty.clone());
        let mut setter = Setter::new(ident, ty, parameter.required, docs, &is_own);
        setter.range = parameter.range;
        setter
    });
    let of_body = body::setter(joined, &is_own);
    of_parameters.chain(of_body).collect()
}
