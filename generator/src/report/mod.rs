//! What a maintainer should know of a document: repairs, guesses, unknowns, contradictions, and what could be done.
//!
//! The effective document and what inference found go in; a report comes out, as Markdown for `REPORT.md` and as data for
//! `cargo xtask gaps --format json`. Nothing is repaired here.

mod contradictions;
pub(crate) mod files;
mod markdown;
mod suggestions;
mod unknowns;
mod walk;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::infer::{Inferred, Reason};
use crate::notes::{Note, Skipped};
use crate::settings::Settings;

/// The report on one API.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Gaps {
    /// The generated crate.
    pub name: String,
    /// Where the document comes from.
    pub provenance: String,
    /// How many hand-written actions are applied.
    pub fixups: usize,
    /// What inference repaired, by kind.
    pub repairs: Vec<RepairKind>,
    /// Places that stay any JSON, and responses of which nothing is known.
    pub unknowns: Vec<Unknown>,
    /// What cannot be right as it stands.
    pub contradictions: Vec<Contradiction>,
    /// Fixups that a person could add.
    pub suggestions: Vec<Suggestion>,
    /// What the crate does differently from the document.
    pub notes: Vec<Note>,
    /// Operations that were left out.
    pub skipped: Vec<Skipped>,
    /// Names of samples that belong to no response of the document.
    pub unused_samples: Vec<String>,
}

/// The repairs of one kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RepairKind {
    /// In words.
    pub kind: &'static str,
    /// How many.
    pub count: usize,
}

/// A place that stays open because nothing settles it: any JSON, or a response of any kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Unknown {
    /// The operation, and the way to the place in its response.
    pub place: String,
    /// The place for a fixup.
    pub target: String,
    /// What is unknown about it.
    pub kind: UnknownKind,
}

/// What is unknown about a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnknownKind {
    /// Only null was seen.
    Value,
    /// Only empty lists were seen.
    Items,
    /// An object of which no property is described or was seen.
    Object,
    /// No success is documented, or none that says what comes.
    Response,
}

/// Two things that cannot both be right.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contradiction {
    /// Where.
    pub place: String,
    /// What.
    pub text: String,
}

/// A fixup that a person could add.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Suggestion {
    /// What was noticed.
    pub text: String,
    /// The file of `fixups/` that it belongs into.
    pub file: &'static str,
    /// The places it concerns.
    pub places: Vec<String>,
    /// Actions, ready to paste below `actions:`.
    pub actions: String,
}

/// What the report is made of.
pub(crate) struct Sources<'a> {
    pub settings: &'a Settings,
    pub fixups: usize,
    pub inferred: &'a Inferred,
    pub effective: &'a Value,
    /// Pointers of the operations of whose successful responses nothing is known.
    pub undescribed: Vec<String>,
    pub notes: Vec<Note>,
    pub skipped: Vec<Skipped>,
}

impl Gaps {
    pub(crate) fn find(sources: Sources<'_>) -> Self {
        let places = walk::places(sources.effective);
        let mut suggestions = suggestions::components(&places);
        suggestions.extend(suggestions::counts(sources.effective));
        Self {
            name: sources.settings.package.name.clone(),
            provenance: sources.settings.document.provenance.trim().to_string(),
            fixups: sources.fixups,
            repairs: kinds(sources.inferred),
            unknowns: [
                unknowns::find(&places),
                unknowns::responses(sources.effective, &sources.undescribed),
            ]
            .concat(),
            contradictions: contradictions::find(&sources.inferred.responses, &places),
            suggestions,
            notes: sources.notes,
            skipped: sources.skipped,
            unused_samples: sources.inferred.unused_samples.clone(),
        }
    }

    /// The report as data.
    pub fn to_json(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}

fn kinds(inferred: &Inferred) -> Vec<RepairKind> {
    let mut counts: BTreeMap<Reason, usize> = BTreeMap::new();
    for repair in &inferred.repairs {
        *counts.entry(repair.edit.reason).or_default() += 1;
    }
    counts
        .into_iter()
        .map(|(reason, count)| RepairKind {
            kind: reason.name(),
            count,
        })
        .collect()
}
