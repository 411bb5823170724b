//! Why a value cannot become one of a generated crate's types.
//!
//! In: the rule that a word, a number or a builder breaks. Out: an error that says so. Never: the value itself, which may
//! be secret; only the words and numbers of enums are named.

use std::borrow::Cow;

/// A word, a number or a builder that is not a value of the wanted type.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ConversionError(Cow<'static, str>);

impl ConversionError {
    /// A builder whose required field `setter` was not set. For generated code.
    pub fn missing(setter: &str) -> Self {
        missing(setter).into()
    }

    /// A builder whose field `setter` was given something that does not fit. For generated code.
    pub fn unfit(setter: &str, why: &str) -> Self {
        unfit(setter, why).into()
    }
}

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

pub(crate) fn unfit(setter: &str, why: &str) -> String {
    format!("`{setter}` does not fit: {why}")
}
