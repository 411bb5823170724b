//! Text from a document, made safe to stand in Rust documentation and Markdown.
//!
//! A description in, lines out that rustdoc shows as prose: code blocks become `text` blocks (never doc tests), brackets
//! and angle brackets are literal, addresses are links. Names become identifiers in `names`, not here.

/// The width that lines of prose are broken at, in characters.
const WIDTH: usize = 96;

/// Characters that may reorder what a reader sees (rustc refuses them in comments) or that end a line unseen.
pub(crate) fn is_unsafe(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}')
        || (c.is_control() && c != '\n' && c != '\t')
}

/// A description as lines of Markdown for `///` comments; empty where there is nothing to say.
///
/// ```
/// assert_eq!(
///     generator::text::documentation("See [Item] at https://shop.example\n```php\nfoo();\n```"),
///     ["See \\[Item\\] at <https://shop.example>", "```text", "foo();", "```"],
/// );
/// ```
pub fn documentation(text: &str) -> Vec<String> {
    let text: String = text
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|&c| !is_unsafe(c))
        .collect();
    let mut lines: Vec<String> = Vec::new();
    let mut fence: Option<char> = None;
    let mut is_in_list = false;
    for line in text.trim().lines() {
        let start = line.trim_start();
        match (fence, opening_fence(start)) {
            (None, Some(mark)) => {
                fence = Some(mark);
                is_in_list = false;
                lines.push("```text".to_string());
            }
            (Some(open), Some(mark)) if open == mark => {
                fence = None;
                lines.push("```".to_string());
            }
            // A fence of the other kind inside a block would close ours: the zero-width joiner keeps it text.
            (Some(_), _) => lines.push(
                line.trim_end()
                    .replace("```", "`\u{200D}``")
                    .replace('\t', "    "),
            ),
            (None, None) => {
                let line = prose(start);
                let marker = list_marker(&line);
                // Text right below a list would be read as part of its last item.
                if is_in_list && marker == 0 && !line.is_empty() {
                    lines.push(String::new());
                }
                is_in_list = marker > 0;
                let indent = " ".repeat(marker);
                let wrapped = wrap(&line).into_iter().enumerate();
                lines.extend(wrapped.map(|(index, line)| match index {
                    0 => line,
                    _ => format!("{indent}{line}"),
                }));
            }
        }
    }
    if fence.is_some() {
        lines.push("```".to_string());
    }
    lines
}

/// A description on one line, for table cells and list items.
pub fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let joined: String = words.join(" ").chars().filter(|&c| !is_unsafe(c)).collect();
    prose(&joined).replace('|', "\\|")
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

/// Text that stands between backticks: without backticks and whatever else would end them or the line.
pub fn code(text: &str) -> String {
    text.chars()
        .filter(|&c| c != '`' && c != '\t' && c != '\n' && !is_unsafe(c))
        .collect()
}

/// How wide the marker is that makes a line an item of a list: 2 for `- x`, 3 for `1. x`, 0 for other lines.
fn list_marker(line: &str) -> usize {
    let Some((marker, _)) = line.split_once(' ') else {
        return 0;
    };
    let digits = marker.trim_end_matches(['.', ')']);
    let is_number = digits.len() + 1 == marker.len()
        && !digits.is_empty()
        && digits.len() < 10
        && digits.chars().all(|c| c.is_ascii_digit());
    if is_number || marker == "-" || marker == "+" {
        marker.len() + 1
    } else {
        0
    }
}

fn opening_fence(line: &str) -> Option<char> {
    ['`', '~']
        .into_iter()
        .find(|&mark| line.chars().take_while(|&c| c == mark).count() >= 3)
}

/// Breaks a line of prose where it is wider than a comment should be: never inside inline code, and never so that the
/// next line starts with what Markdown could take for a list, a heading or a table.
fn wrap(line: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut width = 0;
    let mut is_in_code = false;
    for word in line.split(' ') {
        let starts_block = word.starts_with(['-', '+', '*', '#', '=', '>', '|'])
            || word.trim_end_matches(['.', ')']).parse::<u64>().is_ok();
        let length = word.chars().count();
        let is_full = width + 1 + length > WIDTH && width > 0;
        match lines.last_mut() {
            Some(last) if !is_full || is_in_code || starts_block => {
                if width > 0 {
                    last.push(' ');
                }
                last.push_str(word);
                width += length + 1;
            }
            _ => {
                lines.push(word.to_string());
                width = length;
            }
        }
        let marks = word.matches('`').count() - word.matches("\\`").count();
        is_in_code ^= marks % 2 == 1;
    }
    lines
}

