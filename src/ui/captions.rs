//! The story of a scenario, a sentence for each moment that the run has reached.

use crate::ui::erase::{erased, mouse};
use leptos::prelude::*;

use super::acts::Acts;
use super::handle::SessionHandle;
use super::icons::{Icon, icon};
use crate::session::LeftStory;

/// What the bar shows.
#[derive(Clone, Debug, PartialEq)]
struct Told {
    title: &'static str,
    text: &'static str,
    number: usize,
    count: usize,
    before: Option<u32>,
    /// The step of the next moment, where the run has been there already.
    after: Option<u32>,
}

#[component]
pub fn Captions() -> impl IntoView {
    let acts = Acts::here();
    let told = SessionHandle::here().select_calm(|session| {
        let scenario = session.scenario()?;
        let (place, caption) = session.caption()?;
        let moments = scenario.moments(session.head());
        let known = |place: usize| moments.get(place).copied().flatten();
        Some(Told {
            title: scenario.title,
            text: match session.left_story() {
                None => caption.text,
                Some(LeftStory::Edited) => "The past of this run was edited: its story is not told any more.",
                Some(LeftStory::OtherWay) => "This run left its story here: what was told next does not happen in it.",
            },
            number: place + 1,
            count: scenario.captions.len(),
            before: place.checked_sub(1).and_then(known),
            after: known(place + 1),
        })
    });
    erased(move || {
        told.get().map(|told| {
            let go = move |step: Option<u32>| {
                if let Some(step) = step {
                    acts.seek_step(step);
                }
            };
            part! {
                <section class="captions" aria-label=format!("Story: {}", told.title)>
                    <button type="button" class="button square bare back" aria-label="Previous moment of the story" disabled=told.before.is_none()
                        on:click=mouse(move |_| go(told.before))>{icon(Icon::Chevron)}</button>
                    <p aria-live="polite"><span class="mono dim">{format!("{}/{}", told.number, told.count)}</span>" "{told.text}</p>
                    <button type="button" class="button square bare" aria-label="Next moment of the story" disabled=told.after.is_none()
                        on:click=mouse(move |_| go(told.after))>{icon(Icon::Chevron)}</button>
                </section>
            }
        })
    })
}
