//! The server that requests go to: the client's, and those that single operations name.
//!
//! The document in; an address that a client can be made of out, or nothing, with a note that names place and cure: the
//! client then takes the address from its user. An address ends up in code and documentation, so only plain ones pass.

use std::collections::BTreeSet;

use serde_json::Value;

use super::notes::Notes;
use crate::api::{OwnServer, Scheme, Security};
use crate::document::text_at;
use crate::document::{self, OperationEntry, Pointer};
use crate::notes::{Note, NoteKind};
use crate::text::code;

const CURE: &str = "`servers` is stated by an action in fixups/10-document.overlay.yaml";

/// The first of the document's servers that can be used; else the one that all operations with servers of their own
/// name; else none.
pub(super) fn of(document: &Value) -> (Option<String>, Vec<Note>) {
    let urls = urls(document.get("servers"));
    let first = urls.first().map_or("", String::as_str);
    let Err(rule) = check_public(first) else {
        return (Some(first.to_string()), Vec::new());
    };
    let usable = urls.iter().find(|url| check_public(url).is_ok()).cloned();
    let server = usable.or_else(|| of_all_operations(document));
    let done = match &server {
        Some(server) => format!("requests go to `{}`", code(server)),
        None => "a client is made with a base URL".to_string(),
    };
    let (pointer, kind) = match (&server, urls.is_empty()) {
        (_, true) => ("/servers", NoteKind::NoServer),
        (None, false) => ("/servers/0/url", NoteKind::NoServer),
        (Some(_), false) => ("/servers/0", NoteKind::Other),
    };
    let named = match first {
        "" => String::new(),
        first => format!(" (`{}`)", code(first)),
    };
    let note = format!("{rule}{named}, so {done}; {CURE}");
    (server, vec![Note::on_document(pointer, note, kind)])
}

/// The server that an operation or its path names; a note where requests do not go there, or go there without the key.
pub(super) fn of_operation(
    found: &OperationEntry<'_>,
    server: Option<&str>,
    security: &Security,
    notes: &mut Notes,
) -> OwnServer {
    let Some((url, pointer)) = own(found) else {
        return OwnServer::Client;
    };
    let (origin, base) = server.map_or(("", ""), split);
    let path = match check(&url) {
        Ok(()) if server.is_some() && split(&url).0 == origin => split(&url).1,
        Ok(()) => {
            let key = match security.scheme {
                Scheme::None => "",
                _ => ", without the key, which stays with the client's server",
            };
            let note = format!(
                "Sent to `{}`, the server that the document names here{key}; a base URL that is set on the client's builder takes its place",
                code(&url)
            );
            notes.at(&pointer, note);
            return OwnServer::Other(url);
        }
        Err(_) if url.starts_with('/') && check(&format!("https://a.example{url}")).is_ok() => {
            url.as_str()
        }
        Err(_) => {
            let note = format!(
                "Sent to the client's server, since the one that the document names here (`{}`) is no address",
                code(&url)
            );
            notes.at(&pointer, note);
            return OwnServer::Client;
        }
    };
    let (path, base) = (path.trim_end_matches('/'), base.trim_end_matches('/'));
    match path.strip_prefix(base) {
        Some("") if server.is_some() => OwnServer::Client,
        Some(rest) if server.is_some() && rest.starts_with('/') => {
            OwnServer::Prefix(rest.to_string())
        }
        _ => OwnServer::Below(format!("{path}/")),
    }
}

/// A plain address of a machine that others can reach. `http://localhost` is what Laravel writes where nobody has said
/// where the API is, and a client of that would send its key to whatever runs on its user's machine.
fn check_public(url: &str) -> Result<(), &'static str> {
    check(url)?;
    let (origin, _) = split(url);
    let authority = origin.split_once("://").map_or(origin, |(_, rest)| rest);
    let is_local = ["localhost", "127.0.0.1", "0.0.0.0", "[::1]"]
        .iter()
        .any(|local| {
            authority
                .strip_prefix(local)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
        });
    match is_local {
        true => Err("The server is the machine of whoever runs the client"),
        false => Ok(()),
    }
}

