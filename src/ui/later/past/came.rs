//! What an edit of the past came to: one sentence, and every row that differs.

use leptos::prelude::*;

use crate::scene::branches::edited_sentence;
use crate::session::ModelDifference;
use crate::timeline::BranchId;
use crate::ui::acts::Acts;
use crate::ui::centre::Workbench;
use crate::ui::erase::{Gather, erased, mouse};
use crate::ui::icons::{Icon, icon};
use crate::ui::inspector::{Asked, Came};
use crate::ui::later::inspector::left_out;
use crate::ui::later::why::{differences, row_title};
use crate::ui::later::workbench::ARCHIVE_TAB;
use crate::ui::place;
use crate::world::CopyScope;

/// Rows of a read model on the screen.
const ROWS_MAX: usize = 20;

pub fn came() -> AnyView {
    let asked = Asked::here();
    Effect::new(move |_| {
        asked.came.track();
        request_animation_frame(|| place::focus_id("came-title"));
    });
    erased(move || asked.came.get().map(sheet))
}

fn sheet(came: Came) -> AnyView {
    let (acts, asked) = (Acts::here(), Asked::here());
    let Came { edited, from, verdict, copied } = came;
    let name = |id: u32| {
        acts.handle.with(|session| {
            let branch = session.branches().into_iter().find(|branch| branch.id == id);
            branch.map(|branch| branch.name).unwrap_or_default()
        })
    };
    let (title, told) = match from {
        Some(_) => (
            format!("Branch “{}”", name(edited.branch)),
            format!("{} was edited. Against the run that was:", edited.event.kind),
        ),
        None => match copied.clone() {
            Some((CopyScope::Log, told)) => ("A new log".to_owned(), told),
            Some((CopyScope::Stream, told)) => ("A new stream".to_owned(), told),
            None => Default::default(),
        },
    };
    let back = from.map(|from| {
        let label = format!("Back to “{}”", name(from));
        part! {
            <button type="button" class="button" on:click=mouse(move |_| {
                if acts.switch_to(BranchId(from)) { asked.came.set(None); }
            })>{label}</button>
        }
    });
    let bench = Workbench::here();
    let archive = copied.map(|_| {
        part! { <button type="button" class="button" on:click=mouse(move |_| bench.open_at(ARCHIVE_TAB))>"Browse what was archived"</button> }
    });
    let broken = edited.broken.iter().map(|(id, reason)| part! { <li class="bad">{format!("{id}: {reason}")}</li> });
    let sentence = edited_sentence(&edited);
    part! {
        <section class="came card" aria-labelledby="came-title">
            <header class="sheet-head">
                <h2 id="came-title" tabindex="-1">{title}</h2>
                <button type="button" class="button square bare" aria-label="Close what came of it" on:click=mouse(move |_| asked.came.set(None))>{icon(Icon::Close)}</button>
            </header>
            <p class="dim">{told}</p>
            <p class="sheet-sentence">{sentence}</p>
            {verdict.map(|verdict| part! { <p class="sheet-sentence">{verdict}</p> })}
            <ul class="came-broken">{broken.gather()}</ul>
            {edited.models.iter().map(model).gather()}
            {back}
            {archive}
        </section>
    }
}

fn model(difference: &ModelDifference) -> AnyView {
    let rows = difference.rows.iter().take(ROWS_MAX);
    let more = difference.left_out + difference.rows.len().saturating_sub(ROWS_MAX);
    let tables = rows.map(|row| differences(row_title(difference.model, row), &row.fields));
    part! {
        {tables.gather()}
        {left_out(more, "more rows")}
    }
}
