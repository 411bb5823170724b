//! A server that responds to each request from memory, with nothing that a benchmark would measure instead.

use std::io::{Read, Write};
use std::net::TcpListener;

/// Starts the server and returns its address. It ends with the process.
pub fn start(body: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let response = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, response) = (stream.unwrap(), response.clone());
            stream.set_nodelay(true).unwrap();
            std::thread::spawn(move || {
                let mut request = Vec::new();
                let mut chunk = [0; 4096];
                while let Ok(count @ 1..) = stream.read(&mut chunk) {
                    request.extend_from_slice(&chunk[..count]);
                    if is_whole(&request) {
                        request.clear();
                        if stream.write_all(response.as_bytes()).is_err() {
                            break;
                        }
                    }
                }
            });
        }
    });
    address
}

/// Whether head and body have arrived.
fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let is_length = name.eq_ignore_ascii_case("content-length");
        is_length.then(|| value.trim().parse::<usize>().unwrap())
    });
    body.len() >= length.unwrap_or(0)
}
