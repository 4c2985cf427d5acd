//! The moments that matter: beside the fork, by name and time; and the way from one to the next.

use leptos::prelude::*;

use crate::scene::chapters::{ChapterView, chapter_after, chapter_before, chapters};
use crate::scene::words::clock;
use crate::ui::acts::Acts;
use crate::ui::erase::{Gather, erased, live, mouse, rows};
use crate::ui::handle::SessionHandle;
use crate::ui::place;
use crate::ui::timeline::end_millis;

pub fn bar() -> AnyView {
    let handle = SessionHandle::here();
    let found = handle.select_calm(chapters);
    part! {
        <ol class="chapters" aria-label="The moments that matter">
            {rows(move || found.get(), |chapter| (chapter.step, chapter.title), chapter)}
        </ol>
    }
}

fn chapter(chapter: ChapterView) -> AnyView {
    let (acts, step) = (Acts::here(), chapter.step);
    let here = acts.handle.select_calm(move |session| session.timeline().step() == step);
    part! {
        <li><button type="button" class=format!("chapter is-{}", chapter.kind) title=chapter.sentence aria-current=live(move || here.get().then_some("step"))
            on:click=mouse(move |_| acts.seek_step(step))>
            <span class="mono dim">{clock(chapter.time)}</span>{chapter.title}
        </button></li>
    }
}

/// A small flag on the minimap for each of them.
pub fn marks() -> AnyView {
    let handle = SessionHandle::here();
    let found = handle.select_calm(|session| {
        let end = end_millis(session) as f64;
        chapters(session)
            .into_iter()
            .map(|chapter| (chapter.kind, place::percent(chapter.ms / end)))
            .collect::<Vec<_>>()
    });
    let flags = move || {
        found.with(|found| {
            let flag = |(kind, at): &(&'static str, String)| {
                part! { <span class=format!("chapter-flag is-{kind}") style:inset-inline-start=at.clone()></span> }
            };
            found.iter().map(flag).gather()
        })
    };
    part! { <div class="chapter-flags" aria-hidden="true">{erased(flags)}</div> }
}

/// To the chapter before the cursor.
pub fn previous(acts: Acts) {
    go(acts, "Nothing that matters happened before.", chapter_before);
}

/// To the next chapter after the cursor.
pub fn next(acts: Acts) {
    go(acts, "Nothing that matters is known after this.", chapter_after);
}

fn go(acts: Acts, none: &'static str, find: fn(&[ChapterView], u32) -> Option<&ChapterView>) {
    acts.player.pause();
    let found = acts.handle.with(|session| {
        find(&chapters(session), session.timeline().step()).map(|chapter| (chapter.step, chapter.sentence.clone()))
    });
    match found {
        Some((step, sentence)) => {
            acts.seek_step(step);
            acts.notices.say(sentence);
        }
        None => acts.notices.say(none),
    }
}
