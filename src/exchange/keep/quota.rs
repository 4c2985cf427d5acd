//! How much may be kept (SEC-33).

use crate::exchange::{Code, Refused};

/// Bytes of all kept runs together.
pub const BYTES_MAX: u64 = 50 * 1_024 * 1_024;
/// Of what the browser grants, in percent.
pub const QUOTA_PERCENT_MAX: u64 = 80;

/// So many bytes more of a run are kept until the browser is asked again how much room there is: it takes its time to
/// answer.
pub const UNASKED_BYTES_MAX: u64 = 64 * 1_024;

/// What the browser says about its storage, in bytes; `None` where it does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Bytes of all kept runs.
    pub kept: u64,
    /// Bytes of this page in all.
    pub used: Option<u64>,
    pub quota: Option<u64>,
}

/// True where the browser is to be asked before a run holds `bytes`. `asked_at` is what it held when it was asked last.
pub fn is_to_be_asked(asked_at: Option<u64>, bytes: u64) -> bool {
    asked_at.is_none_or(|asked_at| bytes.saturating_sub(asked_at) > UNASKED_BYTES_MAX)
}

/// # Errors
/// `too-large` for a save that would go beyond one of the bounds.
pub fn may_save(usage: Usage, adding: u64) -> Result<(), Refused> {
    if usage.kept.saturating_add(adding) > BYTES_MAX {
        let reason = format!("at most {} MiB are kept; delete a kept run first", BYTES_MAX >> 20);
        return Err(Refused::new(Code::TooLarge, "", reason));
    }
    let (Some(used), Some(quota)) = (usage.used, usage.quota) else { return Ok(()) };
    if used.saturating_add(adding) > quota.saturating_mul(QUOTA_PERCENT_MAX) / 100 {
        let reason = format!(
            "this browser grants {} MiB, and {QUOTA_PERCENT_MAX} % of that are used; delete a kept run first",
            quota >> 20
        );
        return Err(Refused::new(Code::TooLarge, "", reason));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_save_stays_within_both_bounds() {
        let usage = |kept, used, quota| Usage { kept, used: Some(used), quota: Some(quota) };
        assert!(may_save(usage(0, 0, 1_000), 800).is_ok());
        assert!(may_save(usage(0, 0, 1_000), 801).is_err());
        assert!(may_save(usage(BYTES_MAX, 0, u64::MAX), 0).is_ok());
        assert!(may_save(usage(BYTES_MAX, 0, u64::MAX), 1).is_err());
        assert!(may_save(usage(u64::MAX, u64::MAX, u64::MAX), u64::MAX).is_err());
        assert!(may_save(Usage::default(), 1).is_ok(), "a browser that does not say is not asked again");
    }

    #[test]
    fn however_small_the_saves_are_the_browser_is_asked_now_and_then() {
        let (mut asked_at, mut asked) = (None, 0);
        for bytes in (0..1_000_000).step_by(500) {
            if is_to_be_asked(asked_at, bytes) {
                (asked_at, asked) = (Some(bytes), asked + 1);
            }
            assert!(bytes - asked_at.unwrap() <= UNASKED_BYTES_MAX);
        }
        assert!((15..17).contains(&asked), "{asked}");
    }
}
