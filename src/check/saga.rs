//! I08 to I12 as far as they are about safety: the notes of a saga, held against the checker's own track.

use super::Invariant;
use super::orders::OrderAccount;
use super::watch::Watch;
use crate::domain::OrderId;
use crate::domain::fulfilment::{Call, Compensation, SagaNote, Step};

/// Where a saga stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Stage {
    #[default]
    NotStarted,
    Forward,
    Completed,
    Backward,
    Compensated,
    Stuck,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum StepMark {
    #[default]
    Waiting,
    Running,
    Done,
    Refused,
    Unknown,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum UndoMark {
    #[default]
    Waiting,
    Running,
    Done,
    Failed,
    /// A person said that it is done, or wrote it off.
    Manual,
}

/// The track of one saga as its notes tell it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SagaAccount {
    pub(super) stage: Stage,
    steps: [StepMark; 4],
    undone: [UndoMark; 3],
    /// Timers set and not rung.
    pub(super) timers: i32,
    /// Tasks opened and not resolved.
    pub(super) tasks: i16,
}

impl SagaAccount {
    fn step(&self, step: Step) -> StepMark {
        self.steps.get(step as usize).copied().unwrap_or_default()
    }

    fn mark(&mut self, step: Step, mark: StepMark) {
        if let Some(slot) = self.steps.get_mut(step as usize) {
            *slot = mark;
        }
    }

    fn undo(&self, compensation: Compensation) -> UndoMark {
        self.undone.get(compensation as usize).copied().unwrap_or_default()
    }

    fn mark_undo(&mut self, compensation: Compensation, mark: UndoMark) {
        if let Some(slot) = self.undone.get_mut(compensation as usize) {
            *slot = mark;
        }
    }

    /// True if the step was done or may have been, so that it has to be undone.
    fn is_to_undo(&self, compensation: Compensation) -> bool {
        matches!(self.step(compensation.undoes()), StepMark::Done | StepMark::Unknown)
    }

    fn undoable(&self) -> impl Iterator<Item = Compensation> {
        let account = *self;
        Compensation::ALL.into_iter().filter(move |compensation| account.is_to_undo(*compensation))
    }

    /// True if a person vouched for this compensation.
    pub(super) fn is_manual(&self, compensation: Compensation) -> bool {
        self.undo(compensation) == UndoMark::Manual
    }

    /// Compensations that gave up and were not ended since.
    pub(super) fn failed(&self) -> i16 {
        self.undone.iter().map(|mark| i16::from(*mark == UndoMark::Failed)).sum()
    }

    /// A message of a call was born: the call must be under way by now (I09).
    pub(super) fn calls(&self, call: Call) -> bool {
        match call {
            Call::Step(step) => self.stage == Stage::Forward && self.step(step) == StepMark::Running,
            Call::Compensation(compensation) => self.undo(compensation) == UndoMark::Running,
            Call::CancelOrder => matches!(self.stage, Stage::Backward | Stage::Compensated),
        }
    }

    /// Follows a note; the promise that it breaks, if it breaks one, with what is wrong.
    fn follow(&mut self, note: SagaNote) -> Option<(Invariant, &'static str)> {
        let is_forward = self.stage == Stage::Forward;
        match note {
            SagaNote::Started => {
                let first = self.stage == Stage::NotStarted;
                if first {
                    self.stage = Stage::Forward;
                }
                (!first).then_some((Invariant::I10, "started a second time"))
            }
            SagaNote::StepStarted(step) => {
                let wrong = self.wrong_start(step);
                self.mark(step, StepMark::Running);
                wrong
            }
            SagaNote::StepDone(step) => self.end_step(step, StepMark::Done, is_forward),
            SagaNote::StepRefused(step) => self.end_step(step, StepMark::Refused, is_forward),
            SagaNote::StepUnknown(step) => self.end_step(step, StepMark::Unknown, is_forward),
            SagaNote::CompensationStarted(compensation) => self.start_undo(compensation),
            SagaNote::CompensationDone(compensation) => {
                let asked = matches!(self.undo(compensation), UndoMark::Running | UndoMark::Failed);
                self.end_undo(compensation, UndoMark::Done);
                (!asked).then_some((Invariant::I08, "ended a compensation that nobody had asked for"))
            }
            SagaNote::CompensationFailed(compensation) => {
                let asked = self.undo(compensation) == UndoMark::Running;
                self.mark_undo(compensation, UndoMark::Failed);
                (!asked).then_some((Invariant::I08, "gave a compensation up that nobody had asked for"))
            }
            SagaNote::CompensationResolved(compensation, _) => {
                let failed = self.undo(compensation) == UndoMark::Failed;
                self.end_undo(compensation, UndoMark::Manual);
                (!failed).then_some((Invariant::I08, "let a person end a compensation that had not given up"))
            }
            SagaNote::Completed => {
                let whole = is_forward && self.steps.iter().all(|mark| *mark == StepMark::Done);
                self.stage = Stage::Completed;
                (!whole).then_some((Invariant::I10, "completed without all its steps done"))
            }
            SagaNote::Compensated => self.end_backward(),
            SagaNote::Stuck => {
                let stuck = self.stage == Stage::Backward && self.failed() > 0;
                self.stage = Stage::Stuck;
                (!stuck).then_some((Invariant::I10, "was stuck although no compensation had given up"))
            }
            SagaNote::IgnoredLate(_) => None,
        }
    }

