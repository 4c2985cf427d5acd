//! Reading a request, with a bound on everything.

use std::io::{BufRead, Read};

const LINE_BYTES_MAX: u64 = 8 * 1024;
const HEADERS_MAX: usize = 100;

/// What a browser asks, as far as this server looks at it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Request {
    pub method: String,
    /// Without the query, which names no file.
    pub path: String,
    pub accepts_brotli: bool,
    /// The entity tag that the browser already has.
    pub known_tag: Option<String>,
    pub wants_to_close: bool,
}

/// The next request, or `None` when the connection has ended.
pub fn read(reader: &mut impl BufRead) -> std::io::Result<Option<Request>> {
    let Some(first) = line(reader)? else {
        return Ok(None);
    };
    let mut words = first.split_whitespace();
    let mut request = Request { method: words.next().unwrap_or_default().to_owned(), ..Request::default() };
    let target = words.next().unwrap_or("/");
    request.path = target.split(['?', '#']).next().unwrap_or("/").to_owned();
    for _ in 0..HEADERS_MAX {
        let Some(header) = line(reader)? else {
            return Ok(None);
        };
        if header.is_empty() {
            return Ok(Some(request));
        }
        if let Some((name, value)) = header.split_once(':') {
            take(&mut request, &name.to_ascii_lowercase(), value.trim());
        }
    }
    Ok(None)
}

fn take(request: &mut Request, name: &str, value: &str) {
    match name {
        "accept-encoding" => {
            request.accepts_brotli = value.split(',').any(|encoding| encoding.trim() == "br");
        }
        "if-none-match" => request.known_tag = Some(value.to_owned()),
        "connection" => request.wants_to_close = value.eq_ignore_ascii_case("close"),
        // A body is never read, so nothing behind it on this connection could be understood.
        "content-length" | "transfer-encoding" => request.wants_to_close = true,
        _ => {}
    }
}

/// One line without its end, or `None` at the end of the connection or past the bound.
fn line(reader: &mut impl BufRead) -> std::io::Result<Option<String>> {
    let mut bytes = Vec::new();
    reader.by_ref().take(LINE_BYTES_MAX).read_until(b'\n', &mut bytes)?;
    if bytes.last() != Some(&b'\n') {
        return Ok(None);
    }
    let text = String::from_utf8_lossy(&bytes);
    Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browsers_request_is_understood() {
        let text = "GET /app.js?v=1 HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip, br\r\nIf-None-Match: \"a\"\r\n\r\n";
        let request = read(&mut text.as_bytes()).unwrap().unwrap();
        assert_eq!(request.path, "/app.js");
        assert!(request.accepts_brotli);
        assert_eq!(request.known_tag.as_deref(), Some("\"a\""));
    }

    #[test]
    fn a_line_without_end_is_given_up() {
        let endless = "G".repeat(100_000);
        assert_eq!(read(&mut endless.as_bytes()).unwrap(), None);
    }
}
