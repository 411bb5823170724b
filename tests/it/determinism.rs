//! The same document gives the same bytes, however its mappings are ordered.

use generator::document;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;

use crate::workspace::{FANSLY, apis, generate, input, root};

#[test]
fn a_run_in_another_process_gives_the_bytes_that_are_committed() {
    // Hash maps are seeded anew in every process, and addresses differ.
    for api in apis() {
        for file in generate(&input(&api)) {
            let committed = std::fs::read_to_string(root().join(&file.path)).unwrap();
            assert!(file.text == committed, "{} differs", file.path);
        }
    }
}

#[test]
fn the_order_of_mappings_means_nothing() {
    let published = input(FANSLY);
    let expected = generate(&published);
    let document = document::parse("openapi.yaml", &published.document).unwrap();
    // Three orders are enough here, each moves every mapping of the document.
    let mut runner = TestRunner::new(Config::with_cases(3));
    let result = runner.run(&any::<u64>(), |seed| {
        let mut shuffled = published.clone();
        shuffled.document = shuffle(&document, &mut Shuffler(seed | 1)).into_bytes();
        prop_assert_ne!(&shuffled.document, &published.document);
        prop_assert_eq!(generate(&shuffled), expected.clone());
        Ok(())
    });
    result.unwrap();
}

/// A small generator of orders (xorshift): what it draws depends on its seed alone.
pub struct Shuffler(pub u64);

impl Shuffler {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}

/// The JSON of a value with the entries of each object in an order that is drawn.
pub fn shuffle(value: &Value, shuffler: &mut Shuffler) -> String {
    match value {
        Value::Object(object) => {
            let mut entries: Vec<(&String, &Value)> = object.iter().collect();
            let mut shuffled = Vec::new();
            while !entries.is_empty() {
                let (key, value) = entries.swap_remove(shuffler.below(entries.len()));
                let key = Value::from(key.as_str());
                shuffled.push(format!("{key}:{}", shuffle(value, shuffler)));
            }
            format!("{{{}}}", shuffled.join(","))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| shuffle(item, shuffler)).collect();
            format!("[{}]", items.join(","))
        }
        scalar => scalar.to_string(),
    }
}
