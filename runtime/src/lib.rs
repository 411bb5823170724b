// The head of this crate's documentation is its README, so that its example is compiled and there is one text to keep.
#![doc = include_str!("../README.md")]

mod auth;
mod base_url;
mod conversion;
mod core;
mod decode;
mod error;
mod excerpt;
mod failure;
mod path;
mod query;
mod request;
mod response;
#[cfg(feature = "testing")]
pub mod testing;
mod transport;

pub use crate::auth::{ApiKey, Auth};
pub use crate::conversion::ConversionError;
pub use crate::core::{Core, CoreBuilder};
pub use crate::error::{Error, ErrorKind};
pub use crate::request::Request;
pub use crate::response::Response;

pub use reqwest::{self, Method, StatusCode, header::HeaderMap};
pub use serde_json::{self, Value};