/// The server that an operation names itself, or else its path item; and where it is named.
fn own(found: &OperationEntry<'_>) -> Option<(String, Pointer)> {
    let of_operation = (found.operation.get("servers"), found.pointer.clone());
    let of_item = (found.item.get("servers"), found.pointer.parent());
    let mut places = [of_operation, of_item].into_iter();
    places.find_map(|(servers, pointer)| {
        let url = urls(servers).into_iter().find(|url| !url.is_empty())?;
        Some((url, pointer.child("servers")))
    })
}

/// The server that every operation with servers of its own names.
fn of_all_operations(document: &Value) -> Option<String> {
    let named: BTreeSet<Option<String>> = document::operations(document)
        .map(|found| own(&found).map(|(url, _)| url))
        .collect();
    // One that names none would get the key of the others' server.
    match named.into_iter().collect::<Vec<_>>().as_slice() {
        [Some(url)] if check_public(url).is_ok() => Some(url.clone()),
        _ => None,
    }
}

/// The addresses of a list of servers, their variables replaced by their defaults.
fn urls(servers: Option<&Value>) -> Vec<String> {
    let servers = servers.and_then(Value::as_array).into_iter().flatten();
    servers
        .map(|server| {
            let mut url = text_at(server, "/url").trim().to_string();
            let variables = server.get("variables").and_then(Value::as_object);
            for (name, variable) in variables.into_iter().flatten() {
                url = url.replace(&format!("{{{name}}}"), &text_at(variable, "/default"));
            }
            url
        })
        .collect()
}

/// Scheme and host of an address that is checked, and its path.
fn split(url: &str) -> (&str, &str) {
    let host = url.find("://").map_or(0, |at| at + 3);
    let path = url[host..].find('/').map_or(url.len(), |at| host + at);
    url.split_at(path)
}

