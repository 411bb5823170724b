//! Repairs as the text of an overlay: one action per change, with a reason that a maintainer understands and its evidence.
//!
//! Repairs in, the text of `inferred.overlay.yaml` out, the same for the same repairs. Nothing is decided here.

use serde_json::Value;

use super::Inferred;
use super::repair::{Edit, Reason, Step};
use crate::document::{self, Ordered, Pointer, Target};

/// An edit with the place of its schema.
#[derive(Debug, Clone, PartialEq)]
pub struct RepairAt {
    /// The schema that is edited.
    pub target: Target,
    /// Where the root of the edit's path stands in the document.
    pub(super) root: Pointer,
    /// What is edited there; its path leads from the root to the target.
    pub edit: Edit,
}

impl RepairAt {
    pub(super) fn new(root: Pointer, target: &Target, edit: Edit) -> Self {
        let target = edit
            .path
            .iter()
            .fold(target.clone(), |target, step| match step {
                Step::Key(key) => target.key(key),
                Step::Index(index) => target.index(*index),
            });
        Self { target, root, edit }
    }

    /// Why, in one line.
    pub fn reason(&self) -> String {
        let detail = &self.edit.detail;
        match self.edit.reason {
            Reason::NullElsewhere => {
                "declared a string only because its example is null; elsewhere it has a value"
                    .to_string()
            }
            Reason::NullOnly => {
                "declared a string only because its example is null; what it holds is not known"
                    .to_string()
            }
            Reason::Nullable => "null in an example".to_string(),
            Reason::Properties => format!("in an example, but not in the schema: {detail}"),
            Reason::Items => {
                "the schema does not say what the list holds; an example does".to_string()
            }
            Reason::EmptyOnly => {
                "only empty lists were seen; what the list holds is not known".to_string()
            }
            Reason::Fraction => "declared an integer, but an example has a fraction".to_string(),
            Reason::WideNumber => "an example has a number beyond the declared type".to_string(),
            Reason::Contradiction => format!("contradicted by its examples: {detail}"),
            Reason::Union => format!("several types at one place: {detail}"),
            Reason::Map => "the keys are data (numbers, dates or ids), not names".to_string(),
            Reason::EmbeddedJson => "the text is JSON in every example".to_string(),
            Reason::Alternatives => {
                format!("{detail} with a schema each; one schema covers them all")
            }
            Reason::Required => format!("in every example: {detail}"),
            Reason::NotRequired => {
                format!("required by the schema, but an example lacks it: {detail}")
            }
            Reason::EmptyEnum => "an empty list of allowed values allows nothing".to_string(),
            Reason::NoSchema => "there is an example, but no schema".to_string(),
        }
    }

    /// The evidence as `source: pointer`.
    pub fn evidence(&self) -> Vec<String> {
        self.edit
            .evidence
            .iter()
            .map(|place| match place.pointer.as_str() {
                "" => place.source.to_string(),
                pointer => format!("{}: {pointer}", place.source),
            })
            .collect()
    }
}

/// The text of the overlay, without a header; nothing where there is nothing to repair.
pub(super) fn write(inferred: &Inferred) -> Option<String> {
    let actions: Vec<Ordered> = inferred.repairs.iter().flat_map(actions).collect();
    if actions.is_empty() {
        return None;
    }
    let title = "What the document's own examples prove about its schemas";
    let info = [
        ("title", Ordered::scalar(title)),
        ("version", Ordered::scalar("1.0.0")),
    ];
    let overlay = Ordered::object([
        ("overlay", Ordered::scalar("1.1.0")),
        ("info", Ordered::object(info)),
        ("actions", Ordered::Array(actions)),
    ]);
    Some(document::write_yaml(&overlay))
}

/// One action per keyword that is taken away, and one for what is set.
fn actions(repair: &RepairAt) -> Vec<Ordered> {
    let action = |target: &Target, change: (&'static str, Ordered)| {
        let mut entries = vec![
            ("target", Ordered::scalar(target.as_str())),
            ("x-reason", Ordered::scalar(repair.reason())),
        ];
        let evidence = repair.evidence().into_iter();
        let evidence: Vec<Ordered> = evidence.map(Ordered::scalar).collect();
        if !evidence.is_empty() {
            entries.push(("x-evidence", Ordered::Array(evidence)));
        }
        entries.push(change);
        Ordered::object(entries)
    };
    let mut actions: Vec<Ordered> = repair
        .edit
        .remove
        .iter()
        .map(|keyword| {
            action(
                &repair.target.key(keyword),
                ("remove", Ordered::scalar(true)),
            )
        })
        .collect();
    if !repair.edit.set.is_empty() {
        let set = type_first(&Value::Object(repair.edit.set.clone()));
        actions.push(action(&repair.target, ("update", set)));
    }
    actions
}

/// JSON in the order of its keys, but with `type` before what says more about it.
fn type_first(value: &Value) -> Ordered {
    const FIRST: [&str; 2] = ["type", "nullable"];
    match value {
        Value::Object(object) => {
            let is_schema = object.get("type").is_some_and(Value::is_string);
            let is_first = |key: &str| is_schema && FIRST.contains(&key);
            let first = FIRST
                .into_iter()
                .filter(|key| is_first(key))
                .filter_map(|key| object.get_key_value(key));
            let others = object.iter().filter(|(key, _)| !is_first(key));
            let entries = first.chain(others);
            Ordered::object(entries.map(|(key, value)| (key.as_str(), type_first(value))))
        }
        Value::Array(items) => Ordered::Array(items.iter().map(type_first).collect()),
        scalar => Ordered::scalar(scalar.clone()),
    }
}
