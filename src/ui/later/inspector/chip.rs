//! A message as a small button: its mark, its name; choosing it shows it everywhere.

use crate::ui::erase::{focus, live, mouse, pointer};
use leptos::prelude::*;

use crate::scene::timeline::{Role, Shape};
use crate::ui::marks::{Mark, mark_of_hue};
use crate::ui::selection::{Selected, Selection};

pub fn mark_for(shape: Shape, role: Role) -> Mark {
    match (shape, role) {
        (_, Role::Reply) => Mark::Reply,
        (Shape::Diamond, _) => Mark::Compensation,
        (Shape::Ring, _) => Mark::Timer,
        (Shape::RoundedSquare, _) => Mark::Command,
        (Shape::SmallSquare, _) => Mark::Query,
        (Shape::Octagon, _) => Mark::DeadLetter,
        (Shape::Cross | Shape::CrossedCircle, _) => Mark::Failed,
        (Shape::DoubleRing, _) => Mark::Duplicate,
        (Shape::Circle, _) => Mark::Event,
    }
}

/// A row of the tree of causes.
pub fn chip(thing: Selection, name: &'static str, shape: Shape, role: Role, here: bool) -> AnyView {
    let selected = Selected::here();
    let is_here = move || here || selected.is_chosen(thing);
    part! {
        <button type="button" class=format!("chip is-{}", role.name()) class:here=live(is_here) aria-current=live(move || is_here().then_some("true"))
            class:lit=live(move || selected.hovered() == Some(thing))
            on:click=mouse(move |_| selected.choose(thing))
            on:pointerenter=pointer(move |_| selected.hover(Some(thing)))
            on:pointerleave=pointer(move |_| selected.hover(None))
            on:focus=focus(move |_| selected.hover(Some(thing)))
            on:blur=focus(move |_| selected.hover(None))>
            {mark_of_hue(mark_for(shape, role))}<span>{name}</span>
        </button>
    }
}
