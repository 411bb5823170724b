//! Text from a document, made safe to stand in Rust documentation and Markdown.
//!
//! A description in, lines out that rustdoc shows as prose: code blocks become `text` blocks (never doc tests), inline code
//! stays, lists stay, addresses are links, and all else is literal. Each line is read into words first (`words`), in
//! which code spans are whole, and is broken only between these (`lines`); so nothing that was code is prose on the next
//! line. Names become identifiers in `identifiers`, not here.

mod fence;
#[cfg(test)]
pub(crate) mod judge;
mod lines;
#[cfg(test)]
mod tests;
mod words;

use crate::disruptive;

use fence::Fence;
pub(crate) use fence::fenced;
use words::Place;

/// A description as lines of Markdown for `///` comments; empty where there is nothing to say.
///
/// ```
/// assert_eq!(
///     generator::text::documentation("See [Item] at https://shop.example\n```php\nfoo();\n```"),
///     ["See \\[Item\\] at <https://shop.example>", "```text", "foo();", "```"],
/// );
/// ```
pub fn documentation(text: &str) -> Vec<String> {
    let text = visible(text);
    let mut source = text.trim().lines();
    let mut lines: Vec<String> = Vec::new();
    let mut is_in_list = false;
    while let Some(line) = source.next() {
        if let Some(fence) = Fence::opened_by(line) {
            let content = source.by_ref().take_while(|line| !fence.is_closed_by(line));
            lines.extend(fenced("text", content));
            is_in_list = false;
            continue;
        }
        let mut wrapped = lines::wrap(words::of(line, Place::Paragraph));
        for words in &mut wrapped {
            lines::make_start_literal(words);
        }
        let first = wrapped.first().map_or(&[][..], Vec::as_slice);
        let marker = lines::list_marker(first);
        // Text right below a list would be read as part of its last item.
        if is_in_list && marker == 0 && !first.is_empty() {
            lines.push(String::new());
        }
        is_in_list = marker > 0;
        for (index, words) in wrapped.iter().enumerate() {
            let indent = if index == 0 { 0 } else { marker };
            lines.push(format!("{}{}", " ".repeat(indent), words.join(" ")));
        }
    }
    lines
}

/// A description on one line, for table cells, headings and list items.
pub fn one_line(text: &str) -> String {
    let mut words = words::of(&visible(text), Place::Cell);
    lines::make_start_literal(&mut words);
    words.join(" ")
}

/// A description on one line that ends like a sentence.
pub fn sentence(text: &str) -> String {
    let line = one_line(text);
    if line.is_empty() || line.ends_with(['.', '!', '?', '…', ':']) {
        line
    } else {
        format!("{line}.")
    }
}

/// Text that stands between backticks, outside of tables: backticks become apostrophes, and what would end the line or
/// disrupt what a reader sees is written as an escape. It is never empty, because two backticks are no code.
///
/// ```
/// assert_eq!(generator::text::code("a`b\n"), "a'b\\n");
/// ```
pub fn code(text: &str) -> String {
    let text = text
        .replace('`', "'")
        .replace('\n', "\\n")
        .replace('\t', "\\t")
        .replace('\r', "\\r");
    if text.is_empty() {
        " ".to_string()
    } else {
        disruptive::visible(&text)
    }
}

/// Texts, each of them between backticks, with `between` in between.
pub(crate) fn codes(texts: impl IntoIterator<Item: AsRef<str>>, between: &str) -> String {
    let each = texts
        .into_iter()
        .map(|text| format!("`{}`", code(text.as_ref())));
    each.collect::<Vec<_>>().join(between)
}

/// Text that stands between backticks in a cell of a table.
pub(crate) fn code_cell(text: &str) -> String {
    words::without_pipes(&code(text))
}

/// A text with line feeds at the ends of its lines, and escapes for what disrupts.
fn visible(text: &str) -> String {
    disruptive::visible(&text.replace("\r\n", "\n").replace('\r', "\n"))
}
