//! Code blocks between fences: where one of a document begins and ends, and a block of ours around lines of text.

/// The fence that a line of a document opens a code block with.
pub(super) struct Fence {
    mark: char,
    length: usize,
}

impl Fence {
    /// The fence at the start of a line; what begins with backticks and has further ones is a line with inline code.
    pub fn opened_by(line: &str) -> Option<Self> {
        let line = line.trim_start();
        let mark = line
            .chars()
            .next()
            .filter(|mark| ['`', '~'].contains(mark))?;
        let rest = line.trim_start_matches(mark);
        let length = line.len() - rest.len();
        let is_inline = mark == '`' && rest.contains('`');
        (length >= MIN_LENGTH && !is_inline).then_some(Self { mark, length })
    }

    /// Whether a line ends the block: the same mark, at least as often, and nothing else.
    pub fn is_closed_by(&self, line: &str) -> bool {
        let line = line.trim();
        line.len() >= self.length && line.chars().all(|c| c == self.mark)
    }
}

/// The fewest backticks that make a fence.
const MIN_LENGTH: usize = 3;

/// A code block in the language `language` around lines, with a fence that is longer than any in it. Tabs become spaces.
pub(crate) fn fenced<'a>(
    language: &str,
    content: impl IntoIterator<Item = &'a str>,
) -> Vec<String> {
    let mut lines = vec![String::new()];
    lines.extend(
        content
            .into_iter()
            .map(|line| line.trim_end().replace('\t', "    ")),
    );
    let longest = lines.iter().map(|line| longest_run(line)).max();
    let fence = "`".repeat(MIN_LENGTH.max(longest.unwrap_or_default() + 1));
    lines[0] = format!("{fence}{language}");
    lines.push(fence);
    lines
}

/// How many backticks stand together at most.
fn longest_run(line: &str) -> usize {
    line.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}
