//! Repairs schemas from their own evidence: the examples of the document and the samples beside it.
//!
//! A document goes in, with the fixups of `10-document` already applied; repairs come out, written as an overlay that a
//! person can read, and the repaired document. What the evidence does not settle stays open. Nothing is guessed from
//! names or from how often something was seen, and places are one component only where a person or a `$ref` says so.

mod components;
mod kind;
mod overlay_text;
mod places;
mod repair;
mod schema;
pub mod shape;

use serde_json::{Map, Value};

pub use overlay_text::RepairAt;
pub use places::Sample;
pub use repair::{Edit, Reason, Step};
pub use shape::Evidence;

use crate::document::budget::Outgrown;
use components::Components;
use places::{Role, Root};
use repair::Repair;
use shape::Shape;

/// What the evidence says about a document.
#[derive(Debug, Clone, Default)]
pub struct Inferred {
    /// Every repair, in the document's order.
    pub repairs: Vec<RepairAt>,
    /// Names of samples that belong to no response of the document.
    pub unused_samples: Vec<String>,
    /// What each response has shown, by its operation.
    pub responses: Vec<(String, Shape)>,
    /// Where the evidence was too much to be put together; some repairs are missing then.
    pub(crate) outgrown: Option<Outgrown>,
}

/// Finds every repair that the evidence proves.
pub fn infer(document: &Value, samples: &[Sample]) -> Inferred {
    let (roots, unused_samples) = places::roots(document, samples);
    let components = Components::of(&roots);
    let mut repairs = Vec::new();
    for root in &roots {
        repairs.extend(of_root(root, &components));
    }
    let responses = roots
        .into_iter()
        .filter(|root| root.role == Role::Response)
        .map(|root| (root.label, root.shape))
        .collect();
    Inferred {
        repairs,
        unused_samples,
        responses,
        outgrown: components.outgrown,
    }
}

fn of_root(root: &Root<'_>, components: &Components) -> Vec<RepairAt> {
    let mut shape = root.shape.clone();
    if let Some(shown) = components.referenced(&format!("#{}", root.pointer)) {
        shape.merge(shown);
    }
    let at_media_type = |edit| RepairAt::new(root.pointer.parent(), &root.target.parent(), edit);
    let Some(schema) = root.schema else {
        let evidence = shape.places().into_iter().take(3).cloned().collect();
        let set = Map::from_iter([("schema".to_string(), schema::of(&shape))]);
        return vec![at_media_type(Edit::root(Reason::NoSchema, set, evidence))];
    };
    let edits = Repair::of(root.role, components, schema, &shape);
    let is_joined = |edit: &&Edit| edit.path.is_empty() && edit.reason == Reason::Alternatives;
    let kept = edits.iter().find(is_joined).and_then(|edit| {
        let set = places::kept_examples(schema)?;
        let detail = edit.detail.clone();
        Some(Edit {
            detail,
            ..Edit::root(Reason::Alternatives, set, edit.evidence.clone())
        })
    });
    let repairs = edits
        .into_iter()
        .map(|edit| RepairAt::new(root.pointer.clone(), &root.target, edit));
    repairs.chain(kept.map(at_media_type)).collect()
}

impl Inferred {
    /// The text of `inferred.overlay.yaml`; nothing where there is nothing to repair.
    pub fn overlay(&self) -> Option<String> {
        overlay_text::write(self)
    }

    /// The repaired document, its keys sorted: the same that applying the overlay gives.
    pub fn apply(&self, document: &Value) -> Value {
        let mut repaired = document.clone();
        for repair in &self.repairs {
            if let Some(root) = repaired.pointer_mut(repair.root.as_str()) {
                repair::apply(root, &repair.edit);
            }
        }
        repaired.sort_all_objects();
        repaired
    }

    /// Whether inference has written the place of a JSON pointer, or could have if the document had not said the same.
    ///
    /// It sets keywords that say what a value is, and the examples of alternatives that become one. A name it gives only to
    /// what it writes anew.
    pub(crate) fn could_write(&self, pointer: &str) -> bool {
        let steps: Vec<&str> = pointer.split('/').skip(1).collect();
        let is_keyword = match steps.as_slice() {
            [.., "properties", _] | [] => true,
            [.., key] => repair::SET.contains(key) || steps.contains(&"examples"),
        };
        is_keyword
            || self.repairs.iter().any(|repair| {
                let root = repair.root.as_str();
                pointer
                    .strip_prefix(root)
                    .is_some_and(|below| repair.edit.sets(below))
            })
    }
}

#[cfg(test)]
mod tests;
