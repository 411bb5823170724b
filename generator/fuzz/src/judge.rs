//! Holds what the generator made of an input against what it promises for every input.
//!
//! An input in, a verdict out. It judges bytes and tokens: whether the files parse, whether text stayed text, whether a
//! second run changes nothing. Time, memory and death are judged by [`crate::worker`], from outside.

use generator::disruptive::is_disruptive;
use generator::{File, Input, Output};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use pulldown_cmark::{
    BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd,
};

use serde::de::IgnoredAny;

use crate::vocabulary::CANARY;

/// What became of a mutant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// A crate that keeps every promise.
    Generated,
    /// An error that names place, rule and cure.
    Refused,
    /// A promise is broken.
    Fault(Fault),
}

/// A broken promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Which promise.
    pub promise: Promise,
    /// Where, and what is there instead.
    pub detail: String,
}

/// What holds for every input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Promise {
    /// Nothing panics.
    NoPanic,
    /// A run ends in time.
    Time,
    /// A run needs a bounded amount of memory.
    Memory,
    /// The process lives on.
    NoAbort,
    /// Every file is well-formed in its own language.
    WellFormed,
    /// Text is text: it becomes no code, no markup and no doc test.
    TextStaysText,
    /// No file holds a character that a reviewer does not see.
    Visible,
    /// A second run with the lock of the first changes nothing.
    Stable,
    /// An error names place, rule and cure.
    Helpful,
}

impl Promise {
    /// All of them, with a word for a report and for the way from a worker to its parent.
    pub const NAMES: [(Self, &'static str); 9] = [
        (Self::NoPanic, "panic"),
        (Self::Time, "time"),
        (Self::Memory, "memory"),
        (Self::NoAbort, "abort"),
        (Self::WellFormed, "malformed"),
        (Self::TextStaysText, "escaped-text"),
        (Self::Visible, "invisible"),
        (Self::Stable, "unstable"),
        (Self::Helpful, "unhelpful"),
    ];

    /// The word for a report.
    pub fn name(self) -> &'static str {
        let known = Self::NAMES.iter().find(|(promise, _)| *promise == self);
        known.map_or("unknown", |(_, name)| name)
    }
}

/// Generates twice and judges what came out.
pub fn judge(input: &Input) -> Verdict {
    match judged(input) {
        Ok(verdict) => verdict,
        Err(fault) => Verdict::Fault(fault),
    }
}

fn judged(input: &Input) -> Result<Verdict, Fault> {
    let output = match generator::generate(input, &mut |_| {}) {
        Ok(output) => output,
        Err(error) => return refused(&error).map(|()| Verdict::Refused),
    };
    for file in &output.files {
        well_formed(file)?;
        text_stays_text(file)?;
        visible(file)?;
    }
    stable(input, &output)?;
    Ok(Verdict::Generated)
}

fn fault(promise: Promise, detail: impl Into<String>) -> Fault {
    Fault {
        promise,
        detail: detail.into(),
    }
}

fn refused(error: &generator::Error) -> Result<(), Fault> {
    if error.is_fault() {
        return Err(fault(Promise::NoPanic, error.to_string()));
    }
    let parts = [error.place(), error.rule(), error.cure()];
    if parts.iter().any(|part| part.trim().is_empty()) {
        return Err(fault(Promise::Helpful, error.to_string()));
    }
    Ok(())
}

fn well_formed(file: &File) -> Result<(), Fault> {
    let extension = file.path.rsplit('.').next().unwrap_or_default();
    let complaint = match extension {
        "rs" => syn::parse_file(&file.text)
            .err()
            .map(|error| error.to_string()),
        "toml" => file
            .text
            .parse::<toml::Table>()
            .err()
            .map(|error| error.to_string()),
        // The reader limits how deep a document may be; a repair of the deepest one is written deeper, as JSON.
        "yaml" | "json" => match serde_json::from_str::<IgnoredAny>(without_head(&file.text)) {
            Ok(_) => None,
            Err(_) => generator::document::parse(&file.path, file.text.as_bytes())
                .err()
                .map(|error| error.to_string()),
        },
        _ => None,
    };
    match complaint {
        Some(complaint) => Err(fault(
            Promise::WellFormed,
            format!("{}: {complaint}", file.path),
        )),
        None => Ok(()),
    }
}

/// A text without the comments that it begins with.
fn without_head(text: &str) -> &str {
    let mut rest = text;
    while rest.starts_with('#') {
        rest = rest.split_once('\n').map_or("", |(_, below)| below);
    }
    rest
}

