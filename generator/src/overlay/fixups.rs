//! Hand-written overlays, held to more than the standard asks: every action is earned.
//!
//! An action says why it exists (`x-reason`), matches something, and is needed: without it the effective document would
//! be another one. Otherwise upstream has moved or repaired itself, or another action says the same, and a person
//! should know. Actions run in the order of the file names, then in that of the file.

use serde_json::Value;

use super::action::{Action, Working};
use super::{Overlay, place};
use crate::Error;

/// The overlays of one `fixups` folder.
#[derive(Debug, Clone)]
pub struct Fixups {
    dir: String,
    overlays: Vec<Overlay>,
}

/// An action and how messages call it.
struct Step<'a> {
    place: String,
    action: &'a Action,
}

impl Fixups {
    /// Reads the overlays of `dir`, such as `spec/shop/fixups`, given as file names and texts in any order.
    ///
    /// # Errors
    ///
    /// Those of [`Overlay::parse`], and actions that do not say their reason: all of them in one error.
    pub fn parse(files: &[(String, String)], dir: &str) -> Result<Self, Error> {
        let mut files: Vec<_> = files.iter().collect();
        files.sort();
        let overlays = files
            .into_iter()
            .map(|(name, text)| Overlay::parse(&format!("{dir}/{name}"), text));
        let fixups = Self {
            dir: dir.to_owned(),
            overlays: overlays.collect::<Result<_, _>>()?,
        };
        let problems = fixups
            .steps()
            .filter_map(|step| unexplained(&step))
            .collect();
        fixups.none(problems)?;
        Ok(fixups)
    }

    /// How many actions there are.
    pub fn len(&self) -> usize {
        self.overlays
            .iter()
            .map(|overlay| overlay.actions.len())
            .sum()
    }

    /// Whether there is no action.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Applies every action and gives the effective document, its keys sorted.
    ///
    /// # Errors
    ///
    /// Those of [`Overlay::apply`], and actions that are stale or redundant: all of them in one error, and such that
    /// deleting all redundant ones leaves the effective document as it is.
    pub fn apply(&self, document: &Value) -> Result<Value, Error> {
        let steps: Vec<_> = self.steps().collect();
        let start = Working::new(document.clone());
        let mut effective = start.clone();
        let mut matched = Vec::with_capacity(steps.len());
        for step in &steps {
            matched.push(step.apply(&mut effective)?);
        }

        let mut problems = Vec::new();
        let mut before = start;
        for (index, step) in steps.iter().enumerate() {
            if matched.get(index) == Some(&0) {
                problems.push(stale(step));
                continue;
            }
            let later = steps.iter().zip(&matched).skip(index + 1);
            let without = replay(before.clone(), later);
            if without.is_some_and(|without| without.document() == effective.document()) {
                problems.push(redundant(step));
            } else {
                step.apply(&mut before)?;
            }
        }
        self.none(problems)?;
        Ok(effective.finish())
    }

    fn steps(&self) -> impl Iterator<Item = Step<'_>> {
        self.overlays.iter().flat_map(|overlay| {
            let actions = overlay.actions.iter().enumerate();
            actions.map(|(index, action)| Step {
                place: place(&overlay.file, index),
                action,
            })
        })
    }

    /// One error for all problems.
    fn none(&self, mut problems: Vec<Error>) -> Result<(), Error> {
        if problems.len() < 2 {
            return problems.pop().map_or(Ok(()), Err);
        }
        let list: Vec<_> = problems
            .iter()
            .map(|problem| format!("\n- {problem}"))
            .collect();
        Err(Error::new(
            &self.dir,
            format!("{} actions are not earned{}", problems.len(), list.concat()),
            "correct or delete each of them as said there",
        ))
    }
}

impl Step<'_> {
    fn apply(&self, working: &mut Working) -> Result<usize, Error> {
        let result = self.action.apply(working);
        result.map_err(|refusal| refusal.at(self.place.clone()))
    }
}

/// The document after `later`; nothing if one of them fails, or matches nothing although it once did: then the action
/// that was left out is what makes it possible, and is needed.
fn replay<'a>(
    mut working: Working,
    later: impl Iterator<Item = (&'a Step<'a>, &'a usize)>,
) -> Option<Working> {
    for (step, matched) in later {
        let now = step.action.apply(&mut working).ok()?;
        if now == 0 && *matched > 0 {
            return None;
        }
    }
    Some(working)
}

fn stale(step: &Step<'_>) -> Error {
    Error::new(
        &step.place,
        format!(
            "target `{}` matches nothing: the action is stale",
            step.action.target()
        ),
        "upstream moved or repaired this: correct the target or delete the action",
    )
}

fn redundant(step: &Step<'_>) -> Error {
    Error::new(
        &step.place,
        format!(
            "without it (target `{}`) the effective document is the same: the action is redundant",
            step.action.target()
        ),
        "delete it: upstream, or another action, already says so",
    )
}

fn unexplained(step: &Step<'_>) -> Option<Error> {
    let is_text = |value: &Value| value.as_str().is_some_and(|text| !text.trim().is_empty());
    if !step.action.note("x-reason").is_some_and(is_text) {
        return Some(Error::new(
            &step.place,
            "`x-reason` is missing or blank",
            "say why the action exists: what the document says, and what is true",
        ));
    }
    let evidence = match step.action.note("x-evidence") {
        None => return None,
        Some(Value::Array(items)) => !items.is_empty() && items.iter().all(is_text),
        Some(value) => is_text(value),
    };
    (!evidence).then(|| {
        Error::new(
            &step.place,
            "`x-evidence` is neither a text nor a list of texts, or is blank",
            "name what proves the action, or delete the key",
        )
    })
}
