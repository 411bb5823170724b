//! The parameters of an operation: what the path has places for, and what the document declares.
//!
//! Every place of the path gets a parameter, every declared parameter that a call can have gets a setter. What does not
//! fit together is left out or taken as text, with a note; no operation is left out because of its parameters.

mod declared;
mod optional;
mod sent;

use serde_json::Value;

use super::components::Components;
use super::described;
use super::kind::Schema;
use super::notes::Notes;
use super::route::{Fixed, Route};
use super::secrets;
use crate::api::{Location, Parameter, Security, Type};
use crate::document::OperationEntry;
use crate::document::text_at;
use crate::identifiers::{self, REQUEST_METHODS, Scope};
use crate::text::{code, codes};

use declared::Declared;
pub(super) use optional::Routes;
use optional::SCRIBE_OPTIONAL;
use sent::WireForm;
pub(super) use sent::range;

/// The longest example that a setter's documentation repeats, in bytes.
const MAX_EXAMPLE: usize = 80;

/// What the docs say of a path parameter that may be left out.
const OMITTED: &str = "Without it, its segment is left out of the path.";

/// What a note says of a parameter that would be sent as it is.
const ENCODED: &str =
    "is percent-encoded, although the document allows reserved characters as they are";

/// A parameter whose type is not known yet.
pub(super) struct Draft {
    pub parameter: Parameter,
    /// The schema of its values; nothing for files.
    pub schema: Option<Schema>,
    /// Whether its type, if it has fields, is called after the parameter as a whole.
    pub is_whole: bool,
}

/// Path, parameters and fixed query of an operation.
pub(super) struct Lowered {
    /// The path template that the runtime fills in.
    pub template: String,
    /// Path parameters in the order of the template, then query, header and cookie parameters by name.
    pub parameters: Vec<Draft>,
    /// Query parameters that the path itself has, with their values.
    pub fixed_query: Vec<(String, String)>,
}

/// Lowers the parameters of an operation; the error is the reason why its path cannot be sent.
pub(super) fn lower(
    document: &Value,
    components: &Components,
    found: &OperationEntry<'_>,
    routes: &Routes,
    security: &Security,
    notes: &mut Notes,
) -> Result<Lowered, String> {
    let route = Route::parse(found.path)?;
    for change in &route.changes {
        notes.add(change);
    }
    let (mut of_path, mut others): (Vec<_>, Vec<_>) =
        declared::all(document, found, security, notes)
            .into_iter()
            .partition(|declared| declared.location == Location::Path);
    let mut lowering = Lowering {
        document,
        components,
        fields: Scope::with(&REQUEST_METHODS),
        notes,
    };
    let matched = match_places(&route, &of_path, lowering.notes);
    let is_marked: Vec<bool> = route
        .slots
        .iter()
        .zip(&matched)
        .map(|(slot, index)| {
            let declared = index.map(|index| of_path[index].parameter);
            let is_marked = slot.place.is_optional || declared.is_some_and(optional::is_marked);
            is_marked && !routes.lead_elsewhere(found, slot.place.raw)
        })
        .collect();
    let is_optional = route.optional(&is_marked);
    let mut parameters = Vec::new();
    for ((slot, index), is_optional) in route.slots.iter().zip(&matched).zip(&is_optional) {
        let declared = index.map(|index| &of_path[index]);
        if *is_optional {
            let name = code(&slot.name);
            let note = format!(
                "The path parameter `{name}` may be left out, and the path then ends before it"
            );
            lowering.notes.add(note);
        }
        parameters.push(lowering.one(&slot.name, declared, Location::Path, !is_optional));
    }
    let mut fixed_query = Vec::new();
    for (name, fixed) in &route.query {
        let is_same =
            |other: &Declared<'_>| other.location == Location::Query && other.name == *name;
        match fixed {
            Fixed::Value(value) => fixed_query.push((name.clone(), value.clone())),
            Fixed::Optional if others.iter().any(is_same) => {}
            Fixed::Optional => parameters.push(lowering.one(name, None, Location::Query, false)),
            Fixed::Place(place) => {
                others.retain(|other| !is_same(other));
                let index = of_path.iter().position(|declared| declared.name == *place);
                let declared = index.map(|index| of_path.remove(index));
                parameters.push(lowering.one(name, declared.as_ref(), Location::Query, true));
            }
        }
    }
    others.sort_by(|a, b| (a.location, &a.name).cmp(&(b.location, &b.name)));
    for declared in &others {
        let is_required = declared.parameter.get("required") == Some(&Value::Bool(true));
        parameters.push(lowering.one(
            &declared.name,
            Some(declared),
            declared.location,
            is_required,
        ));
    }
    Ok(Lowered {
        template: route.template(&|slot| is_optional[slot]),
        parameters,
        fixed_query,
    })
}

