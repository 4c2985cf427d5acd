//! An opened tray: the last messages that were lost at a part, each with its reason.

use crate::ui::erase::{Gather, erased, live, mouse};
use leptos::prelude::*;

use super::boxes::Boxes;
use crate::kernel::MessageNo;
use crate::scene::flow::{Losses, tray_of};
use crate::scene::words::{clock, node_title, sentence};
use crate::ui::handle::SessionHandle;
use crate::ui::icons::{Icon, icon};
use crate::ui::place::px;
use crate::ui::selection::Selection;

/// The newest losses that a tray shows.
const SHOWN_MAX: usize = 8;

pub fn opened(boxes: Boxes, losses: StoredValue<Losses>) -> AnyView {
    let handle = SessionHandle::here();
    let contents = handle.select_calm(move |session| {
        let node = boxes.opened.get()?;
        let world = session.world();
        let lines = losses.with_value(|losses| {
            let tray = losses.tray(world, node, SHOWN_MAX);
            tray.map(|(_, line)| (line.message, clock(line.time), sentence(world, &line))).collect::<Vec<_>>()
        });
        Some((node, lines))
    });
    let list = move || {
        let (node, lines) = contents.get().filter(|(_, lines)| !lines.is_empty())?;
        let at = move || boxes.layout.with(|layout| (tray_of(layout, node), layout.width, layout.height));
        let place = move || {
            let (at, width, height) = at();
            (
                at.x.min(width - 312.0).max(4.0),
                if at.y + 170.0 > height { (at.y - 210.0).max(4.0) } else { at.y + 16.0 },
            )
        };
        let lines = lines.into_iter().map(|line| entry(boxes, line)).gather();
        Some(part! {
            <div class="flow-losses floating" role="group" aria-label=format!("Lost at {}", node_title(node))
                style:left=live(move || px(place().0)) style:top=live(move || px(place().1))>
                <p class="flow-losses-title">{format!("Lost at {}, newest first", node_title(node))}</p>
                <button type="button" class="button square bare close" aria-label="Close" on:click=mouse(move |_| boxes.opened.set(None))>{icon(Icon::Close)}</button>
                <ul>{lines}</ul>
            </div>
        })
    };
    erased(list)
}

fn entry(boxes: Boxes, (message, at, text): (MessageNo, String, String)) -> AnyView {
    part! {
        <li>
            <button type="button" class="flow-loss" on:click=mouse(move |_| boxes.selected.choose(Selection::Message(message)))>
                <span class="mono dim">{at}</span>{text}
            </button>
        </li>
    }
}
