//! Where a document has schemas, and what its examples and the samples say about each.
//!
//! A document and samples in, roots out: the schema of each JSON response, request body and component, with the shape of
//! every body that is known of it. All successful responses of an operation count together.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::shape::{Evidence, Shape};
use crate::document::{self, OperationEntry, OperationIds, Pointer, Target, component, examples};
use crate::error::Error;

/// A body that someone has seen: a file of `samples/`.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// `<operationId>.<status>[.<n>].json`.
    pub name: String,
    /// Its content.
    pub body: Value,
}

impl Sample {
    /// Reads the files of `folder`, given as names and bytes.
    ///
    /// # Errors
    ///
    /// A file that is no JSON, or whose name does not say which response it is.
    pub fn parse(folder: &str, files: &[(String, Vec<u8>)]) -> Result<Vec<Self>, Error> {
        files
            .iter()
            .map(|(name, bytes)| {
                let place = format!("{folder}/{name}");
                let sample = Self {
                    name: name.clone(),
                    body: document::parse(&place, bytes)?,
                };
                match sample.belongs_to() {
                    Some(_) => Ok(sample),
                    None => Err(Error::new(
                        place,
                        "the name does not say which response the sample is",
                        "call it `<operationId>.<status>.json`, or `<operationId>.<status>.<n>.json` for several",
                    )),
                }
            })
            .collect()
    }

    /// The operation and the status it belongs to.
    fn belongs_to(&self) -> Option<(&str, &str)> {
        let name = self.name.strip_suffix(".json")?;
        let mut parts = name.rsplitn(3, '.');
        let (last, middle, first) = (parts.next()?, parts.next()?, parts.next());
        let is_status =
            |text: &str| text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
        match first {
            Some(first) if is_status(middle) && last.bytes().all(|byte| byte.is_ascii_digit()) => {
                Some((first, middle))
            }
            _ if is_status(last) => Some((name.strip_suffix(last)?.strip_suffix('.')?, last)),
            _ => None,
        }
    }
}

/// How the schema came to be, which decides how much an example weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Guessed from an example: an example that contradicts it wins.
    Response,
    /// Declared by its author, while its examples are often made up: only what is missing is filled in.
    Request,
}

/// A schema of the document that nothing else contains.
#[derive(Debug, Clone)]
pub(super) struct Root<'a> {
    pub role: Role,
    /// What a reader calls the operation or component.
    pub label: String,
    /// Where it stands.
    pub pointer: Pointer,
    pub target: Target,
    /// The schema; nothing where a response has examples and no schema.
    pub schema: Option<&'a Value>,
    pub shape: Shape,
}

/// All roots in the document's order, components last, and the samples that belong to none of them.
pub(super) fn roots<'a>(document: &'a Value, samples: &[Sample]) -> (Vec<Root<'a>>, Vec<String>) {
    let ids = OperationIds::of(document);
    let mut roots = Vec::new();
    let mut unused: BTreeMap<&str, &Sample> = samples
        .iter()
        .map(|sample| (sample.name.as_str(), sample))
        .collect();
    for found in document::operations(document) {
        let target = ids.target(&found);
        let label = ids.label(&found);
        let mut responses = responses(document, &found, &target, &label);
        for (status, root) in &mut responses {
            for sample in samples {
                if sample.belongs_to() == Some((label.as_str(), status.as_str())) {
                    let evidence = Evidence::sample(&sample.name);
                    root.shape.merge(&Shape::of(&sample.body, &evidence));
                    unused.remove(sample.name.as_str());
                }
            }
        }
        responses.retain(|(_, root)| root.schema.is_some() || !root.shape.is_empty());
        together(&mut responses);
        roots.extend(responses.into_iter().map(|(_, root)| root));
        roots.extend(body(&found, &target, &label));
    }
    for (name, schema) in component::all(document) {
        roots.push(Root {
            role: Role::Response,
            label: name.clone(),
            pointer: component::place(name),
            target: Target::root().key("components").key("schemas").key(name),
            schema: Some(schema),
            shape: Shape::default(),
        });
    }
    (roots, unused.into_keys().map(str::to_string).collect())
}

/// The JSON responses of an operation with their statuses.
fn responses<'a>(
    document: &'a Value,
    found: &OperationEntry<'a>,
    target: &Target,
    label: &str,
) -> Vec<(String, Root<'a>)> {
    found
        .json_responses()
        .filter(|response| response.content.is_object())
        .map(|response| {
            let status = response.status;
            let mut shape = Shape::default();
            for shown in examples::examples(document, response.content, &response.pointer) {
                let evidence = Evidence::root(&format!("{label} {status} {}", shown.name));
                shape.merge(&Shape::of(shown.body, &evidence));
            }
            let root = Root {
                role: Role::Response,
                label: label.to_string(),
                pointer: response.pointer.child("schema"),
                target: target.response_schema(&response),
                schema: response.content.get("schema"),
                shape,
            };
            (status.to_string(), root)
        })
        .collect()
}

/// The examples of alternatives that become one schema, as the media type keeps them: under the same numbers.
pub(super) fn kept_examples(schema: &Value) -> Option<Map<String, Value>> {
    let examples: Map<String, Value> = ["oneOf", "anyOf"]
        .into_iter()
        .flat_map(|keyword| {
            schema
                .get(keyword)
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .enumerate()
        })
        .filter_map(|(index, branch)| {
            let example = json!({ "value": branch.get("example")? });
            Some(((index + 1).to_string(), example))
        })
        .collect();
    (!examples.is_empty())
        .then(|| Map::from_iter([("examples".to_string(), Value::Object(examples))]))
}

/// The successful responses of an operation have one shape if all are objects, because the crate has one type for them.
fn together(responses: &mut [(String, Root<'_>)]) {
    let mut successes: Vec<&mut Root<'_>> = responses
        .iter_mut()
        .filter(|(status, _)| status.starts_with('2'))
        .map(|(_, root)| root)
        .collect();
    let are_objects = successes
        .iter()
        .all(|root| root.shape.kinds() == 1 && root.shape.object.is_some());
    if successes.len() < 2 || !are_objects {
        return;
    }
    let mut merged = Shape::default();
    for root in &successes {
        merged.merge(&root.shape);
    }
    for root in &mut successes {
        root.shape.clone_from(&merged);
    }
}

fn body<'a>(found: &OperationEntry<'a>, target: &Target, label: &str) -> Vec<Root<'a>> {
    found
        .request_bodies()
        .filter_map(|body| {
            Some(Root {
                role: Role::Request,
                label: label.to_string(),
                pointer: body.pointer.child("schema"),
                target: target
                    .key("requestBody")
                    .key("content")
                    .key(body.media_type)
                    .key("schema"),
                schema: Some(body.content.get("schema")?),
                shape: Shape::default(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_is_named_after_operation_and_status() {
        let belongs = |name: &str| {
            let sample = Sample {
                name: name.to_string(),
                body: Value::Null,
            };
            sample
                .belongs_to()
                .map(|(id, status)| format!("{id} {status}"))
        };
        assert_eq!(
            belongs("createChat.200.json").as_deref(),
            Some("createChat 200")
        );
        assert_eq!(
            belongs("createChat.200.2.json").as_deref(),
            Some("createChat 200")
        );
        assert_eq!(belongs("a.b.404.json").as_deref(), Some("a.b 404"));
        assert_eq!(belongs("createChat.json"), None);
        assert_eq!(belongs("createChat.200.txt"), None);
    }
}
