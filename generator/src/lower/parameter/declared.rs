//! The parameters that a document declares for an operation: those of its path item and its own.
//!
//! References are followed and later declarations replace earlier ones. What declares no parameter that a call could have
//! is left out with a note; what OpenAPI says to ignore is left out without one.

use serde_json::Value;

use super::super::headers;
use super::super::notes::Notes;
use crate::api::{Location, Scheme, Security};
use crate::document::{OperationEntry, Pointer, resolve, text_at};
use crate::text::code;

/// A parameter and where it is declared.
pub(super) struct Declared<'a> {
    pub pointer: Pointer,
    pub parameter: &'a Value,
    pub location: Location,
    pub name: String,
}

/// The parameters that a call can have; `security` is what the client sends by itself.
pub(super) fn all<'a>(
    document: &'a Value,
    found: &OperationEntry<'a>,
    security: &Security,
    notes: &mut Notes,
) -> Vec<Declared<'a>> {
    let mut declared: Vec<Declared<'a>> = Vec::new();
    let of_item = (found.pointer.parent(), found.item.get("parameters"));
    let of_operation = (found.pointer.clone(), found.operation.get("parameters"));
    for (owner, parameters) in [of_item, of_operation] {
        let list = owner.child("parameters");
        let parameters = parameters.and_then(Value::as_array);
        for (index, parameter) in parameters.into_iter().flatten().enumerate() {
            let pointer = list.child(&index.to_string());
            let one = one(document, parameter, pointer.clone()).map_err(Some);
            let one = match one.and_then(|one| check(one, security)) {
                Ok(one) => one,
                Err(None) => continue,
                Err(Some(reason)) => {
                    notes.at(&pointer, reason);
                    continue;
                }
            };
            if let Some(earlier) = declared.iter().position(|earlier| is_same(earlier, &one)) {
                let earlier = declared.remove(earlier);
                // An operation's own parameter is there to replace the one of its path item.
                if earlier.pointer.parent() == list {
                    let name = code(&one.name);
                    let note =
                        format!("The parameter `{name}` is declared twice; the later one counts");
                    notes.at(&earlier.pointer, note);
                }
            }
            declared.push(one);
        }
    }
    declared
}

/// What a parameter declares, or why it is left out.
fn one<'a>(
    document: &'a Value,
    parameter: &'a Value,
    pointer: Pointer,
) -> Result<Declared<'a>, String> {
    let parameter = resolve(document, parameter).map_err(|reason| {
        format!(
            "One of the parameters is left out, since it {}",
            code(&reason)
        )
    })?;
    let name = text_at(parameter, "/name");
    if name.is_empty() {
        return Err("One of the parameters is left out, since it has no name".to_string());
    }
    let place = text_at(parameter, "/in");
    let location = match place.as_str() {
        "path" => Location::Path,
        "query" => Location::Query,
        "header" => Location::Header,
        "cookie" => Location::Cookie,
        _ => {
            let (name, place) = (code(&name), code(&place));
            return Err(format!(
                "The parameter `{name}` is left out, since it goes into `{place}`, which is no place of a parameter"
            ));
        }
    };
    Ok(Declared {
        pointer,
        parameter,
        location,
        name,
    })
}

/// The parameter, if a call can have it; the error is the note, or nothing where leaving it out is no difference.
fn check<'a>(declared: Declared<'a>, security: &Security) -> Result<Declared<'a>, Option<String>> {
    let name = code(&declared.name);
    let lower = declared.name.to_ascii_lowercase();
    match (declared.location, &security.scheme) {
        (Location::Header, _) if headers::ELSEWHERE.contains(&lower.as_str()) => Err(None),
        (Location::Header, Scheme::Header(name)) if name.eq_ignore_ascii_case(&lower) => Err(None),
        (Location::Query, Scheme::Query(name)) | (Location::Cookie, Scheme::Cookie(name))
            if *name == declared.name =>
        {
            Err(None)
        }
        (Location::Header, _) if headers::OF_THE_CONNECTION.contains(&lower.as_str()) => {
            Err(Some(format!(
                "The header `{name}` is left out, since the client and its connection decide it"
            )))
        }
        (Location::Header, _) if !headers::is_token(&declared.name) => Err(Some(format!(
            "The header `{name}` is left out, since no header can have this name"
        ))),
        _ => Ok(declared),
    }
}

/// Whether both declare one parameter. Headers are the same in any case.
fn is_same(one: &Declared<'_>, other: &Declared<'_>) -> bool {
    let is_named = match one.location {
        Location::Header => one.name.eq_ignore_ascii_case(&other.name),
        _ => one.name == other.name,
    };
    one.location == other.location && is_named
}
