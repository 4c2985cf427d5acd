//! Stands where the session will be: the same questions, the simplest answers.

use crate::check::{Checker, InvariantReport};
use crate::exchange::{Code, CommandDraft, FaultDraft, Refused, SettingsDraft};
use crate::fault::FaultId;
use crate::kernel::{Seed, VirtualTime};
use crate::scenario::{Scenario, find};
use crate::timeline::Timeline;
use crate::world::{Input, Settings, World};

pub struct Session {
    timeline: Timeline<Checker>,
    seed: Seed,
    scenario: Option<&'static Scenario>,
}

impl Session {
    pub fn new() -> Self {
        Self { timeline: Timeline::new(Seed(1), Settings::default()), seed: Seed(1), scenario: None }
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

    pub fn scenario(&self) -> Option<&'static Scenario> {
        self.scenario
    }

    pub fn reset(
        &mut self,
        scenario: Option<&str>,
        seed: Option<Seed>,
        settings: Option<Settings>,
    ) -> Result<(), Refused> {
        let unknown = || Refused::new(Code::UnknownName, "scenario", "there is no such scenario");
        self.scenario = scenario.map(|id| find(id).ok_or_else(unknown)).transpose()?;
        self.seed = seed.or(self.scenario.map(|scenario| scenario.seed)).unwrap_or(Seed(1));
        let settings = settings.or(self.scenario.map(|scenario| (scenario.settings)())).unwrap_or_default();
        let plan = self.scenario.map(|scenario| (scenario.acts)()).unwrap_or_default();
        self.timeline = Timeline::with_plan(self.seed, settings, plan);
        Ok(())
    }

    pub fn invariants(&self) -> Vec<InvariantReport> {
        self.timeline.observer().report(self.timeline.diverged_at())
    }

    pub fn send(&mut self, draft: &CommandDraft) -> Result<(), Refused> {
        let mut draft = draft.clone();
        if draft.kind == "PlaceOrder" && draft.order_id.is_none() {
            draft.order_id = Some(format!("ord-{}", 9_001 + self.world().order_names.len()));
        }
        let checked = draft.check(Code::BadCommand)?;
        self.timeline.act(Input::Send { command: checked.command, order: checked.order, customer: checked.customer });
        Ok(())
    }

    pub fn set(&mut self, draft: &SettingsDraft) -> Result<(), Refused> {
        let settings = draft.check(self.timeline.world().settings)?;
        self.timeline.act(Input::Set(settings));
        Ok(())
    }

    pub fn traffic(&mut self, per_second: f64) -> Result<(), Refused> {
        if !(0.0..=1_000.0).contains(&per_second) {
            return Err(Refused::new(Code::BadArgument, "ordersPerSecond", "a number from 0 to 1,000 was expected"));
        }
        self.timeline.act(Input::Traffic { per_mille: (per_second * 1_000.0) as u32 });
        Ok(())
    }

    pub fn inject(&mut self, draft: &FaultDraft) -> Result<(), Refused> {
        let rule = draft.check(|id| {
            let letters = &self.timeline.world().letters;
            letters.iter().find(|letter| letter.id.to_string() == id).map(|letter| letter.id)
        })?;
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
