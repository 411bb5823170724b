//! When a hand-written action is earned.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::Error;
use crate::overlay::Fixups;

const DIR: &str = "spec/shop/fixups";
const DOCUMENT: &str = "10-document.overlay.yaml";
const SHAPE: &str = "20-shape.overlay.yaml";

fn file(name: &str, actions: Value) -> (String, String) {
    let overlay =
        json!({ "overlay": "1.1.0", "info": { "title": "t", "version": "v" }, "actions": actions });
    (name.to_owned(), overlay.to_string())
}

/// An action with a reason.
fn update(target: &str, update: Value) -> Value {
    json!({ "target": target, "update": update, "x-reason": "because" })
}

fn remove(target: &str) -> Value {
    json!({ "target": target, "remove": true, "x-reason": "because" })
}

fn fixups(actions: Value) -> Fixups {
    Fixups::parse(&[file(DOCUMENT, actions)], DIR).expect("valid fixups")
}

#[test]
fn earned_actions_give_the_effective_document() {
    let fixups = fixups(json!([update("$.a", json!({ "x": 1 })), remove("$.b")]));
    assert_eq!(fixups.len(), 2);
    assert_eq!(
        fixups.alone(&json!({ "a": {}, "b": 1 })),
        Ok(json!({ "a": { "x": 1 } }))
    );
}

#[test]
fn no_files_change_nothing() {
    let fixups = Fixups::parse(&[], DIR).expect("valid fixups");
    assert!(fixups.is_empty());
    assert_eq!(fixups.alone(&json!({ "a": 1 })), Ok(json!({ "a": 1 })));
}

#[test]
fn a_file_in_which_everything_is_commented_out_changes_nothing() {
    let commented = (
        DOCUMENT.to_owned(),
        "# overlay: 1.1.0\n\n  # actions:\n".to_owned(),
    );
    let fixups = Fixups::parse(&[commented], DIR).expect("valid fixups");
    assert!(fixups.is_empty());

    let lost = (DOCUMENT.to_owned(), "\n".to_owned());
    let error = Fixups::parse(&[lost], DIR).unwrap_err();
    assert_eq!(
        error.to_string(),
        "spec/shop/fixups/10-document.overlay.yaml: the file is empty\n  cure: fetch the file again, or restore it"
    );
}

#[test]
fn files_run_in_the_order_of_their_names() {
    let files = [
        file(SHAPE, json!([update("$.a.x", json!("shape"))])),
        file(DOCUMENT, json!([update("$.a", json!({ "x": "document" }))])),
    ];
    let fixups = Fixups::parse(&files, DIR).expect("valid fixups");
    assert_eq!(
        fixups.alone(&json!({ "a": {} })),
        Ok(json!({ "a": { "x": "shape" } }))
    );
}

#[test]
fn a_stale_action_is_an_error() {
    let fixups = fixups(json!([update("$.a", json!({ "x": 1 })), remove("$.gone")]));
    assert_eq!(
        fixups
            .alone(&json!({ "a": {} }))
            .expect_err("stale")
            .to_string(),
        "spec/shop/fixups/10-document.overlay.yaml, action 2: target `$.gone` matches nothing: the action is stale\n  \
         cure: upstream moved or repaired this, or the target is misspelt: correct it or delete the action"
    );
}

#[test]
fn an_action_that_upstream_made_redundant_is_an_error() {
    let fixups = fixups(json!([update("$.a", json!({ "nullable": true }))]));
    assert_eq!(
        fixups.alone(&json!({ "a": {} })),
        Ok(json!({ "a": { "nullable": true } }))
    );
    assert_eq!(
        fixups
            .alone(&json!({ "a": { "nullable": true } }))
            .expect_err("redundant")
            .to_string(),
        "spec/shop/fixups/10-document.overlay.yaml, action 1: without it (target `$.a`) the effective document is the \
         same: the action is redundant\n  cure: delete it: upstream, its examples or another action already say so"
    );
}

