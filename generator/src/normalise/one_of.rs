//! `oneOf` and `anyOf`: alternatives that JSON itself tells apart stay, all else becomes one schema.
//!
//! Two objects would be tried one after the other, and the first that fits would swallow what only the second knows; an
//! object with the fields of both loses nothing. Where no one schema holds, a value is kept as it came. This is done
//! twice: before inference, so that an example is held against the one schema and not against components that it does not
//! belong to, and before lowering, for what inference and fixups leave. Inference itself joins the alternatives that
//! Scribe writes, one per example.

use serde_json::{Map, Value, json};

use super::Notes;
use super::all_of::is_wrap;
use super::recursion::{Recursion, apart, key};
use crate::document::budget::{self, Budget, Outgrown};
use crate::document::{Pointer, component, inside_mut, schemas_mut};
use crate::text;
use crate::union::Combiner;

/// What the description says where alternatives were given up.
const ANY: &str = "Any JSON: the document describes several forms of this that look alike.";

/// What it says where several objects became one.
const SEVERAL: &str = "One of several forms, with the fields of all of them.";

/// How many combinations may be inside of each other; what lies deeper is any JSON.
const MAX_INSIDE: usize = 64;

/// Combines what stands together in every schema of a document.
///
/// # Errors
///
/// A document that would grow without end.
pub(crate) fn combine(document: &Value) -> Result<Value, Outgrown> {
    let mut combined = document.clone();
    Pass::new(document, false).run(&mut combined, &mut Notes::default())?;
    Ok(combined)
}

/// Combines alternatives but those with an example each.
pub(super) fn combine_without_examples(
    document: &mut Value,
    notes: &mut Notes,
) -> Result<(), Outgrown> {
    let whole = document.clone();
    Pass::new(&whole, true).run(document, notes)
}

/// One pass over a document.
struct Pass<'a> {
    combiner: Combiner<'a>,
    /// What may be written.
    budget: Budget,
    /// Whether alternatives with examples wait for inference.
    keeps_examples: bool,
    recursion: Recursion,
}

impl<'a> Pass<'a> {
    fn new(document: &'a Value, keeps_examples: bool) -> Self {
        Self {
            combiner: Combiner::new(document),
            budget: Budget::of(document),
            keeps_examples,
            recursion: Recursion::of(document),
        }
    }

    fn run(mut self, document: &mut Value, notes: &mut Notes) -> Result<(), Outgrown> {
        schemas_mut(document, &mut |schema, pointer, _| {
            self.renew(pointer);
            self.below(schema, pointer, notes);
        });
        while let Some(mut made) = self.recursion.next() {
            let place = component::place(&made.name);
            self.renew(&place);
            self.write_out(&mut made.schema, &place, Some(made.key), notes);
            component::add(document, [(made.name, made.schema.into())]);
        }
        let outgrown = self.budget.outgrown().or_else(|| self.combiner.outgrown());
        outgrown.map_or(Ok(()), Err)
    }

    fn renew(&self, place: &Pointer) {
        self.budget.renew(place);
        self.combiner.renew(place);
    }

    /// Combines a schema and, with what it has become, all schemas below.
    fn below(&mut self, schema: &mut Value, pointer: &Pointer, notes: &mut Notes) {
        let Value::Object(declared) = schema else {
            return;
        };
        let choice = choice(declared);
        let list = choice.and_then(|choice| declared.get(choice)?.as_array());
        let mut list = list.into_iter().flatten();
        if self.keeps_examples && list.any(|one| one.get("example").is_some()) {
            return self.inner(declared, pointer, notes);
        }
        let key = key(declared);
        if let Some(key) = &key
            && self.recursion.refer(declared, key)
        {
            return;
        }
        self.write_out(declared, pointer, key, notes);
    }

    fn write_out(
        &mut self,
        declared: &mut Map<String, Value>,
        pointer: &Pointer,
        key: Option<String>,
        notes: &mut Notes,
    ) {
        let before = key.is_some().then(|| declared.clone());
        let choice = choice(declared);
        let mut combined = one(&self.combiner, declared);
        let is_inside = key.filter(|_| before.as_ref() != Some(&*declared));
        let depth = self.recursion.depth();
        if is_inside.is_some()
            && (depth > MAX_INSIDE || !self.budget.spend(budget::of_entries(declared)))
        {
            let (_, mut of_whole) = apart(declared);
            of_whole.remove("nullable");
            *declared = of_whole;
            combined = Combined::Open;
        }
        if let (Some(choice), Some(form)) = (choice, combined.note()) {
            let note = format!(
                "The forms of `{}` look alike in JSON, so this is {form}",
                text::code(choice)
            );
            notes.at(pointer, note);
        }
        self.recursion.enter(is_inside);
        self.inner(declared, pointer, notes);
        self.recursion.leave(depth);
    }

