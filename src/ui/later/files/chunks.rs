//! A file, chunk by chunk.

use std::hash::Hasher;

use wasm_bindgen_futures::JsFuture;

use crate::kernel::{Digest, StableHasher};

/// Whole words, so that the hash does not depend on it. Each chunk is a way to another process and back.
const CHUNK_BYTES: f64 = 2.0 * 1_024.0 * 1_024.0;

const UNREADABLE: &str = "the browser could not read the file: was it moved or changed?";

/// The one after the next is asked for while the next one is worked on.
pub struct Chunks {
    file: web_sys::File,
    size: f64,
    /// So many bytes were asked for.
    at: f64,
    ahead: Option<JsFuture>,
    hasher: StableHasher,
}

impl Chunks {
    pub fn new(file: web_sys::File) -> Self {
        Self { size: file.size(), file, at: 0.0, ahead: None, hasher: StableHasher::default() }
    }

    /// The next one; `None` at the end.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, String> {
        let asked = match self.ahead.take() {
            Some(asked) => asked,
            None => match self.ask()? {
                Some(asked) => asked,
                None => return Ok(None),
            },
        };
        let bytes = asked.await.map_err(|_| UNREADABLE)?;
        self.ahead = self.ask()?;
        let bytes = js_sys::Uint8Array::new(&bytes).to_vec();
        self.hasher.write(&bytes);
        Ok(Some(bytes))
    }

    fn ask(&mut self) -> Result<Option<JsFuture>, String> {
        if self.at >= self.size {
            return Ok(None);
        }
        let end = (self.at + CHUNK_BYTES).min(self.size);
        let slice = self.file.slice_with_f64_and_f64(self.at, end).map_err(|_| UNREADABLE)?;
        self.at = end;
        Ok(Some(JsFuture::from(slice.array_buffer())))
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
