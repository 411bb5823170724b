//! Why a value cannot become one of a generated crate's types.
//!
//! In: the rule that a word, a number or a builder breaks. Out: an error that says so. Never: the value itself, which may
//! be secret; only the words and numbers of enums are named.

use std::borrow::Cow;
use std::ops::{Bound, RangeBounds};

use crate::Error;

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

/// Refuses a number that the API would refuse, before anything is sent. For generated code.
///
/// # Errors
///
/// A value outside of `range`; none that is not set.
pub fn check_range(
    operation: &'static str,
    setter: &str,
    value: Option<i64>,
    range: impl RangeBounds<i64>,
) -> Result<(), Error> {
    match value {
        Some(value) if !range.contains(&value) => {
            let bound = |bound: Bound<&i64>, word: &str| match bound {
                Bound::Included(limit) | Bound::Excluded(limit) => format!(" {word} {limit}"),
                Bound::Unbounded => String::new(),
            };
            let (from, to) = (
                bound(range.start_bound(), "from"),
                bound(range.end_bound(), "to"),
            );
            Err(Error::unfit(
                operation,
                setter,
                &format!("{value} is no number{from}{to}"),
            ))
        }
        _ => Ok(()),
    }
}

pub(crate) fn missing(setter: &str) -> String {
    format!("`{setter}` is missing; set it with `.{setter}(…)`")
}

pub(crate) fn unfit(setter: &str, why: &str) -> String {
    format!("`{setter}` does not fit: {why}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_out_of_range_is_told_with_the_range() {
        assert!(check_range("list", "limit", Some(1), 1..=100).is_ok());
        assert!(check_range("list", "limit", None, 1..=100).is_ok());
        let error = check_range("list", "limit", Some(0), 1..=100).unwrap_err();
        assert_eq!(
            error.to_string(),
            "list: `limit` does not fit: 0 is no number from 1 to 100"
        );
        let error = check_range("list", "offset", Some(-1), 0..).unwrap_err();
        assert_eq!(
            error.to_string(),
            "list: `offset` does not fit: -1 is no number from 0"
        );
    }
}
