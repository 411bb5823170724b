//! Judges Markdown as rustdoc reads it: whether text of a document has become anything but prose.

use proptest::prelude::*;
use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag};

/// Parts of text that mean something in Markdown, HTML or rustdoc.
const PARTS: &[&str] = &[
    "`",
    "\\`",
    "\\\\`",
    "```",
    "```rust\n",
    "~~~",
    "~~~rust\n",
    "\n",
    "\n\n",
    "\r",
    "\t",
    "    ",
    " ",
    "  \n",
    "\\\n",
    "- ",
    "* ",
    "+ ",
    "1. ",
    "2) ",
    "123456789. ",
    "-",
    "---",
    "===",
    "= ",
    "# ",
    "## x\n",
    "> ",
    "|",
    " | ",
    "\\|",
    "|---|---|\n",
    "--- | ---\n",
    ":-",
    "a | b\n",
    "[",
    "]",
    "[x]",
    "[x](y)",
    "![x](y)",
    "[^1]",
    "[^1]: ",
    "[x]: /y\n",
    "[ ] ",
    "<",
    ">",
    "<b>",
    "</b>",
    "<!--",
    "-->",
    "<script>",
    "<?x",
    "<![CDATA[",
    "<a@b.example>",
    "&lt;",
    "&#96;",
    "&#60;b&#62;",
    "~",
    "~~",
    "*",
    "**",
    "_",
    "__",
    "http://",
    "https://a.example/b?c=d",
    "https://",
    "!",
    "$",
    "{#a}",
    "\u{202E}",
    "\u{85}",
    "\u{2028}",
    "\u{FEFF}",
    "\u{A0}",
    "\u{0}",
    "\u{B}",
    "fn main() {}",
    "panic!()",
    "\"",
    "'",
    "...",
];

/// What a run is made of that means something at the start of a line, or above or below one.
const RUNS: &[&str] = &["-", "=", ":-|", "-|", "*", "_", "#", "+"];

/// Text made of what means something in Markdown.
pub(crate) fn hostile() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => "[`\\\\]{1,3}",
        4 => proptest::sample::select(PARTS).prop_map(str::to_string),
        1 => "[a-z ]{1,8}",
        1 => "(word ){1,20}",
        1 => run(),
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

/// A run that is about as long as a line may be, below a line and before a word, so that it may be left alone on its line.
fn run() -> impl Strategy<Value = String> {
    let above = proptest::sample::select(&["", "a\n", "a | b\n", "- a\n- ", "1. "][..]);
    let behind = proptest::sample::select(&["", " b", "\n"][..]);
    (
        above,
        proptest::sample::select(RUNS),
        90..=110_usize,
        behind,
    )
        .prop_map(|(above, part, length, behind)| {
            let run: String = part.chars().cycle().take(length).collect();
            format!("{above}{run}{behind}")
        })
}

/// What the Markdown may have beside prose, lists, `text` blocks and addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Context {
    Prose,
    /// One heading, which the whole is.
    Heading,
    /// So many code spans of ours, beside those of the text.
    Code(usize),
    /// A table of two rows with three cells each.
    Table,
    /// A file of ours, with headings, tables, links within the crate, and code in the given languages.
    File(&'static [&'static str]),
}

/// Fails unless all of it is what may be. `texts` are where its addresses come from.
#[track_caller]
pub(crate) fn accept(markdown: &str, context: Context, texts: &[&str]) {
    if let Err(what) = judge(markdown, context, texts) {
        panic!("{what} in {context:?}:\n{markdown}\nfrom {texts:?}");
    }
}

fn judge(markdown: &str, context: Context, texts: &[&str]) -> Result<(), String> {
    // Those of rustdoc.
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    let (mut headings, mut cells, mut spans) = (0, 0, 0);
    let is_file = matches!(context, Context::File(_));
    // rustdoc resolves every `[name]` that it can, so each counts.
    let resolve =
        |link: pulldown_cmark::BrokenLink<'_>| Some((link.reference.to_string().into(), "".into()));
    for event in Parser::new_with_broken_link_callback(markdown, options, Some(resolve)) {
        let is_fine = match &event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => match context {
                Context::File(languages) => {
                    language.as_ref() == "text" || languages.contains(&language.as_ref())
                }
                _ => language.as_ref() == "text",
            },
            Event::Start(Tag::Link {
                link_type: LinkType::Autolink,
                dest_url,
                ..
            }) => texts.iter().any(|text| text.contains(dest_url.as_ref())),
            Event::Start(Tag::Link { dest_url, .. }) => is_file && is_path(dest_url),
            Event::Start(Tag::Heading { .. }) => {
                headings += 1;
                is_file || context == Context::Heading
            }
            Event::Start(Tag::TableCell) => {
                cells += 1;
                true
            }
            Event::Start(Tag::Table(_)) => is_file || context == Context::Table,
            Event::Code(_) => {
                spans += 1;
                true
            }
            Event::Start(
                Tag::CodeBlock(CodeBlockKind::Indented)
                | Tag::HtmlBlock
                | Tag::Image { .. }
                | Tag::FootnoteDefinition(_)
                | Tag::BlockQuote(_)
                | Tag::Strikethrough
                | Tag::Emphasis
                | Tag::Strong,
            )
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::HardBreak
            | Event::Rule => false,
            _ => true,
        };
        if !is_fine {
            return Err(format!("{event:?}"));
        }
    }
    match context {
        Context::Heading if headings != 1 => Err(format!("{headings} headings")),
        Context::Table if cells != 6 => Err(format!("{cells} cells")),
        Context::Code(least) if spans < least => Err(format!("{spans} code spans")),
        _ => Ok(()),
    }
}

/// Whether a link is one that generated documentation has: to an item of Rust.
fn is_path(target: &str) -> bool {
    let path = target.trim_matches('`').replace("::", "");
    !path.is_empty() && path.chars().all(|c| c.is_alphanumeric() || c == '_')
}