/// The declared parameter of each place; with notes on those that have no place, and on places that nobody declares.
fn match_places(
    route: &Route<'_>,
    declared: &[Declared<'_>],
    notes: &mut Notes,
) -> Vec<Option<usize>> {
    let position = |is: &dyn Fn(&str) -> bool| declared.iter().position(|of| is(&of.name));
    let is_exact = |name: &str| {
        let mut slots = route.slots.iter();
        slots.any(|slot| slot.place.raw == name || slot.place.name == name)
    };
    let matched: Vec<Option<usize>> = route
        .slots
        .iter()
        .map(|slot| {
            let (raw, name) = (slot.place.raw, slot.place.name);
            let alike = |other: &str| spelling(other) == spelling(name) && !is_exact(other);
            position(&|other| other == raw)
                .or_else(|| position(&|other| other == name))
                .or_else(|| position(&|other| other.trim_end_matches('?') == name))
                .or_else(|| position(&alike))
        })
        .collect();
    let slots = route.slots.iter().zip(&matched);
    let undeclared: Vec<String> = slots
        .filter(|(_, index)| index.is_none())
        .map(|(slot, _)| format!("{{{}}}", slot.place.raw))
        .collect();
    let places = codes(&undeclared, ", ");
    match undeclared.len() {
        0 => {}
        1 => notes.add(format!(
            "The path has the place {places}, which no parameter is declared for: it is taken as text"
        )),
        _ => notes.add(format!(
            "The path has the places {places}, which no parameters are declared for: they are taken as text"
        )),
    }
    let in_query = |name: &str| {
        let mut query = route.query.iter();
        query.any(|(_, fixed)| *fixed == Fixed::Place(name))
    };
    for (index, stray) in declared.iter().enumerate() {
        if !matched.contains(&Some(index)) && !in_query(&stray.name) {
            notes.at(
                &stray.pointer,
                format!(
                    "The path parameter `{}` is left out, since the path has no such place",
                    code(&stray.name)
                ),
            );
        }
    }
    matched
}

/// A name without what people spell in different ways.
fn spelling(name: &str) -> String {
    name.replace(['_', '-', '?'], "").to_lowercase()
}

/// What lowering one parameter needs.
struct Lowering<'a, 'n> {
    document: &'a Value,
    components: &'a Components,
    fields: Scope,
    notes: &'n mut Notes,
}

impl Lowering<'_, '_> {
    /// One parameter, which goes over the wire as `wire`. What nobody declares is text.
    fn one(
        &mut self,
        wire: &str,
        declared: Option<&Declared<'_>>,
        location: Location,
        required: bool,
    ) -> Draft {
        let nothing = Value::Object(serde_json::Map::new());
        let parameter = declared.map_or(&nothing, |declared| declared.parameter);
        let mut sent = sent::decide(self.document, parameter, location, wire, self.components);
        if let Err(reason) = self.components.check(std::iter::once(&sent.schema)) {
            sent = WireForm::text(Some(&reason));
        }
        if let Some(declared) = declared {
            let is_reserved = parameter.get("allowReserved") == Some(&Value::Bool(true));
            let encoded = is_reserved.then_some(ENCODED);
            for note in sent.note.as_deref().into_iter().chain(encoded) {
                let note = format!("The parameter `{}` {note}", code(&declared.name));
                self.notes.at(&declared.pointer, note);
            }
        }
        let place = match location {
            Location::Path => "path",
            Location::Query => "query",
            Location::Header => "header",
            Location::Cookie => "cookie",
            Location::Field | Location::File | Location::Files => "part",
        };
        let name = identifiers::snake(wire);
        let field = self.fields.claim(&[
            name.clone(),
            format!("{place}_{}", name.trim_end_matches('_')),
        ]);
        let schema = parameter.get("schema").unwrap_or(&Value::Null);
        Draft {
            parameter: Parameter {
                field,
                location,
                required,
                description: description(parameter, &sent, (location, required), wire),
                example: [parameter, schema].iter().find_map(|of| example(of)),
                range: sent.range,
                ty: Type::Any,
                style: sent.style,
                scope: text_of(parameter, "x-scope"),
                is_secret: secrets::is_secret(self.document, parameter)
                    || secrets::is_secret(self.document, schema),
                wire: wire.to_string(),
            },
            schema: Some(sent.schema),
            is_whole: sent.may_be_object,
        }
    }
}

fn text_of(parameter: &Value, key: &str) -> Option<String> {
    Some(parameter.get(key)?.as_str().unwrap_or_default().to_string())
}

/// The declared description, and what a caller should know of how the parameter is sent.
fn description(
    parameter: &Value,
    sent: &WireForm,
    (location, required): (Location, bool),
    wire: &str,
) -> String {
    let mut description = text_at(parameter, "/description");
    if location == Location::Path
        && let Some(rest) = description.strip_prefix(SCRIBE_OPTIONAL)
    {
        description = rest.trim_start().to_string();
    }
    if description.is_empty() {
        description = text_at(parameter, "/schema/description");
    }
    let form = match location {
        Location::Header => format!("Sent as the header `{}`.", code(wire)),
        Location::Cookie => format!("Sent as the cookie `{}`.", code(wire)),
        Location::Path if !required => OMITTED.to_string(),
        Location::Path | Location::Query => sent.hint.to_string(),
        // Parts are lowered elsewhere.
        Location::Field | Location::File | Location::Files => String::new(),
    };
    described::joined(&[description, form])
}

pub(super) fn example(of: &Value) -> Option<String> {
    let example = of
        .get("example")
        .or_else(|| of.pointer("/examples/present/value"))?;
    match example {
        Value::String(text) if text.is_empty() || text.len() > MAX_EXAMPLE => None,
        Value::String(text) => Some(text.clone()),
        value @ (Value::Number(_) | Value::Bool(_)) => Some(value.to_string()),
        _ => None,
    }
}
