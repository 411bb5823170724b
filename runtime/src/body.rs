//! The body of a request.
//!
//! In: a value and the way it is written. Out: its bytes and their media type.
//! Never: a body of which a part was dropped; what cannot be written is an error that the send returns.

use bytes::Bytes;
use serde::Serialize;

use crate::{Error, Multipart, Request, fields};

/// A body that can be sent.
pub(crate) enum Body {
    /// One that is complete, and its media type.
    Bytes(&'static str, Bytes),
    /// One that is sent while it is read, once. Its media type names the boundary between its parts.
    Multipart(Multipart),
}

impl Request {
    /// Sets the body to `body` as JSON, and `content-type: application/json`.
    ///
    /// A value that JSON cannot express, such as a map whose keys are no text, makes the send an error.
    pub fn json(mut self, body: impl Serialize) -> Self {
        match serde_json::to_vec(&body) {
            Ok(text) => self.set_body("application/json", text),
            Err(source) => self.fail(
                Error::invalid("the request's body cannot be written as JSON").caused_by(source),
            ),
        }
        self
    }

    /// Sets the body to the fields of `body` as an HTML form sends them, and
    /// `content-type: application/x-www-form-urlencoded`.
    ///
    /// Names and values are written as PHP reads them: a field of an object is `a[b]`, a list of scalars `a[]` for each
    /// item, a list of objects `a[0][b]`, and a boolean `1` or `0`. Null sends nothing, and neither does an empty list or
    /// object, since a form has no way to tell PHP of one. A value that is no object, and a float that is not finite, make
    /// the send an error.
    pub fn form(mut self, body: impl Serialize) -> Self {
        match fields::of(&body) {
            Ok(fields) => {
                self.set_body("application/x-www-form-urlencoded", fields::encode(&fields))
            }
            Err(error) => self.fail(error),
        }
        self
    }

    /// Sets the body to a text, and `content-type: text/plain; charset=utf-8`.
    pub fn text(mut self, body: impl Into<String>) -> Self {
        self.set_body("text/plain; charset=utf-8", body.into());
        self
    }

    /// Sets the body to bytes, and `content-type: application/octet-stream`.
    pub fn bytes(mut self, body: impl Into<Bytes>) -> Self {
        self.set_body("application/octet-stream", body);
        self
    }

    /// Sets the body to parts, and `content-type: multipart/form-data`. Where no part has a
    /// value, no body is sent; a [`Multipart`] to which nothing was added makes the send an error.
    ///
    /// Files are opened by the send. Such a body is sent once: no redirect is followed with it.
    pub fn multipart(mut self, parts: Multipart) -> Self {
        self.body = Some(Body::Multipart(parts));
        self
    }

    /// Sends the body under another media type than its own, unless it is made of parts.
    pub fn content_type(mut self, media_type: &'static str) -> Self {
        self.content_type = Some(media_type);
        self
    }

    fn set_body(&mut self, content_type: &'static str, bytes: impl Into<Bytes>) {
        self.body = Some(Body::Bytes(content_type, bytes.into()));
    }
}