#[test]
fn an_action_that_another_file_overwrites_is_redundant() {
    let files = [
        file(DOCUMENT, json!([update("$.a", json!({ "x": 1 }))])),
        file(SHAPE, json!([update("$.a", json!({ "x": 2 }))])),
    ];
    let fixups = Fixups::parse(&files, DIR).expect("valid fixups");
    let error = fixups.alone(&json!({ "a": {} })).expect_err("redundant");
    assert_eq!(
        error.place(),
        "spec/shop/fixups/10-document.overlay.yaml, action 1"
    );
}

#[test]
fn of_two_actions_that_say_the_same_one_is_redundant() {
    let files = [
        file(DOCUMENT, json!([update("$.a", json!({ "x": 1 }))])),
        file(SHAPE, json!([update("$.a", json!({ "x": 1 }))])),
    ];
    let fixups = Fixups::parse(&files, DIR).expect("valid fixups");
    let error = fixups.alone(&json!({ "a": {} })).expect_err("redundant");
    assert_eq!(
        error.place(),
        "spec/shop/fixups/10-document.overlay.yaml, action 1"
    );
    let kept = Fixups::parse(&files[1..], DIR).expect("valid fixups");
    assert_eq!(
        kept.alone(&json!({ "a": {} })),
        Ok(json!({ "a": { "x": 1 } }))
    );
}

#[test]
fn an_action_that_a_later_one_needs_is_not_redundant() {
    // The first action adds what the second removes: without the first, the second would match nothing.
    let fixups = fixups(json!([update("$.a", json!({ "x": 1 })), remove("$.a.x")]));
    assert_eq!(fixups.alone(&json!({ "a": {} })), Ok(json!({ "a": {} })));
}

#[test]
fn an_action_that_only_describes_is_redundant() {
    let fixups = fixups(json!([{ "target": "$", "description": "d", "x-reason": "because" }]));
    assert!(
        fixups
            .alone(&json!({}))
            .is_err_and(|error| error.rule().ends_with("redundant"))
    );
}

#[test]
fn every_action_says_its_reason() {
    let actions = json!([
        { "target": "$.a", "remove": true },
        { "target": "$.b", "remove": true, "x-reason": "because" },
        { "target": "$.c", "remove": true, "x-reason": "  " },
    ]);
    assert_eq!(
        Fixups::parse(&[file(DOCUMENT, actions)], DIR)
            .expect_err("no reasons")
            .to_string(),
        "spec/shop/fixups: 2 actions are not earned\n\
         - spec/shop/fixups/10-document.overlay.yaml, action 1: `x-reason` is missing or blank\n  \
         cure: say why the action exists: what the document says, and what is true\n\
         - spec/shop/fixups/10-document.overlay.yaml, action 3: `x-reason` is missing or blank\n  \
         cure: say why the action exists: what the document says, and what is true\n  \
         cure: correct or delete each of them as said there"
    );
}

#[test]
fn evidence_is_optional_but_not_blank() {
    let parse = |evidence: Value| {
        let action = json!({ "target": "$", "x-reason": "because", "x-evidence": evidence });
        Fixups::parse(&[file(DOCUMENT, json!([action]))], DIR)
    };
    assert!(parse(json!("/paths/~1a")).is_ok());
    assert!(parse(json!(["/paths/~1a", "mail of support"])).is_ok());
    for blank in [
        json!(""),
        json!([]),
        json!(["x", " "]),
        json!(1),
        json!(null),
    ] {
        let error = parse(blank).expect_err("blank");
        assert_eq!(
            error.rule(),
            "`x-evidence` is neither a text nor a list of texts, or is blank"
        );
    }
}

#[test]
fn an_invalid_overlay_names_its_file() {
    let error = Fixups::parse(&[(SHAPE.to_owned(), "overlay: 1.1.0".to_owned())], DIR)
        .expect_err("invalid");
    assert_eq!(error.place(), "spec/shop/fixups/20-shape.overlay.yaml#");
}

