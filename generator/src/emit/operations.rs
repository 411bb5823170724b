//! The files of `src/operations/`: per tag the client's methods and the requests they start.
//!
//! Operations of the graph in, files out; how a request is sent is the runtime's business.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::body::BodySetters;
use super::docs;
use super::imports::Imports;
use super::render::Renderer;
use super::send;
use super::setter::Setter;
use crate::api::{Api, Location, Operation, Response, Style, Tag};
use crate::file::File;
use crate::identifiers;
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
        let bodies = operations.iter();
        let bodies: Vec<Option<BodySetters<'_>>> = bodies
            .map(|operation| BodySetters::new(operation, &api.types))
            .collect();
        let all = || {
            operations
                .iter()
                .copied()
                .zip(bodies.iter().map(Option::as_ref))
        };
        let imports = imports(all()).items(&quote!(crate), true);
        let methods = all().map(|(operation, body)| method(operation, body));
        let setters = all().map(|(operation, body)| setters(operation, body));
        let title = vec![text::sentence(&tag.name)];
        let mut file = renderer.items(
            &format!("src/operations/{}.rs", tag.module),
            &docs::paragraphs(&[title, text::documentation(&tag.description)]),
            quote! {
                #imports
                impl Client { #(#methods)* }
                #(#setters)*
            },
        );
        file.text.push_str(&requests(all()));
        files.push(file);
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
fn imports<'a>(all: impl Iterator<Item = (&'a Operation, Option<&'a BodySetters<'a>>)>) -> Imports {
    let mut imports = Imports::default();
    imports.add("Request");
    for (operation, body) in all {
        if send::starter(&operation.method).is_none() {
            imports.add("Method");
        }
        let parameters: Vec<Setter> = operation.parameters.iter().map(send::setter).collect();
        let setters = parameters
            .iter()
            .chain(body.into_iter().flat_map(BodySetters::setters));
        for setter in setters {
            imports.add_type(&setter.ty);
            setter
                .argument()
                .into_iter()
                .for_each(|name| imports.add(name));
            if setter.has_range() {
                imports.add_codegen("in_range");
            }
        }
        for parameter in &operation.parameters {
            if parameter.location == Location::Query && parameter.style != Style::Repeat {
                imports.add("QueryStyle");
            }
        }
        let is_required = operation.setters().any(|parameter| parameter.required)
            || body.is_some_and(|body| body.requirement().is_some());
        if is_required {
            imports.add_codegen("ArgumentPlace");
        }
        if body.is_some_and(BodySetters::is_drafted) {
            imports.add_codegen("Draft");
        }
        match &operation.response {
            Response::Empty | Response::Text => {}
            Response::Json { ty, .. } => imports.add_type(ty),
            Response::Bytes => imports.add("Bytes"),
            Response::Unknown => imports.add("AnyBody"),
        }
        if operation.response != Response::Empty && !operation.success.is_empty() {
            imports.add_codegen("Expected");
        }
    }
    imports
}

