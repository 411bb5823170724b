//! Ctrl-C, and a polite request to end: a signal comes in; a writer finishes or undoes, then the process ends.
//!
//! Nothing but [`write`](crate::write) is waited for. SIGHUP keeps its default, so that `nohup` works; a run that ends by
//! it, or is killed, is undone by the next one.

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{io, process, thread};

use tokio::runtime::{Builder, Runtime};

use crate::console;

/// The exit code by the custom of shells: 128 and the number of the signal.
const INTERRUPTED: u8 = 130;
#[cfg(unix)]
const TERMINATED: u8 = 143;

/// The exit code that a signal asks for, or 0.
static RECEIVED: AtomicU8 = AtomicU8::new(0);

/// Held by who must not be ended half-way.
static WRITING: Mutex<()> = Mutex::new(());

/// The exit code to end with, if a signal has asked for an end.
pub fn received() -> Option<u8> {
    match RECEIVED.load(Ordering::SeqCst) {
        0 => None,
        code => Some(code),
    }
}

/// Keeps a signal from ending the process until what this returns is dropped. Ask [`received`] meanwhile.
pub(crate) fn hold() -> MutexGuard<'static, ()> {
    WRITING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From now on a signal ends the process as described above. Where that cannot be had, signals keep their default.
pub(crate) fn listen() {
    let _ = start();
}

fn start() -> io::Result<()> {
    let runtime = Builder::new_current_thread().enable_io().build()?;
    let signal = {
        // Signals are registered here and not by the thread, so that none is missed until it runs.
        let _entered = runtime.enter();
        next()?
    };
    let wait = move || end(&runtime, signal);
    thread::Builder::new()
        .name("signals".to_owned())
        .spawn(wait)?;
    Ok(())
}

fn end(runtime: &Runtime, signal: impl Future<Output = u8>) {
    let code = runtime.block_on(signal);
    RECEIVED.store(code, Ordering::SeqCst);
    console::stderr("interrupted");
    let _writer_has_ended = hold();
    process::exit(code.into());
}

/// The next signal, as the exit code that it asks for.
#[cfg(unix)]
fn next() -> io::Result<impl Future<Output = u8> + Send + 'static> {
    use std::task::Poll;
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(std::future::poll_fn(move |context| {
        if interrupt.poll_recv(context).is_ready() {
            Poll::Ready(INTERRUPTED)
        } else if terminate.poll_recv(context).is_ready() {
            Poll::Ready(TERMINATED)
        } else {
            Poll::Pending
        }
    }))
}

/// The next Ctrl-C, as the exit code that it asks for.
#[cfg(windows)]
fn next() -> io::Result<impl Future<Output = u8> + Send + 'static> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        let _ = interrupt.recv().await;
        INTERRUPTED
    })
}
