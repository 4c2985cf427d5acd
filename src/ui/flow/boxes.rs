//! The boxes: parts with their standing and their pins, the queues and the tray inside the bus, the trays of losses.

use crate::ui::erase::{Gather, Slice, State, erased, live, mouse};
use leptos::prelude::*;

use crate::messaging::{Node, ReadModel};
use crate::scene::flow::{Board, Card, Layout, QUEUES, tray_of};
use crate::scene::geometry::Rect;
use crate::scene::words::count;
use crate::ui::selection::{Selected, Selection};

use super::tags::hue_class;
use crate::ui::place::px;

/// What a box is drawn with.
#[derive(Clone, Copy)]
pub struct Boxes {
    pub layout: State<Layout>,
    pub board: Slice<Board>,
    pub selected: Selected,
    /// The part whose losses are shown.
    pub opened: State<Option<Node>>,
}

/// Lanes from left to right: the order in which keys walk through the boxes.
pub const READING_ORDER: [Node; 10] = [
    Node::Client,
    Node::Order,
    Node::EventStore,
    Node::Saga,
    Node::Bus,
    Node::Payment,
    Node::Inventory,
    Node::Shipping,
    Node::Notification,
    Node::Analytics,
];

/// The hue of a part's edge: what it is, not how it is.
const fn node_hue(node: Node) -> &'static str {
    match node {
        Node::Order => "is-aggregate",
        Node::EventStore => "is-event",
        Node::Saga => "is-saga",
        Node::Analytics => "is-read",
        Node::Client | Node::Bus | Node::Inventory | Node::Payment | Node::Shipping | Node::Notification => {
            "is-external"
        }
    }
}

impl Boxes {
    fn card(self, node: Node) -> Slice<Option<Card>> {
        Slice::new(move || self.board.with(|board| board.nodes.get(node.index()).cloned()))
    }

    /// All boxes in reading order.
    pub fn view(self) -> AnyView {
        let nodes = READING_ORDER.map(|node| if node == Node::Bus { self.bus() } else { self.node(node) });
        part! { {nodes.gather()} {self.reads()} }
    }

    fn node(self, node: Node) -> AnyView {
        let rect = move || self.layout.with(|layout| layout.node(node));
        let cells = (node == Node::EventStore).then(|| self.cells());
        self.part(Selection::Node(node), node_hue(node), rect, self.card(node), cells.into_any())
    }

    fn reads(self) -> AnyView {
        let rect = move || self.layout.with(|layout| layout.reads);
        let card = Slice::new(move || self.board.with(|board| Some(board.reads.clone())));
        self.part(Selection::Model(ReadModel::Orders), "is-read", rect, card, ().into_any())
    }

    fn part(
        self,
        about: Selection,
        hue: &'static str,
        rect: impl Fn() -> Rect + Copy + Send + Sync + 'static,
        card: Slice<Option<Card>>,
        inside: AnyView,
    ) -> AnyView {
        let title = move || card.with(|card| card.as_ref().map_or("", |card| card.title));
        let sub = move || card.with(|card| card.as_ref().map_or_else(String::new, |card| card.sub.clone()));
        let standing = move || card.with(|card| card.as_ref().map_or("well", |card| card.standing.name()));
        part! {
            <button type="button" class=format!("flow-box {hue}") class:lit=live(move || self.selected.is_lit(about)) tabindex="-1"
                data-standing=live(standing) aria-pressed=live(move || self.selected.is_chosen(about).to_string())
                data-about=about_name(about)
                style:left=live(move || px(rect().x)) style:top=live(move || px(rect().y))
                style:width=live(move || px(rect().width)) style:height=live(move || px(rect().height))>
                <span class="flow-title">{erased(title)}</span>" "
                <span class="flow-sub">{erased(sub)}</span>" "
                {inside}
                {pins(card)}
            </button>
        }
    }

    /// The last stored events.
    fn cells(self) -> AnyView {
        let cells = Slice::new(move || self.board.with(|board| board.cells.clone()));
        let cells = move || {
            cells.get().into_iter().map(|hue| part! { <i class=format!("flow-cell {}", hue_class(hue))></i> }).gather()
        };
        part! { <span class="flow-cells" aria-hidden="true">{erased(cells)}</span> }
    }

    fn bus(self) -> AnyView {
        let rect = move || self.layout.with(|layout| layout.node(Node::Bus));
        let part = self.part(Selection::Node(Node::Bus), "is-external", rect, self.card(Node::Bus), ().into_any());
        part! { <div class="flow-bus">{part}</div> {self.queues()} {self.tray()} }
    }

