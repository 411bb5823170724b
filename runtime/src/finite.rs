//! Numbers that JSON does not have.
//!
//! In: any serialisable value. Out: whether it holds a float that is infinite or not a number.
//! Never: the value itself. `serde_json` writes such a float as null, and a null is left out of a query or a form.

use serde::ser::{self, Serialize, Serializer};

/// True if every float in `value` is finite; what cannot be serialised at all is an error of whoever writes it.
pub(crate) fn is_finite(value: &(impl Serialize + ?Sized)) -> bool {
    !matches!(value.serialize(Finite), Err(Stop::NotFinite))
}

/// Why a value is not looked at further.
#[derive(Debug, thiserror::Error)]
enum Stop {
    #[error("a number is infinite or none")]
    NotFinite,
    #[error("{0}")]
    Other(String),
}

impl ser::Error for Stop {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self::Other(message.to_string())
    }
}

/// A serialiser that writes nothing.
#[derive(Clone, Copy)]
struct Finite;

fn check(is_finite: bool) -> Result<(), Stop> {
    match is_finite {
        true => Ok(()),
        false => Err(Stop::NotFinite),
    }
}

macro_rules! nothing_to_check {
    ($($function:ident: $type:ty),* $(,)?) => {
        $(fn $function(self, _: $type) -> Result<(), Stop> { Ok(()) })*
    };
}

impl Serializer for Finite {
    type Ok = ();
    type Error = Stop;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    nothing_to_check! {
        serialize_bool: bool,
        serialize_i8: i8,
        serialize_i16: i16,
        serialize_i32: i32,
        serialize_i64: i64,
        serialize_i128: i128,
        serialize_u8: u8,
        serialize_u16: u16,
        serialize_u32: u32,
        serialize_u64: u64,
        serialize_u128: u128,
        serialize_char: char,
        serialize_str: &str,
        serialize_bytes: &[u8],
        serialize_unit_struct: &'static str,
    }

    fn serialize_f32(self, value: f32) -> Result<(), Stop> {
        check(value.is_finite())
    }

    fn serialize_f64(self, value: f64) -> Result<(), Stop> {
        check(value.is_finite())
    }

    fn serialize_none(self) -> Result<(), Stop> {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Stop> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Stop> {
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, _: &'static str) -> Result<(), Stop> {
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Stop> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), Stop> {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Stop> {
        Ok(self)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, Stop> {
        Ok(self)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, Stop> {
        Ok(self)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self, Stop> {
        Ok(self)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, Stop> {
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Stop> {
        Ok(self)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self, Stop> {
        Ok(self)
    }
}

macro_rules! items_are_checked {
    ($($part:ident: $function:ident),* $(,)?) => {
        $(impl ser::$part for Finite {
            type Ok = ();
            type Error = Stop;

            fn $function<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Stop> {
                value.serialize(*self)
            }

            fn end(self) -> Result<(), Stop> {
                Ok(())
            }
        })*
    };
}

items_are_checked! {
    SerializeSeq: serialize_element,
    SerializeTuple: serialize_element,
    SerializeTupleStruct: serialize_field,
    SerializeTupleVariant: serialize_field,
}

macro_rules! fields_are_checked {
    ($($part:ident),* $(,)?) => {
        $(impl ser::$part for Finite {
            type Ok = ();
            type Error = Stop;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                _: &'static str,
                value: &T,
            ) -> Result<(), Stop> {
                value.serialize(*self)
            }

            fn end(self) -> Result<(), Stop> {
                Ok(())
            }
        })*
    };
}

fields_are_checked!(SerializeStruct, SerializeStructVariant);

impl ser::SerializeMap for Finite {
    type Ok = ();
    type Error = Stop;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Stop> {
        key.serialize(*self)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Stop> {
        value.serialize(*self)
    }

    fn end(self) -> Result<(), Stop> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;

    #[test]
    fn floats_are_found_wherever_they_are() {
        assert!(is_finite(
            &json!({ "a": [1.5, null, "NaN"], "b": { "c": true } })
        ));
        assert!(is_finite(&(1, 2.5_f32, Some("a"), None::<f64>)));
        for float in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(!is_finite(&float));
            assert!(!is_finite(&[Some(1.0), Some(float)]));
            assert!(!is_finite(&BTreeMap::from([("a", (1, float))])));
        }
        assert!(!is_finite(&f32::NAN));
    }
}
