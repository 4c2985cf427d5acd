//! What the whole run is like, gathered line by line as the run grows, so that no view has to read the run again:
//! how much happened when, what was lost where, how long orders took.
//!
//! It follows the furthest known world; a view shows the part before its cursor. When the future was replaced it goes
//! back to the last line that still stands.

use crate::domain::fulfilment::SagaNote;
use crate::kernel::{Span, VirtualTime};
use crate::messaging::{Node, Place};
use crate::world::{Detail, Trace, TraceEntry, TraceKind};

/// The width of a bucket at first; it doubles whenever [`BUCKETS_MAX`] are full.
const BUCKET_LEAST: Span = Span::from_millis(50);
pub const BUCKETS_MAX: usize = 2_048;
/// Lines between two places at which the run is compared with what was gathered.
const CHECK_EVERY: usize = 1_024;

/// What a part of the run must not hide. One bit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Landmark {
    Fault = 1,
    DeadLetter = 2,
    Compensation = 4,
    Stuck = 8,
    Crash = 16,
    Act = 32,
    Loss = 64,
}

impl Landmark {
    pub const ALL: [Self; 7] =
        [Self::Act, Self::Fault, Self::Compensation, Self::Loss, Self::Crash, Self::DeadLetter, Self::Stuck];

    pub const fn of(entry: &TraceEntry) -> Option<Self> {
        if let TraceKind::FaultArmed | TraceKind::FaultLifted = entry.kind {
            Some(Self::Fault)
        } else if let TraceKind::DeadLettered = entry.kind {
            Some(Self::DeadLetter)
        } else if let TraceKind::Crashed = entry.kind {
            Some(Self::Crash)
        } else if let TraceKind::Dropped | TraceKind::Lost | TraceKind::GaveUp = entry.kind {
            Some(Self::Loss)
        } else if let TraceKind::TaskOpened | TraceKind::Halted = entry.kind {
            Some(Self::Stuck)
        } else if let TraceKind::Acted = entry.kind {
            Some(Self::Act)
        } else if let Detail::Saga(_, SagaNote::CompensationStarted(_)) = entry.detail {
            Some(Self::Compensation)
        } else {
            None
        }
    }
}

/// What happened in a short span of the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bucket {
    pub events: u32,
    /// Handlings, good or bad.
    pub handled: u32,
    pub failed: u32,
    /// Bits of [`Landmark`].
    pub landmarks: u8,
}

impl Bucket {
    const fn add(&mut self, other: &Self) {
        self.events = self.events.saturating_add(other.events);
        self.handled = self.handled.saturating_add(other.handled);
        self.failed = self.failed.saturating_add(other.failed);
        self.landmarks |= other.landmarks;
    }
}

/// An order that was completed or undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    pub line: u32,
    pub at: VirtualTime,
    /// From the saga's beginning to its end.
    pub took: Span,
    pub completed: bool,
}

/// The gathered run.
#[derive(Clone, Debug)]
pub struct Chronicle {
    width: Span,
    buckets: Vec<Bucket>,
    /// Lines gathered so far.
    lines: usize,
    last: Option<TraceEntry>,
    /// The last line of each full chunk.
    checks: Vec<TraceEntry>,
    /// Lines that tell of a loss, by the box in whose tray it falls.
    losses: [Vec<u32>; Node::ALL.len()],
    /// When each order's saga began, by the order's number, in microseconds plus one.
    began: Vec<u64>,
    ended: Vec<Ended>,
}

impl Default for Chronicle {
    fn default() -> Self {
        Self {
            width: BUCKET_LEAST,
            buckets: Vec::new(),
            lines: 0,
            last: None,
            checks: Vec::new(),
            losses: std::array::from_fn(|_| Vec::new()),
            began: Vec::new(),
            ended: Vec::new(),
        }
    }
}

impl Chronicle {
    /// Takes in at most `lines_max` new lines. False if there are more.
    pub fn follow(&mut self, trace: &Trace, lines_max: usize) -> bool {
        if !self.stands(trace) {
            self.go_back(trace);
        }
        let from = self.lines;
        for entry in trace.from(from).take(lines_max) {
            self.gather(entry);
        }
        self.lines == trace.len()
    }

    pub fn buckets(&self) -> &[Bucket] {
        &self.buckets
    }

    pub const fn bucket_width(&self) -> Span {
        self.width
    }

