//! The screen: what stands where, and the contexts that its parts share.

use crate::ui::erase::{here, live, provide, share, shown};
use leptos::prelude::*;

use super::acts::Acts;
use super::centre::{Centre, Workbench};
use super::chaos::{Chaos, FaultForms};
use super::checks::Checks;
use super::commands::{CommandForm, Commands};
use super::door::Door;
use super::drop::DropPlace;
use super::glossary::{Glossary, GlossaryCard};
use super::guide::{Guide, GuideView};
use super::handle::SessionHandle;
use super::help::{Help, HelpDialog};
use super::inspector::{Asked, Inspector};
use super::keep;
use super::keys::{self, SingleLetters};
use super::menu::{ContextMenu, Menu};
use super::notices::{Notices, NoticesView};
use super::palette::Look;
use super::player::Player;
use super::rooms::{Room, RoomNav, Rooms};
use super::scripting;
use super::selection::Selected;
use super::share;
use super::theme;
use super::timeline::{Against, TimeViews};
use super::topbar::TopBar;
use crate::session::{RunId, Session};

#[component]
pub fn Screen() -> impl IntoView {
    share();
    let handle = SessionHandle::provide(Session::new());
    let notices = Notices::provide();
    let player = Player::provide(handle, notices);
    Door::provide(notices);
    let acts = Acts::provide(handle, player, notices, Selected::provide());
    CommandForm::provide();
    FaultForms::provide();
    Menu::provide();
    Glossary::provide();
    Help::provide();
    let views = TimeViews::provide();
    let guide = Guide::provide();
    SingleLetters::provide();
    provide(theme::provide());
    Look::provide();
    Asked::provide();
    forget_with_the_run(handle, views);
    let rooms = Rooms::provide();
    Workbench::provide(rooms);
    keys::listen();
    keep::begin(acts);
    share::open_address(acts);
    window_event_listener(leptos::ev::hashchange, move |_| share::open_address(acts));
    scripting::install(acts);
    guide.begin_if_new();
    part! {
        <GuideView />
        <div class="app" data-room=live(move || rooms.shown.get().name())>
            <TopBar />
            <aside class="side" aria-label="Commands, chaos and invariants">
                {shown(move || rooms.shows(Room::Commands), || part! { <Commands /> })}
                {shown(move || rooms.shows(Room::Chaos), || part! { <Chaos /> })}
                {shown(move || rooms.shows(Room::Checks), || part! { <Checks /> })}
            </aside>
            <Centre />
            <aside class="inspector" aria-label="Inspector">
                {shown(move || rooms.shows(Room::Details), || part! { <Inspector /> })}
            </aside>
            <RoomNav />
        </div>
        <DropPlace />
        <NoticesView />
        <ContextMenu />
        <GlossaryCard />
        <HelpDialog />
    }
}

/// What was answered about a run goes with it, however another one came.
fn forget_with_the_run(handle: SessionHandle, views: TimeViews) {
    let (run, asked, against) = (handle.select_calm(Session::run_id), Asked::here(), here::<Against>());
    Effect::new(move |before: Option<RunId>| {
        let now = run.get();
        if before.is_some_and(|before| before != now) {
            asked.came.set(None);
            asked.close();
            against.0.set(None);
            views.story.set(None);
        }
        now
    });
}
