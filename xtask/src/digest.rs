//! Digests of files, and the two ways they are written down.

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256, Sha384};

use crate::failure::Failure;

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// SHA-384 of some text as a content security policy writes it.
pub fn sha384_source(text: &str) -> String {
    format!("'sha384-{}'", sha384(text.as_bytes()))
}

/// SHA-384 in base 64, as the integrity of a reference is given.
pub fn sha384(bytes: &[u8]) -> String {
    base64(&Sha384::digest(bytes))
}

/// SHA-256 as 64 hexadecimal digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Collects everything that a build depends on into one digest.
#[derive(Default)]
pub struct Fingerprint(Sha256);

impl Fingerprint {
    /// Adds a piece of text, framed by its length so that two pieces never run together.
    pub fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.0.update((bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
    }

    /// Adds a file, or a folder with all that is in it, in the order of the names.
    pub fn path(&mut self, path: &Path) -> Result<(), Failure> {
        self.text(&path.to_string_lossy());
        if !path.is_dir() {
            let bytes = fs::read(path).map_err(|error| Failure::file(path, &error))?;
            self.bytes(&bytes);
            return Ok(());
        }
        let entries = fs::read_dir(path).map_err(|error| Failure::file(path, &error))?;
        let mut inside: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        inside.sort();
        inside.iter().try_for_each(|entry| self.path(entry))
    }

    pub fn finish(self) -> String {
        hex(&self.0.finalize())
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Standard base64 with padding.
fn base64(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let group = (0..3).fold(0_u32, |group, place| (group << 8) | u32::from(chunk.get(place).copied().unwrap_or(0)));
        for place in 0..4 {
            let digit = (group >> (18 - 6 * place)) & 63;
            let letter = BASE64.get(digit as usize).copied().unwrap_or(b'=');
            text.push(if place > chunk.len() { '=' } else { char::from(letter) });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_pads_as_the_standard_says() {
        for (plain, encoded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")] {
            assert_eq!(base64(plain.as_bytes()), encoded);
        }
    }

    #[test]
    fn the_empty_script_has_the_digest_every_browser_computes() {
        assert_eq!(sha384_source(""), "'sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb'");
    }
}
