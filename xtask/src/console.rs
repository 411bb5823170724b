//! The one door to the terminal: lines go in, standard output and standard error (or a test's buffer) get them.
//!
//! Whatever a line quotes, it is made printable here, so no caller can forget to: `xtask/clippy.toml` forbids the other
//! ways out, for this package's own text and for that of the programs it starts. Of a bar of progress, which draws itself,
//! the messages are made by [`printable`].
//!
//! A line that nobody can read any more (`cargo xtask regenerate | head -1`) never stops a command half-way.
#![allow(clippy::disallowed_methods)]

use std::backtrace::{Backtrace, BacktraceStatus};
use std::fmt::Display;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::panic;
use std::process::{Command, ExitStatus, Stdio};
use std::thread;

use crate::printable::{escaped, escaped_json, printable};

/// How much of a line of another program is held back until its end is seen, in bytes.
const MAX_LINE: u64 = 64 * 1024;

/// Prints the lines of a command.
pub struct Console<'a> {
    out: Box<dyn Write + 'a>,
}

impl<'a> Console<'a> {
    /// Prints to `out`.
    pub fn new(out: impl Write + 'a) -> Self {
        Self { out: Box::new(out) }
    }

    /// Prints to standard output.
    pub fn standard() -> Self {
        Self::new(io::stdout())
    }

    /// Prints one line. Where `text` quotes line feeds they become spaces, so that no quoted text begins a line.
    pub fn line(&mut self, text: impl Display) {
        self.lines(text.to_string().replace('\n', " "));
    }

    /// Prints a text of several lines.
    pub fn lines(&mut self, text: impl Display) {
        let _ = writeln!(self.out, "{}", escaped(&text.to_string()));
    }

    /// Prints a JSON value, which stays valid and the same.
    pub fn json(&mut self, json: impl Display) {
        let _ = writeln!(self.out, "{}", escaped_json(&json.to_string()));
    }
}

/// Prints to standard error: why a command could not do its work, or why it waits. Endless lines are cut.
pub fn stderr(text: impl Display) {
    let text = text.to_string();
    let mut out = io::stderr().lock();
    for line in text.lines() {
        let _ = writeln!(out, "{}", printable(line));
    }
}

/// Prints what the parser of arguments says: help to standard output, all else to standard error.
pub(crate) fn usage(usage: &clap::Error) {
    let text = usage.render().to_string();
    if usage.use_stderr() {
        stderr(text);
    } else {
        Console::standard().lines(text.trim_end());
    }
}

/// Lets panics of this process through the door: their messages may quote anything.
pub(crate) fn print_panics() {
    panic::set_hook(Box::new(|info| {
        let thread = thread::current();
        let name = thread.name().unwrap_or("unnamed");
        stderr(format_args!("thread `{name}` {info}"));
        let backtrace = Backtrace::capture();
        if backtrace.status() == BacktraceStatus::Captured {
            stderr(backtrace);
        }
    }));
}

/// Runs a program to its end, and prints what it says line by line, each to the stream that it chose.
///
/// # Errors
///
/// The program cannot be started or waited for.
pub fn run(command: &mut Command) -> io::Result<ExitStatus> {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        if let Some(stderr) = stderr {
            scope.spawn(|| pass_on(stderr, io::stderr()));
        }
        if let Some(stdout) = stdout {
            pass_on(stdout, io::stdout());
        }
    });
    child.wait()
}

/// Copies lines until there are no more. Reads on where nobody reads them, so that the program is not stopped half-way.
fn pass_on(printed: impl Read, mut out: impl Write) {
    let mut printed = BufReader::new(printed);
    let mut line = Vec::new();
    while let Ok(1..) = (&mut printed).take(MAX_LINE).read_until(b'\n', &mut line) {
        let _ = out.write_all(escaped(&String::from_utf8_lossy(&line)).as_bytes());
        let _ = out.flush();
        line.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_printable_and_json_stays_json() {
        let mut printed = Vec::new();
        let mut console = Console::new(&mut printed);
        console.line("a\u{1b}[2J\nb");
        console.lines("c\nd\u{202e}");
        console.json("{\"a\":\"\u{202e}\"}");
        drop(console);
        assert_eq!(
            String::from_utf8(printed).unwrap(),
            "a\\u{1b}[2J b\nc\nd\\u{202e}\n{\"a\":\"\\u202e\"}\n"
        );
    }

    #[test]
    fn what_another_program_says_is_printable_whatever_bytes_it_is() {
        let mut printed = Vec::new();
        let output = [b"\x1b[31mred\n\xff\n".to_vec(), vec![b'a'; 70_000]].concat();
        pass_on(output.as_slice(), &mut printed);
        assert_eq!(
            String::from_utf8(printed).unwrap(),
            format!("\\u{{1b}}[31mred\n\u{fffd}\n{}", "a".repeat(70_000))
        );
    }
}
