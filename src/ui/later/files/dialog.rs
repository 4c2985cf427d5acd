//! What a person sees of a whole run that enters: how far it came, what it is, or why it does not.

use leptos::html;
use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use leptos::reactive::owner::Owner;
use leptos::tachys::view::any_view::AnyViewState;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::pace::{Turn, answer};
use crate::ui::erase::{Gather, State, changed, erased, mouse};
use crate::ui::handle::now_ms;
use crate::ui::place;

/// How far it came is told at most so often.
const TOLD_MS: f64 = 100.0;
/// What has the focus when there is something to decide.
const FIRST: &str = "opening-first";

/// How far it came.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Progress {
    /// Of the whole, in percent.
    pub percent: u32,
    pub said: String,
    pub more: String,
}

/// What is about to take the place of the run on the screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preview {
    pub facts: Vec<(&'static str, String)>,
    pub warnings: Vec<String>,
    /// What becomes of the run on the screen.
    pub present: String,
}

#[derive(Clone, PartialEq)]
enum Stage {
    Working(Progress),
    Asking(Preview),
    Refused(String),
}

/// What goes when it is closed, and who owns that.
type Held = (Option<UnmountHandle<AnyViewState>>, Owner);

/// Stands on the page as long as this value is there.
pub struct Dialog {
    turn: Turn,
    stage: State<Stage>,
    told_at: f64,
    node: NodeRef<html::Dialog>,
    held: Held,
}

impl Dialog {
    pub fn show(title: String, turn: Turn) -> Self {
        // Nothing on the screen owns it: what was pressed may be gone before it is.
        let owner = Owner::new_root(None);
        let (stage, node) = owner.with(|| (State::new(Stage::Working(Progress::default())), NodeRef::new()));
        let body = document().body().map(JsCast::unchecked_into);
        let mounted = body.map(|body| owner.with(|| mount_to(body, move || view(title, turn, stage, node))));
        if let Some(shown) = node.get_untracked() {
            let shown: web_sys::HtmlDialogElement = shown;
            let _ = shown.show_modal();
        }
        Self { turn, stage, told_at: 0.0, node, held: (mounted, owner) }
    }

    /// Says how far it came, now and then.
    pub fn tell(&mut self, progress: impl FnOnce() -> Progress) {
        let now = now_ms();
        if now - self.told_at > TOLD_MS {
            self.told_at = now;
            self.stage.set(Stage::Working(progress()));
        }
    }

    /// Whether it shall take the place of the run on the screen.
    pub async fn ask(&self, preview: Preview) -> bool {
        self.decide(Stage::Asking(preview)).await
    }

    /// Says why it does not, until somebody has read it.
    pub async fn refuse(&self, reason: String) {
        self.decide(Stage::Refused(reason)).await;
    }

    async fn decide(&self, stage: Stage) -> bool {
        self.stage.set(stage);
        request_animation_frame(|| place::focus_id(FIRST));
        self.turn.ask().await
    }
}

impl Drop for Dialog {
    fn drop(&mut self) {
        let held = (self.held.0.take(), self.held.1.clone());
        let Some(shown) = self.node.get_untracked().filter(|shown| shown.open()) else { return };
        // The browser says later that it is closed, and somebody has to be there to hear it.
        let gone = Closure::once_into_js(move || drop(held));
        shown.set_onclose(Some(gone.unchecked_ref()));
        shown.close();
    }
}

fn view(title: String, turn: Turn, stage: State<Stage>, node: NodeRef<html::Dialog>) -> AnyView {
    part! {
        <dialog class="opening" node_ref=node aria-labelledby="opening-title" on:close=changed(move |_| turn.give_up())>
            <h2 id="opening-title">{title}</h2>
            {erased(move || match stage.get() {
                Stage::Working(progress) => working(turn, progress),
                Stage::Asking(preview) => asking(preview),
                Stage::Refused(reason) => part! {
                    <p class="opening-refused" role="alert">{reason}</p>
                    <p class="quiet">"The run on the screen is as it was."</p>
                    <div class="opening-buttons"><button type="button" class="button" id=FIRST on:click=mouse(|_| answer(false))>"Close"</button></div>
                },
            })}
        </dialog>
    }
}

fn working(turn: Turn, Progress { percent, said, more }: Progress) -> AnyView {
    part! {
        <progress role="progressbar" max="100" value=percent.to_string() aria-label="How much is read" aria-valuetext=said.clone()></progress>
        <p class="opening-said"><span>{said}</span><span class="dim">{more}</span></p>
        <div class="opening-buttons"><button type="button" class="button" on:click=mouse(move |_| turn.give_up())>"Cancel"</button></div>
    }
}

fn asking(Preview { facts, warnings, present }: Preview) -> AnyView {
    let facts = facts.into_iter().map(|(name, value)| part! { <div><dt>{name}</dt><dd>{value}</dd></div> }).gather();
    let warnings = (!warnings.is_empty()).then(|| {
        let warnings = warnings.into_iter().map(|text| part! { <li>{text}</li> }).gather();
        part! { <ul class="opening-warnings" aria-label="Warnings">{warnings}</ul> }
    });
    part! {
        <dl class="opening-facts">{facts}</dl>
        {warnings}
        <p class="quiet">{present}</p>
        <div class="opening-buttons">
            <button type="button" class="button" on:click=mouse(|_| answer(false))>"Cancel"</button>
            <button type="button" class="button primary" id=FIRST on:click=mouse(|_| answer(true))>"Open as a run of its own"</button>
        </div>
    }
}
