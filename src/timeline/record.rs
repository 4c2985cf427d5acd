//! What makes a run: seed, settings, and its inputs in order.

use crate::kernel::{Seed, VirtualTime, ranks};
use crate::world::{Input, Origin, RecordedInput, Settings};

/// Seed, settings and inputs: all that a run is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunRecord {
    pub seed: Seed,
    pub settings: Settings,
    inputs: Vec<RecordedInput>,
    next_number: u32,
}

impl RunRecord {
    /// The beginning of a run with a story.
    pub fn new(seed: Seed, settings: Settings, plan: Vec<(VirtualTime, Input)>) -> Self {
        let order = ranks(plan.iter().map(|(at, _)| (at.micros(), 0)));
        let planned = order.into_iter().filter_map(|place| plan.get(place).cloned());
        let inputs: Vec<RecordedInput> = (0..)
            .zip(planned)
            .map(|(number, (at, input))| RecordedInput { number, after_step: None, at, origin: Origin::Story, input })
            .collect();
        let next_number = u32::try_from(inputs.len()).unwrap_or(u32::MAX);
        Self { seed, settings, inputs, next_number }
    }

    /// A record as it was written down. The inputs come in the order given; one that lies after a later one comes with
    /// it.
    pub fn from_inputs(seed: Seed, settings: Settings, inputs: Vec<RecordedInput>) -> Self {
        let next_number = numbers_of(&inputs);
        Self { seed, settings, inputs, next_number }
    }

    /// The same where more numbers were given than its inputs have: those of a future that was cut off.
    #[must_use]
    pub fn with_numbers_given(self, numbers: u32) -> Self {
        Self { next_number: self.next_number.max(numbers), ..self }
    }

    /// Puts inputs in the place of those between the first `same` and the last `tail` ones, which stay where they are.
    /// `numbers` were given at least.
    pub fn splice(&mut self, same: usize, tail: usize, inputs: Vec<RecordedInput>, numbers: u32) {
        let end = self.inputs.len().saturating_sub(tail);
        let told = numbers_of(&inputs).max(numbers);
        drop(self.inputs.splice(same.min(end)..end, inputs));
        // What was there has lower numbers than were given: it is looked at only where that says nothing.
        self.next_number = if told >= self.next_number { told } else { numbers_of(&self.inputs).max(told) };
    }

    /// So many numbers the inputs need that are there.
    pub fn numbers_needed(&self) -> u32 {
        numbers_of(&self.inputs)
    }

    /// So many numbers were given to inputs, those of a future that was cut off included.
    pub const fn numbers_given(&self) -> u32 {
        self.next_number
    }

    pub fn inputs(&self) -> &[RecordedInput] {
        &self.inputs
    }

    /// How many inputs stand at the beginning of both.
    pub fn common_inputs(&self, other: &Self) -> usize {
        self.inputs.iter().zip(&other.inputs).take_while(|(own, other)| own == other).count()
    }

    /// A number that no input has had.
    pub(super) const fn next_number(&mut self) -> u32 {
        let number = self.next_number;
        self.next_number = number.saturating_add(1);
        number
    }

    pub(super) fn insert(&mut self, place: usize, input: RecordedInput) {
        let place = place.min(self.inputs.len());
        self.inputs.insert(place, input);
    }

    pub(super) fn get(&self, place: usize) -> Option<&RecordedInput> {
        self.inputs.get(place)
    }

    /// An input gets the place by step at which it happened.
    pub(super) fn fix(&mut self, place: usize, step: u32) {
        if let Some(input) = self.inputs.get_mut(place) {
            input.after_step = Some(step);
        }
    }

    /// What lies behind an act that was put in before it comes one step later.
    pub(super) fn move_on_after(&mut self, place: usize) {
        for input in self.inputs.iter_mut().skip(place) {
            input.after_step = input.after_step.map(|step| step.saturating_add(1));
        }
    }

    /// Forgets what a person did from `place` on; what a story planned is planned again. Returns how many acts went.
    pub(super) fn forget_after(&mut self, place: usize) -> usize {
        let tail = self.inputs.split_off(place.min(self.inputs.len()));
        let before = tail.len();
        let mut planned: Vec<RecordedInput> = tail.into_iter().filter(|input| input.origin == Origin::Story).collect();
        planned.iter_mut().for_each(|input| input.after_step = None);
        let forgotten = before - planned.len();
        self.inputs.append(&mut planned);
        forgotten
    }
}

fn numbers_of(inputs: &[RecordedInput]) -> u32 {
    inputs.iter().map(|input| input.number.saturating_add(1)).max().unwrap_or(0)
}
