//! The parts of a multipart body as parameters of the request.
//!
//! The schema of the body in, a parameter for each property out: files (`format: binary`), lists of files, and typed
//! fields. An object that holds files is taken apart, its parts named as PHP reads them (`media[cover]`).

use serde_json::Value;

use super::kind::Schema;
use super::notes::Notes;
use super::parameter;
use super::parameter::Draft;
use super::schema::{self, Context};
use crate::api::{Location, Parameter, Style, Type};
use crate::document::{Pointer, alone, media_type, text_at};
use crate::identifiers::{self, REQUEST_METHODS, Scope};

/// How deep objects that hold files are taken apart; also ends those that refer to themselves.
const MAX_DEPTH: usize = 8;

/// Whether a schema is or holds a file.
pub(super) fn has_files(document: &Value, schema: &Value) -> bool {
    holds_file(document, schema, 0)
}

fn holds_file(document: &Value, schema: &Value, depth: usize) -> bool {
    let schema = alone(document, schema);
    let properties = schema.get("properties").and_then(Value::as_object);
    let inner = properties.into_iter().flatten().map(|(_, inner)| inner);
    let mut inner = inner.chain(schema.get("items"));
    may_be_file(document, schema)
        || depth < MAX_DEPTH && inner.any(|inner| holds_file(document, inner, depth + 1))
}

/// Whether a schema is a file, or lets the caller choose between a file and something else.
fn may_be_file(document: &Value, schema: &Value) -> bool {
    let alternatives = ["oneOf", "anyOf"]
        .iter()
        .filter_map(|key| schema.get(*key)?.as_array());
    media_type::is_file(schema)
        || alternatives
            .flatten()
            .any(|one| media_type::is_file(alone(document, one)))
}

/// The parts of a body; nothing where it has no properties, or files that no setter can name. `taken` are the
/// parameters of the request so far.
pub(super) fn lower(
    document: &Value,
    schema: &Value,
    context: &Context<'_>,
    pointer: &Pointer,
    taken: &[Draft],
    notes: &mut Notes,
) -> Option<Vec<Draft>> {
    let mut fields = Scope::with(&REQUEST_METHODS);
    for draft in taken {
        fields.reserve(&[&draft.parameter.field]);
    }
    let mut parts = Parts {
        document,
        context,
        fields,
        parts: Vec::new(),
    };
    let whole = alone(document, schema);
    let listed = parts.object("", whole, true, 0);
    let by_hand = match &listed {
        Err(place) => Some(format!(
            "The files in the list `{}` cannot have setters: the parts are put together by hand",
            crate::text::code(place)
        )),
        Ok(()) if parts.parts.is_empty() => Some(
            "The document does not name the parts of the request body: they are put together by hand".to_string(),
        ),
        Ok(()) => None,
    };
    if let Some(note) = by_hand {
        notes.at(pointer, note);
        return None;
    }
    let others = whole.get("additionalProperties");
    if others.is_some_and(|of| of == &Value::Bool(true) || of.is_object()) {
        let note = "Parts that the document does not name cannot be sent";
        notes.at(pointer, note);
    }
    let mut parts = parts.parts;
    // Some servers act on the values before they read the first file.
    parts.sort_by_key(|part| part.parameter.location != Location::Field);
    Some(parts)
}

struct Parts<'a> {
    document: &'a Value,
    context: &'a Context<'a>,
    fields: Scope,
    parts: Vec<Draft>,
}

impl Parts<'_> {
    /// Adds the parts of an object; the error is the name of a list that holds files deeper inside.
    fn object(
        &mut self,
        around: &str,
        object: &Value,
        is_required: bool,
        depth: usize,
    ) -> Result<(), String> {
        let required = object.get("required").and_then(Value::as_array);
        let is_listed =
            |name: &String| required.is_some_and(|all| all.iter().any(|one| one == name));
        let properties = object.get("properties").and_then(Value::as_object);
        for (name, property) in properties.into_iter().flatten() {
            let is_required = is_required && is_listed(name);
            let wire = match around {
                "" => name.clone(),
                around => format!("{around}[{name}]"),
            };
            self.property(&wire, property, is_required, depth)?;
        }
        Ok(())
    }

    fn property(
        &mut self,
        wire: &str,
        property: &Value,
        is_required: bool,
        depth: usize,
    ) -> Result<(), String> {
        let document = self.document;
        let schema = alone(document, property);
        let is_list = |inner: &Value| may_be_file(document, alone(document, inner));
        if may_be_file(document, schema) {
            self.add(wire, Location::File, property, is_required);
        } else if schema.get("items").is_some_and(is_list) {
            self.add(wire, Location::Files, property, is_required);
        } else if !holds_file(document, schema, 0) {
            self.add(wire, Location::Field, property, is_required);
        } else if schema.get("properties").is_some() && depth < MAX_DEPTH {
            self.object(wire, schema, is_required, depth + 1)?;
        } else {
            return Err(wire.to_string());
        }
        Ok(())
    }

    fn add(&mut self, wire: &str, location: Location, property: &Value, required: bool) {
        let name = identifiers::snake(wire);
        let field = self.fields.claim(&[name.clone(), format!("part_{name}")]);
        let schema = (location == Location::Field).then(|| Schema {
            // A part that is null is one that is not sent.
            is_nullable: false,
            ..schema::lower(property, self.context)
        });
        let description = match text_at(property, "/description").as_str() {
            "" => text_at(alone(self.document, property), "/description"),
            description => description.to_string(),
        };
        self.parts.push(Draft {
            parameter: Parameter {
                wire: wire.to_string(),
                field,
                location,
                required,
                description,
                example: parameter::example(property),
                range: parameter::range(alone(self.document, property)),
                scope: None,
                is_secret: false,
                ty: match location {
                    Location::Files => Type::List(Box::new(Type::File)),
                    _ => Type::File,
                },
                style: Style::Repeat,
            },
            schema,
            is_whole: true,
        });
    }
}
