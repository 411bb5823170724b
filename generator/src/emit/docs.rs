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

/// What is said behind a description: on the last line of it where that is a paragraph of its own with room, else below.
pub(super) fn joined(mut description: Vec<String>, tail: &str) -> Vec<String> {
    const WIDTH: usize = 100;
    if tail.is_empty() {
        return description;
    }
    let last = match description.as_mut_slice() {
        [line] => Some(line),
        [.., before, line] if before.is_empty() => Some(line),
        _ => None,
    };
    match last {
        Some(line) if line.chars().count() + tail.chars().count() + 2 <= WIDTH => {
            let is_ended = line.ends_with(['.', '!', '?', ':']);
            line.push_str(if is_ended { " " } else { ". " });
            line.push_str(tail);
            description
        }
        _ => paragraphs(&[description, vec![tail.to_string()]]),
    }
}

/// The sentence that says where a type occurs; nothing where it occurs nowhere.
pub(super) fn places(places: &Places) -> Option<String> {
    let mut parts: Vec<String> = places
        .first
        .iter()
        .map(|of| format!("as {}", place(of)))
        .collect();
    if parts.is_empty() {
        return None;
    }
    match places.others {
        0 => {}
        1 => parts.push("in one other place".to_string()),
        others => parts.push(format!("in {others} other places")),
    }
    let last = parts.pop()?;
    Some(match parts.is_empty() {
        true => format!("Occurs {last}."),
        false => format!("Occurs {}, and {last}.", parts.join(", ")),
    })
}

/// A place in words.
fn place(place: &Place) -> String {
    let link = |name: &str| format!("[`Client::{name}`](crate::Client::{name})");
    match place {
        Place::Parameter { operation, field } => {
            format!("the parameter `{field}` of {}", link(operation))
        }
        Place::Body(operation) => format!("the body of {}", link(operation)),
        Place::Response(operation) => format!("the response of {}", link(operation)),
        Place::Failure(operation) => format!("a response other than 2xx of {}", link(operation)),
        Place::Field {
            owner,
            field,
            is_list,
        } => {
            let item = if *is_list { "an element of " } else { "" };
            // By its path, because the type may live in another file.
            format!("{item}`{field}` in [`{owner}`](super::{owner})")
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
        let sentence = |first: Vec<Place>, others| places(&Places { first, others });
        let link = "[`Client::list_chats`](crate::Client::list_chats)";
        let item = "an element of `users` in [`Chat`](super::Chat)";
        assert_eq!(sentence(Vec::new(), 0), None);
        assert_eq!(
            sentence(vec![field.clone()], 0),
            Some(format!("Occurs as {item}."))
        );
        assert_eq!(
            sentence(vec![Place::Response(method()), field], 1),
            Some(format!(
                "Occurs as the response of {link}, as {item}, and in one other place."
            ))
        );
        let failure = vec![Place::Body(method()), Place::Failure(method())];
        assert_eq!(
            sentence(failure, 2),
            Some(format!(
                "Occurs as the body of {link}, as a response other than 2xx of {link}, and in 2 other places."
            ))
        );
    }

    #[test]
    fn a_short_description_shares_its_line() {
        let lines = |description: &str| joined(vec![description.to_string()], "Example: `1`.");
        assert_eq!(lines("How many"), ["How many. Example: `1`."]);
        assert_eq!(lines("How many?"), ["How many? Example: `1`."]);
        let long = "x".repeat(90);
        assert_eq!(lines(&long), [long.as_str(), "", "Example: `1`."]);
        let two = ["Why", "", "How"].map(str::to_string).to_vec();
        assert_eq!(joined(two, "Required."), ["Why", "", "How. Required."]);
        let broken = ["Why", "and how"].map(str::to_string).to_vec();
        assert_eq!(
            joined(broken, "Required."),
            ["Why", "and how", "", "Required."]
        );
        assert_eq!(joined(Vec::new(), "Required."), ["Required."]);
        assert_eq!(joined(Vec::new(), ""), [""; 0]);
    }
}
