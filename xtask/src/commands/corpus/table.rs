//! Rows for people: a line each, then what a maintainer can act on.
//!
//! Rows in, lines out. What a document says takes one line.

use std::collections::BTreeMap;
use std::fmt::Display;

use generator::Blame;

use super::row::Row;
use crate::console::Console;
use crate::printable::one_line;

/// Lists are cut after so many entries; `--format json` has all of them.
const MAX_LISTED: usize = 20;

/// Documents that take longer are named, in milliseconds.
const SLOW: u64 = 5_000;

const HEAD: [&str; 11] = [
    "document",
    "operations",
    "generated",
    "examples",
    "decoded",
    "lossless",
    "typed",
    "repairs",
    "unknowns",
    "compiled",
    "ms",
];

/// Prints the table and what is to be known of it.
pub(super) fn print(rows: &[Row], console: &mut Console<'_>) {
    let mut lines = vec![HEAD.map(str::to_string)];
    lines.extend(rows.iter().map(cells));
    if rows.len() > 1 {
        lines.push(cells(&total(rows)));
    }
    for line in aligned(&lines) {
        console.line(line);
    }
    list(console, "errors", errors(rows));
    list(console, "operations left out, by reason", skips(rows));
    list(console, "examples that do not decode", undecoded(rows));
    list(console, "values that are lost or changed", lost(rows));
    list(
        console,
        "failed for less than 99.5 % of their values typed, and where the others are",
        untyped(rows),
    );
    list(console, "slow documents", slow(rows));
    let failed = rows.iter().filter(|row| row.is_failed()).count();
    match failed {
        0 => console.lines(format_args!("\npassed: {0} of {0}", rows.len())),
        _ => console.lines(format_args!("\nfailed: {failed} of {}", rows.len())),
    }
}

fn cells(row: &Row) -> [String; HEAD.len()] {
    let checked = |of: Option<usize>| of.map_or_else(|| "-".to_string(), |of| of.to_string());
    [
        one_line(&row.document),
        row.operations.to_string(),
        row.generated.to_string(),
        row.examples.to_string(),
        checked(row.decoded),
        checked(row.lossless),
        share(row),
        row.repairs.to_string(),
        row.unknowns.to_string(),
        match row.compiled {
            None => "-",
            Some(true) => "yes",
            Some(false) => "no",
        }
        .to_string(),
        row.ms.to_string(),
    ]
}

/// Rounded down, so that 100 % is all of them.
fn share(row: &Row) -> String {
    match (row.typed * 1000).checked_div(row.leaves) {
        Some(share) => format!("{}.{} %", share / 10, share % 10),
        None => "-".to_string(),
    }
}

fn total(rows: &[Row]) -> Row {
    let mut total = Row::empty("total", 0);
    let sum = |a: Option<usize>, b: Option<usize>| Some(a.unwrap_or(0) + b?);
    for row in rows {
        total.operations += row.operations;
        total.generated += row.generated;
        total.examples += row.examples;
        total.decoded = sum(total.decoded, row.decoded);
        total.lossless = sum(total.lossless, row.lossless);
        total.leaves += row.leaves;
        total.typed += row.typed;
        total.repairs += row.repairs;
        total.unknowns += row.unknowns;
        total.compiled = row
            .compiled
            .map(|compiled| compiled && total.compiled.unwrap_or(true));
        total.ms += row.ms;
    }
    total
}

/// Columns of one width: names to the left, numbers to the right.
fn aligned(lines: &[[String; HEAD.len()]]) -> Vec<String> {
    let widths: [usize; HEAD.len()] = std::array::from_fn(|column| {
        let width = |line: &[String; HEAD.len()]| line[column].chars().count();
        lines.iter().map(width).max().unwrap_or_default()
    });
    let aligned = |line: &[String; HEAD.len()]| {
        let cells = line.iter().zip(widths).enumerate();
        let cells = cells.map(|(column, (cell, width))| match column {
            0 => format!("{cell:width$}"),
            _ => format!("{cell:>width$}"),
        });
        cells.collect::<Vec<_>>().join("  ")
    };
    lines.iter().map(aligned).collect()
}

