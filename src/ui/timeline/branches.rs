//! Under the minimap: the moments that matter, the fork, and a lane for each branch.

use leptos::prelude::*;

use crate::exchange::time_of_millis;
use crate::scene::branches::verdict;
use crate::scene::chapters::{ChapterView, chapters};
use crate::scene::words::{clock, count};
use crate::session::{BranchView, Comparison, RowDifference};
use crate::timeline::{BranchId, Commands};
use crate::ui::acts::Acts;
use crate::ui::erase::{Gather, State, erased, key, live, mouse, rows};
use crate::ui::handle::SessionHandle;
use crate::ui::icons::{Icon, icon};

/// Rows of read models that a comparison lists.
const ROWS_SHOWN: usize = 8;
/// Events of each kind that a comparison lists.
const EVENTS_SHOWN: usize = 6;

/// Which branch is held against the current one.
#[derive(Clone, Copy)]
pub struct Against(State<Option<u32>>);

#[component]
pub fn Branches() -> impl IntoView {
    let handle = SessionHandle::here();
    let found = handle.select_calm(|session| (chapters(session), session.timeline().step()));
    let lanes = handle.select_calm(|session| session.branches());
    let against = Against(State::new(None));
    part! {
        <div class="run-bar">
            {fork()}
            <ol class="chapters" aria-label="The moments that matter">
                {rows(move || found.get().0, |chapter| (chapter.step, chapter.title), chapter)}
            </ol>
        </div>
        {erased(move || {
            let lanes = lanes.get();
            (lanes.len() > 1).then(|| part! { <ol class="branch-lanes" aria-label="Branches">{lanes_of(against, lanes)}</ol> })
        })}
        {erased(move || against.0.get().map(|other| comparison(against, other)))}
    }
}

fn chapter(chapter: ChapterView) -> AnyView {
    let (acts, step) = (Acts::here(), chapter.step);
    part! {
        <li><button type="button" class=format!("chapter is-{}", chapter.kind) title=chapter.sentence on:click=mouse(move |_| acts.seek_step(step))>
            <span class="mono dim">{clock(chapter.time)}</span>{chapter.title}
        </button></li>
    }
}

/// The button, and the choice that it asks for in plain words.
fn fork() -> AnyView {
    let (acts, open) = (Acts::here(), State::new(false));
    let choose = move |commands| {
        open.set(false);
        if let Err(refused) = acts.fork(commands) {
            acts.notices.show(refused.to_string());
        }
    };
    let choice = move |commands, title, text| {
        part! {
            <button type="button" class="fork-choice" on:click=mouse(move |_| choose(commands))>
                <strong>{title}</strong><span>{text}</span>
            </button>
        }
    };
    part! {
        <div class="fork" on:keydown=key(move |ev| if ev.key() == "Escape" { open.set(false) })>
            <button type="button" class="button" aria-expanded=live(move || open.get().to_string()) title="Go on from here in a branch of its own"
                on:click=mouse(move |_| open.update(|open| *open = !*open))>"Fork"</button>
            {erased(move || open.get().then(|| part! {
                <div class="fork-choices floating" role="group" aria-label="What becomes of the commands after this moment?">
                    {choice(Commands::Cut, "Cut here", "Later commands are dropped. Go on as you like.")}
                    {choice(Commands::Keep, "Same commands, changed past", "Later commands are given again. Change something first, then play.")}
                </div>
            }))}
        </div>
    }
}

fn lanes_of(against: Against, lanes: Vec<BranchView>) -> AnyView {
    let longest = lanes.iter().map(|lane| lane.head_step).max().unwrap_or(1).max(1);
    lanes.into_iter().map(|lane| self::lane(against, lane, longest)).gather()
}

fn lane(against: Against, lane: BranchView, longest: u32) -> AnyView {
    let acts = Acts::here();
    let share = |step: u32| format!("{}%", u64::from(step) * 100 / u64::from(longest));
    let (from, to) = (share(lane.at_step), share(lane.head_step.saturating_sub(lane.at_step)));
    let id = lane.id;
    let label =
        if lane.current { format!("{}, where you are", lane.name) } else { format!("Walk on in {}", lane.name) };
    let compare = (!lane.current).then(|| {
        part! {
            <button type="button" class="link" on:click=mouse(move |_| against.0.set(Some(id)))>"Compare"</button>
        }
    });
    part! {
        <li class="branch-lane" class:current=lane.current>
            <button type="button" class="branch-name" aria-current=lane.current.then_some("true") aria-label=label
                on:click=mouse(move |_| { acts.switch_to(BranchId(id)); against.0.set(None); })>{lane.name}</button>
            <span class="lane-way" aria-hidden="true"><span class="lane-bar" style:margin-inline-start=from style:width=to></span></span>
            {compare}
        </li>
    }
}

/// The other branch beside the current one: in a sentence, by events, by rows.
fn comparison(against: Against, other: u32) -> AnyView {
    let acts = Acts::here();
    let compared = acts.handle.with(|session| {
        let compared = session.compare(BranchId(other), session.branch())?;
        let sentence = verdict(session, &compared);
        Some((compared, sentence))
    });
    let Some((compared, sentence)) = compared else { return ().into_any() };
    let parted = compared.first_divergence.as_ref().map(|parted| {
        let (step, ms) = (parted.step, parted.ms);
        let time = time_of_millis(ms, crate::exchange::Code::BadArgument, "ms").map(clock).unwrap_or_default();
        part! { <p><button type="button" class="link" on:click=mouse(move |_| acts.seek_step(step))>{format!("They part at {time}, step {step}")}</button></p> }
    });
    part! {
        <section class="comparison floating" aria-label="Comparison of two branches">
            <button type="button" class="button square bare close" aria-label="Close" on:click=mouse(move |_| against.0.set(None))>{icon(Icon::Close)}</button>
            <p class="sheet-sentence">{sentence}</p>
            {parted}
            {events(&compared)}
            <ul class="model-diff">{compared.models.iter().map(|model| model.rows.iter().take(ROWS_SHOWN).map(|row| model_row(model.model, row)).gather()).gather()}</ul>
        </section>
    }
}

fn events(compared: &Comparison) -> AnyView {
    let told = [
        (&compared.a.name, compared.events.only_in_a_count, &compared.events.only_in_a),
        (&compared.b.name, compared.events.only_in_b_count, &compared.events.only_in_b),
    ];
    let line = |(name, many, events): (&String, usize, &Vec<crate::session::EventRef>)| {
        let names: Vec<&str> = events.iter().take(EVENTS_SHOWN).map(|event| event.kind).collect();
        let more = if many > names.len() { ", …" } else { "" };
        let what = if many == 0 {
            "no event".to_owned()
        } else {
            format!("{}: {}{more}", count(many as u64), names.join(", "))
        };
        part! { <li><span aria-hidden="true">"◆ "</span>{format!("only in {name}: {what}")}</li> }
    };
    part! { <ul class="event-diff">{told.map(line).gather()}</ul> }
}

fn model_row(model: &'static str, row: &RowDifference) -> AnyView {
    let fields: Vec<String> =
        row.fields.iter().map(|field| format!("{} {} → {}", field.name, field.before, field.after)).collect();
    part! { <li class="mono">{format!("{model} {}: {}", row.key, fields.join(", "))}</li> }
}
