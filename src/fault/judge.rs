//! The verdicts: which of the armed rules befalls what a part asked for.

use super::kind::{Direction, FaultKind, Moment};
use super::plan::{Armed, FaultId, FaultPlan};
use super::rule::FaultRule;
use super::verdict::{Handling, HandlingVerdict, Transmission, Verdict};
use crate::kernel::{MessageId, Seed, Span, VirtualTime};
use crate::messaging::{Node, Place};

const MESSAGE_KINDS: u16 = FaultKind::Latency.bit()
    | FaultKind::Drop.bit()
    | FaultKind::Duplicate.bit()
    | FaultKind::Reorder.bit()
    | FaultKind::Poison.bit()
    | FaultKind::Partition.bit();

const HANDLING_KINDS: u16 = FaultKind::Decline.bit()
    | FaultKind::Unavailable.bit()
    | FaultKind::FailCompensation.bit()
    | FaultKind::ConcurrentWriter.bit();

impl FaultPlan {
    /// What becomes of a message on its way.
    pub fn transmission(&mut self, seed: Seed, sent: &Transmission) -> Verdict {
        if self.kinds & MESSAGE_KINDS == 0 {
            return Verdict::PASS;
        }
        let lost = |kind| matches!(kind, FaultKind::Drop | FaultKind::Partition);
        let dropped =
            self.strike(seed, sent.now, sent.message, sent.attempt, |rule| lost(rule.kind) && befalls(rule, sent));
        if dropped.is_some() {
            return Verdict { dropped, ..Verdict::PASS };
        }
        let mut once = |kind: FaultKind| {
            self.strike(seed, sent.now, sent.message, sent.attempt, |rule| rule.kind == kind && befalls(rule, sent))
        };
        let poisoned = once(FaultKind::Poison);
        let duplicated = once(FaultKind::Duplicate);
        let reordered = once(FaultKind::Reorder);
        let (span, longest) = self.add_up(seed, sent.now, sent.message.0, sent.attempt, |rule| {
            rule.kind == FaultKind::Latency && befalls(rule, sent)
        });
        Verdict { dropped, poisoned, duplicated, reordered, delayed: longest.map(|id| (id, span)) }
    }

    /// What becomes of a handling.
    pub fn handling(&mut self, seed: Seed, handling: &Handling) -> HandlingVerdict {
        if self.kinds & HANDLING_KINDS == 0 {
            return HandlingVerdict::PASS;
        }
        let Handling { now, node, message, attempt, is_step, is_compensation } = *handling;
        let mut once = |kind: FaultKind, applies: bool| {
            let aims = |rule: &FaultRule| rule.kind == kind && rule.aims_at(Place::Node(node));
            if applies { self.strike(seed, now, message, attempt, aims) } else { None }
        };
        let unavailable = once(FaultKind::Unavailable, is_step);
        HandlingVerdict {
            declined: once(FaultKind::Decline, is_step && unavailable.is_none()),
            unavailable,
            compensation_failed: once(FaultKind::FailCompensation, is_compensation),
            rival: once(FaultKind::ConcurrentWriter, true),
        }
    }

    /// How much longer a handling at `place` takes, and the rule that adds most. `about` tells it from every other.
    pub fn slowness(&mut self, seed: Seed, now: VirtualTime, place: Place, about: u64) -> (Span, Option<FaultId>) {
        if self.kinds & FaultKind::Slow.bit() == 0 {
            return (Span::ZERO, None);
        }
        self.add_up(seed, now, about, 0, |rule| rule.kind == FaultKind::Slow && rule.aims_at(place))
    }

    /// Whether `node` crashes at this moment of handling a message, and for how long. A crash by chance that names no
    /// moment is judged before receiving.
    pub fn crash_at(
        &mut self,
        seed: Seed,
        now: VirtualTime,
        node: Node,
        moment: Moment,
        message: MessageId,
        attempt: u32,
    ) -> Option<(FaultId, Span)> {
        if self.kinds & FaultKind::Crash.bit() == 0 {
            return None;
        }
        let id = self.strike(seed, now, message, attempt, |rule| {
            rule.kind == FaultKind::Crash
                && !rule.is_immediate_crash()
                && rule.moment.unwrap_or(Moment::BeforeReceive) == moment
                && rule.aims_at(Place::Node(node))
        })?;
        Some((id, self.rule(id)?.span()))
    }

