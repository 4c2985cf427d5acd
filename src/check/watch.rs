//! What every check gets to see, and how it says that a promise is broken.

use super::Invariant;
use super::breach::{Breach, Breaches};
use crate::domain::Money;
use crate::projection::ProjectionVersion;
use crate::world::{DeliveryGuarantee, Deployed, History, MailFrom, Settings, SnapshotRevisions, Upcasting, World};

/// Which promises the settings gave up, now or earlier in the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct GivenUp {
    pub(super) idempotency: bool,
    pub(super) outbox: bool,
    pub(super) delivery: bool,
    pub(super) snapshot_revisions: bool,
    pub(super) projections: bool,
    pub(super) mails: bool,
    pub(super) upcasters: bool,
    pub(super) consumers: bool,
}

impl GivenUp {
    pub(super) fn note(&mut self, settings: &Settings) {
        self.idempotency |= !settings.idempotency;
        self.outbox |= !settings.outbox;
        self.delivery |= settings.delivery == DeliveryGuarantee::AtMostOnce;
        self.snapshot_revisions |= settings.history.snapshot_revisions == SnapshotRevisions::Ignored;
        self.projections |= settings.history.projections != ProjectionVersion::First;
        self.mails |= settings.history.mails == MailFrom::ReadModel;
        let History { producer, consumers, upcasting, .. } = settings.history;
        self.upcasters |= upcasting == Upcasting::Faulty;
        let understood = (producer, consumers) == (Deployed::Second, Deployed::Second);
        self.consumers |= !understood || upcasting == Upcasting::Off;
    }

    /// The setting that makes a breach legal, if one does. Books that do not balance are never legal.
    fn explain(self, invariant: Invariant) -> Option<&'static str> {
        use Invariant::{I02, I04, I05, I06, I07, I08, I09, I10, I11, I12, I16, I17, I18, I19, I27, I32};
        let idempotency = self.idempotency.then_some("idempotency");
        let lost = self.outbox.then_some("outbox").or(self.delivery.then_some("delivery"));
        let faulty = self.upcasters.then_some("history.upcasters");
        let rewritten = self.projections.then_some("history.projections");
        let unread = self.consumers.then_some("history.consumers");
        match invariant {
            I02 => idempotency.or(faulty),
            I06 => idempotency,
            I05 => idempotency.or(lost).or(faulty),
            I17 => faulty,
            I04 | I07 | I08 | I09 | I10 | I11 | I12 => idempotency.or(lost),
            I16 => self.snapshot_revisions.then_some("history.snapshotRevisions"),
            I27 => lost.or(idempotency),
            I18 | I19 | I32 => rewritten.or(faulty).or(unread),
            Invariant::I01
            | Invariant::I03
            | Invariant::I13
            | Invariant::I14
            | Invariant::I15
            | Invariant::I20
            | Invariant::I23
            | Invariant::I29
            | Invariant::I30 => None,
        }
    }
}

/// The world as it is after a step, and where breaches go.
pub(super) struct Watch<'a> {
    pub(super) world: &'a World,
    pub(super) given_up: GivenUp,
    pub(super) breaches: &'a mut Breaches,
}

impl Watch<'_> {
    /// The setting that makes a second e-mail about the same thing legal.
    pub(super) fn explained_mails(&self) -> Option<&'static str> {
        let forgets = self.given_up.idempotency.then_some("idempotency");
        self.given_up.mails.then_some("history.mails").or(forgets)
    }

    /// Keeps a breach; the reason is only written if it is the first of its invariant.
    pub(super) fn broken(&mut self, invariant: Invariant, position: Option<u64>, reason: impl FnOnce(&Self) -> String) {
        self.broken_by(invariant, position, self.given_up.explain(invariant), reason);
    }

    /// As [`Watch::broken`], where the check knows which setting explains it.
    pub(super) fn broken_by(
        &mut self,
        invariant: Invariant,
        position: Option<u64>,
        explained_by: Option<&'static str>,
        reason: impl FnOnce(&Self) -> String,
    ) {
        if self.breaches.get(invariant).is_some() {
            return;
        }
        let breach = Breach { reason: reason(self), position, step: self.world.steps, explained_by };
        self.breaches.keep(invariant, breach);
    }
}

/// Cents as people write them: "€ 309.97".
pub(super) fn euros(cents: i64) -> String {
    Money(cents).to_string()
}
