//! What setters and path arguments take.
//!
//! In: what a caller has: a value or a reference to it, a string, an integer of any width, a builder, an `Option`.
//! Out: a value of the wanted type, or the reason why there is none.
//! Never: a value of another meaning: a boolean for a count, an amount for a limit, the id of a user for that of a chat.

mod collections;
mod range;
mod scalars;

use std::borrow::Cow;

use crate::ConversionError;

pub use self::range::in_range;

/// What may be passed where a `T` is required.
///
/// | `T` | what may be passed |
/// |---|---|
/// | an id, an enum | the type, a reference to it, `&str`, `String`, `&String` |
/// | `String` | `&str`, `String`, `&String`, `Cow<str>` |
/// | an integer, an enum of integers | any integer type that holds the number; others are refused when the request is sent |
/// | a float | `f32`, `f64`, and integers that it holds exactly |
/// | a struct that is sent | the struct, a reference to it, its builder |
/// | `Vec<T>`, `[T; N]` | a `Vec`, an array or a slice whose items may be passed for `T` |
/// | a map | a `BTreeMap` or a `HashMap` whose values may be passed for `T` |
/// | any JSON | [`serde_json::Value`], and all scalars |
///
/// What does not fit is returned by the request's `send`, before anything is sent. A type of your own is passed by
/// implementing both this trait and [`OptionalArgument`] for it, or by converting it first.
///
/// ```
/// # use openapi_client_runtime::{Argument, ConversionError};
/// openapi_client_runtime::string_id! { pub struct ChatId; }
///
/// fn show(chat_id: impl Argument<ChatId>) -> Result<ChatId, ConversionError> {
///     chat_id.into_argument()
/// }
///
/// let id = ChatId::new("1");
/// assert_eq!(show(&id), show("1"));
/// ```
///
/// ```compile_fail,E0277
/// # use openapi_client_runtime::Argument;
/// # openapi_client_runtime::string_id! { pub struct ChatId; pub struct UserId; }
/// fn show(chat_id: impl Argument<ChatId>) {}
/// show(UserId::new("1"));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be passed where `{T}` is required",
    label = "this is no argument for `{T}`",
    note = "pass a `{T}`, a reference to it, or what the documentation of `Argument` says of its kind of type"
)]
pub trait Argument<T>: OptionalArgument<T> {
    /// The value.
    ///
    /// # Errors
    ///
    /// A value that `T` does not have.
    fn into_argument(self) -> Result<T, ConversionError>;
}

/// What may be passed where a `T` may be left out: all that [`Argument`] allows, and an `Option` of it.
///
/// `None` takes back what the setter was given before; a `None` of which nobody knows the type is written `None::<&str>`.
///
/// ```
/// # use openapi_client_runtime::{ConversionError, OptionalArgument};
/// fn limit(count: impl OptionalArgument<i64>) -> Result<Option<i64>, ConversionError> {
///     count.into_optional()
/// }
///
/// let page_size: Option<usize> = None;
/// assert_eq!(limit(page_size), Ok(None));
/// assert_eq!(limit(20_usize), Ok(Some(20)));
/// assert!(limit(u64::MAX).is_err());
/// ```
///
/// ```compile_fail,E0277
/// # use openapi_client_runtime::OptionalArgument;
/// fn limit(count: impl OptionalArgument<i64>) {}
/// limit(true);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be passed where `{T}` is expected",
    label = "this is no argument for `{T}`",
    note = "pass a `{T}`, a reference to it, an `Option` of either, or what the documentation of `Argument` says of its kind of type"
)]
pub trait OptionalArgument<T> {
    /// The value; nothing where it is left out.
    ///
    /// # Errors
    ///
    /// A value that `T` does not have.
    fn into_optional(self) -> Result<Option<T>, ConversionError>;
}

/// A type that is passed as it is, or by reference. For generated code.
pub trait ArgumentType {}

