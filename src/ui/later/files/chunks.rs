//! A file, chunk by chunk.

use std::hash::Hasher;

use wasm_bindgen_futures::JsFuture;

use crate::kernel::{Digest, StableHasher};

/// Whole words, so that the hash does not depend on it.
const CHUNK_BYTES: f64 = 1_024.0 * 1_024.0;

pub struct Chunks {
    file: web_sys::File,
    size: f64,
    at: f64,
    hasher: StableHasher,
}

impl Chunks {
    pub fn new(file: web_sys::File) -> Self {
        Self { size: file.size(), file, at: 0.0, hasher: StableHasher::default() }
    }

    /// The next one; `None` at the end.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, String> {
        if self.at >= self.size {
            return Ok(None);
        }
        let end = (self.at + CHUNK_BYTES).min(self.size);
        let bytes = match self.file.slice_with_f64_and_f64(self.at, end) {
            Ok(slice) => JsFuture::from(slice.array_buffer()).await,
            Err(error) => Err(error),
        };
        let bytes = bytes.map_err(|_| "the browser could not read the file: was it moved or changed?")?;
        let bytes = js_sys::Uint8Array::new(&bytes).to_vec();
        self.hasher.write(&bytes);
        self.at = end;
        Ok(Some(bytes))
    }

    /// Bytes in all.
    pub const fn size(&self) -> f64 {
        self.size
    }

    /// Of what was read so far.
    pub fn hash(&self) -> Digest {
        Digest::of_word(self.hasher.finish())
    }
}

/// "3.2 MB".
pub fn megabytes(bytes: f64) -> String {
    let tenths = (bytes / 100_000.0).round() as u64;
    format!("{}.{} MB", crate::scene::words::count(tenths / 10), tenths % 10)
}