/// Rust has canaries in literals and documentation only, and Markdown has them in prose and blocks of `text` only.
fn text_stays_text(file: &File) -> Result<(), Fault> {
    let complaint = if file.path.ends_with(".rs") {
        let mut prose = Vec::new();
        let tokens: TokenStream = file
            .text
            .parse()
            .map_err(|error| fault(Promise::WellFormed, format!("{}: {error}", file.path)))?;
        identifier(tokens, &mut prose).or_else(|| prose.iter().find_map(|doc| markup(doc)))
    } else if file.path.ends_with(".md") {
        markup(&file.text)
    } else {
        None
    };
    match complaint {
        Some(complaint) => Err(fault(
            Promise::TextStaysText,
            format!("{}: {complaint}", file.path),
        )),
        None => Ok(()),
    }
}

/// The first identifier that is a canary; doc comments are collected on the way, each whole.
fn identifier(tokens: TokenStream, docs: &mut Vec<String>) -> Option<String> {
    let mut doc = String::new();
    let mut is_open = false;
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                let name = ident.to_string();
                if is_canary(&name) {
                    return Some(format!("the identifier `{name}`"));
                }
            }
            TokenTree::Group(group) => {
                match (group.delimiter() == Delimiter::Bracket).then(|| doc_line(&group.stream())) {
                    Some(Some(line)) => {
                        doc.push_str(&line);
                        doc.push('\n');
                        is_open = true;
                        continue;
                    }
                    _ => {
                        if let Some(found) = identifier(group.stream(), docs) {
                            return Some(found);
                        }
                    }
                }
            }
            TokenTree::Punct(punct) if matches!(punct.as_char(), '#' | '!') => continue,
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
        if is_open {
            docs.push(std::mem::take(&mut doc));
            is_open = false;
        }
    }
    docs.push(doc);
    None
}

/// The text of `doc = "…"`.
fn doc_line(tokens: &TokenStream) -> Option<String> {
    let attribute: syn::MetaNameValue = syn::parse2(tokens.clone()).ok()?;
    match attribute.value {
        syn::Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Str(text),
            ..
        }) if attribute.path.is_ident("doc") => Some(text.value()),
        _ => None,
    }
}

/// The first canary in Markdown that is more than prose, as rustdoc reads it.
fn markup(text: &str) -> Option<String> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    let mut block: Option<(CodeBlockKind<'_>, String)> = None;
    // rustdoc resolves every `[name]` that it can.
    let resolve =
        |link: BrokenLink<'_>| Some((link.reference.to_string().into(), CowStr::Borrowed("")));
    for event in Parser::new_with_broken_link_callback(text, options, Some(resolve)) {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => block = Some((kind, String::new())),
            Event::End(TagEnd::CodeBlock) => {
                if let Some(complaint) = block.take().and_then(|(kind, code)| in_block(&kind, code))
                {
                    return Some(complaint);
                }
            }
            Event::Text(text) => {
                if let Some((_, code)) = &mut block {
                    code.push_str(&text);
                }
            }
            Event::Html(html) | Event::InlineHtml(html) if html.contains(CANARY) => {
                return Some(format!("HTML: {html:?}"));
            }
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                ..
            }) if dest_url.contains(CANARY)
                && link_type != LinkType::Autolink
                && !is_item(&dest_url) =>
            {
                return Some(format!("a link to {dest_url:?}"));
            }
            Event::Start(Tag::Image { dest_url, .. }) if dest_url.contains(CANARY) => {
                return Some(format!("an image of {dest_url:?}"));
            }
            Event::FootnoteReference(name) if name.contains(CANARY) => {
                return Some(format!("a footnote {name:?}"));
            }
            _ => {}
        }
    }
    None
}

/// Whether a link leads to an item of the crate, whose name may be made of a text's words.
fn is_item(link: &str) -> bool {
    let path = link.trim_matches('`');
    path.split("::")
        .all(|name| syn::parse_str::<syn::Path>(name).is_ok() && !is_canary(name))
}

/// Whether a name is a canary and no more: a name that is made of a text has more words.
fn is_canary(name: &str) -> bool {
    let number = name.strip_prefix(CANARY).unwrap_or_default();
    number.parse::<u8>().is_ok()
}

