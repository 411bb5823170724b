//! Paths that reach the endpoint they name.
//!
//! In: a path parameter's value. Out: one encoded path segment, or an error naming the parameter and the rule.
//! Never: a value that a URL parser, a proxy or a router could take for more than one segment.

use std::fmt::Display;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::Error;

/// Everything but the unreserved characters of RFC 3986.
pub(crate) const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The path of a template whose parameters are already encoded by [`segment`].
///
/// Segments at the end that are only an optional parameter (`{name?}`) go where it is not set.
pub(crate) fn expand(template: &str, parameters: &[(&str, String)]) -> Result<String, Error> {
    let value = |name: &str| parameters.iter().find(|(known, _)| *known == name);
    let has_place = |name: &str| {
        let places = template.split('{').skip(1);
        let names = places.filter_map(|place| Some(place.split_once('}')?.0));
        names
            .map(|place| place.strip_suffix('?').unwrap_or(place))
            .any(|place| place == name)
    };
    if let Some((name, _)) = parameters.iter().find(|(name, _)| !has_place(name)) {
        return Err(Error::invalid(format!(
            "the path `{template}` has no place `{{{name}}}` for the path parameter `{name}`; write it into the path, or leave it out"
        )));
    }
    let mut rest = template;
    while let Some((before, last)) = rest.rsplit_once('/')
        && let Some(name) = last.strip_prefix('{').and_then(|of| of.strip_suffix("?}"))
        && value(name).is_none()
    {
        rest = before;
    }
    if rest.is_empty() && !template.is_empty() {
        rest = "/";
    }
    let mut path = String::new();
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else {
            break;
        };
        let name = name.strip_suffix('?').unwrap_or(name);
        let Some((_, segment)) = value(name) else {
            return Err(Error::invalid(format!(
                "path parameter `{name}` is not set; give its value before sending"
            )));
        };
        path.push_str(before);
        path.push_str(segment);
        rest = tail;
    }
    path.push_str(rest);
    check(&path)?;
    Ok(path)
}

/// Encodes the value of the path parameter `name` as one path segment, or refuses it.
///
/// [`Request::path`](crate::Request::path) says what is refused, and why.
pub(crate) fn segment(name: &str, value: &(impl Display + ?Sized)) -> Result<String, Error> {
    let value = value.to_string();
    let rule = match value.as_str() {
        "" => "is empty",
        "." | ".." => "is `.` or `..`",
        _ if value.contains(['/', '\\']) => "contains `/` or `\\`",
        _ if value.contains(char::is_control) => "contains a control character",
        _ => return Ok(utf8_percent_encode(&value, RESERVED).to_string()),
    };
    Err(Error::invalid(format!(
        "path parameter `{name}` {rule}, so the request would reach another endpoint; \
         pass the bare identifier, not a path or URL"
    )))
}

/// Checks a whole path: literal text of the document and segments made by [`segment`].
fn check(path: &str) -> Result<(), Error> {
    let stays = path.starts_with('/')
        && !path.contains(['?', '#', '\\'])
        && !path.contains(char::is_control)
        && !path.split('/').any(is_dots);
    match stays {
        true => Ok(()),
        false => Err(Error::invalid(
            "the path does not start with `/`, or has `?`, `#`, `\\`, a control character or dot segments; \
             write the path alone, such as `/chats/{id}`, and what stands behind `?` by `query`",
        )),
    }
}

/// URL parsers fold these, encoded or not.
fn is_dots(segment: &str) -> bool {
    matches!(
        segment.to_ascii_lowercase().replace("%2e", ".").as_str(),
        "." | ".."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unreserved_characters_stay() {
        assert_eq!(segment("id", "aZ09-._~").unwrap(), "aZ09-._~");
    }

    #[test]
    fn everything_else_is_encoded() {
        assert_eq!(
            segment("id", "a b?#%&=+:@;,!").unwrap(),
            "a%20b%3F%23%25%26%3D%2B%3A%40%3B%2C%21"
        );
        assert_eq!(segment("id", "é").unwrap(), "%C3%A9");
    }

    #[test]
    fn an_encoded_value_is_encoded_again() {
        assert_eq!(segment("id", "%2e%2e").unwrap(), "%252e%252e");
    }

    #[test]
    fn numbers_are_values_too() {
        assert_eq!(segment("id", &-7).unwrap(), "-7");
    }

    #[test]
    fn what_would_reach_another_endpoint_is_refused() {
        for value in [
            "", ".", "..", "a/b", "/", "a\\b", "a\nb", "\0", "\u{7f}", "\u{85}",
        ] {
            let error = segment("userId", value).unwrap_err();
            assert!(
                error.is_not_sent() && error.to_string().contains("`userId`"),
                "{error}"
            );
        }
    }

    #[test]
    fn the_refusal_names_rule_and_way_out() {
        assert_eq!(
            segment("userId", "a/b").unwrap_err().to_string(),
            "path parameter `userId` contains `/` or `\\`, so the request would reach another endpoint; \
             pass the bare identifier, not a path or URL"
        );
    }

    #[test]
    fn a_template_is_filled_in_once() {
        let parameters = [("a", "%7Bb%7D".to_string()), ("b", "1".to_string())];
        assert_eq!(
            expand("/x/{a}/{b}.json", &parameters).unwrap(),
            "/x/%7Bb%7D/1.json"
        );
        assert_eq!(expand("/x", &[]).unwrap(), "/x");
    }

    #[test]
    fn a_parameter_that_is_not_set_is_named() {
        let error = expand("/x/{a}", &[]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "path parameter `a` is not set; give its value before sending"
        );
    }

    #[test]
    fn optional_segments_at_the_end_may_go() {
        let template = "/x/{a?}/{b?}";
        let set = |name| (name, "1".to_string());
        assert_eq!(expand(template, &[]).unwrap(), "/x");
        assert_eq!(expand(template, &[set("a")]).unwrap(), "/x/1");
        assert_eq!(expand(template, &[set("a"), set("b")]).unwrap(), "/x/1/1");
        assert_eq!(expand("/{a?}", &[]).unwrap(), "/");
        let error = expand(template, &[set("b")]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "path parameter `a` is not set; give its value before sending"
        );
    }

    #[test]
    fn two_parameters_of_one_segment_are_no_dots() {
        let dot = |name| (name, segment(name, "x.").unwrap());
        assert_eq!(expand("/{a}-{b}", &[dot("a"), dot("b")]).unwrap(), "/x.-x.");
        let hidden = [("a", "%2E".to_string()), ("b", ".".to_string())];
        assert!(expand("/x/{a}{b}", &hidden).is_err());
    }

    #[test]
    fn three_dots_are_a_name() {
        assert_eq!(segment("id", "...").unwrap(), "...");
    }

    #[test]
    fn a_whole_path_must_survive_a_url_parser() {
        assert!(check("/a/b%20c/").is_ok());
        for path in [
            "",
            "a",
            "/a?b",
            "/a#b",
            "/a\\b",
            "/a/../b",
            "/a/%2E./b",
            "/.",
            "/a\n",
        ] {
            assert!(check(path).is_err(), "{path:?}");
        }
    }
}
