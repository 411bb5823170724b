//! Multipart bodies over a real connection: parts, names, files, and what is refused before anything is sent.

use std::path::PathBuf;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use openapi_client_runtime::{ErrorKind, FilePart, Method, Multipart, Request};
use serde_json::json;
use tokio::io::AsyncReadExt;
use wiremock::ResponseTemplate;

use crate::support::{asked, core, listener, ok, responding, write};

fn upload(address: &str, parts: Multipart) -> Request {
    Request::operation(&core(address), "upload", Method::POST, "/upload").multipart(parts)
}

/// What a server gets of these parts: the body, its boundary written as `--`, and the declared length.
async fn sent(parts: Multipart) -> (String, Option<usize>) {
    let server = responding(ok("")).await;
    upload(&server.uri(), parts).send_empty().await.unwrap();
    let request = &server.received_requests().await.unwrap()[0];
    let media_type = request.headers["content-type"].to_str().unwrap();
    let boundary = media_type
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    let length = request.headers.get("content-length");
    let length = length.map(|length| length.to_str().unwrap().parse().unwrap());
    assert!(length.is_none_or(|length: usize| length == request.body.len()));
    let body = String::from_utf8(request.body.clone()).unwrap();
    (body.replace(boundary, ""), length)
}

/// A part as it is sent.
fn part(head: &str, content: &str) -> String {
    format!("--\r\nContent-Disposition: form-data; {head}\r\n\r\n{content}\r\n")
}

/// A stream of these pieces.
struct Pieces(Vec<&'static str>);

impl Stream for Pieces {
    type Item = Result<&'static str, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = (!self.0.is_empty()).then(|| Ok(self.0.remove(0)));
        Poll::Ready(next)
    }
}

/// A file that lives as long as the test.
struct TemporaryFile(PathBuf);

