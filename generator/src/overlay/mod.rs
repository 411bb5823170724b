//! OpenAPI Overlays 1.0 and 1.1: the one patch language of this workspace.
//!
//! An overlay and a document go in, the changed document comes out, exactly as the standard says: an action that
//! matches nothing changes nothing. The stricter rules for hand-written actions are in [`Fixups`]. The model and the
//! merging are those of the crate `roas-overlay`; what it leaves unchecked, and replacing and removing of single
//! strings and numbers, which it refuses, are ours.

mod action;
mod check;
mod earned;
mod fixups;
mod path;
mod pattern;
#[cfg(test)]
mod tests;

pub use earned::Inference;
pub use fixups::{Corrected, Fixups};

use serde_json::Value;

use crate::document;
use crate::error::Error;
use action::{Action, Working};

/// An overlay that is valid, with its JSONPaths compiled.
#[derive(Debug, Clone)]
pub struct Overlay {
    file: String,
    actions: Vec<Action>,
}

/// What [`Overlay::apply`] did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// One entry per action, in their order.
    pub actions: Vec<Applied>,
}

/// What one action did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// Its JSONPath.
    pub target: String,
    /// How many places matched.
    pub matched: usize,
}

impl Overlay {
    /// Reads an overlay; `file` is the name of the file in messages.
    ///
    /// # Errors
    ///
    /// Text that is neither YAML nor JSON, and whatever the schema of the standard does not allow.
    pub fn parse(file: &str, text: &str) -> Result<Self, Error> {
        let model = check::model(file, document::parse(file, text.as_bytes())?)?;
        let actions = model.actions.into_iter().enumerate().map(|(index, model)| {
            Action::compile(model).map_err(|refusal| refusal.at(place(file, index)))
        });
        Ok(Self {
            file: file.to_owned(),
            actions: actions.collect::<Result<_, _>>()?,
        })
    }

    /// Applies every action in turn; the keys of the result are sorted.
    ///
    /// # Errors
    ///
    /// An action that the standard forbids for what it matches, such as merging a list into an object. The document is
    /// then as it was.
    pub fn apply(&self, document: &mut Value) -> Result<Report, Error> {
        let mut working = Working::new(document.clone());
        let mut actions = Vec::with_capacity(self.actions.len());
        for (index, action) in self.actions.iter().enumerate() {
            let effect = action
                .apply(&mut working)
                .map_err(|refusal| refusal.at(place(&self.file, index)))?;
            actions.push(Applied {
                target: action.target().to_owned(),
                matched: effect.matched,
            });
        }
        *document = working.finish();
        Ok(Report { actions })
    }
}

/// How messages call an action; people count from one.
fn place(file: &str, index: usize) -> String {
    format!("{file}, action {}", index + 1)
}

/// What is wrong with an action; the caller knows where it stands.
#[derive(Debug)]
struct Refusal {
    rule: String,
    cure: String,
}

impl Refusal {
    fn new(rule: impl Into<String>, cure: impl Into<String>) -> Self {
        Self {
            rule: rule.into(),
            cure: cure.into(),
        }
    }

    fn at(self, place: String) -> Error {
        Error::new(place, self.rule, self.cure)
    }
}
