//! The armed rules: arming, lifting, counting.

use super::rule::{FaultError, FaultRule};
use crate::kernel::{Purpose, Ratio, Seed, VirtualTime, mix};

/// At most so many rules are armed at a time, used-up ones included.
pub const ARMED_MAX: usize = 256;

/// The number of a rule, given by whoever arms it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaultId(pub u32);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Armed {
    pub(super) id: FaultId,
    pub(super) rule: FaultRule,
    pub(super) hits: u32,
    armed_at: VirtualTime,
}

impl Armed {
    pub(super) fn is_spent(&self) -> bool {
        self.rule.count.is_some_and(|count| self.hits >= count)
    }

    pub(super) fn is_active(&self, now: VirtualTime) -> bool {
        self.rule.from.is_none_or(|from| from <= now)
            && self.rule.until.is_none_or(|until| now < until)
            && !self.is_spent()
    }

    /// The rule's own luck about a message, whatever else is armed.
    pub(super) fn strikes(&self, seed: Seed, about: u64, attempt: u32) -> bool {
        self.rule.chance.is_none_or(|chance| {
            let about = mix(u64::from(self.id.0)) ^ about;
            seed.happens(Ratio::percent(u32::from(chance)), Purpose::Fault, about, attempt)
        })
    }
}

/// All rules that are armed, in the order of arming. Where two rules would decide the same, the earlier one does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct FaultPlan {
    pub(super) armed: Vec<Armed>,
    /// One bit for each kind that has a rule that is not used up: a quiet plan answers in no time.
    pub(super) kinds: u16,
}

/// Arming and lifting.
impl FaultPlan {
    /// Arms a rule. Under a number that is armed already it takes the other's place and counts from 0 again.
    ///
    /// # Errors
    /// See [`FaultRule::check`]; also a window that is over, and more than [`ARMED_MAX`] rules.
    pub fn arm(&mut self, rule: FaultRule, now: VirtualTime, id: FaultId) -> Result<(), FaultError> {
        rule.check()?;
        if let Some(until) = rule.until.filter(|until| *until <= now) {
            return Err(FaultError::WindowPast { now, until });
        }
        let armed = Armed { id, rule, hits: 0, armed_at: now };
        if let Some(place) = self.armed.iter_mut().find(|other| other.id == id) {
            *place = armed;
        } else if self.armed.len() < ARMED_MAX {
            self.armed.push(armed);
        } else {
            return Err(FaultError::TooMany { max: ARMED_MAX });
        }
        self.note_kinds();
        Ok(())
    }

    /// Takes a rule away; false if there is none of this number.
    pub fn lift(&mut self, id: FaultId) -> bool {
        let before = self.armed.len();
        self.armed.retain(|armed| armed.id != id);
        self.note_kinds();
        self.armed.len() < before
    }

    pub fn lift_all(&mut self) {
        *self = Self::default();
    }

    /// Every rule that is armed, used-up ones too, with its hits and the time of arming.
    pub fn rules(&self) -> impl Iterator<Item = (&FaultId, &FaultRule, u32, VirtualTime)> {
        self.armed.iter().map(|armed| (&armed.id, &armed.rule, armed.hits, armed.armed_at))
    }

    pub fn rule(&self, id: FaultId) -> Option<&FaultRule> {
        self.armed.iter().find(|armed| armed.id == id).map(|armed| &armed.rule)
    }

    pub const fn len(&self) -> usize {
        self.armed.len()
    }

    pub const fn is_empty(&self) -> bool {
        self.armed.is_empty()
    }

    /// True for a rule that happened as often as it may; it stays listed.
    pub fn is_spent(&self, id: FaultId) -> bool {
        self.armed.iter().any(|armed| armed.id == id && armed.is_spent())
    }

    /// True if the rule is armed, in its window and not used up.
    pub fn is_active(&self, id: FaultId, now: VirtualTime) -> bool {
        self.armed.iter().any(|armed| armed.id == id && armed.is_active(now))
    }

    /// Counts a hit of a rule that was carried out without asking: a crash at once.
    pub fn count_hit(&mut self, id: FaultId) {
        if let Some(armed) = self.armed.iter_mut().find(|armed| armed.id == id) {
            armed.hits = armed.hits.saturating_add(1);
        }
        self.note_kinds();
    }

    /// The next moment at which some rule's window opens or closes.
    pub fn next_edge(&self, now: VirtualTime) -> Option<VirtualTime> {
        let windows = self.armed.iter().filter(|armed| !armed.is_spent());
        windows.flat_map(|armed| [armed.rule.from, armed.rule.until]).flatten().filter(|edge| *edge > now).min()
    }

    pub(super) fn note_kinds(&mut self) {
        let living = self.armed.iter().filter(|armed| !armed.is_spent());
        self.kinds = living.fold(0, |kinds, armed| kinds | armed.rule.kind.bit());
    }
}
