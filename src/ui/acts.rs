//! What a person can do, in one place: every button, key and menu entry ends here.

use crate::ui::erase::{State, here, provide};

use super::chaos::FaultForm;
use super::commands::CommandForm;
use super::crash;
use super::door;
use super::handle::SessionHandle;
use super::inspector::Tab;
use super::keep;
use super::later;
use super::notices::Notices;
use super::player::{FULL, Player};
use super::selection::Selected;
use super::timeline::RunOverview;
use crate::domain::fulfilment::Resolution;
use crate::exchange::{CommandDraft, FaultDraft, Refused, SettingsDraft, Wire};
use crate::fault::{FaultId, FaultKind};
use crate::kernel::{Seed, Span, VirtualTime};
use crate::scene::words;
use crate::session::{Session, TaskVerdict};
use crate::timeline::{BranchId, Commands};
use crate::world::Settings;

/// Steps that one click may take at once; more are taken by playing.
const STEPS_MAX: u32 = 200_000;

#[derive(Clone, Copy)]
pub struct Acts {
    pub handle: SessionHandle,
    pub player: Player,
    pub notices: Notices,
    pub selected: Selected,
    pub tab: State<Tab>,
}

impl Acts {
    pub fn provide(handle: SessionHandle, player: Player, notices: Notices, selected: Selected) -> Self {
        RunOverview::provide();
        let tab = State::new(Tab::Event);
        provide(tab);
        let acts = Self { handle, player, notices, selected, tab };
        provide(acts);
        acts
    }

    pub fn here() -> Self {
        here()
    }

    /// Changes the run. What it did in the past replaced a future: that is said, and can be undone.
    pub fn act<R>(self, change: impl FnOnce(&mut Session) -> R) -> R {
        let (answer, gone) = self.handle.update(|session| {
            let was_past = !session.timeline().at_head();
            let known = session.head().steps.saturating_sub(session.world().steps);
            let answer = change(session);
            (answer, Some(known).filter(|known| *known > 0 && was_past && session.timeline().at_head()))
        });
        if let Some(steps) = gone {
            let text = format!(
                "The future was replaced: {} steps that were known are put aside.",
                words::count(u64::from(steps))
            );
            self.notices.offer(text, "Undo", move || self.undo());
        }
        answer
    }

    /// Brings the last replaced future back.
    pub fn undo(self) {
        self.player.pause();
        let text = if self.handle.update(Session::undo) { "The future is back." } else { "There is nothing to undo." };
        self.notices.show(text);
    }

    /// Sends `CancelOrder`, as the customer.
    pub fn cancel_order(self, order: String) {
        let draft = CommandDraft { kind: "CancelOrder".to_owned(), order_id: Some(order), ..CommandDraft::default() };
        match self.act(|session| session.send(&draft).map(drop)) {
            Ok(()) => self.notices.say("The cancellation is on its way."),
            Err(refused) => self.notices.show(refused.to_string()),
        }
    }

    /// Lets a fault befall the chosen message; says so where none is chosen.
    pub fn befall(self, kind: FaultKind, said: &'static str) {
        door::call((self, kind, said), later::menu::befall);
    }

    pub fn to_start(self) {
        self.player.pause();
        self.handle.update(|session| session.timeline_mut().seek_step(0));
    }

    pub fn step_back(self) {
        self.player.pause();
        if !self.handle.update(|session| session.timeline_mut().step_back()) {
            self.notices.say("This is the start.");
        }
    }

    pub fn step(self) {
        self.player.pause();
        let (moved, full) = self.handle.update(|session| {
            let timeline = session.timeline_mut();
            (timeline.step_forward(), timeline.is_full())
        });
        match (moved, full) {
            (false, true) => self.notices.show(FULL),
            (false, false) => self.notices.say("Nothing is due."),
            (true, _) => {}
        }
    }

    /// To the end of what is known; from there on until it is quiet.
    pub fn to_end(self) {
        self.player.pause();
        let full = self.handle.update(|session| {
            let timeline = session.timeline_mut();
            if timeline.at_head() {
                let result = timeline.run_until_quiet(Span::from_secs(600), STEPS_MAX);
                !result.reached && timeline.is_full()
            } else {
                let end = timeline.head_clock();
                timeline.seek_time(end);
                false
            }
        });
        if full {
            self.notices.show(FULL);
        }
    }

    /// To the moment that matters before the cursor.
    pub fn previous_moment(self) {
        door::call(self, later::chapters::previous);
    }

    /// To the next moment that matters after the cursor.
    pub fn next_moment(self) {
        door::call(self, later::chapters::next);
    }

    pub fn seek_time(self, time: VirtualTime) {
        self.player.pause();
        self.handle.update(|session| session.timeline_mut().seek_time(time));
    }

    pub fn seek_step(self, step: u32) {
        self.player.pause();
        self.handle.update(|session| session.timeline_mut().seek_step(step));
    }

    /// Sends what the form describes, so many times.
    pub fn send(self, form: CommandForm, times: u32) {
        let sent = form
            .draft()
            .and_then(|draft| self.act(|session| (0..times).try_for_each(|_| session.send(&draft).map(drop))));
        form.refused.set(None);
        match sent {
            Ok(()) => self.notices.say(format!("Sent {} {}.", times, form.kind.get_untracked())),
            Err(refused) => {
                self.notices.say(refused.to_string());
                form.refused.set(Some((refused.field, refused.reason)));
            }
        }
    }

