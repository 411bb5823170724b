//! Which operations have types, where progenitor does not make those of all: found in few attempts, since each makes many types.
//!
//! All of them and an attempt to make the types of some in; those that can be made together out, and why the others cannot.
//! The attempt may panic; nobody sees it.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

/// An attempt to make the types of some of them; the error says why it failed.
pub(super) type Attempt<'a, T> = dyn Fn(&[T]) -> Result<(), String> + 'a;

/// Those that can be made together, in their order, and the others with the reason.
///
/// Half of them are tried at a time, so that a few bad ones among many cost few attempts.
pub(super) fn keep<T: Clone>(all: &[T], attempt: &Attempt<'_, T>) -> (Vec<T>, Vec<(T, String)>) {
    let (mut kept, mut bad) = (Vec::new(), Vec::new());
    add(all, &mut kept, &mut bad, attempt);
    (kept, bad)
}

fn add<T: Clone>(
    more: &[T],
    kept: &mut Vec<T>,
    bad: &mut Vec<(T, String)>,
    attempt: &Attempt<'_, T>,
) {
    let before = kept.len();
    kept.extend_from_slice(more);
    let Err(reason) = attempt(kept) else { return };
    kept.truncate(before);
    match more {
        [] => {}
        [one] => bad.push((one.clone(), reason)),
        _ => {
            let (first, second) = more.split_at(more.len() / 2);
            add(first, kept, bad, attempt);
            add(second, kept, bad, attempt);
        }
    }
}

thread_local! {
    static IS_QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work` and turns a panic into its message, without the panic being printed.
///
/// The hook is process-wide, so it is set once and only ever silences the thread that is in here.
pub(super) fn quietly<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let previous = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !IS_QUIET.get() {
                previous(info);
            }
        }));
    });
    let before = IS_QUIET.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    IS_QUIET.set(before);
    result.map_err(|payload| {
        let message = payload
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| payload.downcast_ref::<&str>().copied())
            .unwrap_or("no message");
        message.lines().next().unwrap_or_default().to_string()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is kept of `0`, `1`, …, of which those in `bad` cannot be made, and how often it was tried.
    fn kept(count: usize, is_bad: &dyn Fn(&[String]) -> bool) -> (Vec<String>, Vec<String>, usize) {
        let all: Vec<String> = (0..count).map(|number| number.to_string()).collect();
        let attempts = Cell::new(0);
        let (kept, bad) = keep(&all, &|some| {
            attempts.set(attempts.get() + 1);
            quietly(|| assert!(!is_bad(some), "it is bad\nin two lines"))
        });
        let bad = bad
            .into_iter()
            .map(|(name, reason)| format!("{name}: {reason}"))
            .collect();
        (kept, bad, attempts.get())
    }

    fn has(some: &[String], name: &str) -> bool {
        some.iter().any(|one| one == name)
    }

    #[test]
    fn where_all_can_be_made_there_is_one_attempt() {
        let (kept, skipped, attempts) = kept(100, &|_| false);
        assert_eq!((kept.len(), skipped.len(), attempts), (100, 0, 1));
    }

    #[test]
    fn a_bad_one_is_found_in_few_attempts() {
        let (kept, skipped, attempts) = kept(128, &|operations| has(operations, "77"));
        assert_eq!(kept.len(), 127);
        assert_eq!(skipped, ["77: it is bad"]);
        assert!(attempts <= 15, "{attempts}");
    }

    #[test]
    fn of_two_that_exclude_each_other_the_first_stays() {
        let (kept, skipped, _) = kept(4, &|operations| {
            has(operations, "1") && has(operations, "3")
        });
        assert_eq!(kept, ["0", "1", "2"]);
        assert_eq!(skipped, ["3: it is bad"]);
    }

    #[test]
    fn nothing_is_kept_where_nothing_can_be_made() {
        assert_eq!(kept(3, &|operations| !operations.is_empty()).0, [""; 0]);
    }
}
