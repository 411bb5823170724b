//! The body of a request, set field by field or as a whole.
//!
//! In: setters of fields, which a builder takes, or a whole value. Out: the value, nothing where nothing was set, or an error.
//! Never: fields of one and a whole of another mixed.

use std::fmt;

use crate::{Argument, ConversionError, OptionalArgument};

/// A body `T` that the builder `B` makes. For generated code.
#[derive(Clone)]
pub struct Draft<B, T>(State<B, T>);

#[derive(Clone)]
enum State<B, T> {
    Empty,
    Fields(B),
    Whole(Result<T, ConversionError>),
}

impl<B: Argument<T> + Default, T> Draft<B, T> {
    /// A whole value, in place of everything that was set before.
    pub fn whole(value: impl Argument<T>) -> Self {
        Self(State::Whole(value.into_argument()))
    }

    /// Sets a field.
    pub fn with(self, set: impl FnOnce(B) -> B) -> Self {
        Self(match self.0 {
            State::Empty => State::Fields(set(B::default())),
            State::Fields(builder) => State::Fields(set(builder)),
            State::Whole(Ok(_)) => State::Whole(Err(
                "a field is set after `body`, which sets all fields; set the fields or the whole body".into(),
            )),
            invalid => invalid,
        })
    }

    /// The value of a body without which nothing is sent.
    ///
    /// # Errors
    ///
    /// What the builder says, also where nothing was set.
    pub fn required(self) -> Result<T, ConversionError> {
        match self.0 {
            State::Empty => B::default().into_argument(),
            State::Fields(builder) => builder.into_argument(),
            State::Whole(value) => value,
        }
    }
}

impl<B: Argument<T>, T> OptionalArgument<T> for Draft<B, T> {
    fn into_optional(self) -> Result<Option<T>, ConversionError> {
        match self.0 {
            State::Empty => Ok(None),
            State::Fields(builder) => builder.into_argument().map(Some),
            State::Whole(value) => value.map(Some),
        }
    }
}

impl<B, T> Default for Draft<B, T> {
    fn default() -> Self {
        Self(State::Empty)
    }
}

impl<B: fmt::Debug, T: fmt::Debug> fmt::Debug for Draft<B, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            State::Empty => f.write_str("None"),
            State::Fields(builder) => builder.fmt(f),
            State::Whole(Ok(value)) => value.fmt(f),
            State::Whole(Err(reason)) => reason.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slot::Slot;

    #[derive(Debug, Clone, Default)]
    struct Builder {
        id: Slot<u8>,
    }

    #[derive(Debug, Clone, PartialEq)]
    struct Body(u8);

    impl Builder {
        fn id(self, value: impl Argument<u8>) -> Self {
            Self {
                id: Slot::new(value),
            }
        }
    }

    impl Argument<Body> for Builder {
        fn into_argument(self) -> Result<Body, ConversionError> {
            self.id.required("id").map(Body)
        }
    }

    impl OptionalArgument<Body> for Builder {
        fn into_optional(self) -> Result<Option<Body>, ConversionError> {
            self.into_argument().map(Some)
        }
    }

    type Drafted = Draft<Builder, Body>;

    #[test]
    fn fields_make_a_body_and_a_whole_one_replaces_them() {
        let fields = Drafted::default().with(|body| body.id(1));
        assert_eq!(fields.clone().required(), Ok(Body(1)));
        assert_eq!(fields.into_optional(), Ok(Some(Body(1))));
        assert_eq!(Drafted::whole(Ok(Body(2))).required(), Ok(Body(2)));
        assert_eq!(
            Drafted::whole(Builder::default().id(3)).required(),
            Ok(Body(3))
        );
    }

    #[test]
    fn a_body_that_is_not_set_is_none_or_names_what_is_missing() {
        assert_eq!(Drafted::default().into_optional(), Ok(None));
        let missing = Drafted::default().required().unwrap_err();
        assert_eq!(missing.to_string(), "`id` is missing; set it with `.id(…)`");
    }

    #[test]
    fn a_field_is_not_lost_in_a_whole_body() {
        let mixed = Drafted::whole(Ok(Body(2))).with(|body| body.id(1));
        assert!(
            mixed
                .required()
                .unwrap_err()
                .to_string()
                .contains("after `body`")
        );
    }
}
