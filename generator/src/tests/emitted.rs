//! What the emitted code says of one request, for tests to compare as a whole.
//!
//! A crate and the name of a request in; the method that starts it, its setters and its line in `codegen::requests!` out,
//! without documentation and without the white space that prettyplease chooses. Never a part of them: what a test does not
//! expect shows.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{FnArg, ImplItem, ImplItemFn, Item, ItemImpl, Signature};

use super::file;
use crate::Output;

/// One request of the file of operations without a tag.
pub(super) struct Emitted {
    /// The arguments of the client's method, each as `name: type`.
    pub arguments: Vec<String>,
    /// What the method starts with, as the expression that it is.
    pub started: String,
    /// The request's setters, each as `name: type => what it makes of the request`.
    pub setters: Vec<String>,
    /// Behind the request's name: the body that it drafts, how it is sent, and what comes back.
    pub declaration: String,
}

impl Emitted {
    /// The request of this name.
    pub fn new(output: &Output, request: &str) -> Self {
        let text = file(output, "src/operations/untagged.rs");
        let items = syn::parse_file(text)
            .unwrap_or_else(|error| panic!("{error}\n{text}"))
            .items;
        let functions = |of: &str| -> Vec<ImplItemFn> {
            let impls = items.iter().filter_map(|item| match item {
                Item::Impl(item) if compact(&item.self_ty) == of => Some(item),
                _ => None,
            });
            impls.flat_map(functions).collect()
        };
        let returned = |function: &ImplItemFn| compact(&function.sig.output);
        let methods = functions("Client");
        let method = methods
            .iter()
            .find(|method| returned(method) == format!("->{request}"))
            .unwrap_or_else(|| panic!("no method starts `{request}`\n{text}"));
        let setters = functions(request);
        let setters = setters.iter().map(|setter| {
            assert_eq!(returned(setter), "->Self", "{text}");
            let name = &setter.sig.ident;
            let [argument] = <[String; 1]>::try_from(arguments(&setter.sig)).unwrap();
            let (value, ty) = argument.split_once(": ").unwrap();
            assert_eq!(value, "value", "{text}");
            format!("{name}: {ty} => {}", expression(setter))
        });
        Self {
            arguments: arguments(&method.sig),
            started: expression(method),
            setters: setters.collect(),
            declaration: declaration(text, request).to_string(),
        }
    }

    /// The one setter of this name, behind its name.
    pub fn setter(&self, name: &str) -> &str {
        let named = self.setters.iter();
        let mut named = named.filter_map(|setter| setter.strip_prefix(name)?.strip_prefix(": "));
        match (named.next(), named.next()) {
            (Some(setter), None) => setter,
            _ => panic!("not one `{name}`: {:#?}", self.setters),
        }
    }
}

fn functions(of: &ItemImpl) -> impl Iterator<Item = ImplItemFn> {
    of.items.iter().filter_map(|item| match item {
        ImplItem::Fn(function) => Some(function.clone()),
        _ => None,
    })
}

/// All arguments behind `self`.
fn arguments(signature: &Signature) -> Vec<String> {
    let typed = signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(typed) => Some(typed),
        FnArg::Receiver(_) => None,
    });
    typed
        .map(|typed| format!("{}: {}", compact(&typed.pat), compact(&typed.ty)))
        .collect()
}

/// The one expression that a function is.
fn expression(function: &ImplItemFn) -> String {
    match function.block.stmts.as_slice() {
        [only] => compact(only),
        _ => panic!("not one expression: {}", compact(&function.block)),
    }
}

fn declaration<'a>(text: &'a str, request: &str) -> &'a str {
    let start = format!("pub struct {request}");
    let mut lines = text.lines().filter_map(|line| {
        let declared = line.trim_start().strip_prefix(&start)?.strip_suffix(';')?;
        declared
            .starts_with([' ', '('])
            .then_some(declared.trim_start())
    });
    match (lines.next(), lines.next()) {
        (Some(line), None) => line,
        _ => panic!("not one declaration of `{request}`\n{text}"),
    }
}

/// Tokens without white space, but for that between two words, and without a comma behind the last item of a list.
fn compact(tokens: &impl ToTokens) -> String {
    let mut text = String::new();
    write(&mut text, tokens.to_token_stream());
    text
}

fn write(text: &mut String, tokens: TokenStream) {
    let mut tokens = tokens.into_iter().peekable();
    let mut is_behind_word = false;
    while let Some(tree) = tokens.next() {
        let is_word = matches!(tree, TokenTree::Ident(_) | TokenTree::Literal(_));
        if is_word && is_behind_word {
            text.push(' ');
        }
        is_behind_word = is_word;
        match tree {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                text.push_str(open);
                write(text, group.stream());
                text.push_str(close);
            }
            TokenTree::Punct(comma) if comma.as_char() == ',' && tokens.peek().is_none() => {}
            tree => text.push_str(&tree.to_string()),
        }
    }
}
