//! What the chosen event changed: the state of its aggregate, and rows of read models.

use leptos::prelude::*;

use super::still::when_still;
use super::{differences, row_title};
use crate::exchange::{Code, time_of_millis};
use crate::scene::words::{escaped, time_seconds};
use crate::session::{Changed, ModelChange};
use crate::ui::erase::{Gather, erased};
use crate::ui::handle::SessionHandle;
use crate::ui::later::inspector::position_of;
use crate::ui::selection::Selected;

pub fn changed() -> AnyView {
    let (selected, handle) = (Selected::here(), SessionHandle::here());
    let position = handle.select_calm(move |session| selected.chosen().and_then(|thing| position_of(session, thing)));
    let found = when_still(move || position.get(), |session, position| session.what_changed((*position)?));
    erased(move || found.get().1.map(told))
}

fn told(changed: Changed) -> AnyView {
    let Changed { event, state, models, .. } = changed;
    if state.is_empty() && models.iter().all(|model| model.rows.is_empty()) {
        return part! { <p class="quiet">{format!("{} changes no field of a state and no row of a read model.", event.kind)}</p> };
    }
    let own = (!state.is_empty()).then(|| differences(format!("state of {}", escaped(&event.stream)), &state));
    part! {
        {own}
        {models.into_iter().map(model).gather()}
    }
}

fn model(change: ModelChange) -> AnyView {
    let at = change.at.and_then(|ms| time_of_millis(ms, Code::BadArgument, "ms").ok()).map(time_seconds);
    let when = at.map_or_else(|| "not applied yet".to_owned(), |at| format!("applied at {at}"));
    let rows = change.rows.iter();
    rows.map(|row| differences(format!("{} ({when})", row_title(change.model, row)), &row.fields)).gather()
}
