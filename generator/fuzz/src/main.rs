//! Mutants of documents, fixups, samples, settings and locks: each a pure function of its seed, each judged by what the
//! generator promises for every input.
//!
//! `cargo run -p fuzz -- run` judges a range of seeds and exits with 1 if one of them shows a fault;
//! `cargo run -p fuzz -- show SEED` writes the files of one. Nothing in `spec/` or `generated/` is touched.

mod judge;
mod mutant;
mod mutate;
mod reduce;
mod role;
mod stock;
mod vocabulary;
mod worker;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fs, time::Instant};

use clap::{Parser, Subcommand};

use generator::document;
use judge::{Fault, Verdict};
use mutant::{Kind, mutant};
use stock::Stock;

/// What is made of a range of seeds, and what is wrong with it
#[derive(Debug, Parser)]
#[command(bin_name = "cargo run -p fuzz --")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Judge the mutants of a range of seeds; exit with 1 if one shows a fault
    Run {
        /// How many mutants
        #[arg(long, default_value_t = 500)]
        count: u64,
        /// The first seed
        #[arg(long, default_value_t = 0)]
        start: u64,
        /// Make mutants of the corpus, too: `OPENAPI_CORPUS`, or ../shared
        #[arg(long)]
        corpus: bool,
    },
    /// Write the files of one mutant, and a smaller document with the same fault where there is one
    Show {
        /// The seed
        seed: u64,
        /// Where to
        #[arg(long, default_value = "target/mutants")]
        into: PathBuf,
        /// As for `run`
        #[arg(long)]
        corpus: bool,
    },
    /// What `run` starts: judges every STEPth seed and says so, line by line
    #[command(hide = true)]
    Worker {
        #[arg(long)]
        start: u64,
        #[arg(long)]
        last: u64,
        #[arg(long)]
        step: u64,
        #[arg(long)]
        corpus: bool,
    },
}

fn main() -> ExitCode {
    match run(&Cli::parse().command) {
        Ok(code) => code,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(command: &Command) -> io::Result<ExitCode> {
    match command {
        Command::Run {
            count,
            start,
            corpus,
        } => judge_all(*start..start.saturating_add(*count), *corpus),
        Command::Show { seed, into, corpus } => show(*seed, into, &stock(*corpus)?),
        Command::Worker {
            start,
            last,
            step,
            corpus,
        } => {
            let step = usize::try_from(*step).unwrap_or(1).max(1);
            worker::work((*start..=*last).step_by(step), &stock(*corpus)?)?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// The root of the workspace.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn stock(with_corpus: bool) -> io::Result<Stock> {
    let mut stock = Stock::of_workspace(&root())?;
    if with_corpus && !stock.add_corpus(&root())? {
        return Err(io::Error::other(
            "there is no corpus: leave `--corpus` out, or set OPENAPI_CORPUS",
        ));
    }
    Ok(stock)
}

fn judge_all(seeds: std::ops::Range<u64>, with_corpus: bool) -> io::Result<ExitCode> {
    // What the workers need is there, or nothing starts.
    stock(with_corpus)?;
    let since = Instant::now();
    let mut counts: BTreeMap<(Kind, &str), u64> = BTreeMap::new();
    let mut faults: Vec<(u64, Kind, Fault)> = Vec::new();
    let mut out = io::stdout().lock();
    worker::run(seeds, with_corpus, &mut |judged| {
        let name = match judged.verdict {
            Verdict::Generated => "generated",
            Verdict::Refused => "refused",
            Verdict::Fault(fault) => {
                let name = fault.promise.name();
                let detail: String = fault.detail.chars().take(300).collect();
                let _ = writeln!(out, "{}: {name}: {detail}", judged.seed);
                faults.push((judged.seed, judged.kind, fault));
                name
            }
        };
        *counts.entry((judged.kind, name)).or_default() += 1;
    })?;
    let _ = writeln!(
        out,
        "{} mutants in {} s",
        counts.values().sum::<u64>(),
        since.elapsed().as_secs()
    );
    for ((kind, name), count) in &counts {
        let _ = writeln!(out, "{count:>8}  {}: {name}", kind.name());
    }
    if let Some((seed, _, _)) = faults.iter().min_by_key(|(seed, _, _)| *seed) {
        let corpus = if with_corpus { " --corpus" } else { "" };
        let _ = writeln!(
            out,
            "failed: {} show a fault; look at one with `cargo run -p fuzz -- show {seed}{corpus}`",
            faults.len()
        );
        return Ok(ExitCode::from(1));
    }
    let _ = writeln!(out, "passed: no fault");
    Ok(ExitCode::SUCCESS)
}

fn show(seed: u64, into: &Path, stock: &Stock) -> io::Result<ExitCode> {
    let mutant = mutant(seed, stock);
    let folder = into.join(seed.to_string());
    fs::create_dir_all(&folder)?;
    let input = &mutant.input;
    let mut files = vec![
        ("openapi.yaml".to_owned(), input.document.clone()),
        ("api.toml".to_owned(), input.settings.clone().into_bytes()),
    ];
    for (name, text) in &input.fixups {
        files.push((name.clone(), text.clone().into_bytes()));
    }
    for (index, (name, bytes)) in input.samples.iter().enumerate() {
        // The name may be one that no file can have.
        files.push((format!("sample-{index}.json"), bytes.clone()));
        files.push((format!("sample-{index}.name"), name.clone().into_bytes()));
    }
    if let Some(lock) = &input.names_lock {
        files.push(("names.lock.toml".to_owned(), lock.clone().into_bytes()));
    }
    // Before the verdict, which may end this process.
    for (name, bytes) in files {
        fs::write(folder.join(name), bytes)?;
    }
    worker::watch_panics(stock);
    let verdict = worker::verdict(seed, stock);
    if let Verdict::Fault(fault) = &verdict {
        let reduced = reduce::reduce(input, fault.promise);
        let text = match document::parse("reduced.json", &reduced.document) {
            Ok(document) => document::to_yaml(&document).into_bytes(),
            Err(_) => reduced.document,
        };
        fs::write(folder.join("reduced.yaml"), text)?;
    }
    let (said, code) = match &verdict {
        Verdict::Generated => ("generated".to_owned(), ExitCode::SUCCESS),
        Verdict::Refused => ("refused".to_owned(), ExitCode::SUCCESS),
        Verdict::Fault(fault) => {
            let detail = fault.detail.escape_debug();
            (
                format!("{}: {detail}", fault.promise.name()),
                ExitCode::from(1),
            )
        }
    };
    let mut out = io::stdout().lock();
    let (kind, folder) = (mutant.kind.name(), folder.display());
    writeln!(out, "{kind}: {said}\nwritten to {folder}")?;
    Ok(code)
}
