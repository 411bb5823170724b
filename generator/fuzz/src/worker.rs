//! Workers: processes that judge mutants, watched by a parent that outlives whatever a mutant does to them.
//!
//! A range of seeds in, a verdict for each out. A worker announces each seed before it starts and each verdict after, so
//! that the parent knows which mutant ended it, took too long or too much memory, and goes on behind that one.

use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};
use std::{env, fs, panic, thread};

use crate::judge::{Fault, Promise, Verdict, judge};
use crate::mutant::{Kind, kind, mutant};
use crate::stock::Stock;

/// How long a mutant may take, both of its runs together. An ordinary one takes milliseconds.
const TIME_LIMIT: Duration = Duration::from_secs(20);

/// How much memory a worker may have, in KiB. An ordinary one has a tenth of it.
const MEMORY_LIMIT: u64 = 1024 * 1024;

/// How often a worker's memory is looked at.
const GLANCE: Duration = Duration::from_millis(100);

/// The verdict on the mutant of a seed.
#[derive(Debug)]
pub struct Judged {
    /// The seed.
    pub seed: u64,
    /// What was changed.
    pub kind: Kind,
    /// What became of it.
    pub verdict: Verdict,
}

/// Panics of our own code since the last look, wherever they were caught.
static PANICS: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Judges mutants in this process and writes a line before and after each: the work of a worker.
///
/// # Errors
///
/// Nobody reads the lines any more.
pub fn work(seeds: impl Iterator<Item = u64>, stock: &Stock) -> io::Result<()> {
    watch_panics(stock);
    let mut out = io::stdout().lock();
    for seed in seeds {
        writeln!(out, "begin {seed} {}", kind(seed, stock).name())?;
        out.flush()?;
        let (promise, detail) = match verdict(seed, stock) {
            Verdict::Generated => ("generated", String::new()),
            Verdict::Refused => ("refused", String::new()),
            Verdict::Fault(fault) => (fault.promise.name(), fault.detail),
        };
        writeln!(out, "end {promise} {}", detail.escape_debug())?;
        out.flush()?;
    }
    Ok(())
}

/// The verdict on one mutant, in this process.
pub fn verdict(seed: u64, stock: &Stock) -> Verdict {
    let mutant = mutant(seed, stock);
    panics().clear();
    let verdict = judge(&mutant.input);
    match (verdict, panics().first()) {
        // It was caught on the way, as if it had been one of progenitor.
        (Verdict::Generated | Verdict::Refused, Some(message)) => Verdict::Fault(Fault {
            promise: Promise::NoPanic,
            detail: message.clone(),
        }),
        (verdict, _) => verdict,
    }
}

fn panics() -> std::sync::MutexGuard<'static, Vec<String>> {
    PANICS
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
}

/// Notes panics whose place is in our own code, also those that are caught and never printed.
pub fn watch_panics(stock: &Stock) {
    static WATCH: OnceLock<()> = OnceLock::new();
    WATCH.get_or_init(|| {
        // The generator sets a hook of its own once, in front of which this one has to stand.
        let _ = judge(&mutant(0, stock).input);
        panic::set_hook(Box::new(|info| {
            if let Some(place) = info.location()
                && place.file().replace('\\', "/").contains("generator/src/")
            {
                panics().push(info.to_string());
            }
        }));
    });
}

/// Judges the mutants of all seeds in processes of their own, and calls `done` for each.
///
/// # Errors
///
/// This program cannot be started again.
pub fn run(
    seeds: std::ops::Range<u64>,
    with_corpus: bool,
    done: &mut dyn FnMut(Judged),
) -> io::Result<()> {
    let workers = thread::available_parallelism().map_or(1, |count| count.get() as u64);
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        let handles: Vec<_> = (0..workers)
            .map(|index| {
                let sender = sender.clone();
                let seeds: Vec<u64> = seeds
                    .clone()
                    .skip(usize::try_from(index).unwrap_or_default())
                    .step_by(usize::try_from(workers).unwrap_or(1))
                    .collect();
                scope.spawn(move || watch(&seeds, workers, with_corpus, &sender))
            })
            .collect();
        drop(sender);
        receiver.into_iter().for_each(done);
        handles.into_iter().try_for_each(|handle| {
            handle
                .join()
                .unwrap_or_else(|_| Err(io::Error::other("a thread has panicked")))
        })
    })
}

