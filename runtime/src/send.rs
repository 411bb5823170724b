//! The sends of a request, one for each kind of response that a document can promise.
//!
//! In: a request. Out: the value of its 2xx response, with status and headers.
//! Never: a value of which bytes were dropped; a response that does not fit is an error that keeps all of it.

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::decode::Mismatch;
use crate::failure::RawResponse;
use crate::{AnyBody, Error, Request, Response, decode, transport};

/// Laravel and others send errors as HTML unless asked for JSON.
const JSON: &str = "application/json";

/// What comes after the wanted media types: JSON for errors, and then anything, since a strict server would refuse to
/// response otherwise.
const REST: &str = "application/json;q=0.9, */*;q=0.8";

impl Request {
    /// Sends the request and decodes the JSON body of a 2xx response.
    ///
    /// # Errors
    ///
    /// See [`ErrorKind`](crate::ErrorKind). An empty body, or one that is not JSON, is
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode).
    pub async fn send_json<T: DeserializeOwned + Send>(self) -> Result<Response<T>, Error> {
        let accept = self.accept.unwrap_or(JSON);
        self.exchange(accept, |body| decode::json(body)).await
    }

    /// Sends the request and decodes the JSON body of a 2xx response, if it has one: `None` stands for an empty body, and
    /// for null.
    ///
    /// # Errors
    ///
    /// As [`Request::send_json`], but for the empty body.
    pub async fn send_optional_json<T: DeserializeOwned + Send>(
        self,
    ) -> Result<Response<Option<T>>, Error> {
        let accept = self.accept.unwrap_or(JSON);
        self.exchange(accept, |body| decode::optional_json(body))
            .await
    }

    /// Sends the request and takes the body of a 2xx response as text.
    ///
    /// # Errors
    ///
    /// See [`ErrorKind`](crate::ErrorKind). A body that is not UTF-8, whatever `charset` it claims, is
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode), and [`Error::body`] has its bytes.
    pub async fn send_text(self) -> Result<Response<String>, Error> {
        let accept = first(self.accept);
        self.exchange(&accept, |body| decode::text(body).map(str::to_owned))
            .await
    }

    /// Sends the request and takes the body of a 2xx response as it comes.
    ///
    /// # Errors
    ///
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn send_bytes(self) -> Result<Response<Bytes>, Error> {
        let accept = first(self.accept);
        self.exchange(&accept, |body| Ok(body.clone())).await
    }

    /// Sends the request and takes the body of a 2xx response, of which nothing is known, as it comes.
    ///
    /// # Errors
    ///
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn send_any(self) -> Result<Response<AnyBody>, Error> {
        let accept = first(Some(self.accept.unwrap_or(JSON)));
        let (core, operation) = (self.core.clone(), self.operation);
        let response = self.receive(&accept).await?;
        let (status, headers) = (response.status, response.headers.clone());
        Ok(Response::new(
            status,
            headers,
            AnyBody::new(core, operation, response),
        ))
    }

    /// Sends the request and expects a 2xx response without content; a body that comes all the same is not read.
    ///
    /// # Errors
    ///
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn send_empty(self) -> Result<Response<()>, Error> {
        let accept = self.accept.unwrap_or(JSON);
        let (core, operation) = (self.core.clone(), self.operation);
        let response = async { transport::send(&core, self.into_outgoing(accept)?).await };
        let mut response = response
            .await
            .map_err(|error| error.in_operation(operation))?;
        Ok(Response::new(
            response.status(),
            std::mem::take(response.headers_mut()),
            (),
        ))
    }

    /// Sends the request, and makes a value of the whole body.
    async fn exchange<T>(
        self,
        accept: &str,
        decode: fn(&Bytes) -> Result<T, Mismatch>,
    ) -> Result<Response<T>, Error> {
        let (core, operation) = (self.core.clone(), self.operation);
        let response = self.receive(accept).await?;
        match decode(response.body.as_ref().unwrap_or(&Bytes::new())) {
            Ok(value) => Ok(Response::new(response.status, response.headers, value)),
            Err(mismatch) => {
                Err(transport::misfit(&core, response, mismatch).in_operation(operation))
            }
        }
    }

    /// Sends the request and reads the whole body of its response, unless that says that the call has failed.
    async fn receive(mut self, accept: &str) -> Result<RawResponse, Error> {
        let (core, operation) = (self.core.clone(), self.operation);
        let expected = std::mem::take(&mut self.expected);
        let response = async {
            let outgoing = self.into_outgoing(accept)?;
            let timeout = outgoing.timeout;
            let response = transport::send(&core, outgoing).await?;
            transport::receive(&core, timeout, response, &expected).await
        };
        response
            .await
            .map_err(|error| error.in_operation(operation))
    }
}

/// The wanted media types before all others.
fn first(wanted: Option<&str>) -> String {
    match wanted {
        Some(JSON) => format!("{JSON}, */*;q=0.8"),
        Some(wanted) => format!("{wanted}, {REST}"),
        None => "*/*".to_owned(),
    }
}
