//! How the client authenticates its requests: one scheme for all of them.
//!
//! The document in; the scheme that the client sends its key by out, with notes on whatever the document says beyond it.
//! Which one: the first alternative of the document's `security` that is a single scheme which can be sent; else of the
//! first that has several at once the one that comes first in this order: bearer, basic, header, query, cookie. Where the
//! document itself requires none, the scheme that most of its operations require is the client's.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::headers;
use crate::api::{Scheme, Security};
use crate::document::{self, OperationEntry, Pointer, resolve, text_at};
use crate::notes::{Note, NoteKind};
use crate::text::{code, codes};

const CURE: &str = "another one is chosen by an action in fixups/10-document.overlay.yaml";

/// The client's scheme, and notes on the document as a whole.
pub(super) fn of(document: &Value) -> (Security, Vec<Note>) {
    let own = alternatives(document.get("security"));
    let (alternatives, is_of_operations) = if own.is_empty() {
        (most_required(document), true)
    } else {
        (own, false)
    };
    let mut notes = Vec::new();
    let security = choose(document, &alternatives, &mut notes);
    if is_of_operations && security.scheme != Scheme::None {
        notes.push(on_security(format!(
            "The document itself requires no key, but operations require `{}`: the client sends it with every request",
            code(&security.name)
        )));
    }
    if security.scheme == Scheme::None {
        let count = with_authorization(document);
        if count > 0 {
            notes.push(on_security(format!(
                "No key is sent, since no security scheme says how, but operations name the header `Authorization` \
                 ({count} of them): a scheme is stated by an action in fixups/10-document.overlay.yaml"
            )));
        }
    }
    (security, notes)
}

/// What an operation asks for that the client does not do; nothing where both agree.
pub(super) fn difference(
    document: &Value,
    found: &OperationEntry<'_>,
    security: &Security,
) -> Option<String> {
    let own = found.operation.get("security")?;
    if Some(own) == document.get("security") || is_optional(own) {
        return None;
    }
    let wanted = alternatives(Some(own));
    let is_done = |names: &Vec<&str>| names.as_slice() == [security.name.as_str()];
    if wanted.is_empty() || wanted.iter().any(is_done) {
        return None;
    }
    let sent = match security.scheme {
        Scheme::None => "no key is sent".to_string(),
        _ => format!(
            "the client sends its key by `{}` all the same",
            code(&security.name)
        ),
    };
    Some(format!(
        "The document asks for {} here: {sent}",
        choices(&wanted)
    ))
}

/// Whether one of the alternatives is to send nothing.
fn is_optional(security: &Value) -> bool {
    let requirements = security.as_array();
    requirements.is_some_and(|all| all.contains(&json!({})))
}

/// The names of the schemes of each alternative that has any.
fn alternatives(security: Option<&Value>) -> Vec<Vec<&str>> {
    let requirements = security.and_then(Value::as_array).into_iter().flatten();
    requirements
        .filter_map(Value::as_object)
        .filter(|requirement| !requirement.is_empty())
        .map(|requirement| requirement.keys().map(String::as_str).collect())
        .collect()
}

/// What operations require, the most frequent first.
fn most_required(document: &Value) -> Vec<Vec<&str>> {
    let mut counts: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
    for found in document::operations(document) {
        for names in alternatives(found.operation.get("security")) {
            *counts.entry(names).or_default() += 1;
        }
    }
    let mut required: Vec<(Vec<&str>, usize)> = counts.into_iter().collect();
    required.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    required.into_iter().map(|(names, _)| names).collect()
}

fn choose(document: &Value, alternatives: &[Vec<&str>], notes: &mut Vec<Note>) -> Security {
    let mut known: BTreeMap<&str, Result<Security, String>> = BTreeMap::new();
    for name in alternatives.iter().flatten() {
        known.entry(name).or_insert_with(|| scheme(document, name));
    }
    let is_none = known.values().all(Result::is_err);
    for (name, scheme) in &known {
        if let Err(reason) = scheme {
            let note = format!(
                "The security scheme `{}` is not sent, since it {reason}",
                code(name)
            );
            // Where another one is sent, it is the choice that is worth a look, and not the scheme.
            if is_none {
                let place = pointer(name);
                let name = name.to_string();
                let kind = NoteKind::UnsendableScheme { name };
                notes.push(Note::on_document(place, note, kind));
            } else {
                notes.push(on_security(note));
            }
        }
    }
    let mut singles_first: Vec<&Vec<&str>> = alternatives.iter().collect();
    singles_first.sort_by_key(|names| names.len() > 1);
    let chosen = singles_first.into_iter().find_map(|names| {
        let can = names
            .iter()
            .filter_map(|name| known.get(name)?.as_ref().ok());
        Some((names, can.min_by_key(|security| security.scheme.order())?))
    });
    let Some((names, chosen)) = chosen else {
        return Security::default();
    };
    let name = code(&chosen.name);
    if names.len() > 1 {
        let names = codes(names, " and ");
        let note = format!(
            "The document asks for {names} at once: the client sends `{name}` alone; {CURE}"
        );
        notes.push(on_security(note));
    } else if alternatives.len() > 1 {
        let note = format!(
            "The document takes {}: the client sends `{name}`; {CURE}",
            choices(alternatives)
        );
        notes.push(on_security(note));
    }
    let kind = declared(document, &chosen.name).map(|scheme| text_at(scheme, "/type"));
    if let Ok(kind) = kind
        && kind != "http"
        && chosen.scheme == Scheme::Bearer
    {
        let note = format!(
            "The security scheme `{name}` is `{}`: the client takes a token that was obtained otherwise, and sends it as a bearer token",
            code(&kind)
        );
        let place = pointer(&chosen.name).child("type");
        notes.push(Note::on_document(place, note, NoteKind::Other));
    }
    chosen.clone()
}