    fn queues(self) -> AnyView {
        let rows = QUEUES.map(|node| {
            let row = move || self.layout.with(|layout| layout.queue(node).map(|row| (row.rect, row.marks)));
            let rect = move || row().map_or_else(Rect::default, |(rect, _)| rect);
            let depth = Slice::new(move || {
                let queue =
                    |board: &Board| board.queues.iter().find(|queue| queue.consumer == node).map(|queue| queue.depth);
                self.board.with(queue).unwrap_or(0)
            });
            let more = move || {
                let shown = row().map_or(0, |(_, marks)| marks);
                depth.get().checked_sub(shown).filter(|more| *more > 0)
            };
            part! {
                <div class="flow-queue" style:left=live(move || px(rect().x)) style:top=live(move || px(rect().y))
                    style:width=live(move || px(rect().width)) style:height=live(move || px(rect().height))>
                    <span class="flow-queue-name">{queue_name(node)}</span>
                    <span class="flow-more">{erased(move || more().map(|more| format!("+{}", count(more as u64))))}</span>
                </div>
            }
        });
        part! { <div class="flow-queues" aria-hidden="true">{rows.gather()}</div> }
    }

    /// The dead letters, with their count.
    fn tray(self) -> AnyView {
        let rect = move || self.layout.with(|layout| layout.tray);
        let parked = Slice::new(move || self.board.with(|board| board.parked));
        let text = move || match parked.get() {
            0 => "none".to_owned(),
            parked => format!("{} parked", count(parked as u64)),
        };
        part! {
            <button type="button" class="flow-tray" class:full=live(move || { parked.get() > 0 }) tabindex="-1" data-about="dead-letters"
                style:left=live(move || px(rect().x)) style:top=live(move || px(rect().y))
                style:width=live(move || px(rect().width)) style:height=live(move || px(rect().height))>
                <span class="flow-tray-title">"dead letters"</span>" "
                <span class="flow-tray-count">{erased(text)}</span>
            </button>
        }
    }

    /// A tray at every part where something was lost.
    pub fn losses(self) -> AnyView {
        let trays = READING_ORDER.map(|node| {
            let lost = Slice::new(move || {
                self.board.with(|board| board.nodes.get(node.index()).map_or(0, |card| card.lost))
            });
            let at = move || self.layout.with(|layout| tray_of(layout, node));
            erased(move || {
                (lost.get() > 0).then(|| {
                    part! {
                        <button type="button" class="flow-lost" tabindex="-1" data-about=format!("lost-{}", node.name())
                            aria-expanded=live(move || (self.opened.get() == Some(node)).to_string())
                            aria-label=live(move || format!("{} lost at {}: open", count(lost.get() as u64), crate::scene::words::node_phrase(node)))
                            style:left=live(move || px(at().x)) style:top=live(move || px(at().y))
                            on:click=mouse(move |_| self.opened.update(|opened| *opened = if *opened == Some(node) { None } else { Some(node) }))>
                            <span aria-hidden="true">{erased(move || format!("✗ {}", count(lost.get() as u64)))}</span>
                        </button>
                    }
                })
            })
        });
        trays.gather().into_any()
    }
}

/// Short enough to stand before a row of marks.
const fn queue_name(node: Node) -> &'static str {
    if let Node::Notification = node { "e-mail" } else { node.name() }
}

fn pins(card: Slice<Option<Card>>) -> AnyView {
    let pins = Slice::new(move || {
        card.with(|card| card.as_ref().map_or_else(Default::default, |card| (card.pins.clone(), card.pins_more)))
    });
    let list = move || {
        let (pins, more) = pins.get();
        let more = (more > 0).then(|| part! { <span class="pin">{format!("+{more}")}</span> });
        let pins = pins.into_iter().map(|pin| part! { <span class="pin" title=pin.sentence>{pin.word}</span> });
        part! { {pins.gather()} {more} }
    };
    part! { <span class="pins" aria-hidden="true">{erased(list)}</span> }
}

/// The word by which the field knows what a box is about.
fn about_name(about: Selection) -> String {
    match about {
        Selection::Node(node) => format!("node-{}", node.name()),
        Selection::Model(model) => format!("model-{}", model.name()),
        Selection::Message(_) | Selection::Event(_) | Selection::Order(_) | Selection::DeadLetter(_) => String::new(),
    }
}
