//! Where two runs part.

use super::{Observer, Timeline};
use crate::kernel::VirtualTime;
use crate::world::{RecordedInput, World};

/// The first step that is not the same in two runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Divergence {
    pub step: u32,
    pub time: VirtualTime,
}

impl<O: Observer> Timeline<O> {
    /// The first step at which this run and another are not the same, up to what is known of both. `None` where one
    /// only goes further than the other. Shared pages are not compared.
    pub fn first_divergence(&self, other: &Self) -> Option<Divergence> {
        let (own, theirs) = (&self.record, &other.record);
        if (own.seed, own.settings) != (theirs.seed, theirs.settings) {
            return Some(Divergence { step: 0, time: VirtualTime::ZERO });
        }
        let (a, b) = (self.head(), other.head());
        let acts = first_other_act(self.inputs(), other.inputs(), a.steps.min(b.steps));
        first_other_line(a, b).into_iter().chain(acts).min()
    }
}

/// The step of the first line that only one of the two has.
fn first_other_line(a: &World, b: &World) -> Option<Divergence> {
    let common = a.trace.common_with(&b.trace);
    let (own, other) = (a.trace.get(common), b.trace.get(common));
    // Where one trace ends, the other differs only if that step was walked there, too.
    let own = own.filter(|line| other.is_some() || line.step <= b.steps);
    let other = other.filter(|line| own.is_some() || line.step <= a.steps);
    let lines = own.into_iter().chain(other);
    lines.map(|line| Divergence { step: line.step, time: line.time }).min()
}

/// The step of the first input that has the place and number of another: its line in the trace is the same.
fn first_other_act(a: &[RecordedInput], b: &[RecordedInput], steps: u32) -> Option<Divergence> {
    let (own, other) = a.iter().zip(b).find(|(own, other)| own != other)?;
    let after = own.after_step.filter(|after| Some(*after) == other.after_step && *after < steps)?;
    Some(Divergence { step: after.saturating_add(1), time: own.at.min(other.at) })
}
