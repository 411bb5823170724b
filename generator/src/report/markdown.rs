//! The report as Markdown: `REPORT.md`, and what `cargo xtask gaps` prints.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Gaps, Suggestion, Unknown, UnknownKind};
use crate::text;

/// How many suggestions are written out; the JSON form has all of them.
const MAX_SUGGESTIONS: usize = 20;

impl Gaps {
    /// The report as Markdown, without a header.
    pub fn to_markdown(&self) -> String {
        let mut out = String::new();
        let _ = writeln!(out, "# Report on {}\n", self.name);
        let _ = writeln!(out, "Source: {}\n", text::one_line(&self.provenance));
        self.counts(&mut out);
        self.repairs(&mut out);
        self.unknowns(&mut out);
        self.contradictions(&mut out);
        self.notes(&mut out);
        self.skipped(&mut out);
        self.suggestions(&mut out);
        format!("{}\n", out.trim_end())
    }

    fn counts(&self, out: &mut String) {
        let is_response = |unknown: &&Unknown| unknown.kind == UnknownKind::Response;
        let undescribed = self.unknowns.iter().filter(is_response).count();
        let repairs: usize = self.repairs.iter().map(|kind| kind.count).sum();
        let rows = [
            ("hand-written fixups", self.fixups),
            ("inferred repairs", repairs),
            (
                "places that stay any JSON",
                self.unknowns.len() - undescribed,
            ),
            ("responses that nobody describes", undescribed),
            ("contradictions", self.contradictions.len()),
            ("done differently from the document", self.notes.len()),
            ("operations left out", self.skipped.len()),
            ("suggestions", self.suggestions.len()),
        ];
        let _ = writeln!(out, "| what | how many |\n|---|---|");
        for (what, count) in rows {
            let _ = writeln!(out, "| {what} | {count} |");
        }
        out.push('\n');
    }

    fn repairs(&self, out: &mut String) {
        let _ = writeln!(out, "## Inferred repairs\n");
        if self.repairs.is_empty() {
            let _ = writeln!(
                out,
                "None: no example proves more than the document says.\n"
            );
            return;
        }
        let _ = writeln!(
            out,
            "Each is an action of `inferred.overlay.yaml`, with its evidence.\n"
        );
        let _ = writeln!(out, "| kind | how many |\n|---|---|");
        for kind in &self.repairs {
            let _ = writeln!(out, "| {} | {} |", kind.kind, kind.count);
        }
        out.push('\n');
    }

    fn unknowns(&self, out: &mut String) {
        let _ = writeln!(out, "## What stays any JSON\n");
        if self.unknowns.is_empty() {
            let _ = writeln!(
                out,
                "Nothing: the document and its examples settle every place.\n"
            );
            return;
        }
        let _ = writeln!(
            out,
            "No example settles these. A file in `samples/` that shows a value does, or a fixup that states the type.\n"
        );
        let mut by_kind: BTreeMap<UnknownKind, Vec<&str>> = BTreeMap::new();
        for unknown in &self.unknowns {
            by_kind
                .entry(unknown.kind)
                .or_default()
                .push(&unknown.place);
        }
        for (kind, places) in by_kind {
            let what = match kind {
                UnknownKind::Value => "Only null was seen, or nothing",
                UnknownKind::Items => "Only empty lists were seen",
                UnknownKind::Object => "No property is described, and no example shows any",
                UnknownKind::Response => {
                    "Nobody has said what a successful response holds (a fixup can add the response)"
                }
            };
            let _ = writeln!(out, "{what}:\n");
            for place in places {
                let _ = writeln!(out, "- `{}`", text::code(place));
            }
            out.push('\n');
        }
    }

    fn contradictions(&self, out: &mut String) {
        if self.contradictions.is_empty() {
            return;
        }
        let _ = writeln!(out, "## Contradictions\n");
        for contradiction in &self.contradictions {
            let place = text::code(&contradiction.place);
            let _ = writeln!(out, "- `{place}`: {}", text::one_line(&contradiction.text));
        }
        out.push('\n');
    }

    fn notes(&self, out: &mut String) {
        if self.notes.is_empty() {
            return;
        }
        let _ = writeln!(out, "## Done differently from the document\n");
        let _ = writeln!(
            out,
            "Where the document does not work as it stands or leaves a choice, the crate does this. A fixup decides otherwise.\n"
        );
        for note in &self.notes {
            let whole = "the whole document";
            let place = match note.pointer.as_str() {
                "" => String::new(),
                pointer => format!(" (`{}`)", text::code(pointer)),
            };
            let _ = writeln!(
                out,
                "- {}{place}: {}",
                text::one_line(note.operation.as_deref().unwrap_or(whole)),
                text::sentence(&note.note)
            );
        }
        out.push('\n');
    }

    fn skipped(&self, out: &mut String) {
        let _ = writeln!(out, "## Operations left out\n");
        if self.skipped.is_empty() {
            let _ = writeln!(out, "None: every operation of the document is generated.\n");
        }
        for skip in &self.skipped {
            let _ = writeln!(
                out,
                "- {} (`{}`): {}",
                text::one_line(&skip.operation),
                text::code(&skip.pointer),
                text::one_line(&skip.reason)
            );
        }
        if !self.skipped.is_empty() {
            out.push('\n');
        }
        for sample in &self.unused_samples {
            let _ = writeln!(
                out,
                "- `samples/{}` belongs to no response of the document\n",
                text::code(sample)
            );
        }
    }

    fn suggestions(&self, out: &mut String) {
        if self.suggestions.is_empty() {
            return;
        }
        let _ = writeln!(out, "## Suggestions\n");
        let _ = writeln!(
            out,
            "Nothing of this is done by itself. Check the places, then paste the actions into `fixups/`.\n"
        );
        for suggestion in self.suggestions.iter().take(MAX_SUGGESTIONS) {
            write_suggestion(suggestion, out);
        }
        let more = self.suggestions.len().saturating_sub(MAX_SUGGESTIONS);
        if more > 0 {
            let _ = writeln!(out, "And {more} more: `cargo xtask gaps --format json`.\n");
        }
    }
}

fn write_suggestion(suggestion: &Suggestion, out: &mut String) {
    let _ = writeln!(out, "### {}\n", text::one_line(&suggestion.text));
    for place in &suggestion.places {
        let _ = writeln!(out, "- `{}`", text::code(place));
    }
    let actions = text::fenced("yaml", suggestion.actions.lines()).join("\n");
    let _ = writeln!(out, "\nFor `{}`:\n\n{actions}\n", suggestion.file);
}
