//! Documentation comments of emitted items: safe lines in, `#[doc]` attributes out.

use proc_macro2::TokenStream;
use quote::quote;

use super::render;
use crate::api::{Parameter, Place, Places};
use crate::text as prose;

/// One `///` line per line; `lines` are Markdown of our own or made safe by `prose::documentation`.
pub(super) fn comment(lines: &[String]) -> TokenStream {
    let lines = lines.iter().flat_map(|line| render::lines(line));
    let lines = lines.map(|line| match line {
        "" => String::new(),
        line => format!(" {line}"),
    });
    quote!(#(#[doc = #lines])*)
}

/// The same as the text of a macro's content, indented by `depth` levels.
pub(super) fn text(lines: &[String], depth: usize) -> String {
    let indent = "    ".repeat(depth);
    let lines = lines.iter().flat_map(|line| render::lines(line));
    let line = |line: &str| format!("{indent}{}\n", format!("/// {line}").trim_end());
    lines.map(line).collect()
}

/// Paragraphs, one below the other with an empty line between; empty ones are left out.
pub(super) fn paragraphs(parts: &[Vec<String>]) -> Vec<String> {
    let filled: Vec<&[String]> = parts
        .iter()
        .filter(|part| !part.is_empty())
        .map(Vec::as_slice)
        .collect();
    filled.join(&String::new())
}

/// What a method says of its argument, on one line.
pub(super) fn parameter_line(parameter: &Parameter) -> String {
    let description = prose::sentence(&parameter.description);
    let parts = [description, example(parameter).unwrap_or_default()];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [] => "as the document calls it.".to_string(),
        parts => parts.join(" "),
    }
}

fn example(parameter: &Parameter) -> Option<String> {
    let example = parameter.example.as_ref()?;
    Some(format!("Example: `{}`.", prose::code(example)))
}

/// What a setter says of its parameter.
pub(super) fn parameter(parameter: &Parameter) -> Vec<String> {
    let example = example(parameter);
    let required = parameter.required.then(|| "Required.".to_string());
    let tail: Vec<String> = required.into_iter().chain(example).collect();
    joined(
        prose::documentation(&parameter.description),
        &tail.join(" "),
    )
}

/// A short description and what is said behind it on one line; a longer one with a paragraph behind it.
pub(super) fn joined(mut description: Vec<String>, tail: &str) -> Vec<String> {
    const WIDTH: usize = 100;
    match description.as_mut_slice() {
        _ if tail.is_empty() => description,
        [] => vec![tail.to_string()],
        [line] if line.chars().count() + tail.chars().count() + 2 <= WIDTH => {
            let stop = if line.ends_with(['.', '!', '?', ':']) {
                ""
            } else {
                "."
            };
            vec![format!("{line}{stop} {tail}")]
        }
        _ => paragraphs(&[description, vec![tail.to_string()]]),
    }
}

/// The line that says where a type occurs; nothing where it occurs nowhere.
pub(super) fn places(places: &Places) -> Option<String> {
    let first = places.first.iter().enumerate();
    let named: Vec<String> = first.map(|(index, of)| place(of, index == 0)).collect();
    let named = Some(named.join("; ")).filter(|named| !named.is_empty())?;
    Some(match places.others {
        0 => format!("{named}."),
        1 => format!("{named}; and one other place."),
        others => format!("{named}; and {others} other places."),
    })
}

/// A place in words; `is_start` is whether a sentence starts with it.
fn place(place: &Place, is_start: bool) -> String {
    let link = |name: &str| format!("[`Client::{name}`](crate::Client::{name})");
    let (the, an) = match is_start {
        true => ("The", "An"),
        false => ("the", "an"),
    };
    match place {
        Place::Parameter { operation, field } => format!("`{field}` of {}", link(operation)),
        Place::Body(operation) => format!("{the} body that {} sends", link(operation)),
        Place::Response(operation) => format!("{the} answer of {}", link(operation)),
        Place::Failure(operation) => {
            format!("{an} answer of {} that is no success", link(operation))
        }
        Place::Field {
            owner,
            field,
            is_list,
        } => {
            let item = match is_list {
                true => format!("{an} item of "),
                false => String::new(),
            };
            // By its path, because the type may live in another file.
            format!("{item}`{field}` of [`{owner}`](super::{owner})")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_one_sentence() {
        let method = || "list_chats".to_string();
        let field = Place::Field {
            owner: "Chat".to_string(),
            field: "users".to_string(),
            is_list: true,
        };
        let of = |first: Vec<Place>, others| places(&Places { first, others });
        let link = "[`Client::list_chats`](crate::Client::list_chats)";
        let item = "tem of `users` of [`Chat`](super::Chat)";
        assert_eq!(of(Vec::new(), 0), None);
        assert_eq!(of(vec![field.clone()], 0), Some(format!("An i{item}.")));
        assert_eq!(
            of(vec![Place::Response(method()), field], 1),
            Some(format!(
                "The answer of {link}; an i{item}; and one other place."
            ))
        );
        let failure = vec![Place::Body(method()), Place::Failure(method())];
        assert_eq!(
            of(failure, 2),
            Some(format!(
                "The body that {link} sends; an answer of {link} that is no success; and 2 other places."
            ))
        );
    }
}
