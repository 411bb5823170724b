//! `oneOf` and `anyOf`: alternatives that JSON itself tells apart stay, all else becomes one schema.
//!
//! Two objects would be tried one after the other, and the first that fits would swallow what only the second knows; an
//! object with the fields of both loses nothing. Where no one schema holds, a value is kept as it came. This is done
//! twice: before inference, so that an example is held against the one schema and not against components that it does not
//! belong to, and before lowering, for what inference and fixups leave. Inference itself joins the alternatives that
//! Scribe writes, one per example.

use serde_json::{Map, Value, json};

use super::combiner::Combiner;
use super::recursion::{Recursion, key};
use super::whole::{apart, is_wrap};
use crate::document::budget::{self, Budget, Outgrown};
use crate::document::{Pointer, component, inside_mut, schemas_mut};

/// What the description says where alternatives were given up.
pub(super) const ANY: &str =
    "Any JSON: the document describes several forms of this that look alike.";

/// What it says where several objects became one.
const SEVERAL: &str = "One of several forms, with the fields of all of them.";

/// How many combinations may be inside of each other; what lies deeper is any JSON.
const MAX_INSIDE: usize = 64;

/// What became of alternatives that JSON does not tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Became {
    /// An object with the fields of all of them.
    Object,
    /// Any JSON.
    Any,
}

/// Takes note of the place of alternatives that were given up, their keyword, and what they became.
type Note<'n> = dyn FnMut(&Pointer, &'static str, Became) + 'n;

/// Combines what stands together in every schema of a document.
///
/// # Errors
///
/// A document that would grow without end.
pub(crate) fn combine(document: &Value) -> Result<Value, Outgrown> {
    let mut combined = document.clone();
    Pass::new(document, false, &mut |_, _, _| ()).run(&mut combined)?;
    Ok(combined)
}

/// Combines alternatives but those with an example each; `note` is called for each that is given up.
///
/// # Errors
///
/// A document that would grow without end; it is combined in part then.
pub(crate) fn combine_without_examples(
    document: &mut Value,
    note: &mut Note<'_>,
) -> Result<(), Outgrown> {
    let whole = document.clone();
    Pass::new(&whole, true, note).run(document)
}

/// One pass over a document.
struct Pass<'a, 'n> {
    combiner: Combiner<'a>,
    /// What may be written.
    budget: Budget,
    /// Whether alternatives with examples wait for inference.
    keeps_examples: bool,
    recursion: Recursion,
    note: &'a mut Note<'n>,
}

impl<'a, 'n> Pass<'a, 'n> {
    fn new(document: &'a Value, keeps_examples: bool, note: &'a mut Note<'n>) -> Self {
        Self {
            combiner: Combiner::new(document),
            budget: Budget::of(document),
            keeps_examples,
            recursion: Recursion::of(document),
            note,
        }
    }

    fn run(mut self, document: &mut Value) -> Result<(), Outgrown> {
        schemas_mut(document, &mut |schema, pointer, _| {
            self.renew(pointer);
            self.below(schema, pointer);
        });
        while let Some(mut made) = self.recursion.next() {
            let place = component::place(&made.name);
            self.renew(&place);
            self.write_out(&mut made.schema, &place, Some(made.key));
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
    fn below(&mut self, schema: &mut Value, pointer: &Pointer) {
        let Value::Object(declared) = schema else {
            return;
        };
        let choice = choice(declared);
        let list = choice.and_then(|choice| declared.get(choice)?.as_array());
        let mut list = list.into_iter().flatten();
        if self.keeps_examples && list.any(|one| one.get("example").is_some()) {
            return self.inner(declared, pointer);
        }
        let key = key(declared);
        if let Some(key) = &key
            && self.recursion.refer(declared, key)
        {
            return;
        }
        self.write_out(declared, pointer, key);
    }

    fn write_out(
        &mut self,
        declared: &mut Map<String, Value>,
        pointer: &Pointer,
        key: Option<String>,
    ) {
        let before = key.is_some().then(|| declared.clone());
        let choice = choice(declared);
        let mut became = one(&self.combiner, declared);
        let is_inside = key.filter(|_| before.as_ref() != Some(&*declared));
        let depth = self.recursion.depth();
        if is_inside.is_some()
            && (depth > MAX_INSIDE || !self.budget.spend(budget::of_entries(declared)))
        {
            let (_, mut of_whole) = apart(declared);
            of_whole.remove("nullable");
            *declared = of_whole;
            became = Some(Became::Any);
        }
        if let (Some(choice), Some(became)) = (choice, became) {
            (self.note)(pointer, choice, became);
        }
        self.recursion.enter(is_inside);
        self.inner(declared, pointer);
        self.recursion.leave(depth);
    }

    fn inner(&mut self, declared: &mut Map<String, Value>, pointer: &Pointer) {
        inside_mut(declared, pointer, &mut |schema, pointer| {
            self.below(schema, pointer);
        });
    }
}

/// The keyword of a schema's alternatives.
fn choice(declared: &Map<String, Value>) -> Option<&'static str> {
    ["oneOf", "anyOf"]
        .into_iter()
        .find(|key| declared.contains_key(*key))
}

/// Whether schemas stand together in an `allOf`: one with properties of its own is what two places of one name can become.
fn has_parts(declared: &Map<String, Value>) -> bool {
    let parts = declared.get("allOf").and_then(Value::as_array);
    parts.is_some_and(|parts| !parts.is_empty() && !is_wrap(declared, parts))
}

/// Makes one schema of what stands together; nothing where alternatives stay, or where there was only one, or none.
fn one(combiner: &Combiner<'_>, declared: &mut Map<String, Value>) -> Option<Became> {
    let has_choice = declared.contains_key("oneOf") || declared.contains_key("anyOf");
    if !has_choice && !has_parts(declared) {
        return None;
    }
    let (inner, of_whole) = apart(declared);
    let alternatives = |key: &str| inner.get(key).and_then(Value::as_array);
    let one = match (alternatives("oneOf"), alternatives("anyOf")) {
        (Some(list), None) | (None, Some(list)) if inner.len() == 1 => combiner.any_of(list),
        _ => combiner.all_of(&[Value::Object(inner)]),
    };
    let Value::Object(mut one) = one else {
        return None;
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
        Some(Became::Any)
    } else {
        is_object.then_some(Became::Object)
    }
}