/// A scheme that the client can send; the error is the end of a sentence that starts with its name.
fn scheme(document: &Value, name: &str) -> Result<Security, String> {
    let declared = declared(document, name)?;
    let kind = text_at(declared, "/type");
    let wire = text_at(declared, "/name");
    let scheme = match (
        kind.to_ascii_lowercase().as_str(),
        text_at(declared, "/scheme").to_ascii_lowercase().as_str(),
        text_at(declared, "/in").as_str(),
    ) {
        ("http", "bearer", _) | ("oauth2" | "openidconnect", _, _) => Scheme::Bearer,
        ("http", "basic", _) => Scheme::Basic,
        ("apikey", _, "header") if headers::is_decided(&wire) => {
            return Err("is in a header that the connection decides".to_string());
        }
        ("apikey", _, "header") if headers::is_token(&wire) => Scheme::Header(wire),
        ("apikey", _, "header") => return Err("has a name that no header can have".to_string()),
        ("apikey", _, "query" | "cookie") if wire.is_empty() => {
            return Err("has no name".to_string());
        }
        ("apikey", _, "query") => Scheme::Query(wire),
        ("apikey", _, "cookie") => Scheme::Cookie(wire),
        ("", _, _) => return Err("does not say what it is".to_string()),
        _ => return Err("is of a kind that is not generated".to_string()),
    };
    Ok(Security {
        name: name.to_string(),
        scheme,
        description: text_at(declared, "/description"),
    })
}

impl Scheme {
    fn order(&self) -> u8 {
        match self {
            Self::Bearer => 0,
            Self::Basic => 1,
            Self::Header(_) => 2,
            Self::Query(_) => 3,
            Self::Cookie(_) => 4,
            Self::None => 5,
        }
    }
}

fn pointer(name: &str) -> Pointer {
    Pointer::root()
        .child("components")
        .child("securitySchemes")
        .child(name)
}

/// What the document says of a scheme; the error is the end of a sentence that starts with its name.
fn declared<'a>(document: &'a Value, name: &str) -> Result<&'a Value, String> {
    let declared = document.pointer(pointer(name).as_str());
    let missing = "is not among `components.securitySchemes`";
    resolve(document, declared.ok_or(missing)?)
}

fn on_security(note: String) -> Note {
    let place = Pointer::root().child("security");
    Note::on_document(place, note, NoteKind::Other)
}

/// Alternatives, for a note.
fn choices(alternatives: &[Vec<&str>]) -> String {
    let each: Vec<String> = alternatives
        .iter()
        .map(|names| codes(names, " and "))
        .collect();
    each.join(" or ")
}

