//! Bytes of YAML or JSON to a canonical JSON value.
//!
//! First what can be said without a parser (size, encoding, an HTML page), then the syntax, with the line. What a JSON
//! value may hold is the business of [`super::builder`]; whether it is an OpenAPI document that of [`super::read`].

use serde::de::DeserializeSeed;
use serde_json::Value;

use super::MAX_BYTES;
use super::builder::{Builder, TAG_CURE, TAG_RULE};
use super::yaml_format::{self, FailureKind};
use crate::error::Error;

const FETCH: &str = "fetch the file again, or restore it";
const NOT_YAML: &str = "this is not YAML";
const SYNTAX: &str = "repair the syntax there; if the file was downloaded, fetch it again";

/// Reads YAML or JSON; `file` is the name of the file in messages.
///
/// Object keys of the value are sorted and are text; integer keys (`200:`) become text.
///
/// # Errors
///
/// A file that is empty, too large, not UTF-8, an HTML page or not well formed; one that exceeds the limits of this
/// module; and whatever YAML allows and JSON cannot hold.
pub fn parse(file: &str, bytes: &[u8]) -> Result<Value, Error> {
    let text = text(file, bytes)?;
    let mut value = if text.trim_start().starts_with(['{', '[']) {
        json(file, text)?
    } else {
        yaml(file, text)?
    };
    value.sort_all_objects();
    Ok(value)
}

/// What the bytes show without being parsed.
fn text<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, Error> {
    let size = bytes.len();
    if u64::try_from(size).is_ok_and(|size| size > MAX_BYTES) {
        return Err(Error::new(
            file,
            format!("the file has {size} bytes, the limit is {MAX_BYTES}"),
            "check that it is the right file; a larger document has to be split",
        ));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        Error::new(
            file,
            format!("the file is not UTF-8 text (byte {at} is the first that is not)"),
            "save it as UTF-8; if it was downloaded, it may be compressed: fetch it again",
        )
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.lines().all(says_nothing) {
        return Err(Error::new(file, "the file is empty", FETCH));
    }
    if text.trim_start().starts_with('<') {
        return Err(Error::new(
            file,
            "this is an HTML page, not an OpenAPI document",
            "upstream responded with a login or error page: check the address and fetch again",
        ));
    }
    Ok(text)
}

/// Whether there are comments and nothing else in a text of YAML.
pub(crate) fn is_commented_out(text: &str) -> bool {
    text.lines().all(says_nothing) && text.contains('#')
}

/// A line without content: blank, a comment, or the mark between two YAML documents.
fn says_nothing(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#') || line == "---" || line == "..."
}

/// Reads text that begins like JSON. `{a: 1}` does so too and is YAML, so YAML has the second word on syntax; JSON has
/// the first since it allows tabs.
fn json(file: &str, text: &str) -> Result<Value, Error> {
    let builder = Builder::new(text);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let error = match builder
        .root()
        .deserialize(&mut deserializer)
        .and_then(|value| {
            deserializer.end()?;
            Ok(value)
        }) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    let place = format!("{file}:{}:{}", error.line(), error.column());
    if let Some(refusal) = builder.refusal() {
        return Err(Error::new(place, refusal.rule, refusal.cure));
    }
    let said = error.to_string();
    let not_json = Error::new(
        place,
        format!("this is not JSON: {}", yaml_format::without_place(&said)),
        SYNTAX,
    );
    // YAML makes a string of a number that is too large.
    if said.starts_with("number out of range") {
        return Err(not_json);
    }
    yaml(file, text).map_err(|not_yaml| {
        let inner = text.trim_start().trim_start_matches(['{', '[']);
        let meant_json = inner.trim_start().starts_with('"');
        let same_trouble = not_yaml.rule().starts_with(NOT_YAML) || said.starts_with("trailing");
        if meant_json && same_trouble {
            not_json
        } else {
            not_yaml
        }
    })
}

fn yaml(file: &str, text: &str) -> Result<Value, Error> {
    let value = yaml_untagged(file, text)?;
    if let Some(shown) = yaml_format::show_hidden_tags(text) {
        yaml_untagged(file, &shown)
            .map_err(|error| Error::new(error.place(), TAG_RULE, TAG_CURE))?;
    }
    Ok(value)
}

fn yaml_untagged(file: &str, text: &str) -> Result<Value, Error> {
    let builder = Builder::new(text);
    let failure = match yaml_format::read(text, builder.root()) {
        Ok(value) => return Ok(value),
        Err(failure) => failure,
    };
    let place = match failure.place {
        Some((line, column)) => format!("{file}:{line}:{column}"),
        None => file.to_owned(),
    };
    if let Some(refusal) = builder.refusal() {
        return Err(Error::new(place, refusal.rule, refusal.cure));
    }
    Err(match failure.kind {
        FailureKind::OpenBrackets => Error::new(place, failure.message, "flatten the document"),
        FailureKind::RepeatedAliases => Error::new(
            place,
            "YAML aliases repeat more than the document could need",
            "write it without nested YAML aliases",
        ),
        FailureKind::SeveralDocuments => Error::new(
            place,
            "the file holds more than one YAML document",
            "keep one of them, without a `---` line after it",
        ),
        FailureKind::Other => Error::new(place, format!("{NOT_YAML}: {}", failure.message), SYNTAX),
    })
}
