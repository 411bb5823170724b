//! The macros in a module whose own types have the names of the prelude's, as in a generated crate: an API may well have
//! an `Option`, a `String` or an `Error`.

#![deny(missing_docs)]

/// What an API defines.
#[allow(dead_code)]
pub mod api {
    /// A choice in a poll.
    pub struct Option;
    /// A result of a search.
    pub struct Result;
    /// A piece of a guitar.
    pub struct String;
    /// An error of the API.
    pub struct Error;
    /// A vector.
    pub struct Vec;
    /// Who sent it.
    pub trait From {}
    /// Some.
    pub struct Some;
    /// None.
    pub struct None;
    /// All right.
    pub struct Ok;
    /// A mistake.
    pub struct Err;

    openapi_client_runtime::string_id! {
        /// Which chat.
        pub struct ChatId;
    }

    openapi_client_runtime::open_enum! {
        /// How chats are sorted.
        #[derive(Default)]
        pub enum Order else Other {
            /// Latest message first.
            #[default]
            Newest = "newest",
            /// Nobody knows.
            Unknown = "unknown",
        }
    }

    openapi_client_runtime::open_enum! {
        /// What a message is.
        pub enum Kind: i64 {
            /// Text alone.
            Text = 1,
        }
    }

    openapi_client_runtime::closed_enum! {
        /// What to sort by.
        pub enum Sort {
            /// The time.
            Time = "time",
        }
    }

    openapi_client_runtime::closed_enum! {
        /// How many.
        pub enum Size: i64 {
            /// Ten.
            Ten = 10,
        }
    }

    openapi_client_runtime::flags! {
        /// What a direct message costs.
        pub struct DmFlags {
            /// A price per message.
            const PRICE = 1;
        }
    }
}

#[test]
fn names_of_the_prelude_may_be_taken() {
    let all = (
        api::ChatId::new("1"),
        [api::Order::default(), api::Order::from("x")],
        api::Kind::from(2),
        api::Sort::Time,
        api::Size::Ten,
        api::DmFlags::PRICE,
    );
    assert_eq!(
        openapi_client_runtime::serde_json::to_string(&all).unwrap(),
        r#"["1",["newest","x"],2,"time",10,1]"#
    );
}
