//! A line of prose as words that are safe wherever they stand in it: what lies between spaces, with code spans whole.
//!
//! White space is folded (four spaces would start a code block, also after a list marker). Code spans and addresses are
//! found as CommonMark finds them; all else that Markdown or rustdoc could take for a link, a tag, emphasis or a fence is
//! made literal. What means something only at the start of a line is the business of `lines`.

/// What the line is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Paragraph,
    /// A cell of a table, which a `|` would end.
    Cell,
}

/// The words of a line.
pub(super) fn of(line: &str, place: Place) -> Vec<String> {
    let folded = line.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut words = Vec::new();
    let mut word = String::new();
    let mut rest = folded.as_str();
    while let Some(c) = rest.chars().next() {
        let length = if c == ' ' {
            words.push(std::mem::take(&mut word));
            1
        } else if let Some(span) = CodeSpan::at_start(rest) {
            word.push_str(&span.written(place));
            span.length
        } else if c == '`' {
            let length = run(rest);
            word.push_str(&"\\`".repeat(length));
            length
        } else if let Some(address) = address(rest) {
            word.extend(["<", address, ">"]);
            address.len()
        } else if c == '\\' {
            escaped(rest, &mut word)
        } else {
            let is_mark = matches!(c, '[' | ']' | '<' | '>' | '~' | '*' | '_');
            if is_mark || (c == '|' && place == Place::Cell) {
                word.push('\\');
            }
            word.push(c);
            c.len_utf8()
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// A backslash, literally, and how long it is in the source: with the backslash or backtick that it escapes, since that
/// one opens no code span and escapes nothing itself.
fn escaped(rest: &str, word: &mut String) -> usize {
    word.push_str("\\\\");
    match rest.as_bytes().get(1) {
        Some(b'`') => {
            word.push_str("\\`");
            2
        }
        Some(b'\\') => {
            word.push_str("\\\\");
            2
        }
        _ => 1,
    }
}

/// Inline code: what lies between two runs of as many backticks. No backslash escapes anything in it.
struct CodeSpan<'a> {
    content: &'a str,
    /// Of all of it, with the backticks.
    length: usize,
}

impl<'a> CodeSpan<'a> {
    fn at_start(rest: &'a str) -> Option<Self> {
        let marks = run(rest);
        if marks == 0 {
            return None;
        }
        let inner = rest.get(marks..)?;
        let mut end = 0;
        while let Some(next) = inner.get(end..)?.find('`') {
            let start = end + next;
            let length = run(inner.get(start..)?);
            if length == marks {
                return Some(Self {
                    content: inner.get(..start)?,
                    length: marks + start + marks,
                });
            }
            end = start + length;
        }
        None
    }

    /// With the fewest backticks that do.
    fn written(&self, place: Place) -> String {
        let content = match place {
            Place::Paragraph => self.content.to_string(),
            Place::Cell => without_pipes(self.content),
        };
        let runs: Vec<usize> = content.split(|c| c != '`').map(str::len).collect();
        let marks = (1..).find(|length| !runs.contains(length)).unwrap_or(1);
        let marks = "`".repeat(marks);
        format!("{marks}{content}{marks}")
    }
}

/// The content of a code span in a cell: `\|` is a pipe there, unless another backslash stands before it.
pub(super) fn without_pipes(content: &str) -> String {
    content.replace("\\|", "\\\\u{7c}").replace('|', "\\|")
}

/// How many backticks the text begins with.
fn run(text: &str) -> usize {
    text.len() - text.trim_start_matches('`').len()
}

/// The http(s) address at the start of `rest`, without the punctuation that ends a sentence.
fn address(rest: &str) -> Option<&str> {
    if !rest.starts_with("https://") && !rest.starts_with("http://") {
        return None;
    }
    let end = rest.find(|c: char| {
        c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '[' | ']' | '\\' | '|')
    });
    let address = rest.get(..end.unwrap_or(rest.len()))?;
    Some(address.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'']))
}