/// A type that a string becomes. For generated code.
#[diagnostic::on_unimplemented(message = "a string cannot be passed where `{Self}` is expected")]
pub trait FromText: Sized {
    /// The value of this string.
    ///
    /// # Errors
    ///
    /// A string that is none of its values.
    fn from_text(text: Cow<'_, str>) -> Result<Self, ConversionError>;
}

/// A type that an integer becomes. For generated code.
#[diagnostic::on_unimplemented(message = "an integer cannot be passed where `{Self}` is expected")]
pub trait FromInteger: Sized {
    /// The value of this integer.
    ///
    /// # Errors
    ///
    /// An integer that is none of its values.
    fn from_integer(integer: i128) -> Result<Self, ConversionError>;
}

/// Both traits for a type that is passed where a value is required.
macro_rules! argument {
    ([$($generics:tt)*] $target:ty, from $source:ty, $value:ident => $result:expr $(; where $($bound:tt)+)?) => {
        impl<$($generics)*> $crate::Argument<$target> for $source
        $(where $($bound)+)?
        {
            fn into_argument(self) -> Result<$target, $crate::ConversionError> {
                let $value = self;
                $result
            }
        }

        impl<$($generics)*> $crate::OptionalArgument<$target> for $source
        $(where $($bound)+)?
        {
            fn into_optional(self) -> Result<Option<$target>, $crate::ConversionError> {
                $crate::Argument::into_argument(self).map(Some)
            }
        }
    };
}
pub(crate) use argument;

argument!([T: ArgumentType] T, from T, value => Ok(value));
argument!([T: ArgumentType + Clone] T, from &T, value => Ok(value.clone()));
argument!([T: FromText] T, from &str, text => T::from_text(text.into()));
argument!([T: FromText] T, from String, text => T::from_text(text.into()));
argument!([T: FromText] T, from &String, text => T::from_text(text.into()));
argument!([T: FromText] T, from &&str, text => T::from_text((*text).into()));
argument!([T: FromText] T, from Cow<'_, str>, text => T::from_text(text));

impl<T, V: Argument<T>> OptionalArgument<T> for Option<V> {
    fn into_optional(self) -> Result<Option<T>, ConversionError> {
        self.map(V::into_argument).transpose()
    }
}

// What a scope was given, which is checked when a request is sent.
argument!([T] T, from Result<T, ConversionError>, value => value);

/// Makes types arguments: as they are, by reference, and by the conversions that they have.
///
/// For generated code: `argument! { Chat }` for a value alone, `argument! { Reply, from i64, from Vec<Chat> }` for what it
/// has `From` of, `argument! { text Word }` for what is parsed from a string,
/// `argument! { Chat, built by ChatBuilder }` for what has a builder.
#[doc(hidden)]
#[macro_export]
macro_rules! __argument {
    (text $name:ident $($rest:tt)*) => {
        impl $crate::codegen::FromText for $name {
            fn from_text(
                text: ::std::borrow::Cow<'_, str>,
            ) -> ::core::result::Result<Self, $crate::ConversionError> {
                <Self as ::core::str::FromStr>::from_str(&text)
                    .map_err(|error| $crate::ConversionError::from(::std::string::ToString::to_string(&error)))
            }
        }

        $crate::__argument! { $name $($rest)* }
    };

    (integer $name:ident) => {
        impl $crate::codegen::FromInteger for $name {
            fn from_integer(integer: i128) -> ::core::result::Result<Self, $crate::ConversionError> {
                let integer = <i64 as $crate::codegen::FromInteger>::from_integer(integer)?;
                <Self as ::core::convert::TryFrom<i64>>::try_from(integer)
                    .map_err(|error| $crate::ConversionError::from(::std::string::ToString::to_string(&error)))
            }
        }

        $crate::__argument! { $name }
    };

    ($name:ident, built by $builder:ty) => {
        impl $crate::codegen::Built for $name {
            type Builder = $builder;
        }

        $crate::__argument! { $name, from $builder }
    };

    ($name:ident $(, from $source:ty)*) => {
        impl $crate::codegen::ArgumentType for $name {}

        $($crate::__argument! { @convert $name, $source })*
    };

    (@convert $name:ident, $source:ty) => {
        impl $crate::Argument<$name> for $source {
            fn into_argument(self) -> ::core::result::Result<$name, $crate::ConversionError> {
                <$name as ::core::convert::TryFrom<$source>>::try_from(self)
                    .map_err(|error| $crate::ConversionError::from(::std::string::ToString::to_string(&error)))
            }
        }

        impl $crate::OptionalArgument<$name> for $source {
            fn into_optional(
                self,
            ) -> ::core::result::Result<::core::option::Option<$name>, $crate::ConversionError> {
                $crate::Argument::into_argument(self).map(::core::option::Option::Some)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashMap};

    use serde_json::{Map, Value, json};

    use super::*;
    use crate::{JsonText, Millidollars, UnixSeconds};

    crate::string_id! {
        pub struct ChatId;
    }

    crate::open_enum! {
        pub enum Kind: i64 {
            Text = 1,
        }
    }

    crate::closed_enum! {
        pub enum Order {
            Newest = "newest",
        }
    }

    fn given<T>(value: impl Argument<T>) -> Result<T, String> {
        value.into_argument().map_err(|error| error.to_string())
    }

    fn left_out<T>(value: impl OptionalArgument<T>) -> Option<T> {
        value.into_optional().unwrap()
    }

    #[test]
    fn an_id_is_taken_as_itself_by_reference_and_as_text() {
        let id = ChatId::new("1");
        let text = "1".to_owned();
        for taken in [
            given::<ChatId>(&id),
            given("1"),
            given(&text),
            given(text.clone()),
            given(Cow::from("1")),
            given(Ok(id.clone())),
        ] {
            assert_eq!(taken, Ok(id.clone()));
        }
        assert_eq!(left_out::<ChatId>(Some(&id)), Some(id));
        assert_eq!(left_out::<ChatId>(None::<&str>), None);
    }

    #[test]
    fn an_integer_of_any_width_is_taken_if_it_fits() {
        assert_eq!(given::<i64>(20_usize), Ok(20));
        assert_eq!(given::<i64>(-1_i8), Ok(-1));
        assert_eq!(given::<u8>(255), Ok(255));
        assert_eq!(left_out::<i64>(Some(5_u32)), Some(5));
        assert_eq!(
            given::<u8>(256),
            Err("256 is not a number from 0 to 255".to_owned())
        );
        assert_eq!(
            given::<i64>(u64::MAX),
            Err("18446744073709551615 is not a number from -9223372036854775808 to 9223372036854775807".to_owned())
        );
        assert_eq!(given::<Kind>(1_u8).unwrap(), Kind::Text);
        assert!(given::<Kind>(u64::MAX).is_err());
    }

    #[test]
    fn a_float_takes_integers_that_it_holds() {
        assert_eq!(given::<f64>(5), Ok(5.0));
        assert_eq!(given::<f64>(0.5_f32), Ok(0.5));
        assert_eq!(given::<f32>(0.5), Ok(0.5));
        assert_eq!(given::<f32>(0.1), Ok(0.1));
        assert!(given::<f32>(1e300).is_err());
        assert_eq!(given::<f64>(1_i64 << 60), Ok((1_i64 << 60) as f64));
        assert_eq!(given::<f32>(1_i64 << 24), Ok(16_777_216.0));
        assert!(given::<f32>((1_i64 << 24) + 1).is_err());
        assert!(given::<f64>(i128::MAX).is_err());
        assert!(given::<f64>(i64::MAX).is_err());
    }

    #[test]
    fn words_are_checked() {
        assert_eq!(given::<Order>("newest").unwrap(), Order::Newest);
        assert!(given::<Order>("random").unwrap_err().contains("`newest`"));
    }

    #[test]
    fn lists_take_items_that_may_be_passed() {
        let ids = vec![ChatId::new("1"), ChatId::new("2")];
        for taken in [
            given::<Vec<ChatId>>(&ids),
            given(ids.as_slice()),
            given(["1", "2"]),
            given(vec!["1".to_owned(), "2".to_owned()]),
            given(ids.clone()),
        ] {
            assert_eq!(taken.as_ref(), Ok(&ids));
        }
        assert_eq!(given::<[i64; 2]>([1_u8, 2]), Ok([1, 2]));
        assert!(given::<Vec<u8>>([1, 256]).unwrap_err().contains("256"));
        assert_eq!(left_out::<Vec<i64>>(Some([1])), Some(vec![1]));
    }

    #[test]
    fn maps_take_values_that_may_be_passed() {
        let expected = Ok(BTreeMap::from([("a".to_owned(), 1_i64)]));
        assert_eq!(
            given::<BTreeMap<String, i64>>(BTreeMap::from([("a", 1)])),
            expected
        );
        assert_eq!(
            given::<BTreeMap<String, i64>>(HashMap::from([("a", 1_u8)])),
            expected
        );
        let object = json!({"a": 1});
        assert_eq!(
            given::<Map<String, Value>>(object.clone()).map(Value::Object),
            Ok(object)
        );
        assert!(
            given::<Map<String, Value>>(json!([]))
                .unwrap_err()
                .contains("object")
        );
    }

    #[test]
    fn any_json_takes_values_and_scalars() {
        assert_eq!(given::<Value>(json!(null)), Ok(json!(null)));
        assert_eq!(given::<Value>("a"), Ok(json!("a")));
        assert_eq!(given::<Value>(u64::MAX), Ok(json!(u64::MAX)));
        assert_eq!(given::<Value>(true), Ok(json!(true)));
        assert_eq!(given::<Value>(1.5), Ok(json!(1.5)));
        assert_eq!(given::<Value>(1.5_f32), Ok(json!(1.5)));
        assert_eq!(
            given::<Value>(&["a", "b"].map(|text| json!(text)).to_vec()[0]),
            Ok(json!("a"))
        );
        assert_eq!(
            given::<Vec<Value>>(&["a", "b"]),
            Ok(vec![json!("a"), json!("b")])
        );
        assert_eq!(given::<Vec<i64>>(&vec![1_u8]), Ok(vec![1]));
        assert!(given::<Value>(f64::NAN).is_err());
    }

    #[test]
    fn types_of_this_crate_are_taken_as_they_are() {
        assert_eq!(
            given::<Millidollars>(Millidollars::new(5)),
            Ok(Millidollars::new(5))
        );
        assert_eq!(
            given::<UnixSeconds>(UnixSeconds::from(5)),
            Ok(UnixSeconds::from(5))
        );
        assert_eq!(given::<JsonText<Value>>("{}"), Ok(JsonText::new("{}")));
        assert_eq!(given::<crate::Bytes>(vec![1, 2]), Ok(vec![1, 2].into()));
    }
}
