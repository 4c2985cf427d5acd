//! What the context menu holds: what a person may do to the thing under the pointer or the focus.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::exchange::FaultDraft;
use crate::fault::{FaultId, FaultKind};
use crate::kernel::MessageNo;
use crate::messaging::{Node, Place};
use crate::scene::words;
use crate::session::Session;
use crate::ui::acts::Acts;
use crate::ui::erase::{Gather, focus, key, mouse};
use crate::ui::menu::{Menu, OpenMenu};
use crate::ui::place;
use crate::ui::selection::{Selected, Selection};

/// One thing to do.
#[derive(Clone)]
struct Entry {
    label: String,
    deed: Deed,
}

#[derive(Clone)]
enum Deed {
    Inject(FaultDraft),
    Lift(Vec<FaultId>),
    Cancel(String),
    Discard(u32),
    Choose(Selection),
}

/// The open menu.
pub fn opened(open: OpenMenu) -> AnyView {
    let (menu, acts, selected) = (Menu::here(), Acts::here(), Selected::here());
    let holder = NodeRef::<html::Div>::new();
    let (title, note, entries) = acts.handle.with(|session| entries(session, open.about));
    place::within_window(holder, open.x, open.y);
    Effect::new(move |_| {
        if let Some(holder) = holder.get() {
            focus_item(&holder, 0);
        }
    });
    let items = entries
        .into_iter()
        .map(|Entry { label, deed }| {
            let said = label.clone();
            part! {
                <button type="button" class="menu-item" role="menuitem" tabindex="-1" on:click=mouse(move |_| {
                    menu.leave();
                    perform(acts, selected, deed.clone(), &said);
                })>{label}</button>
            }
        })
        .gather();
    let label = title.clone();
    part! {
        <div class="menu floating" node_ref=holder role="menu" aria-label=label tabindex="-1"
            on:keydown=key(move |ev| keys(&ev, menu, holder))
            on:contextmenu=mouse(move |ev| ev.prevent_default())
            on:focusout=focus(move |ev| if place::leaves(&ev, holder) { menu.close() })>
            <p class="menu-title" role="presentation">{title}</p>
            {note.map(|note| part! { <p class="menu-note" role="presentation">{note}</p> })}
            {items}
        </div>
    }
}

fn keys(ev: &web_sys::KeyboardEvent, menu: Menu, holder: NodeRef<html::Div>) {
    let Some(holder) = holder.get_untracked() else { return };
    let step = match ev.key().as_str() {
        "Escape" | "Tab" => {
            menu.leave();
            ev.prevent_default();
            return;
        }
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        "Home" => i32::MIN,
        "End" => i32::MAX,
        _ => return,
    };
    ev.prevent_default();
    let Ok(items) = holder.query_selector_all("[role=menuitem]") else { return };
    let last = i32::try_from(items.length()).unwrap_or(0) - 1;
    let focused: Option<web_sys::Node> = document().active_element().map(Into::into);
    let now = (0..=last).find(|place| items.item(*place as u32) == focused).unwrap_or(0);
    let to = match step {
        i32::MIN => 0,
        i32::MAX => last,
        step => (now + step).rem_euclid(last + 1),
    };
    focus_item(&holder, to as u32);
}

fn focus_item(holder: &web_sys::HtmlDivElement, place: u32) {
    let item = holder.query_selector_all("[role=menuitem]").ok().and_then(|items| items.item(place));
    match item.and_then(|item| item.dyn_into::<web_sys::HtmlElement>().ok()) {
        Some(item) => drop(item.focus()),
        None => drop(web_sys::HtmlElement::focus(holder)),
    }
}

fn perform(acts: Acts, selected: Selected, deed: Deed, label: &str) {
    match deed {
        Deed::Inject(draft) => match acts.inject(&draft) {
            Ok(()) => acts.notices.say(format!("{label}: done.")),
            Err(refused) => acts.notices.show(refused.to_string()),
        },
        Deed::Lift(faults) => faults.into_iter().for_each(|fault| acts.clear(fault)),
        Deed::Cancel(order) => acts.cancel_order(order),
        Deed::Discard(number) => acts.discard(number),
        Deed::Choose(thing) => selected.choose(thing),
    }
}