/// What is wrong with a canary in a block of code: it may be text, or in a literal of an example of ours.
fn in_block(kind: &CodeBlockKind<'_>, code: String) -> Option<String> {
    if !code.contains(CANARY) {
        return None;
    }
    let info = match kind {
        CodeBlockKind::Indented => return Some(format!("an indented block: {code:?}")),
        CodeBlockKind::Fenced(info) => info,
    };
    if &**info == "text" {
        return None;
    }
    let tokens = code.parse::<TokenStream>();
    match tokens {
        Ok(tokens) if ["no_run", "rust,no_run", "rust"].contains(&&**info) => {
            identifier(tokens, &mut Vec::new())
        }
        _ => Some(format!("a block of `{info}`: {code:?}")),
    }
}

/// Nothing reorders, hides or rings.
fn visible(file: &File) -> Result<(), Fault> {
    let odd = file.text.chars().find(|&c| is_disruptive(c) || c == '\t');
    match odd {
        Some(c) => Err(fault(
            Promise::Visible,
            format!("{}: {}", file.path, c.escape_unicode()),
        )),
        None => Ok(()),
    }
}

fn stable(input: &Input, output: &Output) -> Result<(), Fault> {
    let lock = output
        .files
        .iter()
        .find(|file| file.path.ends_with("/names.lock.toml"));
    let mut again = input.clone();
    again.names_lock = lock.map(|lock| lock.text.clone());
    let second = generator::generate(&again, &mut |_| {}).map_err(|error| {
        fault(
            Promise::Stable,
            format!("the second run is refused: {error}"),
        )
    })?;
    for (first, second) in output.files.iter().zip(&second.files) {
        if first != second {
            let line = first
                .text
                .lines()
                .zip(second.text.lines())
                .find(|(first, second)| first != second);
            return Err(fault(
                Promise::Stable,
                format!("{} against {}: {line:?}", first.path, second.path),
            ));
        }
    }
    if output.files.len() != second.files.len() {
        return Err(fault(Promise::Stable, "the second run has other files"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaint(path: &str, text: &str) -> Option<Promise> {
        let file = File {
            path: path.to_owned(),
            text: text.to_owned(),
        };
        [well_formed, text_stays_text, visible]
            .into_iter()
            .find_map(|check| check(&file).err())
            .map(|fault| fault.promise)
    }

    #[test]
    fn text_in_its_place_is_no_fault() {
        for (path, text) in [
            (
                "a.rs",
                "/// The zqcanary1.\n///\n/// ```text\n/// zqcanary1!();\n/// ```\nstruct A;\n",
            ),
            (
                "a.rs",
                "/// ```no_run\n/// let a = \"zqcanary1\";\n/// ```\nconst A: &str = \"zqcanary1\";\n",
            ),
            (
                "a.md",
                "zqcanary1 `zqcanary1` <https://zqcanary1.example> [`a`](crate::Client::zqcanary1_a)\n",
            ),
            ("a.toml", "a = \"zqcanary1\"\n"),
        ] {
            assert_eq!(complaint(path, text), None, "{text}");
        }
    }

    #[test]
    fn text_that_became_code_or_markup_is_a_fault() {
        for (path, text) in [
            ("a.rs", "fn a() { zqcanary1() }\n"),
            (
                "a.rs",
                "/// x\n/// ~~~rust\n/// zqcanary1!();\n/// ~~~\nstruct A;\n",
            ),
            (
                "a.rs",
                "/// ```no_run\n/// zqcanary1();\n/// ```\nfn a() {}\n",
            ),
            ("a.rs", "mod a {\n    //!     zqcanary1();\n}\n"),
            ("a.md", "<b>zqcanary1</b>\n\n<div zqcanary1>\n"),
            ("a.md", "[a](https://zqcanary1.example)\n"),
            ("a.md", "[a](crate::zqcanary1?)\n"),
            ("a.md", "[`zqcanary1`]\n"),
            ("a.md", "```\nzqcanary1\n```\n"),
        ] {
            assert_eq!(
                complaint(path, text),
                Some(Promise::TextStaysText),
                "{text}"
            );
        }
    }

    #[test]
    fn a_file_that_does_not_parse_or_hides_something_is_a_fault() {
        assert_eq!(complaint("a.rs", "fn"), Some(Promise::WellFormed));
        assert_eq!(complaint("a.toml", "a b = 1"), Some(Promise::WellFormed));
        assert_eq!(complaint("a.yaml", "a: [1"), Some(Promise::WellFormed));
        assert_eq!(complaint("a.md", "a\u{202e}b"), Some(Promise::Visible));
    }
}
