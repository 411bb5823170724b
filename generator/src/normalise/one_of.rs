//! `oneOf` and `anyOf`: alternatives that JSON itself tells apart stay, all else becomes one schema.
//!
//! Two objects would be tried one after the other, and the first that fits would swallow what only the second knows; an
//! object with the fields of both loses nothing. Where no one schema holds, a value is kept as it came. This is done
//! twice: before inference, so that an example is held against the one schema and not against components that it does not
//! belong to, and before lowering, for what inference and fixups leave. Inference itself joins the alternatives that
//! Scribe writes, one per example.

use serde_json::{Map, Value, json};

use super::{Notes, inside, schemas};
use crate::combine::Combiner;
use crate::document::Pointer;
use crate::text;

/// What the description says where alternatives were given up.
const ANY: &str = "Any JSON: the document describes several forms of this that look alike.";

/// What it says where several objects became one.
const SEVERAL: &str = "One of several forms, with the fields of all of them.";

/// Combines what stands together in every schema of a document.
pub(crate) fn combine(document: &Value) -> Value {
    let mut combined = document.clone();
    let combiner = Combiner::new(document);
    schemas(&mut combined, &mut |schema, pointer, _| {
        below(schema, pointer, &mut |declared, _| {
            one(&combiner, declared);
        });
    });
    combined
}

/// Combines alternatives but those with an example each.
pub(super) fn combine_without_examples(document: &mut Value, notes: &mut Notes) {
    let whole = document.clone();
    let combiner = Combiner::new(&whole);
    schemas(document, &mut |schema, pointer, _| {
        below(schema, pointer, &mut |declared, pointer| {
            let Some(key) = ["oneOf", "anyOf"]
                .into_iter()
                .find(|key| declared.contains_key(*key))
            else {
                return;
            };
            let list = declared.get(key).and_then(Value::as_array);
            let have_examples = list
                .into_iter()
                .flatten()
                .any(|one| one.get("example").is_some());
            if have_examples {
                return;
            }
            let form = match one(&combiner, declared) {
                Combined::Apart => return,
                Combined::Objects => "an object with the fields of all of them",
                Combined::Open => "any JSON",
            };
            let key = text::code(key);
            notes.at(
                pointer,
                format!("The forms of `{key}` look alike in JSON, so this is {form}"),
            );
        });
    });
}

/// Visits a schema and, with what the visit made of it, all schemas below.
fn below(
    schema: &mut Value,
    pointer: &Pointer,
    visit: &mut dyn FnMut(&mut Map<String, Value>, &Pointer),
) {
    let Value::Object(declared) = schema else {
        return;
    };
    visit(declared, pointer);
    inside(declared, pointer, &mut |schema, pointer| {
        below(schema, pointer, visit)
    });
}

/// What became of a schema.
#[derive(Debug, PartialEq)]
enum Combined {
    /// Its alternatives stay, or there was only one, or none.
    Apart,
    /// It became one object.
    Objects,
    /// It became any JSON.
    Open,
}

/// Keywords that say something of the whole, and of no alternative.
const OF_THE_WHOLE: [&str; 4] = ["description", "example", "nullable", "title"];

