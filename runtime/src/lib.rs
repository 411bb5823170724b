// The head of this crate's documentation is its README, so that its example is compiled and there is one text to keep.
#![doc = include_str!("../README.md")]

mod amount;
mod any_body;
mod argument;
mod auth;
mod base_url;
mod body;
mod brackets;
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
mod calendar;
mod choices;
mod client_builder;
mod closed_enum;
mod conversion;
mod core;
mod counted;
mod decode;
mod disruptive;
mod draft;
mod error;
mod excerpt;
mod expected;
mod failure;
mod fields;
mod file_part;
mod finite;
mod flags;
mod headers;
mod json_text;
mod multipart;
mod number;
mod open_enum;
mod path;
mod query;
mod request;
mod response;
mod retry_after;
mod send;
mod server;
mod slot;
mod spelling;
mod stack;
mod string_id;
#[cfg(feature = "testing")]
pub mod testing;
mod transport;
mod unix_time;
mod watched;
mod written;

pub use crate::amount::{Amount, Millidollars};
pub use crate::any_body::AnyBody;
pub use crate::argument::{Argument, OptionalArgument};
pub use crate::auth::{ApiKey, Auth};
pub use crate::client_builder::ClientBuilder;
pub use crate::conversion::ConversionError;
pub use crate::error::{Error, ErrorKind};
pub use crate::file_part::FilePart;
pub use crate::json_text::{JsonText, JsonTextError};
pub use crate::multipart::Multipart;
pub use crate::query::QueryStyle;
pub use crate::request::Request;
pub use crate::response::Response;
pub use crate::unix_time::{UnixMilliseconds, UnixSeconds};

pub use bytes::Bytes;
pub use reqwest::{self, Method, StatusCode, header::HeaderMap};
pub use serde_json::{self, Value};

/// What generated code and the macros of this crate call. It is not for use by hand, and may change with any version.
#[doc(hidden)]
pub mod codegen {
    pub use crate::argument::{ArgumentType, FromInteger, FromText, in_range};
    pub use crate::auth::Auth;
    pub use crate::choices::{OneOf, no_choice, no_number_choice};
    pub use crate::client_builder::FromCore;
    pub use crate::core::Core;
    pub use crate::draft::{Builder, Built, Draft};
    pub use crate::expected::Expected;
    pub use crate::flags::set_bits;
    pub use crate::request::ArgumentPlace;
    pub use crate::slot::Slot;
    pub use crate::watched::watched;
    pub use crate::{__argument as argument, __builder as builder, __requests as requests};
    pub use {bitflags, serde};
}
use crate::codegen::{Core, Expected};
