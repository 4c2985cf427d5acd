//! The tabs of the inspector.

mod chip;
mod event;
mod mail;
mod node;
mod queues;
mod saga;
mod streams;

pub use chip::chip;
pub use event::{message_of, position_of};
pub use saga::most_urgent;

use leptos::prelude::*;

use super::{past, why};
use crate::ui::erase::{State, erased, here, shown};
use crate::ui::inspector::{Asked, Tab};

/// What the chosen tab says, under what was asked.
pub fn panel() -> AnyView {
    let (tab, asked): (State<Tab>, Asked) = (here(), Asked::here());
    part! {
        {shown(move || asked.came.with(Option::is_some), past::came)}
        {shown(move || asked.question.with(Option::is_some), why::explanation)}
        {erased(move || match tab.get() {
            Tab::Event => part! { <event::EventTab /> },
            Tab::State => past::state(),
            Tab::Saga => part! { <saga::SagaTab /> },
            Tab::Reads => why::reads(),
            Tab::Streams => part! { <streams::StreamsTab /> },
            Tab::Queues => part! { <queues::QueuesTab /> },
            Tab::Mail => part! { <mail::MailTab /> },
        })}
    }
}

/// "12 older ones are not shown."
pub fn left_out(count: usize, what: &'static str) -> AnyView {
    (count > 0)
        .then(|| {
            let verb = if count == 1 { "is" } else { "are" };
            part! { <p class="quiet">{format!("{} {what} {verb} not shown.", crate::scene::words::count(count as u64))}</p> }
        })
        .into_any()
}
