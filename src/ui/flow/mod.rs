//! The flow: the shop as boxes and arrows, and every message on its way.
//!
//! Boxes and names are elements, told a few times a second; what moves is drawn with every frame on one canvas from the
//! same scene. The first messages are buttons, too, so that a keyboard reaches them.

mod boxes;
mod field;
mod sprites;
mod stage;
mod tags;
mod trays;

use crate::ui::erase::{Gather, Slice, State, erased, focus, here, key, live, mouse, pointer};
use leptos::html;
use leptos::prelude::*;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use crate::kernel::MessageNo;
use crate::scene::flow::{Board, Layout, Losses, Moving, Token, WayKind, falling, next_up};
use crate::scene::words::payload_chip;
use crate::session::Session;
use crate::ui::glossary::{Term, word};
use crate::ui::handle::SessionHandle;
use crate::ui::marks::{Mark, mark};
use crate::ui::menu::Menu;
use crate::ui::palette::Look;
use crate::ui::place::px;
use crate::ui::player::Player;
use crate::ui::rooms::{Room, Rooms};
use crate::ui::selection::{Selected, Selection};
use crate::world::World;
use boxes::Boxes;
use field::Field;
use stage::{Frame, Stage};
use tags::{Naming, Tags};

/// Lines of the run gathered at one go: about a millisecond.
const GATHER_MAX: usize = 100_000;

/// What is kept between two frames.
#[derive(Default)]
struct Drawn {
    stage: Option<Stage>,
    moving: Moving,
    tags: Tags,
}

#[component]
pub fn Flow() -> impl IntoView {
    let (handle, selected) = (SessionHandle::here(), Selected::here());
    let layout = State::new(Layout::fit(900.0, 420.0));
    let losses = StoredValue::new(Losses::default());
    let board = handle.select_calm(move |session| board_of(session, losses));
    let boxes = Boxes { layout, board, selected, opened: State::new(None) };
    let (field, canvas, tags) =
        (NodeRef::<html::Div>::new(), NodeRef::<html::Canvas>::new(), NodeRef::<html::Div>::new());
    let drawn = StoredValue::new_local(Drawn::default());
    fit(field, layout);
    draw_each_frame(drawn, layout, losses, canvas, tags);
    let hands = Field { field, drawn, handle, selected, menu: Menu::here() };
    begin_keys(hands);
    let ways = move || layout.with(|layout| layout.ways().into_iter().map(way).gather());
    part! {
        <section class="flow" aria-labelledby="flow-title">
            <div class="flow-head"><h2 class="heading" id="flow-title">"Flow"</h2><Legend /></div>
            <div class="flow-field" node_ref=field data-arrows="" role="group" aria-label="The shop: parts, and messages on their way. Arrow keys walk through them."
                style:min-height=live(move || layout.with(|layout| if layout.downwards { px(layout.height) } else { "0".to_owned() }))
                on:click=mouse(move |ev| hands.click(&ev)) on:pointermove=pointer(move |ev| hands.point(&ev)) on:pointerleave=pointer(move |_| selected.hover(None))
                on:contextmenu=mouse(move |ev| hands.open_menu(&ev)) on:keydown=key(move |ev| hands.key(&ev)) on:focusin=focus(move |ev| hands.focus(&ev))>
                <svg class="flow-ways" aria-hidden="true" width="100%" height="100%">
                    <defs>
                        <marker id="flow-end" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
                            <path d="M0 0L8 4L0 8z"></path>
                        </marker>
                    </defs>
                    {erased(ways)}
                </svg>
                {boxes.view()}
                <canvas class="flow-canvas" node_ref=canvas aria-hidden="true"
                    style:width=live(move || layout.with(|layout| px(layout.width))) style:height=live(move || layout.with(|layout| px(layout.height)))></canvas>
                {boxes.losses()}
                <div class="flow-tags" node_ref=tags>{tags::pool()}</div>
                {trays::opened(boxes, losses)}
            </div>
            <NextUp board />
        </section>
    }
}

fn board_of(session: &Session, losses: StoredValue<Losses>) -> Board {
    let timeline = session.timeline();
    let board = losses.try_update_value(|losses| {
        losses.follow(&timeline.head().trace, GATHER_MAX);
        Board::of(timeline.world(), losses, timeline.now())
    });
    board.unwrap_or_else(|| Board::of(timeline.world(), &Losses::default(), timeline.now()))
}

fn way(way: crate::scene::flow::Way) -> AnyView {
    let class = match way.kind {
        WayKind::Stored => "flow-way is-event",
        WayKind::Followed => "flow-way is-read",
        WayKind::Asked | WayKind::Answered | WayKind::Published(_) | WayKind::Delivered(_) => "flow-way",
    };
    part! { <path class=class d=way.curve.path() marker-end="url(#flow-end)"></path> }
}

/// The first box is where the Tab key enters.
fn begin_keys(hands: Field) {
    Effect::new(move |_| {
        let first = hands.field.get().and_then(|field| field.query_selector("button[data-about]").ok().flatten());
        if let Some(first) = first {
            hands.stop_at(&first);
        }
    });
}

