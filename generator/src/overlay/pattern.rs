//! Which places a JSONPath could select, whatever the document holds.
//!
//! The text of a valid JSONPath goes in; a pattern of JSON pointers comes out. It never misses a place that the path selects
//! in some document; filters, indexes, slices and wildcards count as any key or index.

use std::collections::BTreeSet;

use crate::document::pointer::escape;

/// The steps of a JSONPath.
#[derive(Debug, Clone)]
pub(super) struct Pattern(Vec<Segment>);

#[derive(Debug, Clone)]
struct Segment {
    /// Whether any number of steps may lie before this one: `..`.
    is_descendant: bool,
    /// The keys it selects, escaped as in JSON pointers; nothing where it may select any.
    keys: Option<Vec<String>>,
}

impl Pattern {
    pub(super) fn of(path: &str) -> Self {
        let mut segments = Vec::new();
        let mut rest = path.trim().strip_prefix('$').unwrap_or(path).trim_start();
        while !rest.is_empty() {
            let after_dots = rest.strip_prefix("..");
            let from = after_dots.unwrap_or(rest);
            let from = from.strip_prefix('.').unwrap_or(from).trim_start();
            let (keys, behind) = match from.strip_prefix('[') {
                Some(inside) => {
                    let (inside, behind) = inside.split_at(bracket_end(inside));
                    (quoted_keys(inside), behind.get(1..).unwrap_or_default())
                }
                None => {
                    let is_end = |c: char| matches!(c, '.' | '[') || c.is_whitespace();
                    let (key, behind) = from.split_at(from.find(is_end).unwrap_or(from.len()));
                    ((key != "*").then(|| vec![escape(key).into_owned()]), behind)
                }
            };
            segments.push(Segment {
                is_descendant: after_dots.is_some(),
                keys,
            });
            rest = behind.trim_start();
        }
        Self(segments)
    }

    /// How many steps of a JSON pointer, from its beginning, could lead to a place that the path selects.
    pub(super) fn ends(&self, steps: &[&str]) -> BTreeSet<usize> {
        let mut ends = BTreeSet::from([0]);
        for segment in &self.0 {
            let starts: Vec<usize> = match ends.first() {
                Some(first) if segment.is_descendant => (*first..steps.len()).collect(),
                _ => ends.into_iter().collect(),
            };
            let fitting = starts.into_iter().filter(|start| {
                let step = steps.get(*start);
                step.is_some_and(|step| match &segment.keys {
                    Some(keys) => keys.iter().any(|key| key == step),
                    None => true,
                })
            });
            ends = fitting.map(|start| start + 1).collect();
        }
        ends
    }
}

/// Where the bracket closes that was opened before `inside`.
fn bracket_end(inside: &str) -> usize {
    let mut depth = 0;
    let mut quote = None;
    let mut chars = inside.char_indices();
    while let Some((index, char)) = chars.next() {
        match (quote, char) {
            // An escaped character does not end the quote.
            (Some(_), '\\') => drop(chars.next()),
            (Some(open), _) if open == char => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(char),
            (None, '[') => depth += 1,
            (None, ']') if depth == 0 => return index,
            (None, ']') => depth -= 1,
            (None, _) => {}
        }
    }
    inside.len()
}

/// `'a', "b"`; nothing where a selector is something else, or a key needs more care than this takes.
fn quoted_keys(inside: &str) -> Option<Vec<String>> {
    let key = |selector: &str| {
        let selector = selector.trim();
        let quote = selector
            .chars()
            .next()
            .filter(|c| matches!(c, '\'' | '"'))?;
        let key = selector.strip_prefix(quote)?.strip_suffix(quote)?;
        (!key.contains(['\'', '"', '\\'])).then(|| escape(key).into_owned())
    };
    inside.split(',').map(key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_selected(path: &str, pointer: &str) -> bool {
        let steps: Vec<&str> = pointer.split('/').skip(1).collect();
        Pattern::of(path).ends(&steps).contains(&steps.len())
    }

    #[test]
    fn a_place_that_a_path_may_select_is_in_its_pattern() {
        for (path, pointer) in [
            ("$", ""),
            ("$.a.x-b", "/a/x-b"),
            ("$.a['x/y', \"z~\"]", "/a/x~1y"),
            ("$.a['x/y', \"z~\"]", "/a/z~0"),
            ("$ .a [ 'b' ] .c", "/a/b/c"),
            ("$..b", "/a/0/b"),
            ("$..b", "/b"),
            ("$..['b']..c", "/a/b/b/x/c"),
            ("$.*[*][0][1:2]", "/a/b/0/1"),
            ("$.a[?@['x'] == ']' && @.y[0] == \"\\\"]\"].b", "/a/3/b"),
            (r"$['it\'s'].b", "/it's/b"),
            ("$['a,b'].c", "/a,b/c"),
            ("$..[?@.x=='a'].id", "/p/q/id"),
            ("$..*", "/a/b"),
        ] {
            assert!(is_selected(path, pointer), "{path} {pointer}");
        }
    }

    #[test]
    fn a_place_with_other_keys_is_not() {
        for (path, pointer) in [
            ("$.a", ""),
            ("$.a", "/b"),
            ("$.a", "/a/b"),
            ("$.*", "/a/b"),
            ("$..b", "/b/c"),
            ("$.a[?@.b].c", "/a/c"),
            ("$.a['b', 'c'].d", "/a/x/d"),
            ("$.paths..[?@['x']=='A'].id", "/paths/p/name"),
        ] {
            assert!(!is_selected(path, pointer), "{path} {pointer}");
        }
    }
}
