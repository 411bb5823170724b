//! Which operations can be made, where not all can: found in few attempts, since each makes a whole crate.
//!
//! Operations and an attempt to make some of them in, those that can be made together out, and why the others cannot. The
//! attempt may panic; nobody sees it.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use crate::Skipped;
use crate::lower::Operation;

/// An attempt to make the crate of some operations; the error says why it failed.
pub(super) type Attempt<'a> = dyn Fn(&[Operation]) -> Result<(), String> + 'a;

/// The operations that can be made together, in their order, and the others with the reason.
///
/// Half of the operations are tried at a time, so that a few bad ones among many cost few attempts.
pub(super) fn keep(
    operations: &[Operation],
    attempt: &Attempt<'_>,
) -> (Vec<Operation>, Vec<Skipped>) {
    let (mut kept, mut skipped) = (Vec::new(), Vec::new());
    add(operations, &mut kept, &mut skipped, attempt);
    (kept, skipped)
}

fn add(
    more: &[Operation],
    kept: &mut Vec<Operation>,
    skipped: &mut Vec<Skipped>,
    attempt: &Attempt<'_>,
) {
    let before = kept.len();
    kept.extend_from_slice(more);
    let Err(reason) = attempt(kept) else { return };
    kept.truncate(before);
    match more {
        [] => {}
        [one] => skipped.push(Skipped {
            operation: one.id.clone(),
            pointer: one.pointer.clone(),
            reason,
        }),
        _ => {
            let (first, second) = more.split_at(more.len() / 2);
            add(first, kept, skipped, attempt);
            add(second, kept, skipped, attempt);
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

    fn operation(name: &str) -> Operation {
        Operation {
            id: name.to_string(),
            name: name.to_string(),
            pointer: format!("/{name}"),
            ..Operation::default()
        }
    }

    /// What is kept of operations named `0`, `1`, …, of which those in `bad` cannot be made, and how often it was tried.
    fn kept(
        count: usize,
        is_bad: &dyn Fn(&[Operation]) -> bool,
    ) -> (Vec<String>, Vec<String>, usize) {
        let operations: Vec<Operation> = (0..count).map(|n| operation(&n.to_string())).collect();
        let attempts = Cell::new(0);
        let (kept, skipped) = keep(&operations, &|operations| {
            attempts.set(attempts.get() + 1);
            quietly(|| assert!(!is_bad(operations), "it is bad\nin two lines"))
        });
        let kept = kept.into_iter().map(|operation| operation.id).collect();
        let skipped = skipped
            .into_iter()
            .map(|skip| format!("{}: {}", skip.operation, skip.reason))
            .collect();
        (kept, skipped, attempts.get())
    }

    fn has(operations: &[Operation], name: &str) -> bool {
        operations.iter().any(|operation| operation.name == name)
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
