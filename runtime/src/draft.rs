//! The body of a request, set field by field or as a whole.
//!
//! In: setters of fields, which a builder takes, or a whole value. Out: the value, nothing where nothing was set, or an error.
//! Never: fields of one and a whole of another mixed.

use std::fmt;

use crate::{Argument, ConversionError, OptionalArgument};

/// A type that has a builder. For generated code.
pub trait Built: Sized {
    /// Its builder.
    type Builder: Argument<Self> + Default + Builder;
}

/// A builder. For generated code.
pub trait Builder {
    /// Whether nothing is set.
    fn is_empty(&self) -> bool;
}

/// A body `T` that is set field by field or as a whole. For generated code.
pub struct Draft<T: Built> {
    is_required: bool,
    state: State<T::Builder, T>,
}

#[derive(Clone)]
enum State<B, T> {
    Empty,
    Fields(B),
    Whole(Result<T, ConversionError>),
}

impl<T: Built> Draft<T> {
    /// A body without which nothing is sent: what is missing in it is an error, also where nothing is set.
    pub fn required() -> Self {
        Self {
            is_required: true,
            state: State::Empty,
        }
    }

    /// A body that is left out where nothing of it is set.
    pub fn optional() -> Self {
        Self {
            is_required: false,
            state: State::Empty,
        }
    }

    /// Sets a whole value, which replaces another whole one.
    pub fn whole(self, value: impl Argument<T>) -> Self {
        let state = match self.state {
            State::Empty | State::Whole(_) => State::Whole(value.into_argument()),
            State::Fields(_) => State::Whole(Err(BOTH.into())),
        };
        Self { state, ..self }
    }

    /// Sets a field.
    pub fn with(self, set: impl FnOnce(T::Builder) -> T::Builder) -> Self {
        let state = match self.state {
            State::Empty => State::Fields(set(T::Builder::default())),
            State::Fields(builder) => State::Fields(set(builder)),
            State::Whole(Ok(_)) => State::Whole(Err(BOTH.into())),
            invalid => invalid,
        };
        Self { state, ..self }
    }
}

/// One of the two would be lost.
const BOTH: &str =
    "`body`, which sets all fields, and a field are both set; set the fields or the whole body";

impl<T: Built> OptionalArgument<T> for Draft<T> {
    fn into_optional(self) -> Result<Option<T>, ConversionError> {
        match self.state {
            State::Empty if self.is_required => T::Builder::default().into_argument().map(Some),
            State::Empty => Ok(None),
            // Setters that were given `None`.
            State::Fields(builder) if !self.is_required && builder.is_empty() => Ok(None),
            State::Fields(builder) => builder.into_argument().map(Some),
            State::Whole(value) => value.map(Some),
        }
    }
}

impl<T: Built + Clone> Clone for Draft<T>
where
    T::Builder: Clone,
{
    fn clone(&self) -> Self {
        Self {
            is_required: self.is_required,
            state: self.state.clone(),
        }
    }
}

impl<T: Built + fmt::Debug> fmt::Debug for Draft<T>
where
    T::Builder: fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.state {
            State::Empty => f.write_str("None"),
            State::Fields(builder) => builder.fmt(f),
            State::Whole(Ok(value)) => value.fmt(f),
            State::Whole(Err(reason)) => reason.fmt(f),
        }
    }
}

/// Says of which slots a builder is made: `builder! { ChatBuilder { title, users } }`. For generated code.
#[doc(hidden)]
#[macro_export]
macro_rules! __builder {
    ($name:ident { $($slot:ident),* }) => {
        impl $crate::codegen::Builder for $name {
            fn is_empty(&self) -> bool {
                true $(&& self.$slot.is_empty())*
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slot::Slot;

    #[derive(Debug, Clone, Default)]
    struct BodyBuilder {
        id: Slot<u8>,
    }

    impl Builder for BodyBuilder {
        fn is_empty(&self) -> bool {
            self.id.is_empty()
        }
    }

    #[derive(Debug, Clone, PartialEq)]
    struct Body(u8);

    impl BodyBuilder {
        fn id(self, value: impl Argument<u8>) -> Self {
            Self {
                id: Slot::new(value),
            }
        }
    }

    impl Argument<Body> for BodyBuilder {
        fn into_argument(self) -> Result<Body, ConversionError> {
            self.id.required("id").map(Body)
        }
    }

    impl OptionalArgument<Body> for BodyBuilder {
        fn into_optional(self) -> Result<Option<Body>, ConversionError> {
            self.into_argument().map(Some)
        }
    }

    impl Built for Body {
        type Builder = BodyBuilder;
    }

    #[test]
    fn fields_make_a_body_and_a_whole_one_replaces_them() {
        let fields = Draft::<Body>::required().with(|body| body.id(1));
        assert_eq!(fields.into_optional(), Ok(Some(Body(1))));
        assert_eq!(
            Draft::<Body>::optional().whole(Ok(Body(2))).into_optional(),
            Ok(Some(Body(2)))
        );
        assert_eq!(
            Draft::<Body>::optional()
                .whole(BodyBuilder::default().id(3))
                .into_optional(),
            Ok(Some(Body(3)))
        );
    }

    #[test]
    fn a_body_that_is_not_set_is_none_or_names_what_is_missing() {
        assert_eq!(Draft::<Body>::optional().into_optional(), Ok(None));
        let taken_back = Draft::<Body>::optional().with(|_| BodyBuilder {
            id: Slot::new(None::<u8>),
        });
        assert_eq!(taken_back.into_optional(), Ok(None));
        let missing = Draft::<Body>::required().into_optional().unwrap_err();
        assert_eq!(missing.to_string(), "`id` is missing; set it with `.id(…)`");
    }

    #[test]
    fn a_field_is_not_lost_in_a_whole_body() {
        let whole_first = Draft::<Body>::optional()
            .whole(Ok(Body(2)))
            .with(|body| body.id(1));
        let fields_first = Draft::<Body>::required()
            .with(|body| body.id(1))
            .whole(Ok(Body(2)));
        for mixed in [whole_first, fields_first] {
            let error = mixed.into_optional().unwrap_err();
            assert!(error.to_string().contains("are both set"), "{error}");
        }
    }
}
