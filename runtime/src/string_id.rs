//! The macro `string_id!`: identifiers that cannot be mistaken for each other.
//!
//! In: names of types. Out: a string in a type of its own for each. Never: a way from one of these types to another that
//! is shorter than by way of its text.

/// Defines identifiers: each a string on the wire and a type of its own in Rust, so that a user's id cannot be passed as
/// a chat's.
///
/// Any text is a value. `&str` and `String` become one by `From`; `as_str` gives the text back.
/// Equality, order and hash are those of the text, and it can be compared with text.
///
/// ```
/// openapi_client_runtime::string_id! {
///     /// Which chat.
///     pub struct ChatId;
///
///     /// Which user.
///     pub struct UserId;
/// }
///
/// let chat = ChatId::new("200000000000000010");
/// assert_eq!(chat.as_str(), "200000000000000010");
/// assert_eq!(format!("{chat} {chat:?}"), r#"200000000000000010 ChatId("200000000000000010")"#);
/// assert_eq!("200000000000000010".parse(), Ok(chat));
/// ```
///
/// ```compile_fail,E0277
/// # openapi_client_runtime::string_id! { pub struct ChatId; pub struct UserId; }
/// let chat: ChatId = UserId::new("800000000000000002").into();
/// ```
#[macro_export]
macro_rules! string_id {
    ($($(#[$meta:meta])* $visibility:vis struct $name:ident;)+) => {$(
        $(#[$meta])*
        #[derive(
            ::core::clone::Clone,
            ::core::cmp::PartialEq,
            ::core::cmp::Eq,
            ::core::cmp::PartialOrd,
            ::core::cmp::Ord,
            ::core::hash::Hash,
        )]
        $visibility struct $name(::std::string::String);

        impl $name {
            /// Takes the text as it is.
            pub fn new(text: impl ::core::convert::Into<::std::string::String>) -> Self {
                Self(::core::convert::Into::into(text))
            }

            /// The text as it is on the wire.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        $crate::__written_as_text! { $name }

        $crate::__argument! { text $name }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_tuple(::core::stringify!($name)).field(&self.0).finish()
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                ::core::result::Result::Ok(Self::new(text))
            }
        }

        /// Equality, order and hash are those of the text.
        impl ::core::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl ::core::cmp::PartialEq<str> for $name {
            fn eq(&self, text: &str) -> bool {
                self.0 == *text
            }
        }

        impl ::core::cmp::PartialEq<&str> for $name {
            fn eq(&self, text: &&str) -> bool {
                self.0 == **text
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                Self(text)
            }
        }

        impl ::core::convert::From<$name> for ::std::string::String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl<'de> $crate::codegen::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::codegen::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                <::std::string::String as $crate::codegen::serde::Deserialize>::deserialize(deserializer)
                    .map(Self)
            }
        }
    )+};
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    string_id! {
        /// Which chat.
        pub struct ChatId;
    }

    #[test]
    fn what_a_caller_has_becomes_an_id() {
        fn builder_takes(id: impl crate::Argument<ChatId>) -> ChatId {
            id.into_argument().unwrap()
        }

        let text = "1".to_owned();
        let id = builder_takes(&text);
        assert_eq!(id, builder_takes("1"));
        assert_eq!(id, builder_takes(&id));
        assert_eq!(id, builder_takes(text));
        assert_eq!(id, "1");
        assert_eq!(String::from(id), "1");
    }

    #[test]
    fn it_is_found_by_its_text() {
        let titles = HashMap::from([(ChatId::from("1"), "first")]);
        assert_eq!(titles.get("1"), Some(&"first"));
    }

    #[test]
    fn only_strings_are_ids_on_the_wire() {
        for text in ["1", "null", "{}"] {
            assert!(serde_json::from_str::<ChatId>(text).is_err());
        }
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text in any::<String>()) {
            let wire = serde_json::to_string(&text).unwrap();
            let id: ChatId = serde_json::from_str(&wire).unwrap();
            prop_assert_eq!(id.as_str(), &text);
            prop_assert_eq!(serde_json::to_string(&id).unwrap(), wire);
        }
    }
}