/// The field's size decides where everything stands.
fn fit(field: NodeRef<html::Div>, layout: State<Layout>) {
    Effect::new(move |_| {
        let Some(element) = field.get() else { return };
        let measured = element.clone();
        let measure = move || {
            let (width, height) = (f64::from(measured.client_width()), f64::from(measured.client_height()));
            if width > 1.0 && height > 1.0 {
                let fitted = Layout::fit(width, height);
                if layout.try_with_untracked(|before| *before != fitted).unwrap_or(false) {
                    layout.set(fitted);
                }
            }
        };
        measure();
        let listener = Closure::<dyn Fn()>::new(measure);
        if let Ok(observer) = web_sys::ResizeObserver::new(listener.as_ref().unchecked_ref()) {
            observer.observe(&element);
            let watch = StoredValue::new_local(Some((observer, listener)));
            on_cleanup(move || {
                if let Some((observer, _)) = watch.try_update_value(Option::take).flatten() {
                    observer.disconnect();
                }
            });
        }
    });
}

fn draw_each_frame(
    drawn: StoredValue<Drawn, LocalStorage>,
    layout: State<Layout>,
    losses: StoredValue<Losses>,
    canvas: NodeRef<html::Canvas>,
    tags: NodeRef<html::Div>,
) {
    let (handle, selected, look) = (SessionHandle::here(), Selected::here(), Look::here());
    let (player, rooms) = (Player::here(), here::<Rooms>());
    Effect::new(move |_| {
        handle.track();
        let Some(element) = canvas.get() else { return };
        if !rooms.shows(Room::Flow) {
            return;
        }
        let (lit, chain) = ([selected.chosen(), selected.hovered()], selected.chain());
        let (paused, still) = (!player.is_playing(), look.still.get());
        handle.with(|session| {
            layout.with(|layout| {
                look.palette.with(|palette| {
                    drawn.update_value(|drawn| {
                        if drawn.stage.is_none() {
                            drawn.stage = Stage::new(element);
                        }
                        let (world, now) = (session.world(), session.now());
                        drawn.moving.fill(world, layout, now);
                        let falling = losses.with_value(|losses| falling(world, layout, losses, now));
                        let is_lit = |token: &Token| {
                            let message = token.key.message;
                            chain.holds(message) || lit.iter().flatten().any(|thing| is_about(world, *thing, message))
                        };
                        let attempts_max = world.settings.retries.attempts_max;
                        let frame = Frame { layout, palette, falling: &falling, paused, still, attempts_max };
                        if let Some(stage) = &mut drawn.stage {
                            stage.draw(&drawn.moving, &frame, is_lit);
                        }
                        let chip = |message| payload_chip(world, message);
                        let naming = Naming { layout, paused, still, is_lit: &is_lit, chip: &chip };
                        drawn.tags.draw(tags, &drawn.moving.tokens, &naming);
                    });
                });
            });
        });
    });
}

/// True if a message belongs to what is chosen.
fn is_about(world: &World, thing: Selection, message: MessageNo) -> bool {
    match thing {
        Selection::Message(chosen) => chosen == message,
        Selection::Event(position) => world.event_message(position) == message,
        Selection::Order(order) => world.order_of(message) == Some(order),
        Selection::DeadLetter(number) => world.bus.dead_letter(number).is_some_and(|letter| letter.message == message),
        Selection::Node(_) | Selection::Model(_) => false,
    }
}

/// What the marks mean, each a word with its card.
#[component]
fn Legend() -> impl IntoView {
    let entry = |sign, term, text| part! { <li>{mark(sign)}{word(term, text)}</li> };
    part! {
        <ul class="legend" aria-label="What the marks mean">
            {entry(Mark::Command, Term::Command, "command")}
            {entry(Mark::Event, Term::Event, "event")}
            {entry(Mark::Compensation, Term::Compensation, "compensation")}
            {entry(Mark::Query, Term::ReadModel, "read model")}
            {entry(Mark::DeadLetter, Term::DeadLetter, "dead letter")}
        </ul>
    }
}

/// What comes next, while the picture stands; rules that aim at no part in particular.
#[component]
fn NextUp(board: Slice<Board>) -> impl IntoView {
    let (handle, player) = (SessionHandle::here(), Player::here());
    let next = handle.select_calm(|session| next_up(session.timeline()));
    let text = move || {
        if player.is_playing() {
            return String::new();
        }
        match next.get() {
            Some(next) => next,
            None if board.with(|board| board.orders == 0) => {
                "Nothing has happened yet. Place an order and press Play.".to_owned()
            }
            None => "Nothing is due. Click any box or message to inspect it.".to_owned(),
        }
    };
    let everywhere = Slice::new(move || board.with(|board| board.everywhere.clone()));
    let pins = move || {
        let pins = everywhere
            .get()
            .into_iter()
            .map(|pin| part! { <span class="pin" title=pin.sentence>{pin.word}" everywhere"</span> });
        pins.gather()
    };
    part! { <p class="flow-next"><span>{erased(text)}</span>{erased(pins)}</p> }
}
