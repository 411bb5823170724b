//! Places where the document and its own examples, or two of its places, say different things that no schema can settle.
//!
//! Times by magnitude, and money words by the sum that stands beside them. Only what a reader can check is reported.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Contradiction;
use super::walk::Place;
use crate::infer::shape::{Objects, Shape};

/// Seconds since 1970 between 2001 and 2286, and milliseconds for the same years.
const SECONDS: std::ops::Range<i128> = 1_000_000_000..10_000_000_000;
const MILLISECONDS: std::ops::Range<i128> = 1_000_000_000_000..10_000_000_000_000;

/// All contradictions.
pub(super) fn find(responses: &[(String, Shape)], places: &[Place<'_>]) -> Vec<Contradiction> {
    let mut found = times(responses);
    found.extend(places.iter().filter_map(money));
    found
}

/// The operations that show a time in each unit, by the name of its property.
#[derive(Default)]
struct Units {
    seconds: BTreeSet<String>,
    milliseconds: BTreeSet<String>,
}

fn times(responses: &[(String, Shape)]) -> Vec<Contradiction> {
    let mut by_name: BTreeMap<String, Units> = BTreeMap::new();
    for (operation, shape) in responses {
        visit(shape, operation, &mut by_name);
    }
    let list =
        |operations: &BTreeSet<String>| operations.iter().cloned().collect::<Vec<_>>().join(", ");
    by_name
        .into_iter()
        .filter(|(_, units)| !units.seconds.is_empty() && !units.milliseconds.is_empty())
        .map(|(name, units)| Contradiction {
            place: name.clone(),
            text: format!(
                "`{name}` is in seconds in {}, and in milliseconds in {}",
                list(&units.seconds),
                list(&units.milliseconds)
            ),
        })
        .collect()
}

fn visit(shape: &Shape, operation: &str, by_name: &mut BTreeMap<String, Units>) {
    if let Some(arrays) = &shape.array {
        visit(&arrays.items, operation, by_name);
    }
    let Some(Objects { properties, .. }) = &shape.object else {
        return;
    };
    for (name, property) in properties {
        let is_time = name.ends_with("At") || name.ends_with("_at") || name == "timestamp";
        if let Some(integers) = property.shape.integer.as_ref().filter(|_| is_time) {
            let units = by_name.entry(name.clone()).or_default();
            for value in [integers.min, integers.max] {
                if SECONDS.contains(&value) {
                    units.seconds.insert(operation.to_string());
                } else if MILLISECONDS.contains(&value) {
                    units.milliseconds.insert(operation.to_string());
                }
            }
        }
        visit(&property.shape, operation, by_name);
    }
}

/// A description that calls an amount cents and shows by its own example that it is not: `5000 = $5.00`.
fn money(place: &Place<'_>) -> Option<Contradiction> {
    let description = place.schema.get("description").and_then(Value::as_str)?;
    if !description.to_ascii_lowercase().contains("cent") {
        return None;
    }
    let (before, after) = description.split_once("= $")?;
    let amount: f64 = last_number(before)?;
    let dollars: f64 = first_number(after)?;
    (dollars > 0.0 && (amount / dollars - 100.0).abs() > 1e-9).then(|| Contradiction {
        place: place.label(),
        text: format!(
            "the description says cents, but its example has {} to the dollar",
            amount / dollars
        ),
    })
}

fn last_number(text: &str) -> Option<f64> {
    let digits = text.trim_end();
    let start = digits
        .rfind(|c: char| !c.is_ascii_digit() && c != '.')
        .map_or(0, |at| at + 1);
    digits.get(start..)?.parse().ok()
}

fn first_number(text: &str) -> Option<f64> {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    text.get(..end)?.trim_end_matches('.').parse().ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::infer::Evidence;
    use crate::report::walk;

    #[test]
    fn seconds_and_milliseconds_under_one_name_are_reported() {
        let shape = |value: Value| Shape::of(&value, &Evidence::root("example"));
        let responses = [
            (
                "listMessages".to_string(),
                shape(json!([{ "createdAt": 1_700_000_000 }])),
            ),
            (
                "listAccounts".to_string(),
                shape(json!({ "createdAt": 1_700_000_000_000_i64, "readAt": 0 })),
            ),
        ];
        let found: Vec<String> = find(&responses, &[])
            .into_iter()
            .map(|of| of.text)
            .collect();
        assert_eq!(
            found,
            ["`createdAt` is in seconds in listMessages, and in milliseconds in listAccounts"]
        );
    }

    #[test]
    fn cents_that_are_none_are_reported() {
        let document = json!({ "components": { "schemas": {
            "Wrong": { "type": "integer", "description": "The price in cents (e.g. 5000 = $5.00)" },
            "Right": { "type": "integer", "description": "The price in cents (e.g. 500 = $5.00)" },
        } } });
        let found: Vec<String> = find(&[], &walk::places(&document))
            .into_iter()
            .map(|of| of.place)
            .collect();
        assert_eq!(found, ["Wrong"]);
    }
}
