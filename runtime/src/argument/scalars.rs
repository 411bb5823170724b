//! Scalars as arguments: strings, numbers, booleans, bytes, and the types of this crate.

use std::borrow::Cow;

use bytes::Bytes;
use serde_json::Value;

use super::{ArgumentType, FromInteger, FromText, argument};
use crate::{
    Amount, ConversionError, FilePart, JsonText, Multipart, UnixMilliseconds, UnixSeconds,
};

impl ArgumentType for bool {}
impl ArgumentType for Value {}
impl ArgumentType for Bytes {}
impl ArgumentType for FilePart {}
impl ArgumentType for Multipart {}
impl<const DECIMALS: u32> ArgumentType for Amount<DECIMALS> {}
impl ArgumentType for UnixSeconds {}
impl ArgumentType for UnixMilliseconds {}
impl<T> ArgumentType for JsonText<T> {}

impl FromText for String {
    fn from_text(text: Cow<'_, str>) -> Result<Self, ConversionError> {
        Ok(text.into_owned())
    }
}

impl FromText for Value {
    fn from_text(text: Cow<'_, str>) -> Result<Self, ConversionError> {
        Ok(Self::String(text.into_owned()))
    }
}

impl FromText for Bytes {
    fn from_text(text: Cow<'_, str>) -> Result<Self, ConversionError> {
        Ok(text.into_owned().into())
    }
}

impl<T> FromText for JsonText<T> {
    fn from_text(text: Cow<'_, str>) -> Result<Self, ConversionError> {
        Ok(Self::new(text.into_owned()))
    }
}

argument!([] Bytes, from Vec<u8>, bytes => Ok(bytes.into()));
argument!([] Bytes, from &[u8], bytes => Ok(bytes.to_vec().into()));

/// Integers become each other where the number fits, and whatever is made of an integer.
macro_rules! integers {
    ($($integer:ident)*) => {$(
        argument!([T: FromInteger] T, from $integer, number => T::from_integer(widened(number)?));

        argument!([T: FromInteger] T, from &$integer, number => T::from_integer(widened(*number)?));

        impl FromInteger for $integer {
            fn from_integer(integer: i128) -> Result<Self, ConversionError> {
                integer
                    .try_into()
                    .map_err(|_| out_of_range(integer, $integer::MIN, $integer::MAX))
            }
        }
    )*};
}

integers!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

fn widened(number: impl TryInto<i128> + std::fmt::Display + Copy) -> Result<i128, ConversionError> {
    number
        .try_into()
        .map_err(|_| format!("{number} is too large").into())
}

fn out_of_range(
    integer: i128,
    first: impl std::fmt::Display,
    last: impl std::fmt::Display,
) -> ConversionError {
    format!("{integer} is not a number from {first} to {last}").into()
}

impl FromInteger for Value {
    fn from_integer(integer: i128) -> Result<Self, ConversionError> {
        let signed = i64::try_from(integer).map(Self::from);
        signed
            .or_else(|_| u64::try_from(integer).map(Self::from))
            .map_err(|_| out_of_range(integer, i64::MIN, u64::MAX))
    }
}

/// Floats take the integers that they hold exactly, and each other: the nearest one, unless that is infinite.
macro_rules! floats {
    ($($float:ident from $other:ident)*) => {$(
        impl ArgumentType for $float {}

        argument!([] Value, from &$float, number => json_number(f64::from(*number)));
        argument!([] Value, from $float, number => json_number(f64::from(number)));

        argument!([] $float, from $other, number => {
            // The nearest one, as Rust reads a literal.
            let converted = number as $float;
            match converted.is_infinite() && number.is_finite() {
                true => Err(inexact(number, stringify!($float))),
                false => Ok(converted),
            }
        });

        impl FromInteger for $float {
            fn from_integer(integer: i128) -> Result<Self, ConversionError> {
                let converted = integer as $float;
                // Beyond it a float is only cut off to the largest integer.
                const LIMIT: $float = 170_141_183_460_469_231_731_687_303_715_884_105_728.0;
                if converted.abs() < LIMIT && converted as i128 == integer {
                    Ok(converted)
                } else {
                    Err(inexact(integer, stringify!($float)))
                }
            }
        }
    )*};
}

floats!(f32 from f64 f64 from f32);

fn inexact(number: impl std::fmt::Display, float: &str) -> ConversionError {
    format!("{number} cannot be held exactly by `{float}`").into()
}

argument!([] Value, from bool, value => Ok(value.into()));
argument!([] Value, from &bool, value => Ok((*value).into()));

fn json_number(number: f64) -> Result<Value, ConversionError> {
    let number = serde_json::Number::from_f64(number).map(Value::Number);
    number.ok_or_else(|| "JSON has no number that is infinite or not a number".into())
}