type Contents = (String, Option<&'static str>, Vec<Entry>);

fn entries(session: &Session, about: Selection) -> Contents {
    let world = session.world();
    match about {
        Selection::Message(message) => of_message(session, message, about),
        Selection::Event(position) => of_message(session, world.event_message(position), about),
        Selection::Node(node) => of_place(session, Place::Node(node), about),
        Selection::Model(model) => of_place(session, Place::ReadModel(model), about),
        Selection::Order(order) => {
            let name = world.order_name(order).to_owned();
            let entries =
                vec![entry("Cancel the order", Deed::Cancel(name)), entry("Show its saga", Deed::Choose(about))];
            (words::order(world, order), None, entries)
        }
        Selection::DeadLetter(number) => {
            let entries = vec![
                entry("Inspect, correct or redrive", Deed::Choose(about)),
                entry("Discard", Deed::Discard(number)),
            ];
            ("Dead letter".to_owned(), None, entries)
        }
    }
}

fn entry(label: &str, deed: Deed) -> Entry {
    Entry { label: label.to_owned(), deed }
}

/// The fault of a kind aimed at one message.
fn aimed(session: &Session, kind: FaultKind, message: MessageNo) -> Option<FaultDraft> {
    let letter = session.world().letter(message)?;
    Some(FaultDraft {
        kind: kind.name().to_owned(),
        message: Some(letter.id.to_string()),
        count: Some(1.0),
        by: (kind == FaultKind::Latency).then_some(1_000.0),
        ..FaultDraft::default()
    })
}

/// A fault that a key lets befall the chosen message, and what is said of it.
pub type Befall = (Acts, FaultKind, &'static str);

/// Lets a fault befall the chosen message; says so where none is chosen.
pub fn befall((acts, kind, said): Befall) {
    let draft = acts.handle.with(|session| {
        let world = session.world();
        let message = match acts.selected.chosen_untracked()? {
            Selection::Message(message) => message,
            Selection::Event(position) => world.event_message(position),
            Selection::Node(_) | Selection::Order(_) | Selection::Model(_) | Selection::DeadLetter(_) => return None,
        };
        aimed(session, kind, message)
    });
    match draft.map(|draft| acts.inject(&draft)) {
        None => acts.notices.show("No message is chosen: click one first."),
        Some(Ok(())) => acts.notices.say(said),
        Some(Err(refused)) => acts.notices.show(refused.to_string()),
    }
}

fn of_message(session: &Session, message: MessageNo, about: Selection) -> Contents {
    let world = session.world();
    let in_flight = world.agenda.iter().filter_map(|(_, due)| due.hop()).any(|hop| hop.message == message);
    let note = (!in_flight).then_some("It is not on its way now: this holds for the next time it is sent.");
    let kinds = [
        ("Drop it", FaultKind::Drop),
        ("Duplicate it", FaultKind::Duplicate),
        ("Delay it by 1 s", FaultKind::Latency),
        ("Poison it", FaultKind::Poison),
        ("Swap it with the next", FaultKind::Reorder),
    ];
    let mut entries: Vec<Entry> = kinds
        .into_iter()
        .filter_map(|(label, kind)| Some(entry(label, Deed::Inject(aimed(session, kind, message)?))))
        .collect();
    entries.push(entry("Show what it is", Deed::Choose(about)));
    (world.message_name(message).to_owned(), note, entries)
}

fn of_place(session: &Session, place: Place, about: Selection) -> Contents {
    let kinds = [
        ("Crash it for 5 s", FaultKind::Crash, Some(5_000.0)),
        ("Slow it by 1 s", FaultKind::Slow, Some(1_000.0)),
        ("Cut it off", FaultKind::Partition, None),
        ("Make it refuse everything", FaultKind::Outage, None),
        ("Make it unavailable", FaultKind::Unavailable, None),
        ("Decline the cards", FaultKind::Decline, None),
        ("Make its compensation fail", FaultKind::FailCompensation, None),
        ("Let a rival write", FaultKind::ConcurrentWriter, None),
    ];
    let fault = |kind: FaultKind, by| FaultDraft {
        kind: kind.name().to_owned(),
        target: Some(place.name().to_owned()),
        by,
        ..FaultDraft::default()
    };
    let fitting = kinds.into_iter().filter(|(_, kind, _)| kind.fits(place));
    let mut entries: Vec<Entry> =
        fitting.map(|(label, kind, by)| entry(label, Deed::Inject(fault(kind, by)))).collect();
    let faults = &session.world().faults;
    let held: Vec<FaultId> =
        faults.rules().filter(|(_, rule, _, _)| rule.target == Some(place)).map(|(id, ..)| *id).collect();
    if !held.is_empty() {
        let deed = Deed::Lift(held);
        entries.insert(0, entry("Lift its faults", deed));
    }
    entries.push(entry("Show what it is", Deed::Choose(about)));
    let note = (place == Place::Node(Node::Client)).then_some("The client sends commands and waits for answers.");
    (words::place_title(place).to_owned(), note, entries)
}
