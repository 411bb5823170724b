//! What the table says of a keyword, for each purpose.

use serde_json::json;

use crate::document::Pointer;
use crate::document::examples::MORE_EXAMPLES;
use crate::union::Purpose::{Combine, Places, Responses, Whole};
use crate::union::{Combiner, bare, is_same};

#[test]
fn what_constrains_counts_for_every_purpose() {
    for keyword in [
        "type",
        "properties",
        "required",
        "items",
        "enum",
        "format",
        "oneOf",
    ] {
        for purpose in [Combine, Whole, Responses, Places] {
            assert!(!purpose.ignores(keyword), "{keyword} for {purpose:?}");
        }
    }
}

#[test]
fn an_extension_of_another_tool_is_left_aside_where_one_of_ours_chooses_a_type() {
    assert!(Responses.ignores("x-stoplight"));
    assert!(!Responses.ignores("x-unit"));
    assert!(Whole.ignores("x-stoplight") && Whole.ignores("x-unit"));
    assert!(!Combine.ignores("x-stoplight") && !Places.ignores("x-stoplight"));
}

#[test]
fn schemas_are_bare_at_every_depth() {
    let schema = json!({ "type": "object", "description": "a", "properties": {
        "description": { "type": "array", "items": { "type": "string", "title": "b" } },
    } });
    let expected = json!({ "type": "object", "properties": {
        "description": { "type": "array", "items": { "type": "string" } },
    } });
    for purpose in [Combine, Responses, Places] {
        assert_eq!(bare(&schema, purpose), expected, "{purpose:?}");
    }
    assert!(is_same(&schema, &expected));
}

#[test]
fn a_default_tells_responses_apart_and_combines_with_any_other() {
    let (one, other) = (
        json!({ "type": "string", "default": "a" }),
        json!({ "type": "string", "default": "b" }),
    );
    assert!(!is_same(&one, &other));
    assert_eq!(bare(&one, Combine), bare(&other, Combine));
}

#[test]
fn a_mark_of_secrets_tells_no_objects_apart_and_is_put_back_where_they_are_combined() {
    let (secret, open) = (
        json!({ "type": "string", "x-secret": true }),
        json!({ "type": "string" }),
    );
    assert_eq!(bare(&secret, Places), bare(&open, Places));
    assert!(!is_same(&secret, &open), "one response would be lost");
    let document = json!({ "components": { "schemas": { "Code": {
        "x-secret": true, "oneOf": [{ "type": "string" }, { "type": "integer" }]
    } } } });
    let code = json!({ "$ref": "#/components/schemas/Code" });
    for parts in [
        [&secret, &open],
        [&open, &secret],
        [&open, &code],
        [&code, &open],
    ] {
        let parts = parts.map(Clone::clone);
        let combiner = Combiner::new(&document);
        combiner.renew(&Pointer::root());
        for combined in [combiner.all_of(&parts), combiner.any_of(&parts)] {
            assert_eq!(combined["x-secret"], true, "{parts:?}: {combined}");
        }
    }
}

#[test]
fn the_list_of_examples_that_is_kept_tells_no_places_apart() {
    assert!(Places.ignores(MORE_EXAMPLES));
}
