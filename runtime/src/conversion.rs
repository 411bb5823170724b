//! Why a value cannot become one of a generated crate's types.
//!
//! In: the rule that a word, a number or a builder breaks. Out: an error that says so. Never: the value itself, which may
//! be secret; only the words and numbers of enums are named.

use std::borrow::Cow;

/// A word, a number or a builder that is not a value of the wanted type.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ConversionError(Cow<'static, str>);

impl From<&'static str> for ConversionError {
    fn from(rule: &'static str) -> Self {
        Self(rule.into())
    }
}

impl From<String> for ConversionError {
    fn from(rule: String) -> Self {
        Self(rule.into())
    }
}

pub(crate) fn missing(setter: &str) -> String {
    format!("`{setter}` is missing; set it with `.{setter}(…)`")
}

pub(crate) fn invalid(setter: &str, reason: &str) -> String {
    format!("`{setter}` is invalid: {reason}")
}
