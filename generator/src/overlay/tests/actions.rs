//! What actions do, as the standard says.

use serde_json::{Value, json};

use crate::overlay::{Applied, Overlay};

fn overlay(actions: &Value) -> Overlay {
    let overlay =
        json!({ "overlay": "1.1.0", "info": { "title": "t", "version": "v" }, "actions": actions });
    Overlay::parse("o.yaml", &overlay.to_string()).expect("a valid overlay")
}

fn applied(mut document: Value, actions: Value) -> Value {
    overlay(&actions).apply(&mut document).expect("it applies");
    document
}

/// The message, after making sure that the document is as it was.
fn refused(document: Value, actions: Value) -> String {
    let mut changed = document.clone();
    let error = overlay(&actions)
        .apply(&mut changed)
        .expect_err("it is refused");
    assert_eq!(changed, document);
    error.to_string()
}

#[test]
fn an_update_merges_objects_and_appends_lists() {
    assert_eq!(
        applied(
            json!({ "a": { "keep": 1, "change": 1, "list": [1], "deep": { "x": 1 } } }),
            json!([{ "target": "$.a", "update": { "change": 2, "list": [2], "deep": { "y": 2 }, "new": null } }]),
        ),
        json!({ "a": { "keep": 1, "change": 2, "list": [1, 2], "deep": { "x": 1, "y": 2 }, "new": null } })
    );
}

#[test]
fn an_update_of_a_list_appends_an_entry_or_the_entries_of_a_list() {
    let document = json!({ "a": [1] });
    let update = |update: Value| {
        applied(
            document.clone(),
            json!([{ "target": "$.a", "update": update }]),
        )
    };
    assert_eq!(update(json!({ "x": 1 })), json!({ "a": [1, { "x": 1 }] }));
    assert_eq!(update(json!("x")), json!({ "a": [1, "x"] }));
    assert_eq!(update(json!([2, 3])), json!({ "a": [1, 2, 3] }));
}

#[test]
fn overlay_1_0_appends_a_list_as_one_entry() {
    let overlay = json!({
        "overlay": "1.0.0",
        "info": { "title": "t", "version": "v" },
        "actions": [{ "target": "$.a", "update": [2, 3] }],
    });
    let mut document = json!({ "a": [1] });
    let overlay = Overlay::parse("o.yaml", &overlay.to_string()).expect("a valid overlay");
    overlay.apply(&mut document).expect("it applies");
    assert_eq!(document, json!({ "a": [1, [2, 3]] }));
}

#[test]
fn single_values_are_replaced_and_removed() {
    assert_eq!(
        applied(
            json!({ "a": "x", "b": 1, "c": true, "d": ["x", "y"] }),
            json!([
                { "target": "$.a", "update": "y" },
                { "target": "$.b", "update": null },
                { "target": "$.c", "remove": true },
                { "target": "$.d[0]", "remove": true },
            ]),
        ),
        json!({ "a": "y", "b": null, "d": ["y"] })
    );
}

#[test]
fn several_items_of_a_list_are_removed_whatever_their_order() {
    for target in ["$.a[0,2]", "$.a[2,0]", "$.a[0,0,2]", "$.a[?@ != 'b']"] {
        let actions = json!([{ "target": target, "remove": true }]);
        assert_eq!(
            applied(json!({ "a": ["a", "b", "c"] }), actions),
            json!({ "a": ["b"] }),
            "{target}"
        );
    }
    let many: Vec<_> = (0..12).collect();
    let actions = json!([{ "target": "$.a[1,2,10]", "remove": true }]);
    assert_eq!(
        applied(json!({ "a": many }), actions),
        json!({ "a": [0, 3, 4, 5, 6, 7, 8, 9, 11] })
    );
}

#[test]
fn places_inside_each_other_are_removed_together() {
    assert_eq!(
        applied(
            json!({ "x": { "x": 1 }, "y": [{ "x": 1 }, { "z": 1 }] }),
            json!([{ "target": "$..x", "remove": true }]),
        ),
        json!({ "y": [{}, { "z": 1 }] })
    );
}

