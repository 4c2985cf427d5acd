//! A file, chunk by chunk.

use js_sys::Uint8Array;
use wasm_bindgen_futures::JsFuture;

use crate::kernel::{Digest, FileHasher};

/// Each chunk is a way to another process and back.
const CHUNK_BYTES: f64 = 2.0 * 1_024.0 * 1_024.0;

const UNREADABLE: &str = "the browser could not read the file: was it moved or changed?";

/// The one after the next is asked for while the next one is worked on.
pub struct Chunks {
    file: web_sys::File,
    size: f64,
    /// So many bytes were asked for.
    at: f64,
    ahead: Option<JsFuture>,
    hasher: FileHasher,
}

impl Chunks {
    pub fn new(file: web_sys::File) -> Self {
        Self { size: file.size(), file, at: 0.0, ahead: None, hasher: FileHasher::default() }
    }

    /// The next one; `None` at the end. Whoever wants its bytes, and the file's hash, takes it.
    pub async fn next(&mut self) -> Result<Option<Uint8Array>, String> {
        let asked = match self.ahead.take() {
            Some(asked) => asked,
            None => match self.ask()? {
                Some(asked) => asked,
                None => return Ok(None),
            },
        };
        let bytes = asked.await.map_err(|_| UNREADABLE)?;
        self.ahead = self.ask()?;
        Ok(Some(Uint8Array::new(&bytes)))
    }

    /// Writes a chunk to a place of its length.
    pub fn take(&mut self, chunk: &Uint8Array, place: &mut [u8]) {
        chunk.copy_to(place);
        self.hasher.write(place);
    }

    /// Writes a chunk behind other bytes.
    pub fn add_to(&mut self, bytes: &mut Vec<u8>, chunk: &Uint8Array) {
        let before = bytes.len();
        bytes.resize(before + chunk.length() as usize, 0);
        self.take(chunk, bytes.get_mut(before..).unwrap_or_default());
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
        self.hasher.digest()
    }
}

/// "3.2 MB".
pub fn megabytes(bytes: f64) -> String {
    let tenths = (bytes / 100_000.0).round() as u64;
    format!("{}.{} MB", crate::scene::words::count(tenths / 10), tenths % 10)
}