#[test]
fn a_document_of_common_size_takes_well_below_a_second() {
    let operation = |n: usize| {
        json!({ "summary": "Many words about it", "parameters": [{ "name": n, "in": "query" }], "responses": {
            "200": { "content": { "application/json": { "example": { "data": vec![n; 20] } } } }
        } })
    };
    let paths: serde_json::Map<_, _> = (0..500)
        .map(|n| (format!("/path/{n}"), operation(n)))
        .collect();
    let document = json!({ "paths": paths });
    assert!(document.to_string().len() > 80_000);
    let actions: Vec<_> = (0..10)
        .map(|n| update(&format!("$.paths['/path/{n}']"), json!({ "x": n })))
        .collect();
    let fixups = fixups(json!(actions));
    let start = Instant::now();
    fixups.alone(&document).expect("it applies");
    assert!(
        start.elapsed() < Duration::from_secs(2),
        "{:?}",
        start.elapsed()
    );
}

/// Fixups without inference between them.
trait Alone {
    fn alone(&self, document: &Value) -> Result<Value, Error>;
}

impl Alone for Fixups {
    fn alone(&self, document: &Value) -> Result<Value, Error> {
        let applied = self.apply(document, &|document| Ok(document.clone()))?;
        Ok(applied.effective)
    }
}

#[test]
fn a_fixup_that_inference_makes_unnecessary_is_redundant() {
    let fixups = fixups(json!([update("$.a", json!({ "nullable": true }))]));
    let error = fixups
        .apply(&json!({ "a": {} }), &|_| {
            Ok(json!({ "a": { "nullable": true } }))
        })
        .unwrap_err();
    assert!(error.rule().ends_with("the action is redundant"), "{error}");
}

#[test]
fn fixups_of_shape_come_after_inference() {
    let actions = json!([update("$.inferred", json!({ "type": "integer" }))]);
    let fixups = Fixups::parse(&[file(SHAPE, actions)], DIR).unwrap();
    let applied = fixups
        .apply(&json!({}), &|_| Ok(json!({ "inferred": {} })))
        .unwrap();
    assert_eq!(
        applied.effective,
        json!({ "inferred": { "type": "integer" } })
    );
    assert_eq!(applied.before_inference, json!({}));
}

#[test]
fn an_operation_that_is_gone_makes_the_action_stale_though_another_one_matches() {
    let actions = json!([update(
        "$.paths.*[?@.operationId=='gone' || @.operationId=='here']",
        json!({ "deprecated": true })
    )]);
    let document = json!({ "paths": { "/a": { "get": { "operationId": "here" } } } });
    let error = fixups(actions).alone(&document).unwrap_err();
    assert!(
        error.rule().contains("names the operation `gone`"),
        "{error}"
    );
}

#[test]
fn a_type_that_does_not_exist_is_refused() {
    let actions = json!([update(
        "$.a",
        json!({ "properties": { "b": { "type": "interger" } } })
    )]);
    let error = Fixups::parse(&[file(DOCUMENT, actions)], DIR).unwrap_err();
    assert_eq!(error.rule(), "`type: interger` is no type of OpenAPI 3.0");
    let fine = json!([update(
        "$.a",
        json!({ "properties": { "type": { "type": "string", "example": { "type": "x" } } } })
    )]);
    assert!(Fixups::parse(&[file(DOCUMENT, fine)], DIR).is_ok());
}

#[test]
fn an_update_beside_a_removal_is_refused() {
    let actions =
        json!([{ "target": "$.a", "x-reason": "because", "update": { "b": 1 }, "remove": true }]);
    let error = Fixups::parse(&[file(DOCUMENT, actions)], DIR).unwrap_err();
    assert_eq!(error.cure(), "keep one of them");
}

#[test]
fn an_action_that_was_prepared_and_not_filled_in_is_refused() {
    let actions =
        json!([{ "target": "$", "update": { "a": 1 }, "x-reason": "PLACEHOLDER: the server" }]);
    let error = Fixups::parse(&[file(DOCUMENT, actions)], DIR).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("still as `new-api` has prepared it"),
        "{error}"
    );
    assert!(error.to_string().contains("action 1"), "{error}");
}