    fn inner(&mut self, declared: &mut Map<String, Value>, pointer: &Pointer, notes: &mut Notes) {
        inside_mut(declared, pointer, &mut |schema, pointer| {
            self.below(schema, pointer, notes);
        });
    }
}

/// The keyword of a schema's alternatives.
fn choice(declared: &Map<String, Value>) -> Option<&'static str> {
    ["oneOf", "anyOf"]
        .into_iter()
        .find(|key| declared.contains_key(*key))
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

impl Combined {
    /// What a note says of it.
    fn note(&self) -> Option<&'static str> {
        match self {
            Self::Apart => None,
            Self::Objects => Some("an object with the fields of all of them"),
            Self::Open => Some("any JSON"),
        }
    }
}

/// Whether schemas stand together in an `allOf`: one with properties of its own is what two places of one name can become.
fn has_parts(declared: &Map<String, Value>) -> bool {
    let parts = declared.get("allOf").and_then(Value::as_array);
    parts.is_some_and(|parts| !parts.is_empty() && !is_wrap(declared, parts))
}

fn one(combiner: &Combiner<'_>, declared: &mut Map<String, Value>) -> Combined {
    let has_choice = declared.contains_key("oneOf") || declared.contains_key("anyOf");
    if !has_choice && !has_parts(declared) {
        return Combined::Apart;
    }
    let (inner, of_whole) = apart(declared);
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
        combine(&json!({ "components": { "schemas": schemas } })).unwrap()["components"]["schemas"]
            ["It"]
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
    fn an_alternative_that_only_says_that_null_fits_is_null() {
        let text = json!({ "type": "string" });
        let nullable = json!({ "type": "string", "nullable": true });
        for key in ["oneOf", "anyOf"] {
            let schema = json!({ key: [text, { "nullable": true }] });
            assert_eq!(combined(&schema, &json!({})), nullable, "{key}");
        }
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
                    "oneOf": [{ "properties": { "a": { "type": "boolean" } }, "required": ["a"] }, { "properties": { "b": { "type": "string" } } }]
                }),
                &json!({})
            )["properties"],
            json!({ "a": { "type": "boolean" }, "b": { "type": "string" }, "id": { "type": "integer" } })
        );
    }

    #[test]
    fn what_contradicts_itself_or_is_open_is_any_json() {
        let open = json!({ "description": "Who.", "oneOf": [{ "type": "string" }, {}] });
        assert_eq!(
            combined(&open, &json!({})),
            json!({ "description": format!("Who.\n\n{ANY}") })
        );
    }

    #[test]
    fn an_alternative_that_is_the_whole_adds_nothing() {
        let circle =
            json!({ "oneOf": [{ "$ref": "#/components/schemas/It" }, { "type": "object" }] });
        assert_eq!(combined(&circle, &json!({})), json!({ "type": "object" }));
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

    #[test]
    fn alternatives_that_hold_themselves_become_a_component() {
        let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
        let document = json!({ "components": { "schemas": {
            "Filter": { "type": "object", "properties": {
                "name": { "type": "string" },
                "and": { "type": "array", "items": { "oneOf": [reference("Filter"), reference("Condition")] } },
            } },
            "Condition": { "type": "object", "properties": { "field": { "type": "string" } } },
        } } });
        let combined = combine(&document).unwrap();
        let schemas = &combined["components"]["schemas"];
        let both = reference("FilterOrCondition");
        assert_eq!(
            schemas["FilterOrCondition"]["properties"]["and"]["items"], both,
            "{combined:#}"
        );
        assert_eq!(
            schemas["FilterOrCondition"]["properties"]["field"]["type"],
            "string"
        );
        assert!(combined.to_string().len() < 2_000, "{combined:#}");
    }

    #[test]
    fn what_is_said_of_the_whole_hides_no_alternative() {
        for beside in [
            json!({ "default": null, "title": "P" }),
            json!({ "readOnly": true, "x-order": 1 }),
            json!({ "deprecated": true, "nullable": true }),
        ] {
            let mut schema = json!({ "anyOf": [{ "type": "string" }, { "type": "integer" }] });
            schema
                .as_object_mut()
                .unwrap()
                .extend(beside.as_object().unwrap().clone());
            let combined = combined(&schema, &json!({}));
            assert_eq!(
                combined["oneOf"],
                json!([{ "type": "string" }, { "type": "integer" }]),
                "{combined}"
            );
            assert_eq!(combined.get("anyOf"), None);
        }
        let object =
            |name: &str| json!({ "type": "object", "properties": { name: { "type": "string" } } });
        let typed = combined(
            &json!({ "type": "object", "oneOf": [object("a"), object("b")] }),
            &json!({}),
        );
        assert_eq!(
            typed["properties"].as_object().map(Map::len),
            Some(2),
            "{typed}"
        );
    }
}