/// The client's method.
fn method(operation: &Operation, body: Option<&BodySetters<'_>>) -> TokenStream {
    let arguments = operation.arguments().map(|parameter| {
        let described = docs::parameter_line(parameter);
        format!("- `{}`: {described}", parameter.field)
    });
    let wire = format!(
        "`{} {}` (`{}`)",
        operation.method,
        text::code(&operation.path),
        text::code(&operation.id)
    );
    let title = match text::documentation(&operation.summary).as_slice() {
        [] => vec![format!("Sends {wire}.")],
        [title] => vec![format!("{title}: {wire}")],
        title => docs::paragraphs(&[title.to_vec(), vec![format!("Sends {wire}.")]]),
    };
    let mut parts = vec![
        title,
        text::documentation(&operation.description),
        arguments.collect(),
    ];
    let notes = operation.notes.iter();
    parts.extend(notes.map(|note| text::documentation(&format!("{}.", note.note))));
    if operation.response == Response::Unknown {
        let unknown =
            "The response is an [`AnyBody`]: the document does not settle what a success brings.";
        parts.push(vec![unknown.to_string()]);
    }
    let docs = docs::comment(&docs::paragraphs(&parts));
    let (name, request) = (
        format_ident!("{}", operation.name),
        format_ident!("{}", operation.request),
    );
    let parameters = operation.arguments().map(|parameter| {
        let setter = send::setter(parameter);
        let (ident, ty) = (&setter.ident, setter.parameter());
        quote!(#ident: #ty,)
    });
    let started = send::request(operation, body);
    let draft = body.and_then(BodySetters::draft);
    let draft = draft.map(|draft| quote!(, #draft));
    quote! {
        #docs
        pub fn #name(&self, #(#parameters)*) -> #request { #request(#started #draft) }
    }
}

/// What these setters are called where the document has nothing against it.
const COMMON: [&str; 3] = ["timeout", "header", "query"];

fn common_names(operation: &Operation, body: Option<&BodySetters<'_>>) -> [String; 3] {
    let mut taken = identifiers::Scope::with(&identifiers::REQUEST_METHODS);
    for parameter in operation.setters() {
        taken.reserve(&[&parameter.field]);
    }
    for setter in body.into_iter().flat_map(BodySetters::setters) {
        taken.reserve(&[&setter.ident.to_string()]);
    }
    COMMON.map(|name| taken.claim(&[name.to_string(), format!("with_{name}")]))
}

/// The setters of a request; nothing where it has none of its own.
fn setters(operation: &Operation, body: Option<&BodySetters<'_>>) -> Option<TokenStream> {
    let request = format_ident!("{}", operation.request);
    let has_draft = body.is_some_and(BodySetters::is_drafted);
    let functions = operation.setters().map(|parameter| {
        let setter = send::setter(parameter);
        let add = send::add(parameter, &setter.value(&quote!(value)));
        setter.function(&match has_draft {
            true => quote!(Self(self.0 #add, self.1)),
            false => quote!(Self(self.0 #add)),
        })
    });
    let functions: Vec<_> = functions.chain(body.map(BodySetters::functions)).collect();
    (!functions.is_empty()).then(|| quote!(impl #request { #(#functions)* }))
}

/// The call of the runtime's macro that makes the types of all requests, since prettyplease leaves what is in a macro as it is.
fn requests<'a>(all: impl Iterator<Item = (&'a Operation, Option<&'a BodySetters<'a>>)>) -> String {
    let declarations = all.map(|(operation, body)| {
        let started = vec![format!(
            "The request that [`Client::{}`] starts.",
            operation.name
        )];
        let docs = docs::paragraphs(&[started, send::failure(operation)]);
        let names = common_names(operation, body);
        let names = match names.iter().zip(COMMON).all(|(name, usual)| name == usual) {
            true => String::new(),
            false => format!(" {{ {} }}", names.join(", ")),
        };
        let declaration = send::declaration(operation, body, &names);
        format!("{}    {declaration}\n", docs::text(&docs, 1))
    });
    let declarations: Vec<String> = declarations.collect();
    format!(
        "\nopenapi_client_runtime::codegen::requests! {{\n{}}}\n",
        declarations.join("\n")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{Body, BodyKind, Integer, Parameter, Type, Types};

    fn parameter(field: &str, location: Location) -> Parameter {
        Parameter {
            wire: field.to_string(),
            field: field.to_string(),
            location,
            style: Style::Repeat,
            required: location == Location::Path,
            description: String::new(),
            example: None,
            range: (None, None),
            scope: None,
            is_secret: false,
            ty: Type::String,
        }
    }

    fn tokens(tokens: &TokenStream) -> String {
        tokens.to_string().replace(' ', "")
    }

    #[test]
    fn what_the_path_needs_is_an_argument_of_the_method() {
        let operation = Operation {
            id: "getChat".to_string(),
            name: "get_chat".to_string(),
            request: "GetChat".to_string(),
            method: "GET".to_string(),
            template: "/chats/{id}".to_string(),
            parameters: vec![
                parameter("id", Location::Path),
                parameter("page", Location::Query),
            ],
            ..Operation::default()
        };
        let method = tokens(&method(&operation, None));
        assert!(
            method.contains("pubfnget_chat(&self,id:implArgument<String>,)->GetChat"),
            "{method}"
        );
        assert!(
            method.contains(r#"GetChat(Request::get(&self.core,"getChat","/chats/{id}").path_argument("id",id))"#),
            "{method}"
        );
        assert_eq!(
            tokens(&setters(&operation, None).unwrap()),
            r#"implGetChat{pubfnpage(self,value:implOptionalArgument<String>)->Self{Self(self.0.query_argument("page",value))}}"#
        );
    }

    #[test]
    fn our_own_setters_step_aside() {
        let operation = Operation {
            name: "search".to_string(),
            request: "Search".to_string(),
            parameters: vec![parameter("query", Location::Query)],
            ..Operation::default()
        };
        assert_eq!(
            requests([(&operation, None)].into_iter()),
            "\nopenapi_client_runtime::codegen::requests! {\n    \
             /// The request that [`Client::search`] starts.\n    \
             pub struct Search -> send_empty () { timeout, header, with_query };\n}\n"
        );
    }

    #[test]
    fn a_body_that_is_required_is_asked_for() {
        let operation = Operation {
            name: "put".to_string(),
            request: "Put".to_string(),
            method: "PUT".to_string(),
            body: Some(Body {
                kind: BodyKind::Text,
                media_type: None,
                is_required: true,
                ty: Some(Type::String),
            }),
            ..Operation::default()
        };
        let types = Types::new();
        let body = BodySetters::new(&operation, &types);
        let method = tokens(&method(&operation, body.as_ref()));
        assert!(
            method.contains(r#".requires(ArgumentPlace::Body,"body","body")"#),
            "{method}"
        );
        let setters = tokens(&setters(&operation, body.as_ref()).unwrap());
        assert!(
            setters.contains("Self(self.0.text_argument(value))"),
            "{setters}"
        );
    }

    #[test]
    fn a_file_imports_what_its_operations_use() {
        let mut query = parameter("ids", Location::Query);
        query.style = Style::Comma;
        let mut page = parameter("page", Location::Query);
        (page.ty, page.range) = (Type::Integer(Integer::I64), (Some(1), None));
        let operation = Operation {
            method: "GET".to_string(),
            parameters: vec![query, page],
            response: Response::Unknown,
            ..Operation::default()
        };
        let items = imports([(&operation, None)].into_iter()).items(&quote!(crate), true);
        assert_eq!(
            tokens(&items),
            "useopenapi_client_runtime::codegen::in_range;useopenapi_client_runtime::{AnyBody,OptionalArgument,QueryStyle,Request};usecrate::Client;"
        );
    }
}
