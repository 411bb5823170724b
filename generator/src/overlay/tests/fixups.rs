//! When a hand-written action is earned.

use std::cell::Cell;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::Error;
use crate::overlay::{Fixups, Inference, Overlay};

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

/// What inference makes of a document.
type Repair = dyn Fn(&Value) -> Value;

/// Fixups with and without inference between them.
trait Alone {
    fn alone(&self, document: &Value) -> Result<Value, Error>;

    /// The effective document, and how often the repair was made.
    fn around(
        &self,
        document: &Value,
        repair: &Repair,
        written: &str,
    ) -> (Result<Value, Error>, u32);
}

impl Alone for Fixups {
    fn alone(&self, document: &Value) -> Result<Value, Error> {
        self.around(document, &Value::clone, "none").0
    }

    fn around(
        &self,
        document: &Value,
        repair: &Repair,
        written: &str,
    ) -> (Result<Value, Error>, u32) {
        let count = Cell::new(1);
        let inference = Inference {
            repair: &|document| {
                count.set(count.get() + 1);
                Ok(repair(document))
            },
            could_write: &|pointer| pointer == written,
        };
        let effective = self.correct(document).and_then(|mut corrected| {
            let repaired = repair(&corrected.document);
            corrected.shape(repaired, &inference)
        });
        (effective, count.get())
    }
}

#[test]
fn a_fixup_that_inference_makes_unnecessary_is_redundant() {
    let fixups = fixups(json!([update("$.a", json!({ "nullable": true }))]));
    let repair = |_: &Value| json!({ "a": { "nullable": true } });
    let (effective, _) = fixups.around(&json!({ "a": {} }), &repair, "/a/nullable");
    let error = effective.unwrap_err();
    assert!(error.rule().ends_with("the action is redundant"), "{error}");
}

#[test]
fn inference_is_made_again_only_where_it_could_say_what_a_fixup_says() {
    let fixups = fixups(json!([
        update("$.a", json!({ "x-name": "A" })),
        update("$.b", json!({ "x-name": "B" })),
        update("$.c", json!({ "type": "integer" })),
    ]));
    let document = json!({ "a": {}, "b": {}, "c": {} });
    let effective =
        json!({ "a": { "x-name": "A" }, "b": { "x-name": "B" }, "c": { "type": "integer" } });
    assert_eq!(
        fixups.around(&document, &Value::clone, "none"),
        (Ok(effective.clone()), 1)
    );
    assert_eq!(
        fixups.around(&document, &Value::clone, "/c/type"),
        (Ok(effective), 2)
    );
}

#[test]
fn a_fixup_that_is_gone_in_the_end_is_needed_where_inference_saw_it() {
    let files = [
        file(DOCUMENT, json!([update("$.a", json!({ "k": 1 }))])),
        file(SHAPE, json!([update("$.a", json!({ "k": 2 }))])),
    ];
    let fixups = Fixups::parse(&files, DIR).unwrap();
    let document = json!({ "a": {}, "b": 0 });
    let repair = |document: &Value| json!({ "a": document["a"], "b": document["a"]["k"] });
    let (effective, runs) = fixups.around(&document, &repair, "none");
    assert_eq!(effective, Ok(json!({ "a": { "k": 2 }, "b": 1 })));
    assert_eq!(runs, 2);
    // Where inference sees nothing of it, it is redundant.
    let error = fixups
        .around(&document, &Value::clone, "none")
        .0
        .unwrap_err();
    assert!(error.rule().ends_with("the action is redundant"), "{error}");
}

