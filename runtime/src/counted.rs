//! Files of a stated length.
//!
//! In: a stream or a file, and its length in bytes. Out: a stream of exactly that many bytes, or one that ends in an error.
//! Never: a byte more or less, since every part behind it would be cut or read as part of it.

use std::error::Error as StdError;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::{Stream, TryStream};
use tokio::fs::File;
use tokio::io::{AsyncRead, ReadBuf};

type BoxError = Box<dyn StdError + Send + Sync>;

/// Bytes read from a file at once.
const CHUNK: usize = 16 * 1024;

/// What reqwest sends. A function of its own, since `From<S::Ok>` of a caller's stream is in the way of our own `Ok`.
pub(crate) fn body(
    stream: impl Stream<Item = Result<Bytes, BoxError>> + Send + 'static,
) -> reqwest::Body {
    reqwest::Body::wrap_stream(stream)
}

/// A stream that must have the length that was stated.
pub(crate) struct Counted<S> {
    stream: Pin<Box<S>>,
    stated: u64,
    left: u64,
}

impl<S> Counted<S> {
    pub(crate) fn new(stream: S, stated: u64) -> Self {
        Self {
            stream: Box::pin(stream),
            stated,
            left: stated,
        }
    }
}

impl<S> Stream for Counted<S>
where
    S: TryStream,
    S::Error: Into<BoxError>,
    Bytes: From<S::Ok>,
{
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let stated = self.stated;
        let next = match ready!(self.stream.as_mut().try_poll_next(context)) {
            Some(Ok(chunk)) => {
                let chunk = Bytes::from(chunk);
                match self.left.checked_sub(chunk.len() as u64) {
                    Some(left) => {
                        self.left = left;
                        Some(Ok(chunk))
                    }
                    None => Some(Err(format!(
                        "a file is longer than the {stated} bytes that were stated"
                    )
                    .into())),
                }
            }
            Some(Err(error)) => Some(Err(error.into())),
            None if self.left > 0 => Some(Err(format!(
                "a file is shorter than the {stated} bytes that were stated, by {}",
                self.left
            )
            .into())),
            None => None,
        };
        Poll::Ready(next)
    }
}

/// The first bytes of a file on disk: one that grows while it is sent is sent as long as it was.
pub(crate) struct Beginning {
    file: File,
    left: u64,
}

impl Beginning {
    /// The first `length` bytes of `file`; it is an error if it has fewer by then.
    pub(crate) fn of(file: File, length: u64) -> Counted<Self> {
        Counted::new(Self { file, left: length }, length)
    }
}

impl Stream for Beginning {
    type Item = std::io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let wanted = usize::try_from(self.left).unwrap_or(CHUNK).min(CHUNK);
        if wanted == 0 {
            return Poll::Ready(None);
        }
        let mut chunk = vec![0; wanted];
        let mut buffer = ReadBuf::new(&mut chunk);
        if let Err(error) = ready!(Pin::new(&mut self.file).poll_read(context, &mut buffer)) {
            return Poll::Ready(Some(Err(error)));
        }
        let count = buffer.filled().len();
        chunk.truncate(count);
        self.left -= count as u64;
        Poll::Ready((count > 0).then(|| Ok(chunk.into())))
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use super::*;

    async fn all_of(
        stream: impl Stream<Item = Result<Bytes, BoxError>>,
    ) -> Result<Vec<u8>, String> {
        let mut stream = Box::pin(stream);
        let mut all = Vec::new();
        while let Some(chunk) = poll_fn(|context| stream.as_mut().poll_next(context)).await {
            all.extend(chunk.map_err(|error| error.to_string())?);
        }
        Ok(all)
    }

    #[tokio::test]
    async fn a_file_that_has_changed_its_length_since_is_cut_or_an_error() {
        let path = std::env::temp_dir().join(format!("runtime-counted-{}", std::process::id()));
        std::fs::write(&path, "hello").unwrap();
        for (length, expected) in [
            (3, Ok(b"hel".to_vec())),
            (5, Ok(b"hello".to_vec())),
            (
                7,
                Err("a file is shorter than the 7 bytes that were stated, by 2".to_owned()),
            ),
        ] {
            let file = File::open(&path).await.unwrap();
            assert_eq!(all_of(Beginning::of(file, length)).await, expected);
        }
        std::fs::remove_file(&path).unwrap();
    }
}