#[test]
fn a_place_that_is_selected_twice_is_updated_once() {
    let actions = json!([{ "target": "$['a','a']", "update": [1] }]);
    assert_eq!(applied(json!({ "a": [] }), actions), json!({ "a": [1] }));
}

#[test]
fn remove_wins_over_update() {
    let actions = json!([{ "target": "$.a", "remove": true, "update": { "x": 1 } }]);
    assert_eq!(applied(json!({ "a": {} }), actions), json!({}));
}

#[test]
fn copy_merges_one_place_into_others() {
    assert_eq!(
        applied(
            json!({ "from": { "x": 1 }, "to": [{ "y": 2 }, {}] }),
            json!([{ "target": "$.to[*]", "copy": "$.from" }]),
        ),
        json!({ "from": { "x": 1 }, "to": [{ "x": 1, "y": 2 }, { "x": 1 }] })
    );
}

#[test]
fn copy_needs_exactly_one_source() {
    let document = json!({ "a": {}, "b": [1, 2] });
    let copy = |source: &str| {
        refused(
            document.clone(),
            json!([{ "target": "$.a", "copy": source }]),
        )
    };
    assert_eq!(
        copy("$.b[*]"),
        "o.yaml, action 1: `copy` \"$.b[*]\" matches 2 places, it has to be one\n  \
         cure: name the one place to copy from"
    );
    assert!(copy("$.none").contains("matches 0 places"));
}

#[test]
fn no_match_changes_nothing_and_is_reported() {
    let actions =
        json!([{ "target": "$.none", "update": {} }, { "target": "$.a[*]", "remove": true }]);
    let mut document = json!({ "a": [1, 2] });
    let report = overlay(&actions).apply(&mut document).expect("it applies");
    let applied = |target: &str, matched| Applied {
        target: target.to_owned(),
        matched,
    };
    assert_eq!(report.actions, [applied("$.none", 0), applied("$.a[*]", 2)]);
    assert_eq!(document, json!({ "a": [] }));
}

#[test]
fn an_update_of_another_kind_is_refused() {
    assert_eq!(
        refused(
            json!({ "a": {} }),
            json!([{ "target": "$.a", "update": "x" }])
        ),
        "o.yaml, action 1: the target is an object, the update is a single value\n  cure: to replace a value by one \
         of another kind, select what contains it and update that"
    );
    assert!(
        refused(
            json!({ "a": 1 }),
            json!([{ "target": "$.a", "update": {} }])
        )
        .contains("is a single value, the")
    );
}

#[test]
fn an_update_of_mixed_places_is_refused_after_all_else_is_undone() {
    assert_eq!(
        refused(
            json!({ "a": {}, "b": [] }),
            json!([{ "target": "$.a", "update": { "x": 1 } }, { "target": "$.*", "update": {} }]),
        ),
        "o.yaml, action 2: the target matches a list and an object at once\n  cure: make two actions of it"
    );
}

#[test]
fn the_root_is_updated_but_not_removed() {
    assert_eq!(
        applied(json!({}), json!([{ "target": "$", "update": { "a": 1 } }])),
        json!({ "a": 1 })
    );
    assert!(
        refused(json!({}), json!([{ "target": "$", "remove": true }]))
            .contains("cannot be removed")
    );
}

#[test]
fn copies_of_copies_end_at_the_limits() {
    let doubling: Vec<_> = (0..40)
        .map(|n| json!({ "target": "$.a", "copy": "$.b", "x-n": n }))
        .flat_map(|copy| {
            [
                copy.clone(),
                json!({ "target": "$.b", "copy": "$.a", "x-n": copy["x-n"] }),
            ]
        })
        .collect();
    assert!(refused(json!({ "a": [1], "b": [1] }), json!(doubling)).contains("could be nested"));
    let deeper: Vec<_> = (0..120)
        .map(|n| json!({ "target": "$.a", "copy": "$", "x-n": n }))
        .collect();
    assert!(refused(json!({ "a": {} }), json!(deeper)).contains("could be nested"));
}