/// One line outside code blocks: white space folded (four spaces would start a code block, also after a list marker),
/// everything that Markdown or rustdoc could take for a link, a tag, a heading or a fence made literal.
fn prose(line: &str) -> String {
    let folded = line.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::new();
    let mut rest = folded.as_str();
    if rest.starts_with('#') {
        out.push('\\');
    }
    while let Some(c) = rest.chars().next() {
        if let Some(code) = inline_code(rest) {
            out.push_str(code);
            rest = &rest[code.len()..];
            continue;
        }
        let address = address(rest);
        if !address.is_empty() {
            out.push('<');
            out.push_str(address);
            out.push('>');
            rest = &rest[address.len()..];
            continue;
        }
        if matches!(c, '[' | ']' | '<' | '>' | '`' | '\\' | '~' | '*' | '_') {
            out.push('\\');
        }
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// `` `code` `` at the start of `rest`: one backtick, no other until the closing one.
fn inline_code(rest: &str) -> Option<&str> {
    let inner = rest.strip_prefix('`')?;
    let end = inner.find('`')?;
    let closes_alone = !inner[end + 1..].starts_with('`');
    (end > 0 && closes_alone).then(|| &rest[..end + 2])
}

/// The http(s) address at the start of `rest`, without the punctuation that ends a sentence.
fn address(rest: &str) -> &str {
    if !rest.starts_with("https://") && !rest.starts_with("http://") {
        return "";
    }
    let end = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '[' | ']' | '\\'))
        .unwrap_or(rest.len());
    rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\''])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_indented_block_is_prose_and_no_doc_test() {
        assert_eq!(
            documentation("a\n\n    panic!()\n- \t     x"),
            ["a", "", "panic!()", "- x"]
        );
    }

    #[test]
    fn a_fence_inside_a_list_or_quote_is_literal() {
        assert_eq!(documentation("- ```rust"), ["- \\`\\`\\`rust"]);
        assert_eq!(documentation("> ```rust"), ["\\> \\`\\`\\`rust"]);
    }

    #[test]
    fn a_fence_that_is_left_open_is_closed() {
        assert_eq!(
            documentation("~~~rust\nboom();"),
            ["```text", "boom();", "```"]
        );
        assert_eq!(
            documentation("~~~\n```\n~~~"),
            ["```text", "`\u{200D}``", "```"]
        );
    }

    #[test]
    fn what_rustdoc_could_take_for_a_link_or_a_tag_is_literal() {
        assert_eq!(
            documentation("[`x`](y) <b> # *a_b*"),
            ["\\[`x`\\](y) \\<b\\> # \\*a\\_b\\*"]
        );
        assert_eq!(documentation("# title"), ["\\# title"]);
    }

    #[test]
    fn inline_code_stays_and_a_lone_backtick_is_literal() {
        assert_eq!(documentation("its `id` and `"), ["its `id` and \\`"]);
    }

    #[test]
    fn an_address_is_a_link_without_the_full_stop() {
        assert_eq!(
            documentation("See https://a.example/b?c=[d]."),
            ["See <https://a.example/b?c=>\\[d\\]."]
        );
    }

    #[test]
    fn carriage_returns_and_reordering_characters_are_gone() {
        assert_eq!(documentation("a\rb\u{202E}c\u{0}"), ["a", "bc"]);
    }

    #[test]
    fn a_long_line_is_broken_between_words_and_outside_code() {
        let long = format!("{} `a b` - 1. end", "word ".repeat(18).trim());
        assert_eq!(
            documentation(&long),
            [
                format!("{} `a b` - 1.", "word ".repeat(18).trim()),
                "end".to_string()
            ]
        );
    }

    #[test]
    fn text_below_a_list_is_no_part_of_it_and_a_long_item_is_indented() {
        assert_eq!(
            documentation("Kinds:\n- one\n  - nested\nAll of them.\n1. x\nEnd."),
            [
                "Kinds:",
                "- one",
                "- nested",
                "",
                "All of them.",
                "1. x",
                "",
                "End."
            ]
        );
        let long = format!("- {}", "word ".repeat(25).trim());
        assert_eq!(
            documentation(&long)[1],
            format!("  {}", "word ".repeat(7).trim())
        );
    }

    #[test]
    fn a_tab_in_a_block_is_spaces() {
        assert_eq!(documentation("```\n\tx\n```"), ["```text", "    x", "```"]);
    }

    #[test]
    fn a_sentence_ends_once() {
        assert_eq!(sentence("A shop."), "A shop.");
        assert_eq!(sentence("A shop "), "A shop.");
    }

    #[test]
    fn one_line_is_safe_in_a_table() {
        assert_eq!(one_line("a\n b | c"), "a b \\| c");
    }
}
