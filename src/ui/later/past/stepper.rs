//! Walks along the versions of a stream: one event back, one on, or to any by a slider; and to any time.

use leptos::prelude::*;

use crate::event_store::{StreamId, StreamVersion};
use crate::exchange::{Code, time_of_millis};
use crate::kernel::VirtualTime;
use crate::session::Session;
use crate::ui::decimal::decimal;
use crate::ui::erase::{Slice, State, changed, erased, live, mouse, submitted};
use crate::ui::handle::SessionHandle;
use crate::ui::selection::{Selected, Selection};

/// A version of a stream, up to the cursor.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub stream: StreamId,
    pub name: String,
    pub version: u32,
    /// The last version.
    pub last: u32,
}

/// Where the event of a version lies.
pub fn position_at(session: &Session, stream: StreamId, version: u32) -> Option<u64> {
    let recorded = session.world().store.read_stream(stream, StreamVersion(version)).next()?;
    Some(u64::from(recorded.position().0))
}

/// The stepper; `time` is the moment that was asked for in place of a version.
pub fn stepper(place: Slice<Option<Place>>, time: State<Option<VirtualTime>>) -> AnyView {
    let (selected, handle) = (Selected::here(), SessionHandle::here());
    let version = Slice::new(move || place.with(|place| place.as_ref().map_or(0, |place| place.version)));
    let last = Slice::new(move || place.with(|place| place.as_ref().map_or(0, |place| place.last)));
    let go = move |version: u32| {
        time.set(None);
        let stream = place.with_untracked(|place| place.as_ref().map(|place| place.stream));
        let position = stream.and_then(|stream| handle.with(|session| position_at(session, stream, version)));
        if let Some(position) = position {
            selected.choose(Selection::Event(position));
        }
    };
    let slide = move |ev: web_sys::Event| {
        if let Some(version) = decimal(&event_target_value(&ev)) {
            go(version as u32);
        }
    };
    let said = move || format!("version {}, event {} of {}", version.get(), version.get() + 1, last.get() + 1);
    part! {
        <div class="stepper">
            <button type="button" class="button square" aria-label="Previous event of the stream" disabled=live(move || version.get() == 0)
                on:click=mouse(move |_| go(version.get_untracked().saturating_sub(1)))>"‹"</button>
            <input type="range" class="stepper-range" aria-label="Version of the stream" min="0" max=live(move || last.get().to_string()) step="1"
                aria-valuetext=live(said) prop:value=live(move || version.get().to_string()) on:input=changed(slide) />
            <button type="button" class="button square" aria-label="Next event of the stream" disabled=live(move || version.get() >= last.get())
                on:click=mouse(move |_| go(version.get_untracked() + 1))>"›"</button>
        </div>
        <p class="stepper-said dim">{erased(said)}</p>
        {as_of(time)}
    }
}

/// A field for a moment of the run.
fn as_of(time: State<Option<VirtualTime>>) -> AnyView {
    let (text, refused) = (State::new(String::new()), State::new(false));
    let ask = move |ev: web_sys::SubmitEvent| {
        ev.prevent_default();
        let millis = decimal(&text.get_untracked().replace(',', ".")).map(|seconds| seconds * 1_000.0);
        let asked = millis.and_then(|millis| time_of_millis(millis, Code::BadArgument, "time").ok());
        refused.set(asked.is_none());
        time.set(asked);
    };
    part! {
        <form class="as-of" on:submit=submitted(ask) novalidate>
            <label for="as-of">"As of second"</label>
            <input id="as-of" class="input mono" inputmode="decimal" autocomplete="off" placeholder="12.482" aria-describedby="as-of-error"
                aria-invalid=live(move || refused.get().then_some("true")) prop:value=live(move || text.get())
                on:input=changed(move |ev| { text.set(event_target_value(&ev)); refused.set(false); }) />
            <button type="submit" class="button">"Show"</button>
            <p class="field-error" id="as-of-error" role="alert" hidden=live(move || !refused.get())>"Seconds since the start were expected, with at most three decimals."</p>
        </form>
    }
}