impl TemporaryFile {
    fn new(name: &str, content: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("runtime-multipart-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join(name);
        std::fs::write(&path, content).unwrap();
        Self(path)
    }
}

impl Drop for TemporaryFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[tokio::test]
async fn values_are_text_parts_with_the_names_that_php_reads() {
    let parts = Multipart::new()
        .field("caption", "A \"sunset\"\r\n")
        .field("async", Some(true))
        .field("size", None::<i64>)
        .field("tags", ["a", "b"])
        .field("crop", json!({ "x": 1, "by": [{ "id": 2 }] }));
    let (body, length) = sent(parts).await;
    let expected = [
        part("name=\"caption\"", "A \"sunset\"\r\n"),
        part("name=\"async\"", "1"),
        part("name=\"tags[]\"", "a"),
        part("name=\"tags[]\"", "b"),
        part("name=\"crop[by][0][id]\"", "2"),
        part("name=\"crop[x]\"", "1"),
        "----\r\n".to_owned(),
    ];
    assert_eq!(body, expected.concat());
    assert!(length.is_some());
}

#[tokio::test]
async fn a_file_has_a_name_and_a_type() {
    let jpeg = FilePart::bytes(b"\x01\x02".as_slice())
        .file_name("zoë \"1\".jpg")
        .content_type("image/jpeg");
    let parts = Multipart::new()
        .file("file", jpeg)
        .file("other", None)
        .files("more", vec![FilePart::bytes("a"), FilePart::bytes("b")]);
    let (body, length) = sent(parts).await;
    let unnamed = |content| {
        let head = "name=\"more[]\"; filename=\"file\"\r\nContent-Type: application/octet-stream";
        part(head, content)
    };
    let expected = [
        part(
            "name=\"file\"; filename=\"zoë %221%22.jpg\"\r\nContent-Type: image/jpeg",
            "\x01\x02",
        ),
        unnamed("a"),
        unnamed("b"),
        "----\r\n".to_owned(),
    ];
    assert_eq!(body, expected.concat());
    assert!(length.is_some(), "the size of every part is known");
}

#[tokio::test]
async fn a_file_on_disk_is_called_by_the_last_part_of_its_path() {
    let file = TemporaryFile::new("note.txt", "hello");
    let (body, length) = sent(Multipart::new().file("file", FilePart::path(&file.0))).await;
    let head = "name=\"file\"; filename=\"note.txt\"\r\nContent-Type: application/octet-stream";
    assert_eq!(body, part(head, "hello") + "----\r\n");
    assert!(length.is_some());
}

#[tokio::test]
async fn a_stream_of_unknown_length_is_sent_in_chunks() {
    let stream = || Pieces(vec!["a", "bc"]);
    let (body, length) = sent(Multipart::new().file("file", FilePart::stream(stream()))).await;
    assert!(body.contains("\r\n\r\nabc\r\n"), "{body}");
    assert_eq!(length, None);
    let known = FilePart::stream_with_length(stream(), 3);
    let (body, length) = sent(Multipart::new().file("file", known)).await;
    assert!(
        body.contains("\r\n\r\nabc\r\n") && length.is_some(),
        "{body}"
    );
}

#[tokio::test]
async fn without_a_value_for_any_part_no_body_is_sent() {
    let server = responding(ok("")).await;
    let parts = Multipart::new().field("a", None::<bool>).file("file", None);
    upload(&server.uri(), parts).send_empty().await.unwrap();
    let request = &server.received_requests().await.unwrap()[0];
    assert!(request.body.is_empty() && !request.headers.contains_key("content-type"));
}

#[tokio::test]
async fn a_body_to_which_nothing_was_added_is_refused() {
    let server = responding(ok("")).await;
    let error = upload(&server.uri(), Multipart::new())
        .send_empty()
        .await
        .unwrap_err();
    assert!(error.is_not_sent());
    assert!(
        error.to_string().contains("add one with `field`"),
        "{error}"
    );
    assert!(asked(&server).await.is_empty());
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused_before_anything_is() {
    let server = responding(ok("")).await;
    let folder = std::env::temp_dir();
    let file = || FilePart::bytes("x");
    for (part, rule) in [
        (
            file().file_name("a\r\nx-evil: 1"),
            "has the name \"a\\r\\nx-evil: 1\"",
        ),
        (file().file_name("../../a"), "has the name \"../../a\""),
        (file().file_name(r"C:\a"), "has the name"),
        (file().file_name(""), "has the name \"\""),
        (
            file().content_type("image/png\r\nx-evil: 1"),
            "has the content type \"image/png\\r\\n",
        ),
        (
            file().content_type("picture"),
            "has the content type \"picture\"",
        ),
        (
            FilePart::path("/nowhere/at/all.jpg"),
            "cannot be read from \"/nowhere/at/all.jpg\": ",
        ),
        (FilePart::path(&folder).file_name("a"), "it is a folder"),
        (FilePart::path(".."), "has no name"),
    ] {
        let error = upload(&server.uri(), Multipart::new().file("photo", part))
            .send_empty()
            .await
            .unwrap_err();
        let text = error.to_string();
        assert!(error.is_not_sent(), "{text}");
        assert!(
            text.starts_with("upload: the file `photo` ") && text.contains(rule),
            "{text}"
        );
    }
    assert!(asked(&server).await.is_empty());
}

/// Opening a pipe to which nobody writes would wait for ever, and so would the end of the runtime.
#[cfg(unix)]
#[tokio::test]
async fn a_pipe_or_a_device_is_refused_at_once() {
    let folder = std::env::temp_dir().join(format!("runtime-pipe-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let pipe = folder.join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    for path in [pipe.as_path(), std::path::Path::new("/dev/zero")] {
        let parts = Multipart::new().file("photo", FilePart::path(path));
        let error = upload("http://127.0.0.1:9", parts)
            .send_empty()
            .await
            .unwrap_err();
        assert!(error.is_not_sent());
        assert!(
            error.to_string().contains("send it by `FilePart::stream`"),
            "{error}"
        );
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn a_name_cannot_end_its_header() {
    let value = json!({ "x\"\r\ny": 1 });
    let (body, _) = sent(Multipart::new().field("a", &value)).await;
    assert_eq!(body, part("name=\"a[x%22%0D%0Ay]\"", "1") + "----\r\n");
}

#[tokio::test]
async fn parts_are_sent_once_and_follow_no_redirect() {
    let moved = ResponseTemplate::new(307).insert_header("location", "/elsewhere");
    let server = responding(moved).await;
    for method in [Method::POST, Method::GET] {
        let error = Request::operation(&core(&server.uri()), "upload", method, "/upload")
            .multipart(Multipart::new().file("file", FilePart::bytes("x")))
            .send_empty()
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Status);
    }
    assert_eq!(asked(&server).await, ["POST /upload", "GET /upload"]);
}

/// Old documents of Scribe declare the header for every operation.
#[tokio::test]
async fn the_boundary_is_told_whatever_the_caller_says_of_the_type() {
    let server = responding(ok("")).await;
    upload(&server.uri(), Multipart::new().field("a", 1))
        .header("Content-Type", "application/json")
        .send_empty()
        .await
        .unwrap();
    let request = &server.received_requests().await.unwrap()[0];
    let told: Vec<_> = request.headers.get_all("content-type").iter().collect();
    assert_eq!(told.len(), 1);
    assert!(
        told[0]
            .to_str()
            .unwrap()
            .starts_with("multipart/form-data; boundary=")
    );
}

#[tokio::test]
async fn a_stream_that_breaks_off_may_have_been_sent() {
    struct Broken;
    impl Stream for Broken {
        type Item = Result<&'static str, std::io::Error>;

        fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            Poll::Ready(Some(Err(std::io::Error::other("the disk is gone"))))
        }
    }
    let (server, address) = listener().await;
    let serving = tokio::spawn(async move {
        let (mut stream, _) = server.accept().await.unwrap();
        let mut all = Vec::new();
        // Until the client hangs up.
        let _ = stream.read_to_end(&mut all).await;
        write(&mut stream, "").await;
    });
    let error = upload(
        &address,
        Multipart::new().file("file", FilePart::stream(Broken)),
    )
    .send_empty()
    .await
    .unwrap_err();
    serving.await.unwrap();
    assert_eq!(error.kind(), ErrorKind::MaybeSent);
    assert!(error.to_string().contains("the disk is gone"), "{error}");
}

#[test]
fn no_content_is_in_a_debug_print() {
    let file = FilePart::bytes("hunter2").file_name("a.txt");
    assert_eq!(
        format!("{file:?}"),
        "FilePart { bytes: 7, file_name: Some(\"a.txt\"), content_type: None }"
    );
    let parts = Multipart::new().field("pin", "hunter2").file("file", file);
    assert_eq!(
        format!("{parts:?}"),
        "Multipart { parts: [\"pin\", \"file\"], .. }"
    );
}

#[test]
fn a_request_with_files_can_run_on_any_thread() {
    fn is_send<T: Send>(_: T) {}
    let parts = Multipart::new().file("file", FilePart::stream(Pieces(Vec::new())));
    is_send(upload("http://127.0.0.1", parts).send_any());
}

/// What a server has got when the client hung up, and the error that the client has.
async fn broken_off(file: FilePart) -> (String, String) {
    let (server, address) = listener().await;
    let serving = tokio::spawn(async move {
        let (mut stream, _) = server.accept().await.unwrap();
        let mut all = Vec::new();
        let _ = stream.read_to_end(&mut all).await;
        String::from_utf8(all).unwrap()
    });
    let parts = Multipart::new().file("file", file).field("after", "x");
    let error = upload(&address, parts).send_empty().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::MaybeSent);
    (serving.await.unwrap(), error.to_string())
}

#[tokio::test]
async fn a_stream_of_another_length_than_stated_breaks_the_request_off() {
    for (pieces, length, rule) in [
        (vec!["ab", "cd"], 3, "longer than the 3 bytes"),
        (vec!["abc", "d"], 3, "longer than the 3 bytes"),
        (vec!["ab"], 3, "shorter than the 3 bytes"),
        (vec![], 3, "shorter than the 3 bytes"),
    ] {
        let file = FilePart::stream_with_length(Pieces(pieces), length);
        let (got, error) = broken_off(file).await;
        assert!(error.contains(rule), "{error}");
        assert!(!got.contains("name=\"after\""), "{got}");
    }
}
