//! What enters a run from outside, recorded by step.

use crate::domain::fulfilment::Resolution;
use crate::domain::{Command, Event};
use crate::fault::{FaultId, FaultRule};
use crate::kernel::VirtualTime;

use super::settings::Settings;

/// One act of a person or script. Names are already numbers and bodies already checked: an input cannot be malformed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Input {
    Send(Command),
    /// Automatic orders, in thousandths of an order a second; 0 stops them.
    Traffic { per_mille: u32 },
    Inject(FaultRule),
    Clear(FaultId),
    ClearAll,
    Set(Settings),
    Resolve { task: u32, resolution: Resolution },
    /// `correction` replaces the body of a poisoned message.
    Redrive { dead_letter: u32, correction: Option<Correction> },
    Discard { dead_letter: u32 },
}

/// A body that a person corrected.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Correction {
    Command(Command),
    Event(Event),
}

/// An input with its place: after so many steps, at that time.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RecordedInput {
    /// Stays the same when other inputs are added or dropped, so that ids derived from it stay, too.
    pub number: u32,
    pub after_step: u32,
    pub at: VirtualTime,
    pub input: Input,
}
