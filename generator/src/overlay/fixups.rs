//! Hand-written overlays, held to more than the standard asks: every action is earned.
//!
//! An action says why it exists (`x-reason`), matches something, and is needed: without it the effective document would
//! be another one. Otherwise upstream has moved or repaired itself, or the evidence or another action says the same, and a
//! person should know. Actions run in the order of the file names, then in that of the file; inference runs between the
//! files that say what the document gets wrong (`10-…`) and those that say how we want the crate (`20-…` and later).

use std::collections::BTreeMap;

use serde_json::Value;

use super::action::Working;
use super::earned::{Inference, Named, Run, Step};
use super::{Overlay, place};
use crate::document;
use crate::error::Error;

/// The overlays of one `fixups` folder.
#[derive(Debug, Clone)]
pub struct Fixups {
    dir: String,
    /// What the document gets wrong, and which places are one component: applied before inference.
    document: Vec<Overlay>,
    /// How we want the crate: applied after it.
    shape: Vec<Overlay>,
}

/// Files whose name sorts before this one are applied before inference.
const FIRST_SHAPE: &str = "20";

/// A document to which the fixups of its own kind are applied: what inference sees.
pub struct Corrected<'a> {
    fixups: &'a Fixups,
    /// The document before.
    original: &'a Value,
    /// The document with its keys sorted.
    pub document: Value,
    steps: Vec<Step<'a>>,
}

impl Fixups {
    /// Reads the overlays of `dir`, such as `spec/shop/fixups`, given as file names and texts in any order.
    ///
    /// A file in which everything is commented out has no actions: so it waits for the first one. (A file without even
    /// a comment is more likely one that was lost, and the standard wants an overlay to have an action.)
    ///
    /// # Errors
    ///
    /// Those of [`Overlay::parse`], and actions that do not say their reason: all of them in one error.
    pub fn parse(files: &[(String, String)], dir: &str) -> Result<Self, Error> {
        let mut files: Vec<_> = files.iter().collect();
        files.sort();
        let mut fixups = Self {
            dir: dir.to_owned(),
            document: Vec::new(),
            shape: Vec::new(),
        };
        for (name, text) in files {
            if document::is_commented_out(text) {
                continue;
            }
            let overlay = Overlay::parse(&format!("{dir}/{name}"), text)?;
            if name.as_str() < FIRST_SHAPE {
                fixups.document.push(overlay);
            } else {
                fixups.shape.push(overlay);
            }
        }
        let all = named(&fixups.document).chain(named(&fixups.shape));
        let problems = all
            .flat_map(|named| [unexplained(&named), careless(&named)])
            .flatten()
            .collect();
        fixups.none(problems)?;
        Ok(fixups)
    }

    /// What a person says of a component, by the name that the same action gives its places.
    pub fn descriptions(&self) -> BTreeMap<&str, &str> {
        let mut descriptions = BTreeMap::new();
        for named in named(&self.document).chain(named(&self.shape)) {
            let update = named.action.update();
            let text = |key: &str| update?.get(key)?.as_str();
            if let (Some(name), Some(description)) = (text("x-schema-name"), text("description")) {
                descriptions.entry(name).or_insert(description);
            }
        }
        descriptions
    }

    /// How many actions there are.
    pub fn len(&self) -> usize {
        named(&self.document).chain(named(&self.shape)).count()
    }

    /// Whether there is no action.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Applies the fixups that come before inference.
    ///
    /// # Errors
    ///
    /// Those of [`Overlay::apply`].
    pub fn correct<'a>(&'a self, document: &'a Value) -> Result<Corrected<'a>, Error> {
        let mut corrected = Corrected {
            fixups: self,
            original: document,
            document: Value::Null,
            steps: Vec::new(),
        };
        corrected.document = corrected.apply(document.clone(), &self.document)?;
        Ok(corrected)
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

impl<'a> Corrected<'a> {
    /// Applies the fixups of shape to what inference has made of the document, and gives the effective document. All keys
    /// are sorted.
    ///
    /// # Errors
    ///
    /// Those of [`Overlay::apply`] and of inference, and actions that are stale or redundant: all of them in one error, and
    /// such that deleting all redundant ones leaves the effective document as it is.
    pub fn shape(&mut self, repaired: Value, inference: &Inference<'_>) -> Result<Value, Error> {
        if self.fixups.is_empty() {
            return Ok(Working::new(repaired).finish());
        }
        self.steps.push(Step::Inference);
        let effective = self.apply(repaired.clone(), &self.fixups.shape)?;
        let run = Run {
            steps: &self.steps,
            inference,
            document: self.original,
            repaired,
            effective: &effective,
        };
        self.fixups.none(run.problems()?)?;
        Ok(effective)
    }

    fn apply(&mut self, document: Value, overlays: &'a [Overlay]) -> Result<Value, Error> {
        let mut working = Working::new(document);
        for action in named(overlays) {
            self.steps.push(action.apply(&mut working)?);
        }
        Ok(working.finish())
    }
}

fn named(overlays: &[Overlay]) -> impl Iterator<Item = Named<'_>> {
    overlays.iter().flat_map(|overlay| {
        let actions = overlay.actions.iter().enumerate();
        actions.map(|(index, action)| Named {
            place: place(&overlay.file, index),
            action,
        })
    })
}

/// What the standard allows and nobody means: an update that a removal makes void, a type that does not exist.
fn careless(step: &Named<'_>) -> Option<Error> {
    if step.action.is_void_update() {
        return Some(Error::new(
            &step.place,
            "the action has both `update` and `remove: true`, so its update would be ignored",
            "keep one of them",
        ));
    }
    let name = unknown_type(step.action.update()?)?;
    Some(Error::new(
        &step.place,
        format!("`type: {name}` is no type of OpenAPI 3.0"),
        "write array, boolean, integer, number, object or string",
    ))
}

/// A `type` in what is set that no schema and no security scheme has; examples and extensions are free.
fn unknown_type(update: &Value) -> Option<&str> {
    const FREE: [&str; 4] = ["example", "examples", "default", "enum"];
    match update {
        Value::Array(items) => items.iter().find_map(unknown_type),
        Value::Object(object) => {
            object
                .iter()
                .find_map(|(key, value)| match (key.as_str(), value) {
                    ("type", Value::String(name)) => {
                        (!TYPES.contains(&name.as_str())).then_some(name.as_str())
                    }
                    (key, _) if FREE.contains(&key) || key.starts_with("x-") => None,
                    (_, value) => unknown_type(value),
                })
        }
        _ => None,
    }
}

/// The types of schemas, and those of security schemes.
const TYPES: [&str; 10] = [
    "array",
    "boolean",
    "integer",
    "number",
    "object",
    "string",
    "apiKey",
    "http",
    "oauth2",
    "openIdConnect",
];

fn unexplained(step: &Named<'_>) -> Option<Error> {
    let is_text = |value: &Value| value.as_str().is_some_and(|text| !text.trim().is_empty());
    if !step.action.note("x-reason").is_some_and(is_text) {
        return Some(Error::new(
            &step.place,
            "`x-reason` is missing or blank",
            "say why the action exists: what the document says, and what is true",
        ));
    }
    let is_open = |key: &str| {
        let value = step.action.note(key).and_then(Value::as_str);
        value.is_some_and(|text| text.trim_start().starts_with("PLACEHOLDER"))
    };
    if ["x-reason", "x-evidence"].into_iter().any(is_open) {
        return Some(Error::new(
            &step.place,
            "the action is still as `new-api` has prepared it: its reason begins with PLACEHOLDER",
            "put in what is true of the API, and say in `x-reason` and `x-evidence` how you know",
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