    /// How much was lost at a part in the first `lines` lines of the run.
    pub fn losses_before(&self, node: Node, lines: usize) -> &[u32] {
        let all = self.losses.get(node.index()).map_or(&[][..], Vec::as_slice);
        all.get(..all.partition_point(|line| (*line as usize) < lines)).unwrap_or(all)
    }

    /// Orders that ended in the first `lines` lines, oldest first.
    pub fn ended_before(&self, lines: usize) -> &[Ended] {
        let count = self.ended.partition_point(|ended| (ended.line as usize) < lines);
        self.ended.get(..count).unwrap_or(&self.ended)
    }

    /// The bucket of a moment, and how many of them there are.
    pub fn bucket_at(&self, time: VirtualTime) -> usize {
        (time.micros() / self.width.micros().max(1)) as usize
    }

    /// What happened in all buckets between two moments.
    pub fn between(&self, from: VirtualTime, to: VirtualTime) -> Bucket {
        let (from, to) = (self.bucket_at(from), self.bucket_at(to));
        let mut sum = Bucket::default();
        let within = self.buckets.iter().skip(from).take((to + 1).saturating_sub(from));
        within.for_each(|bucket| sum.add(bucket));
        sum
    }

    pub fn bytes(&self) -> usize {
        self.losses.iter().map(|lines| lines.capacity() * 4).sum::<usize>()
            + self.ended.capacity() * size_of::<Ended>()
            + self.began.capacity() * 8
            + (self.checks.capacity()) * size_of::<TraceEntry>()
            + self.buckets.capacity() * size_of::<Bucket>()
    }

    fn stands(&self, trace: &Trace) -> bool {
        self.lines == 0 || trace.get(self.lines - 1) == self.last.as_ref()
    }

    /// Back to the last line that still stands, and to the beginning of its bucket.
    fn go_back(&mut self, trace: &Trace) {
        let still = |place: &usize| {
            self.checks.get(*place).is_some_and(|check| trace.get((place + 1) * CHECK_EVERY - 1) == Some(check))
        };
        let chunks = (0..self.checks.len()).take_while(still).count();
        let line = chunks * CHECK_EVERY;
        let time = trace.get(line).map_or(VirtualTime::ZERO, |entry| entry.time);
        let bucket = if line == 0 { 0 } else { self.bucket_at(time) };
        let start = VirtualTime::from_micros(self.width.micros().saturating_mul(bucket as u64));
        let line = trace.first_at(start).min(line);
        self.buckets.truncate(bucket);
        self.checks.truncate(line / CHECK_EVERY);
        self.losses.iter_mut().for_each(|lines| lines.retain(|at| (*at as usize) < line));
        self.ended.retain(|ended| (ended.line as usize) < line);
        self.lines = line;
        self.last = line.checked_sub(1).and_then(|last| trace.get(last)).copied();
        if line == 0 {
            *self = Self::default();
        }
    }

    fn gather(&mut self, entry: &TraceEntry) {
        let line = u32::try_from(self.lines).unwrap_or(u32::MAX);
        self.lines += 1;
        self.last = Some(*entry);
        if self.lines.is_multiple_of(CHECK_EVERY) {
            self.checks.push(*entry);
        }
        self.count(entry);
        if let Some(node) = loss_at(entry)
            && let Some(lines) = self.losses.get_mut(node.index())
        {
            lines.push(line);
        }
        if let Detail::Saga(order, note) = entry.detail {
            self.note_saga(line, entry.time, order.0 as usize, note);
        }
    }

    fn count(&mut self, entry: &TraceEntry) {
        let mut at = self.bucket_at(entry.time);
        while at >= BUCKETS_MAX {
            self.widen();
            at = self.bucket_at(entry.time);
        }
        if self.buckets.len() <= at {
            self.buckets.resize(at + 1, Bucket::default());
        }
        let Some(bucket) = self.buckets.get_mut(at) else { return };
        let one = Bucket {
            events: u32::from(entry.kind == TraceKind::Appended),
            handled: u32::from(is_handling_end(entry.kind)),
            failed: u32::from(matches!(entry.kind, TraceKind::Failed | TraceKind::Lost | TraceKind::DeadLettered)),
            landmarks: Landmark::of(entry).map_or(0, |landmark| landmark as u8),
        };
        bucket.add(&one);
    }

