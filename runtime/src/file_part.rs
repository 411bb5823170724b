//! A file of a multipart request.
//!
//! In: bytes, a path or a stream, perhaps with a name and a content type. Out: a part that reqwest can send.
//! Never: a folder of the caller's machine in a name, a header that a name or a type adds, or content in a `Debug`.

use std::error::Error as StdError;
use std::fmt;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use futures_core::TryStream;
use reqwest::multipart::Part;

use crate::Error;
use crate::counted::{self, Beginning, Counted};

/// The type of a file for which the caller states none.
const ANY_TYPE: &str = "application/octet-stream";

/// What a file is called whose name the caller does not state: without a name it would be no file to PHP.
const ANY_NAME: &str = "file";

/// A file to send.
///
/// Its type is `application/octet-stream` unless [`content_type`](Self::content_type) says otherwise; nothing is guessed
/// from its name or content. What is wrong with it is returned by the send, before anything is sent.
///
/// ```
/// # use openapi_client_runtime::FilePart;
/// let photo = FilePart::path("photos/beach.jpg").content_type("image/jpeg");
/// let note = FilePart::bytes("hello").file_name("note.txt").content_type("text/plain");
/// ```
#[must_use = "a file is sent by the request it is given to"]
pub struct FilePart {
    content: Content,
    file_name: Option<String>,
    content_type: Option<String>,
}

enum Content {
    Bytes(Bytes),
    Path(PathBuf),
    Stream {
        body: reqwest::Body,
        length: Option<u64>,
    },
}

impl FilePart {
    /// A file from memory.
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        Self::new(Content::Bytes(bytes.into()))
    }

    /// A file from disk, opened when the request is sent, and read while it is. It is called by the last part of its
    /// path; the server sees nothing of the folders before it.
    ///
    /// As much is sent as it has when it is opened, though it may grow. One that becomes shorter breaks the request off.
    /// A folder, a pipe or a device makes the send an error; [`FilePart::stream`] sends what a pipe gives.
    pub fn path(path: impl Into<PathBuf>) -> Self {
        Self::new(Content::Path(path.into()))
    }

    /// A file that arrives piece by piece, and whose length nobody knows: the request is sent in chunks.
    ///
    /// Some servers take no such request; where the length is known, use [`FilePart::stream_with_length`].
    pub fn stream<S>(stream: S) -> Self
    where
        S: TryStream + Send + 'static,
        S::Error: Into<Box<dyn StdError + Send + Sync>>,
        Bytes: From<S::Ok>,
    {
        Self::new(Content::Stream {
            body: reqwest::Body::wrap_stream(stream),
            length: None,
        })
    }

    /// A file that arrives piece by piece, of `length` bytes. A stream of another length breaks the request off, and
    /// the error says so.
    pub fn stream_with_length<S>(stream: S, length: u64) -> Self
    where
        S: TryStream + Send + 'static,
        S::Error: Into<Box<dyn StdError + Send + Sync>>,
        Bytes: From<S::Ok>,
    {
        Self::new(Content::Stream {
            body: counted::body(Counted::new(stream, length)),
            length: Some(length),
        })
    }

    /// The name of the file as the server sees it; `file` unless it is stated, or known from a path.
    ///
    /// A name that is empty, or has `/`, `\` or a control character in it, makes the send an error.
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// The file's media type, such as `image/jpeg`. One that is none makes the send an error.
    pub fn content_type(mut self, media_type: impl Into<String>) -> Self {
        self.content_type = Some(media_type.into());
        self
    }

    fn new(content: Content) -> Self {
        Self {
            content,
            file_name: None,
            content_type: None,
        }
    }

    /// The part, with its file open; `field` is what errors call it.
    pub(crate) async fn into_part(self, field: &str) -> Result<Part, Error> {
        let invalid = |rule: String| Error::invalid(format!("the file `{field}` {rule}"));
        let name = self.name().map_err(invalid)?;
        let media_type = self.content_type.unwrap_or_else(|| ANY_TYPE.to_owned());
        let part = match self.content {
            Content::Bytes(bytes) => {
                let length = bytes.len() as u64;
                Part::stream_with_length(bytes, length)
            }
            Content::Stream { body, length: None } => Part::stream(body),
            Content::Stream {
                body,
                length: Some(length),
            } => Part::stream_with_length(body, length),
            Content::Path(path) => open(&path).await.map_err(|source| {
                invalid(format!("cannot be read from {path:?}: {source}")).caused_by(source)
            })?,
        };
        let part = part.file_name(name);
        let is_one_line = !media_type.contains(char::is_control);
        match part.mime_str(&media_type) {
            Ok(part) if is_one_line => Ok(part),
            _ => Err(invalid(format!(
                "has the content type {media_type:?}, which is no media type such as `image/jpeg`"
            ))),
        }
    }

    /// The name for the server; the error is the end of a sentence that names the field.
    fn name(&self) -> Result<String, String> {
        let of_path = match &self.content {
            Content::Path(path) => Some(path),
            Content::Bytes(_) | Content::Stream { .. } => None,
        };
        let name = match (&self.file_name, of_path) {
            (Some(name), _) => name,
            (None, None) => ANY_NAME,
            (None, Some(path)) => last_part(path)
                .ok_or_else(|| format!("has no name in {path:?}; say one with `file_name`"))?,
        };
        if name.is_empty() || name.contains(['/', '\\']) || name.contains(char::is_control) {
            return Err(format!(
                "has the name {name:?}; a name is not empty and has no `/`, `\\` or control character"
            ));
        }
        // As browsers do it, because a backslash before it is read differently everywhere.
        Ok(name.replace('"', "%22"))
    }
}

fn last_part(path: &Path) -> Option<&str> {
    path.file_name()?.to_str()
}

async fn open(path: &Path) -> std::io::Result<Part> {
    // Before it is opened: to open a pipe waits for its other end, which no timeout can break off.
    regular(&tokio::fs::metadata(path).await?)?;
    let file = tokio::fs::File::open(path).await?;
    let length = regular(&file.metadata().await?)?;
    let body = counted::body(Beginning::of(file, length));
    Ok(Part::stream_with_length(body, length))
}

/// The length of what is a file, and nothing else that has a path.
fn regular(metadata: &std::fs::Metadata) -> std::io::Result<u64> {
    let rule = match (metadata.is_file(), metadata.is_dir()) {
        (true, _) => return Ok(metadata.len()),
        (false, true) => "it is a folder",
        (false, false) => {
            "it is no regular file; read a pipe or a device yourself, and send it by `FilePart::stream`"
        }
    };
    Err(std::io::Error::other(rule))
}

impl fmt::Debug for FilePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("FilePart");
        match &self.content {
            Content::Bytes(bytes) => shown.field("bytes", &bytes.len()),
            Content::Path(path) => shown.field("path", path),
            Content::Stream { length, .. } => shown.field("stream", length),
        };
        shown
            .field("file_name", &self.file_name)
            .field("content_type", &self.content_type)
            .finish()
    }
}
