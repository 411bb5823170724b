//! `src/scopes.rs`: handles that hold a path parameter, so that their calls need not repeat it.
//!
//! Scopes and operations of the graph in, the file out. A handle's methods call those of the client, which say what is sent.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs;
use super::imports::Imports;
use super::render::Renderer;
use super::rust_type::{Scope as Place, rust_type};
use super::secrets::{self, Member};
use super::send;
use crate::api::{Api, Operation, Scope};
use crate::file::File;
use crate::text;

/// The file; nothing where there are no scopes.
pub(super) fn file(renderer: &Renderer, api: &Api) -> Option<File> {
    let mut imports = Imports::default();
    imports.add("Argument");
    imports.add("ConversionError");
    for scope in &api.scopes {
        imports.add_type(&scope.parameter.ty);
        for operation in scope.operations(&api.operations) {
            let others = operation.arguments();
            let others = others.filter(|parameter| !scope.holds(parameter));
            others.for_each(|parameter| imports.add_type(&parameter.ty));
        }
    }
    let imports = imports.items(&quote!(crate), true);
    let items = api.scopes.iter().map(|scope| items(scope, api));
    let about = "Handles that hold what the path of many operations needs.";
    (!api.scopes.is_empty()).then(|| {
        renderer.items(
            "src/scopes.rs",
            &[about],
            quote!(#imports use crate::operations; #(#items)*),
        )
    })
}

/// The handle, the client's method that makes it, and its calls.
fn items(scope: &Scope, api: &Api) -> TokenStream {
    let Scope {
        method,
        type_name,
        parameter,
    } = scope;
    let held = send::setter(parameter);
    let (argument, ty) = (held.parameter(), rust_type(&parameter.ty, Place::Crate));
    let about = docs::comment(&[format!(
        "The calls of one {}: all operations that need it, made by [`Client::{method}`].",
        method.replace('_', " ")
    )]);
    let made = docs::comment(&docs::paragraphs(&[
        vec![format!(
            "The calls of one {}, which they need not repeat.",
            method.replace('_', " ")
        )],
        vec![docs::parameter_line(parameter)],
        vec!["Nothing is sent. An invalid value is returned by the calls.".to_string()],
    ]));
    let calls = scope
        .operations(&api.operations)
        .map(|operation| call(scope, operation));
    let field = &held.ident;
    let is_secret = parameter.is_secret
        || [method, &parameter.wire]
            .iter()
            .any(|name| secrets::is_secret(name));
    let hiding = secrets::struct_debug(
        type_name,
        &[
            Member::held("client", false),
            Member::held("held", is_secret),
        ],
    );
    let derived = match hiding {
        None => quote!(Debug, Clone),
        Some(_) => quote!(Clone),
    };
    let (method, type_name) = (format_ident!("{method}"), format_ident!("{type_name}"));
    quote! {
        #about
        #[derive(#derived)]
        pub struct #type_name { client: Client, held: Result<#ty, ConversionError> }

        #hiding

        impl Client {
            #made
            pub fn #method(&self, #field: #argument) -> #type_name {
                #type_name { client: self.clone(), held: #field.into_argument() }
            }
        }

        impl #type_name { #(#calls)* }
    }
}

/// A call of the handle: that of the client without the parameter which the handle holds.
fn call(scope: &Scope, operation: &Operation) -> TokenStream {
    let (name, request) = (
        format_ident!("{}", operation.name),
        format_ident!("{}", operation.request),
    );
    let link = format!("See [`Client::{name}`].");
    let docs = match text::documentation(&operation.summary).as_slice() {
        [title] => docs::joined(vec![title.clone()], &link),
        _ => vec![link],
    };
    let docs = docs::comment(&docs);
    let parameters = operation
        .arguments()
        .filter(|parameter| !scope.holds(parameter))
        .map(|parameter| {
            let setter = send::setter(parameter);
            let (ident, ty) = (&setter.ident, setter.parameter());
            quote!(#ident: #ty,)
        });
    let arguments = operation.arguments().map(|parameter| {
        let field = format_ident!("{}", parameter.field);
        match scope.holds(parameter) {
            true => quote!(self.held.clone()),
            false => quote!(#field),
        }
    });
    quote! {
        #docs
        pub fn #name(&self, #(#parameters)*) -> operations::#request {
            self.client.#name(#(#arguments),*)
        }
    }
}
