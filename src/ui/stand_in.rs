//! Stands where the session will be: the same questions, the simplest answers.

use crate::check::{Checker, InvariantReport};
use crate::domain::{CustomerId, OrderId};
use crate::exchange::{Code, CommandDraft, Naming, Refused};
use crate::fault::{FaultId, FaultKind, FaultRule};
use crate::kernel::{Seed, Span, VirtualTime};
use crate::messaging::Place;
use crate::timeline::Timeline;
use crate::world::{Input, Settings, World};

pub struct Session {
    timeline: Timeline<Checker>,
    seed: Seed,
}

/// A fault as it is typed in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FaultDraft {
    pub kind: String,
    pub target: Option<String>,
    pub chance: Option<f64>,
    pub count: Option<f64>,
    pub from: Option<f64>,
    pub until: Option<f64>,
    pub by: Option<f64>,
    pub message: Option<String>,
    pub moment: Option<String>,
    pub direction: Option<String>,
}

struct Names(crate::kernel::Names, crate::kernel::Names);

impl Naming for Names {
    fn order(&mut self, id: &str) -> OrderId {
        OrderId(self.0.intern(id).0)
    }
    fn customer(&mut self, id: &str) -> CustomerId {
        CustomerId(self.1.intern(id).0)
    }
}

impl Session {
    pub fn new() -> Self {
        Self { timeline: Timeline::new(Seed(1), Settings::default()), seed: Seed(1) }
    }

    pub fn timeline(&self) -> &Timeline<Checker> {
        &self.timeline
    }

    pub fn timeline_mut(&mut self) -> &mut Timeline<Checker> {
        &mut self.timeline
    }

    pub fn world(&self) -> &World {
        self.timeline.world()
    }

    pub fn now(&self) -> VirtualTime {
        self.timeline.now()
    }

    pub fn seed(&self) -> Seed {
        self.seed
    }

    pub fn reset(&mut self, seed: Seed) {
        self.seed = seed;
        self.timeline = Timeline::new(seed, self.timeline.world().settings);
    }

    pub fn invariants(&self) -> Vec<InvariantReport> {
        self.timeline.observer().report(self.timeline.world(), self.timeline.diverged_at())
    }

    pub fn send(&mut self, draft: &CommandDraft) -> Result<(), Refused> {
        let id = format!("ord-{}", 9_001 + self.world().order_names.len());
        let checked = draft.check(Code::BadCommand, Some(&id), None)?;
        let world = self.timeline.world();
        let mut names = Names(world.order_names.clone(), world.customer_names.clone());
        let command = checked.named(&mut names);
        let order = command.order().map(|_| draft.order_id.clone().unwrap_or(id).into());
        let customer = draft.customer_id.clone().map(Into::into);
        self.timeline.act(Input::Send { command, order, customer });
        Ok(())
    }

    pub fn set(&mut self, settings: Settings) {
        self.timeline.act(Input::Set(settings));
    }

    pub fn traffic(&mut self, per_second: f64) -> Result<(), Refused> {
        if !(0.0..=1_000.0).contains(&per_second) {
            return Err(Refused::new(Code::BadArgument, "ordersPerSecond", "a number from 0 to 1,000 was expected"));
        }
        self.timeline.act(Input::Traffic { per_mille: (per_second * 1_000.0) as u32 });
        Ok(())
    }

    pub fn inject(&mut self, draft: &FaultDraft) -> Result<(), Refused> {
        let bad = |field: &str, reason: String| Refused::new(Code::BadFault, field, reason);
        let kind = FaultKind::from_name(&draft.kind).ok_or_else(|| bad("kind", "no such fault".into()))?;
        let rule = FaultRule {
            target: draft.target.as_deref().and_then(Place::from_name),
            chance: draft.chance.map(|chance| chance as u8),
            count: draft.count.map(|count| count as u32),
            by: draft.by.map(|by| Span::from_millis(by as u64)),
            ..FaultRule::of(kind)
        };
        rule.check().map_err(|error| bad(error.field(), error.to_string()))?;
        self.timeline.act(Input::Inject(rule));
        Ok(())
    }

    pub fn clear(&mut self, id: FaultId) {
        self.timeline.act(Input::Clear(id));
    }

    pub fn clear_all(&mut self) {
        self.timeline.act(Input::ClearAll);
    }
}