/// How many operations declare the header `Authorization` as a parameter, as older versions of Scribe do.
fn with_authorization(document: &Value) -> usize {
    let is_one = |parameter: &Value| {
        text_at(parameter, "/in") == "header"
            && text_at(parameter, "/name").eq_ignore_ascii_case("authorization")
    };
    document::operations(document)
        .filter(|found| {
            let of_item = found.item.get("parameters");
            let lists = of_item.into_iter().chain(found.operation.get("parameters"));
            lists.filter_map(Value::as_array).flatten().any(is_one)
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The scheme and the notes of a document that requires `security` and has these schemes.
    fn chosen(security: &Value) -> (Scheme, Vec<String>) {
        let (security, notes) = of(&json!({
            "security": security,
            "components": { "securitySchemes": {
                "bearer": { "type": "http", "scheme": "Bearer" },
                "basic": { "type": "http", "scheme": "basic" },
                "digest": { "type": "http", "scheme": "digest" },
                "header": { "type": "apiKey", "in": "header", "name": "x-key" },
                "query": { "type": "apiKey", "in": "query", "name": "key" },
                "cookie": { "type": "apiKey", "in": "cookie", "name": "sid" },
                "oauth": { "type": "oauth2", "flows": {} },
                "body": {},
                "bad": { "type": "apiKey", "in": "header", "name": "x y" },
                "length": { "type": "apiKey", "in": "header", "name": "Content-Length" },
            } },
        }));
        let notes = notes.into_iter().map(|note| note.note).collect();
        (security.scheme, notes)
    }

    #[test]
    fn every_place_of_a_key_is_a_scheme() {
        for (name, scheme) in [
            ("bearer", Scheme::Bearer),
            ("basic", Scheme::Basic),
            ("header", Scheme::Header("x-key".to_string())),
            ("query", Scheme::Query("key".to_string())),
            ("cookie", Scheme::Cookie("sid".to_string())),
        ] {
            assert_eq!(
                chosen(&json!([{ name: [] }])),
                (scheme, Vec::new()),
                "{name}"
            );
        }
        let (scheme, notes) = chosen(&json!([{ "oauth": ["read"] }]));
        assert_eq!(scheme, Scheme::Bearer);
        assert!(notes[0].contains("`oauth` is `oauth2`"), "{notes:?}");
    }

    #[test]
    fn what_cannot_be_sent_is_no_key_and_a_note() {
        for (name, reason) in [
            ("body", "does not say what it is"),
            ("digest", "is of a kind that is not generated"),
            ("bad", "has a name that no header can have"),
            ("length", "is in a header that the connection decides"),
            ("gone", "is not among `components.securitySchemes`"),
        ] {
            let note = format!("The security scheme `{name}` is not sent, since it {reason}");
            assert_eq!(chosen(&json!([{ name: [] }])), (Scheme::None, vec![note]));
        }
    }

    #[test]
    fn the_notes_on_unsendable_schemes_name_them_where_no_key_is_sent() {
        let unsendable = |alternatives: serde_json::Value| {
            let (_, notes) = of(&json!({
                "security": alternatives,
                "components": { "securitySchemes": { "basic": { "type": "http", "scheme": "basic" } } },
            }));
            let kinds = notes.into_iter().map(|note| note.kind);
            let kinds = kinds.filter(|kind| *kind != NoteKind::Other);
            kinds.collect::<Vec<_>>()
        };
        let name = "a/b~1".to_string();
        assert_eq!(
            unsendable(json!([{ "a/b~1": [] }])),
            [NoteKind::UnsendableScheme { name }]
        );
        assert_eq!(unsendable(json!([{ "a/b~1": [] }, { "basic": [] }])), []);
    }

    #[test]
    fn the_first_of_several_that_can_be_sent_alone_is_chosen() {
        let (scheme, notes) = chosen(&json!([
            {}, { "digest": [] }, { "query": [], "header": [] }, { "basic": [] }, { "bearer": [] }
        ]));
        assert_eq!(scheme, Scheme::Basic);
        assert_eq!(notes.len(), 2);
        assert_eq!(
            notes[1],
            format!(
                "The document takes `digest` or `header` and `query` or `basic` or `bearer`: the client sends `basic`; {CURE}"
            )
        );
        let (scheme, notes) = chosen(&json!([{ "query": [], "header": [] }]));
        assert_eq!(scheme, Scheme::Header("x-key".to_string()));
        assert_eq!(
            notes,
            [format!(
                "The document asks for `header` and `query` at once: the client sends `header` alone; {CURE}"
            )]
        );
    }

    #[test]
    fn what_operations_require_is_the_clients_where_the_document_requires_nothing() {
        let operation = |name: &str| json!({ "security": [{ name: [] }] });
        let (security, notes) = of(&json!({
            "paths": {
                "/a": { "get": operation("rare") },
                "/b": { "get": operation("usual"), "post": operation("usual") },
            },
            "components": { "securitySchemes": {
                "rare": { "type": "http", "scheme": "basic" },
                "usual": { "type": "http", "scheme": "bearer" },
            } },
        }));
        assert_eq!(
            (security.name.as_str(), security.scheme),
            ("usual", Scheme::Bearer)
        );
        assert_eq!(notes.len(), 2, "{notes:?}");
    }

    #[test]
    fn an_authorization_header_without_a_scheme_is_told() {
        let parameter = json!({ "in": "header", "name": "Authorization" });
        let (security, notes) = of(&json!({
            "paths": { "/a": { "get": { "parameters": [parameter] } } }
        }));
        assert_eq!(security, Security::default());
        assert!(
            notes[0]
                .note
                .contains("operations name the header `Authorization` (1 of them)"),
            "{notes:?}"
        );
    }
}
