//! A limit on the stack that decoding uses: an overflow would end the process, and what is decoded comes from a server.
//!
//! In: work that enters each value before it is decoded. Out: its result, from the caller's thread where [`BORROWED`] bytes
//! are enough, else from a thread with a larger stack. Never: more of the caller's stack than that, or a value whose clone,
//! comparison or output needs more than about 1.5 MiB.
//!
//! The need is estimated and not measured: stack frames grow with the values that are moved through them, so each value
//! costs [`PER_BYTE`] for a byte of its Rust type and [`PER_LEVEL`] beside. Both are what an unoptimised build needs, so a
//! body decodes in every build or in none; optimised code needs a quarter of that.

use std::cell::Cell;
use std::thread;

/// What is used of the caller's stack at most, in bytes.
pub(crate) const BORROWED: usize = 384 * 1024;

/// What values need before they are entered, since the type of an item is unknown until its list is open: ten copies of the
/// largest type that the generator makes, 16 KiB.
const AHEAD: usize = 160 * 1024;

/// The stack of a thread of our own. Only the pages that are touched cost memory.
const OWN: usize = 32 * 1024 * 1024;

/// The part of [`OWN`] that values may need. It is smaller than it could be: whoever clones or prints the value afterwards
/// does so on a stack of the usual 2 MiB, and needs up to an eighth of what decoding needs.
const OWN_FOR_VALUES: usize = 12 * 1024 * 1024;

/// Stack for each byte of the type of a value. Items of lists and values of maps are entered twice.
const PER_BYTE: usize = 24;

/// Stack for each value that holds others, whatever its type.
const PER_LEVEL: usize = 4 * 1024;

/// What [`LEFT`] is outside of [`with_room`], where the stack is the caller's own affair.
const UNLIMITED: usize = usize::MAX;

// Two numbers and not one struct in an `Option`, since both are touched for each value.
thread_local! {
    /// The part of the stack of this thread that values may still need, in bytes.
    static LEFT: Cell<usize> = const { Cell::new(UNLIMITED) };
    /// Whether some value needed more.
    static IS_EXCEEDED: Cell<bool> = const { Cell::new(false) };
}

/// Why work has no result.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoRoom {
    /// The values are nested too deeply for their size.
    #[error("it is nested too deeply for a type of this size")]
    TooDeep,
    /// The work needs a thread, and none could be started.
    #[error(
        "it is nested so deeply that it needs a thread of its own, which cannot be started: {0}"
    )]
    NoThread(std::io::Error),
}

/// Runs `work`, if need be a second time on a thread of its own. It enters each value by [`Entered`] and gives up, in whatever
/// way, where that is refused.
pub(crate) fn with_room<R: Send>(work: impl Fn() -> R + Sync) -> Result<R, NoRoom> {
    // Within other work, what is left of the stack is that work's.
    let is_inner = LEFT.get() != UNLIMITED;
    if !is_inner && let Some(result) = limited(BORROWED - AHEAD, &work) {
        return Ok(result);
    }
    let result = thread::scope(|scope| {
        let thread = thread::Builder::new()
            .name("openapi-client-decode".to_owned())
            .stack_size(OWN)
            .spawn_scoped(scope, || limited(OWN_FOR_VALUES, &work))
            .map_err(NoRoom::NoThread)?;
        // A panic is the caller's `Deserialize`'s own, and goes where it would have gone.
        Ok(thread
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    result?.ok_or(NoRoom::TooDeep)
}

/// The result of `work`, or nothing where values needed more than `left` bytes.
fn limited<R>(left: usize, work: impl Fn() -> R) -> Option<R> {
    /// Ends the limit, after a panic, too.
    struct Reset;
    impl Drop for Reset {
        fn drop(&mut self) {
            LEFT.set(UNLIMITED);
        }
    }
    let _reset = Reset;
    LEFT.set(left);
    IS_EXCEEDED.set(false);
    let result = work();
    // Whatever the work made of the refusal: without it there might be more.
    (!IS_EXCEEDED.get()).then_some(result)
}

/// A value that is being decoded: its share of the stack is taken until it is dropped.
pub(crate) struct Entered(usize);

impl Entered {
    /// Takes the share of a value of type `T` that may hold others; nothing if too little is left.
    pub(crate) fn value<T>() -> Option<Self> {
        Self::take(PER_LEVEL + PER_BYTE.saturating_mul(size_of::<T>()))
    }

    /// Takes the share of the copies of a `T` that are made where it becomes part of a list or a map.
    pub(crate) fn part<T>() -> Option<Self> {
        // Most parts are small, and their levels allow for them.
        match size_of::<T>() {
            ..=64 => Some(Self(0)),
            size => Self::take(PER_BYTE.saturating_mul(size)),
        }
    }

    fn take(share: usize) -> Option<Self> {
        let left = LEFT.get();
        if left == UNLIMITED {
            return Some(Self(0));
        }
        match left.checked_sub(share) {
            Some(left) => {
                LEFT.set(left);
                Some(Self(share))
            }
            None => {
                IS_EXCEEDED.set(true);
                None
            }
        }
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        let left = LEFT.get();
        // The limit may have ended in between, by a panic.
        if left != UNLIMITED {
            LEFT.set(left + self.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// Enters values of 1 KiB, one in the other.
    fn nest(levels: usize) -> bool {
        levels == 0 || Entered::value::<[u8; 1024]>().is_some_and(|_entered| nest(levels - 1))
    }

    /// The result, and how often the work was done.
    fn nested(levels: usize) -> (Option<bool>, usize) {
        let runs = AtomicUsize::new(0);
        let result = with_room(|| {
            runs.fetch_add(1, Ordering::Relaxed);
            nest(levels)
        });
        (result.ok(), runs.into_inner())
    }

    #[test]
    fn what_fits_is_done_once_and_where_it_was_asked_for() {
        assert_eq!(nested(0), (Some(true), 1));
        assert_eq!(nested(8), (Some(true), 1));
        let here = thread::current().id();
        assert_eq!(with_room(|| thread::current().id()).unwrap(), here);
    }

    #[test]
    fn what_does_not_fit_is_done_again_with_more_room_and_once_only() {
        assert_eq!(nested(9), (Some(true), 2));
        assert_eq!(nested(400), (Some(true), 2));
        assert_eq!(nested(1_000_000), (None, 2));
    }

    #[test]
    fn room_is_given_back() {
        let both = with_room(|| (0..1000).all(|_| nest(5)));
        assert!(both.unwrap());
    }

    #[test]
    fn work_within_work_has_room_of_its_own() {
        let inner = with_room(|| nest(5) && with_room(|| nest(400)).unwrap() && nest(5));
        assert!(inner.unwrap());
    }

    #[test]
    fn nothing_is_limited_outside_and_after_a_panic() {
        let panic = std::panic::catch_unwind(|| with_room(|| panic!("odd")).is_ok());
        assert!(panic.is_err() && LEFT.get() == UNLIMITED);
        assert!(Entered::value::<[u8; 1 << 30]>().is_some());
    }
}