    pub fn traffic(self, form: CommandForm, on: bool) {
        let rate = if on { form.rate_a_second() } else { Ok(0.0) };
        match rate.and_then(|rate| self.act(|session| session.traffic(rate))) {
            Ok(()) => form.refused.set(None),
            Err(refused) => form.refused.set(Some((refused.field, refused.reason))),
        }
    }

    pub fn inject(self, draft: &FaultDraft) -> Result<(), Refused> {
        self.act(|session| session.inject(draft).map(drop))
    }

    /// Arms what the details of a fault describe.
    pub fn arm(self, form: FaultForm) {
        let armed = form.draft().and_then(|draft| self.inject(&draft));
        match armed {
            Ok(()) => {
                form.refused.set(None);
                self.notices.say(format!("{} is armed.", form.face.name));
            }
            Err(refused) => {
                self.notices.say(refused.to_string());
                form.open.set(true);
                form.refused.set(Some((refused.field, refused.reason)));
            }
        }
    }

    /// Arms what the details describe in place of the rules that are armed; keeps those if it is refused.
    pub fn rearm(self, form: FaultForm, before: Vec<FaultId>) {
        self.arm(form);
        if form.refused.with_untracked(Option::is_none) {
            before.into_iter().for_each(|fault| self.clear(fault));
        }
    }

    pub fn clear(self, fault: FaultId) {
        self.act(|session| session.clear(fault));
    }

    pub fn clear_all(self) {
        self.act(Session::clear_all);
        self.notices.say("All faults are lifted.");
    }

    /// Decides about a compensation that gave up.
    pub fn resolve(self, task: u32, resolution: Resolution) {
        if self.act(|session| session.resolve(task, TaskVerdict(resolution))) {
            self.notices.say(format!("You decided: {}.", words::resolution_name(resolution).to_ascii_lowercase()));
        }
    }

    /// Sends a dead letter to its consumer again, with a corrected body if there is one.
    ///
    /// # Errors
    /// A body that is no JSON, or that the handler could not process either.
    pub fn redrive(self, dead_letter: u32, body: Option<&str>) -> Result<(), Refused> {
        let body = body.map(Wire::from);
        self.act(|session| session.redrive(dead_letter, body.as_ref()))?;
        self.notices.say("The dead letter is on its way again.");
        Ok(())
    }

    pub fn discard(self, dead_letter: u32) {
        self.act(|session| session.discard(dead_letter));
        self.notices.say("The dead letter is discarded.");
    }

    /// Changes settings from now on.
    pub fn set(self, draft: &SettingsDraft) -> Result<(), Refused> {
        self.act(|session| session.set(draft).map(drop))
    }

    /// A new run of a scenario, or of the empty shop.
    pub fn reset(self, scenario: Option<&str>, seed: Option<Seed>, settings: Option<Settings>) {
        self.player.pause();
        let story = scenario.and_then(crate::scenario::find);
        if scenario.is_some() && story.is_none() {
            self.notices.show("There is no such scenario.");
            return;
        }
        let run = self.handle.update(|session| {
            session.begin(story, seed, settings);
            keep::chosen(session);
            format!("scenario {:?}, seed {}", session.scenario().map(|scenario| scenario.id), session.seed())
        });
        crash::note(&run);
        self.selected.clear();
        self.notices.say("A new run stands at its beginning.");
    }

    /// The same run from its beginning, without what was done by hand.
    pub fn start_again(self) {
        let (scenario, seed, settings) = self.beginning();
        self.reset(scenario, Some(seed), settings);
    }

    /// The same scenario with this seed.
    pub fn with_seed(self, seed: Seed) {
        let (scenario, _, settings) = self.beginning();
        self.reset(scenario, Some(seed), settings);
    }

    /// The same scenario with other luck.
    pub fn new_seed(self) {
        self.with_seed(Seed((js_sys::Math::random() * 1_000_000.0) as u64));
    }

    fn beginning(self) -> (Option<&'static str>, Seed, Option<Settings>) {
        self.handle.with(|session| {
            let scenario = session.scenario().map(|scenario| scenario.id);
            (scenario, session.seed(), scenario.is_none().then_some(session.world().settings))
        })
    }

    /// Copies the address of the exact run.
    pub fn share(self) {
        door::call(self, later::whole::share);
    }

    /// Another run stands here.
    pub fn arrived(self) {
        self.selected.clear();
        crash::note("a run was opened");
    }

    /// Opens the inspector's tab of this name, if there is one.
    pub fn show_tab(self, name: &str) {
        if let Some(tab) = Tab::ALL.into_iter().find(|tab| tab.name() == name) {
            self.tab.set(tab);
        }
    }

    /// Leaves the run at the cursor for a branch of its own.
    pub fn fork(self, commands: Commands) -> Result<BranchId, Refused> {
        let id = self.handle.update(|session| session.fork(commands))?;
        let name = self.handle.with(Session::branch_name);
        let what = match commands {
            Commands::Cut => "later commands were dropped",
            Commands::Keep => "later commands are given again",
        };
        self.notices.show(format!("You walk on in {name}: {what}. The run that was stays as it is."));
        Ok(id)
    }

    /// Walks on in another branch. False if there is no such branch.
    pub fn switch_to(self, id: BranchId) -> bool {
        self.player.pause();
        self.handle.update(|session| session.switch_to(id))
    }
}
