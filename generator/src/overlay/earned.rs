//! Whether each fixup is earned: whether it matches something, and the effective document would be another one without it.
//!
//! The steps that made a document in; what is wrong with them out. What an action set and no later step could set needs no
//! proof: without the action, nobody would say it. Only where a later step could, the steps run again without the action.

use std::collections::BTreeSet;

use serde_json::Value;

use super::action::{Action, Effect, Working};
use crate::document;
use crate::error::Error;

/// The step between the two kinds of fixups: what the evidence says about a document.
pub struct Inference<'a> {
    /// Repairs another document.
    pub repair: &'a dyn Fn(&Value) -> Result<Value, Error>,
    /// Whether inference has written the place of a JSON pointer, or could have if the document had not said the same.
    pub could_write: &'a dyn Fn(&str) -> bool,
}

/// What happened to a document, one after the other.
pub(super) enum Step<'a> {
    Action(Done<'a>),
    Inference,
}

/// An action and how messages call it.
pub(super) struct Named<'a> {
    pub place: String,
    pub action: &'a Action,
}

/// An action that was applied.
pub(super) struct Done<'a> {
    named: Named<'a>,
    effect: Effect,
    /// What is wrong with it if it is stale.
    stale: Option<Error>,
}

impl<'a> Named<'a> {
    pub fn apply(self, working: &mut Working) -> Result<Step<'a>, Error> {
        let unknown = self.unknown_operation(working.document());
        let effect = self.run(working)?;
        Ok(Step::Action(Done {
            stale: unknown.or_else(|| self.unmatched(effect.matched)),
            named: self,
            effect,
        }))
    }

    fn run(&self, working: &mut Working) -> Result<Effect, Error> {
        let result = self.action.apply(working);
        result.map_err(|refusal| refusal.at(self.place.clone()))
    }

    /// A target that names an operation which is not there: the rest of the target would hide that.
    fn unknown_operation(&self, document: &Value) -> Option<Error> {
        let target = self.action.target();
        let is_known =
            |id: &str| document::operations(document).any(|found| found.id() == Some(id));
        let id = operation_ids(target).find(|id| !is_known(id))?;
        Some(Error::new(
            &self.place,
            format!(
                "target `{target}` names the operation `{id}`, which the document does not have: the action is stale"
            ),
            "upstream renamed or removed the operation, or the name is misspelt: correct the target",
        ))
    }

    fn unmatched(&self, matched: usize) -> Option<Error> {
        let target = self.action.target();
        (matched == 0).then(|| {
            Error::new(
                &self.place,
                format!("target `{target}` matches nothing: the action is stale"),
                "upstream moved or repaired this, or the target is misspelt: correct it or delete the action",
            )
        })
    }

    fn redundant(&self) -> Error {
        Error::new(
            &self.place,
            format!(
                "without it (target `{}`) the effective document is the same: the action is redundant",
                self.action.target()
            ),
            "delete it: upstream, its examples or another action already say so",
        )
    }
}

/// The ids that a target compares `operationId` with.
fn operation_ids(target: &str) -> impl Iterator<Item = &str> {
    target.split("@.operationId").skip(1).filter_map(|after| {
        let after = after.trim_start().strip_prefix("==")?.trim_start();
        let quote = after.chars().next().filter(|c| ['\'', '"'].contains(c))?;
        let (id, _) = after.get(1..)?.split_once(quote)?;
        Some(id)
    })
}

/// Everything that was done to a document.
pub(super) struct Run<'a> {
    pub steps: &'a [Step<'a>],
    pub inference: &'a Inference<'a>,
    /// The document before the first step.
    pub document: &'a Value,
    /// The document after inference.
    pub repaired: Value,
    /// The document after the last step.
    pub effective: &'a Value,
}

impl Run<'_> {
    /// What is wrong with the actions that are stale or redundant; deleting all redundant ones leaves the effective document
    /// as it is.
    pub fn problems(self) -> Result<Vec<Error>, Error> {
        let mut problems = Vec::new();
        let mut left_out = BTreeSet::new();
        // The document before the step `reached`, without the steps that are left out.
        let mut before = None;
        let mut reached = 0;
        for (index, step) in self.steps.iter().enumerate() {
            let Step::Action(done) = step else { continue };
            if let Some(stale) = &done.stale {
                problems.push(stale.clone());
                left_out.insert(index);
                continue;
            }
            if self.is_needed(index, &done.effect) {
                continue;
            }
            let before = before.get_or_insert_with(|| Working::new(self.document.clone()));
            for index in (reached..index).filter(|index| !left_out.contains(index)) {
                match &self.steps[index] {
                    Step::Inference if left_out.is_empty() => {
                        *before = Working::new(self.repaired.clone());
                    }
                    step => drop(self.again(step, before)?),
                }
            }
            reached = index;
            if self
                .without(before.clone(), index)
                .is_some_and(|without| without.document() == self.effective)
            {
                problems.push(done.named.redundant());
                left_out.insert(index);
            }
        }
        Ok(problems)
    }

    /// Whether something that an action set stayed to the end and could be set by no later step.
    fn is_needed(&self, index: usize, effect: &Effect) -> bool {
        effect.set.iter().any(|(pointer, value)| {
            let mut later = self.steps.iter().skip(index + 1);
            self.effective.pointer(pointer) == Some(value)
                && !later.any(|step| match step {
                    Step::Action(done) => done.named.action.could_write(pointer),
                    Step::Inference => (self.inference.could_write)(pointer),
                })
        })
    }

    /// The document after all steps behind the one that is left out; nothing if one of them fails, or matches nothing
    /// although it once did: then the action that was left out is what makes it possible, and is needed.
    fn without(&self, mut working: Working, index: usize) -> Option<Working> {
        for step in self.steps.iter().skip(index + 1) {
            let is_lost = self.again(step, &mut working).ok()? == 0;
            if is_lost && matches!(step, Step::Action(done) if done.effect.matched > 0) {
                return None;
            }
        }
        Some(working)
    }

    /// Makes a step once more, and says how many places matched.
    fn again(&self, step: &Step<'_>, working: &mut Working) -> Result<usize, Error> {
        match step {
            Step::Action(done) => Ok(done.named.run(working)?.matched),
            Step::Inference => {
                working.sort();
                *working = Working::new((self.inference.repair)(working.document())?);
                Ok(1)
            }
        }
    }
}
