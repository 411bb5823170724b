//! Repairs as the text of an overlay: one action per change, with a reason that a maintainer understands and its evidence.
//!
//! Repairs in, the text of `inferred.overlay.yaml` out, the same for the same repairs. Nothing is decided here.

use serde_json::Value;
use serde_yaml::{Mapping, Value as Yaml};

use super::Inferred;
use super::repair::{Edit, Reason, Step};
use super::target::Target;
use crate::document::{self, Pointer};

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
    let actions: Vec<Yaml> = inferred.repairs.iter().flat_map(actions).collect();
    if actions.is_empty() {
        return None;
    }
    let overlay = mapping([
        ("overlay", "1.1.0".into()),
        (
            "info",
            mapping([
                (
                    "title",
                    "What the document's own examples prove about its schemas".into(),
                ),
                ("version", "1.0.0".into()),
            ]),
        ),
        ("actions", Yaml::Sequence(actions)),
    ]);
    document::yaml_or_json(&overlay)
}

/// One action per keyword that is taken away, and one for what is set.
fn actions(repair: &RepairAt) -> Vec<Yaml> {
    let action = |target: &Target, change: (&str, Yaml)| {
        let mut entries = vec![
            ("target", target.as_str().into()),
            ("x-reason", repair.reason().into()),
        ];
        let evidence: Vec<Yaml> = repair.evidence().into_iter().map(Yaml::from).collect();
        if !evidence.is_empty() {
            entries.push(("x-evidence", Yaml::Sequence(evidence)));
        }
        entries.push(change);
        mapping(entries)
    };
    let mut actions: Vec<Yaml> = repair
        .edit
        .remove
        .iter()
        .map(|keyword| action(&repair.target.key(keyword), ("remove", true.into())))
        .collect();
    if !repair.edit.set.is_empty() {
        actions.push(action(
            &repair.target,
            ("update", yaml(&Value::Object(repair.edit.set.clone()))),
        ));
    }
    actions
}

fn mapping<'a>(entries: impl IntoIterator<Item = (&'a str, Yaml)>) -> Yaml {
    Yaml::Mapping(
        entries
            .into_iter()
            .map(|(key, value)| (key.into(), value))
            .collect(),
    )
}

/// JSON as YAML, with `type` before what it says more about.
fn yaml(value: &Value) -> Yaml {
    match value {
        Value::Object(object) => {
            let first = ["type", "nullable"]
                .into_iter()
                .filter_map(|key| object.get_key_value(key));
            let others = object
                .iter()
                .filter(|(key, _)| !["type", "nullable"].contains(&key.as_str()));
            let is_schema = object.get("type").is_some_and(Value::is_string);
            let entries: Vec<(&String, &Value)> = if is_schema {
                first.chain(others).collect()
            } else {
                object.iter().collect()
            };
            Yaml::Mapping(
                entries
                    .into_iter()
                    .map(|(key, value)| (key.as_str().into(), yaml(value)))
                    .collect::<Mapping>(),
            )
        }
        Value::Array(items) => items.iter().map(yaml).collect(),
        Value::String(text) => text.as_str().into(),
        Value::Bool(flag) => (*flag).into(),
        Value::Null => Yaml::Null,
        Value::Number(_) => serde_yaml::to_value(value).unwrap_or(Yaml::Null),
    }
}
