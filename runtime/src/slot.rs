//! What a setter was given, until the value is built.
//!
//! In: an argument, or nothing. Out: the value, or an error that names the setter.
//! Never: an error before `build` or `send`, so that setters can be chained without `?`.

use std::fmt;

use crate::conversion::{invalid, missing};
use crate::{ConversionError, OptionalArgument};

/// The place of one value: empty, set, or set to what is not a value. For generated code.
#[derive(Clone)]
pub struct Slot<T>(Option<Result<T, ConversionError>>);

impl<T> Slot<T> {
    /// A place that holds this value.
    pub fn new(value: impl OptionalArgument<T>) -> Self {
        Self(value.into_optional().transpose())
    }

    /// Whether it was not set, or set to nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The value, without which there is nothing to build.
    ///
    /// # Errors
    ///
    /// An empty place, and what is not a value.
    pub fn required(self, setter: &str) -> Result<T, ConversionError> {
        self.optional(setter)?.ok_or_else(|| missing(setter).into())
    }

    /// The value, if it was set.
    ///
    /// # Errors
    ///
    /// What is not a value.
    pub fn optional(self, setter: &str) -> Result<Option<T>, ConversionError> {
        self.0
            .transpose()
            .map_err(|reason| invalid(setter, &reason.to_string()).into())
    }
}

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: fmt::Debug> fmt::Debug for Slot<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_or_invalid_is_named_by_its_setter() {
        let empty = Slot::<i64>::default();
        assert_eq!(empty.clone().optional("limit"), Ok(None));
        assert_eq!(
            empty.required("limit").unwrap_err().to_string(),
            "`limit` is missing; set it with `.limit(…)`"
        );
        let invalid = Slot::<u8>::new(256);
        assert_eq!(
            invalid.optional("limit").unwrap_err().to_string(),
            "`limit` is invalid: 256 is not a number from 0 to 255"
        );
        assert_eq!(Slot::<u8>::new(5).required("limit"), Ok(5));
        assert_eq!(Slot::<u8>::new(None::<u8>).optional("limit"), Ok(None));
    }
}
