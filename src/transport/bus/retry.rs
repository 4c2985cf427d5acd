//! How long to wait before the next attempt: exponential back-off with jitter, in whole microseconds.

use crate::kernel::{MessageId, Purpose, Ratio, Seed, Span};

/// How the waits of many are spread, so that they do not all come back at once (FM-29).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Jitter {
    /// Anything from nothing to the whole wait.
    #[default]
    Full,
    /// Half the wait, and anything up to another half.
    Equal,
    /// The whole wait, for everybody.
    None,
}

impl Jitter {
    pub const ALL: [Self; 3] = [Self::Full, Self::Equal, Self::None];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Equal => "equal",
            Self::None => "none",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|jitter| jitter.name() == name)
    }
}

/// When and how often something is tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RetryPolicy {
    /// Attempts in all, the first included.
    pub attempts_max: u8,
    pub base: Span,
    /// No wait is longer.
    pub cap: Span,
    pub jitter: Jitter,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self { attempts_max: 3, base: Span::from_millis(100), cap: Span::from_secs(10), jitter: Jitter::Full }
    }
}

impl RetryPolicy {
    /// The wait before the first retry (`retry_no` 1), the second and so on, as this message's luck will have it.
    pub const fn delay(&self, seed: Seed, message: MessageId, retry_no: u32) -> Span {
        let (least, most) = self.bounds(retry_no);
        seed.span(least, most, Purpose::BackOff, message.0, retry_no)
    }

    /// The wait that a draw of `luck` between 0 and 1 gives.
    pub const fn delay_of(&self, luck: Ratio, retry_no: u32) -> Span {
        let (least, most) = self.bounds(retry_no);
        Span::from_micros(least.micros() + share(most.micros() - least.micros(), luck))
    }

    /// The shortest and the longest wait (RT-01); a checker holds every wait against them (I31).
    pub const fn bounds(&self, retry_no: u32) -> (Span, Span) {
        let most = self.expo(retry_no);
        let least = match self.jitter {
            Jitter::Full => Span::ZERO,
            Jitter::Equal => Span::from_micros(most.micros() / 2),
            Jitter::None => most,
        };
        (least, most)
    }

    /// `min(cap, base · 2^n)`; the first retry has n = 1, so the first wait is up to twice the base (RT-01).
    pub const fn expo(&self, retry_no: u32) -> Span {
        let (base, cap) = (self.base.micros(), self.cap.micros());
        let factor = if retry_no < u64::BITS { 1_u64 << retry_no } else { u64::MAX };
        let grown = base.saturating_mul(factor);
        Span::from_micros(if grown < cap { grown } else { cap })
    }

    /// Decorrelated jitter, where each wait follows from the one before (at first from the base):
    /// `min(cap, U(base, 3 · previous))` (RT-01). No setting uses it; it is there to be compared with the others.
    pub const fn decorrelated(&self, luck: Ratio, previous: Span) -> Span {
        let (base, cap) = (self.base.micros(), self.cap.micros());
        let grown = base.saturating_add(share(previous.micros().saturating_mul(3).saturating_sub(base), luck));
        Span::from_micros(if grown < cap { grown } else { cap })
    }
}

/// This part of `whole`; the ratio is at most 1.
const fn share(whole: u64, ratio: Ratio) -> u64 {
    match ratio.of {
        0 => 0,
        of => (whole as u128 * ratio.part as u128 / of as u128) as u64,
    }
}
