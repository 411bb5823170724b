//! The macro `open_enum!`: enums for responses, which never fail on a value that is new.
//!
//! In: variants and their values on the wire. Out: an enum with one more variant that keeps any other value. Never: a value
//! lost, or two enums that differ though their values on the wire are the same.

/// Defines an enum for responses: a value that is not in the list is kept in the variant named behind `else`.
///
/// A string on the wire, or with `: i64` an integer. `From` makes it of a value on the wire, `as_str` or `as_i64` gives
/// that back. Equality and hash go by the value on the wire. It is `#[non_exhaustive]`, as values are added over time. Two
/// variants cannot have the same value: the second would never be seen.
///
/// ```
/// openapi_client_runtime::open_enum! {
///     /// How chats are sorted.
///     pub enum Order else Unknown {
///         /// Latest message first.
///         Newest = "newest",
///         /// Latest message last.
///         Oldest = "oldest",
///     }
/// }
///
/// assert_eq!(Order::from("newest"), Order::Newest);
/// assert_eq!(Order::from("random"), Order::Unknown("random".to_owned()));
/// assert_eq!(Order::from("random").to_string(), "random");
///
/// openapi_client_runtime::open_enum! {
///     /// What a message is.
///     pub enum Kind: i64 else Other {
///         /// Text alone.
///         Text = 1,
///     }
/// }
///
/// assert_eq!(Kind::from(1), Kind::Text);
/// assert_eq!(Kind::from(7), Kind::Other(7));
/// assert_eq!(Kind::from(7).as_i64(), 7);
/// ```
///
/// `else Unknown` may be left out. Where a variant of the API is called that, name another.
#[macro_export]
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        $visibility:vis enum $name:ident {
            $($variants:tt)*
        }
    ) => {
        $crate::open_enum! { $(#[$meta])* $visibility enum $name else Unknown { $($variants)* } }
    };

    (
        $(#[$meta:meta])*
        $visibility:vis enum $name:ident: i64 {
            $($variants:tt)*
        }
    ) => {
        $crate::open_enum! { $(#[$meta])* $visibility enum $name: i64 else Unknown { $($variants)* } }
    };

    (
        $(#[$meta:meta])*
        $visibility:vis enum $name:ident else $other:ident {
            $($(#[$variant_meta:meta])* $variant:ident = $value:literal),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(::core::clone::Clone, ::core::fmt::Debug)]
        #[non_exhaustive]
        $visibility enum $name {
            $($(#[$variant_meta])* $variant,)*
            /// A value that was not known when this was made.
            $other(::std::string::String),
        }

        impl $name {
            /// The value as it is on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)*
                    Self::$other(text) => text,
                }
            }

            fn known(text: &str) -> ::core::option::Option<Self> {
                match text {
                    $($value => ::core::option::Option::Some(Self::$variant),)*
                    _ => ::core::option::Option::None,
                }
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::known(text).unwrap_or_else(|| Self::$other(::std::string::String::from(text)))
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                Self::known(&text).unwrap_or(Self::$other(text))
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                ::core::result::Result::Ok(<Self as ::core::convert::From<&str>>::from(text))
            }
        }

        $crate::__written_as_text! { $name }

        $crate::__argument! { text $name }

        $crate::__open_enum_by_value! { $name, as_str }

        impl<'de> $crate::codegen::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::codegen::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                <::std::string::String as $crate::codegen::serde::Deserialize>::deserialize(deserializer)
                    .map(<Self as ::core::convert::From<::std::string::String>>::from)
            }
        }
    };

    (
        $(#[$meta:meta])*
        $visibility:vis enum $name:ident: i64 else $other:ident {
            $($(#[$variant_meta:meta])* $variant:ident = $value:literal),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
        #[non_exhaustive]
        $visibility enum $name {
            $($(#[$variant_meta])* $variant,)*
            /// A value that was not known when this was made.
            $other(i64),
        }

        impl $name {
            /// The value as it is on the wire.
            pub const fn as_i64(self) -> i64 {
                match self {
                    $(Self::$variant => $value,)*
                    Self::$other(number) => number,
                }
            }
        }

        impl ::core::convert::From<i64> for $name {
            fn from(number: i64) -> Self {
                match number {
                    $($value => Self::$variant,)*
                    number => Self::$other(number),
                }
            }
        }

        $crate::__written_as_number! { $name }

        $crate::__argument! { integer $name }

        $crate::__open_enum_by_value! { $name, as_i64 }

        impl<'de> $crate::codegen::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::codegen::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                <i64 as $crate::codegen::serde::Deserialize>::deserialize(deserializer)
                    .map(<Self as ::core::convert::From<i64>>::from)
            }
        }
    };
}

/// A caller may write `Order::Unknown("newest")`, which is the same on the wire as `Order::Newest`; so it is equal.
#[doc(hidden)]
#[macro_export]
macro_rules! __open_enum_by_value {
    ($name:ident, $value:ident) => {
        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.$value() == other.$value()
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::hash::Hash for $name {
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                ::core::hash::Hash::hash(&self.$value(), state);
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    open_enum! {
        /// How chats are sorted.
        pub enum Order {
            /// Latest message first.
            Newest = "newest",
            /// Those with unread messages first.
            Unread = "un\"read",
        }
    }

    open_enum! {
        /// Whether a user is online; the API has a value called unknown.
        pub enum Presence: i64 else Other {
            /// Not known.
            Unknown = 0,
            /// Hidden.
            Hidden = -1,
        }
    }

    #[test]
    fn an_unknown_value_equals_the_known_one_that_it_spells() {
        assert_eq!(Order::Unknown("newest".to_owned()), Order::Newest);
        assert_eq!(Presence::Other(-1), Presence::Hidden);
        assert_ne!(Presence::Other(-2), Presence::Hidden);
    }

    #[test]
    fn debug_shows_the_variant_and_display_the_value() {
        assert_eq!(format!("{0} {0:?}", Order::Unread), "un\"read Unread");
        assert_eq!(format!("{0} {0:?}", Order::from("x")), "x Unknown(\"x\")");
        assert_eq!(format!("{0} {0:?}", Presence::Hidden), "-1 Hidden");
    }

    #[test]
    fn an_enum_may_have_no_variants_yet() {
        open_enum! {
            /// Nothing is known.
            enum Empty {}
        }
        assert_eq!(Empty::from("x").as_str(), "x");
    }

    #[test]
    fn only_values_of_its_kind_decode() {
        for text in ["1", "null", "[]"] {
            assert!(serde_json::from_str::<Order>(text).is_err());
        }
        for text in ["\"0\"", "null", "0.5", "9223372036854775808"] {
            assert!(serde_json::from_str::<Presence>(text).is_err());
        }
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text in prop_oneof![any::<String>(), Just("newest".to_owned())]) {
            let wire = serde_json::to_string(&text).unwrap();
            let order: Order = serde_json::from_str(&wire).unwrap();
            prop_assert_eq!(serde_json::to_string(&order).unwrap(), wire);
            prop_assert_eq!(Order::from(text.as_str()), Order::from(text));
        }

        #[test]
        fn any_integer_comes_back(number in prop_oneof![any::<i64>(), -2_i64..3]) {
            let presence: Presence = serde_json::from_str(&number.to_string()).unwrap();
            prop_assert_eq!(serde_json::to_string(&presence).unwrap(), number.to_string());
            prop_assert_eq!(i64::from(presence), number);
        }
    }
}
