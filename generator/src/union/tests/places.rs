//! Places of one name become one schema.

use serde_json::{Map, Value, json};

use crate::union::places::cover;

fn covering(first: Value, second: Value) -> Value {
    cover(first, second, &mut |_, _| {})
}

#[test]
fn both_have_their_properties_and_only_what_both_require_is_required() {
    let first = json!({ "type": "object", "required": ["id", "a"],
        "properties": { "id": { "type": "integer" }, "a": {} } });
    let second = json!({ "type": "object", "required": ["b", "id"],
        "properties": { "id": { "type": "number" }, "b": {} } });
    assert_eq!(
        covering(first, second),
        json!({ "type": "object", "required": ["id"],
            "properties": { "id": { "type": "number" }, "a": {}, "b": {} } })
    );
}

#[test]
fn null_fits_where_it_fits_one() {
    let (yes, no) = (
        json!({ "type": "string", "nullable": true }),
        json!({ "type": "string", "nullable": false }),
    );
    for (first, second) in [(yes.clone(), no.clone()), (no, yes.clone())] {
        assert_eq!(covering(first, second), yes);
    }
}

#[test]
fn what_contradicts_is_any_json_and_a_union_keeps_its_name() {
    let name = json!({ "x-schema-name": "A" });
    let (text, number) = (json!({ "type": "string" }), json!({ "type": "integer" }));
    assert_eq!(covering(text.clone(), number.clone()), json!({}));
    let union = json!({ "oneOf": [text, number], "x-schema-name": "A" });
    assert_eq!(covering(json!({ "type": "object" }), union), name);
}

#[test]
fn the_caller_hears_of_every_pair_at_the_same_place() {
    let place = |number: u64| json!({ "group": number });
    let of = |one: u64, item: u64| json!({ "properties": { "a": place(one), "b": { "type": "array", "items": place(item) } } });
    let mut met: Vec<(Value, Value)> = Vec::new();
    cover(of(1, 2), of(3, 4), &mut |first, second| {
        let group = |of: &Map<String, Value>| of.get("group").cloned();
        met.extend(group(first).zip(group(second)));
    });
    assert_eq!(met, [(json!(1), json!(3)), (json!(2), json!(4))]);
}
