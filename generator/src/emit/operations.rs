//! The files of `src/operations/`: per tag the client's methods and the requests they start.
//!
//! Operations of the graph in, files out; how a request is sent is the runtime's business.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::body;
use super::docs;
use super::imports::Imports;
use super::render::Renderer;
use super::secrets::{self, Member};
use super::send;
use super::setter::Setter;
use crate::api::{
    Api, BodyKind, Integer, Location, Operation, Parameter, Response, Style, Tag, Type,
};
use crate::file::File;
use crate::text;

/// The operations of each tag that has any, in the document's order of tags.
pub(super) fn by_tag(api: &Api) -> impl Iterator<Item = (&Tag, Vec<&Operation>)> {
    api.tags.iter().filter_map(|tag| {
        let operations = api.operations.iter();
        let of_tag: Vec<_> = operations.filter(|of| of.module == tag.module).collect();
        (!of_tag.is_empty()).then_some((tag, of_tag))
    })
}

/// All files of `src/operations/`.
pub(super) fn files(renderer: &Renderer, api: &Api) -> Vec<File> {
    let mut files = Vec::new();
    let mut modules = Vec::new();
    for (tag, operations) in by_tag(api) {
        modules.push(format_ident!("{}", tag.module));
        let imports = imports(&operations).items(&quote!(crate), true);
        let methods = operations.iter().map(|operation| method(operation));
        let requests = operations.iter().map(|operation| request(operation));
        let (requests, hiding): (Vec<_>, Vec<_>) = requests.unzip();
        let title = vec![text::sentence(&tag.name)];
        files.push(renderer.items(
            &format!("src/operations/{}.rs", tag.module),
            &docs::paragraphs(&[title, text::documentation(&tag.description)]),
            quote! {
                #imports
                impl Client { #(#methods)* }
                #(#requests)*
                #(#hiding)*
            },
        ));
    }
    modules.sort();
    let module_docs = "The requests that [`Client`](crate::Client)'s methods start; a file for each tag of the document.";
    files.push(renderer.items(
        "src/operations/mod.rs",
        &[module_docs],
        quote!(#(mod #modules;)* #(pub use self::#modules::*;)*),
    ));
    files
}

/// What a file of these operations uses by short names.
fn imports(operations: &[&Operation]) -> Imports {
    let mut imports = Imports::default();
    for name in ["Error", "Method", "Response"] {
        imports.add(name);
    }
    for operation in operations {
        for parameter in &operation.parameters {
            imports.add_type(&parameter.ty);
            if parameter.location == Location::Query && parameter.style != Style::Repeat {
                imports.add("QueryStyle");
            }
            if has_range(parameter) {
                imports.add("check_range");
            }
        }
        if let Some(body) = &operation.body {
            body.ty.iter().for_each(|ty| imports.add_type(ty));
            if body.kind == BodyKind::Parts {
                imports.add("Multipart");
            }
        }
        match &operation.response {
            Response::Empty | Response::Text => {}
            Response::Json { ty, .. } => imports.add_type(ty),
            Response::Bytes => imports.add("Bytes"),
            Response::Unknown => imports.add("AnyBody"),
        }
        if operation.response != Response::Empty && !operation.success.is_empty() {
            imports.add("Expected");
        }
    }
    imports
}

/// Whether the number that a caller sets is checked before it is sent; only `i64` is.
fn has_range(parameter: &Parameter) -> bool {
    let (min, max) = parameter.range;
    parameter.ty == Type::Integer(Integer::I64) && (min.is_some() || max.is_some())
}

/// The client's method.
fn method(operation: &Operation) -> TokenStream {
    let wire = format!(
        "Sends `{} {}` (`{}`).",
        operation.method,
        text::code(&operation.path),
        text::code(&operation.id)
    );
    let mut parts = vec![
        text::documentation(&operation.summary),
        text::documentation(&operation.description),
        vec![wire],
    ];
    let notes = operation.notes.iter();
    parts.extend(notes.map(|note| text::documentation(&format!("{}.", note.note))));
    if operation.response == Response::Unknown {
        let unknown =
            "The answer is an [`AnyBody`]: the document does not settle what a success brings.";
        parts.push(vec![unknown.to_string()]);
    }
    let docs = docs::comment(&docs::paragraphs(&parts));
    let (name, request) = (
        format_ident!("{}", operation.name),
        format_ident!("{}", operation.request),
    );
    quote! {
        #docs
        pub fn #name(&self) -> #request {
            #request::new(self.clone())
        }
    }
}

/// The request's type with its setters and `send`; and a `Debug` of its own where it holds what is not to be shown.
fn request(operation: &Operation) -> (TokenStream, Option<TokenStream>) {
    let request = format_ident!("{}", operation.request);
    let setters: Vec<Setter> = operation
        .parameters
        .iter()
        .map(parameter_setter)
        .chain(body::setter(operation))
        .collect();
    let fields = setters.iter().map(Setter::field);
    let names = setters.iter().map(|setter| &setter.ident);
    let functions = setters.iter().map(Setter::function);
    let send = send::function(operation, &setters);
    let docs = docs::comment(&[format!(
        "The request that [`Client::{}`] starts: set its parameters, then [`send`](Self::send) it.",
        operation.name
    )]);
    let hiding = hiding(operation);
    let mut derives = Vec::new();
    if hiding.is_none() {
        derives.push(quote!(Debug));
    }
    // A file is sent once: there is no second one to clone.
    if !operation.sends_files() {
        derives.push(quote!(Clone));
    }
    let items = quote! {
        #docs
        #[derive(#(#derives),*)]
        #[must_use = "a request does nothing until it is sent"]
        pub struct #request { client: Client, #(#fields)* }

        impl #request {
            fn new(client: Client) -> Self {
                Self { client, #(#names: None,)* }
            }
            #(#functions)*
            #send
        }
    };
    (items, hiding)
}

/// `impl Debug` for a request with fields that are not to be shown: headers and cookies, which carry what identifies a
/// caller, secrets, and a body that is one text, bytes or free JSON.
fn hiding(operation: &Operation) -> Option<TokenStream> {
    let client = Type::Named("Client".to_string());
    let parameters = operation.parameters.iter().map(|parameter| {
        let is_header = matches!(parameter.location, Location::Header | Location::Cookie);
        Member::new(&parameter.field, &parameter.ty).hidden(is_header)
    });
    let body = operation.body.as_ref().and_then(|body| body.ty.as_ref());
    let body = body.map(|ty| Member::new("body", ty).hidden(holds_text(ty)));
    let members: Vec<Member<'_>> = std::iter::once(Member::new("client", &client))
        .chain(parameters)
        .chain(body)
        .collect();
    secrets::struct_debug(&operation.request, &members)
}

/// Whether a body is, or is made of, strings, bytes or any JSON.
fn holds_text(ty: &Type) -> bool {
    matches!(ty, Type::Any | Type::String | Type::Bytes | Type::Map(_))
        || ty.inner().is_some_and(holds_text)
}

/// The setter of a parameter.
fn parameter_setter(parameter: &Parameter) -> Setter {
    let presence = match parameter.required {
        true => "Required.",
        false => "Optional.",
    };
    let tail = match &parameter.example {
        Some(example) => format!("{presence} Example: `{}`.", text::code(example)),
        None => presence.to_string(),
    };
    let lines = docs::paragraphs(&[text::documentation(&parameter.description), vec![tail]]);
    let name = format_ident!("{}", parameter.field);
    let docs = docs::comment(&lines);
    let mut setter = Setter::of(name, &parameter.ty, parameter.required, docs);
    if has_range(parameter) {
        setter.range = parameter.range;
    }
    setter
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{Body, BodyKind};

    fn parameter(field: &str, location: Location) -> Parameter {
        Parameter {
            wire: field.to_string(),
            field: field.to_string(),
            location,
            style: Style::Repeat,
            required: false,
            description: String::new(),
            example: None,
            range: (None, None),
            ty: Type::String,
        }
    }

    /// The `impl Debug` of a request, without spaces.
    fn hidden(parameters: Vec<Parameter>, body: Option<(BodyKind, Type)>) -> Option<String> {
        let body = body.map(|(kind, ty)| Body {
            kind,
            media_type: None,
            is_required: true,
            ty: Some(ty),
        });
        let operation = Operation {
            request: "Get".to_string(),
            parameters,
            body,
            ..Operation::default()
        };
        Some(hiding(&operation)?.to_string().replace(' ', ""))
    }

    #[test]
    fn headers_secrets_and_open_bodies_are_in_no_debug_print() {
        let page = || parameter("page", Location::Query);
        let named = Type::Named("Order".to_string());
        assert_eq!(hidden(vec![page()], Some((BodyKind::Json, named))), None);
        for (parameter, body, name) in [
            (Some(parameter("tenant", Location::Header)), None, "tenant"),
            (
                Some(parameter("otp_code", Location::Query)),
                None,
                "otp_code",
            ),
            (None, Some((BodyKind::Text, Type::String)), "body"),
            (
                None,
                Some((BodyKind::Json, Type::Map(Box::new(Type::Bool)))),
                "body",
            ),
        ] {
            let parameters = [page()].into_iter().chain(parameter).collect();
            let text = hidden(parameters, body).unwrap();
            let expected = format!(
                r#"f.debug_struct("Get").field("client",&self.client).field("page",&self.page).field("{name}",&format_args!("***")).finish()"#
            );
            assert!(text.contains(&expected), "{text}");
        }
    }

    #[test]
    fn a_file_imports_what_its_operations_use() {
        let mut query = parameter("ids", Location::Query);
        query.style = Style::Comma;
        let mut page = parameter("page", Location::Query);
        (page.ty, page.range) = (Type::Integer(Integer::I64), (Some(1), None));
        let operation = Operation {
            parameters: vec![query, page],
            response: Response::Unknown,
            ..Operation::default()
        };
        let items = imports(&[&operation]).items(&quote!(crate), true);
        assert_eq!(
            items.to_string().replace(' ', ""),
            "useopenapi_client_runtime::{AnyBody,Error,Method,QueryStyle,Response,check_range};usecrate::Client;"
        );
    }
}
