//! What a request is answered with.

use std::io::Write;

use super::bundle::{Bundle, File};
use super::request::Request;

/// An answer ready to be written.
pub struct Answer<'a> {
    status: &'static str,
    headers: Vec<(&'static str, String)>,
    body: &'a [u8],
    length: usize,
}

const NOT_FOUND: &[u8] = b"There is no such file in this bundle.\n";
const NOT_ALLOWED: &[u8] = b"This server only hands out files: GET or HEAD.\n";

/// Finds the answer. Every one carries the security headers, refusals too.
pub fn to<'a>(request: &Request, bundle: &'a Bundle) -> Answer<'a> {
    let mut answer = if matches!(request.method.as_str(), "GET" | "HEAD") {
        bundle.file(&request.path).map_or_else(|| plain("404 Not Found", NOT_FOUND), |file| found(request, file))
    } else {
        plain("405 Method Not Allowed", NOT_ALLOWED)
    };
    if request.method == "HEAD" {
        answer.body = &[];
    }
    answer.headers.extend(bundle.security_headers.iter().cloned());
    answer
}

fn plain<'a>(status: &'static str, body: &'a [u8]) -> Answer<'a> {
    Answer { status, headers: vec![("Content-Type", "text/plain; charset=utf-8".to_owned())], body, length: body.len() }
}

fn found<'a>(request: &Request, file: &'a File) -> Answer<'a> {
    let keep = if file.is_named_by_content { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut headers = vec![
        ("Content-Type", file.kind.to_owned()),
        ("Cache-Control", keep.to_owned()),
        ("ETag", file.tag.clone()),
        ("Vary", "Accept-Encoding".to_owned()),
    ];
    if request.known_tag.as_ref() == Some(&file.tag) {
        return Answer { status: "304 Not Modified", headers, body: &[], length: 0 };
    }
    let body = match &file.brotli {
        Some(compressed) if request.accepts_brotli => {
            headers.push(("Content-Encoding", "br".to_owned()));
            compressed
        }
        _ => &file.bytes,
    };
    Answer { status: "200 OK", headers, body, length: body.len() }
}

impl Answer<'_> {
    /// Writes head and body in one go.
    pub fn write(&self, writer: &mut impl Write) -> std::io::Result<()> {
        let mut head = format!("HTTP/1.1 {}\r\n", self.status);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("Content-Length: {}\r\n\r\n", self.length));
        writer.write_all(&[head.as_bytes(), self.body].concat())?;
        writer.flush()
    }
}
