//! The address that all requests start from.
//!
//! In: the document's server or the user's override. Out: a URL that can take a path, or an error that says the cure.
//! Never: the address in an error, for it may hold a password.

use std::net::IpAddr;

use reqwest::Url;

use crate::Error;

/// Checks `text` and returns it with a path that does not end in a slash unless it is `/` alone.
pub(crate) fn parse(text: &str) -> Result<Url, Error> {
    let mut url = Url::parse(text).map_err(|reason| {
        Error::invalid(format!(
            "base URL is not a URL: {reason}; write it like `https://api.example.com`"
        ))
    })?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Error::invalid(
            "base URL is not http or https; write it like `https://api.example.com`",
        ));
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err(Error::invalid(
            "base URL has no host; write it like `https://api.example.com`",
        ));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Error::invalid(
            "base URL has a user name or password; remove it and pass the key as `ApiKey`",
        ));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(Error::invalid(
            "base URL has a `?query` or `#fragment`; remove it",
        ));
    }
    let path = url.path().trim_end_matches('/').to_owned();
    url.set_path(&path);
    Ok(url)
}

/// Appends `path`, which [`crate::path::expand`] made, to the base's own path.
pub(crate) fn join(base: &Url, path: &str) -> Url {
    let mut url = base.clone();
    url.set_path(&format!("{}{path}", base.path().trim_end_matches('/')));
    url
}

/// Whether the host is this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    let name = host.trim_end_matches('.');
    name == "localhost"
        || name.ends_with(".localhost")
        || address
            .parse::<IpAddr>()
            .is_ok_and(|address| address.to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(base: &str, path: &str) -> String {
        join(&parse(base).unwrap(), path).into()
    }

    fn refused(base: &str) -> String {
        parse(base).unwrap_err().to_string()
    }

    #[test]
    fn a_trailing_slash_does_not_matter() {
        assert_eq!(
            joined("https://a.example", "/chats"),
            "https://a.example/chats"
        );
        assert_eq!(
            joined("https://a.example/", "/chats"),
            "https://a.example/chats"
        );
    }

    #[test]
    fn a_path_prefix_is_kept() {
        assert_eq!(
            joined("http://a.example:8080/v1", "/chats"),
            "http://a.example:8080/v1/chats"
        );
        assert_eq!(joined("http://a.example/v1/", "/"), "http://a.example/v1/");
    }

    #[test]
    fn encoded_segments_stay_as_they_are() {
        assert_eq!(
            joined("https://a.example", "/chats/%3Fa%25"),
            "https://a.example/chats/%3Fa%25"
        );
    }

    #[test]
    fn only_http_and_https_have_a_host_we_can_call() {
        assert!(refused("ftp://a.example").contains("not http or https"));
        assert!(refused("mailto:a@a.example").contains("not http or https"));
        assert!(refused("https://").contains("write it like"));
        assert!(refused("api.example.com").contains("write it like"));
        assert!(refused("").contains("write it like"));
    }

    #[test]
    fn a_password_is_refused_and_not_shown() {
        let text = refused("https://joe:hunter2@a.example");
        assert!(
            text.contains("remove it") && !text.contains("hunter2"),
            "{text}"
        );
    }

    #[test]
    fn query_and_fragment_are_refused() {
        assert!(refused("https://a.example?a=1").contains("remove it"));
        assert!(refused("https://a.example#a").contains("remove it"));
    }

    #[test]
    fn this_machine_is_known_by_its_names() {
        for (base, expected) in [
            ("http://localhost:1", true),
            ("http://api.localhost", true),
            ("http://127.0.0.2", true),
            ("http://[::1]:1", true),
            ("http://[::ffff:127.0.0.1]", true),
            ("https://localhost.example", false),
            ("http://10.0.0.1", false),
        ] {
            assert_eq!(is_loopback(&parse(base).unwrap()), expected, "{base}");
        }
    }
}
