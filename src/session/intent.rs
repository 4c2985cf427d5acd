//! All that a person or script can ask of a run, as one type.

use super::{Beginning, Goal, Moved, Quieted, Sent, Session, TaskVerdict, Walked};
use crate::exchange::{CommandDraft, FaultDraft, Refused, SettingsDraft, Wire};
use crate::fault::FaultId;
use crate::kernel::Span;
use crate::timeline::{BranchId, Commands};

/// What is asked for. Drafts hold what was typed, unchecked.
#[derive(Clone, Debug, PartialEq)]
pub enum Intent {
    Reset(Beginning),
    Send(CommandDraft),
    Traffic {
        orders_per_second: f64,
    },
    Inject(FaultDraft),
    Clear(FaultId),
    ClearAll,
    Set(SettingsDraft),
    Resolve {
        task: u32,
        verdict: TaskVerdict,
    },
    Redrive {
        dead_letter: u32,
        body: Option<Wire>,
    },
    Discard {
        dead_letter: u32,
    },
    ForgetSnapshots,
    /// The name of a read model.
    Rebuild(String),
    Promote(String),
    Undo,
    Advance(Span),
    RunUntilQuiet(Span),
    Step,
    StepBack,
    Seek(Goal),
    Fork(Commands),
    SwitchTo(BranchId),
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    Done,
    /// There was nothing of this number, or nothing to undo; the run is as it was.
    Nothing,
    Sent(Sent),
    /// The number of the fault.
    Armed(u32),
    Walked(Walked),
    Quieted(Quieted),
    Moved(Moved),
    Forked(BranchId),
}

impl Answer {
    const fn whether(done: bool) -> Self {
        if done { Self::Done } else { Self::Nothing }
    }
}

impl Session {
    /// Does what is asked for.
    ///
    /// # Errors
    /// A refusal that names the field and the reason; the run is then as it was.
    pub fn apply(&mut self, intent: Intent) -> Result<Answer, Refused> {
        match intent {
            Intent::Reset(beginning) => self.reset(&beginning).map(|()| Answer::Done),
            Intent::Send(draft) => self.send(&draft).map(Answer::Sent),
            Intent::Traffic { orders_per_second } => self.traffic(orders_per_second).map(|()| Answer::Done),
            Intent::Inject(draft) => self.inject(&draft).map(Answer::Armed),
            Intent::Clear(fault) => Ok(Answer::whether(self.clear(fault))),
            Intent::ClearAll => {
                self.clear_all();
                Ok(Answer::Done)
            }
            Intent::Set(draft) => self.set(&draft).map(|_| Answer::Done),
            Intent::Resolve { task, verdict } => Ok(Answer::whether(self.resolve(task, verdict))),
            Intent::Redrive { dead_letter, body } => self.redrive(dead_letter, body.as_ref()).map(Answer::whether),
            Intent::Discard { dead_letter } => Ok(Answer::whether(self.discard(dead_letter))),
            Intent::Rebuild(name) => self.rebuild(&name).map(Answer::whether),
            Intent::Promote(name) => self.promote(&name).map(Answer::whether),
            Intent::ForgetSnapshots => Ok(Answer::whether(self.forget_snapshots())),
            Intent::Undo => Ok(Answer::whether(self.undo())),
            Intent::Advance(by) => Ok(Answer::Walked(self.advance(by))),
            Intent::RunUntilQuiet(most) => Ok(Answer::Quieted(self.run_until_quiet(most))),
            Intent::Step => Ok(Answer::Moved(self.step())),
            Intent::StepBack => Ok(Answer::Moved(self.step_back())),
            Intent::Seek(goal) => self.seek(goal).map(Answer::Moved),
            Intent::Fork(commands) => self.fork(commands).map(Answer::Forked),
            Intent::SwitchTo(branch) => Ok(Answer::whether(self.switch_to(branch))),
        }
    }
}
