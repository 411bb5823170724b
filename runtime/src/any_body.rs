//! The body of a response that no document describes.
//!
//! In: the bytes of a 2xx response. Out: JSON, text or bytes, whichever the caller takes it for.
//! Never: a guess by `content-type`, or content in a `Debug`.

use std::fmt;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::failure::RawResponse;
use crate::{Core, Error, decode, transport};

/// The body of a successful response that the document does not describe.
///
/// It has arrived completely; the caller knows, or finds out, what it is.
///
/// ```
/// # use openapi_client_runtime::{AnyBody, Error, Response, Value};
/// fn read(response: &Response<AnyBody>) -> Result<Option<Value>, Error> {
///     if response.is_empty() { Ok(None) } else { response.json().map(Some) }
/// }
/// ```
#[derive(Clone)]
pub struct AnyBody {
    core: Core,
    operation: &'static str,
    response: RawResponse,
    bytes: Bytes,
}

impl AnyBody {
    pub(crate) fn new(core: Core, operation: &'static str, response: RawResponse) -> Self {
        let bytes = response.body.clone().unwrap_or_default();
        Self {
            core,
            operation,
            response,
            bytes,
        }
    }

    /// Whether there is nothing but white space.
    pub fn is_empty(&self) -> bool {
        self.bytes.trim_ascii().is_empty()
    }

    /// The body as JSON of type `T`; [`Value`](crate::Value) takes any.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode) if the body is empty, is not JSON, or does not fit.
    pub fn json<T: DeserializeOwned + Send>(&self) -> Result<T, Error> {
        decode::json(&self.bytes).map_err(|mismatch| self.misfit(mismatch))
    }

    /// The body as text.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode) if the body is not UTF-8.
    pub fn text(&self) -> Result<&str, Error> {
        decode::text(&self.bytes).map_err(|mismatch| self.misfit(mismatch))
    }

    /// The body as it came.
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    fn misfit(&self, mismatch: decode::Mismatch) -> Error {
        transport::misfit(&self.core, self.response.clone(), mismatch).in_operation(self.operation)
    }
}

impl fmt::Debug for AnyBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without the body: the response to a login is a token.
        f.debug_struct("AnyBody")
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}
