//! What `infer` promises for every set of bodies, whichever Scribe published them.
//!
//! Each property publishes arbitrary bodies as [`scribe`](crate::scribe) does, repairs the document, and looks at the
//! schema of the one response. What single repairs look like is in `reasons`, strange documents are in `extremes`.

mod any_json;
pub mod conforms;
mod contradicted;
mod covered;
mod extremes;
mod open;
mod reasons;

use generator::infer::{Inferred, Sample, infer};
use generator::normalise::normalise;
use generator::overlay::Overlay;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde_json::Value;

use crate::scribe::{VERSIONS, Version, decoded, lost, publish};
use any_json::{any_json, bodies};

/// A document that was repaired, with what it was repaired by.
struct Repaired {
    samples: Vec<Sample>,
    inferred: Inferred,
    document: Value,
}

/// Repairs a document with these samples of its one response, normalised before as in the pipeline.
fn repaired(document: &Value, samples: &[&Value]) -> Repaired {
    let samples = self::samples(samples);
    let document = normalise(document).document;
    let inferred = infer(&document, &samples);
    let document = inferred.apply(&document);
    Repaired {
        samples,
        inferred,
        document,
    }
}

fn samples(bodies: &[&Value]) -> Vec<Sample> {
    let numbered = bodies.iter().enumerate();
    numbered
        .map(|(index, body)| Sample {
            name: format!("getThing.200.{index}.json"),
            body: (*body).clone(),
        })
        .collect()
}

/// The schema of the JSON response; nothing where only `null` was published, which Scribe calls a plain text.
fn schema(document: &Value) -> Option<&Value> {
    document.pointer("/paths/~1thing/get/responses/200/content/application~1json/schema")
}

/// What a version makes of the bodies, where those that it loses are samples.
fn published(version: Version, bodies: &[Value]) -> Repaired {
    repaired(&publish(version, bodies), &lost(version, bodies))
}

/// The bodies as the evidence shows them: what was published has gone through PHP.
fn known(version: Version, bodies: &[Value]) -> Vec<Value> {
    let lost = lost(version, bodies);
    let is_lost = |body: &Value| lost.iter().any(|lost| std::ptr::eq(*lost, body));
    bodies
        .iter()
        .map(|body| {
            if is_lost(body) {
                body.clone()
            } else {
                decoded(body)
            }
        })
        .collect()
}

fn accepts_all<'a>(
    document: &Value,
    bodies: impl IntoIterator<Item = &'a Value>,
    about: &str,
) -> TestCaseResult {
    let Some(schema) = schema(document) else {
        return Ok(());
    };
    for body in bodies {
        if let Err(complaint) = conforms::check(schema, body) {
            return Err(TestCaseError::fail(format!("{about}: {complaint}")));
        }
    }
    Ok(())
}

/// The document that the overlay makes, each action of which has to match one place.
fn by_overlay(inferred: &Inferred, document: &Value) -> Result<Value, String> {
    let mut document = document.clone();
    let Some(text) = inferred.overlay() else {
        document.sort_all_objects();
        return Ok(document);
    };
    let report = Overlay::parse("inferred.overlay.yaml", &text)
        .and_then(|overlay| overlay.apply(&mut document))
        .map_err(|error| format!("{error}\n{text}"))?;
    match report.actions.iter().find(|action| action.matched != 1) {
        Some(action) => Err(format!("{} matches {}", action.target, action.matched)),
        None => Ok(document),
    }
}

fn repairs(inferred: &Inferred) -> Vec<String> {
    inferred
        .repairs
        .iter()
        .map(|repair| {
            format!(
                "{}: {}: {:?}",
                repair.target,
                repair.reason(),
                repair.edit.set
            )
        })
        .collect()
}

