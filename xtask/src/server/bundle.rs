//! The files of the bundle, in memory.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::failure::Failure;
use crate::project::Project;
use crate::{brotli, csp, digest};

/// One file, as it is and compressed.
pub struct File {
    pub kind: &'static str,
    pub bytes: Vec<u8>,
    pub brotli: Option<Vec<u8>>,
    pub tag: String,
    /// The name carries the content's digest, so the content behind it never changes.
    pub is_named_by_content: bool,
}

/// All that can be asked for, by the path of the request.
pub struct Bundle {
    files: BTreeMap<String, File>,
    pub security_headers: Vec<(&'static str, String)>,
}

impl Bundle {
    pub fn read(project: &Project) -> Result<Self, Failure> {
        let mut files = BTreeMap::new();
        collect(&project.site(), &brotli::dir(project), "", &mut files)?;
        let policy = files
            .get("/index.html")
            .and_then(|page| std::str::from_utf8(&page.bytes).ok())
            .and_then(csp::policy_of_page)
            .ok_or_else(|| Failure::Policy("the built page carries none".to_owned()))?;
        let security_headers = csp::security_headers(policy).to_vec();
        Ok(Self { files, security_headers })
    }

    /// The files of another folder, uncompressed, with headers of their own.
    pub fn of_folder(dir: &Path, headers: Vec<(&'static str, String)>) -> Result<Self, Failure> {
        let mut files = BTreeMap::new();
        collect(dir, dir, "", &mut files)?;
        Ok(Self { files, security_headers: headers })
    }

    pub fn file(&self, path: &str) -> Option<&File> {
        self.files.get(if path == "/" { "/index.html" } else { path })
    }
}

fn collect(dir: &Path, compressed: &Path, prefix: &str, files: &mut BTreeMap<String, File>) -> Result<(), Failure> {
    let entries = fs::read_dir(dir).map_err(|error| Failure::file(dir, &error))?;
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        let address = format!("{prefix}/{name}");
        if path.is_dir() {
            collect(&path, &compressed.join(&name), &address, files)?;
            continue;
        }
        let bytes = fs::read(&path).map_err(|error| Failure::file(&path, &error))?;
        let file = File {
            kind: kind(&name),
            tag: format!("\"{}\"", digest::sha256_hex(&bytes)),
            brotli: fs::read(compressed.join(format!("{name}.br"))).ok(),
            is_named_by_content: is_named_by_content(&name),
            bytes,
        };
        files.insert(address, file);
    }
    Ok(())
}

/// Trunk writes sixteen hexadecimal digits behind a dash into the names of what it has digested.
fn is_named_by_content(name: &str) -> bool {
    name.split(['-', '_', '.'])
        .any(|part| part.len() >= 15 && part.len() <= 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_digest_may_be_kept_for_ever() {
        assert!(is_named_by_content("eventarium-1a2b3c4d5e6f7a8b_bg.wasm"));
        assert!(is_named_by_content("tokens-9f8e7d6c5b4a392.css"));
        assert!(!is_named_by_content("index.html"));
        assert!(!is_named_by_content("icon.svg"));
    }
}
