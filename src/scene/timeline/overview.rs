//! The whole run at a glance: how much happened when, and the moments that went wrong. Grows with the run, line by
//! line, and is never computed anew while the run only grows.

use crate::domain::fulfilment::SagaNote;
use crate::kernel::VirtualTime;
use crate::world::{Detail, TraceEntry, TraceKind, World};

/// The most bars; when more would be needed, two become one.
const BARS_MAX: usize = 256;
/// The narrowest bar.
const BAR_MICROS_LEAST: u64 = 50_000;
/// The most marks that are kept; what is not kept is counted.
const MARKS_MAX: usize = 2_000;

/// A moment worth a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Signal {
    Fault,
    Failure,
    Compensation,
    DeadLetter,
    Stuck,
    Act,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverviewMark {
    pub time: VirtualTime,
    pub step: u32,
    pub signal: Signal,
}

/// The run at a glance.
#[derive(Clone, Debug, Default)]
pub struct Overview {
    bars: Vec<u32>,
    bar_micros: u64,
    marks: Vec<OverviewMark>,
    marks_left_out: usize,
    read: usize,
    last: Option<TraceEntry>,
}

impl Overview {
    /// Takes in what is new; starts again where the run is another one.
    pub fn update(&mut self, head: &World) {
        let same = match self.last {
            Some(last) => head.trace.get(self.read.saturating_sub(1)) == Some(&last),
            None => true,
        };
        if !same || self.bar_micros == 0 {
            *self = Self { bar_micros: BAR_MICROS_LEAST, ..Self::default() };
        }
        for entry in head.trace.from(self.read) {
            self.take(entry);
        }
        self.read = head.trace.len();
        self.last = self.read.checked_sub(1).and_then(|place| head.trace.get(place)).copied();
    }

    fn take(&mut self, entry: &TraceEntry) {
        let mut place = usize::try_from(entry.time.micros() / self.bar_micros).unwrap_or(0);
        while place >= BARS_MAX {
            self.bars = self.bars.chunks(2).map(|pair| pair.iter().sum()).collect();
            self.bar_micros *= 2;
            place /= 2;
        }
        if self.bars.len() <= place {
            self.bars.resize(place + 1, 0);
        }
        if let Some(bar) = self.bars.get_mut(place) {
            *bar += 1;
        }
        if let Some(signal) = signal_of(entry) {
            if self.marks.len() < MARKS_MAX {
                self.marks.push(OverviewMark { time: entry.time, step: entry.step, signal });
            } else {
                self.marks_left_out += 1;
            }
        }
    }

    /// Lines of each bar.
    pub fn bars(&self) -> &[u32] {
        &self.bars
    }

    /// The time that a bar stands for, in microseconds.
    pub const fn bar_micros(&self) -> u64 {
        self.bar_micros
    }

    pub fn marks(&self) -> &[OverviewMark] {
        &self.marks
    }

    /// Moments beyond [`Overview::marks`] that have no mark.
    pub const fn marks_left_out(&self) -> usize {
        self.marks_left_out
    }
}

fn signal_of(entry: &TraceEntry) -> Option<Signal> {
    const SIGNALS: [(TraceKind, Signal); 7] = [
        (TraceKind::FaultArmed, Signal::Fault),
        (TraceKind::Crashed, Signal::Fault),
        (TraceKind::Failed, Signal::Failure),
        (TraceKind::Dropped, Signal::Failure),
        (TraceKind::GaveUp, Signal::Failure),
        (TraceKind::DeadLettered, Signal::DeadLetter),
        (TraceKind::Acted, Signal::Act),
    ];
    if let Detail::Saga(_, note) = entry.detail {
        let turns = matches!(note, SagaNote::CompensationStarted(_)).then_some(Signal::Compensation);
        return turns.or(matches!(note, SagaNote::Stuck).then_some(Signal::Stuck));
    }
    SIGNALS.iter().find(|(kind, _)| *kind == entry.kind).map(|(_, signal)| *signal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::{FaultKind, FaultRule};
    use crate::messaging::{Node, Place};
    use crate::scene::samples::one_order;

    #[test]
    fn every_line_is_in_a_bar_and_the_turn_has_a_mark() {
        let rule = FaultRule { target: Some(Place::Node(Node::Shipping)), ..FaultRule::of(FaultKind::Unavailable) };
        let world = one_order(&[rule]);
        let mut overview = Overview::default();
        overview.update(&world);
        overview.update(&world);
        assert_eq!(overview.bars().iter().sum::<u32>() as usize, world.trace.len());
        assert!(overview.marks().iter().any(|mark| mark.signal == Signal::Compensation));
    }

    #[test]
    fn another_run_starts_again() {
        let mut overview = Overview::default();
        overview.update(&one_order(&[FaultRule::of(FaultKind::Duplicate)]));
        let world = one_order(&[]);
        overview.update(&world);
        assert_eq!(overview.bars().iter().sum::<u32>() as usize, world.trace.len());
    }
}
