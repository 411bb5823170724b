//! Numbers that the API refuses outside of a range, refused before anything is sent.

use std::ops::{Bound, RangeBounds};

use crate::{Argument, ConversionError, OptionalArgument};

/// An argument with the range that its number has to be in. For generated code.
pub struct InRange<V, R> {
    value: V,
    range: R,
}

/// The argument, checked when it is taken. For generated code.
pub fn in_range<V, R: RangeBounds<i64>>(value: V, range: R) -> InRange<V, R> {
    InRange { value, range }
}

impl<V: Argument<i64>, R: RangeBounds<i64>> Argument<i64> for InRange<V, R> {
    fn into_argument(self) -> Result<i64, ConversionError> {
        check(self.value.into_argument()?, &self.range)
    }
}

impl<V: OptionalArgument<i64>, R: RangeBounds<i64>> OptionalArgument<i64> for InRange<V, R> {
    fn into_optional(self) -> Result<Option<i64>, ConversionError> {
        let value = self.value.into_optional()?;
        value.map(|number| check(number, &self.range)).transpose()
    }
}

fn check(number: i64, range: &impl RangeBounds<i64>) -> Result<i64, ConversionError> {
    if range.contains(&number) {
        return Ok(number);
    }
    let bound = |bound: Bound<&i64>, word: &str| match bound {
        Bound::Included(limit) | Bound::Excluded(limit) => format!(" {word} {limit}"),
        Bound::Unbounded => String::new(),
    };
    let (from, to) = (
        bound(range.start_bound(), "from"),
        bound(range.end_bound(), "to"),
    );
    Err(format!("{number} is not a number{from}{to}").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(number: i64, range: impl RangeBounds<i64>) -> Option<String> {
        let checked = in_range(number, range).into_argument();
        checked.err().map(|reason| reason.to_string())
    }

    #[test]
    fn a_number_out_of_range_is_named_with_the_range() {
        assert_eq!(reason(1, 1..=100), None);
        assert_eq!(
            reason(0, 1..=100).as_deref(),
            Some("0 is not a number from 1 to 100")
        );
        assert_eq!(
            reason(-1, 0..).as_deref(),
            Some("-1 is not a number from 0")
        );
        assert_eq!(in_range(None::<u8>, 1..=2).into_optional(), Ok(None));
        assert!(in_range(Some(3_u8), 1..=2).into_optional().is_err());
    }
}
