//! What is reported of one document.
//!
//! What the pipeline made of it, or why it made nothing, goes in; the row that `--format json` prints comes out.

use std::collections::BTreeMap;

use generator::coverage::{self, published};
use generator::{Blame, Output, Skipped, document};
use serde::Serialize;
use serde_json::Value;

/// How many places without a type are listed.
const MAX_UNTYPED: usize = 10;

/// The share of values with a type that a document has to have, in thousandths.
const WANTED: usize = 995;

/// One document of the corpus; the fields are explained in the command's help.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Row {
    pub document: String,
    pub operations: usize,
    pub generated: usize,
    pub skipped: Vec<Skipped>,
    pub examples: usize,
    pub decoded: Option<usize>,
    pub lossless: Option<usize>,
    pub lost: Vec<Lost>,
    pub leaves: usize,
    pub typed: usize,
    pub compiled: Option<bool>,
    pub ms: u64,
    pub repairs: usize,
    pub unknowns: usize,
    pub undecoded: Vec<Undecoded>,
    pub untyped: Vec<Untyped>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// An example that does not decode.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Undecoded {
    pub operation: String,
    /// Where the example stands in the document.
    pub pointer: String,
    pub reason: String,
}

/// An example that decodes and comes back different.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Lost {
    pub operation: String,
    /// Where the example stands in the document.
    pub pointer: String,
    /// The first values that differ, each with its pointer inside the example.
    pub values: Vec<String>,
}

/// A place whose values have no type.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Untyped {
    /// The operation, and the place inside its examples, with `*` for every item of a list.
    pub place: String,
    pub leaves: usize,
}

impl Row {
    /// The row of a document that the pipeline took.
    pub fn generated(name: &str, output: &Output, ms: u64) -> Self {
        let sum = |count: fn(&coverage::Example) -> usize| output.examples.iter().map(count).sum();
        Self {
            operations: output.operations,
            generated: output.generated,
            skipped: output.skipped.clone(),
            examples: output.examples.len(),
            leaves: sum(|example| example.leaves),
            typed: sum(|example| example.typed),
            untyped: untyped(&output.examples),
            repairs: output.gaps.repairs.iter().map(|kind| kind.count).sum(),
            unknowns: output.gaps.unknowns.len(),
            ..Self::empty(name, ms)
        }
    }

    /// The row of a document that was refused; what it holds is counted where it could be read.
    pub fn refused(name: &str, document: Option<&Value>, error: String, ms: u64) -> Self {
        let examples = document.map(published).unwrap_or_default();
        Self {
            operations: document.map_or(0, |document| document::operations(document).count()),
            examples: examples.len(),
            leaves: examples.iter().map(coverage::Published::leaves).sum(),
            error: Some(error),
            ..Self::empty(name, ms)
        }
    }

    /// A row without any counts.
    pub fn empty(name: &str, ms: u64) -> Self {
        Self {
            document: name.to_string(),
            operations: 0,
            generated: 0,
            skipped: Vec::new(),
            examples: 0,
            decoded: None,
            lossless: None,
            undecoded: Vec::new(),
            lost: Vec::new(),
            leaves: 0,
            typed: 0,
            untyped: Vec::new(),
            repairs: 0,
            unknowns: 0,
            compiled: None,
            ms,
            error: None,
        }
    }

    /// Takes back what a check said that did not come to its end.
    pub fn forget_checks(&mut self) {
        (self.compiled, self.decoded, self.lossless) = (None, None, None);
        self.undecoded.clear();
        self.lost.clear();
    }

    /// Whether the document fails the run; the command's help says when.
    pub fn is_failed(&self) -> bool {
        let falls_short = |of: Option<usize>| of.is_some_and(|of| of < self.examples);
        self.error.is_some()
            || self.compiled == Some(false)
            || falls_short(self.decoded)
            || falls_short(self.lossless)
            || self.is_untyped()
            || self
                .skipped
                .iter()
                .any(|skipped| skipped.blame == Blame::Generator)
    }

    /// Whether too few of its values have a type: any JSON for all of them would pass every other check.
    pub fn is_untyped(&self) -> bool {
        self.typed * 1000 < self.leaves * WANTED
    }

    /// The row as one line of JSON.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// The places with most values that have no type.
fn untyped(examples: &[coverage::Example]) -> Vec<Untyped> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for example in examples {
        for untyped in &example.untyped {
            let place = format!("{} {}", example.operation, everywhere(&untyped.pointer));
            *places.entry(place.trim_end().to_string()).or_default() += untyped.leaves;
        }
    }
    let mut places: Vec<Untyped> = places
        .into_iter()
        .map(|(place, leaves)| Untyped { place, leaves })
        .collect();
    places.sort_by_key(|place| std::cmp::Reverse(place.leaves));
    places.truncate(MAX_UNTYPED);
    places
}

/// A pointer with `*` for every number.
fn everywhere(pointer: &str) -> String {
    let is_index = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts = pointer
        .split('/')
        .map(|part| if is_index(part) { "*" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::{Blame, Row, Skipped};

    #[test]
    fn a_row_fails_below_99_5_percent_of_typed_values() {
        for (leaves, typed, is_failed) in [
            (0, 0, false),
            (1, 0, true),
            (1, 1, false),
            (1000, 995, false),
            (1000, 994, true),
        ] {
            let row = Row {
                leaves,
                typed,
                ..Row::empty("shop.yaml", 0)
            };
            assert_eq!(row.is_failed(), is_failed, "{typed} of {leaves}");
        }
    }

    #[test]
    fn an_operation_that_is_left_out_fails_the_row_where_the_limit_is_ours() {
        for (blame, is_failed) in [(Blame::Document, false), (Blame::Generator, true)] {
            let row = Row {
                skipped: vec![Skipped {
                    operation: "addItem".to_string(),
                    pointer: "/paths/~1items/post".to_string(),
                    reason: "it cannot be made".to_string(),
                    blame,
                }],
                ..Row::empty("shop.yaml", 0)
            };
            assert_eq!(row.is_failed(), is_failed, "{blame:?}");
        }
    }
}