fn config() -> ProptestConfig {
    // Counterexamples become tests with literals, not files.
    ProptestConfig {
        cases: 256,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_repaired_schema_accepts_every_body(bodies in bodies()) {
        for version in VERSIONS {
            let repaired = published(version, &bodies);
            accepts_all(&repaired.document, &known(version, &bodies), &format!("{version:?}"))?;
        }
    }

    #[test]
    fn the_repaired_schema_accepts_every_sample(bodies in bodies(), samples in bodies()) {
        for version in VERSIONS {
            let all: Vec<&Value> = samples.iter().chain(lost(version, &bodies)).collect();
            let repaired = repaired(&publish(version, &bodies), &all);
            let known = known(version, &bodies);
            accepts_all(&repaired.document, known.iter().chain(&samples), &format!("{version:?}"))?;
        }
    }

    #[test]
    fn a_response_without_a_schema_gets_one_from_its_samples(samples in bodies()) {
        let mut document = publish(Version::V5, &[serde_json::json!({})]);
        document["paths"]["/thing"]["get"]["responses"]["200"]["content"]["application/json"] = serde_json::json!({});
        let samples: Vec<&Value> = samples.iter().collect();
        let repaired = repaired(&document, &samples);
        accepts_all(&repaired.document, samples, "without a schema")?;
    }

    #[test]
    fn repair_of_the_repaired_changes_nothing(bodies in bodies()) {
        for version in VERSIONS {
            let once = published(version, &bodies);
            let again = infer(&once.document, &once.samples);
            prop_assert_eq!(repairs(&again), Vec::<String>::new(), "{:?}", version);
            prop_assert_eq!(again.overlay(), None);
        }
    }

    #[test]
    fn repair_of_the_repaired_changes_nothing_with_samples(bodies in bodies(), samples in bodies()) {
        for version in VERSIONS {
            let all: Vec<&Value> = samples.iter().chain(lost(version, &bodies)).collect();
            let once = repaired(&publish(version, &bodies), &all);
            let again = infer(&once.document, &once.samples);
            prop_assert_eq!(repairs(&again), Vec::<String>::new(), "{:?}", version);
        }
    }

    #[test]
    fn one_more_published_body_makes_no_earlier_one_invalid(bodies in bodies(), more in any_json()) {
        for version in VERSIONS {
            let mut all = bodies.clone();
            all.push(more.clone());
            let repaired = published(version, &all);
            let known = known(version, &all);
            accepts_all(&repaired.document, &known[..bodies.len()], &format!("{version:?}"))?;
        }
    }

    #[test]
    fn one_more_sample_makes_no_earlier_body_invalid(bodies in bodies(), more in any_json()) {
        for version in VERSIONS {
            let mut samples = lost(version, &bodies);
            samples.push(&more);
            let repaired = repaired(&publish(version, &bodies), &samples);
            accepts_all(&repaired.document, &known(version, &bodies), &format!("{version:?}"))?;
        }
    }

    #[test]
    fn the_order_of_samples_does_not_matter(
        (sorted, shuffled) in bodies().prop_flat_map(|bodies| (Just(bodies.clone()), Just(bodies).prop_shuffle())),
        first in any_json(),
    ) {
        for version in VERSIONS {
            let document = publish(version, std::slice::from_ref(&first));
            let sorted = repaired(&document, &sorted.iter().collect::<Vec<_>>());
            let shuffled = repaired(&document, &shuffled.iter().collect::<Vec<_>>());
            prop_assert_eq!(schema(&sorted.document), schema(&shuffled.document), "{:?}", version);
        }
    }

    #[test]
    fn the_overlay_makes_the_repaired_document(bodies in bodies()) {
        for version in VERSIONS {
            let document = normalise(&publish(version, &bodies)).document;
            let repaired = repaired(&document, &lost(version, &bodies));
            let by_overlay = by_overlay(&repaired.inferred, &document);
            prop_assert_eq!(by_overlay, Ok(repaired.document), "{:?}", version);
        }
    }

    #[test]
    fn the_same_evidence_gives_the_same_overlay(bodies in bodies()) {
        for version in VERSIONS {
            let once = published(version, &bodies).inferred.overlay();
            prop_assert_eq!(once, published(version, &bodies).inferred.overlay());
        }
    }

    #[test]
    fn what_was_only_null_or_only_empty_stays_open(bodies in bodies()) {
        for version in VERSIONS {
            let repaired = published(version, &bodies);
            let known = known(version, &bodies);
            if let Some(schema) = schema(&repaired.document) {
                let complaints = open::complaints(schema, &known.iter().collect::<Vec<_>>());
                prop_assert_eq!(complaints, Vec::<String>::new(), "{:?}: {}", version, schema);
            }
        }
    }
}