/// Starts workers until every seed has a verdict.
fn watch(
    seeds: &[u64],
    step: u64,
    with_corpus: bool,
    verdicts: &mpsc::Sender<Judged>,
) -> io::Result<()> {
    let mut rest = seeds;
    while let (Some(first), Some(last)) = (rest.first(), rest.last()) {
        let mut worker = start(*first, *last, step, with_corpus)?;
        let lines = lines(&mut worker)?;
        let mut current: Option<(u64, Kind, Instant)> = None;
        let ended = loop {
            match lines.recv_timeout(GLANCE) {
                Ok(line) => match Line::parse(&line) {
                    Some(Line::Begin(seed, kind)) => current = Some((seed, kind, Instant::now())),
                    Some(Line::End(verdict)) => {
                        if let Some((seed, kind, _)) = current.take() {
                            rest = rest.get(1..).unwrap_or_default();
                            let _ = verdicts.send(Judged {
                                seed,
                                kind,
                                verdict,
                            });
                        }
                    }
                    None => {}
                },
                Err(RecvTimeoutError::Timeout) => {
                    let is_late = current.is_some_and(|(_, _, since)| since.elapsed() > TIME_LIMIT);
                    if is_late {
                        break Promise::Time;
                    }
                    if memory(&worker).is_some_and(|size| size > MEMORY_LIMIT) {
                        break Promise::Memory;
                    }
                }
                Err(RecvTimeoutError::Disconnected) => break Promise::NoAbort,
            }
        };
        let _ = worker.kill();
        let status = worker.wait()?;
        let Some((seed, kind, _)) = current else {
            if rest.is_empty() {
                break;
            }
            return Err(io::Error::other(format!(
                "a worker ended between mutants: {status}"
            )));
        };
        let detail = match ended {
            Promise::Time => format!("more than {} s", TIME_LIMIT.as_secs()),
            Promise::Memory => format!("more than {} MiB", MEMORY_LIMIT / 1024),
            _ => status.to_string(),
        };
        let verdict = Verdict::Fault(Fault {
            promise: ended,
            detail,
        });
        let _ = verdicts.send(Judged {
            seed,
            kind,
            verdict,
        });
        rest = rest.get(1..).unwrap_or_default();
    }
    Ok(())
}

fn start(first: u64, last: u64, step: u64, with_corpus: bool) -> io::Result<Child> {
    let mut command = Command::new(env::current_exe()?);
    command
        .args([
            "worker",
            "--start",
            &first.to_string(),
            "--last",
            &last.to_string(),
        ])
        .args(["--step", &step.to_string()]);
    if with_corpus {
        command.arg("--corpus");
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    command.stderr(Stdio::null()).spawn()
}

/// The lines that a worker writes, read by a thread of their own.
fn lines(worker: &mut Child) -> io::Result<mpsc::Receiver<String>> {
    let out = worker
        .stdout
        .take()
        .ok_or_else(|| io::Error::other("a worker without standard output"))?;
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                break;
            }
        }
    });
    Ok(receiver)
}

/// The resident memory of a worker in KiB, where the system tells.
fn memory(worker: &Child) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", worker.id())).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// What a worker says.
enum Line {
    /// A mutant's turn has come.
    Begin(u64, Kind),
    /// The verdict on the one that began last.
    End(Verdict),
}

impl Line {
    fn parse(line: &str) -> Option<Self> {
        let mut words = line.splitn(3, ' ');
        match words.next()? {
            "begin" => {
                let seed = words.next()?.parse().ok()?;
                let name = words.next()?;
                let (kind, _) = Kind::NAMES.iter().find(|(_, known)| *known == name)?;
                Some(Self::Begin(seed, *kind))
            }
            "end" => Some(Self::End(match words.next()? {
                "generated" => Verdict::Generated,
                "refused" => Verdict::Refused,
                name => Verdict::Fault(Fault {
                    promise: Promise::NAMES.iter().find(|(_, known)| *known == name)?.0,
                    detail: words.next().unwrap_or_default().to_owned(),
                }),
            })),
            _ => None,
        }
    }
}