    /// The rule by which `node` refuses everything.
    pub fn outage(&self, now: VirtualTime, node: Node) -> Option<FaultId> {
        self.standing(now, node, FaultKind::Outage)
    }

    /// The rule by which `node` is cut off from all others.
    pub fn partitioned(&self, now: VirtualTime, node: Node) -> Option<FaultId> {
        self.standing(now, node, FaultKind::Partition)
    }

    fn standing(&self, now: VirtualTime, node: Node, kind: FaultKind) -> Option<FaultId> {
        if self.kinds & kind.bit() == 0 {
            return None;
        }
        let aims = |armed: &&Armed| armed.rule.kind == kind && armed.rule.aims_at(Place::Node(node));
        self.armed.iter().filter(aims).find(|armed| armed.is_active(now)).map(|armed| armed.id)
    }

    /// The first rule that matches and whose luck strikes; its hit is counted.
    fn strike(
        &mut self,
        seed: Seed,
        now: VirtualTime,
        message: MessageId,
        attempt: u32,
        matches: impl Fn(&FaultRule) -> bool,
    ) -> Option<FaultId> {
        let candidates = self.armed.iter_mut().filter(|armed| armed.is_active(now) && matches(&armed.rule));
        let armed = candidates.into_iter().find(|armed| armed.strikes(seed, message.0, attempt))?;
        armed.hits = armed.hits.saturating_add(1);
        let (id, spent) = (armed.id, armed.is_spent());
        if spent {
            self.note_kinds();
        }
        Some(id)
    }

    /// All rules that match and whose luck strikes, added up; the id is that of the longest.
    fn add_up(
        &mut self,
        seed: Seed,
        now: VirtualTime,
        about: u64,
        attempt: u32,
        matches: impl Fn(&FaultRule) -> bool,
    ) -> (Span, Option<FaultId>) {
        let (mut sum, mut longest) = (Span::ZERO, None);
        for armed in &mut self.armed {
            if armed.is_active(now) && matches(&armed.rule) && armed.strikes(seed, about, attempt) {
                armed.hits = armed.hits.saturating_add(1);
                let span = armed.rule.span();
                sum = sum.plus(span);
                if longest.is_none_or(|(most, _)| span > most) {
                    longest = Some((span, armed.id));
                }
            }
        }
        if longest.is_some() {
            self.note_kinds();
        }
        (sum, longest.map(|(_, id)| id))
    }
}

/// True if a rule about messages is aimed at this transmission.
fn befalls(rule: &FaultRule, sent: &Transmission) -> bool {
    if rule.message.is_some_and(|message| message != sent.message) {
        return false;
    }
    if rule.kind == FaultKind::Poison && !sent.to.is_consumer() {
        return false;
    }
    let target = match rule.target {
        None => return true,
        Some(Place::ReadModel(_)) => return false,
        Some(Place::Node(node)) => node,
    };
    let is_to = sent.to == target;
    // The store and the bus send what others wrote: of them, what leaves them counts.
    let passes_on = matches!(target, Node::EventStore | Node::Bus) && sent.from == target;
    let is_from = passes_on || sent.origin == target && sent.is_first_leg();
    match (rule.kind, rule.direction) {
        (FaultKind::Partition, _) => is_to || is_from || sent.from == target,
        // What is poisoned at its origin shows where it is handled: on whichever leg leads to a consumer.
        (FaultKind::Poison, Direction::From) => sent.origin == target || sent.from == target,
        // The store receives by appending, not by message.
        (_, Direction::To) if target == Node::EventStore => is_from,
        (_, Direction::To) => is_to,
        (_, Direction::From) => is_from,
    }
}
