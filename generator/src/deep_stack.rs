//! A stack that is large enough for the deepest document that is read.
//!
//! Every stage recurses as deep as the document is nested, and progenitor and typify many times deeper. The caller's
//! thread may have any stack, so the pipeline brings its own.

use std::sync::mpsc;
use std::thread;

use crate::error::Error;

/// The size of the stack, in bytes: ten times what the deepest document was seen to need. Pages that are not touched cost
/// nothing.
const STACK: usize = 256 * 1024 * 1024;

/// Runs `work` with a large stack. What it tells on the way goes to `listen`, on the caller's thread.
///
/// The error is the message of a panic, or why there is no thread: our own faults, for whoever reports them.
pub(crate) fn run<T: Send, M: Send>(
    work: impl FnOnce(&mut dyn FnMut(M)) -> T + Send,
    listen: &mut dyn FnMut(M),
) -> Result<T, String> {
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        let worker = thread::Builder::new()
            .name("generator".to_string())
            .stack_size(STACK)
            .spawn_scoped(scope, move || {
                work(&mut |message| {
                    // Who listens does so until the end.
                    let _ = sender.send(message);
                })
            })
            .map_err(|error| format!("no thread can be started: {error}"))?;
        for message in receiver {
            listen(message);
        }
        worker.join().map_err(|payload| {
            let message = payload
                .downcast_ref::<String>()
                .map(String::as_str)
                .or_else(|| payload.downcast_ref::<&str>().copied());
            message.unwrap_or("a panic without a message").to_string()
        })
    })
}

/// The error for whoever gave the document, when work on it has panicked.
pub(crate) fn fault(document: &str, message: &str) -> Error {
    Error::fault(
        document,
        format!("the generator has a fault that this document shows: {message}"),
        "please report it with the document; until it is repaired, leave out what is odd by an action in \
         fixups/10-document.overlay.yaml",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_arrives_in_order_and_the_result_at_the_end() {
        let mut heard = Vec::new();
        let result = run(
            |tell| {
                tell(1);
                tell(2);
                "done"
            },
            &mut |message| heard.push(message),
        );
        assert_eq!(result, Ok("done"));
        assert_eq!(heard, [1, 2]);
    }
}
