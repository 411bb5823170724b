//! The macro `flags!`: bit sets that keep bits nobody has named.
//!
//! In: names and bits. Out: a set on the crate bitflags, the same integer on the wire. Never: a bit lost.

/// Defines a set of flags: an integer on the wire, a set of its bits in Rust.
///
/// The methods and operators are those of the crate [bitflags](https://docs.rs/bitflags): `contains`, `insert`, `|`,
/// `iter_names` and so on. Bits without a name are kept: `from_bits_truncate` drops nothing, `from_bits` always gives a set,
/// and `!` and `all()` take in all 64 bits. Beside these there are `From<i64>` and back, and `set_bits`, which lists the
/// bits one by one as numbers, with or without a name.
///
/// On the wire an integer that an `i64` holds; a negative one is a set with bit 63.
///
/// ```
/// openapi_client_runtime::flags! {
///     /// What a direct message costs.
///     pub struct DmFlags {
///         /// A price per message.
///         const PRICE = 1;
///         /// A subscription tier.
///         const SUBSCRIPTION_TIER = 4;
///     }
/// }
///
/// let flags = DmFlags::from(9);
/// assert!(flags.contains(DmFlags::PRICE));
/// assert_eq!(flags.bits(), 9);
/// assert_eq!(flags.set_bits().collect::<Vec<_>>(), [1, 8]);
/// assert_eq!(format!("{flags:?}"), "DmFlags(PRICE | 0x8)");
/// assert_eq!((DmFlags::PRICE | DmFlags::SUBSCRIPTION_TIER).bits(), 5);
/// ```
#[macro_export]
macro_rules! flags {
    (
        $(#[$meta:meta])*
        $visibility:vis struct $name:ident {
            $($(#[$flag_meta:ident $($flag_args:tt)*])* const $flag:ident = $bits:expr;)*
        }
    ) => {
        $crate::codegen::bitflags::bitflags! {
            $(#[$meta])*
            #[derive(
                ::core::clone::Clone,
                ::core::marker::Copy,
                ::core::fmt::Debug,
                ::core::default::Default,
                ::core::cmp::PartialEq,
                ::core::cmp::Eq,
                ::core::hash::Hash,
            )]
            $visibility struct $name: i64 {
                $($(#[$flag_meta $($flag_args)*])* const $flag = $bits;)*
                const _ = !0;
            }
        }

        impl $name {
            /// The bits that are set, least first, each as a number: 1, 2, 4 and so on. Bit 63 is [`i64::MIN`].
            pub fn set_bits(self) -> impl ::core::iter::Iterator<Item = i64> {
                $crate::codegen::set_bits(self.bits())
            }
        }

        $crate::__argument! { integer $name }

        impl ::core::convert::From<i64> for $name {
            fn from(bits: i64) -> Self {
                Self::from_bits_retain(bits)
            }
        }

        impl ::core::convert::From<$name> for i64 {
            fn from(flags: $name) -> Self {
                flags.bits()
            }
        }

        impl $crate::codegen::serde::Serialize for $name {
            fn serialize<S: $crate::codegen::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.bits())
            }
        }

        impl<'de> $crate::codegen::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::codegen::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                <i64 as $crate::codegen::serde::Deserialize>::deserialize(deserializer)
                    .map(Self::from_bits_retain)
            }
        }
    };
}

/// Each bit of `bits` that is set, as a number, least first.
pub fn set_bits(bits: i64) -> impl Iterator<Item = i64> {
    (0..i64::BITS)
        .map(|shift| 1_i64 << shift)
        .filter(move |bit| bits & bit != 0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    flags! {
        /// What a direct message costs.
        pub struct DmFlags {
            /// A price per message.
            const PRICE = 1;
            /// A subscription tier.
            const SUBSCRIPTION_TIER = 4;
        }
    }

    #[test]
    fn bits_without_a_name_stay() {
        let flags: DmFlags = serde_json::from_str("11").unwrap();
        assert_eq!((flags - DmFlags::PRICE).bits(), 10);
        assert_eq!(DmFlags::from_bits(11), Some(flags));
        assert_eq!(DmFlags::from_bits_truncate(11), flags);
        assert!((flags & !DmFlags::PRICE).contains(DmFlags::from(10)));
    }

    #[test]
    fn debug_names_what_has_a_name() {
        for (bits, text) in [
            (0, "DmFlags(0x0)"),
            (5, "DmFlags(PRICE | SUBSCRIPTION_TIER)"),
            (2, "DmFlags(0x2)"),
            (
                -1,
                "DmFlags(PRICE | SUBSCRIPTION_TIER | 0xfffffffffffffffa)",
            ),
        ] {
            assert_eq!(format!("{:?}", DmFlags::from(bits)), text);
        }
    }

    #[test]
    fn set_bits_go_up_to_the_sign() {
        assert_eq!(DmFlags::default().set_bits().next(), None);
        assert_eq!(DmFlags::from(-1).set_bits().count(), 64);
        assert_eq!(DmFlags::from(-1).set_bits().last(), Some(i64::MIN));
        assert_eq!(
            DmFlags::from(1 << 40).set_bits().collect::<Vec<_>>(),
            [1 << 40]
        );
    }

    #[test]
    fn flags_are_collected() {
        let flags: DmFlags = [DmFlags::PRICE, DmFlags::SUBSCRIPTION_TIER]
            .into_iter()
            .collect();
        assert_eq!(i64::from(flags), 5);
        assert_eq!(
            flags.iter_names().map(|(name, _)| name).collect::<Vec<_>>(),
            ["PRICE", "SUBSCRIPTION_TIER"]
        );
    }

    #[test]
    fn only_integers_are_flags_on_the_wire() {
        for text in ["1.5", "\"1\"", "null", "9223372036854775808"] {
            assert!(serde_json::from_str::<DmFlags>(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_integer_comes_back(bits in any::<i64>()) {
            let flags: DmFlags = serde_json::from_str(&bits.to_string()).unwrap();
            prop_assert_eq!(serde_json::to_string(&flags).unwrap(), bits.to_string());
            prop_assert_eq!(flags.set_bits().map(DmFlags::from).collect::<DmFlags>(), flags);
        }
    }
}
