//! What is an overlay and what is not.

use crate::overlay::Overlay;

fn refused(text: &str) -> String {
    Overlay::parse("o.yaml", text).expect_err(text).to_string()
}

/// An overlay of one action, given in YAML flow style.
fn action(version: &str, action: &str) -> String {
    format!("overlay: {version}\ninfo: {{ title: t, version: v }}\nactions: [{action}]")
}

#[test]
fn an_overlay_of_either_version_is_read() {
    for version in ["1.0.0", "1.0.1", "1.1.0", "1.1.12"] {
        assert!(Overlay::parse("o.yaml", &action(version, "{ target: $ }")).is_ok());
    }
}

#[test]
fn other_versions_are_refused() {
    assert_eq!(
        refused(&action("1.2.0", "{ target: $ }")),
        "o.yaml#/overlay: overlay version \"1.2.0\" is neither 1.0.x nor 1.1.x\n  cure: write `overlay: 1.1.0`"
    );
    assert!(refused(&action("'1.1'", "{ target: $ }")).contains("neither"));
    assert!(refused(&action("1.1.x", "{ target: $ }")).contains("neither"));
    assert_eq!(
        refused(&action("1.1", "{ target: $ }")),
        "o.yaml#: `overlay` is not text\n  cure: quote it"
    );
}

#[test]
fn unknown_keys_are_refused_and_extensions_are_not() {
    assert_eq!(
        refused(&action("1.1.0", "{ target: $, x-a: 1, updates: {} }")),
        "o.yaml, action 1: the key \"updates\" is unknown here\n  cure: known are `target`, `description`, \
         `update`, `copy`, `remove`; others have to begin with `x-`"
    );
}

#[test]
fn what_came_with_1_1_is_unknown_to_1_0() {
    let expected = "o.yaml, action 1: `copy` came with Overlay 1.1\n  cure: write `overlay: 1.1.0`";
    assert_eq!(
        refused(&action("1.0.0", "{ target: $, copy: $ }")),
        expected
    );
    let info =
        "overlay: 1.0.0\ninfo: { title: t, version: v, description: d }\nactions: [{ target: $ }]";
    assert!(refused(info).contains("`description` came with Overlay 1.1"));
}

#[test]
fn null_is_no_text_and_no_boolean() {
    assert_eq!(
        refused(&action("1.1.0", "{ target: $, remove: }")),
        "o.yaml, action 1: `remove` is not true or false\n  cure: correct it"
    );
    assert!(
        refused(&action("1.1.0", "{ target: $, description: }"))
            .contains("`description` is not text")
    );
}

#[test]
fn the_same_action_twice_is_refused() {
    assert_eq!(
        refused(&action(
            "1.1.0",
            "{ target: $.a, remove: true }, { remove: true, target: $.a }"
        )),
        "o.yaml, action 2: the action is the same as an earlier one\n  cure: delete one of them"
    );
}

#[test]
fn a_target_has_to_be_a_jsonpath() {
    let message = refused(
        &action("1.1.0", "{ target: $ }, { target: $.a[, update: {} }").replace("$.a[,", "'$.a[',"),
    );
    assert!(
        message.starts_with("o.yaml, action 2: `target` \"$.a[\" is not a JSONPath: "),
        "{message}"
    );
}

#[test]
fn update_and_copy_exclude_each_other() {
    assert_eq!(
        refused(&action("1.1.0", "{ target: $.a, update: {}, copy: $.b }")),
        "o.yaml, action 1: the action has both `update` and `copy`\n  \
         cure: keep one of them, or make two actions of it"
    );
}

#[test]
fn broken_yaml_names_file_and_line() {
    assert!(refused("overlay: 1.1.0\noverlay: 1.1.0").starts_with("o.yaml:2:1: "));
}