#[test]
fn what_a_later_step_would_set_instead_makes_an_action_redundant() {
    // Without the first action, the second matches another place or none, or copies, appends or removes.
    let document = json!({ "a": { "k": 1 }, "b": { "x": 1 }, "l": [{ "k": 1 }, { "k": 2 }], "t": ["u"], "s": [["u"], ["w"]] });
    for (first, second) in [
        (
            update("$.a", json!({ "x": 1 })),
            update("$[?@.k==1 || @.x==1]", json!({ "x": 1, "y": 1 })),
        ),
        (
            update("$.a", json!({ "x": 1 })),
            update("$..[?@.k==1]", json!({ "x": 1 })),
        ),
        (
            update("$.a", json!({ "x": 1 })),
            update("$", json!({ "a": { "x": 1, "y": 1 } })),
        ),
        (
            update("$.a", json!({ "x": 1 })),
            json!({ "target": "$.a", "copy": "$.b", "x-reason": "because" }),
        ),
        (update("$.l[0]", json!({ "x": 1 })), remove("$.l[0]")),
        (
            update("$.s[0]", json!([{ "x": 1 }])),
            update("$.s[?length(@)==1]", json!({ "x": 1 })),
        ),
        (remove("$.l[0].k"), remove("$.l[0]")),
    ] {
        let error = fixups(json!([first, second])).alone(&document).unwrap_err();
        assert!(
            error.place().ends_with("action 1"),
            "{first} {second} {error}"
        );
        assert!(
            error.rule().ends_with("redundant"),
            "{first} {second} {error}"
        );
    }
    for (first, second) in [
        (
            update("$.a", json!({ "x": 1 })),
            update("$[?@.k==1]", json!({ "y": 1 })),
        ),
        (
            update("$.t", json!(["v"])),
            json!({ "target": "$.t", "update": ["v"], "x-reason": "twice" }),
        ),
        (update("$.a", json!({ "x": 1 })), remove("$[?@.k==1].k")),
    ] {
        let effective = fixups(json!([first, second])).alone(&document);
        assert!(effective.is_ok(), "{first} {second} {effective:?}");
    }
}

#[test]
fn fixups_of_shape_come_after_inference() {
    let actions = json!([update("$.inferred", json!({ "type": "integer" }))]);
    let fixups = Fixups::parse(&[file(SHAPE, actions)], DIR).unwrap();
    let (effective, _) = fixups.around(&json!({}), &|_| json!({ "inferred": {} }), "none");
    assert_eq!(effective, Ok(json!({ "inferred": { "type": "integer" } })));
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

/// What is said of each action is what leaving it out shows, in every order of three of these.
#[test]
fn the_first_redundant_action_is_the_first_that_changes_nothing_when_left_out() {
    let pool = [
        update("$.a", json!({ "x": 1 })),
        update("$.a", json!({ "x": 2, "y": 1 })),
        update("$..a", json!({ "x": { "z": 1 } })),
        update("$[?@.k==1]", json!({ "x": 1 })),
        update("$[?@.x==1]", json!({ "y": 1, "k": 2 })),
        update("$", json!({ "a": { "x": 1 }, "l": [{ "x": 1 }] })),
        update("$.l", json!({ "x": 1 })),
        update("$.l[0, 1]", json!({ "x": 1 })),
        update("$['a', 'b'].x", json!(1)),
        json!({ "target": "$.a", "copy": "$.b", "x-reason": "because" }),
        remove("$.l[0]"),
        remove("$..x"),
        remove("$[?@.x==1]"),
    ];
    let document = json!({ "a": { "k": 1 }, "b": { "x": 1 }, "l": [{ "k": 1 }, { "x": 1 }] });
    let run = |actions: &[&Value]| {
        let overlay = Overlay::parse(DOCUMENT, &file(DOCUMENT, json!(actions)).1).ok()?;
        let mut effective = document.clone();
        let report = overlay.apply(&mut effective).ok()?;
        let matched: Vec<usize> = report.actions.iter().map(|action| action.matched).collect();
        Some((effective, matched))
    };
    let mut redundant = 0;
    for orders in 0..pool.len().pow(3) {
        let pick = |place: u32| &pool[orders / pool.len().pow(place) % pool.len()];
        let actions = [pick(0), pick(1), pick(2)];
        let Some((effective, matched)) = run(&actions) else {
            continue;
        };
        if matched.contains(&0) {
            continue;
        }
        let is_redundant = |index: usize| {
            let mut others = actions.to_vec();
            others.remove(index);
            run(&others).is_some_and(|(without, matched)| {
                without == effective && !matched.iter().skip(index).any(|matched| *matched == 0)
            })
        };
        let error = fixups(json!(actions)).alone(&document).err();
        let said = error.map(|error| error.to_string()).unwrap_or_default();
        let (_, first_said) = said.split_once(", ").unwrap_or_default();
        match (0..actions.len()).find(|index| is_redundant(*index)) {
            None => assert_eq!(said, "", "{actions:?}"),
            Some(first) => {
                redundant += 1;
                let expected = format!("action {}: without it", first + 1);
                assert!(
                    first_said.starts_with(&expected),
                    "{actions:?} {expected} {said}"
                );
            }
        }
    }
    assert!(redundant > 100, "{redundant}");
}
