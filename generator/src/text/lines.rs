//! Words to lines: broken where a comment should be, and never so that a line begins with what starts a block in Markdown,
//! except for lists, which a document may have. A line of the source is broken first and made literal then, because words
//! that are prose together may be a rule or the head of a table where some of them are a line.

/// The width that lines of prose are broken at, in characters.
const WIDTH: usize = 96;

/// Makes the start of a line, as it will be written, literal where it is a heading, a rule, or a line that makes the one
/// above it a heading or the head of a table; in an item of a list, too.
pub(super) fn make_start_literal(words: &mut [String]) {
    let mut start = 0;
    while let Some((first, rest)) = words.get(start..).and_then(<[String]>::split_first) {
        let is_line = |word: &String| word.chars().all(|c| matches!(c, '-' | '=' | ':' | '|'));
        if first.starts_with('#') || (is_line(first) && rest.iter().all(is_line)) {
            words[start].insert(0, '\\');
            return;
        }
        if !is_marker(first) {
            return;
        }
        start += 1;
    }
}

/// The words of each line of at most [`WIDTH`] characters, unless a word is longer, or the next one must not begin a line
/// or is the first of an item.
pub(super) fn wrap(words: Vec<String>) -> Vec<Vec<String>> {
    let mut lines = vec![Vec::new()];
    // With the space behind the last word on the first line, without it on the others: committed files are broken so.
    let mut width = 0;
    for word in words {
        let length = word.chars().count();
        // A code span that is begun is written to its end, so its first part decides.
        let part = word.split(' ').next().unwrap_or_default();
        let is_full = width + 1 + part.chars().count() > WIDTH;
        match lines.last_mut() {
            // A marker that stands alone is no item: `-` makes the line above a heading.
            Some(line) if !is_full || starts_block(&word) || is_bare(line) => {
                line.push(word);
                width += length + 1;
            }
            _ => {
                lines.push(vec![word]);
                width = length;
            }
        }
    }
    lines
}

/// Whether a line has nothing but markers of lists, if anything.
fn is_bare(line: &[String]) -> bool {
    line.iter().all(|word| is_marker(word))
}

/// How wide the marker is that makes a line an item of a list: 2 for `- x`, 3 for `1. x`, 0 for other lines.
pub(super) fn list_marker(words: &[String]) -> usize {
    match words {
        [first, _, ..] if is_marker(first) => first.len() + 1,
        _ => 0,
    }
}

fn is_marker(word: &str) -> bool {
    let digits = word.strip_suffix(['.', ')']).unwrap_or_default();
    let is_number = (1..10).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit());
    is_number || word == "-" || word == "+"
}

/// Whether Markdown could take a word at the start of a line for the start of a block.
fn starts_block(word: &str) -> bool {
    word.starts_with(['-', '+', '*', '#', '=', '>', '|', ':'])
        || word.starts_with("```")
        || word.trim_end_matches(['.', ')']).parse::<u64>().is_ok()
}