    fn widen(&mut self) {
        let pairs = self.buckets.chunks(2).map(|pair| {
            let mut sum = Bucket::default();
            pair.iter().for_each(|bucket| sum.add(bucket));
            sum
        });
        self.buckets = pairs.collect();
        self.width = Span::from_micros(self.width.micros().saturating_mul(2));
    }

    fn note_saga(&mut self, line: u32, at: VirtualTime, order: usize, note: SagaNote) {
        let completed = match note {
            SagaNote::Started => {
                if self.began.len() <= order {
                    self.began.resize(order + 1, 0);
                }
                if let Some(began) = self.began.get_mut(order) {
                    *began = at.micros() + 1;
                }
                return;
            }
            SagaNote::Completed => true,
            SagaNote::Compensated => false,
            SagaNote::StepStarted(_)
            | SagaNote::StepDone(_)
            | SagaNote::StepRefused(_)
            | SagaNote::StepUnknown(_)
            | SagaNote::CompensationStarted(_)
            | SagaNote::CompensationDone(_)
            | SagaNote::CompensationFailed(_)
            | SagaNote::CompensationResolved(..)
            | SagaNote::Stuck
            | SagaNote::IgnoredLate(_) => return,
        };
        let began = self.began.get(order).and_then(|began| began.checked_sub(1));
        if let Some(began) = began {
            let took = at.since(VirtualTime::from_micros(began));
            self.ended.push(Ended { line, at, took, completed });
        }
    }
}

const fn is_handling_end(kind: TraceKind) -> bool {
    matches!(kind, TraceKind::Handled | TraceKind::Rejected | TraceKind::Failed | TraceKind::DuplicateIgnored)
}

/// In whose tray a loss falls: the part that sent it or should have had it; the bus only where it is both.
pub fn loss_at(entry: &TraceEntry) -> Option<Node> {
    if !matches!(entry.kind, TraceKind::Dropped | TraceKind::Lost | TraceKind::GaveUp) {
        return None;
    }
    let node = |place| if let Place::Node(node) = place { Some(node) } else { None };
    let (place, peer) = (node(entry.place)?, node(entry.peer)?);
    Some(match (place, peer) {
        (Node::Bus | Node::EventStore, other) => other,
        (other, _) => other,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::{FaultKind, FaultRule};
    use crate::scene::samples;

    fn gathered(trace: &Trace, slice: usize) -> Chronicle {
        let mut chronicle = Chronicle::default();
        while !chronicle.follow(trace, slice) {}
        chronicle
    }

    #[test]
    fn in_slices_or_at_once_is_the_same() {
        let world = samples::busy(&[FaultRule { chance: Some(20), ..FaultRule::of(FaultKind::Drop) }], 30);
        let (one, other) = (gathered(&world.trace, 7), gathered(&world.trace, usize::MAX));
        assert_eq!(one.buckets, other.buckets);
        assert_eq!(one.losses, other.losses);
        assert_eq!(one.ended, other.ended);
        let events: u32 = one.buckets.iter().map(|bucket| bucket.events).sum();
        assert_eq!(events as usize, world.store.len());
        assert!(one.buckets.len() <= BUCKETS_MAX);
        let lost: usize = Node::ALL.iter().map(|node| one.losses_before(*node, usize::MAX).len()).sum();
        assert_eq!(lost, world.trace.iter().filter(|line| loss_at(line).is_some()).count());
        assert!(lost > 0);
    }

    #[test]
    fn when_the_future_is_replaced_it_gathers_what_stands_now() {
        let before = samples::busy(&[], 40);
        let after = samples::busy(&[FaultRule::of(FaultKind::Decline)], 40);
        let mut chronicle = gathered(&before.trace, usize::MAX);
        while !chronicle.follow(&after.trace, 500) {}
        let fresh = gathered(&after.trace, usize::MAX);
        assert_eq!(chronicle.buckets, fresh.buckets);
        assert_eq!(chronicle.ended, fresh.ended);
        let shorter = samples::busy(&[], 3);
        while !chronicle.follow(&shorter.trace, 500) {}
        assert_eq!(chronicle.ended, gathered(&shorter.trace, usize::MAX).ended);
    }

    #[test]
    fn an_order_takes_the_time_of_its_saga() {
        let world = samples::one_order(&[]);
        let chronicle = gathered(&world.trace, usize::MAX);
        let [ended] = chronicle.ended_before(usize::MAX) else { panic!("one order ended") };
        assert!(ended.completed);
        assert!((2_000..5_000).contains(&ended.took.millis()), "{ended:?}");
    }
}
