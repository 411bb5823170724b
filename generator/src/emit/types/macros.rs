//! Types that one macro of the runtime makes: ids, sets of flags, lists of allowed values.
//!
//! A type of the graph in, the text of a macro call out, since prettyplease leaves what is in a macro as it is.

use std::fmt::Write as _;

use super::about;
use crate::api::{Flag, NamedType, Number, Word};
use crate::emit::docs;
use crate::text;

/// A string that must not be taken for another one.
pub(super) fn id(name: &str, named: &NamedType) -> String {
    let docs = docs::text(&about(named), 1);
    format!("openapi_client_runtime::string_id! {{\n{docs}    pub struct {name};\n}}\n")
}

/// A set of bits.
pub(super) fn flags(name: &str, named: &NamedType, flags: &[Flag]) -> String {
    let each = flags.iter().map(|flag| {
        let docs = text::documentation(&flag.description);
        (docs, format!("const {} = {};", flag.name, flag.bit))
    });
    call("flags", named, &format!("struct {name}"), each)
}

/// A list of allowed strings.
pub(super) fn words(name: &str, named: &NamedType, words: &[Word]) -> String {
    let each = words.iter().map(|word| {
        let docs = match word.value.as_str() {
            "" => Vec::new(),
            value => vec![format!("`{}`", text::code(value))],
        };
        let value = proc_macro2::Literal::string(&word.value);
        (docs, format!("{} = {value},", word.name))
    });
    enumeration(name, named, words.iter().map(|word| &word.name), "", each)
}

/// A list of allowed integers.
pub(super) fn numbers(name: &str, named: &NamedType, numbers: &[Number]) -> String {
    let each = numbers.iter().map(
        |Number {
             name,
             value,
             meaning,
         }| {
            let docs = match meaning {
                Some(meaning) => format!("`{value}`: {}", text::one_line(meaning)),
                None => format!("`{value}`"),
            };
            (vec![docs], format!("{name} = {value},"))
        },
    );
    enumeration(
        name,
        named,
        numbers.iter().map(|number| &number.name),
        ": i64",
        each,
    )
}

/// An enum; where it is received, it keeps unknown values.
fn enumeration<'a>(
    name: &str,
    named: &NamedType,
    variants: impl Iterator<Item = &'a String> + Clone,
    kind: &str,
    each: impl Iterator<Item = (Vec<String>, String)>,
) -> String {
    if !named.is_received {
        return call("closed_enum", named, &format!("enum {name}{kind}"), each);
    }
    let mut wishes = ["Unknown", "Other", "UnknownValue"].into_iter();
    let other = wishes.find(|wish| !variants.clone().any(|name| name == wish));
    let other = other.unwrap_or("Unrecognized");
    call(
        "open_enum",
        named,
        &format!("enum {name}{kind} else {other}"),
        each,
    )
}

/// A macro call with a line for each of its parts, below the part's documentation.
fn call(
    called: &str,
    named: &NamedType,
    head: &str,
    each: impl Iterator<Item = (Vec<String>, String)>,
) -> String {
    let docs = docs::text(&about(named), 1);
    let mut body = format!("{docs}    pub {head} {{\n");
    for (docs, line) in each {
        let _ = writeln!(body, "{}        {line}", docs::text(&docs, 2));
    }
    format!("openapi_client_runtime::{called}! {{\n{body}    }}\n}}\n")
}
