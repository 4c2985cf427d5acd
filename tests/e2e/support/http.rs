//! One HTTP request to the driver on this machine, as small as it can be.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

/// Longer than any command may take in the browser.
const ANSWER_MAX: Duration = Duration::from_secs(180);

/// Sends JSON and gives the JSON that comes back. A driver that cannot be spoken to ends the test.
pub fn request(method: &str, url: &str, body: &Value) -> Value {
    let (host, path) = url.trim_start_matches("http://").split_once('/').unwrap_or((url, ""));
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let head = format!(
        "{method} /{path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let connection = TcpStream::connect(host).unwrap_or_else(|error| panic!("no driver at {url}: {error}"));
    let json = connection
        .set_read_timeout(Some(ANSWER_MAX))
        .and_then(|()| (&connection).write_all(&[head.as_bytes(), body.as_bytes()].concat()))
        .and_then(|()| answer(&mut BufReader::new(&connection)))
        .unwrap_or_else(|error| panic!("{method} {path}: {error}"));
    serde_json::from_str(&json).unwrap_or_else(|error| panic!("{method} {path} answered {json:?}: {error}"))
}

/// The body of an answer. Its length is read from the head, because the driver keeps the connection open.
fn answer(reader: &mut impl BufRead) -> std::io::Result<String> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let line = line.trim_end().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(String::from_utf8_lossy(&body).into_owned())
}
