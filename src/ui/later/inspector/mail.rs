//! The e-mails that notification sent.

use crate::ui::erase::{erased, mouse, rows};
use leptos::prelude::*;

use crate::scene::inspect::mails;
use crate::ui::handle::SessionHandle;
use crate::ui::selection::Selected;
use crate::ui::timeline::selection_of;

#[component]
pub fn MailTab() -> impl IntoView {
    let handle = SessionHandle::here();
    let selected = Selected::here();
    let found = handle.select_calm(|session| mails(session.world()));
    part! {
        <h2 class="heading">"E-mails, latest first"</h2>
        <ul class="rows">
            {rows(move || found.get().rows, |mail| (mail.number, mail.to.clone(), mail.text.clone(), mail.time.clone()), move |mail| part! {
                <li>
                    <button type="button" class="row-button mail" title="Show the event that it tells about"
                        on:click=mouse(move |_| selected.choose(handle.with(|session| selection_of(session.world(), mail.about))))>
                        <span>{mail.to}<span class="mono dim">{mail.time}</span></span>
                        <span>{mail.text}"."</span>
                    </button>
                </li>
            })}
        </ul>
        {erased(move || super::left_out(found.with(|found| found.left_out), "older e-mails"))}
        {erased(move || found.with(|found| found.rows.is_empty()).then(|| part! {
            <p class="quiet">"Nobody has been written to yet. Notification writes when an order is placed, confirmed, shipped or cancelled."</p>
        }))}
    }
}
