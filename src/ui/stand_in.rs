//! Stands where the session will be, so that the screen can be built: a clock and nothing else.

use crate::kernel::{Span, VirtualTime};

#[derive(Default)]
pub struct Session {
    now: VirtualTime,
}

impl Session {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn now(&self) -> VirtualTime {
        self.now
    }

    /// Walks on; true when all of `by` was walked.
    pub fn advance(&mut self, by: Span, _steps_max: u32) -> bool {
        self.now = self.now.after(by);
        true
    }

    pub fn seek_start(&mut self) {
        self.now = VirtualTime::ZERO;
    }
}
