//! The macro `closed_enum!`: enums for requests, which hold nothing that the API does not know.
//!
//! In: variants and their values on the wire. Out: an enum of these, and an error that lists them for any other value.
//! Never: a value that the API refuses.

/// Defines an enum for requests: only the values in the list exist.
///
/// A string on the wire, or with `: i64` an integer. `TryFrom` and `FromStr` refuse any other value and name the choices.
/// It is `#[non_exhaustive]`, so that a new value breaks no caller.
///
/// ```
/// openapi_client_runtime::closed_enum! {
///     /// How chats are sorted.
///     pub enum Order {
///         /// Latest message first.
///         Newest = "newest",
///         /// Latest message last.
///         Oldest = "oldest",
///     }
/// }
///
/// assert_eq!(Order::try_from("newest"), Ok(Order::Newest));
/// assert_eq!(Order::Oldest.as_str(), "oldest");
/// assert_eq!("newst".parse::<Order>().unwrap_err().to_string(), "`newst` is not one of `newest`, `oldest`");
///
/// openapi_client_runtime::closed_enum! {
///     /// What a message is.
///     pub enum Kind: i64 {
///         /// Text alone.
///         Text = 1,
///         /// A tip.
///         Tip = 7,
///     }
/// }
///
/// assert_eq!(Kind::try_from(7), Ok(Kind::Tip));
/// assert_eq!(Kind::try_from(8).unwrap_err().to_string(), "8 is not one of 1, 7");
/// ```
#[macro_export]
macro_rules! closed_enum {
    (
        $(#[$meta:meta])*
        $visibility:vis enum $name:ident {
            $($(#[$variant_meta:meta])* $variant:ident = $value:literal),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(
            ::core::clone::Clone,
            ::core::marker::Copy,
            ::core::fmt::Debug,
            ::core::cmp::PartialEq,
            ::core::cmp::Eq,
            ::core::hash::Hash,
        )]
        #[non_exhaustive]
        $visibility enum $name {
            $($(#[$variant_meta])* $variant,)+
        }

        impl $name {
            /// The value as it is on the wire.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $value,)+
                }
            }

            fn known(text: &str) -> ::core::option::Option<Self> {
                match text {
                    $($value => ::core::option::Option::Some(Self::$variant),)+
                    _ => ::core::option::Option::None,
                }
            }
        }

        impl ::core::convert::TryFrom<&str> for $name {
            type Error = $crate::ConversionError;

            fn try_from(text: &str) -> ::core::result::Result<Self, $crate::ConversionError> {
                Self::known(text).ok_or_else(|| $crate::codegen::no_choice(text, &[$($value),+]))
            }
        }

        impl ::core::convert::TryFrom<::std::string::String> for $name {
            type Error = $crate::ConversionError;

            fn try_from(text: ::std::string::String) -> ::core::result::Result<Self, $crate::ConversionError> {
                <Self as ::core::convert::TryFrom<&str>>::try_from(&text)
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::ConversionError;

            fn from_str(text: &str) -> ::core::result::Result<Self, $crate::ConversionError> {
                <Self as ::core::convert::TryFrom<&str>>::try_from(text)
            }
        }

        $crate::__written_as_text! { $name }

        $crate::__argument! { text $name }

        impl<'de> $crate::codegen::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::codegen::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                let text = <::std::string::String as $crate::codegen::serde::Deserialize>::deserialize(deserializer)?;
                Self::known(&text).ok_or_else(|| {
                    <D::Error as $crate::codegen::serde::de::Error>::unknown_variant(&text, &[$($value),+])
                })
            }
        }
    };

    (
        $(#[$meta:meta])*
        $visibility:vis enum $name:ident: i64 {
            $($(#[$variant_meta:meta])* $variant:ident = $value:literal),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(
            ::core::clone::Clone,
            ::core::marker::Copy,
            ::core::fmt::Debug,
            ::core::cmp::PartialEq,
            ::core::cmp::Eq,
            ::core::hash::Hash,
        )]
        #[non_exhaustive]
        $visibility enum $name {
            $($(#[$variant_meta])* $variant,)+
        }

        impl $name {
            /// The value as it is on the wire.
            pub const fn as_i64(self) -> i64 {
                match self {
                    $(Self::$variant => $value,)+
                }
            }
        }

        impl ::core::convert::TryFrom<i64> for $name {
            type Error = $crate::ConversionError;

            fn try_from(number: i64) -> ::core::result::Result<Self, $crate::ConversionError> {
                match number {
                    $($value => ::core::result::Result::Ok(Self::$variant),)+
                    number => ::core::result::Result::Err($crate::codegen::no_number_choice(number, &[$($value),+])),
                }
            }
        }

        $crate::__written_as_number! { $name }

        $crate::__argument! { integer $name }

        impl<'de> $crate::codegen::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::codegen::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                let number = <i64 as $crate::codegen::serde::Deserialize>::deserialize(deserializer)?;
                <Self as ::core::convert::TryFrom<i64>>::try_from(number).map_err(|_| {
                    <D::Error as $crate::codegen::serde::de::Error>::invalid_value(
                        $crate::codegen::serde::de::Unexpected::Signed(number),
                        &$crate::codegen::OneOf(&[$($value),+]),
                    )
                })
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    closed_enum! {
        /// How chats are sorted.
        pub enum Order {
            /// Latest message first.
            Newest = "newest",
            /// Latest message last.
            Oldest = "oldest",
            /// Those with unread messages first.
            Unread = "unread",
        }
    }

    closed_enum! {
        /// What a message is.
        pub enum Kind: i64 {
            /// Text alone.
            Text = 1,
            /// Removed.
            Removed = -1,
        }
    }

    fn refused(text: &str) -> String {
        Order::try_from(text).unwrap_err().to_string()
    }

    #[test]
    fn the_error_names_the_value_and_the_choices() {
        assert_eq!(
            refused("newst"),
            "`newst` is not one of `newest`, `oldest`, `unread`"
        );
        assert_eq!(
            Kind::try_from(0).unwrap_err().to_string(),
            "0 is not one of 1, -1"
        );
    }

    #[test]
    fn what_a_caller_has_becomes_a_value_or_an_error() {
        let text = "oldest".to_owned();
        assert_eq!(Order::try_from(text.as_str()), Ok(Order::Oldest));
        assert_eq!(Order::try_from(text), Ok(Order::Oldest));
        assert_eq!("unread".parse(), Ok(Order::Unread));
        assert!(Order::try_from("Newest").is_err());
    }

    #[test]
    fn the_value_on_the_wire_comes_back() {
        for order in [Order::Newest, Order::Oldest, Order::Unread] {
            let wire = serde_json::to_string(&order).unwrap();
            assert_eq!(wire, format!("\"{order}\""));
            assert_eq!(serde_json::from_str::<Order>(&wire).unwrap(), order);
        }
        assert_eq!(serde_json::from_str::<Kind>("-1").unwrap(), Kind::Removed);
        assert_eq!(serde_json::to_string(&Kind::Removed).unwrap(), "-1");
        assert_eq!(i64::from(Kind::Text), 1);
    }

    #[test]
    fn other_values_do_not_decode() {
        let error = serde_json::from_str::<Order>("\"x\"")
            .unwrap_err()
            .to_string();
        assert!(
            error.starts_with("unknown variant `x`, expected one of `newest`, "),
            "{error}"
        );
        assert!(serde_json::from_str::<Order>("1").is_err());
        let error = serde_json::from_str::<Kind>("2").unwrap_err().to_string();
        assert!(
            error.starts_with("invalid value: integer `2`, expected one of 1, -1"),
            "{error}"
        );
        assert!(serde_json::from_str::<Kind>("\"1\"").is_err());
    }

    proptest! {
        #[test]
        fn no_value_panics(text in any::<String>(), number in any::<i64>()) {
            prop_assert_eq!(Order::try_from(text.as_str()).ok(), text.parse().ok());
            prop_assert_eq!(Kind::try_from(number).is_ok(), number == 1 || number == -1);
        }
    }
}
