//! A struct with its fields, as serde reads and writes them.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{about, derive, payload};
use crate::api::{Field, NamedType, Struct};
use crate::emit::docs;
use crate::emit::rust_type::{Scope, rust_type};
use crate::emit::secrets::{self, Member};
use crate::text;

/// What the map of all other properties says of itself.
pub(super) const MAP_DOCS: &str = "What else there is, by name: the document does not describe it.";

/// The struct, its builder's function, its payload's accessors, and a `Debug` that hides secrets.
pub(super) fn items(name: &str, named: &NamedType, of: &Struct) -> TokenStream {
    let ident = format_ident!("{name}");
    let docs = docs::comment(&about(named));
    let hiding = secrets::struct_debug(name, &Member::all(of));
    // What typify derives where nothing is required, callers may rely on.
    let has_default = of.extra.is_none() && of.fields.iter().all(|field| !field.is_required);
    let more = has_default.then(|| quote!(Default,));
    let derive = derive(hiding.is_none(), more);
    let fields = of.fields.iter().map(|field| {
        let on_the_wire = match field.wire == field.name {
            true => String::new(),
            false => format!("On the wire: `{}`.", text::code(&field.wire)),
        };
        let docs = docs::comment(&docs::joined(field_docs(field), &on_the_wire));
        let serde = serde(field);
        let (name, ty) = (
            format_ident!("{}", field.name),
            rust_type(&field.ty, Scope::Types),
        );
        quote!(#docs #serde pub #name: #ty,)
    });
    let extra = of.extra.as_ref().map(|map| {
        let docs = docs::comment(&[MAP_DOCS.to_string()]);
        let watched = map.named().map(|_| watched());
        let name = format_ident!("{}", Struct::MAP);
        let ty = rust_type(map, Scope::Types);
        quote!(#docs #[serde(flatten)] #watched pub #name: #ty)
    });
    let builder = named.is_sent.then(|| {
        let builder = format_ident!("{name}Builder");
        quote! {
            impl #ident {
                /// A builder, all of whose required fields have to be set.
                pub fn builder() -> builder::#builder {
                    Default::default()
                }
            }
            openapi_client_runtime::codegen::argument! { #ident, built by builder::#builder }
        }
    });
    let payload = of.payload.as_ref().map(|of| payload::accessors(name, of));
    quote! {
        #docs
        #derive
        #[non_exhaustive]
        pub struct #ident { #(#fields)* #extra }
        #builder
        #payload
        #hiding
    }
}

/// What a field says of itself, and that it is open where the description does not say so already.
pub(super) fn field_docs(field: &Field) -> Vec<String> {
    let description = &field.description;
    let mut lines = description.lines();
    let is_told = lines.any(|line| line.trim_start().starts_with("Any JSON:"));
    let open = match !is_told && field.ty.is_open() {
        true => vec![OPEN.to_string()],
        false => Vec::new(),
    };
    docs::paragraphs(&[text::documentation(description), open])
}

/// What a field of any JSON says of itself.
pub(super) const OPEN: &str = "Any JSON: the document does not say what this holds.";

/// How serde reads and writes a field.
pub(super) fn serde(field: &Field) -> Option<TokenStream> {
    let wire = &field.wire;
    let rename = (*wire != field.name).then(|| quote!(rename = #wire));
    let presence = match (field.is_required, field.ty.optional()) {
        (false, _) => Some(quote!(skip_serializing_if = "Option::is_none")),
        // Null, and not absent.
        (true, Some(_)) => Some(quote!(deserialize_with = "Option::deserialize")),
        (true, None) => None,
    };
    let options: Vec<TokenStream> = rename.into_iter().chain(presence).collect();
    (!options.is_empty()).then(|| quote!(#[serde(#(#options),*)]))
}

/// What serde buffers before it decodes it has its stack watched there, too, where it can nest.
pub(super) fn watched() -> TokenStream {
    quote!(#[serde(deserialize_with = "openapi_client_runtime::codegen::watched")])
}
