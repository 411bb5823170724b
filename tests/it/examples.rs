//! Every successful JSON answer that the published document shows is tested by the generated crate.
//!
//! The crate's own tests decode and encode what they hold; this one makes sure that they hold everything.

use std::collections::BTreeSet;
use std::fs;

use generator::document;
use serde_json::Value;

use crate::workspace::{FANSLY, input, root};

#[test]
fn no_example_of_a_generated_operation_is_left_out() {
    let input = input(FANSLY);
    let skipped = generator::generate(&input, &mut |_| {}).unwrap().skipped;
    let skipped: BTreeSet<&str> = skipped.iter().map(|skip| skip.operation.as_str()).collect();
    let published = document::read("openapi.yaml", &input.document).unwrap();

    let mut shown = Vec::new();
    for item in published["paths"].as_object().unwrap().values() {
        for operation in item.as_object().unwrap().values() {
            let is_generated = operation["operationId"]
                .as_str()
                .is_some_and(|id| !skipped.contains(id));
            if is_generated {
                collect(&operation["responses"], &mut shown);
            }
        }
    }
    let folder = root().join(format!("generated/{FANSLY}/tests/examples"));
    let tested: Vec<Value> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| serde_json::from_slice(&fs::read(entry.unwrap().path()).unwrap()).unwrap())
        .collect();

    assert!(!shown.is_empty(), "the document shows no example at all");
    assert_eq!(tested.len(), shown.len());
    for example in &shown {
        assert!(tested.contains(example), "not tested: {example}");
    }
}

/// The whole-body examples of all 2xx answers.
fn collect(responses: &Value, shown: &mut Vec<Value>) {
    for (status, response) in responses.as_object().unwrap() {
        let schema = response.pointer("/content/application~1json/schema");
        if let (true, Some(example)) = (
            status.starts_with('2'),
            schema.and_then(|of| of.get("example")),
        ) {
            shown.push(example.clone());
        }
    }
}
