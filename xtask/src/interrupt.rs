//! Ctrl-C, and a polite request to end: a signal comes in; a writer finishes or undoes, `main` prints how that went,
//! then the process ends.
//!
//! Nothing but a writer is waited for, and a second signal does not even wait for that. SIGHUP keeps its default, so
//! that `nohup` works; a run that ends by it, or is killed, is undone by the next one.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{io, process, thread};

use tokio::runtime::{Builder, Runtime};

use crate::console;

/// The exit code by the custom of shells: 128 and the number of the signal.
const INTERRUPTED: u8 = 130;
#[cfg(unix)]
const TERMINATED: u8 = 143;

static STATE: Mutex<State> = Mutex::new(State {
    received: None,
    is_held: false,
});

struct State {
    /// The exit code that a signal asks for.
    received: Option<u8>,
    /// Whether the process ends by the return of `main`, and not by the first signal.
    is_held: bool,
}

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The exit code to end with, if a signal has asked for an end.
pub fn received() -> Option<u8> {
    state().received
}

/// From now on the first signal does not end the process: `main` does, after it has printed how the work ended. Whoever
/// holds asks [`received`] meanwhile, and ends early.
pub(crate) fn hold() {
    state().is_held = true;
}

/// Ends what [`hold`] began, before something that may take long and may be ended anywhere. False if a signal has come:
/// then signals stay held, and the caller returns to `main`.
pub(crate) fn release() -> bool {
    let mut state = state();
    state.is_held = state.received.is_some();
    !state.is_held
}

/// From now on a signal ends the process as described above. Where that cannot be had, signals keep their default.
pub(crate) fn listen() {
    let _ = start();
}

fn start() -> io::Result<()> {
    let runtime = Builder::new_current_thread().enable_io().build()?;
    let signals = {
        // Signals are registered here and not by the thread, so that none is missed until it runs.
        let _entered = runtime.enter();
        Signals::register()?
    };
    let wait = move || end(&runtime, signals);
    thread::Builder::new()
        .name("signals".to_owned())
        .spawn(wait)?;
    Ok(())
}

fn end(runtime: &Runtime, mut signals: Signals) {
    let code = runtime.block_on(signals.next());
    {
        // Locked while this prints, so that no writer begins, and `main` prints what came of it afterwards.
        let mut state = state();
        state.received = Some(code);
        if !state.is_held {
            console::stderr("interrupted");
            process::exit(code.into());
        }
        console::stderr(
            "interrupted: what is being written is finished or undone first; a second signal ends the process at once",
        );
    }
    let code = runtime.block_on(signals.next());
    console::stderr("interrupted again: the next run undoes what is half-written");
    process::exit(code.into());
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn register() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};

        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    /// The next signal, as the exit code that it asks for.
    async fn next(&mut self) -> u8 {
        use std::task::Poll;

        std::future::poll_fn(|context| {
            if self.interrupt.poll_recv(context).is_ready() {
                Poll::Ready(INTERRUPTED)
            } else if self.terminate.poll_recv(context).is_ready() {
                Poll::Ready(TERMINATED)
            } else {
                Poll::Pending
            }
        })
        .await
    }
}

#[cfg(windows)]
struct Signals(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl Signals {
    fn register() -> io::Result<Self> {
        tokio::signal::windows::ctrl_c().map(Self)
    }

    /// The next Ctrl-C, as the exit code that it asks for.
    async fn next(&mut self) -> u8 {
        let _ = self.0.recv().await;
        INTERRUPTED
    }
}
