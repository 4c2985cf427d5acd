//! A run that begins with a long history, taken over slice by slice.

use super::{Observer, RunRecord, Timeline};
use crate::kernel::{Seed, VirtualTime};
use crate::world::{Import, ImportedEvents, Input, Origin, RecordedInput, Settings};

/// So many events are taken over between two looks of the observer, however the slices are cut.
const EVENTS_AT_ONCE: usize = 256;

/// A run whose first act, the taking over of a history, is under way.
#[derive(Clone, Debug)]
pub struct Arrival<O> {
    timeline: Timeline<O>,
    import: Import,
    first_new_line: usize,
}

impl<O: Observer> Arrival<O> {
    /// A run that begins with these events; its clock stands at the last of them. Nothing is computed yet.
    pub fn new(seed: Seed, settings: Settings, events: ImportedEvents) -> Self {
        let mut timeline = Timeline::from_record(RunRecord::new(seed, settings, Vec::new()));
        let at = events.last().map_or(VirtualTime::ZERO, |event| event.time);
        timeline.clock = at;
        let number = timeline.record.next_number();
        let input = Input::Import(events.clone());
        let recorded = RecordedInput { number, after_step: Some(0), at, origin: Origin::Person, input };
        let import = timeline.here.world.begin_history(&recorded, &events);
        timeline.record.insert(0, recorded);
        Self { timeline, import, first_new_line: 0 }
    }

    /// Takes over about so many events more. False when all is done.
    pub fn work(&mut self, events_max: usize) -> bool {
        (0..events_max.div_ceil(EVENTS_AT_ONCE).max(1))
            .all(|_| self.timeline.take_part(&mut self.import, &mut self.first_new_line))
    }

    /// Events taken over so far, and events in all.
    pub fn progress(&self) -> (usize, usize) {
        self.import.progress()
    }

    /// The run, standing right behind its history; what is left to do is done now.
    pub fn finish(mut self) -> Timeline<O> {
        while self.work(EVENTS_AT_ONCE) {}
        self.timeline.here.taken += 1;
        self.timeline.after_step(self.first_new_line);
        self.timeline
    }
}

impl<O: Observer> Timeline<O> {
    /// Takes a history over as one act.
    pub(super) fn take_history(&mut self, recorded: &RecordedInput, events: &ImportedEvents) -> usize {
        let mut first_new_line = self.here.world.trace.len();
        let mut import = self.here.world.begin_history(recorded, events);
        while self.take_part(&mut import, &mut first_new_line) {}
        first_new_line
    }

    /// Takes over a part of a history, and lets the observer see it unless it was the last or is known ground. False
    /// when nothing is left to do.
    fn take_part(&mut self, import: &mut Import, first_new_line: &mut usize) -> bool {
        let goes_on = self.here.world.import_some(import, EVENTS_AT_ONCE);
        if goes_on {
            if !self.is_known_ground() {
                self.here.observer.observe(&self.here.world, *first_new_line);
                self.keyframes.offer_fold(&self.here);
            }
            *first_new_line = self.here.world.trace.len();
        }
        goes_on
    }
}
