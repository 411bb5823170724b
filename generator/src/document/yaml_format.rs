//! The YAML library behind one door: no other file names it, so that it can be exchanged here.
//!
//! In: a text and the seed that builds a value from its events, or a tree to write. Out: the value, or a [`Failure`] with
//! its kind and place; a text. What a document may hold is the business of the seed, and which of the two syntaxes a text
//! has that of [`super::parse()`].
//!
//! The library is `serde_yaml`, which is complete and no longer developed. Another one has to keep what [`read`],
//! [`show_hidden_tags`] and [`write`] promise; the tests of this folder hold it to that.

use serde::Serialize;
use serde::de::DeserializeSeed;

/// Why a text of YAML was not read to its end.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Failure {
    pub(super) kind: FailureKind,
    /// Line and column, counted from 1.
    pub(super) place: Option<(usize, usize)>,
    /// The library's own words, without the place.
    pub(super) message: String,
}

/// What the library says by its message alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FailureKind {
    /// More than [`MAX_OPEN`] brackets are open at once.
    OpenBrackets,
    /// Aliases of aliases repeat far more than the text holds.
    RepeatedAliases,
    /// The text holds several documents.
    SeveralDocuments,
    /// The text is not YAML, or the seed refused what it was given.
    Other,
}

/// How many brackets of a text may be open at once, those in strings included.
///
/// The library needs quadratic time over open brackets before it hands out the first value: minutes for a megabyte of
/// them. The limit is far above [`super::MAX_DEPTH`] since counting does not know what is a string.
pub(super) const MAX_OPEN: usize = 10_000;

/// Whether [`read`] takes a text at all: the brackets in its strings count, so a text can be well written and be refused.
pub(super) fn is_readable(text: &str) -> bool {
    !has_too_many_open_brackets(text)
}

/// Reads a text that holds one document.
///
/// A tag of the form `!name` reaches the seed as an enum. A string that stands in the text without quotes is lent from
/// the text, so that the seed can see what stands before it. Aliases are expanded, and their number is limited.
///
/// # Errors
///
/// See [`FailureKind`]. Where the seed refuses a value, the place is that of the value.
pub(super) fn read<'text, S>(text: &'text str, seed: S) -> Result<S::Value, Failure>
where
    S: DeserializeSeed<'text>,
{
    if has_too_many_open_brackets(text) {
        return Err(Failure {
            kind: FailureKind::OpenBrackets,
            place: None,
            message: format!("more than {MAX_OPEN} brackets are open at once"),
        });
    }
    seed.deserialize(serde_yaml::Deserializer::from_str(text))
        .map_err(|error| failure(&error))
}

/// The text with its tags of the forms `!!name` and `!<name>` written as `!_name`, where it may have any.
///
/// [`read`] gives a value with such a tag to the seed as if there were no tag. Where the characters are part of a string,
/// the string changes and nothing else.
pub(super) fn show_hidden_tags(text: &str) -> Option<String> {
    let may_hide = text.contains("!!") || text.contains("!<");
    may_hide.then(|| text.replace("!!", "!_").replace("!<", "!_"))
}

/// Writes a tree of strings, numbers, booleans, nulls, sequences and maps; the entries of a map keep their order.
///
/// The text may read back as another value: a few strings (the key `<<`) are written without the quotes that they need.
pub(super) fn write(tree: &impl Serialize) -> Option<String> {
    serde_yaml::to_string(tree).ok()
}

fn has_too_many_open_brackets(text: &str) -> bool {
    let mut open = 0_usize;
    text.bytes().any(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > MAX_OPEN
    })
}

/// The message of a parser, of this one or of JSON's, up to its own ` at line 1 column 2`, which the place says already.
pub(super) fn without_place(said: &str) -> &str {
    said.split_once(" at line ").map_or(said, |(said, _)| said)
}

fn failure(error: &serde_yaml::Error) -> Failure {
    let said = error.to_string();
    // The library has one type of error and no code in it.
    let kind = if said.contains("repetition limit exceeded") {
        FailureKind::RepeatedAliases
    } else if said.contains("more than one document") {
        FailureKind::SeveralDocuments
    } else {
        FailureKind::Other
    };
    Failure {
        kind,
        place: error.location().map(|at| (at.line(), at.column())),
        message: without_place(&said).to_owned(),
    }
}
