//! The e-mails that notification sent, newest first.

use leptos::prelude::*;

use crate::domain::catalogue;
use crate::scene::words::{clock, count, escaped, mail_text};
use crate::ui::handle::SessionHandle;
use crate::ui::selection::{Selected, Selection};
use crate::ui::timeline::selection_of;
use crate::world::MailKind;

/// E-mails shown at the most.
const MAILS_MAX: usize = 100;

#[derive(Clone, Debug, PartialEq)]
struct Row {
    to: String,
    subject: &'static str,
    text: String,
    time: String,
    about: Selection,
}

#[component]
pub fn Mails() -> impl IntoView {
    let (handle, selected) = (SessionHandle::here(), Selected::here());
    let total = handle.select_calm(|session| session.world().mails.len());
    let mails = handle.select_calm(|session| {
        let world = session.world();
        let newest = world.mails.iter().rev().take(MAILS_MAX);
        let rows = newest.map(|mail| {
            let customer = world.customer_name(mail.to);
            Row {
                to: escaped(catalogue::customer_name(customer).unwrap_or(customer)),
                subject: subject(mail.kind),
                text: mail_text(world, mail.kind, mail.order),
                time: clock(mail.time),
                about: selection_of(world, mail.about),
            }
        });
        rows.collect::<Vec<_>>()
    });
    let list = move || {
        let rows = mails.get().into_iter().map(|mail| {
            let about = mail.about;
            view! {
                <li class="card mail" class:lit=move || selected.is_lit(about)>
                    <div class="row-head"><button type="button" class="link" on:click=move |_| selected.choose(about)>{mail.subject}</button>
                        <span class="dim mono">{mail.time}</span></div>
                    <p class="dim small">{format!("To {}", mail.to)}</p><p class="small">{mail.text}</p>
                </li>
            }
            .into_any()
        });
        rows.collect_view()
    };
    let head = move || match total.get() {
        0 => "No e-mail was sent yet. Notification writes when an order is placed, confirmed, on its way or cancelled."
            .to_owned(),
        1 => "1 e-mail".to_owned(),
        many => format!("{} e-mails, newest first", count(many as u64)),
    };
    view! { <div class="mails"><p class="dim small">{head}</p><ul>{list}</ul></div> }.into_any()
}

const fn subject(kind: MailKind) -> &'static str {
    match kind {
        MailKind::Received => "We have your order",
        MailKind::Confirmed => "Your order is confirmed",
        MailKind::OnItsWay => "Your parcel is on its way",
        MailKind::Cancelled => "Your order is cancelled",
    }
}
