//! How the types of this crate's macros are written: one text or one number, the same on the wire and for a person.
//!
//! In: a type with `as_str` or `as_i64`. Out: `Display` and `Serialize` in these terms, and the conversion that goes
//! with them. Reading is different for each macro and stays there.

/// `AsRef<str>`, `Display` and `Serialize` of a type with `as_str`.
#[doc(hidden)]
#[macro_export]
macro_rules! __written_as_text {
    ($name:ident) => {
        impl ::core::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl $crate::codegen::serde::Serialize for $name {
            fn serialize<S: $crate::codegen::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

/// `Into<i64>`, `Display` and `Serialize` of a type with `as_i64`.
#[doc(hidden)]
#[macro_export]
macro_rules! __written_as_number {
    ($name:ident) => {
        impl ::core::convert::From<$name> for i64 {
            fn from(value: $name) -> Self {
                value.as_i64()
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.as_i64(), f)
            }
        }

        impl $crate::codegen::serde::Serialize for $name {
            fn serialize<S: $crate::codegen::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.as_i64())
            }
        }
    };
}