    fn wrong_start(&self, step: Step) -> Option<(Invariant, &'static str)> {
        if matches!(self.stage, Stage::Backward | Stage::Compensated | Stage::Stuck) {
            return Some((Invariant::I09, "started a step after it had turned back"));
        }
        let before_done = match step {
            Step::ReserveInventory => true,
            Step::ChargePayment => self.step(Step::ReserveInventory) == StepMark::Done,
            Step::CreateShipment => self.step(Step::ChargePayment) == StepMark::Done,
            Step::ConfirmOrder => self.step(Step::CreateShipment) == StepMark::Done,
        };
        let right = self.stage == Stage::Forward && before_done && self.step(step) == StepMark::Waiting;
        (!right).then_some((Invariant::I10, "started a step out of turn"))
    }

    fn end_step(&mut self, step: Step, mark: StepMark, is_forward: bool) -> Option<(Invariant, &'static str)> {
        let running = is_forward && self.step(step) == StepMark::Running;
        self.mark(step, mark);
        if mark != StepMark::Done {
            self.stage = Stage::Backward;
        }
        (!running).then_some((Invariant::I10, "ended a step that was not under way"))
    }

    /// Only what was done or may have been is undone, from last to first, one at a time; a person may have one that
    /// gave up tried again.
    fn start_undo(&mut self, compensation: Compensation) -> Option<(Invariant, &'static str)> {
        let stage = self.stage;
        let before = self.undo(compensation);
        let busy = self.undone.contains(&UndoMark::Running);
        let later = self.undoable().any(|other| other > compensation && self.undo(other) == UndoMark::Waiting);
        let needless = !self.is_to_undo(compensation);
        self.mark_undo(compensation, UndoMark::Running);
        self.stage = Stage::Backward;
        if matches!(stage, Stage::Completed | Stage::Forward) {
            return Some((Invariant::I09, "began to undo although it had not turned back"));
        }
        if needless {
            return Some((Invariant::I08, "began to undo a step that was not done"));
        }
        let in_turn = !busy && !later && matches!(before, UndoMark::Waiting | UndoMark::Failed);
        (!in_turn).then_some((Invariant::I08, "began to undo a step out of turn"))
    }

    fn end_undo(&mut self, compensation: Compensation, mark: UndoMark) {
        self.mark_undo(compensation, mark);
        if self.stage == Stage::Stuck && self.failed() == 0 {
            self.stage = Stage::Backward;
        }
    }

    fn end_backward(&mut self) -> Option<(Invariant, &'static str)> {
        let was = self.stage;
        self.stage = Stage::Compensated;
        if was != Stage::Backward {
            return Some((Invariant::I10, "was compensated without having turned back"));
        }
        let left = self.undoable().any(|one| !matches!(self.undo(one), UndoMark::Done | UndoMark::Manual));
        left.then_some((Invariant::I08, "was compensated with a step not undone"))
    }
}

/// A saga says what it did.
pub(super) fn note(watch: &mut Watch<'_>, order: OrderId, account: &mut OrderAccount, note: SagaNote) {
    let position = account.placed_at();
    if let Some((invariant, what)) = account.saga.follow(note) {
        watch.broken(invariant, position, |watch| format!("The saga of {} {what}.", watch.world.order_name(order)));
    }
}

/// A timer was set (+1) or rang (-1). One that rings was set before (I11).
pub(super) fn timer(watch: &mut Watch<'_>, order: OrderId, account: &mut OrderAccount, by: i32) {
    account.saga.timers += by;
    if account.saga.timers < 0 {
        let position = account.placed_at();
        watch.broken(Invariant::I11, position, |watch| {
            format!("A timer of {} rang that had never been set.", watch.world.order_name(order))
        });
    }
}

/// A message of one of the saga's calls was born (I09).
pub(super) fn call(watch: &mut Watch<'_>, order: OrderId, account: &OrderAccount, call: Call) {
    if !account.saga.calls(call) {
        watch.broken(Invariant::I09, account.placed_at(), |watch| {
            format!("The saga of {} asked for {} out of turn.", watch.world.order_name(order), call.name())
        });
    }
}
