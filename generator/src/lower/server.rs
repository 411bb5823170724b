//! The server that requests go to, and the security that the whole document requires.
//!
//! The document in; an address and a scheme that a client can be made of out, or an error with its cure. An address ends
//! up in code and documentation, so only plain ones pass.

use serde_json::Value;

use super::{Security, text};
use crate::Error;
use crate::document::Pointer;

/// The first of the document's `servers`, its variables replaced by their defaults.
pub(super) fn url(document: &Value) -> Result<String, Error> {
    let mut url = text(document, "/servers/0/url");
    let variables = document
        .pointer("/servers/0/variables")
        .and_then(Value::as_object);
    for (name, variable) in variables.into_iter().flatten() {
        url = url.replace(&format!("{{{name}}}"), &text(variable, "/default"));
    }
    match check(&url) {
        Ok(()) => Ok(url),
        Err(rule) => Err(Error::new(
            "effective.yaml: /servers/0/url",
            rule,
            "say where the API is, such as `https://api.example.com/v1`, by an action in fixups/10-document.overlay.yaml",
        )),
    }
}

/// Scheme, host, perhaps a port and a path; nothing else, and nothing that would need an escape anywhere.
fn check(url: &str) -> Result<(), &'static str> {
    if url.is_empty() {
        return Err("the document names no server");
    }
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))
        .ok_or("the server is no absolute address that starts with `https://` or `http://`")?;
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => {
            let (host, port) = rest
                .split_once(']')
                .ok_or("the server's host is no address")?;
            host.parse::<std::net::Ipv6Addr>()
                .map_err(|_| "the server's host is no address")?;
            (host, port)
        }
        None => authority.split_at(authority.find(':').unwrap_or(authority.len())),
    };
    let is_host = |c: char| c.is_ascii_alphanumeric() || "-.:".contains(c);
    if host.is_empty() || !host.chars().all(is_host) {
        return Err("the server's host has other characters than letters, digits, `-` and `.`");
    }
    let is_port = |port: &str| {
        port.strip_prefix(':').is_some_and(|digits| {
            digits.chars().all(|c| c.is_ascii_digit()) && digits.parse::<u16>().is_ok()
        })
    };
    if !port.is_empty() && !is_port(port) {
        return Err("the server's port is no number");
    }
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~/".contains(c);
    let is_dots = |segment: &str| matches!(segment, "." | "..");
    if !path.chars().all(is_plain) || path.split('/').any(is_dots) {
        return Err(
            "the server's path has other characters than letters, digits, `-`, `.`, `_` and `~`",
        );
    }
    Ok(())
}

/// The one scheme that the whole document requires.
pub(super) fn security(document: &Value) -> Result<Security, Error> {
    let cure = "say what the server expects by an action in fixups/10-document.overlay.yaml, or remove `security` there";
    let requirements = document.get("security").and_then(Value::as_array);
    // An alternative without schemes says that the key is optional; it does no harm to send it.
    let Some(requirement) = requirements
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
        .find(|requirement| !requirement.is_empty())
    else {
        return Ok(Security::None);
    };
    let mut names = requirement.keys();
    let (Some(name), None) = (names.next(), names.next()) else {
        return Err(Error::new(
            "effective.yaml: /security",
            "several security schemes are required at once, and a client with one key is all that is generated",
            cure,
        ));
    };
    let pointer = Pointer::root()
        .child("components")
        .child("securitySchemes")
        .child(name);
    let scheme = document.pointer(pointer.as_str()).unwrap_or(&Value::Null);
    let description = text(scheme, "/description");
    let scheme_name = text(scheme, "/scheme").to_ascii_lowercase();
    match (
        text(scheme, "/type").as_str(),
        scheme_name.as_str(),
        text(scheme, "/in").as_str(),
    ) {
        ("http", "bearer", _) => Ok(Security::Bearer(description)),
        ("apiKey", _, "header") if is_header_name(&text(scheme, "/name")) => Ok(Security::Header {
            name: text(scheme, "/name"),
            description,
        }),
        ("apiKey", _, "header") => Err(Error::new(
            format!("effective.yaml: {pointer}/name"),
            "no header can have this name",
            "write the header's name, such as `x-api-key`, by an action in fixups/10-document.overlay.yaml",
        )),
        _ => Err(Error::new(
            format!("effective.yaml: {pointer}"),
            "the security scheme is neither `http` with `bearer` nor `apiKey` in a header",
            cure,
        )),
    }
}

/// A token of RFC 9110.
fn is_header_name(name: &str) -> bool {
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !name.is_empty() && name.chars().all(is_token)
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
    fn all_else_is_an_error_with_place_and_cure() {
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
        let error = self::url(&json!({ "servers": [{ "url": "/api" }] })).unwrap_err();
        assert_eq!(error.place(), "effective.yaml: /servers/0/url");
        assert!(error.cure().contains("fixups/10-document.overlay.yaml"));
    }

    #[test]
    fn variables_of_a_server_have_their_defaults() {
        let document = json!({ "servers": [{
            "url": "https://{r}.a.example/{v}",
            "variables": { "r": { "default": "eu" }, "v": { "default": "v1" } },
        }] });
        assert_eq!(url(&document).as_deref(), Ok("https://eu.a.example/v1"));
    }

    #[test]
    fn a_header_that_cannot_be_and_two_keys_at_once_are_errors() {
        let schemes = json!({ "a": { "type": "apiKey", "in": "header", "name": "x y" } });
        let document =
            json!({ "security": [{ "a": [] }], "components": { "securitySchemes": schemes } });
        let error = security(&document).unwrap_err();
        assert_eq!(
            error.place(),
            "effective.yaml: /components/securitySchemes/a/name"
        );
        let error = security(&json!({ "security": [{ "a": [], "b": [] }] })).unwrap_err();
        assert_eq!(error.place(), "effective.yaml: /security");
    }
}
