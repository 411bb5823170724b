//! A circle among arrows.

use std::collections::BTreeSet;

/// The names of one circle, the first of them again at its end; nothing where there is none.
pub(super) fn find<'a>(arrows: &BTreeSet<(&'a str, &'a str)>) -> Option<Vec<&'a str>> {
    let mut left = arrows.clone();
    // An arrow to a name that has none of its own leads into no circle.
    loop {
        let starts: BTreeSet<&str> = left.iter().map(|(from, _)| *from).collect();
        let before = left.len();
        left.retain(|(_, to)| starts.contains(to));
        if left.len() == before {
            break;
        }
    }
    let mut way = vec![left.first()?.0];
    loop {
        let here = *way.last()?;
        let (_, next) = left.iter().find(|(from, _)| *from == here)?;
        if let Some(start) = way.iter().position(|passed| passed == next) {
            let mut circle = way.split_off(start);
            circle.push(next);
            return Some(circle);
        }
        way.push(next);
    }
}

#[test]
fn a_circle_is_found_behind_arrows_that_are_in_none() {
    let arrows = |arrows: &[(&'static str, &'static str)]| arrows.iter().copied().collect();
    let tree = arrows(&[("a", "b"), ("a", "c"), ("b", "c"), ("c", "d")]);
    assert_eq!(find(&tree), None);
    let circle = arrows(&[("a", "b"), ("b", "c"), ("b", "x"), ("c", "d"), ("d", "b")]);
    assert_eq!(find(&circle), Some(vec!["b", "c", "d", "b"]));
}
