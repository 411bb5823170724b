//! How far the run is: a bar on standard error where that is a terminal, else nothing but what it waits for.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::console;
use crate::printable::one_line;

/// A bar with a step per document.
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// For so many documents; hidden where standard error is no terminal.
    pub fn new(documents: usize) -> Self {
        let bar = ProgressBar::new(u64::try_from(documents).unwrap_or(u64::MAX));
        if let Ok(style) = ProgressStyle::with_template("{bar:24} {pos}/{len} {elapsed} {wide_msg}")
        {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(bar)
    }

    /// The next document begins.
    pub fn next(&self, name: &str) {
        self.0.set_message(one_line(name));
        self.0.inc(1);
    }

    /// Something for all documents begins.
    pub fn say(&self, what: &str) {
        self.0.set_message(what.to_string());
    }

    /// Something that is to be known without a terminal, too: why nothing happens.
    pub fn announce(&self, what: &str) {
        self.say(what);
        self.0.suspend(|| console::stderr(what));
    }
}

/// The bar goes, however the run ends.
impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
