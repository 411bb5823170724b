//! Every successful JSON response that a published document shows is tested by the generated crate.
//!
//! The crate's own tests decode and encode what they hold; this one makes sure that they hold everything.

use std::collections::BTreeSet;
use std::fs;

use generator::document;
use serde_json::Value;

use crate::workspace::{apis, input, root};

#[test]
fn no_example_of_a_generated_operation_is_left_out() {
    for api in apis() {
        let input = input(&api);
        let skipped = generator::generate(&input, &mut |_| {}).unwrap().skipped;
        let skipped: BTreeSet<&str> = skipped.iter().map(|skip| skip.pointer.as_str()).collect();
        let published = document::read("openapi.yaml", &input.document).unwrap();

        let mut shown = Vec::new();
        for found in document::operations(&published) {
            if !skipped.contains(found.pointer.to_string().as_str()) {
                collect(&found.operation["responses"], &mut shown);
            }
        }
        let folder = root().join(format!("generated/{api}/tests/examples"));
        let tested: Vec<Value> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| serde_json::from_slice(&fs::read(entry.unwrap().path()).unwrap()).unwrap())
            .collect();

        assert!(!shown.is_empty(), "{api} shows no example at all");
        assert_eq!(tested.len(), shown.len(), "{api}");
        for example in &shown {
            assert!(tested.contains(example), "{api}, not tested: {example}");
        }
    }
}

/// The whole-body examples of all 2xx responses: of the media type, or of its schema, where Scribe puts them.
fn collect(responses: &Value, shown: &mut Vec<Value>) {
    for (status, response) in responses.as_object().unwrap() {
        let media_type = response.pointer("/content/application~1json");
        if let (true, Some(media_type)) = (status.starts_with('2'), media_type) {
            let examples = [
                media_type.get("example"),
                media_type.pointer("/schema/example"),
            ];
            shown.extend(examples.into_iter().flatten().cloned());
        }
    }
}
