//! A crate becomes a module: the text of one of its files goes in, the same with `crate::` redirected to the module comes out.
//!
//! Done on tokens, so that neither a text nor a comment that happens to say `crate::` is touched, and macro calls are not
//! forgotten. `pub(crate)` stays: it then lets the other modules in, which do not know of it. The README, which lies
//! above the sources of a crate, lies beside those of the module; only `include_str!` is redirected to it.

use proc_macro2::{Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};

/// What the crate's documentation includes, for its doc tests.
pub(super) const README: &str = "README.md";

/// The README as the root of a crate includes it.
const ABOVE: &str = "\"../README.md\"";

/// The file `text` of a crate as a file of the module `module`; the error is what makes it no Rust.
pub(super) fn embed(text: &str, module: &str) -> Result<String, syn::Error> {
    let tokens: TokenStream = text.parse().map_err(syn::Error::from)?;
    let mut file: syn::File = syn::parse2(redirect_paths(tokens, module))?;
    // Lints of letters are those of a crate: the library allows them for all of its modules.
    file.attrs
        .retain(|attribute| !allows_letters(&attribute.meta));
    Ok(prettyplease::unparse(&file))
}

/// Whether an attribute is that of a crate with foreign letters.
fn allows_letters(meta: &syn::Meta) -> bool {
    matches!(meta, syn::Meta::List(list) if list.tokens.to_string().contains("confusable_idents"))
}

fn redirect_paths(tokens: TokenStream, module: &str) -> TokenStream {
    let mut redirected = TokenStream::new();
    let mut tokens = tokens.into_iter().peekable();
    let mut macro_name = None;
    while let Some(token) = tokens.next() {
        let is_included = macro_name
            .as_ref()
            .is_some_and(|name| name == "include_str");
        macro_name = match &token {
            TokenTree::Ident(ident) if is_punct(tokens.peek(), '!') => Some(ident.clone()),
            TokenTree::Punct(punct) if punct.as_char() == '!' => macro_name,
            _ => None,
        };
        match token {
            TokenTree::Group(group) => {
                let inner = match is_included && group.stream().to_string() == ABOVE {
                    true => TokenTree::from(Literal::string(README)).into(),
                    false => redirect_paths(group.stream(), module),
                };
                let mut inner = Group::new(group.delimiter(), inner);
                inner.set_span(group.span());
                redirected.extend([TokenTree::from(inner)]);
            }
            TokenTree::Ident(ident) if ident == "crate" && is_punct(tokens.peek(), ':') => {
                let colon = |spacing| TokenTree::from(Punct::new(':', spacing));
                let module = Ident::new(module, Span::call_site());
                redirected.extend([
                    TokenTree::from(ident),
                    colon(Spacing::Joint),
                    colon(Spacing::Alone),
                    module.into(),
                ]);
            }
            other => redirected.extend([other]),
        }
    }
    redirected
}

fn is_punct(token: Option<&TokenTree>, c: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == c)
}

#[cfg(test)]
mod tests {
    use super::embed;

    #[test]
    fn paths_lead_to_the_module_and_texts_stay() {
        let text = r#"
            //! About `crate::a`.
            use crate::{a, b::C};
            pub(crate) struct D(crate::E);
            pub(in crate::f) fn f() {
                let text = "crate::a";
                m!(crate::G, text);
            }
        "#;
        assert_eq!(
            embed(text, "doc_1").unwrap(),
            "//! About `crate::a`.\nuse crate::doc_1::{a, b::C};\npub(crate) struct D(crate::doc_1::E);\n\
             pub(in crate::doc_1::f) fn f() {\n    let text = \"crate::a\";\n    m!(crate ::doc_1::G, text);\n}\n"
        );
    }

    #[test]
    fn lints_of_letters_are_left_to_the_library() {
        let text = "#![allow(confusable_idents, mixed_script_confusables, uncommon_codepoints)]\n\
                    #![allow(dead_code)]\nmod a;";
        assert_eq!(
            embed(text, "doc_1").unwrap(),
            "#![allow(dead_code)]\nmod a;\n"
        );
    }

    #[test]
    fn the_readme_lies_beside_the_module() {
        let text = r#"#[doc = include_str!("../README.md")] struct Readme;"#;
        assert_eq!(
            embed(text, "doc_1").unwrap(),
            "#[doc = include_str!(\"README.md\")]\nstruct Readme;\n"
        );
    }

    #[test]
    fn a_text_of_the_document_that_is_the_path_of_the_readme_stays() {
        let text = "#[serde(rename = \"../README.md\")]\nconst A: [&str; 1] = [\"../README.md\"];\n\
                    const B: bool = a!(\"../README.md\");\n";
        assert_eq!(embed(text, "doc_1").unwrap(), text);
    }

    #[test]
    fn what_is_no_rust_is_an_error() {
        assert!(embed("fn (", "doc_1").is_err());
    }
}