fn one(combiner: &Combiner<'_>, declared: &mut Map<String, Value>) -> Combined {
    let has_choice = declared.contains_key("oneOf") || declared.contains_key("anyOf");
    let has_parts = declared
        .get("allOf")
        .and_then(Value::as_array)
        .is_some_and(|parts| parts.len() > 1);
    if !has_choice && !has_parts {
        return Combined::Apart;
    }
    let mut inner = declared.clone();
    inner.remove("discriminator");
    let of_whole: Map<String, Value> = OF_THE_WHOLE
        .iter()
        .filter_map(|key| Some(((*key).to_string(), inner.remove(*key)?)))
        .collect();
    let alternatives = |key: &str| inner.get(key).and_then(Value::as_array);
    let one = match (alternatives("oneOf"), alternatives("anyOf")) {
        (Some(list), None) | (None, Some(list)) if inner.len() == 1 => combiner.any_of(list),
        _ => combiner.all_of(&[Value::Object(inner)]),
    };
    let Value::Object(mut one) = one else {
        return Combined::Apart;
    };
    let is_any = one.is_empty();
    let is_object = one.contains_key("properties") && has_choice;
    if one.contains_key("$ref") {
        one = Map::from_iter([("allOf".to_string(), json!([one]))]);
    }
    let said = |of: &Map<String, Value>| {
        let text = of.get("description").and_then(Value::as_str);
        text.unwrap_or_default().trim().to_string()
    };
    let mut parts = vec![said(&of_whole)];
    if is_any {
        parts.push(ANY.to_string());
    } else if is_object {
        if parts[0].is_empty() {
            parts[0] = said(&one);
        }
        parts.push(SEVERAL.to_string());
    }
    parts.retain(|part| !part.is_empty());
    let description = parts.join("\n\n");
    *declared = one;
    // Null fits any JSON anyhow, and `nullable` means nothing without a type.
    declared.extend(
        of_whole
            .into_iter()
            .filter(|(key, _)| !is_any || key != "nullable"),
    );
    if !description.is_empty() {
        declared.insert("description".to_string(), description.into());
    }
    if is_any {
        Combined::Open
    } else if is_object {
        Combined::Objects
    } else {
        Combined::Apart
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn combined(schema: &Value, components: &Value) -> Value {
        let mut schemas = components.clone();
        schemas["It"] = schema.clone();
        combine(&json!({ "components": { "schemas": schemas } }))["components"]["schemas"]["It"]
            .clone()
    }

    #[test]
    fn two_objects_become_one_with_the_fields_of_both() {
        let components = json!({
            "Cat": { "type": "object", "properties": { "name": { "type": "string" }, "lives": { "type": "integer" } }, "required": ["name"] },
            "Dog": { "type": "object", "properties": { "name": { "type": "string" }, "lives": { "type": "string" } }, "required": ["name", "lives"] },
        });
        let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
        assert_eq!(
            combined(
                &json!({ "description": "A pet.", "oneOf": [reference("Cat"), reference("Dog"), { "type": "string" }], "nullable": true }),
                &components
            ),
            json!({
                "description": "A pet.",
                "nullable": true,
                "oneOf": [
                    {
                        "type": "object",
                        "properties": {
                            "name": { "type": "string" },
                            "lives": { "oneOf": [{ "type": "string" }, { "type": "integer" }] }
                        },
                        "required": ["name"]
                    },
                    { "type": "string" }
                ]
            })
        );
    }

    #[test]
    fn alternatives_of_different_kinds_keep_their_references() {
        let components = json!({ "Cat": { "type": "object", "properties": { "id": {} } } });
        let one_of = json!([{ "$ref": "#/components/schemas/Cat" }, { "type": "integer" }]);
        assert_eq!(
            combined(&json!({ "anyOf": one_of }), &components),
            json!({ "oneOf": one_of })
        );
    }

    #[test]
    fn lists_of_different_items_are_one_list() {
        assert_eq!(
            combined(
                &json!({ "oneOf": [
                    { "type": "array", "items": { "type": "integer" } },
                    { "type": "array", "items": { "type": "string" } },
                ] }),
                &json!({})
            ),
            json!({ "type": "array", "items": { "oneOf": [{ "type": "string" }, { "type": "integer" }] } })
        );
    }

    #[test]
    fn properties_beside_alternatives_are_in_all_of_them() {
        assert_eq!(
            combined(
                &json!({
                    "type": "object",
                    "properties": { "id": { "type": "integer" } },
                    "required": ["id"],
                    "oneOf": [{ "required": ["a"] }, { "properties": { "b": { "type": "string" } } }]
                }),
                &json!({})
            )["properties"]["id"],
            json!({ "type": "integer" })
        );
    }

    #[test]
    fn what_contradicts_itself_or_is_open_is_any_json() {
        let open = json!({ "description": "Who.", "oneOf": [{ "type": "string" }, {}] });
        assert_eq!(
            combined(&open, &json!({})),
            json!({ "description": format!("Who.\n\n{ANY}") })
        );
        let circle =
            json!({ "oneOf": [{ "$ref": "#/components/schemas/It" }, { "type": "object" }] });
        assert_eq!(combined(&circle, &json!({})), json!({ "description": ANY }));
    }

    #[test]
    fn objects_that_hold_themselves_come_to_an_end() {
        let components = json!({
            "A": { "type": "object", "properties": { "next": { "$ref": "#/components/schemas/A" }, "x": {} } },
            "B": { "type": "object", "properties": { "next": { "$ref": "#/components/schemas/B" }, "y": {} } },
        });
        let both = json!({ "oneOf": [{ "$ref": "#/components/schemas/A" }, { "$ref": "#/components/schemas/B" }] });
        let combined = combined(&both, &components);
        assert!(combined["properties"]["next"]["properties"]["next"].is_object());
        assert!(combined.to_string().len() < 10_000);
    }
}