fn list(console: &mut Console<'_>, title: &str, entries: Vec<String>) {
    if entries.is_empty() {
        return;
    }
    console.lines(format_args!("\n{title}:"));
    for entry in entries.iter().take(MAX_LISTED) {
        console.line(format_args!("  {}", one_line(entry)));
    }
    if let Some(more) = entries
        .len()
        .checked_sub(MAX_LISTED)
        .filter(|more| *more > 0)
    {
        console.line(format_args!("  and {more} more; see --format json"));
    }
}

fn errors(rows: &[Row]) -> Vec<String> {
    rows.iter()
        .filter_map(|row| Some(entry(row, row.error.as_ref()?)))
        .collect()
}

/// Each reason with how often it was given, the most frequent first. Those that differ only in names are one.
fn skips(rows: &[Row]) -> Vec<String> {
    let mut reasons: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for row in rows {
        for skipped in &row.skipped {
            let reason = &skipped.reason;
            let first = || {
                let limit = match skipped.blame {
                    Blame::Document => "",
                    Blame::Generator => "; a limit of the generator, so the document fails",
                };
                let place = format!("first: {} in {}", skipped.operation, row.document);
                (0, format!("{reason} ({place}{limit})"))
            };
            let known = reasons.entry(without_names(reason));
            known.or_insert_with(first).0 += 1;
        }
    }
    let mut reasons: Vec<(usize, String)> = reasons.into_values().collect();
    reasons.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let entries = reasons.into_iter();
    entries
        .map(|(count, first)| format!("{count:>5}  {first}"))
        .collect()
}

/// A reason without what stands in backticks or braces.
fn without_names(reason: &str) -> String {
    let mut closing = None;
    let mut kept = String::new();
    for c in reason.chars() {
        match closing {
            Some(end) if c == end => closing = None,
            Some(_) => continue,
            None if c == '`' => closing = Some('`'),
            None if c == '{' => closing = Some('}'),
            None => {}
        }
        kept.push(c);
    }
    kept
}

fn undecoded(rows: &[Row]) -> Vec<String> {
    let entries = rows.iter().flat_map(|row| {
        let of_row = row.undecoded.iter();
        of_row.map(move |of| {
            entry(
                row,
                format_args!("{} at {}: {}", of.operation, of.pointer, of.reason),
            )
        })
    });
    entries.collect()
}

fn lost(rows: &[Row]) -> Vec<String> {
    let entries = rows.iter().flat_map(|row| {
        let of_row = row.lost.iter();
        of_row.map(move |of| {
            let values = of.values.join(", ");
            entry(
                row,
                format_args!("{} at {}: {values}", of.operation, of.pointer),
            )
        })
    });
    entries.collect()
}

fn untyped(rows: &[Row]) -> Vec<String> {
    let falls_short = |row: &&Row| row.is_untyped() && row.error.is_none();
    let describe = |row: &Row| {
        let places = row.untyped.iter().take(5);
        let places: Vec<String> = places
            .map(|of| format!("{} ({})", of.place, of.leaves))
            .collect();
        let left = row.leaves - row.typed;
        entry(
            row,
            format_args!("{left} of {}: {}", row.leaves, places.join(", ")),
        )
    };
    rows.iter().filter(falls_short).map(describe).collect()
}

fn slow(rows: &[Row]) -> Vec<String> {
    let mut slow: Vec<&Row> = rows.iter().filter(|row| row.ms > SLOW).collect();
    slow.sort_by_key(|row| std::cmp::Reverse(row.ms));
    slow.into_iter()
        .map(|row| entry(row, format_args!("{} ms", row.ms)))
        .collect()
}

fn entry(row: &Row, text: impl Display) -> String {
    format!("{}: {text}", row.document)
}
