//! A run that begins with a long history, taken over slice by slice.

use super::{Observer, RunRecord, Timeline};
use crate::kernel::{Seed, VirtualTime};
use crate::world::{ImportedEvents, Input, Origin, RecordedInput, Settings};

/// So many events are taken over between two looks of the observer, however the slices are cut.
const EVENTS_AT_ONCE: u32 = 256;

/// A run that begins with a history of which some is still to come.
#[derive(Clone, Debug)]
pub struct Arrival<O> {
    timeline: Timeline<O>,
    events: usize,
}

impl<O: Observer> Arrival<O> {
    /// A run that begins with these events; each happens at its own time. Nothing is computed yet.
    pub fn new(seed: Seed, settings: Settings, events: ImportedEvents) -> Self {
        let mut timeline = Timeline::from_record(RunRecord::new(seed, settings, Vec::new()));
        let (number, count) = (timeline.record.next_number(), events.len());
        let (after_step, at, origin) = (Some(0), VirtualTime::ZERO, Origin::Person);
        let recorded = RecordedInput { number, after_step, at, origin, input: Input::Import(events) };
        timeline.record.insert(0, recorded.clone());
        timeline.take(&recorded);
        Self { timeline, events: count }
    }

    /// Takes over about so many events more. False when all is done.
    pub fn work(&mut self, events_max: usize) -> bool {
        let slices = events_max.div_ceil(EVENTS_AT_ONCE as usize).max(1);
        (0..slices).all(|_| self.timeline.take_part())
    }

    /// Events taken over so far, and events in all.
    pub fn progress(&self) -> (usize, usize) {
        let import = self.timeline.here.world.history.as_ref();
        (import.map_or(self.events, |import| import.progress().0), self.events)
    }

    /// The run, standing right behind its history; what is left to do is done now.
    pub fn finish(mut self) -> Timeline<O> {
        while self.work(EVENTS_AT_ONCE as usize) {}
        self.timeline
    }
}

impl<O: Observer> Timeline<O> {
    /// Takes over a part of a history, up to a step at which moments may be kept. False when nothing is left to do.
    fn take_part(&mut self) -> bool {
        let first_new_line = self.here.world.trace.len();
        let most = EVENTS_AT_ONCE - self.here.world.steps % EVENTS_AT_ONCE;
        if self.here.world.history.is_none() {
            return false;
        }
        let goes_on = self.here.world.take_over_some(most as usize);
        self.after_step(first_new_line);
        goes_on
    }
}
