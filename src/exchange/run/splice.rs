//! A list of inputs told by another one: so many from its beginning, some that are new, so many from its end.

use crate::world::RecordedInput;

/// How a list of inputs comes out of another one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Splice {
    /// So many stand at the beginning of both.
    pub same: usize,
    /// So many more stand at the end of both.
    pub tail: usize,
}

impl Splice {
    pub fn between(before: &[RecordedInput], now: &[RecordedInput]) -> Self {
        let same = before.iter().zip(now).take_while(|(before, now)| before == now).count();
        let rest = before.len().min(now.len()).saturating_sub(same);
        let ends = before.iter().rev().zip(now.iter().rev());
        let tail = ends.take(rest).take_while(|(before, now)| before == now).count();
        Self { same, tail }
    }

    /// The beginning and the end that are taken from a list; `None` where it has not so many inputs.
    pub fn of(self, before: &[RecordedInput]) -> Option<(&[RecordedInput], &[RecordedInput])> {
        let end = before.len().checked_sub(self.tail).filter(|end| *end >= self.same)?;
        Some((before.get(..self.same)?, before.get(end..)?))
    }
}