/// Scheme, host, perhaps a port and a path; nothing else, and nothing that would need an escape anywhere.
fn check(url: &str) -> Result<(), &'static str> {
    if url.is_empty() {
        return Err("The document names no server");
    }
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))
        .ok_or("The server is no absolute address that starts with `https://` or `http://`")?;
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => {
            let is_address = |host: &str| host.parse::<std::net::Ipv6Addr>().is_ok();
            let parts = rest.split_once(']').filter(|(host, _)| is_address(host));
            parts.ok_or("The server's host is no address")?
        }
        None => authority.split_at(authority.find(':').unwrap_or(authority.len())),
    };
    let is_host = |c: char| c.is_ascii_alphanumeric() || "-.:".contains(c);
    if host.is_empty() || !host.chars().all(is_host) {
        return Err("The server's host has other characters than letters, digits, `-` and `.`");
    }
    let is_port = |port: &str| {
        port.strip_prefix(':').is_some_and(|digits| {
            digits.chars().all(|c| c.is_ascii_digit()) && digits.parse::<u16>().is_ok()
        })
    };
    if !port.is_empty() && !is_port(port) {
        return Err("The server's port is no number");
    }
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~/".contains(c);
    let is_dots = |segment: &str| matches!(segment, "." | "..");
    if !path.chars().all(is_plain) || path.split('/').any(is_dots) {
        return Err(
            "The server's path has other characters than letters, digits, `-`, `.`, `_` and `~`",
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn plain_addresses_pass() {
        for url in [
            "https://shop.example",
            "http://localhost:8000/",
            "https://a.example/api/v1.0/~x_y",
            "http://[::1]:80/x",
        ] {
            assert_eq!(check(url), Ok(()), "{url}");
        }
    }

    #[test]
    fn this_machine_is_nobodys_server() {
        for url in [
            "http://localhost",
            "http://localhost:8000/api",
            "https://127.0.0.1/",
            "http://[::1]:80",
        ] {
            let (server, notes) = of(&json!({ "servers": [{ "url": url }] }));
            assert_eq!(server, None, "{url}");
            assert!(
                notes[0].note.contains("a client is made with a base URL"),
                "{}",
                notes[0].note
            );
        }
        let (server, _) = of(&json!({ "servers": [{ "url": "https://localhost.example" }] }));
        assert_eq!(server.as_deref(), Some("https://localhost.example"));
    }

    #[test]
    fn all_else_is_no_address() {
        for url in [
            "",
            "/api",
            "ftp://a.example",
            "https://",
            "https://a b",
            "https://joe:pw@a.example",
            "https://a.example?x",
            "https://a.example/#x",
            "https://a.example/../x",
            "https://a.example:99999",
            "https://a.example:+1",
            "https://a.example/>\n[x]",
            "https://[::g]",
            "https://{region}.a.example",
        ] {
            assert!(check(url).is_err(), "{url:?}");
        }
    }

    #[test]
    fn variables_of_a_server_have_their_defaults() {
        let document = json!({ "servers": [{
            "url": "https://{r}.a.example/{v}",
            "variables": { "r": { "default": "eu" }, "v": { "default": "v1" } },
        }] });
        assert_eq!(
            of(&document),
            (Some("https://eu.a.example/v1".to_string()), Vec::new())
        );
    }

    #[test]
    fn without_a_server_that_can_be_used_there_is_none_and_a_note() {
        for (servers, pointer, shown) in [
            (json!([]), "/servers", "The document names no server, so"),
            (json!([{ "url": "/api" }]), "/servers/0/url", "(`/api`), so"),
            (
                json!([{ "url": "shop.example" }]),
                "/servers/0/url",
                "(`shop.example`), so",
            ),
            (
                json!([{ "url": "{{ config(\"app.url\") }}" }]),
                "/servers/0/url",
                "so a client is made with a base URL",
            ),
        ] {
            let (server, notes) = of(&json!({ "servers": servers }));
            assert_eq!(server, None);
            assert_eq!(notes[0].pointer, pointer);
            assert_eq!(notes[0].kind, NoteKind::NoServer);
            assert!(notes[0].note.contains(shown), "{notes:?}");
            assert!(notes[0].note.ends_with(CURE), "{notes:?}");
        }
    }

    #[test]
    fn an_unusable_server_is_passed_over() {
        let servers = json!([{ "url": "/api" }, { "url": "https://shop.example" }]);
        let (server, notes) = of(&json!({ "servers": servers }));
        assert_eq!(server.as_deref(), Some("https://shop.example"));
        assert!(
            notes[0]
                .note
                .contains("requests go to `https://shop.example`")
        );
        let operation = json!({ "servers": [{ "url": "https://shop.example" }] });
        let (server, _) = of(&json!({ "paths": { "/a": { "get": operation } } }));
        assert_eq!(server.as_deref(), Some("https://shop.example"));
    }

    #[test]
    fn an_operation_may_have_a_server_of_its_own() {
        let of = |url: &str, server: Option<&str>| {
            let document = json!({ "paths": { "/a": { "get": {}, "servers": [{ "url": url }] } } });
            let found = document::operations(&document).next().unwrap();
            let mut notes = Notes::on(&found);
            let own = of_operation(&found, server, &Security::default(), &mut notes);
            (own, notes.into_vec().len())
        };
        let base = Some("https://a.example/v1/");
        for (url, expected, notes) in [
            ("https://a.example/v1", OwnServer::Client, 0),
            ("/v1", OwnServer::Client, 0),
            ("/v1/admin", OwnServer::Prefix("/admin".to_string()), 0),
            ("/v10", OwnServer::Below("/v10/".to_string()), 0),
            ("https://a.example", OwnServer::Below("/".to_string()), 0),
            (
                "https://b.example/x",
                OwnServer::Other("https://b.example/x".to_string()),
                1,
            ),
            ("v2", OwnServer::Client, 1),
            ("/>x", OwnServer::Client, 1),
        ] {
            assert_eq!(of(url, base), (expected, notes), "{url}");
        }
        assert_eq!(of("/v2", None).0, OwnServer::Below("/v2/".to_string()));
    }
}
