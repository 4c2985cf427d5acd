//! The lower half of the centre: four views of the run over time, and the whole run under them.

mod branches;
mod minimap;
mod spacetime;

use crate::scene::geometry::Within;
use crate::ui::erase::{Gather, Slice, State, erased, here, key, live, mouse, provide, shown};
use leptos::prelude::*;

use crate::domain::OrderId;
use crate::scene::words::escaped;
use crate::ui::handle::SessionHandle;
use crate::ui::selection::{Selected, Selection};
use crate::ui::{door, later};
pub use branches::Against;
use branches::Branches;
use minimap::Minimap;
pub use minimap::{RunOverview, end_millis};
use spacetime::SpaceTime;
pub use spacetime::selection_of;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum View {
    SpaceTime,
    Causes,
    Log,
    Metrics,
}

impl View {
    const ALL: [Self; 4] = [Self::SpaceTime, Self::Causes, Self::Log, Self::Metrics];

    const fn name(self) -> &'static str {
        match self {
            Self::SpaceTime => "Space-time",
            Self::Causes => "Causes",
            Self::Log => "Log",
            Self::Metrics => "Metrics",
        }
    }

    const fn id(self) -> &'static str {
        match self {
            Self::SpaceTime => "view-space-time",
            Self::Causes => "view-causes",
            Self::Log => "view-log",
            Self::Metrics => "view-metrics",
        }
    }
}

/// What the views of time share: the story that is followed, the zoom, and the search of the log.
#[derive(Clone, Copy)]
pub struct TimeViews {
    view: State<View>,
    /// Only this order's story.
    pub story: State<Option<OrderId>>,
    /// Busy virtual time on the picture in milliseconds; 0 = as the speed suggests.
    zoom: State<u32>,
    /// What is searched for in the log.
    pub search: State<String>,
}

impl TimeViews {
    pub fn provide() -> Self {
        let views = Self {
            view: State::new(View::SpaceTime),
            story: State::new(None),
            zoom: State::new(0),
            search: State::new(String::new()),
        };
        provide(views);
        provide(Against(State::new(None)));
        views
    }

    pub fn here() -> Self {
        here()
    }

    /// Opens the log and puts the focus into its search field.
    pub fn find(self) {
        self.view.set(View::Log);
        request_animation_frame(|| crate::ui::place::focus_id("log-search"));
    }
}

/// The order that a selection is about.
pub fn order_of(handle: SessionHandle, selection: Option<Selection>) -> Option<OrderId> {
    handle.with(|session| {
        let world = session.timeline().head();
        match selection? {
            Selection::Order(order) => Some(order),
            Selection::Message(message) => world.order_of(message),
            Selection::Event(position) => world.order_of(world.event_message(position)),
            Selection::DeadLetter(number) => world.order_of(world.bus.dead_letter(number)?.message),
            Selection::Node(_) | Selection::Model(_) => None,
        }
    })
}

#[component]
pub fn TimelinePanel() -> impl IntoView {
    let (views, against): (_, Against) = (TimeViews::here(), here());
    let tabs = View::ALL.map(|this| tab(views, this)).gather();
    let walk = move |ev: web_sys::KeyboardEvent| {
        let now = View::ALL.iter().position(|view| *view == views.view.get_untracked()).unwrap_or(0);
        let to = match ev.key().as_str() {
            "ArrowLeft" => now.checked_sub(1).unwrap_or(View::ALL.len() - 1),
            "ArrowRight" => (now + 1) % View::ALL.len(),
            _ => return,
        };
        ev.prevent_default();
        if let Some(view) = View::ALL.get(to) {
            views.view.set(*view);
            crate::ui::place::focus_id(view.id());
        }
    };
    let body = move || match views.view.get() {
        View::SpaceTime => part! { <SpaceTime /> },
        View::Causes => door::part(later::views::causes),
        View::Log => door::part(later::views::log),
        View::Metrics => door::part(later::views::figures),
    };
    part! {
        <section class="timeline" aria-labelledby="timeline-title">
            <div class="timeline-head">
                <h2 class="heading" id="timeline-title">"Timeline"</h2>
                <Story />
                <div class="time-tabs" role="tablist" aria-label="Views of the timeline" on:keydown=key(walk)>{tabs}</div>
                {shown(move || views.view.get() == View::SpaceTime, || part! { <Zoom /> })}
            </div>
            <div class="timeline-body" id="timeline-view" role="tabpanel" aria-labelledby=live(move || views.view.get().id())>
                {erased(body)}
                {shown(move || against.0.get().is_some(), || door::part(later::compare::sheet))}
            </div>
            <Minimap />
            <Branches />
        </section>
    }
}

fn tab(views: TimeViews, this: View) -> AnyView {
    part! {
        <button type="button" role="tab" class="time-tab" id=this.id() aria-controls="timeline-view"
            aria-selected=live(move || (views.view.get() == this).to_string())
            tabindex=live(move || if views.view.get() == this { "0" } else { "-1" })
            on:click=mouse(move |_| views.view.set(this))>{this.name()}</button>
    }
}

/// The chip that narrows the views to one order's story.
#[component]
fn Story() -> impl IntoView {
    let (views, handle, selected) = (TimeViews::here(), SessionHandle::here(), Selected::here());
    let name = move |order: OrderId| handle.with(|session| escaped(session.timeline().head().order_name(order)));
    let offer = Slice::new(move || order_of(handle, selected.chosen()));
    let chip = move || match (views.story.get(), offer.get()) {
        (Some(order), _) => part! {
            <button type="button" class="story-chip on" on:click=mouse(move |_| views.story.set(None)) aria-label=format!("Show all orders again, not only {}", name(order))>
                {format!("order {}", name(order))}<span aria-hidden="true">" ✕"</span>
            </button>
        },
        (None, Some(order)) => part! {
            <button type="button" class="story-chip" on:click=mouse(move |_| views.story.set(Some(order)))>{format!("only {}", name(order))}</button>
        },
        (None, None) => ().into_any(),
    };
    part! { <span class="story">{erased(chip)}</span> }
}

#[component]
fn Zoom() -> impl IntoView {
    let views = TimeViews::here();
    let by = move |factor: f64| {
        let now = match views.zoom.get_untracked() {
            0 => 6_000,
            millis => millis,
        };
        views.zoom.set((f64::from(now) * factor).within(250.0, 3_600_000.0) as u32);
    };
    part! {
        <span class="zoom">
            <button type="button" class="button square bare" aria-label="Show less time" title="Show less time" on:click=mouse(move |_| by(0.5))>"+"</button>
            <button type="button" class="button square bare" aria-label="Show more time" title="Show more time" on:click=mouse(move |_| by(2.0))>"−"</button>
        </span>
    }
}
